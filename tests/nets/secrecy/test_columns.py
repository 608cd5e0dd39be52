"""Every column is known to be secret or not, and what is secret has a world that differs in it."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from subsidy.tables import METADATA
from tests.nets.secrecy.secrets import SECRETS, Secret
from tests.nets.viewers import VIEWERS

CLASSES = {"key", "public", "inside", "technical", "secret"}
Columns = dict[str, dict[str, list[str]]]


def register() -> Columns:
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text())


def unknown(columns: Columns) -> set[str]:
    """Return the columns that nobody classified, and those that are no more."""
    known = [f"{table}.{name}" for table, kinds in columns.items() for name in _all(kinds)]
    stored = {f"{t.name}.{c.name}" for t in METADATA.tables.values() for c in t.columns}
    twice = {name for name in known if known.count(name) > 1}
    return (set(known) ^ stored) | twice


def without_a_world(columns: Columns, secrets: Iterable[Secret]) -> set[str]:
    """Return what is said to be secret and changes in no world, or the other way round."""
    said = {f"{t}.{name}" for t, kinds in columns.items() for name in kinds.get("secret", [])}
    changed = {f"{secret.table}.{name}" for secret in secrets for name in secret.sets}
    return said ^ changed


def _all(kinds: dict[str, list[str]]) -> list[str]:
    return [name for names in kinds.values() for name in names]


def test_every_column_is_classified() -> None:
    columns = register()

    assert unknown(columns) == set()
    assert {kind for kinds in columns.values() for kind in kinds} <= CLASSES


def test_every_secret_column_has_a_world() -> None:
    assert without_a_world(register(), SECRETS) == set()


def test_secrets_have_a_name_of_their_own_and_viewers_that_exist() -> None:
    assert len({secret.name for secret in SECRETS}) == len(SECRETS)
    assert {name for secret in SECRETS for name in secret.hidden_from} <= VIEWERS.keys()


@pytest.mark.parametrize("table", ["mark", "person"])
def test_a_new_column_is_caught(table: str) -> None:
    columns = register()
    lost = columns[table]["secret"].pop()

    assert unknown(columns) == {f"{table}.{lost}"}


def test_a_secret_without_a_world_is_caught() -> None:
    fewer = [secret for secret in SECRETS if secret.name != "a colleague's motivation"]

    assert without_a_world(register(), fewer) == {"mark.motivation"}
