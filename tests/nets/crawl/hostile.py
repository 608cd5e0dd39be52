"""A world in which everything that people typed is an attack, and one endless word.

Each cell gets another attack of the list, so that a column with many rows has seen them all. A new
column of text is attacked as soon as it exists. ``MACHINE`` names the columns that no person
fills in freely.
"""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from sqlalchemy import JSON, Column, Connection, String, Table, Text, text

from subsidy.db import Base
from subsidy.planning.domain.codes import AIM_WORDS, GROUP_WORDS
from tests.nets.payloads import texts

PAYLOAD = '"><xss-mark onclick=alert(1)><script>alert(1)</script>{{7*7}}'
WORD = "w" * 150
ATTACK = PAYLOAD + WORD
# Keys, codes, hashes and figures; names of places and of people's mail; what no form takes freely.
MACHINE = frozenset(
    {"public_id", "email", "password_hash", "token_hash", "content_hash", "file_id", "number"}
    | {"key", "criterion", "seed", "weight", "source_ref", "reservation_ref", "case_ref"}
    | {"partner", "idempotency_key", "sort_name", "nis", "kbo", "ovo", "typology", "province"}
    | {"arrondissement", "region", "predecessor_nis", "successor_nis", "hash", "previous_hash"}
)
SHORTEST_LIMIT = 100  # of a sentence in a document; what stands there now fits too
CODES = frozenset({*AIM_WORDS, *GROUP_WORDS})  # the only codes in which a space can stand
OURS = frozenset({"msgid", "plural"})  # a message of the application, with its places


def attack(connection: Connection) -> int:
    """Write attacks over every text of the world; return how many columns were hit."""
    hit = 0
    attacks = cycle(texts())
    connection.connection.create_function(
        "attack", 2, lambda row, longest: fitting(next(attacks), f"#{row}", longest)
    )
    for trigger in _triggers(connection):
        connection.execute(text(f"DROP TRIGGER {trigger}"))  # append-only is another test's matter
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if _is_typed(column):
                hit += _overwrite(connection, table, column)
            elif isinstance(column.type, JSON):
                hit += _overwrite_json(connection, table, column, attacks)
    return hit


def fitting(payload: str, end: str, longest: int | None) -> str:
    """Return an attack and an endless word, cut to what the column holds, with its own end."""
    whole = payload + WORD
    return whole[: None if longest is None else max(longest - len(end), 1)] + end


def _triggers(connection: Connection) -> list[str]:
    query = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return list(connection.scalars(query))


def _is_typed(column: Column[Any]) -> bool:
    plain = type(column.type) in {String, Text}
    return plain and column.name not in MACHINE and not column.foreign_keys


def _overwrite(connection: Connection, table: Table, column: Column[Any]) -> bool:
    """Keep what is empty empty: a state that cannot exist would prove nothing."""
    name, longest = column.name, getattr(column.type, "length", None)
    statement = f"UPDATE {table.name} SET {name} = attack(rowid, :longest) WHERE {name} <> ''"  # noqa: S608 - names of our own columns
    return connection.execute(text(statement), {"longest": longest}).rowcount > 0


def _overwrite_json(
    connection: Connection, table: Table, column: Column[Any], attacks: Iterator[str]
) -> bool:
    keys = [key.name for key in table.primary_key]
    changed = False
    for row in connection.execute(table.select()).mappings().all():
        value = row[column.name]
        attacked = attacked_json(value, attacks)
        if attacked != value:
            here = [table.c[key] == row[key] for key in keys]
            changes = {column.name: attacked}
            if "content_hash" in table.c:  # a process remembers content by its hash
                changes["content_hash"] = str(row["content_hash"])[::-1]
            connection.execute(table.update().where(*here).values(changes))
            changed = True
    return changed


def attacked_json(value: Any, attacks: Iterator[str]) -> Any:  # noqa: ANN401 - JSON
    """Replace what reads as a sentence; a code has no space in it."""
    if isinstance(value, dict):
        return {k: v if k in OURS else attacked_json(v, attacks) for k, v in value.items()}
    if isinstance(value, list):
        return [attacked_json(each, attacks) for each in value]
    if isinstance(value, str) and value in CODES:
        return value
    if isinstance(value, str) and " " in value and not value[0].isdigit():  # no moment
        return fitting(next(attacks), "", max(len(value), SHORTEST_LIMIT))
    return value
