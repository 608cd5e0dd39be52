"""The last minutes before a deadline, and a jury that scores all at once, by an open model."""

import gzip
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Snapshot
from subsidy.calls.models import Call
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, Review
from tools.bench import openmodel
from tools.bench.client import Answer, Client, get, post
from tools.bench.dataset import DataSet, Draft
from tools.bench.forms import untouched
from tools.bench.openmodel import Outcome, Phase, Planned
from tools.bench.pages import submission
from tools.bench.people import Visitor, sign_in
from tools.bench.serving import Served

CALM, RUSH = 60.0, 120.0  # arrivals per second
SUBMIT, SAVE, VIEW = "submit", "save", "view"
SUBMITS, SAVES = 0.05, 0.45  # the rest are views
WRITERS = 60
JURORS = 60
JURY_RATE = 20.0  # of forms opened, and as many saved, per second
LEAD_IN = timedelta(seconds=2)
SEE_OTHER, REFUSED = 303, 422
SEED = "deadline"


@dataclass(frozen=True, slots=True)
class Kinds:
    """Requests to choose from, by kind."""

    submits: Iterator[bytes]
    saves: Iterator[bytes]
    views: Iterator[bytes]

    def next(self, kind: str) -> bytes | None:
        source = {SUBMIT: self.submits, SAVE: self.saves, VIEW: self.views}[kind]
        return next(source, None)


# Before the deadline ------------------------------------------------------------------------------


def deadline(
    engine: Engine, served: Served, data: DataSet, seconds: tuple[float, float, float]
) -> dict[str, Any]:
    """Let everybody come at the end; return latencies per kind and what the proofs say."""
    calm, rush, after = seconds
    phases = [Phase(CALM, calm), Phase(RUSH, rush), Phase(RUSH, after)]
    with Session(engine) as session, session.begin():
        kinds, expected = _requests(session, served, data)
    plan = list(_plan(phases, kinds))
    closes_at = _close(engine, data.open_call_id, timedelta(seconds=calm + rush))
    began = time.monotonic() + (closes_at - datetime.now(UTC)).total_seconds() - calm - rush
    outcomes = openmodel.run(served.port, plan, began)
    before = [one for one in outcomes if one.at < calm + rush]
    found = {kind: _figures(before, kind) for kind in (SUBMIT, SAVE, VIEW)}
    proofs = _proofs(engine, data, outcomes, calm + rush)
    return {"all": asdict(openmodel.latencies(before)), **found, "proofs": proofs | expected}


def _figures(outcomes: Sequence[Outcome], kind: str) -> dict[str, Any]:
    return asdict(openmodel.latencies([one for one in outcomes if one.kind == kind]))


def _plan(phases: Sequence[Phase], kinds: Kinds) -> Iterator[Planned]:
    chance = Random(SEED)  # noqa: S311 - a plan that is the same each time
    for at in openmodel.arrivals(phases, SEED):
        drawn = chance.random()
        kind = SUBMIT if drawn < SUBMITS else SAVE if drawn < SUBMITS + SAVES else VIEW
        request = kinds.next(kind)
        if request is None:
            raise RuntimeError("the data set has too few drafts for this surge")
        yield Planned(at, request, kind)


def _requests(session: Session, served: Served, data: DataSet) -> tuple[Kinds, dict[str, int]]:
    """Prepare submissions of drafts nobody submitted yet, saves and views of some of the others."""
    waiting = set(
        session.scalars(select(Application.public_id).where(Application.status == Status.DRAFT))
    )
    left = [draft for draft in data.drafts if draft.public_id in waiting]
    writing, submitting = left[:WRITERS], left[WRITERS:]
    writers = [
        (draft, sign_in(session, draft.person_id, draft.organisation_id)) for draft in writing
    ]
    submits = [submission(session, draft) for draft in submitting]
    session.commit()
    saves = _saves(served, writers)
    views = cycle([get(path, who.cookie) for draft, who in writers for path in _views(draft)])
    return Kinds(iter(submits), saves, views), {"sessions": len(writers) + len(submits)}


def _views(draft: Draft) -> tuple[str, ...]:
    at = f"/aanvragen/{draft.public_id}"
    return f"{at}/onderdeel/inhoud", at, f"{at}/voorwaarden"


def _saves(served: Served, writers: Sequence[tuple[Draft, Visitor]]) -> Iterator[bytes]:
    """Save a section again and again with the answers it has; each time under another key."""
    forms = []
    with Client(served.port) as client:
        for draft, who in writers:
            path = f"/aanvragen/{draft.public_id}/onderdeel/inhoud"
            forms.append((path, who, _form(client, path, who)))
    return _again(forms)


def _again(forms: Sequence[tuple[str, Visitor, list[tuple[str, str]]]]) -> Iterator[bytes]:
    for number, (path, who, fields) in enumerate(cycle(forms)):
        own = [(name, value) for name, value in fields if name != "_key"]
        yield post(path, who.cookie, [*own, ("_key", f"save-{number}")])


