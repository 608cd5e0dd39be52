"""A variant of the selection that was made: computed at once, shown beside it, never kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from subsidy.applications.models import Application
from subsidy.calls.domain.regulation import Regulation
from subsidy.calls.models import Call
from subsidy.core.errors import refuse, refuse_if
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.scoring import queries
from subsidy.scoring.domain import frozen, in_order, marks, places, variant
from subsidy.scoring.domain.computing import Kind, canonical
from subsidy.scoring.domain.in_order import RANK_ORDER
from subsidy.scoring.domain.methods import Selection
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.models import SelectionRun
from subsidy.scoring.service import child
from subsidy.scoring.service.choosing import (
    Question,
    Ranked,
    Told,
    question_of,
    ranked_by,
    verdicts_of,
    worded,
)
from subsidy.scoring.service.jury import criteria_of
from subsidy.scoring.service.selecting import consensus_in, rows_of, stands
from subsidy.workflow import audit

FIRST_SELECT = Text("Make the selection first. Then you can compare it with a variant.")
NO_MORE = Text("Decisions of this call are approved. A variant can change nothing any more.")
TOO_SLOW = Text("This variant takes too long to wait for. Change fewer rules and try again.")

Sheets = Mapping[str, Sequence[marks.Review]]


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a variant is computed from; nothing of it is read from the database any more.

    ``thin``: numbers of files with marks of fewer jurors than the call asks.
    """

    run: SelectionRun
    rows: Sequence[Row]
    wish: variant.Wish
    question: Question
    ranked: Sequence[Ranked]
    thin: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant beside the selection: every file in the rank order of the variant."""

    wish: variant.Wish
    rows: Sequence[variant.Compared]
    before: variant.Sum
    after: variant.Sum
    selection: Selection
    thin: tuple[str, ...]

    @property
    def different(self) -> Sequence[variant.Compared]:
        return variant.different(self.rows)


def no_variant(session: Session, call: Call, run: SelectionRun | None) -> Text | None:
    """Say why no variant can be made now; None when it can."""
    if run is None:
        return FIRST_SELECT
    return NO_MORE if stands(session, call) else None


def as_selected(run: SelectionRun, regulation: Regulation) -> variant.Wish:
    """Return the rules of the selection itself, from which a variant departs."""
    return variant.Wish(
        envelope=run.envelope,
        threshold=regulation.threshold,
        max_projects=regulation.boundaries.max_projects,
        max_per_lead=regulation.boundaries.max_per_lead,
        weights={each.key: each.weight_basis_points for each in regulation.criteria},
    )


def jurors_of(run: SelectionRun) -> Sequence[str]:
    """Return the labels of the jurors on whose marks a selection rests."""
    labels = {each["juror"] for each in run.content["reviews"]}
    return sorted(labels, key=lambda label: (len(label), label))


def ask_variant(session: Session, call: Call, wish: variant.Wish) -> Asked:
    """Read everything that a variant needs. Raises RefusedError with every reason at once."""
    run = queries.latest_run(session, call.id)
    reason = no_variant(session, call, run)
    if run is None or reason is not None:
        raise refuse(reason or FIRST_SELECT)
    refuse_if(variant.faults(wish, jurors_of(run)))
    applications = queries.admissible(session, call.id)
    rows = rows_of(run)
    if {each.number for each in rows} != {each.number for each in applications}:
        raise refuse(Text("Other files are admissible since the selection. Make it again first."))
    sheets = _sheets(run, wish.without)
    counts = {each.number: len(sheets[each.number]) for each in applications}
    refuse_if(variant.without_marks(counts))
    regulation = call.versions[-1].regulation
    ranked = _ranked(run, applications, wish)
    few = (number for number, left in counts.items() if left < regulation.minimum_jurors)
    return Asked(
        run,
        rows,
        wish,
        _question(session, run, ranked, regulation, wish),
        ranked,
        tuple(sorted(few)),
    )


def question_behind(session: Session, call: Call, run: SelectionRun) -> Question:
    """Return what a selection chose from and by which rules: its own files and marks, no others."""
    numbers = {each.number for each in rows_of(run)}
    applications = [each for each in queries.admissible(session, call.id) if each.number in numbers]
    regulation = call.versions[-1].regulation
    wish = as_selected(run, regulation)
    return _question(session, run, _ranked(run, applications, wish), regulation, wish)


def _ranked(
    run: SelectionRun, applications: Sequence[Application], wish: variant.Wish
) -> Sequence[Ranked]:
    sheets, agreed = _sheets(run, wish.without), consensus_in(run)
    return [
        ranked_by(each, _criteria(each, wish), sheets[each.number], agreed.get(each.number, {}))
        for each in applications
    ]


def _question(
    session: Session,
    run: SelectionRun,
    ranked: Sequence[Ranked],
    regulation: Regulation,
    wish: variant.Wish,
) -> Question:
    order = _order(ranked, _criteria(ranked[0].application, wish), run.seed) if ranked else {}
    merged = queries.successors(session)
    return question_of(ranked, order, _by(regulation, wish), wish.envelope, merged)


def compute_variant(asked: Asked) -> Variant:
    """Select once more by other rules; reads and writes nothing.

    Raises RefusedError when the rules cannot be met together, or when it takes too long.
    """
    selection, told = _selected(asked.question)
    before = {row.number: row for row in asked.rows}
    merits = {each.application.number: each.standing.merit for each in asked.ranked}
    ordered = sorted(asked.question.candidates, key=lambda each: each.order or 0)
    rows = [
        _compared(before[each.id], told[each.id], each.order or 0, merits[each.id])
        for each in ordered
    ]
    return Variant(
        asked.wish,
        rows,
        variant.sum_of((row.before for row in rows), asked.run.envelope),
        variant.sum_of((row.after for row in rows), asked.wish.envelope),
        selection,
        asked.thin,
    )


def note_variant(session: Session, actor: Actor, call: Call, wish: variant.Wish) -> None:
    """Leave in the log who tried which variant out; of its outcome nothing is kept."""
    audit(session, actor, Action.TRY_SELECTION, call, reason=canonical(wish.to_data()))


def _sheets(run: SelectionRun, without: str) -> Sheets:
    """Return the marks on which a selection rests per file, those of one juror left out."""
    sheets: dict[str, list[marks.Review]] = defaultdict(list)
    for each in run.content["reviews"]:
        if each["juror"] != without:
            sheets[each["number"]].append(each["marks"])
    return sheets


def _criteria(application: Application, wish: variant.Wish) -> tuple[marks.Criterion, ...]:
    return tuple(
        replace(each, weight_basis_points=wish.weights[each.key])
        for each in criteria_of(application)
    )


def _order(
    ranked: Sequence[Ranked], criteria: Sequence[marks.Criterion], seed: str
) -> Mapping[str, int]:
    standings = [each.standing for each in ranked]
    return {place.number: place.position for place in places.ranking(standings, criteria, seed)}


def _by(regulation: Regulation, wish: variant.Wish) -> Regulation:
    """Return the regulation with the rules of the variant; its minimums follow the threshold."""
    limits = replace(
        regulation.boundaries, max_projects=wish.max_projects, max_per_lead=wish.max_per_lead
    )
    return replace(regulation, threshold=wish.threshold, boundaries=limits)


def _selected(question: Question) -> tuple[Selection, Mapping[str, Told]]:
    if question.method in RANK_ORDER:
        parts = (question.candidates, question.rules, question.method, question.seed)
        return in_order.select(*parts), worded(question, in_order.verdicts(*parts))
    try:
        found = child.solve(Kind.SELECTING, question.data).result
    except child.StoppedError as error:
        raise refuse(TOO_SLOW) from error
    return frozen.selection(found["selection"]), worded(question, verdicts_of(found))


def _compared(row: Row, told: Told, rank: int, merit: int) -> variant.Compared:
    return variant.Compared(
        number=row.number,
        title=row.title,
        lead=row.lead,
        before=variant.Side(row.rank, row.merit, row.outcome, row.awarded),
        after=variant.Side(rank, merit, told.outcome, Money(told.awarded_cents)),
        sentences=told.sentences,
    )
