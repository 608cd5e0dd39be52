"""The score sheets as a workbook: download them, fill them in, look at what changes, take it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.text import Text, plural
from subsidy.documents.reading import at_field
from subsidy.policy import Action
from subsidy.scoring import exports, imports, queries, service
from subsidy.scoring.domain.marks import Mark
from subsidy.scoring.domain.score_changes import Change, Difference, differences, read, written
from subsidy.scoring.forms import ScoreBookForm
from subsidy.scoring.models import Review
from subsidy.scoring.views.blueprint import bp
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.forms import filled
from subsidy.web.session import db
from subsidy.web.templating import tell

FILE = "bestand"  # the field of the workbook
CHOOSE = Text("Choose the workbook with your marks.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file with what the workbook would change."""

    number: str
    title: str
    rows: Sequence[Difference]


NO_SHEETS: Sequence[Sheet] = ()


@bp.get("/jury/mijn/scores.xlsx")
@permit(Action.READ_REVIEWS)
def score_workbook() -> ResponseReturnValue:
    reviews = queries.to_score(db(), actor().id)
    now = actor().now
    beside = queries.answers_beside(db(), reviews, now)
    return download(exports.score_book(reviews, now, beside), "scores.xlsx")


@bp.route("/jury/scores-uit-excel", methods=["GET", "POST"])
@permit(Action.READ_REVIEWS)
def score_book() -> ResponseReturnValue:
    """Take a workbook: the first time its changes are shown, the second time they are saved."""
    reviews = queries.to_score(db(), actor().id)
    form, sheets = filled(ScoreBookForm), NO_SHEETS
    if form.accepted():
        try:
            if form.changes.data and not form.bestand.data:
                return _taken(read(form.changes.data), reviews)
            sheets = _shown(form, reviews)
        except RefusedError as refused:
            form.show(at_field(refused, FILE))
    page = render_template(
        "scoring/score_book.html",
        form=form,
        sheets=sheets,
        same=form.changes.data == written(()),
        waiting=len(reviews),
    )
    return page, form.status


def _taken(changes: Sequence[Change], reviews: Sequence[Review]) -> ResponseReturnValue:
    number = service.take_over(db(), actor(), changes, reviews)
    tell(
        plural(
            "The marks for %(n)s file are saved. They are not handed in yet.",
            "The marks for %(n)s files are saved. They are not handed in yet.",
            number,
        )
    )
    return redirect(url_for(".index"), code=303)


def _shown(form: ScoreBookForm, reviews: Sequence[Review]) -> Sequence[Sheet]:
    """Return what would change, and put it in the form that takes it over."""
    content = form.content()
    if content is None:
        form.show(RefusedError([Refusal(CHOOSE, FILE)]))
        return ()
    own = {review.public_id: review for review in reviews}
    found = imports.read_scores(content, reviews)
    differing = {change: _differs(own[change.review], change) for change in found}
    changed = {change: rows for change, rows in differing.items() if rows}
    form.changes.data = written(tuple(changed))
    return [_sheet(own[change.review], rows) for change, rows in changed.items()]


def _differs(review: Review, change: Change) -> Sequence[Difference]:
    kept = [Mark(row.criterion, row.value, row.motivation, row.note) for row in review.marks]
    return differences(service.criteria_of(review.application), kept, change.marks)


def _sheet(review: Review, rows: Sequence[Difference]) -> Sheet:
    return Sheet(review.application.number, review.application.title, rows)
