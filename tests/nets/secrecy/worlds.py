"""Two copies of the world, the application on one of them at a time, and the comparison.

Comparing every page in every world would take hours, so a page is rendered again only when it can
differ. It cannot when every question that it asked the database has the same answer in both
worlds: the clock and the chance stand still, so a page is a function of those answers. The long
tier does without this shortcut.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.orm import sessionmaker

from subsidy.demo import calendar
from subsidy.web.session import SAFE_METHODS
from tests.nets.routes import visits
from tests.nets.secrecy.asking import Answer, Journal, Request, Statement, ask, undone
from tests.nets.secrecy.finding import offers
from tests.nets.secrecy.secrets import Secret
from tests.nets.viewers import VIEWERS, enter, person_id
from tests.nets.world import World, copied, opened

NOW = calendar.START.strftime("%Y-%m-%d %H:%M:%S.%f")
PASSED_OVER = frozenset(
    {"accounts.demo"}
)  # there anybody may be anybody; production has no such page
TELLS_OTHERS = {
    "applications.approve_change": "everybody with a draft gets a message, known to who acts or not"
}
"""Acts whose work depends on how many they write to; what the actor gets back does not."""
OK = 200
NOWHERE = Request("GET", "/bestaat-niet")


@dataclass(slots=True)
class Side:
    """One of the two worlds, inside a transaction that is rolled back."""

    app: Flask
    connection: Connection
    journal: Journal

    def ask(self, cookie: str, request: Request) -> Answer:
        self.app.extensions["sessions"] = sessionmaker(
            self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )
        if request.method in SAFE_METHODS:
            return ask(self.app, self.journal, cookie, request)
        with undone(self.connection):
            return ask(self.app, self.journal, cookie, request)

    def answer_of(self, statement: Statement) -> str:
        sql, parameters = statement
        return repr(self.connection.exec_driver_sql(sql, parameters).fetchall())


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody who looks: the same cookie opens both worlds."""

    name: str
    person: int
    cookie: str


@dataclass(slots=True)
class Twins:
    """The world as it is and the one that differs."""

    world: World
    plain: Side
    other: Side
    lookers: Mapping[str, Looker]
    known: dict[Statement, str] = field(default_factory=dict)
    headed: set[tuple[str, str]] = field(default_factory=set)

    @contextmanager
    def differing(self, secret: Secret, looker: Looker) -> Iterator[int]:
        """Change the secret in the other world; give how many rows of it are kept from them."""
        values = {
            name: value
            for name, value in {"viewer": looker.person, "now": NOW}.items()
            if f":{name}" in secret.update
        }
        with undone(self.other.connection):
            yield self.other.connection.execute(text(secret.update), values).rowcount

    def same(self, statement: Statement) -> bool:
        """Return whether a question has the same answer in both worlds; what writes has none."""
        if not _reads(statement[0]):
            return False
        key = (statement[0], repr(statement[1]))
        if key not in self.known:
            self.known[key] = self.plain.answer_of(statement)
        return self.known[key] == self.other.answer_of(statement)


def _reads(sql: str) -> bool:
    return sql.lstrip().upper().startswith(("SELECT", "WITH"))


@contextmanager
def twins(
    file: Path, folder: Path, prepare: Callable[[Flask], None] = lambda _app: None
) -> Iterator[Twins]:
    """Make the two worlds; everybody is signed in in both."""
    first = copied(file, folder, "plain")
    with opened(first) as world:
        prepare(world.app)
        lookers = {name: _looker(world, name) for name in VIEWERS}
        with world.engine.begin() as connection:
            _loosen(connection)
        second = copied(first, folder, "other")
        with opened(second) as twin, _side(world, world) as plain, _side(world, twin) as other:
            yield Twins(world, plain, other, lookers)


@contextmanager
def _side(shown: World, kept: World) -> Iterator[Side]:
    """``shown``: whose application answers; ``kept``: whose database it asks."""
    journal = Journal()
    journal.listen(kept.engine)
    with kept.engine.connect() as connection:
        # Thousands of forms in one transaction: what no longer fits in memory would go to the file
        # and close it to everybody else. SQLite heeds this only outside a transaction.
        connection.connection.execute("PRAGMA cache_spill = OFF")
        transaction = connection.begin()
        yield Side(shown.app, connection, journal)
        transaction.rollback()


def _looker(world: World, name: str) -> Looker:
    cookie = enter(world, name).get_cookie(world.app.config["SESSION_COOKIE_NAME"])
    return Looker(name, person_id(world, name), cookie.value if cookie else "")


def _loosen(connection: Connection) -> None:
    """Let the other world differ in what is append-only too."""
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in names.scalars().all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


# The crawl ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """What is kept of an answer: enough to compare it and to know what it rests on."""

    digest: bytes
    status: int
    statements: tuple[Statement, ...]


