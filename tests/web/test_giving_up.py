"""Awards are given up by two people; the money returns, and the reserve list moves up by itself."""

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.accounts.models import Person
from subsidy.awards import queries
from subsidy.awards import service as awards
from subsidy.awards.domain.decision import Outcome, Status
from subsidy.awards.models import Decision, Waiver
from subsidy.awards.service import decisions, moving_up
from subsidy.budget import queries as ledger
from subsidy.budget import service as budget
from subsidy.budget.domain import Reason, Stage
from subsidy.budget.models import Line
from subsidy.calls.domain.regulation import Regulation, ReserveList
from subsidy.calls.models import Call, RegulationVersion
from subsidy.catalogue import queries as catalogue
from subsidy.catalogue.models import CatalogueItem
from subsidy.cli import verify, verify_reserves
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.planning.models import RegisteredGrant
from subsidy.policy import Actor, Role
from subsidy.scoring import service as scoring
from subsidy.scoring.service import child
from subsidy.web import clock
from subsidy.workflow import AuditEntry, OutboxMessage, subject_of
from tests.factories import as_actor, person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import EIGHTS, Jury, all_scored, jury
from tests.support.solving import in_this_process

ASKED, ENVELOPE = Money(150_000_00), Money(450_000_00)
REASON = "De penvoerder schreef dat het project niet doorgaat."
MARKS = (10, 9, 8, 7, 6)  # three files fit; the fourth and the fifth wait


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    monkeypatch.setattr(child, "solve", in_this_process)


def with_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    read = vars(RegulationVersion)["regulation"].fget

    def regulation(version: RegulationVersion) -> Regulation:
        found: Regulation = read(version)
        return replace(found, reserve_list=ReserveList.RANK)

    monkeypatch.setattr(RegulationVersion, "regulation", property(regulation))


