"""``subsidy verify`` finds what somebody changed behind the application's back."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from subsidy.awards import queries as awards
from subsidy.awards import service
from subsidy.cli.verify import found
from subsidy.policy import Role
from subsidy.scoring import service as scoring
from tests.factories import as_actor, person
from tests.support.applications import AFTER
from tests.support.rounds import agency, opened_round, realisation, submitted_claim, town
from tests.support.scoring import jury, scored


@pytest.fixture
def decided(session: Session) -> Session:
    """Give a database with an approved award, and a submitted claim."""
    made = jury(session, files=1, jurors=3)
    for juror in range(3):
        scored(session, made, juror)
    scoring.select(session, made.actor, made.call)
    service.prepare_for_call(session, made.actor, made.call)
    decides = person(session, "Dina Decider", roles=[Role.DECISION_MAKER])
    decider = as_actor(decides, Role.DECISION_MAKER, now=AFTER)
    waiting = awards.waiting(session, made.call.case_ref)
    assert service.approve_all(session, decider, waiting) == ()
    adopted = realisation(session)
    submitted_claim(
        session, opened_round(session, agency(session)), town(session, "Aalst"), adopted
    )
    session.flush()
    return session


def test_a_database_that_only_the_services_wrote_is_sound(decided: Session) -> None:
    assert list(found(decided)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE ledger_account SET balance = balance + 1 WHERE stage = 'available'", "transfers"),
        ("UPDATE budget_line SET requested = requested + 1", "was changed after submission"),
        ("UPDATE application SET requested = requested + 1", "was changed after submission"),
        ("UPDATE application SET title = 'Anders'", "was changed after submission"),
        (
            "UPDATE partner SET consent = 'refused' WHERE id = (SELECT max(id) FROM partner)",
            "chang",
        ),
        ("UPDATE promise SET owner = 'Iemand anders'", "was changed after submission"),
        ("UPDATE share SET amount = amount + 1", "its shares"),
        ("UPDATE decision SET amount = amount + 1", "its shares"),
        ("UPDATE claim SET amount = amount - 1", "claim"),
        (
            (
                "UPDATE ledger_account SET case_ref = 'share:x' WHERE stage = 'committed' "
                "AND id = (SELECT max(id) FROM ledger_account WHERE stage = 'committed')"
            ),
            "the ledger holds",
        ),
    ],
)
def test_every_change_by_hand_is_found(decided: Session, change: str, said: str) -> None:
    decided.execute(text(change))
    decided.expire_all()

    assert any(said in fault for fault in found(decided))
