"""Everybody opens every page, and the statements of each are kept."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from subsidy.core import clock as real_clock
from subsidy.tables import METADATA
from subsidy.web import clock
from tests.nets import subjects
from tests.nets.page_budget import small
from tests.nets.routes import OTHER, kind_of
from tests.support.applications import DURING
from tests.support.people import signed_in, visitor
from tests.support.statements import counted

TABLES = {
    "message": "outbox_message",
    "item": "catalogue_item",
    "entry": "agenda_entry",
    "change": "amendment",
    "question": "call_question",
    "grant": "registered_grant",
    "link": "undertaking_link",
    "seat": "seat_offer",
    "in the pool": "person",
    "deviation": "selection_deviation",
}
LATEST = "round"
MOMENTS = {"open": DURING, LATEST: datetime(2022, 9, 5, 9, 0, tzinfo=UTC)}


@dataclass(frozen=True, slots=True)
class Visit:
    """Who opens what, and when."""

    viewer: str
    moment: str
    endpoint: str
    path: str


def addresses(app: Flask, session: Session) -> list[tuple[str, str]]:
    """Return every page and address that can be read, of every record there is before copying."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return sorted(
        {
            (rule.endpoint, path)
            for rule in rules
            if rule.endpoint != "files.static"
            for path in filled(app, session, rule)
        }
    )


def filled(app: Flask, session: Session, rule: Rule) -> Iterator[str]:
    router = app.url_map.bind("localhost")
    for known in records(session, rule):
        rest = sorted(rule.arguments - known.keys())
        values = [OTHER[name](session, rule, known.get("public_id", "")) for name in rest]
        for chosen in product(*values):
            arguments = {**known, **dict(zip(rest, chosen, strict=True))}
            yield router.build(rule.endpoint, arguments, method="GET")


def records(session: Session, rule: Rule) -> list[dict[str, str]]:
    """Return what can stand in the address: the ids of all records of its kind."""
    if "nis" in rule.arguments:
        return [{"nis": subjects.found(session, "municipality")["Aalst"]}]
    if "public_id" not in rule.arguments:
        return [{}]
    kind = kind_of(rule)
    table = METADATA.tables[TABLES.get(kind, kind)]
    return [{"public_id": found} for found in session.scalars(select(table.c.public_id))]


class Reader:
    """Opens pages as everybody, on one connection, and counts."""

    def __init__(self, app: Flask, session: Session, connection: Connection) -> None:
        self._app, self._session, self._connection = app, session, connection
        self._viewers = small.one_of_everything(session, app.extensions["store"])
        self._clients = {name: self._enter(viewer) for name, viewer in self._viewers.items()}

    def _enter(self, viewer: small.Viewer | None) -> FlaskClient:
        if viewer is None:
            return visitor(self._app)
        return signed_in(self._app, viewer.person, viewer.organisation)

    def everything(self) -> list[Visit]:
        paths = addresses(self._app, self._session)
        return [
            Visit(viewer, moment, endpoint, path)
            for moment in MOMENTS
            for viewer in self._viewers
            for endpoint, path in paths
            if moment == LATEST or viewer == "applicant"
        ]

    def counts(self, visits: Sequence[Visit]) -> dict[Visit, list[str]]:
        """Return the statements of each page that was there to see."""
        found, moment = {}, ""
        for visit in visits:
            if visit.moment != moment:
                moment = visit.moment
                clock.move(self._session, MOMENTS[moment], real_clock.now())
                self._session.commit()
            with counted(self._connection) as seen:
                status = self._clients[visit.viewer].get(visit.path).status_code
            if status == 200:
                found[visit] = [each for each in seen if "programme_clock" not in each]
        return found


def distinct(counts: Mapping[Visit, list[str]]) -> list[Visit]:
    """Return one visit for each page with its statements: who sends the same, sees the same."""
    first = {(visit.path, visit.moment, tuple(sent)): visit for visit, sent in counts.items()}
    return list(first.values())


def of_each_page(counts: Mapping[Visit, list[str]]) -> list[Visit]:
    """Return one visit per page and viewer: the one that asks most."""
    most: dict[tuple[str, str], Visit] = {}
    for visit in sorted(counts, key=lambda each: len(counts[each])):
        most[visit.endpoint, visit.viewer] = visit
    return sorted(most.values(), key=lambda each: each.moment)


def differences(few: Mapping[Visit, list[str]], many: Mapping[Visit, list[str]]) -> list[str]:
    """Return each statement that a page sends more often for more rows.

    What was not asked at all of an empty list may be asked once of a full one.
    """
    return [
        f"{visit}: {before[statement]}, then {times}: {statement}"
        for visit, sent in many.items()
        for before in [Counter(map(folded, few[visit]))]
        for statement, times in Counter(map(folded, sent)).items()
        if times > max(1, before[statement])
    ]


def folded(statement: str) -> str:
    """Return a statement without the length of its lists; PostgreSQL names what it fills in."""
    return re.sub(r"IN \((?:%\(\w+\)s|[^()])*\)", "IN (...)", statement)
