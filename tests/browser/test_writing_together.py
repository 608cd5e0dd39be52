"""Two people in one section, in two real browsers: what is typed saves itself and is never lost."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_pages import DESK, PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.wide]
NUMBER = "IED-22-105"  # Aalst leads, Lede takes part
AALST, LEDE = "an.peeters@aalst.example", "luc.claes@lede.example"
SAVED = "Concept bewaard op"
WITHIN = 15_000
# A tab that closes sends once more: it hides, and closing gives it its connection back. That passes
# the lost connection of a test, and a killed tab sends nothing.
KILLED = "() => { window.fetch = () => new Promise(() => {}); }"


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    made: list[BrowserContext] = []

    def one(*, script: bool = True) -> BrowserContext:
        context = browser.new_context(
            viewport=DESK, locale="nl-BE", reduced_motion="reduce", java_script_enabled=script
        )
        made.append(context)
        made[-1].set_default_timeout(WITHIN)
        return made[-1]

    yield one
    for context in made:
        context.close()


def summary(page: Page, address: str) -> str:
    """Open the section with the summary of the file; return its address."""
    page.goto(f"{address}/aanvragen?tekst={NUMBER}")
    page.get_by_role("link", name=NUMBER).first.click()
    with page.expect_navigation():  # until its scripts are there: a test takes the connection away
        page.get_by_role("link", name="Het project").first.click()
    return page.url


def test_two_people_in_one_section(own_address: str, opened: Callable[..., BrowserContext]) -> None:
    first, second = opened().new_page(), opened().new_page()
    sign_in(first, own_address, AALST)
    sign_in(second, own_address, LEDE)
    url = summary(first, own_address)
    expect(first.locator("[data-present]")).to_have_text("")
    second.goto(url)
    expect(second.locator("[data-present]")).to_have_text("Aalst bewerkt dit nu.", timeout=WITHIN)

    first.fill("[name=summary]", "Tekst van Aalst")
    expect(first.locator("[data-saves-itself]")).to_contain_text(SAVED, timeout=WITHIN)
    second.fill("[name=summary]", "Tekst van Lede")
    expect(second.locator("[data-saves-itself]")).to_contain_text(
        "iemand anders bewaarde dit deel", timeout=WITHIN
    )

    second.click("main form button[type=submit]")
    body = second.locator("main")
    expect(body).to_contain_text("Tekst van Aalst")
    expect(second.locator("[name=summary]")).to_have_value("Tekst van Lede")
    second.click("main form button[type=submit]")
    first.goto(url)
    expect(first.locator("[name=summary]")).to_have_value("Tekst van Lede")


def test_text_outlives_a_lost_connection_and_a_closed_tab(
    own_address: str, opened: Callable[..., BrowserContext]
) -> None:
    context = opened()
    page = context.new_page()
    sign_in(page, own_address, AALST)
    url = summary(page, own_address)
    context.set_offline(True)
    for number in range(20):
        page.fill("[name=summary]", f"Zonder verbinding {number}")
    expect(page.locator("[data-saves-itself]")).to_contain_text("geen verbinding", timeout=WITHIN)
    page.evaluate(KILLED)
    page.close()
    context.set_offline(False)

    again = context.new_page()
    again.goto(url)
    expect(again.get_by_text("Deze browser heeft tekst die niet bewaard is")).to_be_visible()
    again.click("[data-put-back]")
    expect(again.locator("[name=summary]")).to_have_value("Zonder verbinding 19")
    expect(again.locator("[data-saves-itself]")).to_contain_text(SAVED, timeout=WITHIN)
    assert kept(again) == []


def test_text_is_saved_as_soon_as_the_connection_is_back(
    own_address: str, opened: Callable[..., BrowserContext]
) -> None:
    context = opened()
    page = context.new_page()
    sign_in(page, own_address, AALST)
    summary(page, own_address)
    context.set_offline(True)
    page.fill("[name=summary]", "Straks")
    expect(page.locator("[data-saves-itself]")).to_contain_text("geen verbinding", timeout=WITHIN)
    context.set_offline(False)

    expect(page.locator("[data-saves-itself]")).to_contain_text(SAVED, timeout=10_000)


def test_who_signs_out_leaves_no_text_behind(
    own_address: str, opened: Callable[..., BrowserContext]
) -> None:
    context = opened()
    page = context.new_page()
    sign_in(page, own_address, AALST)
    summary(page, own_address)
    page.fill("[name=summary]", "Nergens bewaard")
    assert len(kept(page)) == 1
    page.get_by_role("button", name="Meld u af").click()

    assert kept(page) == []


def test_the_browser_keeps_nothing_about_a_person(
    own_address: str, opened: Callable[..., BrowserContext]
) -> None:
    context = opened()
    page = context.new_page()
    sign_in(page, own_address, AALST)
    page.goto(summary(page, own_address).replace("/project", "/contact"))
    context.set_offline(True)
    page.fill("[name=name]", "Geheim Persoon")
    page.fill("[name=telephone]", "053 11 22 33")

    assert "Geheim" not in "".join(kept(page))
    assert "053" not in "".join(kept(page))


def test_a_saved_section_leaves_nothing_in_the_browser(
    own_address: str, opened: Callable[..., BrowserContext]
) -> None:
    page = opened().new_page()
    sign_in(page, own_address, AALST)
    summary(page, own_address)
    page.fill("[name=summary]", "Met de knop")
    page.click("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("Bewaard: Het project")

    assert kept(page) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_text_goes_along_through_the_sign_in(
    own_address: str, opened: Callable[..., BrowserContext], *, script: bool
) -> None:
    context = opened(script=script)
    page = context.new_page()
    sign_in(page, own_address, AALST)
    url = summary(page, own_address)
    context.clear_cookies()
    page.fill("[name=summary]", "Geschreven toen de sessie ten einde was")
    page.click("main form button[type=submit]")
    expect(page.locator("h1")).to_have_text("Meld u eerst aan")
    page.click("main form button[type=submit]")
    page.fill("input[name=email]", AALST)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    expect(page.locator("h1")).to_have_text("U bent aangemeld")
    page.click("main form button[type=submit]")

    assert page.url == url
    written = page.locator("[name=summary]")
    expect(written).to_have_value("Geschreven toen de sessie ten einde was")
    page.click("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("Bewaard: Het project")


def kept(page: Page) -> list[str]:
    """Return what the browser holds of texts."""
    found = page.evaluate(
        "Object.keys(localStorage).filter(k => k.startsWith('concept:')).map(k => localStorage[k])"
    )
    return [str(each) for each in found]
