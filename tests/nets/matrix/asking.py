"""Ask every address as one viewer, and note what each request changed in the database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from subsidy.policy import Actor
from subsidy.web import clock
from subsidy.web.access import NOBODY, someone
from tests.nets import journal
from tests.nets.matrix.table import Row
from tests.nets.routes import Visit
from tests.nets.viewers import enter
from tests.nets.world import World


@dataclass(frozen=True, slots=True)
class Answer:
    """``changes``: what outlived the request in the database; ``for_writers``: what a GET sent."""

    status: int
    body: bytes
    location: str = ""
    changes: tuple[journal.Change, ...] = ()
    for_writers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


def row_of(visit: Visit, method: str) -> Row:
    """Return the row of the table: a part of a record is a subject of its own."""
    subject = f"{visit.subject}: {visit.part}" if visit.part else visit.subject
    return visit.endpoint, method, subject


@dataclass(frozen=True, slots=True)
class Asked:
    """One address, one method, and what came of it."""

    visit: Visit
    method: str
    answer: Answer

    @property
    def row(self) -> Row:
        return row_of(self.visit, self.method)


@dataclass(frozen=True, slots=True)
class Browser:
    """One viewer with an unchanging cookie: what one request does to it is lost on the next."""

    world: World
    connection: Connection
    cookie: str

    def look(self, path: str) -> Answer:
        """Get a page. What it writes stays written, for whoever compares the database."""
        before = journal.length(self.connection)
        with journal.for_writers(self.connection) as sent:
            answer = self._send("GET", path, None, before)
        return replace(answer, for_writers=tuple(sent))

    def act(self, method: str, path: str, form: Mapping[str, list[str]] | None = None) -> Answer:
        """Send a form, empty unless told, and undo what it did."""
        before = journal.length(self.connection)
        with self.connection.begin_nested() as point:
            answer = self._send(method, path, form, before)
            point.rollback()
        return answer

    def _send(
        self, method: str, path: str, form: Mapping[str, list[str]] | None, before: int
    ) -> Answer:
        client = self.world.app.test_client(use_cookies=False)
        got = client.open(path, method=method, data=form, headers={"Cookie": self.cookie})
        body = got.get_data()
        got.close()
        changes = journal.written(self.connection, since=before)
        return Answer(got.status_code, body, got.location or "", tuple(changes))

    def actor(self) -> Actor:
        """Return who the application takes this viewer for; a visitor is nobody."""
        with self.world.app.test_request_context(headers={"Cookie": self.cookie}):
            self.world.app.preprocess_request()  # the instant of arrival
            return someone() or Actor(NOBODY, clock.now())


@contextmanager
def browsing(world: World, viewer: str) -> Iterator[Browser]:
    """Sign the viewer in, in a transaction that is undone at the end."""
    with world.undone(journal.watch) as connection:
        client = enter(world, viewer)
        name = world.app.config["SESSION_COOKIE_NAME"]
        found = client.get_cookie(name)
        yield Browser(world, connection, f"{name}={found.value}" if found else "")


def looked(browser: Browser, every: list[Visit]) -> list[Asked]:
    """Get every address that can be got."""
    return [Asked(each, "GET", browser.look(each.path)) for each in every if "GET" in each.methods]


def acted(browser: Browser, every: list[Visit]) -> list[Asked]:
    """Send an empty form to every address that takes one."""
    return [
        Asked(each, method, browser.act(method, each.path))
        for each in every
        for method in each.methods
        if method != "GET"
    ]
