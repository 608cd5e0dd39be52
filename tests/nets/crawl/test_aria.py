"""One page of each type as a screen reader has it: read the files in ``aria/`` as if you listened.

``RENEW=1 ./dev test wide tests/nets/crawl/test_aria.py`` writes them again; the difference shows
what a change does to who does not see the page.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.nets.crawl import album as albums
from tests.nets.crawl.album import WITH_FAULTS, Album, Shot
from tests.nets.crawl.looking import DESK
from tests.nets.crawl.showing import screen
from tests.nets.subjects import found
from tests.nets.viewers import enter
from tests.nets.world import World

pytestmark = [pytest.mark.browser, pytest.mark.wide]
KEPT = Path(__file__).parent / "aria"
WHICH = re.compile(
    r"\b(?:[a-z2-7]{26}|(?:IED|T)-[A-Z2-9]{6}|[0-9a-f]{64})\b"
)  # differs each time a world is built
ADDRESS = re.compile(r"^ *- /url: .*\n", re.MULTILINE)
REPEATED = frozenset({"listitem", "option", "row"})
MOST = 2  # of what repeats itself
MAIN = "main"
# Name of the file -> who looks, at which page of which record, and which part of it is read.
PAGES: Mapping[str, tuple[str, str, str, str, str]] = {
    "sign-in": ("visitor", "/aanmelden", "", "", "body"),
    "start": ("juror", "/", "", "", "body"),
    "call": ("visitor", "/oproepen/{}", "call", "open", MAIN),
    "application": ("signatory", "/aanvragen/{}", "application", "own draft", MAIN),
    "part": ("signatory", "/aanvragen/{}/onderdeel/project", "application", "own draft", MAIN),
    "budget": ("signatory", "/aanvragen/{}/begroting", "application", "partner draft", MAIN),
    "signing": ("signatory", "/aanvragen/{}/ondertekenen", "application", "own draft", MAIN),
    "sending": ("signatory", "/aanvragen/{}/indienen", "application", "own complete draft", MAIN),
    "scores": ("juror", "/jury/{}", "review", "halfway", ".review > :last-child"),
    "decision": ("decision maker", "/beslissingen/{}", "decision", "own prepared claim", MAIN),
    "municipalities": ("visitor", "/gemeenten", "", "", MAIN),
    "workbooks": ("case officer", "/overzichten", "", "", MAIN),
    "nowhere": ("visitor", "/bestaat-niet", "", "", MAIN),
}
REFUSED = ("part-refused", "part", {"ends_on": "31/31/2024"})


def shots(world: World) -> Iterator[tuple[str, Shot]]:
    """Give a page of each type, and a form that is refused."""
    for name, (viewer, address, kind, subject, _) in PAGES.items():
        with world.session() as session:
            path = address.format(found(session, kind)[subject] if kind else "")
        answer = enter(world, viewer).get(path)
        yield name, albums.shot_of(answer, viewer, name, "filled")
        if name == REFUSED[1]:
            with world.undone():
                answer = enter(world, viewer).post(path, data=REFUSED[2])
            assert answer.status_code == WITH_FAULTS
            yield REFUSED[0], albums.shot_of(answer, viewer, name, "refused")


def read(name: str) -> str:
    """Return which part of a page is read."""
    return PAGES[REFUSED[1] if name == REFUSED[0] else name][-1]


def readable(snapshot: str) -> str:
    """Leave out addresses, which record it is, and what repeats itself more than twice."""
    return folded(WHICH.sub("…", ADDRESS.sub("", f"{snapshot}\n")))


def folded(text: str) -> str:
    lines: list[str] = []
    runs: dict[int, tuple[str, int]] = {}
    shut = None  # how deep what is left out stands
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip())
        if shut is not None and depth > shut:
            continue
        shut = None
        role = re.sub(r"\W*(\w+).*", r"\1", line.strip())
        runs = {each: run for each, run in runs.items() if each <= depth}
        before, count = runs.get(depth, ("", 0))
        runs[depth] = (role, count + 1 if role == before else 1)
        if role not in REPEATED or runs[depth][1] <= MOST:
            lines.append(line)
            continue
        shut = depth
        if runs[depth][1] == MOST + 1:
            lines.append(f"{' ' * depth}- …")
    return "\n".join(lines) + "\n"


def test_what_a_screen_reader_has_of_each_type_of_page_is_what_somebody_read(
    module_world: World, scripted: BrowserContext
) -> None:
    album, taken = Album(), dict(shots(module_world))
    album.shots.extend(taken.values())
    album.collect_files(enter(module_world, "visitor"))
    on = screen(scripted, album.files)
    DESK.take(on.page)
    now = {}
    for name, shot in taken.items():
        on.show(shot)
        now[name] = readable(on.page.locator(read(name)).aria_snapshot())
    if os.environ.get("RENEW"):
        renew(now)
    kept = {file.stem: file.read_text() for file in KEPT.glob("*.txt")}
    assert kept.keys() == now.keys()
    changes = [line for name in now for line in difference(name, kept[name], now[name])]
    assert not changes, "\n".join(changes)
    body = taken["sign-in"].body.replace('for="email"', "")
    on.show(replace(taken["sign-in"], body=body))
    nameless = readable(on.page.locator(read("sign-in")).aria_snapshot())
    lost = difference("sign-in", kept["sign-in"], nameless)
    assert '-  - textbox "E-mailadres"' in lost


def renew(now: Mapping[str, str]) -> None:
    for file in KEPT.glob("*.txt"):
        file.unlink()
    for name, text in now.items():
        (KEPT / f"{name}.txt").write_text(text)


def difference(name: str, before: str, after: str) -> Iterator[str]:
    yield from unified_diff(before.splitlines(), after.splitlines(), f"kept {name}", name, n=1)


def test_what_repeats_itself_is_read_twice() -> None:
    text = "- list:\n" + "".join(f"  - listitem:\n    - link: {n}\n" for n in range(4))
    assert folded(text) == (
        "- list:\n  - listitem:\n    - link: 0\n  - listitem:\n    - link: 1\n  - …\n"
    )
