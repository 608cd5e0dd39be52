"""Rounds and claims from draft to commitment, on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from subsidy.allocation import exports, queries, service
from subsidy.allocation.domain.lifecycle import ClaimStatus, RoundStatus
from subsidy.allocation.models import Claim, DrawingRight
from subsidy.awards import queries as awards
from subsidy.awards import service as award_service
from subsidy.awards.domain.decision import Status
from subsidy.budget import queries as budget
from subsidy.budget.domain import Stage
from subsidy.catalogue import queries as catalogue
from subsidy.core.errors import RefusedError
from subsidy.core.letter import Letter
from subsidy.core.money import Money
from subsidy.language import words
from subsidy.organisations.models import Indicator, Organisation
from subsidy.policy import Action, Actor, MandateKind, Role, allows
from subsidy.workflow import OutboxMessage
from tests.factories import as_actor
from tests.support.rounds import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    SENT,
    Agency,
    agency,
    answers,
    draft_claim,
    draft_round,
    opened_round,
    realisation,
    submitted_claim,
    town,
)
from tests.support.statements import counted

SECOND = timedelta(seconds=1)


@pytest.fixture
def people(session: Session) -> Agency:
    return agency(session)


def places(refused: pytest.ExceptionInfo[RefusedError]) -> set[str | None]:
    return {refusal.place for refusal in refused.value.refusals}


# Writing and opening ------------------------------------------------------------------------------


def test_all_faults_of_a_round_are_told_at_once(session: Session, people: Agency) -> None:
    wrong = replace(
        SENT,
        envelope=Money(0),
        floor=Money(2),
        ceiling=Money(1),
        components=(("population_2020", 5_000), ("population_2020", 4_000), ("huh", 500)),
        closes_at=OPENS,
        last_day=SENT.first_day - timedelta(days=1),
        continuity_statement=" ",
    )

    with pytest.raises(RefusedError) as refused:
        service.create_round(session, people.officer(), people.line, wrong)

    assert places(refused) == {
        "components",
        "components-1",
        "components-2",
        "ceiling",
        "envelope",
        "closes_at",
        "last_day",
        "continuity_statement",
    }


def test_of_two_colleagues_the_second_to_save_is_refused(session: Session, people: Agency) -> None:
    round_ = draft_round(session, people)
    service.save_round(session, people.officer(), round_, replace(SENT, title="Eerst"), 1)

    with pytest.raises(RefusedError):
        service.save_round(session, people.officer(), round_, replace(SENT, title="Daarna"), 1)

    assert (round_.title, round_.version) == ("Eerst", 2)


def test_who_proposed_a_round_does_not_open_it(session: Session, people: Agency) -> None:
    round_ = draft_round(session, people)
    both = as_actor(people.officer_person, Role.CASE_OFFICER, Role.DECISION_MAKER, now=OPENS)
    service.propose_round(session, both, round_)

    assert not allows(both, Action.OPEN_ROUND, round_)
    with pytest.raises(RefusedError):
        service.open_round(session, both, round_)
    assert round_.status is RoundStatus.PROPOSED
    assert budget.balance(session, people.line.id, Stage.RESERVED, round_.case_ref) == Money(0)


def test_a_round_that_went_back_can_be_changed_and_proposed_by_another(
    session: Session, people: Agency
) -> None:
    round_ = draft_round(session, people)
    service.propose_round(session, people.officer(), round_)
    with pytest.raises(RefusedError):
        service.return_round(session, people.decider(), round_, "  ")
    service.return_round(session, people.decider(), round_, "Het minimum is te laag.")

    service.save_round(session, people.officer(), round_, SENT, round_.version)
    assert (round_.status, round_.prepared_by_id) == (RoundStatus.DRAFT, None)


def test_opening_reserves_the_envelope_and_fixes_every_right_to_the_cent(
    session: Session, people: Agency
) -> None:
    round_ = opened_round(session, people)
    rights = queries.rights(session, round_.id)

    assert len(rights) == 300
    assert Money.total(right.amount for right in rights) == SENT.envelope
    assert {SENT.floor <= right.amount <= SENT.ceiling for right in rights} == {True}  # type: ignore[operator]  # this round has a ceiling
    assert sum((Fraction(right.weight) for right in rights), Fraction(0)) == 1
    assert budget.balance(session, people.line.id, Stage.RESERVED, round_.case_ref) == SENT.envelope
    assert budget.available(session, people.line.id) == Money(10_000_000_00)


def test_a_round_larger_than_the_line_is_not_opened(session: Session) -> None:
    people = agency(session, envelope=Money(4_999_999_99))
    round_ = draft_round(session, people)
    service.propose_round(session, people.officer(), round_)

    with session.begin_nested() as savepoint:
        with pytest.raises(RefusedError):
            service.open_round(session, people.decider(), round_)
        savepoint.rollback()

    session.refresh(round_)
    assert round_.status is RoundStatus.PROPOSED
    assert queries.rights(session, round_.id) == []


def test_minimum_amounts_above_the_envelope_are_told_when_proposing(
    session: Session, people: Agency
) -> None:
    round_ = draft_round(session, people, floor=Money(20_000_00))

    with pytest.raises(RefusedError) as refused:
        service.propose_round(session, people.officer(), round_)

    assert "€ 1.000.000,00" in words(refused.value.refusals[0].text).replace("\xa0", " ")


def test_a_round_that_has_closed_already_is_not_proposed(session: Session, people: Agency) -> None:
    round_ = draft_round(session, people)

    with pytest.raises(RefusedError):
        service.propose_round(session, people.officer(CLOSES), round_)


def test_a_municipality_without_any_figure_is_left_out_and_one_with_some_is_named(
    session: Session,
) -> None:
    """Herstappe has no published amount for e-inclusion in 2022, nor a population of 2021."""
    published = service.compute(
        session, SENT.envelope, replace(SENT, components=(("einclusion_2022_euro", 10_000),)).key
    )
    assert len(published.distribution.amounts) == 299

    mixed = (("population_2021", 5_000), ("area_hectares", 5_000))
    with pytest.raises(RefusedError) as refused:
        service.compute(session, SENT.envelope, replace(SENT, components=mixed).key)
    assert "Herstappe" in words(refused.value.refusals[0].text)


def test_the_published_key_of_2022_gives_the_published_amounts(session: Session) -> None:
    """With its own sum as envelope the key on the published euros returns those euros."""
    amounts = {
        organisation.nis: Money(value * 100)
        for organisation, value in session.execute(
            select(Organisation, Indicator.value)
            .join(Indicator, Indicator.organisation_id == Organisation.id)
            .where(Indicator.key == "einclusion_2022_euro")
        )
    }
    sent = replace(
        SENT, components=(("einclusion_2022_euro", 10_000),), floor=Money(0), ceiling=None
    )
    computed = service.compute(session, Money(23_124_995_00), sent.key)

    assert {nis: Money(c) for nis, c in computed.distribution.amounts.items()} == amounts


def test_everybody_who_can_claim_is_told_that_the_round_is_open(
    session: Session, people: Agency
) -> None:
    aalst = town(session, "Aalst")
    opened_round(session, people)
    session.flush()

    told = session.scalars(
        select(OutboxMessage).where(OutboxMessage.person_id == aalst.person.id)
    ).all()
    assert [each.path for each in told] == ["/trekkingsrechten"]


# The figures stay ---------------------------------------------------------------------------------


def test_later_figures_do_not_change_an_opened_round(session: Session, people: Agency) -> None:
    round_ = opened_round(session, people)
    before = queries.frozen(round_, queries.rights(session, round_.id))
    session.execute(update(Indicator).values(value=Indicator.value + 1))

    after = queries.frozen(round_, queries.rights(session, round_.id))
    again = service.compute(session, round_.envelope, round_.key)

    assert after.distribution == before.distribution
    assert after.recipients.values == before.recipients.values
    assert after.recipients.values != again.recipients.values


def test_the_frozen_distribution_is_the_one_that_was_computed(
    session: Session, people: Agency
) -> None:
    computed = service.compute(session, SENT.envelope, SENT.key)
    round_ = opened_round(session, people)

    frozen = queries.frozen(round_, queries.rights(session, round_.id))

    assert dict(frozen.distribution.amounts) == dict(computed.distribution.amounts)
    assert frozen.distribution.divisor == computed.distribution.divisor
    assert dict(frozen.distribution.corrections) == dict(computed.distribution.corrections)
    assert frozen.computation("41002").sentences == computed.computation("41002").sentences


def test_rights_cannot_be_changed_in_the_database(session: Session, people: Agency) -> None:
    round_ = opened_round(session, people)

    with pytest.raises(Exception, match="append-only"):
        session.execute(
            update(DrawingRight)
            .where(DrawingRight.round_id == round_.id)
            .values(amount=Money(1))
            .execution_options(synchronize_session=False)
        )


def test_the_workbook_shows_the_stored_rights(session: Session, people: Agency) -> None:
    round_ = opened_round(session, people)
    rights = queries.rights(session, round_.id)
    made = exports.recompute_workbook(
        queries.frozen(round_, rights), round_.envelope, round_.title, DURING
    )

    shown = load_workbook(BytesIO(made), data_only=True)["Narekenen"]
    live = load_workbook(BytesIO(made))["Narekenen"]
    last = [cell.value for cell in shown[1]].index("Trekkingsrecht")
    cents = {
        str(row[0]): round(float(str(row[last])) * 100)
        for row in shown.iter_rows(min_row=2, max_row=301, values_only=True)
    }

    assert cents == {right.organisation.nis: right.amount.cents for right in rights}
    assert all(str(row[last].value).startswith("=") for row in live.iter_rows(2, 301))


# Claims -------------------------------------------------------------------------------------------


def test_a_claim_starts_with_what_is_known_and_only_once(session: Session, people: Agency) -> None:
    round_, aalst = opened_round(session, people), town(session, "Aalst")
    right = queries.right_of(session, round_.id, aalst.organisation.id)
    assert right is not None

    claim = service.start_claim(session, aalst.actor, round_, aalst.organisation)
    again = service.start_claim(session, aalst.actor, round_, aalst.organisation)

    assert again.id == claim.id
    assert claim.amount == right.amount
    assert claim.answers["contact_name"] == "Mandataris van Aalst"
    assert claim.answers["contact_email"] == aalst.person.email


@pytest.mark.parametrize(
    ("at", "accepted"),
    [
        (OPENS - SECOND, False),
        (OPENS, True),
        (CLOSES - SECOND, True),
        (CLOSES, False),
        (CLOSES + SECOND, False),
    ],
)
def test_the_deadline_is_half_open(
    session: Session, people: Agency, at: datetime, *, accepted: bool
) -> None:
    round_, aalst = opened_round(session, people), town(session, "Aalst")
    claim = draft_claim(session, round_, aalst, realisation(session))

    try:
        service.submit_claim(session, aalst.at(at), claim)
    except RefusedError:
        assert not accepted
        assert claim.status is ClaimStatus.DRAFT
    else:
        assert accepted
        assert claim.submitted_at == at


def test_everything_that_is_missing_is_told_at_once_in_the_order_of_the_form(
    session: Session, people: Agency
) -> None:
    round_, aalst = opened_round(session, people), town(session, "Aalst")
    claim = service.start_claim(session, aalst.actor, round_, aalst.organisation)
    empty = replace(
        answers(""), contact_email="geen adres", efforts=(), objective="", realisation=""
    )
    service.save_claim(session, aalst.actor, claim, empty, Money(0), claim.version)

    with pytest.raises(RefusedError) as refused:
        service.submit_claim(session, aalst.actor, claim)

    assert [refusal.place for refusal in refused.value.refusals] == [
        "amount",
        "contact_email",
        "efforts",
        "objective",
        "realisation",
    ]


def test_the_right_is_the_most_that_can_be_claimed(session: Session, people: Agency) -> None:
    round_, aalst = opened_round(session, people), town(session, "Aalst")
    adopted = realisation(session)
    claim = draft_claim(session, round_, aalst, adopted)
    cent = Money(1)

    with pytest.raises(RefusedError) as refused:
        service.save_claim(
            session, aalst.actor, claim, answers(adopted), claim.right.amount + cent, claim.version
        )
    assert places(refused) == {"amount"}
    service.save_claim(session, aalst.actor, claim, answers(adopted), cent, claim.version)
    service.submit_claim(session, aalst.actor, claim)

    assert claim.amount == cent


def test_ones_own_realisation_cannot_be_adopted(session: Session, people: Agency) -> None:
    round_, genk = opened_round(session, people), town(session, "Genk")
    claim = draft_claim(session, round_, genk, realisation(session, owner="Genk"))

    with pytest.raises(RefusedError) as refused:
        service.submit_claim(session, genk.actor, claim)

    assert places(refused) == {"realisation"}


def test_a_withdrawn_claim_keeps_its_text_and_can_be_taken_up_until_the_deadline(
    session: Session, people: Agency
) -> None:
    round_, aalst = opened_round(session, people), town(session, "Aalst")
    claim = submitted_claim(session, round_, aalst, realisation(session))
    service.withdraw_claim(session, aalst.actor, claim)
    assert queries.take_up(session, round_.id).claims == 0

    with pytest.raises(RefusedError):
        service.start_claim(session, aalst.at(CLOSES), round_, aalst.organisation)
    again = service.start_claim(session, aalst.at(CLOSES - SECOND), round_, aalst.organisation)

    assert again.status is ClaimStatus.DRAFT
    assert again.answers["objective"] == "Elk kwetsbaar gezin heeft internet."


def test_a_submitted_claim_does_not_change_any_more(session: Session, people: Agency) -> None:
    round_, aalst = opened_round(session, people), town(session, "Aalst")
    adopted = realisation(session)
    claim = submitted_claim(session, round_, aalst, adopted)

    with pytest.raises(RefusedError):
        service.save_claim(session, aalst.actor, claim, answers(adopted), Money(1), claim.version)
    assert claim.content_hash is not None


def _roles_and_mandates(session: Session) -> list[Actor]:
    aalst = town(session, "Aalst")
    lede = town(session, "Lede", MandateKind.READER)
    people = agency(session)
    auditor = as_actor(people.officer_person, Role.AUDITOR)
    nobody = as_actor(people.officer_person)
    switched = replace(aalst.actor, organisation_id=lede.organisation.id)
    return [aalst.actor, lede.actor, switched, people.officer(), people.decider(), auditor, nobody]


def test_the_list_of_claims_shows_exactly_what_the_policy_allows(
    session: Session, people: Agency
) -> None:
    round_, adopted = opened_round(session, people), realisation(session)
    draft_claim(session, round_, town(session, "Aalst"), adopted)
    submitted_claim(session, round_, town(session, "Lede"), adopted)
    gone = submitted_claim(session, round_, withdrawing := town(session, "Ninove"), adopted)
    service.withdraw_claim(session, withdrawing.actor, gone)
    every = session.scalars(select(Claim)).all()

    for actor in _roles_and_mandates(session):
        shown = session.scalars(queries.visible_to(actor)).all()
        allowed = [claim for claim in every if allows(actor, Action.READ_CLAIM, claim)]
        assert {claim.id for claim in shown} == {claim.id for claim in allowed}


# Decisions ----------------------------------------------------------------------------------------


def test_decisions_wait_until_the_round_has_closed(session: Session, people: Agency) -> None:
    round_ = opened_round(session, people)

    with pytest.raises(RefusedError):
        service.prepare_claims(session, people.officer(CLOSES - SECOND), round_)
    assert service.prepare_claims(session, people.officer(CLOSES), round_) == []


def test_each_decision_commits_for_one_municipality_and_never_above_the_reservation(
    session: Session, people: Agency
) -> None:
    round_, adopted = opened_round(session, people), realisation(session)
    towns = [town(session, name) for name in ("Aalst", "Lede", "Ninove")]
    claims = [submitted_claim(session, round_, each, adopted) for each in towns]
    asked = Money.total(claim.amount for claim in claims)
    decisions = service.prepare_claims(session, people.officer(AFTER), round_)
    again = service.prepare_claims(session, people.officer(AFTER), round_)

    refused = award_service.approve_all(
        session, people.decider(AFTER), awards.waiting(session, round_.case_ref)
    )

    assert (len(decisions), list(again), refused) == (3, [], ())
    accounts = budget.accounts_of(session, people.line.id)
    committed = [each.balance for each in accounts if each.stage is Stage.COMMITTED]
    assert sorted(committed) == sorted(claim.amount for claim in claims)
    left = budget.balance(session, people.line.id, Stage.RESERVED, round_.case_ref)
    assert left == SENT.envelope - asked
    assert budget.imbalances(session) == []


def test_who_prepared_a_decision_is_refused_and_the_others_go_on(
    session: Session, people: Agency
) -> None:
    round_, adopted = opened_round(session, people), realisation(session)
    both = as_actor(people.decider_person, Role.CASE_OFFICER, Role.DECISION_MAKER, now=AFTER)
    for name in ("Aalst", "Lede"):
        submitted_claim(session, round_, town(session, name), adopted)
        preparing = both if name == "Aalst" else people.officer(AFTER)
        service.prepare_claims(session, preparing, round_)

    refused = award_service.approve_all(session, both, awards.waiting(session, round_.case_ref))

    assert [each.decision.lead.name for each in refused] == ["Aalst"]
    found = {
        each.lead.name: each.status for each in awards.of_reservation(session, round_.case_ref)
    }
    assert found == {"Aalst": Status.PREPARED, "Lede": Status.APPROVED}


def test_the_letter_shows_the_computation(session: Session, people: Agency) -> None:
    round_, aalst = opened_round(session, people), town(session, "Aalst")
    submitted_claim(session, round_, aalst, realisation(session))
    decision = service.prepare_claims(session, people.officer(AFTER), round_)[0]

    letter = Letter.from_data(decision.content["letter"])
    text = " ".join(str(words(getattr(block, "text", ""))) for block in letter.blocks)

    assert "87.332" in text  # inhabitants of Aalst on 1 January 2020 (Statbel)
    assert "7.865" in text  # its area in hectares
    assert SENT.continuity_statement in text


def test_a_decision_that_went_back_can_be_prepared_anew(session: Session, people: Agency) -> None:
    round_, aalst = opened_round(session, people), town(session, "Aalst")
    submitted_claim(session, round_, aalst, realisation(session))
    first = service.prepare_claims(session, people.officer(AFTER), round_)[0]
    award_service.return_to_author(session, people.decider(AFTER), first, "Kijk het na.")

    second = service.prepare_claims(session, people.officer(AFTER), round_)[0]

    assert (second.status, second.number) == (Status.PREPARED, f"{first.number}-2")


def test_an_approved_claim_adopts_the_realisation(session: Session, people: Agency) -> None:
    round_, aalst = opened_round(session, people), town(session, "Aalst")
    adopted = realisation(session)
    submitted_claim(session, round_, aalst, adopted)
    service.prepare_claims(session, people.officer(AFTER), round_)
    waiting = awards.waiting(session, round_.case_ref)
    award_service.approve_all(session, people.decider(AFTER), waiting)

    item = catalogue.item(session, adopted)
    assert item is not None
    assert [each.name for each in catalogue.adopters(session, item.id)] == ["Aalst"]


# Statements ---------------------------------------------------------------------------------------


def test_lists_take_the_same_number_of_statements_whatever_their_length(
    session: Session, connection: Connection, people: Agency
) -> None:
    round_, adopted = opened_round(session, people), realisation(session)
    counts = []
    for name in ("Aalst", "Lede", "Ninove"):
        submitted_claim(session, round_, town(session, name), adopted)
        session.flush()
        session.expunge_all()
        with counted(connection) as seen:
            queries.submitted(session, round_.id)
            queries.rights(session, round_.id)
            queries.take_ups(session, [round_.id])
        counts.append(len(seen))

    assert counts == [4, 4, 4]
