"""The statistics of a jury: asked once every mark is in, kept by the hash of what went in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.core.errors import refuse_if
from subsidy.core.money import Money
from subsidy.policy import Actor
from subsidy.scoring import queries
from subsidy.scoring.domain import marks, places
from subsidy.scoring.domain.asked_figures import Question, RankedFile, Sheet
from subsidy.scoring.domain.computing import Kind, State, digest
from subsidy.scoring.domain.figures import Figures
from subsidy.scoring.domain.methods import Method
from subsidy.scoring.models import Computation, Review
from subsidy.scoring.service.computing import ask
from subsidy.scoring.service.jury import criteria_of
from subsidy.scoring.service.selecting import seed_of, still_to_do


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest statistics of a call: not asked yet, under way, or there.

    ``figures`` only while every mark is in. ``is_current``: nothing changed since.
    """

    computation: Computation | None
    figures: Figures | None
    is_current: bool

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The marks on which the figures rest."""
        if self.computation is None:
            return ()
        return Question.from_data(self.computation.input).sheets


def statistics(session: Session, call: Call) -> Kept:
    """Return what is kept of a jury of which every mark is in."""
    made = queries.latest_computation(session, call.id, Kind.STATISTICS)
    if made is None:
        return Kept(None, None, is_current=False)
    found = Figures.from_data(made.result) if made.result is not None else None
    current = made.input_hash == digest(question_of(session, call).to_data())
    return Kept(made, found, is_current=current)


def current_figures(session: Session, call: Call) -> Figures | None:
    """Return what is kept of the marks that count now; None: not all are in, or not computed."""
    kept = None if still_to_do(session, call) else statistics(session, call)
    return kept.figures if kept is not None and kept.is_current else None


def compute_statistics(session: Session, actor: Actor, call: Call) -> Computation:
    """Leave it to the worker; what is kept of the same marks is enough.

    Raises RefusedError with everything that the jury must still do.
    """
    refuse_if(still_to_do(session, call))
    data = question_of(session, call).to_data()
    latest = queries.latest_computation(session, call.id, Kind.STATISTICS)
    if latest is not None and latest.state is State.DONE and latest.input_hash == digest(data):
        return latest
    return ask(session, actor, call, Kind.STATISTICS, data)


def question_of(session: Session, call: Call) -> Question:
    """Return all that the statistics look at; the envelope is the one that was published."""
    regulation = call.versions[-1].regulation
    files = {each.id: each for each in queries.admissible(session, call.id)}
    counted: dict[int, list[Review]] = {id_: [] for id_ in files}
    for review in queries.reviews_of_call(session, call.id):
        if review.counts and review.application_id in files:
            counted[review.application_id].append(review)
    standings = {id_: _standing(file, counted[id_]) for id_, file in files.items()}
    seed = seed_of(regulation)
    return Question(
        sheets=tuple(
            sheet
            for id_, own in counted.items()
            for each in own
            if (sheet := _sheet(files[id_], each)) is not None
        ),
        files=tuple(_ranked(list(files.values()), standings, seed)),
        envelope_cents=call.reserved.cents,
        threshold=regulation.threshold or 0,
        skips=Method(regulation.method) is not Method.STOP,
        seed=seed,
    )


def _given(review: Review) -> dict[str, int]:
    return {mark.criterion: mark.value for mark in review.marks if mark.value is not None}


def _sheet(file: Application, review: Review) -> Sheet | None:
    """Return the marks of a juror; None when one is missing, for then they count for nothing."""
    given = _given(review)
    merit = marks.juror_merit(criteria_of(file), given)
    if merit is None:
        return None
    thousandths = int(merit * 10)  # exact: a merit has one decimal
    return Sheet(file.number, review.juror.label, thousandths, given)


def _standing(file: Application, reviews: Sequence[Review]) -> places.Standing:
    criteria = criteria_of(file)
    sheets = [_given(review) for review in reviews]
    return places.Standing(
        number=file.number,
        merit=marks.file_merit(criteria, sheets) or 0,
        criterion_means=marks.criterion_means(criteria, sheets),
        amount_cents=Money.total(line.requested for line in file.budget_lines).cents,
    )


def _ranked(
    files: Sequence[Application], standings: dict[int, places.Standing], seed: str
) -> Sequence[RankedFile]:
    minimums = {file.number: file.feasible_minimum for file in files}
    scored = [each for each in standings.values() if each.criterion_means]
    criteria = criteria_of(files[0]) if files else ()
    return [
        RankedFile(
            place.number,
            place.position,
            place.standing.merit,
            place.standing.amount_cents,
            None if (least := minimums[place.number]) is None else least.cents,
        )
        for place in places.ranking(scored, criteria, seed)
    ]
