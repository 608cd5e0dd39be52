"""A form that acts carries a key: the same key and body give the same answer, done once.

Another body under a used key is refused (422): it is a mistake, never a second act. The row is
written in the request's own transaction, so a refused act leaves no key behind and a lost answer
can be asked for again. Two equal requests at the same instant meet at the unique constraint.
"""

import hashlib
from datetime import datetime, timedelta
from secrets import token_urlsafe

from flask import Flask, Response, abort, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import String, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.db import Base
from subsidy.web import clock
from subsidy.web.access import someone
from subsidy.web.session import REFUSED, SAFE_METHODS, db

FIELD = "_key"
UNHASHED = frozenset({FIELD, "csrf_token"})
LONGEST_KEY = 64
KEPT = timedelta(hours=48)
CLEANED_ONE_IN = 50
CLEANED_AT_ONCE = 500


class IdempotencyKey(Base):
    """What was answered to the request that first used this key."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("key", "route", "actor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    route: Mapped[str]
    actor_id: Mapped[int]
    body_hash: Mapped[str] = mapped_column(String(64))
    location: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(index=True)


def init_app(app: Flask) -> None:
    app.before_request(_seen_before)
    app.after_request(_remember)


def form_key() -> str:
    """Return a fresh key for a form on the page that is being made."""
    return token_urlsafe(16)


def _seen_before() -> ResponseReturnValue | None:
    key = request.form.get(FIELD, "") if request.method not in SAFE_METHODS else ""
    asking = someone() if key else None
    if asking is None:
        return None
    if len(key) > LONGEST_KEY:
        abort(400)
    row = IdempotencyKey(
        key=key,
        route=request.path,
        actor_id=asking.id,
        body_hash=_body_hash(),
        created_at=clock.real_now(),
    )
    earlier = _claim(db(), row)
    if earlier is None:
        g.idempotency_key = row
        _clean_now_and_then(db(), row)
        return None
    if earlier.body_hash != row.body_hash:
        raise refuse(
            Text("This form was already sent with other answers. Open the page again and retry.")
        )
    return redirect(earlier.location or request.path, code=303)


def _claim(session: Session, row: IdempotencyKey) -> IdempotencyKey | None:
    """Insert the key; return the earlier row when somebody was first."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return session.scalar(
            select(IdempotencyKey).where(
                IdempotencyKey.key == row.key,
                IdempotencyKey.route == row.route,
                IdempotencyKey.actor_id == row.actor_id,
            )
        )
    return None


def _clean_now_and_then(session: Session, row: IdempotencyKey) -> None:
    """Forget old keys. Whoever finds one held by another request leaves it for the next time."""
    if row.id % CLEANED_ONE_IN == 0:
        old = (
            select(IdempotencyKey.id)
            .where(IdempotencyKey.created_at < row.created_at - KEPT)
            .limit(CLEANED_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        forget = delete(IdempotencyKey).where(IdempotencyKey.id.in_(old))
        session.execute(forget, execution_options={"synchronize_session": False})


def _body_hash() -> str:
    digest = hashlib.sha256(request.query_string)
    for name in sorted(set(request.form) - UNHASHED):
        for value in request.form.getlist(name):
            digest.update(f"{len(name)}:{name}={len(value)}:{value};".encode())
    for name in sorted(request.files):
        for file in request.files.getlist(name):
            content = file.stream.read()
            file.stream.seek(0)
            digest.update(f"{name}={hashlib.sha256(content).hexdigest()};".encode())
    return digest.hexdigest()


def _remember(response: Response) -> Response:
    """Keep where the answer led. Runs before the session commits (see ``app.create_app``)."""
    row: IdempotencyKey | None = g.get("idempotency_key")
    if row is not None and response.status_code < REFUSED:
        row.location = response.location
    return response
