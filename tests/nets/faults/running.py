"""One act of the register, done again and again from the same database, each time another fault."""

import hashlib
import marshal
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.cli import verify
from subsidy.db import predictable
from subsidy.storage import StoreError, fingerprint
from tests.nets.faults.acts import CHOSEN, Act, Files
from tests.nets.faults.injecting import DATABASE, SAID, Faults, Way, failing
from tests.nets.forms.reading import ReadForm, forms
from tests.nets.routes import Visit
from tests.nets.viewers import enter
from tests.nets.world import World

REFUSED, REFUSED_IN_WORDS, BROKEN, NO_DATABASE = 400, 422, 500, 503
# decisions.md 10: sessions and throttle commit in transactions of their own.
DRAWN = {("sign_in", "token_hash"), ("application", "number")}  # by lot, anew each time
OWN_TRANSACTION = frozenset({"sign_in", "failed_attempt"})
WORDS = ("U kunt", "Probeer", "Laad", "Wacht", "Ga terug", "Open de pagina")
REFERENCE = re.compile(r"dit nummer: [0-9a-f]{8}\.")
WORKBOOK = re.compile(r'href="([^"]+\.xlsx)"')
RAW = ("Traceback", SAID, "sqlite3", "SQLAlchemy", "Error")

State = Mapping[str, str]
Body = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Ready:
    """An act whose form was read; ``before`` and ``after`` are what it starts from and leads to.

    ``sent``: its calls, in order; two are alike when they are the same statement.
    """

    world: World
    act: Act
    cookie: str
    path: str
    body: Body
    kept: Path
    before: State
    after: State
    sent: tuple[str, ...] = ()
    files: Files = field(default_factory=dict)

    @property
    def calls(self) -> int:
        return len(self.sent)


class ActError(AssertionError):
    """The act itself is not right: without a fault it does not do what it is for."""


def ready(world: World, addresses: list[Visit], act: Act, folder: Path) -> Ready:
    """Read the form, keep the database as it is now, and do the act once without a fault."""
    for earlier in act.first:
        _do(world, addresses, earlier)
    _seen.clear()  # another act, another database
    client = enter(world, act.viewer)
    form = _form(world, client, addresses, act)
    kept = folder / "kept.sqlite"
    world.app.extensions["sessions"].kw["bind"].dispose()
    shutil.copyfile(world.file, kept)
    body, files = _body(act, form), _files(client, act, form)
    made = Ready(world, act, _cookie(client), form.action, body, kept, {}, {}, files=files)
    before = state(world.file)
    faults = Faults()
    answer = send(made, faults)
    after = state(world.file)
    _demand_success(act, answer, before, after)
    _demand_soundness(made)
    restore(made)
    return replace(made, before=before, after=after, sent=tuple(faults.sent))


def faults_of(made: Ready, number: int, way: Way, *, again: bool) -> Iterator[str]:
    """Let one call fail; give what is wrong. ``again``: try again even when nothing was done."""
    faults = Faults(number, way)
    answer = send(made, faults)
    where = f"call {number} ({faults.struck or 'none'}, {way})"
    unchanged = made.world.file.read_bytes() == made.kept.read_bytes()
    now = made.before if unchanged else state(made.world.file)
    for fault in [*_answer(made, answer, faults), *_half_done(made, now, faults, answer)]:
        yield f"{where}: {fault}"
    if again or now != made.before:
        for fault in _again(made):
            yield f"{where}: {fault}"
    if again or not unchanged:
        restore(made)
    else:  # nothing to put back, and the next call finds the application as this fault left it
        _forget_files(made)


def _answer(made: Ready, answer: TestResponse, faults: Faults) -> Iterator[str]:
    code = answer.status_code
    if code < REFUSED:
        return  # ``_half_done`` looks whether all was done
    expected = NO_DATABASE if faults.struck in DATABASE else BROKEN
    if made.act.files and faults.struck == "file":
        expected = REFUSED_IN_WORDS  # a disk that is full is told, and the form stays
    if code != expected:
        yield f"answers {code}, not {expected}"
    if code == NO_DATABASE and not answer.headers.get("Retry-After"):
        yield "does not say when to try again"
    if not any(words in answer.text for words in WORDS):
        yield "does not say what to do"
    if code == BROKEN and not REFERENCE.search(answer.text):
        yield "gives no reference to look for in the log"
    shown = [raw for raw in RAW if raw in answer.text]
    if shown:
        yield f"shows {shown}"


def _half_done(made: Ready, now: State, faults: Faults, answer: TestResponse) -> Iterator[str]:
    is_done = now == made.after
    if answer.status_code < REFUSED:
        if not is_done:
            yield f"answers {answer.status_code} and did not do it: {_differs(now, made.after)}"
        return
    if is_done and faults.struck == "after commit":
        return  # it is stored; only the answer was lost
    if _without_own(now) != _without_own(made.before):
        yield f"left half an act: {_differs(now, made.before)}"


def _again(made: Ready) -> Iterator[str]:
    """Try again with the same key, twice: done, and done once."""
    for time in ("the second time", "the third time"):
        answer = send(made, Faults())
        now = state(made.world.file)
        if answer.status_code >= REFUSED and made.act.endpoint not in UNKEYED:
            yield f"{time} it answers {answer.status_code}"
        if _without_own(now) != _without_own(made.after):
            yield f"{time} it is not the same: {_differs(now, made.after)}"


UNKEYED = frozenset({"accounts.sign_out"})  # who signed out is nobody: asked to sign in again


# Sending ------------------------------------------------------------------------------------------


