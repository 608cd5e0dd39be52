"""The verbs of marks: save, save by itself, hand in; what stood there before is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from subsidy.applications.domain.history import one_run
from subsidy.core.errors import Refusal, RefusedError, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.scoring import queries
from subsidy.scoring.domain import agreements, marks
from subsidy.scoring.domain.lifecycle import LIFECYCLE, Facts, ReviewStatus
from subsidy.scoring.domain.score_changes import Change
from subsidy.scoring.models import JuryAgreements, Mark, Review, ReviewVersion
from subsidy.scoring.service.conflicts import closed_by_facts
from subsidy.scoring.service.jury import criteria_of
from subsidy.workflow import advance, audit


def save_marks(
    session: Session, actor: Actor, review: Review, sent: marks.Marks, *, complete: bool = False
) -> None:
    """Keep marks and texts; ``complete``: refuse them as long as something is missing."""
    refuse_unless_writable(session, review, actor.now)
    refuse_if(marks.faults(criteria_of(review.application), sent.marks, complete=complete))
    _write(session, actor, review, sent)


def take_over(
    session: Session, actor: Actor, changes: Sequence[Change], reviews: Sequence[Review]
) -> int:
    """Save the marks of a workbook: of every file, or of none with every reason at once.

    ``reviews``: the files that the juror can score now.
    """
    own = {review.public_id: review for review in reviews}
    refusals: list[Refusal] = []
    with session.begin_nested():
        for change in changes:
            review = own.get(change.review)
            if review is None:
                raise refuse(GONE)
            try:
                sent = marks.Marks(change.marks, change.version, review.confidence)
                save_marks(session, actor, review, sent)
            except RefusedError as refused:
                refusals.extend(_of(review, refused))
        refuse_if(refusals)
    return len(changes)


GONE = Text("You cannot score one of these files any more. Download the workbook again.")


def _of(review: Review, refused: RefusedError) -> Sequence[Refusal]:
    number = review.application.number
    return [
        Refusal(Text("%(number)s: %(reason)s", number=number, reason=each.text))
        for each in refused.refusals
    ]


def submit_marks(session: Session, actor: Actor, review: Review, sent: marks.Marks) -> None:
    """Hand in complete marks; from now on they stand, and colleagues' marks become visible."""
    refuse_unless_writable(session, review, actor.now)
    faults = marks.faults(criteria_of(review.application), sent.marks, complete=True)
    refuse_if(faults)
    _write(session, actor, review, sent)
    advance(
        session,
        LIFECYCLE,
        review,
        Action.SUBMIT_REVIEW,
        Facts(faults=faults),
        actor=actor,
        stamp={"submitted_at": actor.now},
    )


def refuse_unless_writable(session: Session, review: Review, now: datetime) -> None:
    """Refuse before the declaration, after handing in, and when facts forbid the file today.

    Also after the last term, and before the file that everybody scores first.
    """
    if review.status is ReviewStatus.ASSIGNED:
        raise refuse(Text("First declare whether you have a conflict of interest."))
    if review.status is not ReviewStatus.CLEARED:
        raise refuse(Text("Your marks for this file are in. They cannot change any more."))
    refuse_if([*closed_by_facts(session, review), *_outside_agreements(session, review, now)])


def _outside_agreements(session: Session, review: Review, now: datetime) -> Sequence[Refusal]:
    kept = queries.agreements(session, review.application.call_id)
    in_order = kept is not None and kept.agreed.first is not None
    files = queries.files_of_person(session, review.juror.person_id) if in_order else ()
    return not_writable(kept, review, files, now)


def not_writable(
    kept: JuryAgreements | None, review: Review, files: Sequence[queries.InHand], now: datetime
) -> Sequence[Refusal]:
    """Say which agreement of the jury forbids to score this file now; ``files``: in these hands."""
    if kept is None:
        return ()
    numbers = [each.number for each in queries.waiting_in_call(review, files)]
    return agreements.not_writable(kept.agreed, review.application.number, numbers, now)


def _write(session: Session, actor: Actor, review: Review, sent: marks.Marks) -> None:
    """Let a text take the place of another, which is kept unless it belongs to the same run."""
    before, version = _content(review), review.version
    goes_on = sent.unasked and _runs(review, actor.now)
    if review.saved_at is not None and not goes_on and before != _sent(sent):
        session.add(
            ReviewVersion(
                review_id=review.id, version=version, content=before, saved_at=review.saved_at
            )
        )
    _next_version(session, review, sent.version)
    _replace_marks(session, review, sent.marks)
    review.confidence, review.saved_at = sent.confidence, actor.now
    if not goes_on:
        review.run_since = actor.now if sent.unasked else None
        audit(session, actor, Action.SCORE, review)
    session.flush()


def _runs(review: Review, now: datetime) -> bool:
    return review.run_since is not None and one_run(review.run_since, now)


def _content(review: Review) -> dict[str, Any]:
    """Return the text of now as it is kept when another takes its place."""
    rows = sorted(review.marks, key=lambda mark: mark.criterion)
    kept = [marks.Mark(row.criterion, row.value, row.motivation, row.note) for row in rows]
    return _plain(kept, review.confidence)


def _sent(sent: marks.Marks) -> dict[str, Any]:
    return _plain(sorted(sent.marks, key=lambda mark: mark.criterion), sent.confidence)


def _plain(kept: Sequence[marks.Mark], confidence: marks.Confidence | None) -> dict[str, Any]:
    rows = [
        {
            "criterion": each.criterion,
            "value": each.value,
            "motivation": each.motivation,
            "note": each.note,
        }
        for each in kept
    ]
    return {"marks": rows, "confidence": None if confidence is None else confidence.value}


def _next_version(session: Session, review: Review, version: int) -> None:
    changed = session.execute(
        update(Review)
        .where(Review.id == review.id, Review.version == version)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", changed).rowcount != 1:
        raise refuse(ELSEWHERE)
    session.refresh(review, ["version"])


ELSEWHERE = Text("You saved these marks in another window. Copy your text and open the page again.")


def _replace_marks(session: Session, review: Review, sent: Sequence[marks.Mark]) -> None:
    rows = {mark.criterion: mark for mark in review.marks}
    for mark in sent:
        row = rows.get(mark.criterion)
        if row is None:
            row = Mark(review_id=review.id, criterion=mark.criterion)
            session.add(row)
        row.value, row.motivation, row.note = mark.value, mark.motivation, mark.note
    session.flush()
    session.refresh(review, ["marks"])
