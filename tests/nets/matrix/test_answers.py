"""Every address answers every viewer as the table says, and a refusal leaves nothing behind."""

import pytest

from tests.nets import journal
from tests.nets.matrix import judging, listing, table
from tests.nets.matrix.asking import acted, browsing, looked, row_of
from tests.nets.routes import SAFE, UNSAFE, Visit, visits
from tests.nets.viewers import VIEWERS
from tests.nets.world import World

pytestmark = pytest.mark.slow

NOT_A_METHOD = 405
METHODS = (*SAFE, *UNSAFE)


@pytest.fixture(scope="module")
def every(module_world: World) -> list[Visit]:
    return visits(module_world)


@pytest.fixture(scope="module")
def expected() -> table.Table:
    return table.read()


@pytest.mark.parametrize("viewer", VIEWERS)
def test_reading_answers_as_the_table_says_and_writes_nothing(
    module_world: World, every: list[Visit], expected: table.Table, viewer: str
) -> None:
    with browsing(module_world, viewer) as browser, module_world.session() as session:
        before = journal.digest(browser.connection)
        asked = looked(browser, every)
        after = journal.digest(browser.connection)
        kept_back = listing.kept_back(session, browser.actor())

    print(f"{viewer}: {len(asked)} addresses read")  # noqa: T201 - a net says what it covered
    assert len(asked) == sum("GET" in each.methods for each in every)
    assert [*judging.differing(expected, viewer, asked), *judging.betraying(viewer, asked)] == []
    assert list(judging.written_by_reading(viewer, asked)) == []
    assert list(judging.malformed(viewer, asked)) == []
    assert list(judging.naming(viewer, kept_back, asked)) == []
    assert kept_back
    assert after == before


@pytest.mark.parametrize("viewer", VIEWERS)
def test_acting_answers_as_the_table_says_and_a_refusal_leaves_nothing(
    module_world: World, every: list[Visit], expected: table.Table, viewer: str
) -> None:
    with browsing(module_world, viewer) as browser:
        asked = acted(browser, every)

    print(f"{viewer}: {len(asked)} acts tried")  # noqa: T201 - a net says what it covered
    assert len(asked) == sum(len({*each.methods} - {*SAFE}) for each in every)
    assert [*judging.differing(expected, viewer, asked), *judging.betraying(viewer, asked)] == []
    assert list(judging.written_by_refused(viewer, asked)) == []
    assert list(judging.malformed(viewer, asked)) == []


def test_every_row_is_an_address_and_every_address_a_row(
    every: list[Visit], expected: table.Table
) -> None:
    real = {row_of(each, method) for each in every for method in each.methods}

    assert sorted(real - expected.keys()) == [], "these addresses have no row"
    assert sorted(expected.keys() - real) == [], "these rows are of addresses that are gone"


def test_every_viewer_is_a_column_and_every_column_a_viewer(expected: table.Table) -> None:
    assert {tuple(cells) for cells in expected.values()} == {tuple(VIEWERS)}


def test_no_address_takes_a_method_it_does_not_name(
    module_world: World, every: list[Visit]
) -> None:
    named: dict[str, set[str]] = {}
    for each in every:
        named.setdefault(each.path, set()).update(each.methods)
    first = {each.endpoint: each.path for each in every}
    refused = [(path, method) for path in first.values() for method in {*METHODS} - named[path]]

    for viewer in ("visitor", "case officer"):
        with browsing(module_world, viewer) as browser:
            answers = {key: browser.act(key[1], key[0]) for key in refused}
        assert [key for key, got in answers.items() if got.status != NOT_A_METHOD] == []
        assert [key for key, got in answers.items() if got.changes] == []
    assert first.keys() == module_world.app.view_functions.keys()
