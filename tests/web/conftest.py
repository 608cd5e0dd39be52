"""The frame with pages of its own, for the tests of the frame."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import sessionmaker

from subsidy.config import Settings
from tests.conftest import SECRET


@pytest.fixture(scope="session")
def framed_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    from tests.support import frame  # noqa: PLC0415 - other tests do without the whole application

    unused: Path = tmp_path_factory.mktemp("frame") / "unused.sqlite"
    return frame.application(Settings(f"sqlite:///{unused}", SECRET))


@pytest.fixture
def framed(framed_app: Flask, connection: Connection) -> Flask:
    """Put the frame on the test's connection: what it commits is rolled back after the test."""
    framed_app.extensions["sessions"] = sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )
    framed_app.config["WTF_CSRF_ENABLED"] = False
    return framed_app
