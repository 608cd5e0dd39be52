"""After any acts of the partners, exactly the signatures whose signed part differs are withdrawn.

The oracle knows nothing of hashes. It writes down, act by act, what each partner commits to. A
signature holds when that is what it was at one of the signatures of that partner. And whoever lost
one is asked again, once.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain.expectations import Expectation
from subsidy.applications.domain.form import Realisation, Tasks
from subsidy.applications.domain.funding import Amount, Funding
from subsidy.applications.domain.indicators import Indicator
from subsidy.applications.domain.scaling import Scaling, Step
from subsidy.applications.domain.signing import current_signatures
from subsidy.applications.models import SignatureAsked
from subsidy.applications.service import Signing
from subsidy.calls.domain.regulation import CostType
from subsidy.core.money import Money
from tests.support.applications import (
    PROJECT,
    REALISATION,
    Consortium,
    complete,
    promise,
    published_call,
)

YEARS = (2024, 2025, 2026)
PARTNERS = st.integers(0, 2)
FEW = st.integers(0, 2)


@dataclass(frozen=True)
class Made:
    """A realisation as the oracle knows it: what each partner promises to carry it."""

    title: str
    owners: tuple[str | None, ...] = (None, None, None)


class Committing(RuleBasedStateMachine):
    """Every rule is an act of a partner; in the beginning nobody has signed."""

    session: Session
    made: Consortium

    def __init__(self) -> None:
        super().__init__()
        self.undo = self.session.begin_nested()
        self.title, self.tasks, self.own = PROJECT.title, ["", "", ""], [0, 0, 0]
        self.expected: dict[tuple[int, int], str] = {}
        first = self.rows()[0]
        self.there = {first.public_id: Made(first.title, ("Dienst 0",) * 3)}
        self.gone: dict[str, Made] = {}
        self.signed: list[list[object]] = [[], [], []]
        self.lapsed = [False, False, False]
        for at in range(3):
            self.writes_tasks(at, 0)
        self.promises(0)

    def teardown(self) -> None:
        self.undo.rollback()
        self.session.expire_all()

    # Acts that a signature is about ---------------------------------------------------------------

    @rule(number=FEW)
    def gives_a_title(self, number: int) -> None:
        self.title = f"Titel {number}"
        part = replace(PROJECT, title=self.title, summary="Wat, waar en hoe.")
        service.save_part(self.session, self.lead, self.record, part)
        self.note()

    @rule(at=PARTNERS, number=FEW)
    def writes_tasks(self, at: int, number: int) -> None:
        self.tasks[at] = f"Taken {number}"
        part = Tasks(tasks=self.tasks[at], needs=f"Nood {number}")
        partner = self.record.partners[at]
        service.save_tasks(self.session, self.lead, self.record, partner, part)
        self.note()

    @rule(at=PARTNERS, euro=FEW)
    def pays(self, at: int, euro: int) -> None:
        self.own[at] = euro
        amount = Amount(cost_type=CostType.STAFF, year=2022, own=Money(100 * euro))
        part = Funding(partner_id=self.id(at), amounts=(amount,), other_source=f"Bron {euro}")
        service.save_funding(self.session, self.lead, self.record, part)
        self.note()

    @rule(by=PARTNERS, of=PARTNERS, number=FEW)
    def expects(self, by: int, of: int, number: int) -> None:
        """Write one sentence; the third takes it away again."""
        if by == of:
            return
        self.expected.pop((by, of), None)
        if number:
            self.expected[by, of] = f"Zin {number}"
        rows = [
            Expectation(by=self.id(one), of=self.id(other), sentence=sentence)
            for (one, other), sentence in self.expected.items()
        ]
        service.save_expectations(self.session, self.lead, self.record, rows)
        self.note()

    @rule(number=FEW)
    def promises(self, number: int) -> None:
        """Let all promise the same about a realisation, but one somebody else's service."""
        if not self.there:
            return
        public_id = sorted(self.there)[number % len(self.there)]
        owners = tuple(f"Dienst {number if at == number else 0}" for at in range(3))
        self.there[public_id] = replace(self.there[public_id], owners=owners)
        whole = queries.whole(self.session, self.record)
        row = next(one for one in whole.realisations if one.public_id == public_id)
        plan = [
            replace(promise(row, partner, *YEARS), owner=owner)
            for partner, owner in zip(whole.partners, owners, strict=True)
        ]
        service.save_promises(self.session, self.lead, whole, row, plan)
        self.note()

    @precondition(lambda self: len(self.there) < 3)
    @rule(number=FEW)
    def adds_a_realisation(self, number: int) -> None:
        title = f"Gids {number}"
        if title in {one.title for one in (*self.there.values(), *self.gone.values())}:
            return
        row = service.add_realisation(
            self.session, self.lead, self.record, replace(REALISATION, title=title)
        )
        self.there[row.public_id] = Made(title)
        self.note()

    @precondition(lambda self: self.there)
    @rule(number=FEW)
    def removes_a_realisation(self, number: int) -> None:
        public_id = sorted(self.there)[number % len(self.there)]
        row = next(one for one in self.rows() if one.public_id == public_id)
        service.remove_realisation(self.session, self.lead, self.record, row)
        self.gone[public_id] = self.there.pop(public_id)
        self.note()

    @precondition(lambda self: self.gone)
    @rule(number=FEW)
    def brings_one_back(self, number: int) -> None:
        public_id = sorted(self.gone)[number % len(self.gone)]
        service.bring_back(self.session, self.lead, self.record, public_id)
        self.there[public_id] = self.gone.pop(public_id)
        self.note()

    # Acts that no signature is about --------------------------------------------------------------

    @rule(number=FEW)
    def counts(self, number: int) -> None:
        rows = [Indicator(own=f"Uren {number}")]
        service.save_indicators(self.session, self.lead, self.record, rows)
        self.note()

    @precondition(lambda self: self.there)
    @rule(number=FEW)
    def writes_beside_what_is_signed(self, number: int) -> None:
        row = self.rows()[0]
        part = replace(
            REALISATION, title=self.there[row.public_id].title, how_to_use=f"Stap {number}"
        )
        assert isinstance(part, Realisation)
        service.change_realisation(self.session, self.lead, self.record, row, part)
        steps = (Step(what=f"Stap {number}"),)
        scaling = Scaling(realisation_id=row.public_id, steps=steps)
        service.save_scaling(self.session, self.lead, self.record, scaling)
        self.note()

    # Signing --------------------------------------------------------------------------------------

    @rule(at=PARTNERS)
    def signs(self, at: int) -> None:
        """Sign, if nothing lacks in the part of this partner."""
        if not self.there or any(one.owners[at] is None for one in self.there.values()):
            return
        actor = self.made.towns[at].actor
        signing = Signing(
            name="An",
            function="burgemeester",
            deciding_body="college",
            decided_on=date(2021, 9, 13),
            content_hash=service.hash_to_sign(self.session, actor, self.record),
            agreed=service.marks_to_agree(self.session, actor, self.record),
        )
        service.sign(self.session, actor, self.record, signing)
        self.signed[at].append(self.commitment(at))
        self.lapsed[at] = False

    # What must hold -------------------------------------------------------------------------------

    def commitment(self, at: int) -> object:
        """Say what a partner commits to, as a person would list it."""
        return (
            self.title,
            self.tasks[at],
            self.own[at],
            sorted(one.title for one in self.there.values()),
            sorted((x.title, x.owners[at]) for x in self.there.values() if x.owners[at]),
            sorted((by, text) for (by, of), text in self.expected.items() if of == at),
        )

    def holds(self, at: int) -> bool:
        return self.commitment(at) in self.signed[at]

    def note(self) -> None:
        """Write down whose signature this act withdrew: that partner is asked again."""
        for at in range(3):
            self.lapsed[at] |= bool(self.signed[at]) and not self.holds(at)

    @invariant()
    def exactly_the_right_signatures_hold(self) -> None:
        held = current_signatures(queries.file_again(self.session, self.record))

        assert [self.id(at) in held for at in range(3)] == [self.holds(at) for at in range(3)]

    @invariant()
    def who_lost_one_is_asked_again_and_nobody_else(self) -> None:
        asked = set(self.session.scalars(select(SignatureAsked.partner_id)))

        assert [each.id in asked for each in self.record.partners] == self.lapsed

    # ----------------------------------------------------------------------------------------------

    @property
    def record(self) -> Any:  # noqa: ANN401 - a row, read again in each step
        return self.made.record

    @property
    def lead(self) -> Any:  # noqa: ANN401 - whoever acts for the lead
        return self.made.lead.actor

    def rows(self) -> Any:  # noqa: ANN401 - rows of the file
        return queries.whole(self.session, self.record).realisations

    def id(self, at: int) -> str:
        return str(self.record.partners[at].public_id)


def committed(session: Session, *, acts: int, examples: int) -> None:
    made = complete(session, published_call(session), signed=False)

    class OnThisFile(Committing):
        pass

    OnThisFile.session, OnThisFile.made = session, made
    tries = settings(max_examples=examples, stateful_step_count=acts)
    run_state_machine_as_test(OnThisFile, settings=tries)


@pytest.mark.slow
def test_exactly_the_signatures_that_a_change_touches_are_withdrawn(session: Session) -> None:
    committed(session, acts=25, examples=4)


@pytest.mark.long
def test_the_same_after_two_hundred_acts(session: Session) -> None:
    committed(session, acts=200, examples=12)
