"""What waits for whom, along the life of a call; and that it costs the same for few and many."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import event
from sqlalchemy.orm import Session

from subsidy.allocation import service as rounds
from subsidy.allocation.models import Round
from subsidy.allocation.service import RoundInput
from subsidy.applications import service as applications
from subsidy.calls import service as calls
from subsidy.core.money import Money
from subsidy.overview.domain import CallDesk, Step, Task, next_step
from subsidy.overview.queries.tasks import tasks
from subsidy.policy import Actor, MandateKind, Role
from subsidy.scoring import queries as jury_queries
from subsidy.scoring import service as scoring
from subsidy.scoring.models import Review
from tests.factories import acting_for, as_actor, case_officer, decision_maker, line, member
from tests.support.applications import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    complete,
    draft,
    published_call,
    regulation,
    sign_all,
    town,
)
from tests.support.scoring import Jury, given, jury, person_of, reread, sheet

BEFORE = OPENS - timedelta(days=7)


def asked(session: Session, actor: Actor) -> list[str]:
    """Return what the start page asks, as ``verb: page``, seen by a request of its own."""
    session.flush()
    with Session(session.connection(), join_transaction_mode="create_savepoint") as fresh:
        return [f"{task.verb}: {task.endpoint}" for task in tasks(fresh, actor)]


def test_a_proposed_call_waits_for_another_decision_maker(session: Session) -> None:
    both = decision_maker(session)
    author = as_actor(both, Role.CASE_OFFICER, Role.DECISION_MAKER, now=BEFORE)
    other = as_actor(decision_maker(session), Role.DECISION_MAKER, now=BEFORE)
    made = calls.create(session, author, line(session, author), regulation())

    assert asked(session, author) == ["Finish the call: calls.show"]
    assert asked(session, other) == []

    calls.propose(session, author, made)

    assert asked(session, author) == []
    assert asked(session, other) == ["Judge the proposed call: calls.show"]


def test_an_invitation_waits_for_who_may_answer_it(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    lede = town(session, "Lede")
    applications.invite(session, made.lead.actor, made.record, lede.organisation)
    reader = member(session, lede.organisation, MandateKind.READER)

    (task,) = tasks(session, lede.actor)

    assert (str(task.verb), task.endpoint) == ("Answer the invitation", "applications.show")
    assert task.values == {"public_id": made.record.public_id}
    assert task.deadline == CLOSES
    only_reads = acting_for(reader, lede.organisation, MandateKind.READER, now=DURING)
    assert tasks(session, only_reads) == []


GO_ON = "Go on with the application: applications.show"
SIGN = "Sign the application: applications.sign"
SUBMIT = "Submit the application: applications.submit"


def test_a_draft_is_written_then_signed_then_submitted(session: Session) -> None:
    call = published_call(session)
    writing = draft(session, call, "Lede", "Berlare")
    assert asked(session, writing.lead.actor) == [GO_ON]

    ready = complete(session, call, "Aalst", "Ninove", "Haaltert", signed=False)
    lead, partner = ready.lead, ready.towns[1]
    editor = acting_for(partner.person, partner.organisation, MandateKind.EDITOR, now=DURING)
    assert asked(session, partner.actor) == [SIGN, GO_ON]
    assert asked(session, editor) == [GO_ON]

    sign_all(session, ready)
    assert asked(session, partner.actor) == [GO_ON]
    assert asked(session, lead.actor) == [SUBMIT]

    applications.submit(session, lead.actor, ready.record)
    assert asked(session, lead.actor) == []


def test_who_breaks_a_rule_is_not_asked_to_submit(session: Session) -> None:
    too_few = complete(session, published_call(session), "Lede", "Haaltert")

    assert asked(session, too_few.lead.actor) == [GO_ON]


def test_nothing_waits_after_the_deadline_or_at_another_organisation(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")

    assert asked(session, replace(made.lead.actor, now=CLOSES)) == []
    assert asked(session, replace(made.lead.actor, organisation_id=None)) == []
    assert asked(session, town(session, "Gent").actor) == []


def test_a_closed_call_asks_one_step_after_the_other(session: Session) -> None:
    call = published_call(session)
    officer = as_actor(case_officer(session), Role.CASE_OFFICER, now=DURING)
    made = complete(session, call, "Aalst", "Ninove", "Haaltert")
    applications.submit(session, made.lead.actor, made.record)

    assert asked(session, officer) == []
    closed = replace(officer, now=AFTER)
    assert asked(session, closed) == ["Judge the admissibility: applications.admissibility"]

    applications.admit(session, closed, made.record)
    assert asked(session, closed) == ["Assign the files to the jury: scoring.panel"]
    assert asked(session, replace(closed, roles=frozenset({Role.AUDITOR}))) == []


def test_a_jury_has_work_until_its_marks_are_in(session: Session) -> None:
    made = jury(session, files=2, jurors=1)
    sits = as_actor(person_of(session, made.jurors[0]), Role.JUROR, now=AFTER)
    assert asked(session, sits) == []

    given(session, made, file=0)
    given(session, made, file=1)
    assert asked(session, sits) == ["Declare conflicts for 2 files: scoring.index"]

    for review in reviews_of(session, made):
        scoring.declare_none(session, sits, review)
    assert asked(session, sits) == ["Score 2 files: scoring.index"]
    assert asked(session, made.actor) == []

    for review in reviews_of(session, made):
        scoring.submit_marks(session, sits, review, sheet())
    assert asked(session, sits) == []
    assert asked(session, made.actor) == ["Make the selection: scoring.ranking"]


def reviews_of(session: Session, made: Jury) -> Sequence[Review]:
    listed = jury_queries.files_of_person(session, made.jurors[0].person_id)
    records = [jury_queries.review(session, each.public_id) for each in listed]
    return [reread(session, each) for each in records if each is not None]


def test_the_next_step_by_hand() -> None:
    nothing = CallDesk(unjudged=0, admissible=0, reviews=0, scored=0, selections=0, undecided=0)
    steps = [
        (nothing, None),
        (replace(nothing, unjudged=1, admissible=3), Step.JUDGE),
        (replace(nothing, undecided=2), Step.PREPARE),
        (replace(nothing, admissible=3, undecided=3), Step.ASSIGN),
        (replace(nothing, admissible=3, undecided=3, reviews=9, scored=8), None),
        (replace(nothing, admissible=3, undecided=3, reviews=9, scored=9), Step.SELECT),
        (
            replace(nothing, admissible=3, undecided=3, reviews=9, scored=9, selections=1),
            Step.PREPARE,
        ),
        (replace(nothing, admissible=3, reviews=9, scored=9, selections=2), None),
    ]
    assert [next_step(desk) for desk, _ in steps] == [step for _, step in steps]


def opened_round(session: Session) -> Round:
    """Return a round over all municipalities, proposed by one and opened by another."""
    officer = as_actor(case_officer(session), Role.CASE_OFFICER, now=BEFORE)
    decider = as_actor(decision_maker(session), Role.DECISION_MAKER, now=BEFORE)
    sent = RoundInput(
        title="Trekkingsrechten",
        aim="Iedereen mee.",
        continuity_statement="Het agentschap houdt het steunpunt open.",
        envelope=Money(3_000_000_00),
        floor=Money(1_000_00),
        ceiling=None,
        components=(("population_2021", 10_000),),
        opens_at=OPENS,
        closes_at=CLOSES,
        first_day=date(2022, 1, 1),
        last_day=date(2023, 12, 31),
    )
    made = rounds.create_round(session, officer, line(session, officer), sent)
    rounds.propose_round(session, officer, made)
    assert asked(session, officer) == []
    assert asked(session, decider) == [
        "Judge the proposed allocation round: allocation.round",
    ]
    rounds.open_round(session, decider, made)
    assert asked(session, decider) == []
    return made


def test_a_drawing_right_waits_until_it_is_claimed(session: Session) -> None:
    made = opened_round(session)
    lede = town(session, "Lede")

    (task,) = tasks(session, lede.actor)
    assert (str(task.verb), task.endpoint) == ("Claim the drawing right", "allocation.round")
    assert task.values == {"public_id": made.public_id}
    assert asked(session, replace(lede.actor, now=BEFORE)) == []
    assert asked(session, replace(lede.actor, now=CLOSES)) == []

    claim = rounds.start_claim(session, lede.actor, made, lede.organisation)
    (task,) = tasks(session, lede.actor)
    assert (str(task.verb), task.endpoint) == ("Go on with the claim", "allocation.show_claim")
    assert task.values == {"public_id": claim.public_id}


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _x: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(statement)

    bind = session.connection().engine
    event.listen(bind, "before_cursor_execute", note)
    yield statements
    event.remove(bind, "before_cursor_execute", note)


def test_one_and_three_drafts_cost_as_many_statements(session: Session) -> None:
    call = published_call(session)
    aalst = draft(session, call, "Aalst", "Ninove").towns[1]
    with counted(session) as for_one:
        assert len(asked(session, aalst.actor)) == 1

    for lead in ("Lede", "Haaltert"):
        made = draft(session, call, lead, "Ninove")
        assert made.towns[1].organisation.id == aalst.organisation.id
    with counted(session) as for_three:
        assert len(asked(session, aalst.actor)) == 3

    assert len(for_three) == len(for_one)


def test_a_visitor_has_no_tasks(session: Session) -> None:
    found: Sequence[Task] = tasks(session, Actor(0, DURING))
    assert list(found) == []
