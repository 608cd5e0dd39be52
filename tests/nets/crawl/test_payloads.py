"""No attack of the list becomes more than text, whichever field it was typed in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext
from werkzeug.test import TestResponse

from tests.nets.crawl import album as albums
from tests.nets.crawl import attacking, looking, vocabulary
from tests.nets.crawl.album import Album, Shot
from tests.nets.crawl.attacking import Attack
from tests.nets.crawl.hostile import WORD
from tests.nets.crawl.showing import Screen, screen
from tests.nets.crawl.vocabulary import Vocabulary
from tests.nets.forms.finding import shape
from tests.nets.forms.reading import ReadForm, forms, tree
from tests.nets.payloads import payloads, texts
from tests.nets.viewers import enter
from tests.nets.world import World

pytestmark = [pytest.mark.browser, pytest.mark.wide]
SHOWN_AT = 60  # kinds of pages that show what people typed; it only grows
FEWEST = 200
ROUNDS = {"full": 2, "long": 20}
THOROUGH = "applications.section"  # the form that gets every attack in each of these fields
WIDELY_SHOWN = ("title", "summary")
Found = tuple[Shot, ReadForm]


@pytest.fixture(scope="module")
def words(album: Album) -> Vocabulary:
    """Learn what the application writes from pages on which nobody attacked."""
    return vocabulary.of(shot.body for shot in album.shots if shot.state != "hostile")


def test_what_was_typed_stays_text(album: Album, words: Vocabulary) -> None:
    """Read every page of the world in which each text of each record is an attack."""
    shots = album.of("hostile", "refused")
    faults = [f"{shot.name}: {fault}" for shot in shots for fault in words.faults(shot.body)]
    shown = [shot for shot in shots if WORD[:30] in shot.body]
    read = " ".join(tree(shot.body).text_content() for shot in shots)
    met = [text for text in texts() if " ".join(text.split()) in " ".join(read.split())]
    print(f"{len(shown)} pages show {len(met)} of {len(texts())} attacks as text")  # noqa: T201 - what was covered
    assert album.broken == []
    assert faults == []
    assert len({shot.endpoint for shot in shown}) >= SHOWN_AT
    assert len(met) >= FEWEST


def test_every_field_of_every_form_takes_attacks(
    album: Album, words: Vocabulary, module_world: World, tier: str
) -> None:
    attack = Attack(words)
    found = list(_forms(album, module_world))
    for _ in range(ROUNDS[tier]):
        for shot, form in found:
            _attack_once(module_world, shot, form, attack)
    print(  # noqa: T201 - what was covered
        f"{len(found)} forms, {attack.fields} fields attacked, {len(attack.used)} attacks,"
        f" kept by {len(set(attack.stored))} forms"
    )
    assert attack.faults == []
    assert attack.used == set(payloads())
    assert len(set(attack.stored)) > len(found) // 4


def _forms(album: Album, world: World) -> Iterator[Found]:
    """Return each form with something to type in, once."""
    done = set()
    for shot in album.of("filled"):
        for form in forms(shot.body, shot.path):
            if form.method == "POST" and any(asked.is_typed for asked in form.asked):
                key = shape(world, form)
                if key not in done:
                    yield shot, form
                done.add(key)


def _attack_once(world: World, shot: Shot, form: ReadForm, attack: Attack) -> None:
    browser = enter(world, shot.viewer)
    with world.undone():
        led = attacking.store(browser, form, attack.typed_in(form), attack)
        for path in attacking.pages(shot.path, led):
            attack.read(browser.get(path), path)
    if led is not None:
        attack.stored.append(form.action)


def test_one_form_takes_every_attack_in_every_field(
    album: Album, words: Vocabulary, module_world: World, scripted: BrowserContext, tier: str
) -> None:
    """Store them; read where they are shown, and open one of those pages.

    The long tier stores each attack in each of these fields, the full tier in one of them.
    """
    shot, form = next(each for each in _forms(album, module_world) if _is_thorough(*each))
    on, attack, every = screen(scripted, album.files), Attack(words), payloads()
    looking.DESK.take(on.page)
    kept: set[bytes] = set()
    for turn in range(0, len(every), len(WIDELY_SHOWN) if tier == "full" else 1):
        typed = {name: every[(turn + at) % len(every)] for at, name in enumerate(WIDELY_SHOWN)}
        browser = enter(module_world, shot.viewer)
        with module_world.undone():
            led = attacking.store(browser, form, typed, attack)
            answers = [browser.get(path) for path in attacking.pages(shot.path, led)]
        for answer in answers:
            attack.read(answer, answer.request.path)
            kept |= attacking.shown(answer, typed)
        opened = _turn_about(answers, turn) if tier == "full" else answers
        attack.faults += _opened(on, [_shot(each, shot) for each in opened])
    print(f"{len(kept)} of {len(every)} attacks kept in {WIDELY_SHOWN}")  # noqa: T201 - what was covered
    assert attack.faults == []
    assert len(kept) >= FEWEST


def _is_thorough(shot: Shot, form: ReadForm) -> bool:
    return shot.endpoint == THOROUGH and set(WIDELY_SHOWN) <= {asked.name for asked in form.asked}


def _turn_about(answers: list[TestResponse], turn: int) -> list[TestResponse]:
    """Return one of the pages, now this one and now that."""
    return [answers[turn // len(WIDELY_SHOWN) % len(answers)]] if answers else []


def _shot(answer: TestResponse, first: Shot) -> Shot:
    return albums.shot_of(answer, first.viewer, first.endpoint, "hostile")


def _opened(on: Screen, shots: list[Shot]) -> list[str]:
    found = []
    for shot in shots:
        on.show(shot)
        found += [f"{shot.path} in the browser: {fault}" for fault in looking.strange(on)]
    return found
