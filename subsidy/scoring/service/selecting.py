"""Ranking and selection: computed by the published method from frozen input, and kept."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from subsidy.applications.models import Application
from subsidy.budget import queries as budget
from subsidy.budget.domain import Stage
from subsidy.calls.domain.regulation import Regulation
from subsidy.calls.models import Call
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.money import Money
from subsidy.core.text import N_, Text, plural
from subsidy.policy import Action, Actor
from subsidy.scoring import queries
from subsidy.scoring.domain import marks, places
from subsidy.scoring.domain.deliberation import merit, with_consensus
from subsidy.scoring.domain.methods import Method
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.models import Review, SelectionRun
from subsidy.scoring.service.choosing import Ranked, Told, choose, question_of, ranked_by
from subsidy.scoring.service.jury import criteria_of, mean_hundredths
from subsidy.scoring.service.reserving import RESERVE, as_decided, list_reserves
from subsidy.workflow import audit

UNPUBLISHED = Text("Publish the call first.")
UNANSWERED = N_(
    "The applicants can answer the questions of the jury until %(at)s. Wait until then: the jury "
    "reads the answers first."
)
Reviews = Mapping[int, Sequence[Review]]
Agreed = Mapping[int, Mapping[str, int]]
"""Consensus marks by the id of the file, then by criterion."""


def unready(applications: Sequence[Application], reviews: Reviews, minimum: int) -> list[Refusal]:
    """Return what the jury must still do before anything can be ranked; all at once."""
    refusals = []
    if not applications:
        refusals.append(Refusal(Text("No file is admissible yet. Judge the admissibility first.")))
    for application in applications:
        own = reviews.get(application.id, ())
        open_ones = [review for review in own if review.is_open]
        done = sum(review.counts for review in own)
        if open_ones:
            refusals.append(_unfinished(application, len(open_ones)))
        elif done < minimum:
            refusals.append(_too_few(application, done, minimum))
    return refusals


def _unfinished(application: Application, n: int) -> Refusal:
    return Refusal(
        plural(
            "One juror has not scored %(number)s yet.",
            "%(n)s jurors have not scored %(number)s yet.",
            n,
            number=application.number,
        )
    )


def _too_few(application: Application, done: int, minimum: int) -> Refusal:
    return Refusal(
        Text(
            "%(number)s has marks of %(done)s jurors; the call asks at least %(minimum)s. "
            "Assign another juror.",
            number=application.number,
            done=done,
            minimum=minimum,
        )
    )


def still_to_do(session: Session, call: Call) -> list[Refusal]:
    """Return which marks of a published call the jury must still give; empty: all are in."""
    if not call.versions:
        return [Refusal(UNPUBLISHED)]
    files = queries.files(session, call.id)
    reviews = _by_application(queries.assignments(session, call.id))
    minimum = call.versions[-1].regulation.minimum_jurors
    return unready(files, reviews, minimum)


def keeps_waiting(session: Session, call: Call, now: datetime) -> list[Refusal]:
    """Say until when the jury waits for answers of applicants; empty: it waits for none."""
    asked = queries.clarification_round(session, call.id)
    if asked is None or not asked.term.is_running(now):
        return []
    return [Refusal(Text(UNANSWERED, at=asked.due_at))]


def before_selection(session: Session, call: Call, now: datetime) -> list[Refusal]:
    """Return all that the selection of a call waits for; empty: it can be made."""
    return [*still_to_do(session, call), *keeps_waiting(session, call, now)]


def reserved(session: Session, call: Call) -> Money:
    """Return what is left of the reservation of a call: before any decision, its envelope."""
    return budget.balance(session, call.line_id, Stage.RESERVED, call.case_ref)


def stands(session: Session, call: Call) -> bool:
    """Tell whether awards of this call were committed: then its selection cannot change.

    Not by what is left: money returns when an award is seen off, and the selection still stands.
    """
    return budget.was_committed(session, call.line_id, call.case_ref)


def select(session: Session, actor: Actor, call: Call) -> SelectionRun:
    """Rank the admissible files and select by the method of the regulation; keep the result.

    Raises RefusedError with everything that the jury must still do.
    """
    if not call.versions:
        raise refuse(UNPUBLISHED)
    session.refresh(call, ["status"], with_for_update=True)  # no decision is approved meanwhile
    if stands(session, call):
        raise refuse(Text("Decisions of this call are approved. The selection stands."))
    applications = queries.admissible(session, call.id)
    reviews = _by_application(queries.reviews_of_call(session, call.id))
    version = call.versions[-1]
    regulation = version.regulation
    refuse_if(
        [
            *unready(applications, reviews, regulation.minimum_jurors),
            *keeps_waiting(session, call, actor.now),
        ]
    )
    envelope = reserved(session, call)
    agreed = consensus_of(session, call, applications)
    ranked = [_ranked(each, reviews[each.id], agreed.get(each.id, {})) for each in applications]
    in_order = places.ranking(
        [each.standing for each in ranked], criteria_of(applications[0]), seed_of(regulation)
    )
    order = {place.number: place.position for place in in_order}
    merged = queries.successors(session)
    question = question_of(ranked, order, regulation, envelope, merged)
    chosen = choose(session, actor, call, question)
    rows = _rows(ranked, in_order, chosen.told)
    content = {
        "rows": [row.to_data() for row in rows],
        "reviews": _evidence(reviews),
        **consensus_data(applications, agreed),
        **chosen.kept,
        **({} if regulation.reserve_list is None else {RESERVE: question.data}),
    }
    run = _keep(session, actor, call, content, envelope)
    list_reserves(session, actor, call, run, as_decided(rows))
    return run


def consensus_of(session: Session, call: Call, applications: Sequence[Application]) -> Agreed:
    """Return the marks that take the place of a mean: none unless the regulation says so."""
    if not _consensus_counts(call):
        return {}
    return queries.consensus(session, [each.id for each in applications])


def _consensus_counts(call: Call) -> bool:
    return bool(call.versions) and call.versions[-1].regulation.consensus_counts


def consensus_data(applications: Sequence[Application], agreed: Agreed) -> dict[str, Any]:
    """Return what a run keeps of the consensus; nothing where there is none, as it was before."""
    kept = {each.number: dict(agreed[each.id]) for each in applications if agreed.get(each.id)}
    return {"consensus": kept} if kept else {}


def agreed_since(session: Session, call: Call, run: SelectionRun) -> list[str]:
    """Return the numbers of files of which the consensus that counts is not that of a run.

    Asks the database nothing where no consensus counts.
    """
    if not consensus_in(run) and not _consensus_counts(call):
        return []
    applications = queries.files(session, call.id)
    now = consensus_data(applications, consensus_of(session, call, applications))
    before, after = consensus_in(run), now.get("consensus", {})
    return sorted(n for n in before.keys() | after.keys() if before.get(n) != after.get(n))


def agreed_in_conflict(session: Session, call: Call, run: SelectionRun) -> list[str]:
    """Return the numbers of files of a run whose consensus comes from a chair with a conflict.

    It came to light after the chair wrote it down. Asks nothing where a run has no consensus.
    """
    kept = consensus_in(run)
    if not kept:
        return []
    seats = queries.jurors(session, call.id)
    applications = [each for each in queries.files(session, call.id) if each.number in kept]
    held = queries.against(session, seats, applications)
    wrote = queries.agreed_by(session, [each.id for each in applications])
    return sorted(
        each.number
        for each in applications
        if any(
            seat.person_id in wrote.get(each.id, ()) and held.reasons(seat.id, each.id)
            for seat in seats
        )
    )


def _by_application(reviews: Sequence[Review]) -> Reviews:
    grouped: dict[int, list[Review]] = defaultdict(list)
    for review in reviews:
        grouped[review.application_id].append(review)
    return grouped


def _ranked(
    application: Application, reviews: Sequence[Review], agreed: Mapping[str, int]
) -> Ranked:
    sheets = [
        {mark.criterion: mark.value for mark in review.marks} for review in reviews if review.counts
    ]
    return ranked_by(application, criteria_of(application), sheets, agreed)


def seed_of(regulation: Regulation) -> str:
    """Return the published seed of the lot, as the regulation says."""
    return regulation.published_seed


def _rows(
    ranked: Sequence[Ranked], in_order: Sequence[places.Rank], told: Mapping[str, Told]
) -> tuple[Row, ...]:
    """Return every file in rank order with its outcome and its reasons."""
    criteria = criteria_of(ranked[0].application)
    by_number = {each.application.number: each.application for each in ranked}
    return tuple(
        _row(by_number[place.number], place, criteria, told[place.number]) for place in in_order
    )


def _row(
    application: Application,
    place: places.Rank,
    criteria: Sequence[marks.Criterion],
    found: Told,
) -> Row:
    standing = place.standing
    return Row(
        application=application.public_id,
        number=place.number,
        title=application.title,
        lead=application.lead.name,
        rank=place.position,
        merit=standing.merit,
        means={key: mean_hundredths(mean) for key, mean in standing.criterion_means.items()},
        asked=Money(standing.amount_cents),
        awarded=Money(found.awarded_cents),
        outcome=found.outcome,
        tie=places.reason(place, criteria),
        sentences=found.sentences,
        points_short=found.points_short,
        fitting=None if found.fitting_cents is None else Money(found.fitting_cents),
    )


def _evidence(reviews: Reviews) -> list[dict[str, Any]]:
    """Return the marks on which a selection rests, by label of the juror."""
    return [
        {
            "review": review.public_id,
            "number": review.application.number,
            "juror": review.juror.label,
            "marks": {mark.criterion: mark.value for mark in review.marks},
        }
        for own in reviews.values()
        for review in own
        if review.counts
    ]


def _keep(
    session: Session, actor: Actor, call: Call, content: dict[str, Any], envelope: Money
) -> SelectionRun:
    regulation = call.versions[-1].regulation
    run = SelectionRun(
        call_id=call.id,
        method=Method(regulation.method),
        envelope=envelope,
        seed=seed_of(regulation),
        content=content,
        content_hash=content_hash(content),
        made_at=actor.now,
        made_by_id=actor.id,
    )
    session.add(run)
    session.flush()
    audit(session, actor, Action.SELECT, run, reason=run.content_hash)
    return run


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of a selection."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def reviews_of(run: SelectionRun) -> frozenset[str]:
    """Return the public ids of the reviews on which a selection rests."""
    return frozenset(each["review"] for each in run.content["reviews"])


def marks_of(run: SelectionRun) -> Mapping[str, Mapping[str, int]]:
    """Return the marks that a selection rests on, criterion -> mark, by public id of the review."""
    return {each["review"]: each["marks"] for each in run.content["reviews"]}


def consensus_in(run: SelectionRun | None) -> Mapping[str, Mapping[str, int]]:
    """Return the consensus marks on which a selection rests, by number of the file."""
    return run.content.get("consensus", {}) if run else {}


def not_following(run: SelectionRun) -> list[str]:
    """Return the numbers of files of which the means are not those of the marks of a run."""
    return [
        row.number
        for row, means in _counting(run)
        if {key: mean_hundredths(mean) for key, mean in means.items()} != row.means
    ]


def not_weighing(run: SelectionRun, criteria: Mapping[str, Sequence[marks.Criterion]]) -> list[str]:
    """Return the numbers of files of which the merit is not that of the marks and the weights.

    ``criteria``: by the public id of the application.
    """
    return [
        row.number
        for row, means in _counting(run)
        if row.application not in criteria or _merit(criteria[row.application], means) != row.merit
    ]


def _merit(criteria: Sequence[marks.Criterion], means: Mapping[str, Fraction]) -> int | None:
    """Return the merit of a row; None: its criteria are not those of the regulation."""
    if not means:
        return 0
    if means.keys() != {each.key for each in criteria}:
        return None
    return merit(criteria, means)


def _counting(run: SelectionRun) -> Iterator[tuple[Row, Mapping[str, Fraction]]]:
    """Compute the exact means (0-10) of each row once more; a mean needs no weights."""
    sheets: dict[str, list[marks.Review]] = defaultdict(list)
    for each in run.content["reviews"]:
        sheets[each["number"]].append(each["marks"])
    agreed = consensus_in(run)
    for row in rows_of(run):
        criteria = [marks.Criterion(key, key, 0) for key in row.means]
        means = marks.criterion_means(criteria, sheets[row.number])
        yield row, with_consensus(means, agreed.get(row.number, {}))


def rows_of(run: SelectionRun) -> tuple[Row, ...]:
    return tuple(Row.from_data(data) for data in run.content["rows"])
