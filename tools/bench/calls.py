"""A draft of a call tried out on municipalities and applications; the feeds that others read."""

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from subsidy.budget import queries as budget
from subsidy.calls import service as calls
from subsidy.calls.domain.regulation import dump
from subsidy.calls.domain.regulation.codec import written_parameter
from subsidy.calls.domain.rules import RULES
from subsidy.core import clock
from subsidy.demo import programme
from subsidy.policy import Actor, Role
from tools.bench import pages
from tools.bench.client import Client, get, timed
from tools.bench.dataset import DataSet
from tools.bench.lab import Lab, engine_of, say
from tools.bench.pages import Page
from tools.bench.people import Visitor, sign_in
from tools.bench.serving import Served, serving

TRIES = 5
FEEDS = {"Atom": "/oproepen/feed.atom", "JSON": "/oproepen/feed.json"}
IMPOSSIBLE = {"number": 50, "maximum": 1}  # no region has so many


@dataclass(frozen=True, slots=True)
class _Drafts:
    """Two drafts with every rule of the library; of one nobody can meet a condition."""

    officer: Visitor
    possible: str
    impossible: str


def measure(lab: Lab) -> dict[str, Any]:
    url, data = lab.data(lab.effort.small)
    drafts = _written(url, data)
    with serving(url) as served:
        return {
            "rules": len(RULES),
            "files": data.size.applications,
            "trial_s": _trial(served, drafts.officer, drafts.possible),
            "impossible_s": _trial(served, drafts.officer, drafts.impossible),
            "feeds": dict(_feeds(lab, served)),
        }


def _written(url: str, data: DataSet) -> _Drafts:
    with engine_of(url) as engine, Session(engine) as session, session.begin():
        officer = Actor(data.officer_id, clock.now(), frozenset({Role.CASE_OFFICER}))
        line = budget.lines(session)[0]
        made = [calls.create(session, officer, line, _draft(own)) for own in ({}, IMPOSSIBLE)]
        names = [each.public_id for each in made]
        visitor = sign_in(session, data.officer_id)
    return _Drafts(visitor, *names)


def _draft(own: Mapping[str, int]) -> dict[str, Any]:
    """Return a regulation with every rule and its usual numbers, or some of its own."""
    rules = {
        rule.word: {
            p.word: written_parameter(p, own.get(p.key, p.default)) for p in rule.parameters
        }
        for rule in RULES.values()
    }
    return {**dump(programme.projects()), "regels": rules}


def _trial(served: Served, officer: Visitor, call: str) -> float:
    say("trial...")
    request = get(f"/oproepen/{call}/proefdraaien", officer.cookie)
    with Client(served.port) as client:
        client.send(request)  # the first one reads what does not change again
        answers = [timed(client, request) for _ in range(TRIES)]
    if {answer.status for _, answer in answers} != {pages.OK}:
        raise RuntimeError(f"the trial answered {answers[0][1].status}")
    return statistics.median(seconds for seconds, _ in answers)


def _feeds(lab: Lab, served: Served) -> Iterator[tuple[str, dict[str, float]]]:
    for name, path in FEEDS.items():
        with Client(served.port) as client:
            etag = client.send(get(path)).headers["etag"]
        for what, page in (
            (name, Page(name, path)),
            (f"{name}, kept", Page(name, path, etag=etag)),
        ):
            say(f"{what}...")
            found = pages.measure(served, page, lab.effort.singles, lab.effort.seconds)
            yield what, dict(zip(("ms", "per_second", "kb"), found, strict=True))
