"""The world in a real server, and a keyboard on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from subsidy.accounts.service import DEMO_PASSWORD
from tests.nets.journeys.keyboard import Keyboard
from tests.nets.world import copied, opened
from tests.support.browser import browser_context_args, browser_type_launch_args
from tests.support.serving import listening

__all__ = ["browser_context_args", "browser_type_launch_args"]
PATIENCE = 30_000  # milliseconds; a busy machine is no fault
Sits = Callable[[str], Keyboard]


@pytest.fixture(scope="module")
def address(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a world of this module's own: each journey changes other records of it."""
    folder = tmp_path_factory.mktemp("journeys")
    with opened(copied(world_file, folder), csrf=True) as world, listening(world.app) as url:
        yield url


@pytest.fixture
def sits_down(browser: Browser, address: str) -> Iterator[Sits]:
    """Give who signs in by keyboard, in a browser of the person's own."""
    people: list[Keyboard] = []

    def sit(email: str) -> Keyboard:
        context = browser.new_context(locale="nl-BE", reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        keyboard = Keyboard(context, address)
        people.append(keyboard)
        keyboard.opens("/aanmelden")
        keyboard.types("E-mailadres", email)
        keyboard.types("Wachtwoord", DEMO_PASSWORD)
        keyboard.presses("Meld u aan")
        assert keyboard.path == "/"
        return keyboard

    yield sit
    print(f"{sum(each.stops for each in people)} stops by keyboard")  # noqa: T201 - what was covered
    for each in people:
        each.page.context.close()
