"""Every list holds exactly what the policy lets its reader read: on the page, in the workbook."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from subsidy.web.paging import SIZE
from tests.nets.matrix import listing
from tests.nets.matrix.asking import Browser, browsing
from tests.nets.matrix.listing import FILTERS, LISTS, PUBLIC_ID, Listing
from tests.nets.routes import Visit, visits
from tests.nets.viewers import VIEWERS
from tests.nets.world import World

OK = 200

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def every(module_world: World) -> list[Visit]:
    return visits(module_world)


def test_every_filter_is_known() -> None:
    assert {name for name, _ in listing.filters()} == FILTERS.keys()


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_filter_keeps_what_the_policy_allows(module_world: World, viewer: str) -> None:
    with browsing(module_world, viewer) as browser, module_world.session() as session:
        actor = browser.actor()
        for name, visible in listing.filters():
            allowed = {each.public_id for each in listing.readable(session, actor, FILTERS[name])}
            assert listing.kept(session, name, visible(actor)) == allowed, name


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_list_shows_what_the_policy_allows(
    module_world: World, every: list[Visit], viewer: str
) -> None:
    with browsing(module_world, viewer) as browser:
        wrong = [fault for endpoint in LISTS for fault in faults(browser, endpoint, every)]

    assert wrong == []


def faults(browser: Browser, endpoint: str, every: list[Visit]) -> list[str]:
    """Return what is wrong with a list, at each of its addresses."""
    own = [each for each in every if each.endpoint == endpoint]
    assert own
    return [fault for each in own for fault in _faults(browser, LISTS[endpoint], each, every)]


def _faults(browser: Browser, found: Listing, visit: Visit, every: list[Visit]) -> Iterator[str]:
    """Compare the page and its workbook with what the policy allows."""
    if browser.look(visit.path).status != OK:
        return
    with browser.world.session() as session:
        allowed = listing.readable(session, browser.actor(), found.model)
        wanted = listing.rows(found, allowed, _place(visit))
        known = set(session.scalars(select(found.model.public_id)))
        got = _shown(browser, visit.path, len(wanted)) & known
        if got != {each.public_id for each in wanted}:
            yield f"{visit.path}: shows {len(got)}, may show {len(wanted)}"
        if found.workbook is not None:
            yield from _in_workbook(browser, found, _workbook(found, visit, every), wanted)


def _shown(browser: Browser, path: str, wanted: int) -> set[str]:
    """Return every identifier on all pages of a list."""
    pages = range(1, max(1, -(-wanted // SIZE)) + 1)
    texts = [browser.look(f"{path}?pagina={number}").text for number in pages]
    return {each for text in texts for each in PUBLIC_ID.findall(text)}


def _in_workbook(browser: Browser, found: Listing, path: str, wanted: list[Any]) -> Iterator[str]:
    inside = listing.cells(browser.look(path).body)
    with browser.world.session() as session:
        known = {
            found.mark(each) for each in session.scalars(listing.everything(found.model)).unique()
        }
    if inside & known != {found.mark(each) for each in wanted}:
        yield f"{path}: holds {sorted(inside & known)}"


def _place(visit: Visit) -> str:
    return next(iter(PUBLIC_ID.findall(visit.path)), "")


def _workbook(found: Listing, page: Visit, every: list[Visit]) -> str:
    return next(
        each.path
        for each in every
        if (each.endpoint, each.subject) == (found.workbook, page.subject)
    )
