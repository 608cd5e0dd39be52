"""Pages of a juror: my files, the declaration before any content, the marks, handing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from subsidy.applications import queries as applications
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.views.attaching import sent_as_it_is
from subsidy.applications.views.completed import Link
from subsidy.applications.views.unasked import is_unasked
from subsidy.calls.domain.criteria import Criterion
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text, plural
from subsidy.policy import Action
from subsidy.scoring import queries, service
from subsidy.scoring.domain import marks
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.domain.spread import spreads
from subsidy.scoring.forms import ConflictForm, MarksForm, SubmitForm, marks_form, stored
from subsidy.scoring.models import Review
from subsidy.scoring.views.blueprint import bp
from subsidy.scoring.views.clarifying import asked_beside
from subsidy.scoring.views.reading import as_submitted, by_criterion, colleague, other_partners
from subsidy.scoring.views.saving import not_saved, saved_itself
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled, sent
from subsidy.web.session import db
from subsidy.web.templating import tell

ASSIGNED, CLEARED = ReviewStatus.ASSIGNED, ReviewStatus.CLEARED
SUBMITTED = ReviewStatus.SUBMITTED


# My files -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stack:
    """The files of one call in the hands of one juror."""

    title: str
    files: Sequence[queries.InHand]

    @property
    def done(self) -> int:
        return sum(file.status is SUBMITTED for file in self.files)

    @property
    def progress(self) -> Text:
        return plural(
            "%(done)s of %(n)s file scored",
            "%(done)s of %(n)s files scored",
            len(self.files),
            done=self.done,
        )


@bp.get("/jury")
@permit(Action.READ_REVIEWS)
def index() -> ResponseReturnValue:
    hands = queries.hands_of(db(), actor().id)
    stacks = [
        Stack(own[0].call, own)
        for _, group in groupby(hands.files, key=lambda file: file.call_id)
        if (own := list(group))
    ]
    return render_template(
        "scoring/index.html",
        stacks=stacks,
        closed=hands.closed,
        seats=queries.seats_of(db(), actor().id),
    )


# The declaration ----------------------------------------------------------------------------------


@bp.route("/jury/<public_id>/belangen", methods=["GET", "POST"])
@permit(Action.SCORE, load=queries.review)
def declare(review: Review) -> ResponseReturnValue:
    """Ask before any content is shown; a later conflict is declared here too, marks in or not."""
    form = filled(ConflictForm)
    if request.method == "POST" and sent("answer") == "none":
        service.declare_none(db(), actor(), review)
        tell(Text("You declared that you have no conflict of interest. You can score the file."))
        return redirect(url_for(".review", public_id=review.public_id), code=303)
    if form.accepted():
        try:
            reason = form.reason.data or ""
            service.declare_conflict(db(), actor(), review, reason, ConflictKind(form.kind.data))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("You declared a conflict of interest. You do not see this file any more."))
            return redirect(url_for(".index"), code=303)
    page = render_template(
        "scoring/declare.html",
        review=review,
        partners=other_partners(review.application),
        form=form,
    )
    return page, form.status


# The marks ----------------------------------------------------------------------------------------


def _to_open(session: Session, public_id: str) -> queries.Opened | None:
    """Read all that a page shows at once; an act looks at its file alone, and then again."""
    if request.method != "POST":
        return queries.opened(session, public_id)
    found = queries.review(session, public_id)
    return None if found is None else queries.Opened(found)


@bp.route("/jury/<public_id>", methods=["GET", "POST"])
@permit(Action.SCORE, load=_to_open)
def review(opened: queries.Opened) -> ResponseReturnValue:
    """Show the file beside the criteria; after handing in also what colleagues gave."""
    review = opened.review
    if request.method == "POST" and not is_unasked():
        service.refuse_unless_writable(db(), review, actor().now)
    if review.status is not CLEARED and not is_unasked():
        return _gate_or_scored(opened)
    form = _form(review)
    if form.accepted():
        hands_in, asked = sent("then") == "submit", not is_unasked()
        try:
            marked = form.to_input(unasked=not asked)
            service.save_marks(db(), actor(), review, marked, complete=hands_in and asked)
        except RefusedError as refused:
            form.show(refused)
            form.conflict = refused.refusals[0].text == service.ELSEWHERE
        else:
            return _saved(review, hands_in=hands_in) if asked else saved_itself(review)
    if is_unasked():
        return not_saved(form)
    files = _in_hand(opened)
    page = render_template(
        "scoring/review.html",
        form=form,
        weights={marks.mark_place(c.key): c.weight_basis_points for c in form.criteria},
        merit=_merit(form),
        closed=service.not_writable(review.juror.agreements, review, files, actor().now),
        owner=review.juror.person.public_id,
        **_shared(review, files),
    )
    return page, form.status


def _in_hand(opened: queries.Opened) -> Sequence[queries.InHand]:
    if opened.files is None:
        return queries.files_of_person(db(), opened.juror_person_id)
    return opened.files


def _gate_or_scored(opened: queries.Opened) -> ResponseReturnValue:
    review = opened.review
    if review.status is ASSIGNED:
        return redirect(url_for(".declare", public_id=review.public_id), code=303)
    return render_template(
        "scoring/scored.html",
        merit=service.own_merit(review),
        own=by_criterion(review),
        **_others(review),
        **_shared(review, _in_hand(opened)),
    )


def _others(review: Review) -> dict[str, Any]:
    """Return what colleagues gave, how far all lie apart, and whether this came late."""
    colleagues = queries.others(db(), review)
    sheets = [{m.criterion: m.value for m in each.marks} for each in (review, *colleagues)]
    kept = review.juror.agreements
    criteria = service.criteria_of(review.application)
    return {
        "others": [colleague(criteria, other) for other in colleagues],
        "spread": spreads(criteria, sheets) if colleagues else (),
        "late": kept is not None and kept.agreed.is_late(review.submitted_at),
    }


@bp.get("/jury/<public_id>/eerdere-scores")
@permit(Action.SCORE, load=queries.review)
def earlier(review: Review) -> ResponseReturnValue:
    """Show what the juror saved before, the newest first; before the declaration there is none."""
    if review.status is ASSIGNED:
        return redirect(url_for(".declare", public_id=review.public_id), code=303)
    return render_template(
        "scoring/earlier.html",
        review=review,
        criteria=_criteria(review),
        versions=[
            (each.saved_at, {row["criterion"]: row for row in each.content["marks"]})
            for each in queries.earlier_marks(db(), review)
        ],
    )


def _saved(review: Review, *, hands_in: bool) -> ResponseReturnValue:
    if hands_in:
        return redirect(url_for(".submit", public_id=review.public_id), code=303)
    tell(Text("Your marks are saved. You can still change them."))
    return redirect(url_for(".review", public_id=review.public_id), code=303)


def _form(review: Review) -> MarksForm:
    kind = marks_form(service.criteria_of(review.application))
    return filled(
        kind,
        version=review.version,
        confidence=review.confidence or "",
        **stored(kind, _kept(review, 0).marks),
    )


def _merit(form: MarksForm) -> int | None:
    given = {c.key: form[marks.mark_place(c.key)].data for c in form.criteria}
    return marks.file_merit(form.criteria, [given])


def _shared(review: Review, files: Sequence[queries.InHand]) -> dict[str, Any]:
    """Return what a page beside the file needs; the file is the one that was submitted."""
    return {
        "review": review,
        **as_submitted(review.application, _opened(review)),
        "criteria": _criteria(review),
        **asked_beside(review),
        "next_file": queries.next_file(review, files),
        "progress": _progress(review, files),
    }


@bp.get("/jury/<public_id>/bijlagen/<attachment>")
@permit(Action.SCORE, load=lambda session, public_id, **_rest: queries.review(session, public_id))
def attachment(review: Review) -> ResponseReturnValue:
    """Give a file that was submitted, after the declaration and once the scanner cleared it."""
    asked = str((request.view_args or {})["attachment"])
    row = applications.attachment(db(), review.application, asked)
    if row is None or asked not in _readable(review):
        abort(404)
    declared = review.status in (CLEARED, SUBMITTED)
    if row.scan is not Scan.CLEAN or not declared:
        abort(403)
    return sent_as_it_is(row)


def _opened(review: Review) -> Link:
    """Return where a juror opens an enclosed file, or what completes it; only without a virus."""

    def link(key: str, scan: Scan) -> str | None:
        url = url_for(".attachment", public_id=review.public_id, attachment=key)
        return url if scan is Scan.CLEAN else None

    return link


def _readable(review: Review) -> set[str]:
    """Return the files that were submitted, and those that were sent to complete them."""
    sent = applications.completions(db(), review.application)
    completing = {file.id for one in sent for file in one.shown_to(()).files}
    return completing | {one.id for one in _file(review).attachments}


def _criteria(review: Review) -> Sequence[Criterion]:
    return review.application.regulation_version.regulation.criteria


def _file(review: Review) -> CaseFile:
    kept = applications.latest_snapshot(db(), review.application)
    if kept is None:
        abort(404)
    return file_of(kept.content)


def _progress(review: Review, files: Sequence[queries.InHand]) -> Text:
    """Return how many of the juror's files of this call are scored."""
    call_id = review.application.call_id
    return Stack("", [file for file in files if file.call_id == call_id]).progress


