"""Names and contacts in a profile go three years after somebody last saved it; the rest stays."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from subsidy.organisations import queries, service
from subsidy.organisations.domain.profile import Body, Profile
from subsidy.organisations.models import OrganisationProfile
from subsidy.policy import Actor, MandateKind
from subsidy.workflow import OutboxMessage
from tests.factories import as_actor, member, municipality

SAVED = datetime(2022, 3, 1, 9, tzinfo=UTC)
TERM = datetime(2025, 3, 1, 9, tzinfo=UTC)  # counted by hand: 2024 has a 29 February
MILLI = timedelta(milliseconds=1)
PEOPLE = ("An", "Peeters", "Coördinator", "+3253723400", "an@aalst.be", "Griet", "Karel", "Leen")
FILLED = Profile(
    first_name="An",
    family_name="Peeters",
    function="Coördinator",
    telephone="+3253723400",
    email="an@aalst.be",
    iban="BE68539007547034",
    account_holder="Stad Aalst",
    bodies=(Body.COUNCIL,),
    mayor="Griet",
    general_director="Karel",
    financial_director="Leen",
)


@pytest.fixture
def editor(session: Session) -> Actor:
    return as_actor(member(session, municipality(session), MandateKind.EDITOR), now=SAVED)


def save(session: Session, editor: Actor, at: datetime) -> None:
    found = queries.kept(session, municipality(session).public_id)
    assert found is not None
    service.save_profile(session, Actor(id=editor.id, now=at), found, FILLED, found.version)


def everything(session: Session) -> list[str]:
    session.expire_all()
    columns = [each.key for each in inspect(OrganisationProfile).column_attrs]
    rows = session.scalars(select(OrganisationProfile))
    return [str(getattr(row, name)) for row in rows for name in columns]


@pytest.mark.parametrize(("after", "gone"), [(-MILLI, 0), (0 * MILLI, 1), (MILLI, 1)])
def test_after_the_term_no_name_is_left_and_a_moment_before_all_are(
    session: Session, editor: Actor, after: timedelta, gone: int
) -> None:
    save(session, editor, SAVED)

    assert service.forget_people(session, TERM + after) == gone

    left = everything(session)
    assert [name in left for name in PEOPLE] == [not gone] * len(PEOPLE)
    assert {"BE68539007547034", "Stad Aalst"} <= set(left)
    told = session.scalars(select(OutboxMessage)).all()
    assert [one.person_id for one in told] == [editor.id] * gone
    assert service.forget_people(session, TERM + after) == 0  # nothing is left to erase or to tell


def test_saving_again_begins_the_term_again(session: Session, editor: Actor) -> None:
    save(session, editor, SAVED)
    save(session, editor, TERM - MILLI)

    assert service.forget_people(session, TERM + MILLI) == 0
    assert "Peeters" in everything(session)


def test_who_opened_the_profile_before_does_not_save_the_names_back_unseen(
    session: Session, editor: Actor
) -> None:
    save(session, editor, SAVED)
    before = queries.kept(session, municipality(session).public_id)
    assert before is not None
    version = before.version
    service.forget_people(session, TERM)
    now = queries.kept(session, municipality(session).public_id)

    assert now is not None
    assert now.version == version + 1
    assert now.people_until is None
