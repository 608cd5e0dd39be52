"""The pages that the crawl opens, and the browsers that open them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.nets.crawl import album as albums
from tests.nets.crawl import collecting
from tests.nets.crawl.album import Album
from tests.support import once
from tests.support.browser import browser_context_args, browser_type_launch_args

__all__ = ["browser_context_args", "browser_type_launch_args"]
TIERS = ["full", pytest.param("long", marks=pytest.mark.long)]


def album_of(world_file: Path, folder: Path, tier: str) -> Album:
    """Return the album of a tier; the first process to ask collects it."""

    def collect(file: Path) -> None:
        albums.kept(file, collecting.collected(world_file, folder, everybody=tier == "long"))

    return albums.read(once.made(world_file.parent / f"album-{tier}.json", collect))


@pytest.fixture(scope="module", params=TIERS)
def tier(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def album(world_file: Path, tmp_path_factory: pytest.TempPathFactory, tier: str) -> Album:
    return album_of(world_file, tmp_path_factory.mktemp("album"), tier)


@pytest.fixture(scope="module")
def scripted(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="nl-BE") as context:
        yield context


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="nl-BE", java_script_enabled=False) as context:
        yield context