# Handing in ---------------------------------------------------------------------------------------


@bp.route("/jury/<public_id>/indienen", methods=["GET", "POST"])
@permit(Action.SUBMIT_REVIEW, load=queries.review)
def submit(review: Review) -> ResponseReturnValue:
    """Confirm the marks as they are kept: afterwards they stand."""
    if request.method == "POST":
        service.refuse_unless_writable(db(), review, actor().now)
    if review.status is not CLEARED:
        return redirect(url_for(".review", public_id=review.public_id), code=303)
    form = filled(SubmitForm, version=review.version)
    if form.accepted():
        try:
            service.submit_marks(db(), actor(), review, _kept(review, form.version.data or 0))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your marks for %(number)s are in.", number=review.application.number))
            return redirect(url_for(".review", public_id=review.public_id), code=303)
    page = render_template(
        "scoring/submit.html",
        form=form,
        review=review,
        criteria=_criteria(review),
        own=by_criterion(review),
        merit=service.own_merit(review),
        missing=marks.faults(
            service.criteria_of(review.application), _kept(review, 0).marks, complete=True
        ),
    )
    return page, form.status


def _kept(review: Review, version: int) -> service.Marks:
    kept = (
        marks.Mark(mark.criterion, mark.value, mark.motivation, mark.note) for mark in review.marks
    )
    return service.Marks(tuple(kept), version, review.confidence)
