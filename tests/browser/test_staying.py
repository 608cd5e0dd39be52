"""A page that stays open says in time that the sign-in ends; who stays loses nothing."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_pages import DESK, sign_in
from tests.browser.test_writing_together import AALST, summary

pytestmark = [pytest.mark.browser, pytest.mark.wide]
FIELD = "[name=summary]"


def test_the_warning_comes_by_itself_and_leaves_the_text_and_the_focus_alone(
    browser: Browser, own_address: str
) -> None:
    with browser.new_context(viewport=DESK, locale="nl-BE", reduced_motion="reduce") as context:
        page = context.new_page()
        page.clock.install()
        sign_in(page, own_address, AALST)
        summary(page, own_address)
        notice = page.locator("[data-ending]")
        page.clock.fast_forward("11:48:00")
        expect(notice).to_be_hidden()
        page.fill(FIELD, "Halverwege een zin")

        page.clock.fast_forward("02:00")

        expect(notice.get_by_role("status")).to_contain_text("U bent aangemeld tot")
        expect(page.locator(FIELD)).to_be_focused()
        for wait in ("12:50:00", "13:50:00"):  # of the server, for which no time went by
            notice.get_by_role("button", name="Blijf een uur langer").click()
            expect(notice.get_by_role("status")).to_contain_text("U blijft aangemeld tot")
            expect(page.locator(FIELD)).to_be_focused()
            page.clock.fast_forward(wait)
            expect(notice.get_by_role("status")).to_contain_text("U bent aangemeld tot")
        expect(page.locator(FIELD)).to_have_value("Halverwege een zin")
        assert len(context.pages) == 1  # nothing opened beside it
