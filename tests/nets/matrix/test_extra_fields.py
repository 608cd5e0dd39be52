"""A form takes what it asks for, once: no other field gets in, and no answer counts twice."""

from collections.abc import Iterator

import pytest

from subsidy.db import Base, predictable
from tests.nets.matrix import sending, table
from tests.nets.matrix.asking import Answer, Browser, browsing
from tests.nets.matrix.sending import VARIABLE, Body, Sent
from tests.nets.routes import Visit, visits
from tests.nets.viewers import ACTING, VIEWERS
from tests.nets.world import World

pytestmark = pytest.mark.wide

OK = 200
TWICE = {400, 422}
COLUMNS = sorted({column.name for each in Base.metadata.sorted_tables for column in each.columns})
EXTRA = {
    **{name: ["1"] for name in COLUMNS},
    "status": ["approved"],
    "role": ["case_officer"],
    "kind": ["signatory"],
}


# What a form takes does not hang on who sends it; the long tier asks everybody all the same.
LATER = [pytest.param(name, marks=pytest.mark.long) for name in VIEWERS if name not in ACTING]


@pytest.fixture(scope="module")
def every(module_world: World) -> list[Visit]:
    return visits(module_world)


@pytest.mark.parametrize("viewer", [*ACTING, *LATER])
def test_a_form_takes_nothing_that_it_does_not_ask(
    module_world: World, every: list[Visit], viewer: str
) -> None:
    with browsing(module_world, viewer) as browser:
        forms = sending.found(browser, every, _opened(viewer))
        wrong = [
            f"{shape}: {fault}"
            for shape, form in forms.items()
            for fault in (*taking_more(browser, form), *taking_twice(browser, form))
        ]

    print(f"{viewer}: {len(forms)} forms, {len(COLUMNS)} extra fields")  # noqa: T201 - a net says what it covered
    assert forms
    assert wrong == []


def _opened(viewer: str) -> set[table.Row]:
    """Return the pages that this viewer can open, without asking them all again."""
    return {row for row, cells in table.read().items() if row[1] == "GET" and cells[viewer] == OK}


def taking_more(browser: Browser, form: Sent) -> Iterator[str]:
    """Send the form as it is, and filled in; with and without what nobody asked."""
    extra = {name: values for name, values in EXTRA.items() if name not in form.names}
    for body in (form.body, form.filled()):
        plain, loaded = _sent(browser, form, body), _sent(browser, form, {**body, **extra})
        if (plain.status, plain.changes) != (loaded.status, loaded.changes):
            more = [each.words for each in loaded.changes if each not in plain.changes]
            yield f"{plain.status} alone, {loaded.status} with extra fields: {', '.join(more)}"


def taking_twice(browser: Browser, form: Sent) -> Iterator[str]:
    """Send each single answer twice: never the first, never the last, a refusal."""
    filled = form.filled()
    for name in {VARIABLE.sub("#", name): name for name in form.single & filled.keys()}.values():
        answer = _sent(browser, form, {**filled, name: [*filled[name][:1], "iets anders"]})
        if answer.status not in TWICE:
            yield f"{name} was sent twice: {answer.status}"


def _sent(browser: Browser, form: Sent, body: Body) -> Answer:
    with predictable("the same each time"):
        return browser.act("POST", form.action, body)
