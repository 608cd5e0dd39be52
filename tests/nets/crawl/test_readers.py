"""Every page for who sees little: where the focus is, and the text with more room and larger."""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import BrowserContext

from tests.nets.crawl import focus, spacing
from tests.nets.crawl.album import Album, Shot
from tests.nets.crawl.looking import DESK, PHONE, SCHEMES, Look
from tests.nets.crawl.showing import Screen, screen

pytestmark = [pytest.mark.browser, pytest.mark.wide]
HALVES = 2  # so that parallel processes share the work
EVERY = [Look(width, scheme) for width in (1280, 320) for scheme in SCHEMES]
LOOKS = {"full": [DESK, PHONE], "long": EVERY}


def pages_of(album: Album, tier: str) -> list[Shot]:
    """Return what is opened: a page of each kind, or everything but what was typed to break it."""
    if tier == "full":
        return album.first_of_each("filled")
    return album.of("filled", "empty", "refused", "error")


def read(on: Screen, shot: Shot, pictured: Mapping[str, focus.Pictured]) -> Iterator[str]:
    """Look for the focus at each stop; then read the page as it is on a phone, in another style."""
    for number, look in enumerate(LOOKED[name] for name in pictured):
        look.take(on.page)
        if number == 0:
            on.show(shot)
        found = focus.faults(on.page, pictured[look.name])
        yield from (f"{shot.name} at {look.name}: {fault}" for fault in found)
    PHONE.take(on.page)
    yield from (f"{shot.name}: {fault}" for fault in spacing.faults(on.page))


LOOKED = {look.name: look for look in EVERY}


@pytest.mark.parametrize("half", range(HALVES))
def test_every_page_can_be_read_by_who_sees_little(
    album: Album, scripted: BrowserContext, tier: str, half: int
) -> None:
    on = screen(scripted, album.files)
    pictured = {look.name: focus.Pictured() for look in LOOKS[tier]}
    shots = pages_of(album, tier)[half::HALVES]

    faults = [fault for shot in shots for fault in read(on, shot, pictured)]

    stops = sum(each.stops for each in pictured.values())
    kinds = sum(len(each.kinds) for each in pictured.values())
    print(f"{len(shots)} pages, {stops} stops, {kinds} kinds pictured")  # noqa: T201 - what was covered
    assert stops > len(shots)
    assert kinds
    assert faults == []
