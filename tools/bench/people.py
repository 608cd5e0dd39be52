"""Sign-ins as the application makes them, with the cookie and the token that a browser would send.

Made here, since a password costs fifty milliseconds on purpose and is not what is measured.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.core import clock
from tools.bench.serving import SECRET

COOKIE = "__Host-relanceloket"
CSRF = hashlib.sha256(b"measured").hexdigest()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in."""

    cookie: str

    def fields(self, key: str, **typed: str) -> Mapping[str, str]:
        """Return the fields of a form: what is typed, the token, and the key that acts once."""
        return {"csrf_token": _token(), "_key": key, **typed}


def _token() -> str:
    return str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(CSRF))


def sign_in(session: Session, person_id: int, organisation_id: int | None = None) -> Visitor:
    """Sign a person in, for one of the organisations of that person."""
    row = accounts.sign_in(session, session.get_one(Person, person_id), clock.now())
    row.organisation_id = organisation_id
    session.flush()
    content = {"_user_id": row.token, "_fresh": True, "csrf_token": CSRF}
    return Visitor(f"{COOKIE}={_signed(content)}")


def _signed(content: Mapping[str, object]) -> str:
    app = Flask(__name__)
    app.secret_key = SECRET
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    if serializer is None:
        raise RuntimeError("the application has no secret")
    return str(serializer.dumps(content))
