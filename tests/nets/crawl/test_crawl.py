"""Every page of everybody in a browser: accessible, quiet, narrow, by keyboard, without script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from subsidy.config import data_folder
from tests.nets.crawl import collecting, keyboard, looking, scriptless, sheet
from tests.nets.crawl.album import Album, Shot
from tests.nets.crawl.looking import DESK, FORCED, PHONE, Look
from tests.nets.crawl.showing import Screen, screen
from tests.nets.world import World

pytestmark = [pytest.mark.browser, pytest.mark.wide]
FOURTHS = 4  # so that parallel processes share the work


def looks_of(shot: Shot, tier: str, *, first: bool) -> list[Look]:
    """Choose how a page is looked at: text that is too long on a phone, the others on a desk."""
    if tier == "long":
        return looking.EVERY
    chosen = [PHONE] if shot.state == "hostile" else [DESK]
    if shot.state in {"refused", "empty", "error"}:
        chosen.append(PHONE)
    return [*chosen, FORCED] if first else chosen


def look(
    on: Screen, without: Screen, shot: Shot, looks: list[Look], *, axe: bool = True
) -> Iterator[str]:
    for opened in (on, without):
        looks[0].take(opened.page)
    on.show(shot)
    if shot.state != "hostile":
        yield from (f"{shot.name}: {fault}" for fault in _without_script(on, without, shot))
    for number, each in enumerate(looks):
        if number:  # the first was taken above
            each.take(on.page)
        found = looking.faults(on, each, axe=axe)
        yield from (f"{shot.name} at {each.name}: {fault}" for fault in found)
        sheet.add(on.page, f"{shot.endpoint} {shot.name} {each.name}")
        on.heard.clear()


def _without_script(on: Screen, without: Screen, shot: Shot) -> list[str]:
    """Show the page once more, without script, and compare it with what is on the screen."""
    without.show(shot)
    return [*scriptless.faults(without.page, scriptless.controls(on.page)), *without.heard]


@pytest.mark.parametrize("fourth", range(FOURTHS))
def test_every_page_is_accessible_quiet_narrow_and_the_same_without_script(
    album: Album, scripted: BrowserContext, plain: BrowserContext, tier: str, fourth: int
) -> None:
    on, without = screen(scripted, album.files), screen(plain, album.files)
    firsts, long_firsts = album.first_of_each(), album.first_of_each("hostile")
    mine = album.shots[fourth::FOURTHS]
    opened = [(shot, looks_of(shot, tier, first=shot in firsts)) for shot in mine]
    # Axe judged these structures as they are; of texts too long, one page of each address will do.
    known = [shot for shot in album.of("hostile") if tier == "full" and shot not in long_firsts]
    faults = [
        fault
        for shot, looks in opened
        for fault in look(on, without, shot, looks, axe=shot not in known)
    ]
    count = sum(len(looks) for _, looks in opened)
    print(  # noqa: T201 - what was covered
        f"{album.answers} pages answered, {album.folded} folded, {len(album.shots)} structures;"
        f" this part: {len(mine)} opened, {count} looks"
    )
    assert mine
    assert faults == []


def test_every_page_can_be_used_by_keyboard(album: Album, scripted: BrowserContext) -> None:
    on = screen(scripted, album.files)
    faults = []
    shots = album.first_of_each("filled")
    for shot in shots:
        DESK.take(on.page)
        on.show(shot)
        faults += [f"{shot.name}: {fault}" for fault in keyboard.faults(on.page)]
    print(f"{len(shots)} pages by keyboard")  # noqa: T201 - what was covered
    assert faults == []


def test_every_address_was_opened(album: Album, module_world: World) -> None:
    asked = {visit.endpoint for visit in collecting.addresses(module_world)}
    assert asked - album.answered == set()
    opened = {shot.endpoint for shot in album.first_of_each("filled")}
    assert album.pages - opened == set()


UNMET = {  # shown only when one of many acts fails between reading and confirming
    "allocation/refused.html",
    "awards/refused.html",
}


def test_every_template_was_opened(album: Album) -> None:
    folder = data_folder("templates")
    every = {str(file.relative_to(folder)) for file in folder.rglob("*.html")}
    parts = {name for name in every if "/_" in name or name.startswith("components/")}
    frames = {"base.html", "page.html", "applications/part.html"}
    assert every - parts - frames - album.templates == UNMET
