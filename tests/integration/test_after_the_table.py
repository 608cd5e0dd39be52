"""What was heard in a meeting of a jury changes no mark, and a conflict closes a file each time."""

import pytest
from sqlalchemy.orm import Session

from subsidy.core.errors import RefusedError
from subsidy.policy import Actor, Role
from subsidy.scoring import queries, service
from subsidy.scoring.domain.division import Mode, Wish
from subsidy.scoring.models import Juror
from tests.factories import municipality, person
from tests.support.applications import AFTER
from tests.support.scoring import EIGHTS, Jury, all_scored, jury, seated


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
