"""A database of one test alone, for tests in which several people commit at the same instant."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from subsidy.db import make_engine
from tests.support import approvals


@pytest.fixture(scope="module")
def ready(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give a migrated database with the reference data, to make copies of."""
    with approvals.ready_to_clone(database_url, tmp_path_factory.mktemp("ready")) as url:
        yield url


@pytest.fixture
def engine_of_its_own(ready: str, tmp_path: Path) -> Iterator[Engine]:
    """Give a copy that may be committed to."""
    with approvals.cloned(ready, tmp_path, "of_its_own") as url:
        made = make_engine(url)
        yield made
        made.dispose()
