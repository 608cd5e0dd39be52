"""The demo programme in a real server, and a browser on it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from subsidy import demo
from subsidy.app import create_app
from subsidy.cli import database
from subsidy.config import Settings
from subsidy.db import make_engine
from subsidy.storage import Folder
from tests.support import once
from tests.support.browser import browser_context_args, browser_type_launch_args
from tests.support.serving import listening

__all__ = ["browser_context_args", "browser_type_launch_args"]
SECRET = "only-for-tests-only-for-tests-only-for-tests"  # noqa: S105 - of tests


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demo programme once; who changes much or moves the date serves a copy."""
    return once.made(once.shared(tmp_path_factory) / "browser" / "demo.sqlite", _build)


def _build(file: Path) -> None:
    engine = make_engine(f"sqlite:///{file}")
    database.prepare(engine, f"sqlite:///{file}")
    with Session(engine) as session, session.begin():
        demo.build(session, Folder(file.parent / "attachments"))
    engine.dispose()


@contextmanager
def served(file: Path) -> Iterator[str]:
    """Serve a database file on a free port of this machine; gives the address."""
    kept = str(file.parent / "attachments")
    app = create_app(Settings(f"sqlite:///{file}", SECRET, demo=True, attachments=kept))
    with listening(app) as url:
        yield url


@pytest.fixture(scope="session")
def address(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demo programme to tests that only look around or make things of their own."""
    with served(_copy(demo_file, tmp_path_factory.mktemp("shared"))) as url:
        yield url


@pytest.fixture
def own_address(demo_file: Path, tmp_path: Path) -> Iterator[str]:
    """Serve a demo programme that nobody else sees: its date can be moved."""
    with served(_copy(demo_file, tmp_path)) as url:
        yield url


def _copy(file: Path, folder: Path) -> Path:
    made = folder / "demo.sqlite"
    made.write_bytes(file.read_bytes())
    shutil.copytree(file.parent / "attachments", folder / "attachments")
    return made
