"""The world of the nets: built once, shared to read, copied to act."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from subsidy.scoring.service import child
from tests.nets.world import World, built, copied, opened
from tests.support import once
from tests.support.solving import in_this_process


@pytest.fixture(autouse=True)
def _solvers_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "solve", in_this_process)


@pytest.fixture(scope="session")
def world_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file with everything in it; xdist's processes share one. Never write to it."""
    return built(once.shared(tmp_path_factory))


@pytest.fixture(scope="module")
def module_world(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give one copy per module, for tests that read or undo what they did (``World.undone``)."""
    with opened(copied(world_file, tmp_path_factory.mktemp("world"))) as world:
        yield world


@pytest.fixture
def world(world_file: Path, tmp_path: Path) -> Iterator[World]:
    """Give a copy of the test's own."""
    with opened(copied(world_file, tmp_path)) as world:
        yield world


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what needs the world out of the fast tier: to build it takes twenty seconds."""
    for item in items:
        if "world_file" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