class Desk:
    """Five decided files of 150,000 euro; three of them take the whole envelope."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session = app, session
        self.made: Jury = jury(session, files=5, jurors=3)
        all_scored(session, self.made, [dict.fromkeys(EIGHTS, mark) for mark in MARKS])
        self.call, self.officer = self.made.call, self.made.officer
        self.decider = person(session, "Berte Beslisser", roles=[Role.DECISION_MAKER])
        self.budget = person(session, "Bea Budget", roles=[Role.BUDGET_OFFICER])
        self.narrow(ENVELOPE)
        self.run = scoring.select(session, self.made.actor, self.call)
        awards.prepare_for_call(session, self.made.actor, self.call)
        self.approve_all()

    def narrow(self, left: Money) -> None:
        """Leave exactly this much in the reservation of the call."""
        line, case = self.call.line_id, self.call.case_ref
        source, target = (
            budget.Account(line, Stage.RESERVED, case),
            budget.Account(line, Stage.AVAILABLE),
        )
        more = self.reserved() - left
        movement = budget.Movement(source, target, more, Reason.RELEASE, f"narrowed to {left}")
        budget.move(self.session, self.maker, movement)

    @property
    def maker(self) -> Actor:
        return as_actor(self.decider, Role.DECISION_MAKER, now=AFTER)

    @property
    def author(self) -> Actor:
        return as_actor(self.officer, Role.CASE_OFFICER, now=AFTER)

    @property
    def second(self) -> Actor:
        return as_actor(self.budget, Role.BUDGET_OFFICER, now=AFTER)

    def approve_all(self) -> None:
        waiting = queries.waiting(self.session, self.call.case_ref)
        assert awards.approve_all(self.session, self.maker, waiting) == ()
        self.session.expire_all()

    def of(self, file: int) -> Sequence[Decision]:
        """Return the decisions on a file, the oldest first."""
        ref = f"application:{self.made.files[file].public_id}"
        rows = self.session.scalars(select(Decision.public_id).filter_by(source_ref=ref))
        found = [queries.decision(self.session, each) for each in rows]
        return sorted((each for each in found if each), key=lambda each: each.id)

    def give_up(self, decision: Decision) -> Sequence[Decision]:
        awards.propose_waiver(self.session, self.author, decision, REASON)
        waiver = queries.waiver_of(self.session, decision.public_id)
        assert waiver is not None
        moved = awards.confirm_waiver(self.session, self.second, waiver)
        self.session.expire_all()
        return moved

    def reserved(self) -> Money:
        return ledger.balance(self.session, self.call.line_id, Stage.RESERVED, self.call.case_ref)

    def faults(self) -> list[str]:
        """Return what is wrong, without the regulation that these tests changed in flight."""
        self.session.flush()
        found = [*verify.found(self.session), *verify.done_again(self.session)]
        return [fault for fault in found if "regulation version" not in fault]

    def client(self, who: Person) -> FlaskClient:
        return signed_in(self.app, who)


@pytest.fixture
def bare(app: Flask, session: Session) -> Desk:
    return Desk(app, session)


@pytest.fixture
def desk(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Desk:
    with_a_list(monkeypatch)
    return Desk(app, session)


def words(answer: TestResponse) -> str:
    return visible(answer.text).replace("\N{NO-BREAK SPACE}", " ")


# The whole way ------------------------------------------------------------------------------------


def test_one_proposes_another_confirms_and_nobody_does_it_twice(desk: Desk) -> None:
    page = f"/beslissingen/{desk.of(0)[0].public_id}"
    officer, second = desk.client(desk.officer), desk.client(desk.budget)

    asked = officer.get(f"{page}/afzien")
    assert_well_formed(asked.text)
    assert "Gaat terug naar de enveloppe € 150.000,00" in words(asked)
    assert officer.post(f"{page}/afzien", data={"reason": " "}).status_code == 422
    assert officer.post(f"{page}/afzien", data={"reason": REASON}).status_code == 303
    again = officer.post(f"{page}/afzien", data={"reason": REASON})
    assert again.status_code == 422
    assert "Iemand stelde al voor" in words(again)
    assert officer.post(f"{page}/afzien/bevestig").status_code == 403

    shown = second.get(page)
    assert_well_formed(shown.text)
    assert "Bevestig dat de partners afzien" in words(shown)
    assert second.post(f"{page}/afzien/bevestig").status_code == 303
    after = words(second.get(page))
    assert "Eén dossier schuift op in de reservelijst." in after
    assert "ervan afgezien, het geld is terug" in after
    assert "Terug in de enveloppe € 150.000,00" in after
    assert second.post(f"{page}/afzien/bevestig").status_code == 422
    assert officer.get(f"{page}/afzien").status_code == 200
    assert officer.post(f"{page}/afzien", data={"reason": REASON}).status_code == 422


def test_the_next_file_moves_up_by_itself_and_a_person_approves_it(desk: Desk) -> None:
    desk.give_up(desk.of(0)[0])

    rejected, moved = desk.of(3)
    assert (moved.status, moved.outcome, moved.amount) == (Status.PREPARED, Outcome.AWARD, ASKED)
    assert (moved.replaces_id, moved.prepared_by_id) == (rejected.id, desk.officer.id)
    assert rejected.number in str(moved.content["letter"])
    entry = desk.session.scalar(select(AuditEntry).filter_by(subject=subject_of(moved)))
    assert entry is not None
    assert (entry.actor_id, desk.officer.name in entry.reason) == (desk.budget.id, True)
    assert desk.reserved() == ASKED  # nothing is committed before a person approves
    assert desk.faults() == []
    decider = desk.client(desk.decider)
    assert decider.post(f"/beslissingen/{moved.public_id}/keur-goed").status_code == 303
    desk.session.expire_all()
    assert desk.reserved() == Money(0)
    assert desk.faults() == []
    later = decider.get(f"/beslissingen/{moved.public_id}")
    assert "Deze beslissing vervangt de vorige" in words(later)
    earlier = decider.get(f"/beslissingen/{rejected.public_id}")
    assert "Een latere beslissing vervangt deze" in words(earlier)
    told = set(desk.session.scalars(select(OutboxMessage.path)))
    assert {
        f"/beslissingen/{moved.public_id}",
        f"/oproepen/{desk.call.public_id}/beslissingen",
    } <= told


def _list(answer: TestResponse) -> str:
    said = words(answer)
    return said[said.index("Reservelijst") : said.index("De lijst houdt rekening")]


def test_the_page_the_workbook_and_the_letters_say_who_waits(desk: Desk) -> None:
    fourth, fifth = str(desk.of(3)[0].content["letter"]), str(desk.of(4)[0].content["letter"])
    assert "has place" in fourth
    assert desk.made.files[4].number not in fourth
    assert desk.made.files[3].number not in fifth
    answer = desk.client(desk.officer).get(f"/oproepen/{desk.call.public_id}/rangschikking.xlsx")
    rows = list(load_workbook(BytesIO(answer.data))["Reservelijst"].values)
    numbers = [str(row[1]) for row in rows if row[0] in (1, 2)]
    assert numbers == [desk.made.files[3].number, desk.made.files[4].number]
    ranking = f"/oproepen/{desk.call.public_id}/rangschikking"
    before = desk.client(desk.officer).get(ranking)
    desk.give_up(desk.of(0)[0])
    after = desk.client(desk.officer).get(ranking)
    assert_well_formed(before.text)
    assert [number in _list(before) for number in numbers] == [True, True]
    assert "€ 300.000,00" in _list(before)  # both together
    assert [number in _list(after) for number in numbers] == [False, True]


def test_a_returned_decision_waits_on_the_list_again_and_is_prepared_anew(desk: Desk) -> None:
    (moved,) = desk.give_up(desk.of(1)[0])
    awards.return_to_author(desk.session, desk.maker, moved, "De brief mist iets.")
    desk.session.expire_all()

    assert scoring.reserves_of(desk.session, desk.run)[0].row.number == desk.made.files[3].number
    (again,) = awards.prepare_next(desk.session, desk.author, desk.call)
    assert again.source_ref == moved.source_ref
    assert awards.prepare_next(desk.session, desk.author, desk.call) == ()
    assert desk.faults() == []


def test_without_a_list_in_the_regulation_nobody_moves_up(bare: Desk) -> None:
    assert "reserve" not in bare.run.content
    assert bare.give_up(bare.of(0)[0]) == ()
    assert bare.reserved() == ASKED
    assert awards.prepare_next(bare.session, bare.author, bare.call) == ()
    assert bare.faults() == []


def test_totals_and_the_workbook_count_only_what_is_kept(desk: Desk) -> None:
    """The file that moved up has the money of the one that gave up: together one envelope."""
    desk.give_up(desk.of(0)[0])
    awards.approve(desk.session, desk.maker, desk.of(3)[-1])

    assert queries.totals(desk.session, desk.maker, queries.Filter()).amount == ENVELOPE
    answer = desk.client(desk.officer).get("/beslissingen/lijst.xlsx")
    head, *rows = load_workbook(BytesIO(answer.data)).worksheets[0].values
    amount, back = head.index("Bedrag"), head.index("Terug in de enveloppe")
    decisions = [row for row in rows if str(row[0]).startswith("B-")]
    assert sum(float(str(row[amount])) for row in decisions) == 450_000
    assert sum(float(str(row[back])) for row in decisions) == 150_000


def test_the_letter_of_who_moves_up_says_no_more_why_it_lost(desk: Desk) -> None:
    (moved,) = desk.give_up(desk.of(0)[0])
    number, letter = desk.made.files[3].number, str(moved.content["letter"])
    (row,) = [
        each for each in scoring.decided_rows(desk.session, desk.run) if each.number == number
    ]
    lost = [each.msgid for each in row.sentences[1:]]
    assert lost
    assert [each for each in lost if each in letter] == []
    assert "This file has place" in letter
    assert "stood next on the reserve list" in letter


def test_sending_back_who_moved_up_holds_the_call_first_as_approving_does(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (moved,) = desk.give_up(desk.of(0)[0])
    order: list[str] = []
    held, send_back = queries.held, decisions.return_to_author

    def hold(session: Session, decision: Decision) -> Call | None:
        order.append("call")
        return held(session, decision)

    def send(session: Session, actor: Actor, decision: Decision, reason: str) -> None:
        order.append("decision")
        send_back(session, actor, decision, reason)

    monkeypatch.setattr(queries, "held", hold)
    monkeypatch.setattr(decisions, "return_to_author", send)
    awards.return_to_author(desk.session, desk.maker, moved, "De brief mist iets.")
    assert order == ["call", "decision"]


def test_money_that_returned_before_the_last_decision_does_not_idle_unseen(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_list(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "approve_all", lambda _: None)
        desk = Desk(app, session)
    for file in range(4):
        awards.approve(session, desk.maker, desk.of(file)[0])
    assert desk.give_up(desk.of(0)[0]) == ()
    assert _told_of_the_list(session) == []

    desk.approve_all()

    told = _told_of_the_list(session)
    assert desk.officer.id in told
    assert len(told) == len(set(told))  # once each
    (moved,) = awards.prepare_next(session, desk.author, desk.call)
    assert moved.source_ref == desk.of(3)[0].source_ref
    assert desk.faults() == []


def _told_of_the_list(session: Session) -> list[int | None]:
    every = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [each.person_id for each in every if "Files can move up" in str(each.subject)]


# What is undone -----------------------------------------------------------------------------------


def test_the_register_and_the_catalogue_forget_what_is_given_up(bare: Desk) -> None:
    first = bare.of(0)[0]
    ref = first.source_ref
    bare.give_up(first)

    grants = bare.session.scalars(select(RegisteredGrant).filter_by(source_ref=ref)).all()
    assert grants
    assert all(each.removed for each in grants)
    items = bare.session.scalars(select(CatalogueItem).filter_by(source_ref=ref)).all()
    assert items
    shown = bare.client(bare.officer).get("/realisaties")
    assert all(each.public_id not in shown.text for each in items)
    page = bare.client(bare.officer).get(f"/realisaties/{items[0].public_id}")
    assert "Het project zag af van zijn geld." in words(page)
    adopted = [items[0].public_id]
    assert catalogue.titles(bare.session, adopted) == {adopted[0]: items[0].title}
    assert queries.totals(bare.session, bare.maker, queries.Filter(Status.GIVEN_UP)).decisions == 1


def test_what_is_paid_stays_and_what_is_paid_in_full_is_refused(
    bare: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("subsidy.budget.queries.silent_line", lambda *_: None)
    first, second = bare.of(0)[0], bare.of(1)[0]
    paid = Money(1)
    _pay(bare, first.shares[0].case_ref, paid)
    for share in second.shares:
        _pay(bare, share.case_ref, share.amount)

    bare.give_up(first)

    assert bare.of(0)[0].released == ASKED - paid
    assert bare.reserved() == ASKED - paid
    assert bare.faults() == []
    kept = bare.session.scalars(
        select(RegisteredGrant.amount).filter_by(source_ref=first.source_ref, removed=False)
    ).all()
    assert kept == [paid]
    line = bare.session.get_one(Line, bare.call.line_id)
    book = bare.client(bare.officer).get(f"/overzichten/toewijzing/{line.public_id}.xlsx")
    sheets = load_workbook(BytesIO(book.data))
    rows = [row for row in sheets["Partners"].values if row[0] == bare.made.files[0].number]
    assert [row[-1] for row in rows] == [0.01]
    client = bare.client(bare.officer)
    refused = client.post(f"/beslissingen/{second.public_id}/afzien", data={"reason": REASON})
    assert refused.status_code == 422
    assert "volledig betaald" in words(refused)


def _pay(desk: Desk, share: str, amount: Money) -> None:
    line = desk.call.line_id
    source = budget.Account(line, Stage.COMMITTED, share)
    target = budget.Account(line, Stage.PAID, share)
    movement = budget.Movement(source, target, amount, Reason.PAYMENT, f"payment:{share}")
    budget.move(desk.session, desk.maker, movement)


# Two people, once ---------------------------------------------------------------------------------


def test_one_person_is_refused_by_the_service_and_by_the_database(bare: Desk) -> None:
    first, rejected = bare.of(0)[0], bare.of(3)[0]
    awards.propose_waiver(bare.session, bare.maker, first, REASON)
    waiver = queries.waiver_of(bare.session, first.public_id)
    assert waiver is not None

    with pytest.raises(RefusedError, match="Ask a colleague"):
        awards.confirm_waiver(bare.session, bare.maker, waiver)
    with pytest.raises(RefusedError, match="Only an approved award"):
        awards.propose_waiver(bare.session, bare.maker, rejected, REASON)
    with pytest.raises(IntegrityError), bare.session.begin_nested():
        bare.session.execute(
            update(Waiver).values(
                status="confirmed", confirmed_by_id=bare.decider.id, confirmed_at=AFTER
            )
        )


def test_a_dropped_proposal_lets_the_award_stand(bare: Desk) -> None:
    page = f"/beslissingen/{bare.of(0)[0].public_id}"
    officer = bare.client(bare.officer)
    officer.post(f"{page}/afzien", data={"reason": REASON})
    assert officer.post(f"{page}/afzien/laat-vallen").status_code == 422
    kept = officer.post(f"{page}/afzien/laat-vallen", data={"reason": "Een vergissing."})
    assert kept.status_code == 303
    assert bare.client(bare.budget).post(f"{page}/afzien/bevestig").status_code == 422
    assert officer.post(f"{page}/afzien", data={"reason": REASON}).status_code == 303
    assert bare.reserved() == Money(0)
    assert bare.faults() == []


# Money --------------------------------------------------------------------------------------------


def test_money_adds_up_after_any_sequence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Giving up, approving, returning and preparing in any order: nothing over, nothing lost."""
    chance = random.Random(4)  # noqa: S311 - a test that can be repeated
    for _ in range(14):
        _later(monkeypatch)
        _act(desk, chance)
        desk.session.flush()
        every = queries.of_reservation(desk.session, desk.call.case_ref)
        approved = Money.total(e.amount for e in every if e.status is Status.APPROVED)
        waiting = Money.total(e.amount for e in every if e.status is Status.PREPARED)
        assert approved + desk.reserved() == ENVELOPE
        assert waiting <= desk.reserved()
        assert verify_money(desk) == []
    assert desk.faults() == []


