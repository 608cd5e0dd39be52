"""Downloads of the jury: the ranking of a call, with every mark and the sums from it by formula."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from subsidy.calls.domain.criteria import Criterion
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents.workbook import FIRST_ROW, Column, Fact, Introduction, Kind, Sheet, write
from subsidy.language import shown, words
from subsidy.scoring import queries
from subsidy.scoring.domain.figures import Figures, FileFigures
from subsidy.scoring.domain.masking import Mask
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.domain.reserve_list import Waiting
from subsidy.scoring.exports.recomputing import (
    AWARDED,
    CONSENSUS,
    JUROR,
    MARK,
    MARKS,
    NUMBER,
    POINTS,
    RANK,
    WEIGHT,
    WEIGHTED,
    Scored,
    facts,
    per_file,
    per_juror,
    weighted_again,
)
from subsidy.scoring.models import Review, SelectionRun

CREATOR = "Relanceloket"
ENVELOPE = Text("Envelope")
INSTEAD = Text("Where the jury agreed on a mark, that mark counts instead.")
Marks = Mapping[str, Mapping[str, int]]


class Reserve(Protocol):
    """A place on the reserve list; ``needed``: None when the file cannot move up."""

    @property
    def row(self) -> Row: ...

    @property
    def waiting(self) -> Waiting: ...

    @property
    def needed(self) -> Money | None: ...


@dataclass(frozen=True, slots=True)
class Selected:
    """One selection: its rows, and what it rests on.

    ``decided``: the same rows with the deviations that a second person confirmed. ``marks``: those
    on which it rests, criterion -> mark, by public id of the review. ``figures``: the statistics
    of the marks that count, None when they were not computed of these.
    """

    run: SelectionRun
    rows: Sequence[Row]
    decided: Sequence[Row]
    marks: Marks
    figures: Figures | None = None
    reserves: Sequence[Reserve] = ()

    @property
    def agreed(self) -> Marks:
        """The consensus marks that took the place of a mean: criterion -> mark, by number."""
        found: Marks = self.run.content.get("consensus", {})
        return found

    def counted(self, review: Review, key: str) -> int:
        """Return what counts of a juror: its mark, or what the jury agreed instead."""
        given = self.marks[review.public_id][key]
        return self.agreed.get(review.application.number, {}).get(key, given)


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
    mask = _mask(session, call, selected.run) if anonymous else None
    counted = _in_order([each for each in reviews if each.public_id in selected.marks], mask)
    scored = [_scored(criteria, review, selected, mask) for review in counted]
    title = Text("Ranking of “%(call)s”", call=call.title)
    introduction = _introduction(title, selected)
    marks = _marks(criteria, counted, selected, mask)
    jurors = per_juror(marks, scored)
    envelope = introduction.place(ENVELOPE), selected.run.envelope
    return write(
        [
            introduction,
            _ranking(criteria, selected),
            *([_reserves(selected.reserves)] if selected.reserves else []),
            marks,
            jurors,
            per_file(jurors, scored, selected.decided, envelope),
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
            *([INSTEAD] if selected.agreed else []),
            Text("Jurors stand in this workbook under a label, never by name."),
            Text(
                "Change a mark or a weight: points, ranks and sums follow. The selection does not."
            ),
        ),
        (
            Fact(Text("Selection made on"), run.made_at, Kind.MOMENT),
            Fact(Text("Method"), run.method),
            Fact(ENVELOPE, run.envelope, Kind.MONEY),
            Fact(Text("Applications"), len(rows), Kind.INTEGER),
            Fact(Text("Applications with a subsidy"), _funded(rows), Kind.INTEGER),
            Fact(Text("Deviations from the selection"), _deviating(selected), Kind.INTEGER),
            *facts(rows, run.envelope),
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
        Column(RANK, Kind.INTEGER, width=8),
        Column(NUMBER, width=16),
        Column(Text("Title"), width=40),
        Column(Text("Lead partner"), width=24),
        Column(POINTS, Kind.SCORE),
        *(Column(criterion.name, Kind.SCORE) for criterion in criteria),
        Column(Text("Corrected points"), Kind.SCORE),
        Column(Text("Corrected place"), Kind.INTEGER),
        Column(Text("Place from"), Kind.INTEGER),
        Column(Text("Place to"), Kind.INTEGER),
        Column(Text("Chance of a subsidy"), Kind.PERCENT),
        Column(Text("Asked"), Kind.MONEY, total=True),
        Column(Text("Awarded by the selection"), Kind.MONEY, total=True),
        Column(AWARDED, Kind.MONEY, total=True),
        Column(Text("Outcome"), width=28),
        Column(Text("Explanation"), width=90),
    )
    return Sheet(
        Text("Ranking"),
        columns,
        _ranked(criteria, selected),
        Text(
            "One row per application, in rank order, with the mean mark per criterion. Nine of ten "
            "draws lie between both places; no corrected figure counts."
        ),
    )


def _ranked(criteria: Sequence[Criterion], selected: Selected) -> Iterator[Sequence[object]]:
    found = {each.number: each for each in selected.figures.files} if selected.figures else {}
    for row, was in zip(selected.decided, selected.rows, strict=True):
        yield (
            row.rank,
            row.number,
            row.title,
            row.lead,
            row.merit,
            *(row.means[criterion.key] for criterion in criteria),
            *_sure(found.get(row.number)),
            row.asked,
            was.awarded,
            row.awarded,
            row.outcome,
            " ".join(shown(sentence) for sentence in (*row.sentences, row.tie)),
        )


def _sure(found: FileFigures | None) -> Sequence[object]:
    """Return what the statistics say of a file; without them the columns stay empty."""
    if found is None:
        return (None,) * 5
    return found.calibrated, found.calibrated_rank, found.low, found.high, found.funded


def _reserves(places: Sequence[Reserve]) -> Sheet:
    columns = (
        Column(Text("Place on the list"), Kind.INTEGER, width=8),
        Column(Text("Number"), width=16),
        Column(Text("Title"), width=40),
        Column(Text("Lead partner"), width=24),
        Column(Text("Place in the ranking"), Kind.INTEGER, width=8),
        Column(Text("Asked"), Kind.MONEY),
        Column(Text("Moves up when this is free"), Kind.MONEY),
        Column(Text("Note"), width=60),
    )
    return Sheet(
        Text("Reserve list"),
        columns,
        tuple(
            (
                each.waiting.place,
                each.row.number,
                each.row.title,
                each.row.lead,
                each.row.rank,
                each.row.asked,
                each.needed,
                ", ".join(words(said) for said in _notes(each.waiting)),
            )
            for each in places
        ),
        Text("Who waits, in order. The next file gets all it asks as soon as there is enough."),
    )


def _notes(waiting: Waiting) -> Iterator[Text]:
    yield from (obstacle.label for obstacle in waiting.obstacles)
    if waiting.for_minimum:
        yield Text("goes first: a minimum is not reached any more")


def _mask(session: Session, call: Call, run: SelectionRun) -> Mask:
    jurors = queries.jurors(session, call.id)
    return Mask.of(run.seed, {each.public_id: each.person.name for each in jurors})


def _in_order(reviews: Sequence[Review], mask: Mask | None) -> Sequence[Review]:
    def place(each: Review) -> tuple[str, int]:
        own = each.juror_id if mask is None else mask.place(each.juror.public_id)
        return each.application.number, own

    return sorted(reviews, key=place)


def _scored(
    criteria: Sequence[Criterion], review: Review, selected: Selected, mask: Mask | None
) -> Scored:
    pairs = [(each.weight_basis_points, selected.counted(review, each.key)) for each in criteria]
    return Scored(review.application.number, _label(review, mask), pairs)


def _marks(
    criteria: Sequence[Criterion], reviews: Sequence[Review], selected: Selected, mask: Mask | None
) -> Sheet:
    columns = (
        Column(NUMBER, width=16),
        Column(JUROR, width=14),
        Column(Text("Criterion"), width=32),
        Column(WEIGHT, Kind.PERCENT),
        Column(MARK, Kind.INTEGER, width=8),
        *([Column(CONSENSUS, Kind.INTEGER)] if selected.agreed else []),
        Column(WEIGHTED, Kind.NUMBER),
        Column(Text("Motivation"), width=90),
        *([] if mask else [Column(Text("Handed in on"), Kind.MOMENT)]),
    )
    shape = Sheet(MARKS, columns, (), Text("One row per application, juror and criterion."))
    return replace(shape, rows=_marked(shape, criteria, reviews, selected, mask))


def _marked(
    shape: Sheet,
    criteria: Sequence[Criterion],
    reviews: Sequence[Review],
    selected: Selected,
    mask: Mask | None,
) -> Iterator[Sequence[object]]:
    pairs = ((review, criterion) for review in reviews for criterion in criteria)
    for row, (review, criterion) in enumerate(pairs, FIRST_ROW):
        agreed = selected.agreed.get(review.application.number, {}).get(criterion.key)
        counted = criterion.weight_basis_points, selected.counted(review, criterion.key)
        texts = {each.criterion: each.motivation for each in review.marks}
        said = texts.get(criterion.key, "")
        yield (
            review.application.number,
            _label(review, mask),
            criterion.name,
            criterion.weight_basis_points,
            selected.marks[review.public_id][criterion.key],
            *([agreed] if selected.agreed else []),
            weighted_again(shape, row, *counted),
            said if mask is None else mask.hidden(said),
            *(() if mask else (review.submitted_at,)),
        )


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
