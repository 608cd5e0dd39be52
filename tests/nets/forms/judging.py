"""What must hold of every answer to a form, whatever was in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask.testing import FlaskClient
from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import Engine, event, text
from werkzeug.test import TestResponse

from tests.nets.forms.filling import SCRIPT, Body
from tests.nets.forms.reading import ReadForm, tree
from tests.nets.world import World

REFUSED, MEANING, BROKEN = 400, 422, 500
OWN_TRANSACTION = frozenset({"failed_attempt", "sign_in"})  # decisions.md: throttle and sessions
WRITES = ("INSERT INTO ", "UPDATE ", "DELETE FROM ")


@dataclass(slots=True)
class Touched:
    """Which tables the statements of a request wanted to change."""

    tables: set[str] = field(default_factory=set)


@contextmanager
def watched(engine: Engine) -> Iterator[Touched]:
    seen = Touched()

    def note(*arguments: object) -> None:
        statement = str(arguments[2])
        for start in WRITES:
            if statement.startswith(start):
                seen.tables.add(statement.removeprefix(start).split()[0].strip('"'))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def faults(world: World, client: FlaskClient, form: ReadForm, body: Body) -> list[str]:
    """Send ``body`` and return what is wrong with the answer; whatever it did is undone after."""
    with world.undone(), watched(world.engine) as touched:
        answer = post(client, form, body)
        found = [*_status(answer), *_summary(answer), *_kept(answer, form, body)]
        if answer.status_code >= REFUSED:
            found += _changed(world, touched.tables - OWN_TRANSACTION)
        elif answer.location:
            found += _next_page(client, answer.location)
    return found


def post(client: FlaskClient, form: ReadForm, body: Body) -> TestResponse:
    data: dict[str, list[str]] = {}
    for name, value in body:
        data.setdefault(name, []).append(value)
    return client.post(form.action, data=data)


def _status(answer: TestResponse) -> Iterator[str]:
    if answer.status_code >= BROKEN:
        yield f"answer {answer.status_code}"
    if SCRIPT in answer.text:
        yield "a script that was typed is a script on the page"


def _summary(answer: TestResponse) -> Iterator[str]:
    """Ask for a summary on top that takes the focus and leads to each field."""
    if answer.status_code != MEANING:
        return
    page = tree(answer.text)
    summaries = page.xpath("//*[@data-error-summary]")
    if len(summaries) != 1:
        yield f"{len(summaries)} error summaries"
        return
    if summaries[0].get("tabindex") != "-1":
        yield "the error summary cannot take the focus"
    if not summaries[0].xpath(".//li"):
        yield "the error summary says nothing"
    yield from _dead_links(page, summaries[0])


def _dead_links(page: HtmlElement, summary: HtmlElement) -> Iterator[str]:
    ids = {each.get("id"): each for each in page.iter() if each.get("id")}
    for link in summary.xpath(".//a[starts-with(@href, '#')]"):
        target = ids.get(link.get("href")[1:])
        if target is None:
            yield f"the error summary leads to nothing: {link.get('href')}"


def _kept(answer: TestResponse, form: ReadForm, body: Body) -> Iterator[str]:
    """Ask that what was typed still stands in the field where it was typed."""
    if answer.status_code != MEANING:
        return
    page = tree(answer.text)
    shown = {each.get("name"): _value(each) for each in page.iter("input", "textarea")}
    secret = {each.name for each in form.asked if each.kind == "password"}
    typed = {each.name for each in form.asked if each.is_typed} - secret
    for name, value in body:
        wanted = _comparable(value)
        if name in typed and wanted and _comparable(shown.get(name, "")) != wanted:
            yield f"what was typed in {name} is gone: {value[:40]!r}"


def _value(element: HtmlElement) -> str:
    return (element.text if element.tag == "textarea" else element.get("value")) or ""


def _comparable(value: str) -> str:
    """Leave out what HTML itself changes: line ends, NUL, space around."""
    return " ".join(value.replace("\0", "").replace("\ufffd", "").split())


def _changed(world: World, tables: set[str]) -> Iterator[str]:
    """Compare with what is stored: nothing outside ``undone`` was ever committed."""
    inside = world.app.extensions["sessions"]().connection()
    with world.engine.connect() as outside:
        for table in sorted(tables):
            query = text(f"SELECT * FROM {table}")  # noqa: S608 - a name that a statement of ours had
            if set(inside.execute(query)) != set(outside.execute(query)):
                yield f"an answer that refuses changed {table}"


def _next_page(client: FlaskClient, location: str) -> Iterator[str]:
    following = client.get(location)
    if following.status_code >= REFUSED:
        yield f"leads to {location}, which answers {following.status_code}"
    if SCRIPT in following.text:
        yield f"a script that was typed is a script on {location}"