def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an hour pass: of acts in one minute nobody knows which was first."""
    monkeypatch.setattr(sys.modules[__name__], "AFTER", AFTER + timedelta(hours=1))


def _act(desk: Desk, chance: random.Random) -> None:
    every = queries.of_reservation(desk.session, desk.call.case_ref)
    awarded = [e for e in every if e.status is Status.APPROVED and e.outcome is Outcome.AWARD]
    waiting = [e for e in every if e.status is Status.PREPARED]
    what = chance.choice(["give up", "approve", "return", "prepare"])
    if what == "give up" and awarded:
        desk.give_up(chance.choice(awarded))
    elif what == "approve" and waiting:
        awards.approve(desk.session, desk.maker, chance.choice(waiting))
    elif what == "return" and waiting:
        awards.return_to_author(desk.session, desk.maker, chance.choice(waiting), "Nog eens.")
    else:
        awards.prepare_next(desk.session, desk.author, desk.call)
    desk.session.expire_all()


def verify_money(desk: Desk) -> list[str]:
    return [fault for fault in verify.found(desk.session) if "regulation version" not in fault]


def _jumped(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    """Both that wait can move up, and only the last one does."""
    patch.setattr(moving_up, "moving_up", lambda *_: ())
    desk.give_up(desk.of(0)[0])
    patch.setattr(moving_up, "moving_up", lambda waiting, _: (waiting[-1].id,))
    desk.give_up(desk.of(1)[0])


def _held_for_gone(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    """Say that the next file is out for good, so that the one after it moves up."""
    true, number = moving_up.standing_of, desk.made.files[3].number
    patch.setattr(
        moving_up,
        "standing_of",
        lambda *given: replace(true(*given), gone={*true(*given).gone, number}),
    )
    desk.give_up(desk.of(0)[0])


def _held_to_stand(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    """Say that the next file has its award already, so that the one after it moves up."""
    true, number = moving_up.standing_of, desk.made.files[3].number
    with pytest.MonkeyPatch.context() as nobody:
        nobody.setattr(moving_up, "moving_up", lambda *_: ())
        desk.give_up(desk.of(0)[0])
    patch.setattr(
        moving_up,
        "standing_of",
        lambda *given: replace(true(*given), amounts={**true(*given).amounts, number: ASKED.cents}),
    )
    desk.give_up(desk.of(1)[0])


def _more_than_free(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    """Half of what returned left the reservation again, and two move up."""
    with pytest.MonkeyPatch.context() as nobody:
        nobody.setattr(moving_up, "moving_up", lambda *_: ())
        desk.give_up(desk.of(0)[0])
        desk.give_up(desk.of(1)[0])
    desk.narrow(ASKED)
    _later(patch)
    patch.setattr(moving_up, "free_of", lambda *_: ASKED + ASKED)
    awards.prepare_next(desk.session, desk.author, desk.call)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (_jumped, "move up, and"),
        (_held_for_gone, "for gone, and it is not"),
        (_held_to_stand, "cents stand for"),
        (_more_than_free, "counted 30000000 cents as free, and 15000000 were"),
    ],
)
def test_verify_finds_who_moved_up_in_the_place_of_another(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Desk, pytest.MonkeyPatch], None],
    said: str,
) -> None:
    """Everything is well hashed and adds up; only what stood and what was free tell."""
    _later(monkeypatch)
    with monkeypatch.context() as patch:
        act(desk, patch)
    faults = verify_money(desk)
    assert [fault for fault in faults if said in fault]
    assert [fault for fault in faults if "reserve list" not in fault] == []


def test_verify_asks_no_more_statements_of_more_lists(desk: Desk) -> None:
    def asked() -> int:
        desk.session.flush()
        desk.session.expire_all()
        sent: list[str] = []
        note = lambda *given: sent.append(given[2])  # noqa: E731 - what is removed must be what was added
        event.listen(desk.session.connection(), "before_cursor_execute", note)
        assert list(verify_reserves.found(desk.session)) == []
        event.remove(desk.session.connection(), "before_cursor_execute", note)
        return len(sent)

    before = asked()
    desk.give_up(desk.of(0)[0])
    desk.give_up(desk.of(1)[0])
    assert asked() == before


def test_verify_finds_what_was_changed_by_hand(desk: Desk) -> None:
    desk.give_up(desk.of(0)[0])
    assert desk.faults() == []
    for change, said in (
        ("waiver SET reason = 'Anders'", "giving up decision"),
        ("waiver SET status = 'dropped', confirmed_at = NULL, confirmed_by_id = NULL", "two"),
        ("decision SET released = released - 1 WHERE released > 0", "the ledger"),
        ("computation SET kind = 'selecting' WHERE kind = 'reserving'", "reserve list"),
    ):
        changed = desk.session.begin_nested()
        desk.session.execute(text(f"UPDATE {change}"))
        desk.session.expire_all()
        assert any(said in fault for fault in verify_money(desk)), change
        changed.rollback()
        desk.session.expire_all()
