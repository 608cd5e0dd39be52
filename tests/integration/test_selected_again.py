"""A selection that is made again: what was prepared before it can no longer be approved."""

from collections.abc import Sequence

import pytest
from sqlalchemy.orm import Session

from subsidy.awards import queries, service
from subsidy.awards.domain.decision import Outcome, Status
from subsidy.awards.models import Decision
from subsidy.budget import queries as budget
from subsidy.budget.domain import Stage
from subsidy.cli.verify import found
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.language import words
from subsidy.policy import Actor, Role
from subsidy.scoring import queries as scoring_queries
from subsidy.scoring import service as scoring
from tests.factories import as_actor, person
from tests.support.applications import AFTER
from tests.support.scoring import EIGHTS, Jury, juror_actor, jury, reread, scored

SEVENS = dict.fromkeys(EIGHTS, 7)
TWOS = dict.fromkeys(EIGHTS, 2)


@pytest.fixture
def made(session: Session) -> Jury:
    """Give two files, each scored by three jurors, and three jurors without files."""
    world = jury(session, files=2, jurors=6)
    for juror in range(3):
        scored(session, world, juror, 0, EIGHTS)
        scored(session, world, juror, 1, SEVENS)
    return world


@pytest.fixture
def decider(session: Session) -> Actor:
    decides = person(session, "Dina Decider", roles=[Role.DECISION_MAKER])
    return as_actor(decides, Role.DECISION_MAKER, now=AFTER)


def prepared(session: Session, made: Jury) -> Sequence[Decision]:
    scoring.select(session, made.actor, made.call)
    return service.prepare_for_call(session, made.actor, made.call)


def reasons(refused: pytest.ExceptionInfo[RefusedError]) -> list[str]:
    return [words(refusal.text, "nl") for refusal in refused.value.refusals]


def committed(session: Session, made: Jury) -> Money:
    left = budget.balance(session, made.call.line_id, Stage.RESERVED, made.call.case_ref)
    return made.call.reserved - left


def test_a_decision_of_an_earlier_selection_is_not_approved(
    session: Session, made: Jury, decider: Actor
) -> None:
    prepared(session, made)
    scored(session, made, 3, 0, dict.fromkeys(EIGHTS, 0))
    scoring.select(session, made.actor, made.call)

    refused = service.approve_all(session, decider, queries.waiting(session, made.call.case_ref))

    assert len(refused) == 2
    assert all("opnieuw gemaakt" in words(one.refusals[0].text, "nl") for one in refused)
    assert committed(session, made) == Money(0)


def test_decisions_are_prepared_again_only_after_the_earlier_ones_went_back(
    session: Session, made: Jury, decider: Actor
) -> None:
    earlier = prepared(session, made)
    scored(session, made, 3, 0, dict.fromkeys(EIGHTS, 0))
    run = scoring.select(session, made.actor, made.call)

    with pytest.raises(RefusedError) as refused:
        service.prepare_for_call(session, made.actor, made.call)
    for decision in earlier:
        service.return_to_author(session, decider, decision, "De selectie is opnieuw gemaakt.")
    again = service.prepare_for_call(session, made.actor, made.call)

    assert sorted(reasons(refused)) == [
        f"Beslissing {each.number} volgt een eerdere selectie. Stuur ze eerst terug."
        for each in sorted(earlier, key=lambda one: one.number)
    ]
    ranks = {row.number: row.rank for row in scoring.rows_of(run)}
    assert {
        each.number.split("-", 1)[1][:10]: each.content["details"]["rank"] for each in again
    } == ranks
    assert service.approve_all(session, decider, again) == ()
    assert not list(found(session))


def test_the_same_selection_made_twice_changes_nothing(
    session: Session, made: Jury, decider: Actor
) -> None:
    first = prepared(session, made)

    assert prepared(session, made) == ()
    assert service.approve_all(session, decider, first) == ()


def test_an_approved_rejection_is_not_followed_by_an_award(
    session: Session, made: Jury, decider: Actor
) -> None:
    scored(session, made, 3, 1, TWOS)  # below the threshold of the call, with the sevens of three
    rejection = next(each for each in prepared(session, made) if each.outcome is Outcome.REJECTION)
    service.approve(session, decider, rejection)
    for juror in (4, 5):
        scored(session, made, juror, 1, dict.fromkeys(EIGHTS, 10))
    run = scoring.select(session, made.actor, made.call)
    assert all(row.is_funded for row in scoring.rows_of(run))

    with pytest.raises(RefusedError) as refused:
        service.prepare_for_call(session, made.actor, made.call)

    assert any("Die selectie blijft staan." in reason for reason in reasons(refused))
    assert rejection.status is Status.APPROVED
    assert committed(session, made) == Money(0)


def conflict(session: Session, made: Jury) -> None:
    """Let a juror declare a conflict about the first file, marks already in."""
    review = next(
        each
        for each in scoring_queries.reviews_of_call(session, made.call.id)
        if each.application_id == made.files[0].id
    )
    review = reread(session, review)
    scoring.declare_conflict(session, juror_actor(review), review, "Mijn broer werkt er nu.")
    session.flush()


def test_nothing_is_prepared_on_marks_that_count_no_more(session: Session, made: Jury) -> None:
    scoring.select(session, made.actor, made.call)
    conflict(session, made)

    with pytest.raises(RefusedError) as refused:
        service.prepare_for_call(session, made.actor, made.call)

    assert made.files[0].number in reasons(refused)[0]
    assert made.files[1].number not in reasons(refused)[0]


def test_a_conflict_after_the_preparation_stops_every_approval(
    session: Session, made: Jury, decider: Actor
) -> None:
    prepared(session, made)
    conflict(session, made)

    refused = service.approve_all(session, decider, queries.waiting(session, made.call.case_ref))

    assert len(refused) == 2
    assert all("belangenconflict" in words(one.refusals[0].text, "nl") for one in refused)
    assert committed(session, made) == Money(0)


def test_after_a_new_selection_without_those_marks_the_call_can_be_decided(
    session: Session, made: Jury, decider: Actor
) -> None:
    earlier = prepared(session, made)
    conflict(session, made)
    for decision in earlier:
        service.return_to_author(session, decider, decision, "Er is een belangenconflict.")
    scored(session, made, 3, 0, EIGHTS)

    scoring.select(session, made.actor, made.call)
    service.prepare_for_call(session, made.actor, made.call)
    refused = service.approve_all(session, decider, queries.waiting(session, made.call.case_ref))

    assert refused == ()
    assert committed(session, made) > Money(0)


def test_once_money_is_awarded_the_rest_follows_the_same_selection(
    session: Session, made: Jury, decider: Actor
) -> None:
    prepared(session, made)
    first, second = queries.waiting(session, made.call.case_ref)
    service.approve(session, decider, first)
    conflict(session, made)

    service.approve(session, decider, queries.decision(session, second.public_id) or second)

    assert second.status is Status.APPROVED