def crawl(twins: Twins, looker: Looker, requests: Sequence[Request]) -> dict[Request, Seen]:
    """Ask these, and all that their pages offer, in the world as it is."""
    seen: dict[Request, Seen] = {}
    waiting = list(requests)
    while waiting:
        request = waiting.pop()
        if request in seen:
            continue
        answer = twins.plain.ask(looker.cookie, request)
        seen[request] = Seen(answer.digest, answer.status, answer.statements)
        if request.method == "GET" and "?" not in request.path and answer.is_page:
            waiting.extend(Request("GET", path) for path in offers(answer.body, request.path))
    return seen


def every_request(world: World) -> list[Request]:
    """Return every address to get, every form to send empty, a wrong method per route, nowhere."""
    found = [visit for visit in visits(world) if visit.endpoint not in PASSED_OVER]
    asked = [
        Request(method, visit.path)
        for visit in found
        for method in visit.methods
        if method in {"GET", "POST"}
    ]
    routes = {visit.endpoint: visit.path for visit in found}
    wrong = [Request("DELETE", path) for path in routes.values()]
    return [NOWHERE, *asked, *wrong]


def thinned(requests: Sequence[Request]) -> list[Request]:
    """Leave out two of three empty forms, for a shorter tier; every address to get stays."""
    forms = [request for request in requests if request.method == "POST"]
    return [*(each for each in requests if each.method != "POST"), *forms[::3]]


# The comparison -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leak:
    """A page on which somebody can tell one world from the other."""

    secret: str
    viewer: str
    request: Request
    how: str

    def __str__(self) -> str:
        return f"{self.viewer} learns {self.secret!r} at {self.request}: {self.how}"


def leaks(
    twins: Twins, looker: Looker, secret: Secret, seen: Mapping[Request, Seen], *, whole: bool
) -> Iterator[Leak]:
    """Compare in the world that already differs; ``whole``: render every page, touched or not."""
    asked = seen if whole else touched(twins, secret, seen)
    for request in asked:
        other = twins.other.ask(looker.cookie, request)
        if other.digest != seen[request].digest:
            # Once more in the world as it is: what was kept since for all (feeds) is no difference.
            plain = twins.plain.ask(looker.cookie, request)
            alike = plain.told == other.told and _tells_others(twins, request)
            if plain.digest != other.digest and not alike:
                yield Leak(secret.name, looker.name, request, how(plain, other))
        elif request.method == "GET" and (
            whole or _first_time(twins, looker, request, seen[request].status)
        ):
            yield from _without_body(twins, looker, secret, request)


def _tells_others(twins: Twins, request: Request) -> bool:
    if request.method in SAFE_METHODS:
        return False
    router, path = twins.world.app.url_map.bind("localhost"), request.path.partition("?")[0]
    return router.test(path, request.method) and (
        router.match(path, request.method)[0] in TELLS_OTHERS
    )


def _first_time(twins: Twins, looker: Looker, request: Request, status: int) -> bool:
    """Ask a page without its body once per person: its view is the same one."""
    key = (looker.name, request.path)
    if status != OK or key in twins.headed:
        return False
    twins.headed.add(key)
    return True


def _without_body(twins: Twins, looker: Looker, secret: Secret, request: Request) -> Iterator[Leak]:
    head = Request("HEAD", request.path)
    plain, other = (side.ask(looker.cookie, head) for side in (twins.plain, twins.other))
    if plain.digest != other.digest:
        yield Leak(secret.name, looker.name, head, how(plain, other))


def touched(twins: Twins, secret: Secret, seen: Mapping[Request, Seen]) -> list[Request]:
    """Return the requests that asked something which has another answer in the other world."""
    about = re.compile(rf"\b{secret.table}\b")
    kept: dict[tuple[str, str], bool] = {}

    def differs(statement: Statement) -> bool:
        key = (statement[0], repr(statement[1]))
        if key not in kept:
            kept[key] = about.search(statement[0]) is not None and not twins.same(statement)
        return kept[key]

    return [request for request, one in seen.items() if any(map(differs, one.statements))]


def how(plain: Answer, other: Answer) -> str:
    """Say where two answers part."""
    if plain.status != other.status:
        return f"status {plain.status} and {other.status}"
    if plain.headers != other.headers:
        return f"headers {sorted(set(plain.headers) ^ set(other.headers))}"
    if plain.body != other.body:
        return f"body {_around(plain.body, other.body)}"
    both = zip((*plain.sql, ""), (*other.sql, ""), strict=False)
    apart = next(((one, two) for one, two in both if one != two), ("", ""))
    return f"statements: {len(plain.sql)} and {len(other.sql)}, first {apart}"


def _around(one: bytes, two: bytes) -> str:
    pairs = enumerate(zip(one, two, strict=False))
    at = next((place for place, (a, b) in pairs if a != b), min(len(one), len(two)))
    start = max(0, at - 60)
    return f"at {at}: {one[start : at + 60]!r} and {two[start : at + 60]!r}"
