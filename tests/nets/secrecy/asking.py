"""One request with all that a person gets back, and what the database was asked for it.

Tokens, form keys and the signature of the cookie are new at each request: they are masked.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, event

from subsidy.db import predictable

OF_NOW = ("Date", "Expires")  # of the clock of the machine, beside files that never change
TOKEN = re.compile(rb'(name="(?:csrf_token|_key)"[^>]*?value=")[^"]*')
Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """An address and how it is asked; a POST sends an empty form."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person gets, and the statements that the database got."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statements: tuple[Statement, ...]

    @property
    def sql(self) -> tuple[str, ...]:
        return tuple(sql for sql, _ in self.statements)

    @property
    def told(self) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        """What a person gets, without what it took."""
        return self.status, self.headers, self.body

    @property
    def digest(self) -> bytes:
        return sha256(repr((*self.told, self.sql)).encode()).digest()

    @property
    def is_page(self) -> bool:
        kind = dict(self.headers).get("Content-Type", "")
        return "html" in kind and self.body != b""


@dataclass(slots=True)
class Journal:
    """What a database is asked, as long as somebody listens."""

    statements: list[Statement] = field(default_factory=list)

    def listen(self, engine: Engine) -> None:
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, *call: Any) -> None:  # noqa: ANN401 - the arguments of a SQLAlchemy event
        _connection, _cursor, sql, parameters, *_rest = call
        if "SAVEPOINT" not in sql:  # our own, with a number that counts on
            self.statements.append((sql, parameters))


def ask(app: Flask, journal: Journal, cookie: str, request: Request) -> Answer:
    """Ask as the owner of this cookie; identifiers made on the way are the same each time."""
    journal.statements.clear()
    client = app.test_client(use_cookies=False)
    sent = {"Cookie": f"{app.config['SESSION_COOKIE_NAME']}={cookie}"} if cookie else {}
    with predictable(str(request)):
        response = client.open(request.path, method=request.method, headers=sent)
    body = TOKEN.sub(rb"\1", response.get_data())
    headers = tuple(
        (name, _masked(app, name, value)) for name, value in response.headers if name not in OF_NOW
    )
    response.close()
    return Answer(response.status_code, headers, body, tuple(journal.statements))


def _masked(app: Flask, name: str, value: str) -> str:
    """Show what a cookie holds instead of its signature, which has the time in it."""
    start = f"{app.config['SESSION_COOKIE_NAME']}="
    if name != "Set-Cookie" or not value.startswith(start):
        return value
    signed, _, rest = value.removeprefix(start).partition(";")
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own cookie sessions
    held = serializer.loads(signed) if signed else {}
    held.pop("csrf_token", None)
    return f"{json.dumps(held, sort_keys=True, default=str)};{rest}"


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Take back what is done inside."""
    with connection.begin_nested() as point:
        try:
            yield
        finally:
            point.rollback()
