"""Accounts, mandates and sign-ins, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import false, select
from sqlalchemy.orm import Session

from subsidy.accounts import queries, service
from subsidy.accounts.models import SignIn
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.policy import MandateKind, Role
from subsidy.workflow import tell
from tests.factories import NOW, member, municipality, person

ALMOST = timedelta(hours=12) - timedelta(milliseconds=1)


def test_a_sign_in_brings_the_person_with_roles_and_mandates(session: Session) -> None:
    aalst = municipality(session, "Aalst")
    made = member(session, aalst, MandateKind.EDITOR)
    service.grant(session, made, Role.JUROR)
    token = service.sign_in(session, made, NOW).token
    session.expunge_all()

    found = queries.signed_in(session, token, NOW)

    assert found is not None
    actor = found.actor_at(NOW)
    assert (actor.id, actor.organisation_id) == (made.id, aalst.id)
    assert actor.roles == frozenset({Role.JUROR})
    assert actor.may(frozenset({aalst.id}), MandateKind.EDITOR)
    assert not actor.may(frozenset({aalst.id}), MandateKind.SIGNATORY)
    assert [m.organisation.name for m in found.person.mandates] == ["Aalst"]


def test_the_table_does_not_hold_the_token(session: Session) -> None:
    row = service.sign_in(session, person(session), NOW)

    stored = session.execute(select(SignIn.__table__)).one()

    assert row.token
    assert row.token not in [str(value) for value in stored]


def test_a_sign_in_ends_after_twelve_hours(session: Session) -> None:
    token = service.sign_in(session, person(session), NOW).token

    assert queries.signed_in(session, token, NOW + ALMOST) is not None
    assert queries.signed_in(session, token, NOW + timedelta(hours=12)) is None


def test_who_is_made_inactive_is_out_at_once(session: Session) -> None:
    made = person(session)
    token = service.sign_in(session, made, NOW).token
    made.active = False
    session.flush()

    assert queries.signed_in(session, token, NOW) is None
    assert queries.account(session, made.email) is None


def test_the_hash_itself_signs_nobody_in(session: Session) -> None:
    row = service.sign_in(session, person(session), NOW)

    assert queries.signed_in(session, row.token_hash, NOW) is None


def test_who_can_work_for_several_chooses_first(session: Session) -> None:
    aalst, gent = municipality(session, "Aalst"), municipality(session, "Gent")
    made = member(session, aalst)
    service.give_mandate(session, made, gent, MandateKind.READER)

    row = service.sign_in(session, made, NOW)
    assert row.organisation_id is None
    service.switch_organisation(session, row, gent.public_id)

    found = queries.signed_in(session, row.token, NOW)
    assert found is not None
    assert found.actor_at(NOW).organisation_id == gent.id


def test_nobody_switches_to_an_organisation_without_mandate(session: Session) -> None:
    row = service.sign_in(session, member(session, municipality(session, "Aalst")), NOW)

    with pytest.raises(RefusedError, match="mandate"):
        service.switch_organisation(session, row, municipality(session, "Gent").public_id)


def test_only_the_right_password_is_known(session: Session) -> None:
    made = person(session, password_hash=service.demo_password_hash())

    assert service.knows_password(made, service.DEMO_PASSWORD)
    assert not service.knows_password(made, service.DEMO_PASSWORD + " ")
    assert not service.knows_password(None, service.DEMO_PASSWORD)


def test_who_has_no_password_signs_in_with_none(session: Session) -> None:
    made = person(session)

    assert not service.knows_password(made, "")
    assert not service.knows_password(made, service.DEMO_PASSWORD)


def test_all_faults_of_an_account_at_once(session: Session) -> None:
    with pytest.raises(RefusedError) as refused:
        service.create_person(session, "no address", " ")
    assert [r.place for r in refused.value.refusals] == ["email", "name"]


def test_one_address_one_account(session: Session) -> None:
    made = person(session)

    with pytest.raises(RefusedError, match="already"):
        service.create_person(session, f" {made.email.upper()} ", "Somebody Else")


def test_a_password_is_long_enough() -> None:
    with pytest.raises(RefusedError, match="at least 12"):
        service.hash_password("elf tekens.")
    assert service.hash_password("twaalf teken").startswith("$argon2id$")


def test_a_mandate_given_twice_is_one(session: Session) -> None:
    aalst = municipality(session, "Aalst")
    made = member(session, aalst, MandateKind.EDITOR)
    service.give_mandate(session, made, aalst, MandateKind.EDITOR, MandateKind.SIGNATORY)

    found = queries.signed_in(session, service.sign_in(session, made, NOW).token, NOW)

    assert found is not None
    assert sorted(m.kind for m in found.person.mandates) == ["editor", "signatory"]


def test_people_of_an_organisation_by_mandate(session: Session) -> None:
    aalst, gent = municipality(session, "Aalst"), municipality(session, "Gent")
    editor = member(session, aalst, MandateKind.EDITOR)
    signatory = member(session, aalst, MandateKind.SIGNATORY)
    member(session, gent, MandateKind.SIGNATORY)

    assert service.people_of(session, [aalst.id]) == {editor.id, signatory.id}
    assert service.people_of(session, [aalst.id], MandateKind.SIGNATORY) == {signatory.id}
    assert service.people_of(session, []) == set()


def test_the_newest_message_is_on_top_whenever_it_was_stored(session: Session) -> None:
    """The date of a demo moves back and forth, so the order of storing says nothing."""
    made = person(session)
    for days in (2, 1, 3):
        at = NOW + timedelta(days=days)
        tell(session, [made.id], Text("Day %(n)s", n=days), Text("-"), path="", now=at)
    session.flush()

    found = queries.inbox(session, made.id, false())
    assert [message.subject.params["n"] for message in found] == [3, 2, 1]
