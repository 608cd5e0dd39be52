"""Downloads of the jury: the ranking of a call with every mark, by label of the juror."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from subsidy.calls.domain.criteria import Criterion
from subsidy.calls.models import Call
from subsidy.core.text import Text
from subsidy.documents.workbook import Column, Fact, Introduction, Kind, Sheet, write
from subsidy.language import shown
from subsidy.scoring import queries
from subsidy.scoring.domain.masking import Mask
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.models import Review, SelectionRun

CREATOR = "Relanceloket"


@dataclass(frozen=True, slots=True)
class Selected:
    """One selection: its rows, and the reviews on which it rests by public id.

    ``decided``: the same rows with the deviations that a second person confirmed.
    """

    run: SelectionRun
    rows: Sequence[Row]
    decided: Sequence[Row]
    reviews: frozenset[str]


def ranking_workbook(
    session: Session,
    call: Call,
    selected: Selected,
    created: datetime,
    *,
    anonymous: bool = False,
) -> bytes:
    """Return the selection as it was frozen, with the marks that it rests on.

    ``anonymous``: for outside the agency. Jurors are J1, J2 and so on in a drawn order, no text
    holds the name of one of them or a mail address, and no moment tells who worked when.
    """
    criteria = call.versions[-1].regulation.criteria
    reviews = queries.reviews_of_call(session, call.id)
    counted = [review for review in reviews if review.public_id in selected.reviews]
    title = Text("Ranking of “%(call)s”", call=call.title)
    return write(
        [
            _introduction(title, selected),
            _ranking(criteria, selected),
            _marks(criteria, counted, _mask(session, call, selected.run) if anonymous else None),
            _criteria(criteria),
        ],
        title=title,
        creator=CREATOR,
        created=created,
    )


def _introduction(title: Text, selected: Selected) -> Introduction:
    run, rows = selected.run, selected.decided
    return Introduction(
        title,
        (
            Text("The ranking follows the mean of all jurors, weighted by criterion."),
            Text("Jurors stand in this workbook under a label, never by name."),
        ),
        (
            Fact(Text("Selection made on"), run.made_at, Kind.MOMENT),
            Fact(Text("Method"), run.method),
            Fact(Text("Envelope"), run.envelope, Kind.MONEY),
            Fact(Text("Applications"), len(rows), Kind.INTEGER),
            Fact(Text("Applications with a subsidy"), _funded(rows), Kind.INTEGER),
            Fact(Text("Deviations from the selection"), _deviating(selected), Kind.INTEGER),
            Fact(Text("Seed of the lot"), run.seed),
            Fact(Text("Check number (SHA-256)"), run.content_hash),
        ),
    )


def _funded(rows: Sequence[Row]) -> int:
    return sum(row.is_funded for row in rows)


def _deviating(selected: Selected) -> int:
    return sum(row is not was for row, was in zip(selected.decided, selected.rows, strict=True))


def _ranking(criteria: Sequence[Criterion], selected: Selected) -> Sheet:
    columns = (
        Column(Text("Rank"), Kind.INTEGER, width=8),
        Column(Text("Number"), width=16),
        Column(Text("Title"), width=40),
        Column(Text("Lead partner"), width=24),
        Column(Text("Points out of 100"), Kind.SCORE),
        *(Column(criterion.name, Kind.SCORE) for criterion in criteria),
        Column(Text("Asked"), Kind.MONEY, total=True),
        Column(Text("Awarded by the selection"), Kind.MONEY, total=True),
        Column(Text("Awarded"), Kind.MONEY, total=True),
        Column(Text("Outcome"), width=28),
        Column(Text("Explanation"), width=90),
    )
    return Sheet(
        Text("Ranking"),
        columns,
        _ranked(criteria, selected),
        Text("One row per application, in rank order, with the mean mark per criterion."),
    )


def _ranked(criteria: Sequence[Criterion], selected: Selected) -> Iterator[Sequence[object]]:
    for row, was in zip(selected.decided, selected.rows, strict=True):
        yield (
            row.rank,
            row.number,
            row.title,
            row.lead,
            row.merit,
            *(row.means[criterion.key] for criterion in criteria),
            row.asked,
            was.awarded,
            row.awarded,
            row.outcome,
            " ".join(shown(sentence) for sentence in (*row.sentences, row.tie)),
        )


def _mask(session: Session, call: Call, run: SelectionRun) -> Mask:
    jurors = queries.jurors(session, call.id)
    return Mask.of(run.seed, {each.public_id: each.person.name for each in jurors})


def _marks(criteria: Sequence[Criterion], reviews: Sequence[Review], mask: Mask | None) -> Sheet:
    columns = (
        Column(Text("Number"), width=16),
        Column(Text("Juror"), width=14),
        Column(Text("Criterion"), width=32),
        Column(Text("Weight"), Kind.PERCENT),
        Column(Text("Mark"), Kind.INTEGER, width=8),
        Column(Text("Motivation"), width=90),
        *([] if mask else [Column(Text("Handed in on"), Kind.MOMENT)]),
    )
    return Sheet(
        Text("Marks"),
        columns,
        _marked(criteria, reviews, mask),
        Text("One row per application, juror and criterion."),
    )


def _marked(
    criteria: Sequence[Criterion], reviews: Sequence[Review], mask: Mask | None
) -> Iterator[Sequence[object]]:
    def place(each: Review) -> tuple[str, int]:
        own = each.juror_id if mask is None else mask.place(each.juror.public_id)
        return each.application.number, own

    for review in sorted(reviews, key=place):
        given = {mark.criterion: mark for mark in review.marks}
        for criterion in criteria:
            mark = given[criterion.key]
            row = (review.application.number, _label(review, mask), criterion.name)
            said = mark.motivation if mask is None else mask.hidden(mark.motivation)
            late = () if mask else (review.submitted_at,)
            yield (*row, criterion.weight_basis_points, mark.value, said, *late)


def _label(review: Review, mask: Mask | None) -> str:
    return review.juror.label if mask is None else mask.label(review.juror.public_id)


def _criteria(criteria: Sequence[Criterion]) -> Sheet:
    columns = (
        Column(Text("Criterion"), width=32),
        Column(Text("Description"), width=70),
        Column(Text("Weight"), Kind.PERCENT),
        Column(Text("Lowest mean mark"), Kind.INTEGER),
    )
    return Sheet(
        Text("Criteria"),
        columns,
        ((c.name, c.description, c.weight_basis_points, c.minimum_mark) for c in criteria),
        Text("The award criteria of the regulation."),
    )
