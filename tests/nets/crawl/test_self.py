"""The crawler finds what it is for: pages made to break, each in one way."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape

import pytest
from playwright.sync_api import Browser

from tests.nets.crawl import (
    focus,
    keyboard,
    looking,
    scriptless,
    spacing,
    spoken,
    unsure,
    vocabulary,
)
from tests.nets.crawl.album import Album, Shot
from tests.nets.crawl.hostile import ATTACK
from tests.nets.crawl.looking import PHONE
from tests.nets.crawl.showing import Screen, screen
from tests.nets.crawl.structure import parts
from tests.nets.payloads import texts
from tests.support.browser import axe_results

pytestmark = pytest.mark.browser
POLICY = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'self'; img-src *",
}
PAGE = """<!doctype html><html lang="nl"><head><title>Proef</title>
<link rel="stylesheet" href="/own.css"></head><body>
<a class="skip-link" href="#main">Naar de inhoud</a>
<main id="main"><h1>Proef</h1><p>Een <a href="/een">gewone pagina</a>.</p>{fault}
</main><script src="/own.js"></script></body></html>"""
STYLE = """body { background: white; color: black } .pale { color: #ccc }
.skip-link { color: black }
a { display: inline-block; min-width: 30px; min-height: 30px; color: #00c }
.tiny a { width: 9px; min-width: 0; height: 9px; min-height: 0; overflow: hidden }
.wide { width: 900px } .blind:focus { outline: none } .script-only { display: none }
.striped { background: linear-gradient(#fff, #777) }
.faint:focus { outline: 3px solid #eee } .dot { border: 2px solid white }
.dot:focus { outline: none; border-left-color: #000 }
.bar { position: fixed; inset: auto 0 0; height: 600px; background: #def }
.away { position: absolute; left: -900px }
.low { height: 30px; overflow: hidden } .narrow { width: 190px; overflow: hidden }
.rem { width: 15rem } .late a { width: calc(300px - 15rem); min-width: 0; overflow: clip }"""
SCRIPT = """document.querySelectorAll('.script-only').forEach(e => e.style.display = 'block');
document.querySelectorAll('.trap').forEach(e => e.addEventListener('keydown', event => {
  if (event.key === 'Tab') event.preventDefault(); }));"""
FILES = {"/own.css": ("text/css", STYLE), "/own.js": ("text/javascript", SCRIPT)}
TINY = '<p class="tiny"><a href="/a">aa</a><a href="/b">bb</a><a href="/c">cc</a></p>'
SEEN = {
    "pale": ('<p class="pale">Te licht.</p>', "color-contrast"),
    "tiny": (TINY, "target-size"),
    "inline script": ("<script>document.title = 'nee'</script>", "policy: script-src"),
    "stranger": ('<img alt="" src="http://127.0.0.2/oog.gif">', "asks http://127.0.0.2/oog.gif"),
    "wide": ('<p class="wide">Breed.</p>', "scrolls sideways"),
    "unescaped": (f'<input aria-label="Naam" value="{ATTACK}">', "became an element"),
    "unsure": ('<p class="striped">Op strepen</p>', "axe is unsure, and nobody looked"),
    "second title": ("<h1>Nog een</h1>", "not one h1"),
}
SUMMARY = '<div class="error-summary" role="alert" tabindex="-1">{}</div>'
WRONG = '<label for="a">A</label><input id="a"{}><p class="error-message" id="a-error">Nee</p>'
TABLE = (
    "<table><thead><tr><th scope='col'>Wie</th>{}</tr></thead><tbody>"
    "<tr><th scope='row'>Lede</th><td>2</td></tr><tr>{}<td>3</td></tr></tbody></table>"
)
UNTOLD = {
    "no focus": (SUMMARY.format("Fout"), "the focus is not on the errors"),
    "no way": (SUMMARY.format('<a href="#main">Hier</a>'), "leads to no field"),
    "unbound": (WRONG.format(' aria-invalid="true"'), "an error of no field"),
    "unexplained": (WRONG.format(' aria-invalid="true"'), "wrong, and nobody says why"),
    "unmarked": (WRONG.format(' aria-describedby="a-error"'), "is wrong in silence"),
    "unsaid": ('<div class="notice--success">Bewaard.</div>', "is said to nobody"),
    "row": (TABLE.format("<th scope='col'>Hoeveel</th>", "<td>Aalst</td>"), "head of its row"),
    "column": (TABLE.format("<td>Hoeveel</td>", "<th scope='row'>Aalst</th>"), "of its column"),
}
TABBED = {
    "trap": ('<button class="trap">Val</button><a href="/twee">Twee</a>', "Tab never reaches"),
    "blind": ('<a class="blind" href="/blind">Blind</a>', "no visible focus"),
    "order": ('<a href="/2" tabindex="2">Eerst</a>', "the order of Tab"),
}
UNSEEN = {
    "pale focus": ('<a class="faint" href="/bleek">Bleek</a>', "focus changes 0 pixels"),
    "thin focus": ('<button class="dot">Een lange knop</button>', "focus changes"),
    "under a bar": (
        f"{'<p>Regel</p>' * 60}<a href='/onder'>Onder</a><div class='bar'></div>",
        "hidden",
    ),
    "away": ('<a class="away" href="/weg">Weg</a>', "the focus is hidden"),
}
UNREADABLE = {
    "cut line": ('<p class="low">Een regel</p>', "with 200 % cut"),
    "cut word": ('<p class="narrow">Samenwerkingsverband</p>', "with spacing cut"),
    "off the page": ('<p class="rem">Breed</p>', "with 200 % runs off the page"),
    "gone": ('<p class="late"><a href="/meer">Meer</a></p>', "with 200 % lost: <a"),
}
SCRIPTLESS = {
    "hidden": ('<p class="script-only"><a href="/meer">Meer</a></p>', "only with script: A"),
    "unsendable": ('<form><label>A <input name="a"></label></form>', "cannot be sent"),
}


def shot(fault: str) -> Shot:
    body = PAGE.format(fault=fault)
    return Shot("visitor", "proef", "/proef", "filled", 200, POLICY, body)


@pytest.fixture
def shown(browser: Browser) -> Iterator[Callable[..., Screen]]:
    contexts = []

    def show(fault: str, *, scripted: bool = True) -> Screen:
        contexts.append(browser.new_context(java_script_enabled=scripted))
        on = screen(contexts[-1], FILES)
        PHONE.take(on.page)
        on.show(shot(fault))
        return on

    yield show
    for context in contexts:
        context.close()


def found(faults: list[str], expected: str) -> bool:
    return any(expected in fault for fault in faults)


@pytest.mark.parametrize("name", SEEN)
def test_a_broken_page_is_seen(shown: Callable[..., Screen], name: str) -> None:
    fault, expected = SEEN[name]
    faults = looking.faults(shown(fault))
    assert found(faults, expected), faults


def test_what_a_person_looked_at_is_known_there_and_nowhere_else(
    shown: Callable[..., Screen],
) -> None:
    page = shown(SEEN["unsure"][0]).page
    results = axe_results(page, "incomplete")
    here = unsure.Kind("color-contrast", "bgGradient", ".striped", "Gezien.")
    assert unsure.faults(page, results, [here]) == []
    for other in (replace(here, where=".pale"), replace(here, because="bgImage")):
        assert len(unsure.faults(page, results, [other])) == 1


def test_colours_that_were_judged_are_not_judged_again_and_others_are(
    shown: Callable[..., Screen],
) -> None:
    on = shown("")
    assert looking.faults(on) == []
    assert not on.colours.are_new(on.page)
    for fault in ('<p class="pale">Te licht.</p>', '<p class="striped">Op strepen</p>'):
        on.show(shot(f"<p>Meer van hetzelfde.</p>{fault}"))
        assert found(looking.faults(on), "color-contrast"), fault
    on.show(shot('<p>Gewoon.</p><div class="bar">Een balk</div>'))
    assert on.colours.are_new(on.page)


@pytest.mark.parametrize("name", UNTOLD)
def test_what_is_not_told_is_missed(shown: Callable[..., Screen], name: str) -> None:
    fault, expected = UNTOLD[name]
    faults = spoken.faults(shown(fault).page)
    assert found(faults, expected), faults


@pytest.mark.parametrize("name", TABBED)
def test_a_page_that_the_keyboard_cannot_use_is_felt(
    shown: Callable[..., Screen], name: str
) -> None:
    fault, expected = TABBED[name]
    faults = keyboard.faults(shown(fault).page)
    assert found(faults, expected), faults


@pytest.mark.parametrize("name", UNSEEN)
def test_a_focus_that_cannot_be_seen_is_missed(shown: Callable[..., Screen], name: str) -> None:
    fault, expected = UNSEEN[name]
    faults = list(focus.faults(shown(fault).page, focus.Pictured()))
    assert found(faults, expected), faults


@pytest.mark.parametrize("name", UNREADABLE)
def test_text_that_does_not_grow_is_missed(shown: Callable[..., Screen], name: str) -> None:
    fault, expected = UNREADABLE[name]
    faults = spacing.faults(shown(fault).page)
    assert found(faults, expected), faults


@pytest.mark.parametrize("name", SCRIPTLESS)
def test_a_page_that_needs_its_script_is_missed(shown: Callable[..., Screen], name: str) -> None:
    fault, expected = SCRIPTLESS[name]
    offered = scriptless.controls(shown(fault).page)
    faults = scriptless.faults(shown(fault, scripted=False).page, offered)
    assert found(faults, expected), faults


def test_a_sound_page_has_no_fault(shown: Callable[..., Screen]) -> None:
    on = shown("")
    offered = scriptless.controls(on.page)
    assert looking.faults(on) == []
    assert keyboard.faults(on.page) == []
    assert list(focus.faults(on.page, focus.Pictured())) == []
    assert spacing.faults(on.page) == []
    assert spoken.faults(on.page) == []
    assert scriptless.faults(shown("", scripted=False).page, offered) == []


def test_words_and_numbers_of_rows_do_not_make_another_structure_but_a_class_does() -> None:
    page = '<main><ul><li id="a">Een</li></ul></main>'
    longer = '<main><ul><li id="b">Twee</li><li id="c">Drie</li></ul></main>'
    assert parts(page) == parts(longer)
    assert parts(page) != parts(page.replace("<li ", '<li class="fout" '))
    assert len(parts(page) & parts(page.replace("<main>", "<p>Kop</p><main>"))) == 1


def test_a_page_is_opened_for_what_is_new_on_it_or_together_in_the_long_tier() -> None:
    pages = [shot(fault) for fault in ("<ol></ol>", "<ul></ul>", "<ol></ol><ul></ul>", "<h2></h2>")]
    few, many = Album(), Album(wholes=True)
    assert [few.add(page) for page in pages] == [True, True, False, True]
    assert [many.add(page) for page in pages] == [True, True, True, True]


def test_every_address_is_opened_also_when_its_structure_is_known() -> None:
    album = Album()
    one = shot("")
    assert album.add(one)
    assert not album.add(one)
    other = Shot("visitor", "anders", "/anders", "filled", 200, POLICY, one.body)
    assert album.add(other)
    assert album.folded == 1


def page_with(text: str) -> str:
    return PAGE.format(fault=f'<p>{text}</p><input aria-label="Naam" value="{text}">')


def test_an_attack_that_is_no_text_is_no_word_of_the_application() -> None:
    words = vocabulary.of([page_with("Een gewone zin.")])
    assert [text for text in texts() if words.faults(page_with(escape(text)))] == []
    assert sum(bool(words.faults(page_with(text))) for text in texts()) >= 170


@pytest.mark.parametrize(
    "attack", [text for text in texts() if "onload" in text or "<body" in text]
)
def test_an_attack_that_is_no_text_is_seen(shown: Callable[..., Screen], attack: str) -> None:
    on = shown(f'<p>{attack}</p><input aria-label="Naam" value="{attack}">')
    assert looking.strange(on)
