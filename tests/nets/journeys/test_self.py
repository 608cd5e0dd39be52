"""The keyboard stumbles where a person would: pages made to break, each in one way."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.nets.journeys.keyboard import Keyboard

pytestmark = pytest.mark.browser
ADDRESS = "http://127.0.0.1"
SKIP = '<a class="skip-link" href="#main">Naar de inhoud</a>'
PAGE = """<!doctype html><html lang="nl"><head><title>Proef</title><style>
.bar {{ position: fixed; inset: auto 0 0; height: 700px; background: #def }}
.blind:focus {{ outline: none }}
</style></head><body>{skip}<main id="main" tabindex="-1"><h1>Proef</h1>
{fault}<p><a href="/verder">Verder</a></p><p id="said"></p></main><script>
document.querySelectorAll('.trap').forEach(e => e.addEventListener('keydown', event => {{
  if (event.key === 'Tab') event.preventDefault(); }}));
document.querySelectorAll('.ring').forEach((e, place, all) => e.addEventListener('keydown',
  event => {{ event.preventDefault(); all[(place + 1) % all.length].focus(); }}));
document.querySelectorAll('.silent').forEach(e => e.addEventListener('focus', () => {{
  document.getElementById('said').textContent = 'Bewaard.'; }}));
</script></body></html>"""
BUTTON = '<button class="{}">Een knop</button>'
STOPS = {  # the person cannot go on
    "trap": (BUTTON.format("trap"), "does not let go of the keyboard"),
    "ring": (BUTTON.format("ring") * 2, "Tab never reaches"),
    "unreachable": ('<div inert><a href="/verder">Verder</a></div>', "Tab never reaches"),
}
HINDERS = {
    "covered": (
        f"<div>{'<p>Regel</p>' * 60}</div>{BUTTON.format('')}<div class='bar'></div>",
        "lies behind something",
    ),
    "blind": (BUTTON.format("blind"), "does not show the focus"),
    "jump": ('<a href="/2" tabindex="0">Twee</a><a href="/1" tabindex="2">Een</a>', "first stop"),
    "silent": (BUTTON.format("silent"), "changes in silence"),
}


@pytest.fixture
def on(browser: Browser) -> Iterator[Callable[..., Keyboard]]:
    context = browser.new_context()

    def open_(fault: str, skip: str = SKIP) -> Keyboard:
        body = PAGE.format(fault=fault, skip=skip)
        context.route(
            "**/*", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")
        )
        keyboard = Keyboard(context, ADDRESS)
        keyboard.opens("/")
        return keyboard

    yield open_
    context.close()


def goes_on(keyboard: Keyboard) -> None:
    """Follow the first link with these words, and come back to where it was."""
    keyboard.reaches(keyboard.page.get_by_text("Verder").first)
    keyboard.listens()


@pytest.mark.parametrize("name", STOPS)
def test_who_cannot_go_on_says_so(on: Callable[..., Keyboard], name: str) -> None:
    fault, expected = STOPS[name]
    with pytest.raises(AssertionError, match=expected):
        goes_on(on(fault))


@pytest.mark.parametrize("name", HINDERS)
def test_what_hinders_is_found(on: Callable[..., Keyboard], name: str) -> None:
    fault, expected = HINDERS[name]
    keyboard = on(fault)
    goes_on(keyboard)
    assert any(expected in each for each in keyboard.found), keyboard.found


def test_a_page_without_skip_link_is_found_and_a_sound_page_is_not(
    on: Callable[..., Keyboard],
) -> None:
    keyboard = on(BUTTON.format(""))
    goes_on(keyboard)
    assert keyboard.found == []
    keyboard = on(BUTTON.format(""), skip="")
    goes_on(keyboard)
    assert [each.split(": ")[1] for each in keyboard.found] == [
        "the first stop is not the skip link"
    ]