def _form(client: Client, path: str, who: Visitor) -> list[tuple[str, str]]:
    return form_of(client.send(get(path, who.cookie)))


def form_of(answer: Answer) -> list[tuple[str, str]]:
    """Return what the form of a page would send untouched."""
    return untouched(gzip.decompress(answer.body).decode())


def _close(engine: Engine, call_id: int, left: timedelta) -> datetime:
    """Let the call close soon. The real rule judges; only its hour is ours."""
    closes_at = datetime.now(UTC).replace(microsecond=0) + left + LEAD_IN
    with Session(engine) as session, session.begin():
        session.execute(update(Call).where(Call.id == call_id).values(closes_at=closes_at))
    return closes_at


def _proofs(
    engine: Engine, data: DataSet, outcomes: Sequence[Outcome], deadline_at: float
) -> dict[str, int]:
    """Count what must be zero: exceptions to the deadline, lost and doubled submissions."""
    submits = [one for one in outcomes if one.kind == SUBMIT]
    accepted = [one for one in submits if one.status == SEE_OTHER]
    refused = [one for one in submits if one.status == REFUSED]
    answered = [one.at + one.latency for one in refused]
    sent = [one.at + one.late for one in accepted]
    ids = [one.location.split("/")[-2] for one in accepted]
    with Session(engine) as session:
        kept = _kept(session, ids)
        late = session.scalar(_late(data.open_call_id)) or 0
    return {
        "submissions": len(submits),
        "accepted": len(accepted),
        "refused": len(refused),
        "neither": len(submits) - len(accepted) - len(refused),
        "stamped at or after closing but accepted": late,
        "sent at or after closing but accepted": sum(at >= deadline_at for at in sent),
        "answered before closing but refused": sum(at < deadline_at for at in answered),
        "accepted but lost": len(set(ids) - set(kept)),
        "kept twice": sum(number > 1 for number in kept.values()),
    }


def _kept(session: Session, ids: Sequence[str]) -> dict[str, int]:
    """Return how many snapshots each of these applications has."""
    rows = session.execute(
        select(Application.public_id, func.count(Snapshot.id))
        .join(Snapshot, Snapshot.application_id == Application.id)
        .where(Application.public_id.in_(ids))
        .group_by(Application.public_id)
    )
    return {public_id: number for public_id, number in rows}  # noqa: C416 - a row is not a pair for a type checker


def _late(call_id: int) -> Any:  # noqa: ANN401 - a statement that counts
    return (
        select(func.count(Snapshot.id))
        .join(Application, Application.id == Snapshot.application_id)
        .join(Call, Call.id == Application.call_id)
        .where(Call.id == call_id, Snapshot.received_at >= Call.closes_at)
    )


# The jury -----------------------------------------------------------------------------------------


def jury(engine: Engine, served: Served, data: DataSet, seconds: float) -> dict[str, Any]:
    """Let sixty jurors open and save score forms, thirty times as fast as in real life."""
    chance = Random(SEED)  # noqa: S311 - a plan that is the same each time
    forms = _score_forms(engine, served, data.juror_people[:JURORS])
    opened = cycle([get(path, who.cookie) for path, who, _ in forms])
    saved = iter([post(path, who.cookie, fields) for path, who, fields in forms])
    plan = []
    for at in openmodel.arrivals([Phase(2 * JURY_RATE, seconds)], SEED):
        request = next(saved, None) if chance.random() < 0.5 else None  # noqa: PLR2004 - half of them
        kind = VIEW if request is None else SAVE
        plan.append(Planned(at, request or next(opened), kind))
    outcomes = openmodel.run(served.port, plan, time.monotonic() + 1)
    wrong = [one for one in outcomes if one.kind == SAVE and one.status != SEE_OTHER]
    return {
        "all": asdict(openmodel.latencies(outcomes)),
        **{kind: _figures(outcomes, kind) for kind in (SAVE, VIEW)},
        "not saved": len(wrong),
    }


def _score_forms(
    engine: Engine, served: Served, people: Sequence[int]
) -> list[tuple[str, Visitor, list[tuple[str, str]]]]:
    """Open every form that these jurors are working on, as a browser would."""
    with Session(engine) as session, session.begin():
        visitors = {person: sign_in(session, person) for person in people}
        rows = session.execute(
            select(Review.public_id, Juror.person_id)
            .join(Juror, Juror.id == Review.juror_id)
            .where(Juror.person_id.in_(people), Review.status == ReviewStatus.CLEARED)
            .order_by(Review.id)
        ).all()
    with Client(served.port) as client:
        return [
            (
                f"/jury/{public_id}",
                visitors[person],
                _form(client, f"/jury/{public_id}", visitors[person]),
            )
            for public_id, person in rows
        ]
