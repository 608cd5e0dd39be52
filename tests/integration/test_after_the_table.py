"""What was heard in a meeting of a jury changes no mark, and a conflict closes a file each time."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.core.errors import RefusedError
from subsidy.policy import Actor, Role
from subsidy.scoring import queries, service
from subsidy.scoring.domain.conflicts import ConflictKind, Ruling
from subsidy.scoring.domain.deliberation import Standing
from subsidy.scoring.domain.division import Mode, Wish
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Conflict, Juror
from tests.factories import municipality, person
from tests.support.applications import AFTER
from tests.support.scoring import (
    EIGHTS,
    Jury,
    all_scored,
    juror_actor,
    jury,
    reread,
    seated,
    sheet,
)


@pytest.fixture
def made(session: Session) -> Jury:
    made = jury(session, files=2)
    all_scored(session, made, [EIGHTS, EIGHTS])
    return made


@pytest.fixture
def chair(session: Session, made: Jury) -> Juror:
    """Return who chairs the jury and scores nothing."""
    who = person(session, "Vera Voorzitter", employer=municipality(session, "Genk"))
    return service.seat(session, made.actor, made.call, who, is_chair=True)


def as_chair(seat: Juror) -> Actor:
    return Actor(seat.person_id, AFTER, frozenset({Role.JUROR, Role.JURY_CHAIR}))


def meeting(session: Session, made: Jury, chair: Juror) -> tuple[queries.Sitting, str]:
    """Return an open meeting with everybody there, and what of the first file is on the table."""
    where = service.Gathering(AFTER.date(), "Brussel")
    opened = service.open_meeting(session, as_chair(chair), made.call, where)
    sat = queries.sitting(session, opened.public_id)
    assert sat is not None
    everybody = [each.public_id for each in sat.seats]
    service.note_presence(session, as_chair(chair), sat, everybody)
    service.put_on_table(session, as_chair(chair), sat, made.files[0])
    discussion = queries.on_table(session, sat.meeting.id)
    assert discussion is not None
    return sat, discussion.public_id


def said(refused: pytest.ExceptionInfo[RefusedError]) -> str:
    return " ".join(str(each.text) for each in refused.value.refusals)


def test_who_heard_the_marks_of_others_gets_the_file_from_nobody(
    session: Session, made: Jury, chair: Juror
) -> None:
    sat, which = meeting(session, made, chair)
    service.declare_none_at_table(session, as_chair(chair), sat, which)

    with pytest.raises(RefusedError) as refused:
        service.assign(session, made.actor, chair, made.files[0])
    with pytest.raises(RefusedError):
        service.assign_all(session, made.actor, [(chair, made.files[0])])
    assert "heard in a meeting" in said(refused)

    everybody = Wish(Mode.TOTAL, 4, 4, apart=False)  # the first file then needs the chair too
    found = service.division_of(service.try_out(session, made.actor, made.call, everybody))
    assert found is not None
    assert found.shortage is not None
    fresh = seated(session, made.call, made.actor, "Nieuw Lid", municipality(session, "Tongeren"))
    service.assign(session, made.actor, fresh, made.files[0])


def lift(session: Session, made: Jury, juror: Juror) -> None:
    """Let a chair who has no part in it lift what this juror declared of the first file."""
    who = person(
        session,
        f"Voorzitter {len(queries.jurors(session, made.call.id))}",
        employer=municipality(session, "Tongeren"),
    )
    other = service.seat(session, made.actor, made.call, who, is_chair=True)
    mark = session.scalars(select(Conflict.mark).where(Conflict.juror_id == juror.id)).one()
    decided = service.Decided(mark, lifts=True, reason="Geen band.")
    service.rule(session, as_chair(other), juror, made.files[0], decided)


def test_marks_that_were_in_come_back_from_a_conflict_as_they_were(
    session: Session, made: Jury, chair: Juror
) -> None:
    meeting(session, made, chair)
    juror = made.jurors[2]
    review = next(
        each
        for each in queries.reviews_of_call(session, made.call.id)
        if (each.juror_id, each.application_id) == (juror.id, made.files[0].id)
    )
    in_at = review.submitted_at
    for _ in range(2):  # in the same words, and each time the file closes
        service.declare_conflict(session, juror_actor(review), review, "Toch een band.")
        assert service.reasons_against(session, juror, made.files[0]) != ()
        lift(session, made, juror)
        review = reread(session, review)
        assert (review.status, review.submitted_at) == (ReviewStatus.SUBMITTED, in_at)
    with pytest.raises(RefusedError):
        service.declare_none(session, juror_actor(review), review)
    with pytest.raises(RefusedError):
        service.submit_marks(session, juror_actor(review), review, sheet(dict.fromkeys(EIGHTS, 1)))
    assert {mark.criterion: mark.value for mark in review.marks} == EIGHTS


def test_a_conflict_that_was_lifted_is_declared_again_at_the_table(
    session: Session, made: Jury, chair: Juror
) -> None:
    sat, which = meeting(session, made, chair)
    service.declare_none_at_table(session, as_chair(chair), sat, which)
    said = (ConflictKind.OTHER, "Mijn zus werkt daar.")
    service.declare_conflict_at_table(session, as_chair(chair), sat, which, said)
    lift(session, made, chair)
    assert queries.table(session, sat, chair.person_id).standing is Standing.UNSAID

    service.declare_conflict_at_table(session, as_chair(chair), sat, which, said)

    assert queries.table(session, sat, chair.person_id).standing is Standing.OUT
    row = session.scalars(select(Conflict)).one()
    assert (row.ruling, row.ruled_at, row.ruled_reason) == (Ruling.WAITS, None, "")
