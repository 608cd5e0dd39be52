"""The two worlds, made once per module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.nets.secrecy.worlds import Twins, twins


@pytest.fixture(scope="module")
def both(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    with twins(world_file, tmp_path_factory.mktemp("twins")) as made:
        yield made
