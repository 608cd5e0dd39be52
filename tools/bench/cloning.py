"""Copy one application, with all that hangs on it, as often as asked: rows as the services made.

The rows go through COPY as text, so ten thousand files take seconds. Keys are numbered anew,
public identifiers too; frozen content and signatures get the hash of what they then hold.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.signing import signed_part
from subsidy.applications.domain.snapshot import canonical, digest
from subsidy.db import Base, new_public_id
from subsidy.tables import METADATA  # every table is known from here on

Row = dict[str, str | None]

# table -> which of its rows belong to the application with this id
BELONGS = {
    "application": "id = {id}",
    "partner": "application_id = {id}",
    "section": "application_id = {id}",
    "section_version": "application_id = {id}",
    "budget_line": "application_id = {id}",
    "realisation": "application_id = {id}",
    "promise": "application_id = {id}",
    "promise_year": "promise_id IN (SELECT id FROM promise WHERE application_id = {id})",
    "signature": "application_id = {id}",
    "snapshot": "application_id = {id}",
    "review": "application_id = {id}",
    "mark": "review_id IN (SELECT id FROM review WHERE application_id = {id})",
    "audit_entry": (
        "subject = 'application:{id}' OR subject IN "
        "(SELECT 'review:' || id FROM review WHERE application_id = {id})"
    ),
    "outbox_message": (
        "path IN (SELECT '/aanvragen/' || public_id FROM application WHERE id = {id})"
    ),
}
# Text in which public identifiers of the file occur.
SPEAKING = frozenset(
    {
        ("section", "key"),
        ("section_version", "key"),
        ("snapshot", "content"),
        ("outbox_message", "path"),
    }
)
# Columns that name a row without a foreign key.
LOOSE = {("audit_entry", "actor_id"): "person"}


@dataclass(frozen=True, slots=True)
class Original:
    """The rows of one application, by table, what each partner signed, who they are."""

    rows: Mapping[str, list[Row]]
    signed: Mapping[str, dict[str, Any]]
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a copy has of its own. ``people`` and ``organisations``: key -> key of who plays."""

    number: str
    title: str
    people: Mapping[str, str]
    organisations: Mapping[str, str]
    jurors: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def original(connection: Connection[Any], application_id: int, file: CaseFile) -> Original:
    """Read an application that the services made; its text is read as PostgreSQL writes it."""
    rows = {
        table: list(_read(connection, table, belongs.format(id=application_id)))
        for table, belongs in BELONGS.items()
    }
    signed = {partner.id: signed_part(file, partner.id) for partner in file.partners}
    return Original(rows, signed, tuple(partner.organisation_id for partner in file.partners))


def _columns(table: str) -> list[str]:
    return [column.name for column in METADATA.tables[table].columns]


def _read(connection: Connection[Any], table: str, condition: str) -> Iterator[Row]:
    names = _columns(table)
    chosen = SQL(", ").join(map(Identifier, names))
    query = SQL("COPY (SELECT {} FROM {} WHERE {} ORDER BY id) TO STDOUT").format(
        chosen,
        Identifier(table),
        SQL(condition),  # a constant of this module with a number in it
    )
    with connection.cursor() as cursor, cursor.copy(query) as copied:
        for values in copied.rows():
            yield dict(zip(names, values, strict=True))


class Copier:
    """Makes copies and keeps their rows until :meth:`write`."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._made: dict[str, list[Row]] = defaultdict(list)
        self._last = {table: self._highest(table) for table in BELONGS}

    def _highest(self, table: str) -> int:
        query = SQL("SELECT coalesce(max(id), 0) FROM {}").format(Identifier(table))
        row = self._connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    def copy(self, source: Original, change: Change) -> str:
        """Add a copy; return its public identifier."""
        keys = {
            "person": change.people,
            "organisation": change.organisations,
            "juror": change.jurors,
            **{table: self._numbered(table, rows) for table, rows in source.rows.items()},
        }
        renaming = _Renaming(source, change)
        for table, rows in source.rows.items():
            for row in rows:
                made = _rekeyed(table, row, keys)
                renaming.apply(table, made)
                self._made[table].append(made)
        return renaming.names[str(source.rows["application"][0]["public_id"])]

    def _numbered(self, table: str, rows: list[Row]) -> dict[str, str]:
        first = self._last[table] + 1
        self._last[table] += len(rows)
        return {str(row["id"]): str(number) for number, row in enumerate(rows, first)}

    def write(self) -> None:
        """Write all copies and let new rows be numbered after them."""
        for table in BELONGS:
            names = _columns(table)
            columns = SQL(", ").join(map(Identifier, names))
            query = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), columns)
            with self._connection.cursor() as cursor, cursor.copy(query) as copying:
                for row in self._made[table]:
                    copying.write_row([row[name] for name in names])
            self._connection.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                (table, max(self._last[table], 1)),
            )
        self._made.clear()


def _rekeyed(table: str, row: Row, keys: Mapping[str, Mapping[str, str]]) -> Row:
    made = dict(row)
    made["id"] = keys[table][str(row["id"])]
    for name, target in _references(table).items():
        value = row[name]
        if value is not None:
            made[name] = keys.get(target, {}).get(value, value)
    if table == "audit_entry":
        kind, _, number = str(row["subject"]).partition(":")
        made["subject"] = f"{kind}:{keys[kind][number]}"
    return made


_known: dict[str, dict[str, str]] = {}


def _references(table: str) -> dict[str, str]:
    """Return column -> table that it points to."""
    if table not in _known:
        _known[table] = {
            column.name: key.column.table.name
            for column in Base.metadata.tables[table].columns
            for key in column.foreign_keys
        } | {name: target for (own, name), target in LOOSE.items() if own == table}
    return _known[table]


class _Renaming:
    """Gives a copy its own identifiers, number and title, and what is frozen its own hash."""

    def __init__(self, source: Original, change: Change) -> None:
        self._change = change
        rows = [row for each in source.rows.values() for row in each if "public_id" in row]
        self.names = {str(row["public_id"]): new_public_id() for row in rows}
        self._pattern = re.compile("|".join(self.names))
        self._partners = {str(row["id"]): str(row["public_id"]) for row in source.rows["partner"]}
        self._hashes = {
            partner: digest({**part, "title": change.title})
            for partner, part in source.signed.items()
        }
        self._signed_by = [self._partners[str(r["partner_id"])] for r in source.rows["signature"]]

    def apply(self, table: str, row: Row) -> None:
        if "public_id" in row:
            row["public_id"] = self.names[str(row["public_id"])]
        for name, value in row.items():
            if (table, name) in SPEAKING:
                row[name] = self._pattern.sub(self._renamed, str(value))
        special = getattr(self, f"_{table}", None)
        if special is not None:
            special(row)

    def _renamed(self, found: re.Match[str]) -> str:
        return self.names[found.group()]

    def _application(self, row: Row) -> None:
        row["number"], row["title"] = self._change.number, self._change.title

    def _signature(self, row: Row) -> None:
        row["content_hash"] = self._hashes[self._signed_by.pop(0)]

    def _snapshot(self, row: Row) -> None:
        content = json.loads(str(row["content"]))
        file = content["file"]
        old = {new: known for known, new in self.names.items()}
        file["number"], file["title"] = self._change.number, self._change.title
        for signature in file["signatures"]:
            signature["content_hash"] = self._hashes[old[signature["partner_id"]]]
        for partner in file["partners"]:
            partner.update(self._change.bodies.get(partner["organisation_id"], {}))
        text = canonical(content)
        row["content"], row["content_hash"] = text, digest(content)
