"""Roles in one file, handing over, and the support desk that reads along; on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from subsidy.accounts import queries as people
from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person, PersonMandate
from subsidy.applications import queries, service
from subsidy.applications.models import Application
from subsidy.core.errors import RefusedError
from subsidy.policy import Action, Actor, Mandate, MandateKind, Role, allows
from subsidy.workflow import OutboxMessage
from tests.factories import acting_for, as_actor, member, municipality, person
from tests.support.applications import CLOSES, DURING, Consortium, complete, draft, published_call

CONSULTANT = service.Addressee("Farah El Amrani", "farah@advies.example")
LATER = DURING + timedelta(hours=1)


def reasons(refused: pytest.ExceptionInfo[RefusedError]) -> str:
    return " ".join(str(refusal.text) for refusal in refused.value.refusals)


def as_signed_in(session: Session, made: Person, organisation_id: int) -> Actor:
    """Return the actor of somebody as a sign-in makes it: from the rows of the database."""
    held = session.scalars(
        select(PersonMandate)
        .where(PersonMandate.person_id == made.id)
        .options(joinedload(PersonMandate.organisation))
    )
    mandates = tuple(
        Mandate(each.organisation_id, each.kind, each.file_id, each.organisation.kind.standing)
        for each in held
    )
    return Actor(made.id, DURING, mandates=mandates, organisation_id=organisation_id)


def administrator(session: Session, made: Consortium, number: int = 0) -> Actor:
    town = made.towns[number].organisation
    boss = member(session, town, MandateKind.ADMINISTRATOR, name="Bea Beheert")
    return acting_for(boss, town, MandateKind.ADMINISTRATOR, now=DURING)


# One file -----------------------------------------------------------------------------------------


def test_a_consultant_writes_in_one_file_and_sees_no_other(session: Session) -> None:
    call = published_call(session)
    made, other = draft(session, call, "Aalst", "Ninove"), draft(session, call, "Aalst")

    adviser = service.give_role(
        session, administrator(session, made), made.record, CONSULTANT, MandateKind.CONSULTANT
    )

    actor = as_signed_in(session, adviser, made.lead.organisation.id)
    assert allows(actor, Action.EDIT_APPLICATION, made.record)
    assert not allows(actor, Action.SIGN_APPLICATION, made.record)
    assert not allows(actor, Action.READ_APPLICATION, other.record)
    assert not allows(actor, Action.START_APPLICATION, call)
    shown = queries.listed(session, actor, queries.Filter())
    assert [row.public_id for row in shown] == [made.record.public_id]


def test_who_has_a_role_in_one_file_is_told_about_that_file_only(session: Session) -> None:
    call = published_call(session)
    made, other = draft(session, call, "Aalst", "Ninove"), draft(session, call, "Aalst", "Lede")
    adviser = service.give_role(
        session, administrator(session, made), made.record, CONSULTANT, MandateKind.CONSULTANT
    )

    service.leave(session, other.towns[1].at(LATER), other.record)
    service.leave(session, made.towns[1].at(LATER), made.record)

    told = select(OutboxMessage.path).where(
        OutboxMessage.person_id == adviser.id, OutboxMessage.created_at == LATER
    )
    assert session.scalars(told).all() == [f"/aanvragen/{made.record.public_id}"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (MandateKind.CONSULTANT, MandateKind.SIGNATORY),
        (MandateKind.SIGNATORY, MandateKind.CONSULTANT),
    ],
)
def test_a_consultant_never_signs(
    session: Session, first: MandateKind, second: MandateKind
) -> None:
    made = draft(session, published_call(session), "Aalst")
    boss = administrator(session, made)
    service.give_role(session, boss, made.record, CONSULTANT, first)

    with pytest.raises(RefusedError) as refused:
        service.give_role(session, boss, made.record, CONSULTANT, second)

    assert "never signs" in reasons(refused)


def test_no_role_is_given_twice_and_none_that_rules_the_organisation(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    boss = administrator(session, made)
    service.give_role(session, boss, made.record, CONSULTANT, MandateKind.READER)

    with pytest.raises(RefusedError) as again:
        service.give_role(session, boss, made.record, CONSULTANT, MandateKind.READER)
    with pytest.raises(RefusedError) as ruling:
        service.give_role(session, boss, made.record, CONSULTANT, MandateKind.ADMINISTRATOR)

    assert "already" in reasons(again)
    assert "one application" in reasons(ruling)


def test_a_role_that_is_taken_back_closes_the_file_at_once(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    boss = administrator(session, made)
    adviser = service.give_role(session, boss, made.record, CONSULTANT, MandateKind.CONSULTANT)

    service.take_role(session, boss, made.record, adviser, MandateKind.CONSULTANT)

    actor = as_signed_in(session, adviser, made.lead.organisation.id)
    assert not allows(actor, Action.READ_APPLICATION, made.record)
    with pytest.raises(RefusedError):
        service.take_role(session, boss, made.record, adviser, MandateKind.CONSULTANT)


def test_an_administrator_gives_roles_for_the_own_organisation_only(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    boss = administrator(session, made, 1)

    adviser = service.give_role(session, boss, made.record, CONSULTANT, MandateKind.SIGNATORY)

    (held,) = session.scalars(
        select(PersonMandate).where(PersonMandate.person_id == adviser.id)
    ).all()
    assert held.organisation_id == made.towns[1].organisation.id
    assert held.file_id == made.record.public_id


# The lists show what the policy allows ------------------------------------------------------------


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_roles_somebody_has_lists_equal_the_policy(
    session: Session, data: st.DataObject
) -> None:
    call = published_call(session)
    files = [draft(session, call, "Aalst", "Ninove"), draft(session, call, "Ninove", "Lede")]
    for made in files:
        made.record.supported_since = DURING if data.draw(st.booleans()) else None
    session.flush()
    towns = [town.organisation.id for town in (*files[0].towns, files[1].towns[1])]
    mandates = data.draw(
        st.lists(
            st.builds(
                Mandate,
                st.sampled_from(towns),
                st.sampled_from(MandateKind),
                st.sampled_from([None, *(made.record.public_id for made in files)]),
            ),
            max_size=4,
        )
    )
    actor = Actor(
        1,
        data.draw(st.sampled_from([DURING, CLOSES])),
        data.draw(st.frozensets(st.sampled_from(Role), max_size=2)),
        tuple(mandates),
        data.draw(st.sampled_from([None, *towns])),
    )

    shown = {row.public_id for row in queries.listed(session, actor, queries.Filter())}

    rows = [queries.application(session, made.record.public_id) for made in files]
    allowed = {row.public_id for row in rows if row and allows(actor, Action.READ_APPLICATION, row)}
    assert shown & {made.record.public_id for made in files} == allowed
    if allowed:
        assert allows(actor, Action.LIST_APPLICATIONS)


# Handing over -------------------------------------------------------------------------------------


def test_one_act_hands_over_every_role_and_file(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    aalst = made.lead.organisation
    leaver, heir = made.lead.person, member(session, aalst, MandateKind.READER, name="Rik")
    accounts.give_mandate(session, leaver, aalst, MandateKind.READER, file_id=made.record.public_id)
    elsewhere = municipality(session, "Gent")
    accounts.give_mandate(session, leaver, elsewhere, MandateKind.EDITOR)

    moved = service.hand_over(session, administrator(session, made), leaver, heir)

    assert moved == 3
    gone, come = as_signed_in(session, leaver, aalst.id), as_signed_in(session, heir, aalst.id)
    assert not allows(gone, Action.READ_APPLICATION, made.record)
    assert {each.organisation_id for each in gone.mandates} == {elsewhere.id}
    for action in (Action.SUBMIT_APPLICATION, Action.SIGN_APPLICATION, Action.READ_APPLICATION):
        assert allows(come, action, made.record)
    kinds = sorted((each.kind.value, each.file_id or "") for each in come.mandates)
    assert len(kinds) == len(set(kinds))


def test_somebody_of_another_organisation_neither_leaves_nor_takes_over(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    boss = administrator(session, made)
    own, other = made.lead.person, made.towns[1].person

    with pytest.raises(RefusedError) as leaving:
        service.hand_over(session, boss, other, own)
    with pytest.raises(RefusedError) as taking:
        service.hand_over(session, boss, own, other)
    with pytest.raises(RefusedError) as same:
        service.hand_over(session, boss, own, own)

    assert "no role for your organisation" in reasons(leaving)
    assert "Choose a colleague" in reasons(taking)
    assert "somebody else" in reasons(same)
    assert len(people.members_of(session, made.lead.organisation.id)) == 2


def test_a_consultant_does_not_inherit_a_signature(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    adviser = member(session, made.lead.organisation, MandateKind.CONSULTANT, name="Farah")

    with pytest.raises(RefusedError) as refused:
        service.hand_over(session, administrator(session, made), made.lead.person, adviser)

    assert "never signs" in reasons(refused)


def test_signatures_keep_the_name_of_who_signed(session: Session) -> None:
    made = complete(session, published_call(session))
    heir = member(session, made.lead.organisation, MandateKind.READER, name="Rik Erft")

    service.hand_over(session, administrator(session, made), made.lead.person, heir)

    file = queries.file_again(session, made.record)
    assert {s.name for s in file.signatures} == {town.person.name for town in made.towns}


# The support desk ---------------------------------------------------------------------------------


def test_the_support_desk_reads_along_until_the_lead_ends_it(session: Session) -> None:
    made = complete(session, published_call(session))
    desk = as_actor(person(session, "Wim", roles=[Role.SUPPORT_DESK]), Role.SUPPORT_DESK)
    assert not allows(desk, Action.READ_APPLICATION, made.record)

    service.let_support_in(session, made.lead.actor, made.record)

    assert allows(desk, Action.READ_APPLICATION, made.record)
    assert not allows(desk, Action.EDIT_APPLICATION, made.record)
    for role in set(Role) - {Role.SUPPORT_DESK}:
        other = replace(desk, roles=frozenset({role}))
        assert not allows(other, Action.READ_APPLICATION, made.record)
        assert queries.listed(session, other, queries.Filter()) == []
    assert len(queries.listed(session, desk, queries.Filter())) == 1

    service.end_support(session, made.lead.actor, made.record)
    assert not allows(desk, Action.READ_APPLICATION, made.record)
    assert queries.listed(session, desk, queries.Filter()) == []


def test_the_support_desk_reads_no_submitted_file(session: Session) -> None:
    made = complete(session, published_call(session))
    desk = as_actor(person(session, "Wim", roles=[Role.SUPPORT_DESK]), Role.SUPPORT_DESK)
    service.let_support_in(session, made.lead.actor, made.record)

    service.submit(session, made.lead.actor, made.record)

    record = session.scalars(select(Application).where(Application.id == made.record.id)).one()
    assert not allows(desk, Action.READ_APPLICATION, record)
    assert queries.listed(session, desk, queries.Filter()) == []
