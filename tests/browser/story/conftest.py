"""The stage on which the story plays: a demo of its own, with and without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.story.stage import Stage


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def stage(request: pytest.FixtureRequest, browser: Browser, own_address: str) -> Iterator[Stage]:
    made = Stage(browser, own_address, scripted=request.param)
    yield made
    made.leave()