def send(made: Ready, faults: Faults) -> TestResponse:
    """Send the form as a browser that knows only what it knew when the page was opened."""
    client = made.world.app.test_client(use_cookies=False)
    with predictable(made.act.name), failing(made.world.app, faults):
        data = _data(made.body, made.files)
        return client.post(made.path, data=data, headers={"Cookie": made.cookie})


def _data(body: Body, sent: Files) -> dict[str, Any]:
    """Return the body, with files that are read anew each time."""
    files = {key: (BytesIO(content), name) for key, (name, content) in sent.items()}
    return {**body, **files}


def _files(client: FlaskClient, act: Act, form: ReadForm) -> Files:
    """Return the files of an act: its own, or the workbook that the page of the form offers."""
    if not act.sends:
        return act.files
    offered = WORKBOOK.search(client.get(form.action).text)
    if offered is None:
        raise ActError(f"{act.name} sends a workbook, but {form.action} offers none")
    return {act.sends: ("ingevuld.xlsx", client.get(offered[1]).data)}


def _do(world: World, addresses: list[Visit], act: Act) -> None:
    """Do what must be done before, by whoever does that."""
    for earlier in act.first:
        _do(world, addresses, earlier)
    client = enter(world, act.viewer)
    form = _form(world, client, addresses, act)
    with predictable(act.name):
        data = _data(_body(act, form), _files(client, act, form))
        answer = client.post(form.action, data=data)
    _demand_success(act, answer, {}, {"": ""})


def restore(made: Ready) -> None:
    """Put the database back. Nobody may hold an old page of it in memory."""
    made.world.app.extensions["sessions"].kw["bind"].dispose()
    made.world.engine.dispose()
    shutil.copyfile(made.kept, made.world.file)
    _forget_files(made)


def _forget_files(made: Ready) -> None:
    store = made.world.app.extensions["store"]
    for _, content in made.act.files.values():
        with suppress(StoreError):  # it was not kept
            store.remove(fingerprint(content), datetime.now(UTC) + timedelta(days=1))


def _cookie(client: FlaskClient) -> str:
    found = client.get_cookie("relanceloket")
    return "" if found is None else f"relanceloket={found.value}"


def _form(world: World, client: FlaskClient, addresses: list[Visit], act: Act) -> ReadForm:
    page = act.page or act.endpoint
    for visit in addresses:
        if visit.endpoint == page and visit.subject == act.subject and act.part in visit.path:
            for form in forms(client.get(visit.path).text, visit.path):
                if form.method == "POST" and _is_of(world, form, act):
                    return form
    raise ActError(f"{act.viewer} sees no form for {act.name} on {page} {act.subject}")


def _is_of(world: World, form: ReadForm, act: Act) -> bool:
    asked = {asked.name for asked in form.asked} | {name for name, _ in form.buttons}
    plain = {name for name in act.typed if not name.startswith("*")}
    return _endpoint(world, form) == act.endpoint and plain <= asked


def _endpoint(world: World, form: ReadForm) -> str:
    return str(world.app.url_map.bind("").match(form.action.partition("?")[0], method="POST")[0])


def _body(act: Act, form: ReadForm) -> Body:
    body = {asked.name: list(asked.value) for asked in form.asked}
    if form.button is not None:
        body[form.button[0]] = [form.button[1]]
    for name, value in act.typed.items():
        full = _full_name(act, name, body)
        body[full] = [_choices(form, full)[CHOSEN[value]] if value in CHOSEN else value]
    return body


def _choices(form: ReadForm, name: str) -> list[str]:
    offered = [option for asked in form.asked if asked.name == name for option in asked.options]
    return [*filter(None, offered), *(value for key, value in form.buttons if key == name)]


def _full_name(act: Act, name: str, body: Body) -> str:
    if not name.startswith("*"):
        return name
    full = [each for each in body if each.endswith(name[1:])]
    if not full:
        raise ActError(f"{act.name} asks nothing that ends in {name[1:]}: {', '.join(body)}")
    return full[0]


# What is stored -----------------------------------------------------------------------------------


def state(file: Path) -> State:
    """Return a fingerprint of each table.

    Time stands still and ids are predictable, so an act that is done again often writes the same
    bytes again: a file that was seen before is not read again.
    """
    key = hashlib.blake2b(file.read_bytes()).digest()
    if key not in _seen:
        with closing(sqlite3.connect(file)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            _seen[key] = {name: _fingerprint(connection, name) for (name,) in tables.fetchall()}
    return _seen[key]


_seen: dict[bytes, State] = {}  # by the bytes of the file


def _fingerprint(connection: sqlite3.Connection, table: str) -> str:
    every = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    columns = ", ".join(f'"{each}"' for each in every if (table, each) not in DRAWN)
    rows = connection.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608 - a name that the database gave
    return hashlib.blake2b(marshal.dumps(rows, 2), digest_size=16).hexdigest()


def _without_own(now: State) -> State:
    return {table: value for table, value in now.items() if table not in OWN_TRANSACTION}


def _differs(one: State, other: State) -> str:
    return ", ".join(sorted(table for table in one if one[table] != other.get(table)))


def _demand_success(act: Act, answer: TestResponse, before: State, after: State) -> None:
    if answer.status_code >= REFUSED:
        raise ActError(
            f"{act.name}: without a fault it answers {answer.status_code}\n{answer.text}"
        )
    if before == after:
        raise ActError(f"{act.name}: without a fault it changes nothing")


def _demand_soundness(made: Ready) -> None:
    with Session(made.world.engine) as session:
        unsound = list(verify.found(session))
    if unsound:
        raise ActError(f"{made.act.name}: {unsound}")
