"""The demo programme: what it must hold, made once per database and rolled back."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, selectinload

from subsidy import demo
from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.allocation.domain.lifecycle import ClaimStatus, RoundStatus
from subsidy.allocation.models import Claim, DrawingRight, Round
from subsidy.applications import queries as application_queries
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.signing import current_signatures, unsigned
from subsidy.applications.models import Application, Partner
from subsidy.applications.service.submitting import facts
from subsidy.awards.domain.decision import Outcome
from subsidy.awards.models import Decision
from subsidy.budget.domain import StatementStatus
from subsidy.budget.models import LedgerAccount, Line, LineStatement, Programme
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.lifecycle import Status as CallStatus
from subsidy.calls.models import Call, Consultation
from subsidy.cli.verify import found as faults_found
from subsidy.core import clock
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.demo import calendar, drafts, people
from subsidy.demo.dossiers import Consortium
from subsidy.planning.domain.agenda import overlaps
from subsidy.planning.domain.survey import SurveyStatus
from subsidy.planning.models import AgendaEntry, Survey
from subsidy.policy import Actor, Role
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, Review
from subsidy.web import clock as programme_clock

HALF = 150

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Built:
    session: Session
    existed: bool


@pytest.fixture(scope="module")
def built(engine: Engine) -> Iterator[Built]:
    """Make a demo in a transaction that is rolled back when the tests of this file are done."""
    with engine.connect() as connection, connection.begin() as transaction:
        with Session(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        ) as session:
            existed = demo.exists(session)
            demo.build(session)
            session.flush()
            yield Built(session, existed)
        transaction.rollback()


def _call(session: Session, title: str) -> Call:
    return session.scalars(
        select(Call).where(Call.title == title).options(selectinload(Call.versions))
    ).one()


def _draft(session: Session, consortium: Consortium) -> Application:
    own = Application.number == consortium.number
    return application_queries.whole(session, session.scalars(select(Application).where(own)).one())


def test_it_is_made_once(built: Built) -> None:
    assert not built.existed
    assert demo.exists(built.session)
    with pytest.raises(RefusedError):
        demo.build(built.session)


def test_the_programme_is_fifty_million_in_three_lines(built: Built) -> None:
    programme = built.session.scalars(
        select(Programme).options(selectinload(Programme.lines))
    ).one()
    funded = {
        each.line_id: -each.balance
        for each in built.session.scalars(
            select(LedgerAccount).where(LedgerAccount.stage == "funder")
        )
    }
    amounts = [funded[line.id].cents // 100_000_000 for line in programme.lines]
    assert (programme.first_day.year, programme.last_day.year) == (2021, 2024)
    assert amounts == [30, 15, 5]


def test_the_ledger_and_everything_frozen_are_sound(built: Built) -> None:
    assert list(faults_found(built.session)) == []


def test_the_decided_call_is_the_published_one(built: Built) -> None:
    """27 projects with 108 municipalities were published on 18 February 2022."""
    session = built.session
    call = session.scalars(select(Call).where(Call.title.startswith("Iedereen Digitaal"))).one()
    files = session.scalars(select(Application).where(Application.call_id == call.id)).all()
    municipalities = session.scalars(
        select(Partner.organisation_id)
        .join(Application)
        .where(Application.call_id == call.id, Partner.consent == Consent.ACCEPTED)
    ).all()
    assert len(files) == 27
    assert len(municipalities) == len(set(municipalities)) == 108
    assert session.scalar(select(func.count(Juror.id)).where(Juror.call_id == call.id)) == 12


def test_every_application_of_it_is_decided_and_what_is_awarded_is_committed(built: Built) -> None:
    decisions = built.session.scalars(
        select(Decision).where(Decision.source_ref.startswith("application:"))
    ).all()
    assert len(decisions) == 27
    assert all(each.approved_at is not None for each in decisions)
    awarded = Money.total(each.amount for each in decisions if each.outcome is Outcome.AWARD)
    committed = built.session.scalars(
        select(LedgerAccount.balance).where(LedgerAccount.stage == "committed")
    )
    assert Money.total(committed) == awarded > Money(0)


def test_of_the_open_call_every_state_of_a_draft_is_there(built: Built) -> None:
    session = built.session
    call = _call(session, "Digipunten dicht bij huis")
    assert call.opens_at is not None
    assert call.closes_at is not None
    assert call.opens_at < calendar.START < call.closes_at
    statuses = Counter(
        session.scalars(select(Application.status).where(Application.call_id == call.id))
    )
    assert statuses == {Status.DRAFT: 7, Status.SUBMITTED: 1, Status.WITHDRAWN: 1}
    consents = set(
        session.scalars(
            select(Partner.consent)
            .join(Application)
            .where(Application.number == drafts.INVITING.number)
        )
    )
    assert consents == set(Consent)


def test_one_draft_has_half_a_budget_and_one_half_a_continuity_plan(built: Built) -> None:
    budgeting = application_queries.case_file(_draft(built.session, drafts.BUDGETING))
    asking = [bool(budgeting.requested_by(partner.id)) for partner in budgeting.partners]
    assert asking == [True, True, False, False]
    continuing = application_queries.case_file(_draft(built.session, drafts.CONTINUING))
    promising = [bool(continuing.promises_of(partner.id)) for partner in continuing.partners]
    assert promising == [True, True, False, False]


def test_parts_in_one_statement_are_the_records(built: Built) -> None:
    """Every file of the demo, by two ways: as records, and folded by the database."""
    ids = built.session.scalars(select(Application.id)).all()
    parts = application_queries.parts_of(built.session, ids)
    records = application_queries.wholes(built.session, ids)
    assert len(records) == len(ids)
    assert {len(parts[record.id].promises) for record in records} > {0}
    for record in records:
        assert application_queries.case_file(record, parts[record.id]) == (
            application_queries.case_file(record)
        )
        for own, folded in zip(record.sections, parts[record.id].sections, strict=True):
            assert (own.saved_at, own.version) == (folded.saved_at, folded.version)


def test_signatures_are_none_some_or_all(built: Built) -> None:
    signable = application_queries.case_file(_draft(built.session, drafts.SIGNABLE))
    assert not current_signatures(signable)
    half = application_queries.case_file(_draft(built.session, drafts.HALF_SIGNED))
    assert unsigned(half) == ("Lede",)
    assert not unsigned(application_queries.case_file(_draft(built.session, drafts.SUBMITTABLE)))


def test_the_submittable_draft_lacks_nothing(built: Built) -> None:
    record = _draft(built.session, drafts.SUBMITTABLE)
    file = application_queries.case_file(record)
    known = facts(record, file, Actor(1, calendar.START))
    assert [str(each.outcome) for each in known.findings] == ["met"] * len(known.findings)
    assert not known.missing
    assert not known.unsigned


def test_one_call_waits_for_publication_one_is_written_one_is_before_authorities(
    built: Built,
) -> None:
    statuses = Counter(built.session.scalars(select(Call.status)))
    assert statuses == {CallStatus.PUBLISHED: 3, CallStatus.PROPOSED: 1, CallStatus.DRAFT: 2}
    consulted = select(Call.status, Consultation.reported_at.is_not(None)).join(
        Consultation, Consultation.call_id == Call.id
    )
    found = {(status, told) for status, told in built.session.execute(consulted)}
    assert found == {(CallStatus.PROPOSED, True), (CallStatus.DRAFT, False)}


def test_before_the_calls_the_agency_asked_planned_and_said_what_stays(built: Built) -> None:
    statements = Counter(built.session.scalars(select(LineStatement.status)))
    assert statements == {StatementStatus.PUBLISHED: 2, StatementStatus.DRAFT: 1}
    surveys = Counter(built.session.scalars(select(Survey.status)))
    assert surveys == dict.fromkeys(SurveyStatus, 1)
    entries = [entry.plan for entry in built.session.scalars(select(AgendaEntry))]
    assert any(overlaps(entry, entries) for entry in entries)


def test_the_jury_is_halfway(built: Built) -> None:
    statuses = set(
        built.session.scalars(
            select(Review.status)
            .join(Juror, Juror.id == Review.juror_id)
            .join(Call, Call.id == Juror.call_id)
            .where(Call.title == "Digitale kansen in de buurt")
        )
    )
    assert statuses == set(ReviewStatus)


def test_half_of_the_claims_are_in(built: Built) -> None:
    session = built.session
    round_ = session.scalars(select(Round).where(Round.status == RoundStatus.OPENED)).one()
    assert round_.opens_at < calendar.START < round_.closes_at
    rights = session.scalars(select(DrawingRight.amount)).all()
    assert len(rights) == 2 * HALF
    assert Money.total(rights) == round_.envelope
    statuses = Counter(session.scalars(select(Claim.status)))
    assert statuses[ClaimStatus.SUBMITTED] == HALF
    assert statuses[ClaimStatus.DRAFT] > 0


def test_nothing_happened_after_the_demo_date(built: Built) -> None:
    session = built.session
    latest = session.scalars(select(Claim.submitted_at).order_by(Claim.submitted_at.desc()))
    assert max(filter(None, latest)) < calendar.START
    submitted = session.scalars(select(Application.submitted_at))
    assert max(filter(None, submitted)) < calendar.START


def test_the_demo_date_is_set(built: Built) -> None:
    seconds = built.session.scalars(select(programme_clock.ProgrammeClock.offset_seconds)).one()
    shown = clock.now().timestamp() + seconds
    assert abs(shown - calendar.START.timestamp()) < 600


def test_everybody_on_the_console_can_sign_in(built: Built) -> None:
    lines = "\n".join(demo.sign_ins())
    known = {
        each.email: each
        for each in built.session.scalars(select(Person).options(selectinload(Person.agency_roles)))
    }
    for each in people.EVERYBODY:
        person = known[each.email]
        assert each.email in lines
        assert accounts.knows_password(person, accounts.DEMO_PASSWORD)
    roles = {role.role for each in people.EVERYBODY for role in known[each.email].agency_roles}
    assert roles == set(Role)
    assert accounts.DEMO_PASSWORD in lines


def test_the_lines_belong_to_one_programme(built: Built) -> None:
    assert set(built.session.scalars(select(Line.position))) == {1, 2, 3}
