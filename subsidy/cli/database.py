"""Bring a database up to date: tables by migrations, facts by the reference data."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from subsidy.config import data_folder
from subsidy.organisations.service import load_reference_data


def alembic_config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(data_folder("migrations")))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def is_current(engine: Engine) -> bool:
    """Return whether the tables are those of this version."""
    head = ScriptDirectory(str(data_folder("migrations"))).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def prepare(engine: Engine, url: str) -> bool:
    """Migrate and load the reference data when needed; return whether anything was done."""
    if is_current(engine):
        return False
    command.upgrade(alembic_config(url), "head")
    with Session(engine) as session, session.begin():
        load_reference_data(session)
    return True
