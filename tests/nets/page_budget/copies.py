"""More of everything: copies of a record with all that hangs below it, straight in the tables.

A page that asks the database something per row asks more of it afterwards, whatever the page is.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Enum,
    Integer,
    String,
    Table,
    UniqueConstraint,
    insert,
    select,
)

from subsidy.db import PUBLIC_ID_LENGTH, new_public_id
from subsidy.tables import METADATA

# What is multiplied by itself, with all below it; parents first.
MULTIPLIED = (
    "programme",
    "line",
    "call",
    "call_question",
    "application",
    "partner",
    "invitation_mail",
    "realisation",
    "budget_line",
    "attachment",
    "comment_thread",
    "comment",
    "juror",
    "computation",
    "decision",
    "share",
    "round",
    "claim",
    "catalogue_item",
    "adoption",
    "agenda_entry",
    "survey",
    "survey_answer",
    "ledger_account",
    "transfer",
    "outbox_message",
    "person_mandate",
    "audit_entry",
)
ALONE = frozenset({"programme", "line"})  # what hangs below these is everything
# What comes along with a parent only: one of a kind there, or named by the regulation.
ALONG = frozenset(
    {
        "regulation_version",
        "draft_part",
        "amendment",
        "selection_run",
        "selection_deviation",
        "waiver",
        "drawing_right",
        "conflict",
        "meeting",
        "meeting_attendance",
        "meeting_minutes",
        "minutes_signature",
        "discussion",
        "discussion_leaving",
        "table_declaration",
        "consensus_mark",
        "file_advice",
        "file_bid",
        "objection",
        "review",
        "review_version",
        "clarification_question",
        "clarification_reply",
        "clarification_round",
        "hearing",
        "jury_agreements",
        "jury_disclosure",
        "section",
        "section_version",
        "completion_request",
        "completion_point",
        "rule_judgement",
        "consortium_change",
        "snapshot",
        "mark",
        "promise",
        "signature",
        "promise_year",
        "line_statement",
        "consultation",
        "voice",
        "consultation_consent",
    }
)
# Facts, people, and what the frame keeps for itself.
STAYS = frozenset(
    {
        "organisation",
        "organisation_profile",
        "juror_profile",
        "seat_offer",
        "confirmed_account",
        "indicator",
        "neighbour",
        "succession",
        "person",
        "agency_role",
        "call_subscription",
        "registered_grant",
        "undertaking_link",
        "line_limits",
        "partner_wish",
        "sign_in",
        "idempotency_key",
        "failed_attempt",
        "programme_clock",
        "presence",
        "comment_notice",
        "lead_offer",
        "reminder",
        "juror_reminder",
        "clarification_reminder",
        "signature_asked",
        "signed_part",
        "admissibility_letter",
    }
)
SPARE = ("organisation", "person")
PUBLIC_ID = re.compile(rf"\b[a-z2-7]{{{PUBLIC_ID_LENGTH}}}\b")
Row = dict[str, Any]
Key = tuple[str, int]


class Copier:
    """Knows the rows there are at first; each copy is made of those."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._made = 0
        self._used: dict[tuple[object, ...], int] = {}
        self._rows: dict[Key, Row] = {
            (table.name, row["id"]): dict(row)
            for table in METADATA.sorted_tables
            if table.name not in STAYS
            for row in connection.execute(table.select()).mappings()
        }
        self._spare = {
            name: list(connection.scalars(select(METADATA.tables[name].c.id).order_by("id")))
            for name in SPARE
        }

    def multiply(self, times: int) -> int:
        """Let every record have ``times`` of what it has; return how many rows were added."""
        added = 0
        for name in MULTIPLIED:
            for root in self._roots(name):
                family = {root} if name in ALONE else self._family(root)
                for _ in range(times - 1):
                    self._made += 1
                    self._copy(family, self._made)
                    added += len(family)
        return added

    def _roots(self, name: str) -> list[Key]:
        """Return the first row of this kind below each other record. Raises LookupError."""
        table, first = METADATA.tables[name], dict[tuple[Key, ...], Key]()
        for key in sorted(key for key in self._rows if key[0] == name):
            row = self._rows[key]
            parents = (
                (_target(column), row[column.name]) for column in table.c if column.foreign_keys
            )
            first.setdefault(tuple(each for each in parents if each in self._rows), key)
        if not first:
            raise LookupError(f"there is no {name} to copy")
        return list(first.values())

    def _family(self, root: Key) -> set[Key]:
        """Return a row and all that points at it, by key or by name."""
        found, size = {root}, 0
        while len(found) > size:
            size = len(found)
            names = {str(self._rows[key].get("public_id")) for key in found}
            found |= {key for key in self._rows if self._hangs_below(key, found, names)}
        return found

    def _hangs_below(self, key: Key, found: set[Key], names: set[str]) -> bool:
        row, table = self._rows[key], METADATA.tables[key[0]]
        keys = ((_target(column), row[column.name]) for column in table.c if column.foreign_keys)
        if any(each in found for each in keys):
            return True
        refs = (str(value) for name, value in row.items() if name.endswith("_ref"))
        return any(ref.partition(":")[2] in names for ref in refs)

    def _copy(self, family: set[Key], number: int) -> None:
        renamed = {
            row["public_id"]: new_public_id()
            for row in map(self._rows.__getitem__, family)
            if "public_id" in row
        }
        made: dict[Key, int] = {}
        for table in METADATA.sorted_tables:
            for key in sorted(key for key in family if key[0] == table.name):
                row = self._fresh(table, self._rows[key], number, made, renamed)
                result = self._connection.execute(insert(table).values(row))
                made[key] = result.inserted_primary_key[0]  # type: ignore[index]  # one row was added

    def _fresh(
        self,
        table: Table,
        row: Row,
        number: int,
        made: Mapping[Key, int],
        renamed: Mapping[str, str],
    ) -> Row:
        fresh = {name: _renamed(value, renamed) for name, value in row.items() if name != "id"}
        moved = set()
        for column in table.c:
            key = (_target(column), row[column.name])
            if column.foreign_keys and key in made:
                fresh[column.name] = made[key]
                moved.add(column.name)
        for unique in _uniques(table):
            names = {column.name for column in unique}
            if all(fresh[name] == row[name] for name in names):
                self._change(unique, fresh, number)
        return fresh

    def _change(self, unique: list[Column[Any]], fresh: Row, number: int) -> None:
        """Make a value differ, so that the copy may stand beside the row it was made of."""
        for column in sorted(unique, key=_ease):
            value, target = fresh[column.name], _target(column)
            if target in self._spare:
                fresh[column.name] = self._unused(column, fresh, unique)
                return
            if isinstance(column.type, String) and not isinstance(column.type, Enum):
                fresh[column.name] = _other(value, number, column.type.length)
                return
            if isinstance(column.type, Integer) and not target:
                fresh[column.name] = value + 10 * number
                return

    def _unused(self, column: Column[Any], fresh: Row, unique: list[Column[Any]]) -> int:
        """Return an organisation or person that is not yet in such a row."""
        others = [each.name for each in unique if each is not column]
        beside = (column, *(fresh[name] for name in others))
        ids = self._spare[_target(column)]
        self._used[beside] = number = self._used.get(beside, 0) + 1
        found: int = ids[-number]
        return found


def _other(text: str, number: int, longest: int | None) -> str:
    """Return another text that fits: its end makes room for the number."""
    ending = f"-{number}"
    room = len(text) if longest is None else longest - len(ending)
    return f"{text[:room]}{ending}"


def _ease(column: Column[Any]) -> int:
    """Tell what is changed first: whom it is about, then a name, then a number."""
    if _target(column) in SPARE:
        return 0
    return 1 if isinstance(column.type, String) else 2


def _target(column: Column[Any]) -> str:
    """Return which table a key points at; "" when it is no key."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def _uniques(table: Table) -> Iterator[list[Column[Any]]]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield list(constraint.columns)
    for index in table.indexes:
        if index.unique:
            yield list(index.columns)


def _renamed(value: Any, renamed: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever a column holds
    """Put the new public ids in the place of the old ones, inside JSON too."""
    if isinstance(value, dict | list):
        return json.loads(_renamed(json.dumps(value), renamed))
    if type(value) is str:
        return PUBLIC_ID.sub(lambda found: renamed.get(found[0], found[0]), value)
    return value
