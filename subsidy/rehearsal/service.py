"""Play a rehearsal: the same services that people use, one after the other, as those people."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.allocation import service as allocation
from subsidy.allocation.domain.claim import Answers, Effort
from subsidy.allocation.models import Round
from subsidy.applications import queries as application_queries
from subsidy.applications import service as applications
from subsidy.applications.domain import form
from subsidy.applications.domain.case_file import FileLine
from subsidy.applications.models import Application
from subsidy.awards import service as awards
from subsidy.awards.models import Decision
from subsidy.budget import service as budget
from subsidy.budget.models import Line
from subsidy.calls import queries as call_queries
from subsidy.calls import service as calls
from subsidy.calls.domain import dossier
from subsidy.calls.domain.regulation import dump
from subsidy.calls.models import Call
from subsidy.catalogue import queries as catalogue
from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.money import Money
from subsidy.organisations import queries as organisations
from subsidy.organisations.models import Organisation
from subsidy.policy import Actor, Mandate, MandateKind, Role
from subsidy.rehearsal.domain import (
    ApplicationRow,
    ContinuityRow,
    PartnerRow,
    Rehearsal,
    RightRow,
    RoundPlan,
    Turned,
    decided_at,
)
from subsidy.rehearsal.queries import Outcome
from subsidy.scoring import queries as scoring_queries
from subsidy.scoring import service as scoring
from subsidy.scoring.domain.marks import Mark
from subsidy.scoring.models import Juror, SelectionRun

DAY = timedelta(days=1)
COLLEGE = "college van burgemeester en schepenen"  # whose decision a rehearsal does not ask
Prepare = Callable[[Actor, Application], None]
MEMBER = (MandateKind.EDITOR, MandateKind.SIGNATORY)


def as_it_is(_lead: Actor, _record: Application) -> None:
    """Leave an application as the rows of the rehearsal say."""


@dataclass(slots=True)
class Cast:
    """Who plays: two people of the agency, whoever acts for each municipality, jurors by name."""

    officer: Person
    decision_maker: Person
    members: dict[str, tuple[Organisation, Person]] = field(default_factory=dict)
    jurors: dict[str, Person] = field(default_factory=dict)

    def officer_at(self, now: datetime) -> Actor:
        return Actor(self.officer.id, now, frozenset({Role.CASE_OFFICER}))

    def decision_maker_at(self, now: datetime) -> Actor:
        return Actor(self.decision_maker.id, now, frozenset({Role.DECISION_MAKER}))

    def member_at(self, nis: str, now: datetime) -> Actor:
        organisation, person = self.members[nis]
        mandates = tuple(Mandate(organisation.id, kind) for kind in MEMBER)
        return Actor(person.id, now, frozenset(), mandates, organisation.id)


def rehearse(session: Session, rehearsal: Rehearsal) -> Outcome:
    """Play the whole rehearsal on a scratch database that holds the reference data."""
    started = rehearsal.regulation.opens_at - 30 * DAY
    cast = Cast(
        _agency_person(session, "dossierbeheerder", Role.CASE_OFFICER),
        _agency_person(session, "beslisser", Role.DECISION_MAKER),
    )
    programme = budget.found_programme(
        session, rehearsal.line, "", date(started.year, 1, 1), rehearsal.regulation.last_day
    )
    line = budget.endow_line(
        session, cast.officer_at(started), programme, rehearsal.line, rehearsal.envelope
    )
    return play(session, cast, line, rehearsal)


def _agency_person(session: Session, name: str, role: Role) -> Person:
    return accounts.create_person(session, f"{name}@proef.example", name.capitalize(), roles=[role])


def play(session: Session, cast: Cast, line: Line, rehearsal: Rehearsal) -> Outcome:
    """Play call and round on a line, with people who may be there already."""
    call, turned = play_applications(session, cast, line, rehearsal)
    run, decisions = play_jury(session, cast, call, rehearsal)
    if rehearsal.round is None:
        ended_at = decided_at(rehearsal.regulation)
        return Outcome(line, call, turned, run, decisions, None, (), ended_at)
    round_ = play_round_opening(session, cast, line, rehearsal.round)
    claims_turned = play_claims(session, cast, round_, rehearsal.rights)
    more = play_claim_decisions(session, cast, round_)
    ended_at = round_.closes_at + 30 * DAY
    return Outcome(line, call, turned, run, (*decisions, *more), round_, claims_turned, ended_at)


# The call -----------------------------------------------------------------------------------------


def play_call(session: Session, cast: Cast, line: Line, rehearsal: Rehearsal) -> Call:
    """Write, propose and publish the call: two people."""
    before = rehearsal.regulation.opens_at - 14 * DAY
    officer, decider = cast.officer_at(before), cast.decision_maker_at(before)
    call = calls.create(session, officer, line, dump(rehearsal.regulation))
    calls.propose(session, officer, call)
    calls.publish(session, decider, call)
    return call


def play_applications(
    session: Session,
    cast: Cast,
    line: Line,
    rehearsal: Rehearsal,
    prepare: Prepare = as_it_is,
) -> tuple[Call, tuple[Turned, ...]]:
    """Let every consortium write, sign and submit; return what was turned away, and why.

    ``prepare``: what a lead still does just before all sign.
    """
    call = play_call(session, cast, line, rehearsal)
    _hire_members(session, cast, [row.nis for row in rehearsal.partners])
    turned = []
    for row in rehearsal.applications:
        refusals = play_application(session, cast, call, (rehearsal, row), prepare)
        if refusals:
            lead = cast.members[row.lead_nis][0].name
            turned.append(Turned(row.number, row.title, lead, refusals))
    return call, tuple(turned)


def _hire_members(session: Session, cast: Cast, nis_codes: Sequence[str]) -> None:
    """Make one person for each municipality that has nobody yet."""
    known = {each.nis: each for each in organisations.municipalities(session)}
    for nis in dict.fromkeys(nis_codes):
        if nis not in cast.members:
            organisation = known[nis]
            person = accounts.create_person(
                session, f"medewerker-{nis}@gemeente.example", f"Medewerker {organisation.name}"
            )
            accounts.give_mandate(session, person, organisation, *MEMBER)
            cast.members[nis] = (organisation, person)


def play_application(
    session: Session,
    cast: Cast,
    call: Call,
    dossier: tuple[Rehearsal, ApplicationRow],
    prepare: Prepare = as_it_is,
) -> Sequence[Refusal]:
    """Write one application and try to submit it; return why that was refused, if it was."""
    rehearsal, row = dossier
    lead = cast.member_at(row.lead_nis, row.submitted_at)
    try:
        with session.begin_nested():
            record = write_application(session, cast, call, rehearsal, row)
            prepare(lead, record)
            sign_all(session, cast, record, rehearsal.partners_of(row.number), row)
            applications.submit(session, lead, record)
    except RefusedError as refused:
        return refused.refusals
    return ()


def write_application(
    session: Session, cast: Cast, call: Call, rehearsal: Rehearsal, row: ApplicationRow
) -> Application:
    """Start the file, gather the partners and fill in every part."""
    writing = row.submitted_at - min(
        2 * DAY, (row.submitted_at - rehearsal.regulation.opens_at) / 2
    )
    lead = cast.member_at(row.lead_nis, writing)
    wanted = applications.Start(title=row.title, number=row.number)
    record = applications.start(session, lead, call, wanted)
    partners = rehearsal.partners_of(row.number)
    for partner in partners:
        if partner.nis != row.lead_nis:
            applications.invite(session, lead, record, cast.members[partner.nis][0])
            invitee = cast.member_at(partner.nis, writing)
            applications.answer(session, invitee, record, accept=partner.accepts)
    _write_texts(session, lead, record, row)
    _write_tasks(session, lead, cast, record, partners)
    _write_budget(session, lead, cast, record, rehearsal)
    _write_continuity(session, lead, cast, record, rehearsal.continuity_of(row.number))
    return record


def _write_texts(session: Session, lead: Actor, record: Application, row: ApplicationRow) -> None:
    project = form.Project(
        title=row.title,
        summary=row.summary,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        feasible_minimum=row.feasible_minimum,
    )
    for part in (project, row.contact, row.content, row.privacy):
        applications.save_part(session, lead, record, part)
    if row.answers:
        applications.save_answers(session, lead, record, row.answers)


def _write_tasks(
    session: Session,
    lead: Actor,
    cast: Cast,
    record: Application,
    partners: Sequence[PartnerRow],
) -> None:
    known = {partner.organisation_id: partner for partner in record.partners}
    for row in partners:
        if row.accepts:
            partner = known[cast.members[row.nis][0].id]
            tasks = form.Tasks(tasks=row.tasks, needs=row.needs)
            applications.save_tasks(session, lead, record, partner, tasks)


def _write_budget(
    session: Session, lead: Actor, cast: Cast, record: Application, rehearsal: Rehearsal
) -> None:
    ids = {partner.organisation_id: partner.public_id for partner in record.partners}
    lines = [
        FileLine(
            partner_id=ids[cast.members[row.nis][0].id],
            cost_type=row.cost_type,
            year=row.year,
            requested=row.requested,
        )
        for row in rehearsal.budget_of(record.number)
    ]
    applications.save_budget(session, lead, record, lines)


def _write_continuity(
    session: Session,
    lead: Actor,
    cast: Cast,
    record: Application,
    rows: Sequence[ContinuityRow],
) -> None:
    ids = {partner.organisation_id: partner.public_id for partner in record.partners}
    for title in dict.fromkeys(row.realisation for row in rows):
        own = [row for row in rows if row.realisation == title]
        first = own[0]
        realisation = applications.add_realisation(
            session,
            lead,
            record,
            form.Realisation(
                title=title,
                for_whom=first.for_whom,
                licence=first.licence,
                how_to_use=first.how_to_use,
                conditions=first.conditions,
                available_from=first.available_from,
                adopters=first.adopters,
            ),
        )
        promises = [
            _promise(
                realisation.public_id,
                ids[cast.members[nis][0].id],
                [row for row in own if row.nis == nis],
            )
            for nis in dict.fromkeys(row.nis for row in own)
        ]
        applications.save_promises(session, lead, record, realisation, promises)


def _promise(
    realisation_id: str, partner_id: str, rows: Sequence[ContinuityRow]
) -> dossier.Promise:
    first = rows[0]
    return dossier.Promise(
        realisation_id=realisation_id,
        partner_id=partner_id,
        stays=first.stays,
        owner=first.owner,
        funding_source=first.funding_source,
        deciding_body=first.deciding_body,
        decided_on=first.decided_on,
        expected_of_others=first.expected_of_others,
        risk=first.risk,
        second_source=first.second_source,
        third_source=first.third_source,
        decision_document=first.decision_document,
        years=tuple(
            dossier.PromiseYear(row.year, row.cost, row.funded, row.second, row.third)
            for row in rows
        ),
    )


def sign_all(
    session: Session,
    cast: Cast,
    record: Application,
    partners: Sequence[PartnerRow],
    row: ApplicationRow,
) -> None:
    """Let every partner that takes part sign, as the file is submitted.

    Who cannot sign does not: the submission says that, with everything else that is missing.
    """
    for partner in partners:
        if partner.accepts:
            actor = cast.member_at(partner.nis, row.submitted_at)
            signing = applications.Signing(
                name=partner.signatory,
                function=partner.function,
                deciding_body=COLLEGE,
                decided_on=row.submitted_at.date(),
                content_hash=applications.hash_to_sign(session, actor, record),
                agreed=applications.marks_to_agree(session, actor, record),
            )
            with suppress(RefusedError):
                applications.sign(session, actor, record, signing)


# The jury -----------------------------------------------------------------------------------------


def play_jury(
    session: Session, cast: Cast, call: Call, rehearsal: Rehearsal
) -> tuple[SelectionRun | None, tuple[Decision, ...]]:
    """Admit, assign, mark, select, prepare and approve; nothing when there is nothing to judge."""
    judged_at = rehearsal.regulation.closes_at + 7 * DAY
    records = admit_all(session, cast.officer_at(judged_at), call)
    if not records:
        return None, ()
    mark_all(session, cast, call, rehearsal, records)
    on = decided_at(rehearsal.regulation)
    call_queries.call(session, call.public_id)  # reading the files anew forgot its versions
    run = scoring.select(session, cast.officer_at(on), call)
    decisions = awards.prepare_for_call(session, cast.officer_at(on), call)
    approve(session, cast.decision_maker_at(on), decisions)
    return run, decisions


def admit_all(session: Session, officer: Actor, call: Call) -> Sequence[Application]:
    """Declare every submitted file admissible: the rules let in only what meets them."""
    for record in application_queries.of_call(session, call):
        applications.admit(session, officer, record)
    return scoring_queries.admissible(session, call.id)


def mark_all(
    session: Session,
    cast: Cast,
    call: Call,
    rehearsal: Rehearsal,
    records: Sequence[Application],
) -> None:
    """Seat the jury, assign by the score sheet, and hand in every mark."""
    seats = seat_jury(session, cast, call, rehearsal)
    by_number = {record.number: record for record in records}
    officer = cast.officer_at(rehearsal.regulation.closes_at + 8 * DAY)
    marked_at = rehearsal.regulation.closes_at + 30 * DAY
    for number, name in dict.fromkeys((row.number, row.juror) for row in rehearsal.scores):
        if number in by_number:
            juror = seats[name]
            review = scoring.assign(session, officer, juror, by_number[number])
            full = scoring_queries.review(session, review.public_id)
            if full is None:
                raise LookupError(review.public_id)
            actor = Actor(juror.person_id, marked_at, frozenset({Role.JUROR}))
            scoring.declare_none(session, actor, full)
            scoring.submit_marks(session, actor, full, _marks(rehearsal, number, name))


def _marks(rehearsal: Rehearsal, number: str, juror: str) -> scoring.Marks:
    rows = [row for row in rehearsal.scores if (row.number, row.juror) == (number, juror)]
    return scoring.Marks(tuple(Mark(r.criterion, r.mark, r.motivation) for r in rows), 1)


def seat_jury(session: Session, cast: Cast, call: Call, rehearsal: Rehearsal) -> dict[str, Juror]:
    officer = cast.officer_at(rehearsal.regulation.closes_at + DAY)
    for number, row in enumerate(rehearsal.jurors, 1):
        if row.name not in cast.jurors:
            employer = organisations.by_nis(session, row.employer_nis) if row.employer_nis else None
            cast.jurors[row.name] = accounts.create_person(
                session, f"jurylid{number}@jury.example", row.name, employer=employer
            )
        scoring.seat(session, officer, call, cast.jurors[row.name], is_chair=row.is_chair)
    return {each.person.name: each for each in scoring_queries.jurors(session, call.id)}


def approve(session: Session, decider: Actor, decisions: Sequence[Decision]) -> None:
    refused = awards.approve_all(session, decider, decisions)
    if refused:
        raise RefusedError([refusal for each in refused for refusal in each.refusals])


# The round ----------------------------------------------------------------------------------------


def play_round_opening(session: Session, cast: Cast, line: Line, plan: RoundPlan) -> Round:
    before = plan.opens_at - DAY
    officer, decider = cast.officer_at(before), cast.decision_maker_at(before)
    sent = allocation.RoundInput(
        title=plan.title,
        aim=plan.aim,
        continuity_statement=plan.continuity_statement,
        envelope=plan.envelope,
        floor=plan.floor,
        ceiling=plan.ceiling,
        components=plan.components,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        first_day=plan.first_day,
        last_day=plan.last_day,
    )
    round_ = allocation.create_round(session, officer, line, sent)
    allocation.propose_round(session, officer, round_)
    allocation.open_round(session, decider, round_)
    return round_


def play_claims(
    session: Session, cast: Cast, round_: Round, rows: Sequence[RightRow]
) -> tuple[Turned, ...]:
    """Let municipalities claim; return the claims that were turned away, and why."""
    _hire_members(session, cast, [row.nis for row in rows])
    realisations = {item.title: item.public_id for item in catalogue.all_items(session)}
    turned = []
    for row in rows:
        refusals = _play_claim(session, cast, round_, row, realisations.get(row.realisation, ""))
        if refusals:
            name = cast.members[row.nis][0].name
            turned.append(Turned(row.nis, round_.title, name, refusals))
    return tuple(turned)


def _play_claim(
    session: Session, cast: Cast, round_: Round, row: RightRow, realisation: str
) -> Sequence[Refusal]:
    organisation, person = cast.members[row.nis]
    actor = cast.member_at(row.nis, round_.opens_at + DAY)
    try:
        with session.begin_nested():
            claim = allocation.start_claim(session, actor, round_, organisation)
            answers = _answers(row, person, realisation)
            amount = claim.amount if row.amount is None else row.amount
            allocation.save_claim(session, actor, claim, answers, amount, claim.version)
            allocation.submit_claim(session, actor, claim)
    except RefusedError as refused:
        return refused.refusals
    return ()


def _answers(row: RightRow, person: Person, realisation: str) -> Answers:
    return Answers(
        contact_name=person.name,
        contact_email=person.email,
        efforts=tuple(Effort(value) for value in row.efforts),
        objective=row.objective,
        description=row.description,
        realisation=realisation,
        continuity=row.continuity,
        continuity_body=row.deciding_body,
    )


def play_claim_decisions(session: Session, cast: Cast, round_: Round) -> tuple[Decision, ...]:
    after = round_.closes_at + 14 * DAY
    decisions = tuple(allocation.prepare_claims(session, cast.officer_at(after), round_))
    approve(session, cast.decision_maker_at(after), decisions)
    return decisions


def total_of(decisions: Sequence[Decision]) -> Money:
    return Money.total(decision.amount for decision in decisions)
