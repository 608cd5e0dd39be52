"""The two databases that every test runs on."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy.orm import Session

from subsidy.config import data_folder
from subsidy.db import make_engine
from subsidy.organisations.service import load_reference_data
from tests.support.postgres import running_postgres


@contextmanager
def server(kind: str, factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of an empty database of this kind; the server stops with the tests."""
    if kind == "sqlite":
        yield f"sqlite:///{factory.mktemp('database')}/test.sqlite"
        return
    with running_postgres() as url:
        yield url


def prepared(url: str) -> None:
    """Make all tables by the migrations and load the reference data."""
    migrate(url)
    engine = make_engine(url)
    with Session(engine) as session, session.begin():
        load_reference_data(session)
    engine.dispose()


def migrate(url: str, to: str = "head") -> None:
    command.upgrade(alembic_config(url), to)


def alembic_config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(data_folder("migrations")))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config
