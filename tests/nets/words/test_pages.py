"""Every page, workbook, letter and message of the world: Dutch, and nothing of the machine."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute
from werkzeug.test import TestResponse

from subsidy.accounts.models import Person
from subsidy.core.text import Text
from subsidy.language import words
from subsidy.organisations.models import Organisation
from subsidy.web.errors import PAGES, WITH_NAVIGATION
from subsidy.workflow import OutboxMessage
from tests.nets.doors import opens
from tests.nets.routes import Visit, visits
from tests.nets.viewers import VIEWERS, enter
from tests.nets.words import strings
from tests.nets.words.strings import RULES, Phrase
from tests.nets.words.visible import Page, of_pdf, of_workbook, raw
from tests.nets.world import World

ENOUGH = 2  # viewers who saw an address; others see the same words
SHOWN = 200


@dataclass(slots=True)
class Seen:
    """What people saw: each line with the first place where it stood."""

    lines: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    endpoints: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, place: str, lines: list[str]) -> None:
        for line in lines:
            self.lines.setdefault(line, place)

    def answer(self, place: str, answer: TestResponse) -> None:
        kind = answer.mimetype or ""
        self.kinds[f"{answer.status_code} {kind}"] += 1
        if kind == "text/html" and not answer.location:
            page = Page(answer.text)
            self.add(place, page.text())
            self.buttons.update((" ".join(label.split()), place) for label in page.buttons)
        elif kind == "application/pdf":
            self.add(place, of_pdf(answer.data))
        elif kind.endswith("spreadsheetml.sheet"):
            self.add(place, of_workbook(answer.data))


def pages(world: World) -> list[Visit]:
    """Return every address that can be opened, but for the files of the layout."""
    found = [visit for visit in visits(world) if "GET" in visit.methods]
    return [each for each in found if each.endpoint not in {"static", "files.static"}]


def visit_all(world: World, seen: Seen) -> None:
    """Open each address as some who may see it, and as some who may not: refusals are read too."""
    browsers = {name: enter(world, name) for name in VIEWERS}
    for visit in pages(world):
        welcome = [name for name in VIEWERS if opens(visit, name)]
        refused = [name for name in VIEWERS if name not in welcome]
        for name in [*welcome[:ENOUGH], *refused[:1], *refused[-1:]]:
            answer = browsers[name].get(visit.path)
            seen.answer(f"{name} {visit.path}", answer)
            if answer.status_code == SHOWN:
                seen.endpoints.add(visit.endpoint)


def errors(world: World) -> Iterator[tuple[str, list[str]]]:
    """Give every page of an error that needs no database; the others were visited."""
    for code in sorted(PAGES - WITH_NAVIGATION):
        with world.app.test_request_context("/"):
            html = world.app.jinja_env.get_template(f"errors/{code}.html").render()
        yield f"error {code}", Page(html).text()


def messages(world: World) -> list[Phrase]:
    """Return every subject and every message that somebody got."""
    with world.session() as session:
        rows = session.execute(select(OutboxMessage.subject, OutboxMessage.body)).all()
    return [Phrase("message", words(Text.from_data(data))) for row in rows for data in row]


def names(world: World, column: InstrumentedAttribute[str]) -> set[str]:
    with world.session() as session:
        return set(session.scalars(select(column)))


def faults(seen: Seen, people: set[str]) -> set[str]:
    """Return what should not stand there; the name or address of a person may be any word."""
    known = re.compile("|".join(map(re.escape, sorted(people, key=len, reverse=True))))
    return {
        f"{where}: {fault}"
        for line, where in seen.lines.items()
        if line not in RULES["exempt"]
        for fault in raw(known.sub("", line))
    }


@pytest.mark.wide
def test_everything_that_people_see_is_dutch(module_world: World) -> None:
    seen, told = Seen(), messages(module_world)
    visit_all(module_world, seen)
    for place, lines in errors(module_world):
        seen.add(place, lines)
    seen.add("message", [phrase.text for phrase in told])
    print(  # noqa: T201 - what was covered
        f"{len(seen.endpoints)} kinds of pages, {len(seen.lines)} different lines,"
        f" {len(seen.buttons)} buttons, {len(told)} messages; {dict(seen.kinds)}"
    )
    assert told
    asked = {visit.endpoint for visit in pages(module_world)}
    assert asked - seen.endpoints == set()  # everything of the address map was seen by somebody
    people = names(module_world, Person.name) | names(module_world, Person.email)
    assert faults(seen, people) == set()
    assert list(strings.too_hard(told, 50, 30)) == []
    no_verbs = {label for label in seen.buttons if not strings.is_verb_first(label)}
    assert no_verbs - names(module_world, Organisation.name) == set()  # "U werkt voor: Aalst"
