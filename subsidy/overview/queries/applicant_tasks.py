"""What waits for somebody who acts for an organisation, at this organisation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from subsidy.allocation.domain.lifecycle import ClaimStatus, RoundStatus
from subsidy.allocation.models import Claim, DrawingRight, Round
from subsidy.applications import queries as applications
from subsidy.applications.domain.case_file import CaseFile, FileSignature
from subsidy.applications.domain.editing import missing_in
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.signing import current_signatures, not_ready_to_sign
from subsidy.applications.models import Application, CompletionRequest, LeadOffer, Partner
from subsidy.calls import queries as calls
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.regulation import Regulation
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.overview.domain import Task
from subsidy.planning import queries as planning
from subsidy.policy import Action, Actor, allows
from subsidy.scoring import queries as scoring


@dataclass(frozen=True, slots=True)
class _Draft:
    """A draft that somebody writes at. ``held``: by partner, the signature that holds."""

    record: Application
    file: CaseFile
    terms: Regulation
    years: tuple[int, ...]
    held: Mapping[str, FileSignature]

    def is_complete(self) -> bool:
        """Return whether only the rules of the call can still hold it back."""
        signed = all(partner.id in self.held for partner in self.file.accepted)
        return signed and not missing_in(self.file, self.years)


def drafts(session: Session, actor: Actor) -> list[Task]:
    """Return what this person can do for each draft: answer, sign, submit, or go on writing."""
    rows = session.execute(_own_drafts(actor)).unique().all()
    invited = [row[0] for row in rows if row[1] is Consent.INVITED]
    written = _written(session, [row[0] for row in rows if row[1] is not Consent.INVITED])
    ready = _ready(session, written)
    answers = [_answer(actor, record) for record in invited]
    leads = [_lead(actor, row[0], row[2]) for row in rows]
    steps = [_next(actor, draft, is_ready=draft.file.id in ready) for draft in written]
    return list(chain.from_iterable([*answers, *leads, *steps]))


def _written(session: Session, records: Sequence[Application]) -> Sequence[_Draft]:
    parts = applications.parts_of(session, [record.id for record in records])
    return [_draft(record, parts[record.id]) for record in records]


def _draft(record: Application, parts: applications.Parts) -> _Draft:
    file, terms = applications.case_file(record, parts), applications.regulation(record)
    years = applications.years_after(file, terms)
    return _Draft(record, file, terms, years, current_signatures(file))


def _ready(session: Session, written: Sequence[_Draft]) -> frozenset[str]:
    """Return the files of which nothing stands between the draft and its submission."""
    complete = [(draft.file, draft.terms) for draft in written if draft.is_complete()]
    around = applications.surroundings(session, complete)
    return frozenset(
        file.id
        for file, terms in complete
        if not any(one.blocks for one in applications.findings_of(file, terms, around[file.id]))
    )


def completions(session: Session, actor: Actor) -> list[Task]:
    """Return the files of which the agency asks the lead a completion that is not sent yet."""
    found = session.execute(
        select(Application, CompletionRequest.due_at)
        .join(CompletionRequest, CompletionRequest.application_id == Application.id)
        .where(*_waits_for_completion(actor))
        .options(joinedload(Application.call).defer(Call.draft), joinedload(Application.partners))
        .order_by(CompletionRequest.due_at, Application.id)
    ).unique()
    return [
        Task(
            verb=Text("Complete the application"),
            object=_name(record),
            endpoint="applications.complete",
            values={"public_id": record.public_id},
            deadline=due_at,
            tag=record.status,
        )
        for record, due_at in found
        if allows(actor, Action.COMPLETE_APPLICATION, record)
    ]


def questions_of_juries(session: Session, actor: Actor) -> list[Task]:
    """Return the files about which a jury asked what nobody answered yet."""
    found = session.execute(
        scoring.open_questions(actor.organisation_id, actor.now).options(
            joinedload(Application.call).defer(Call.draft), joinedload(Application.partners)
        )
    ).unique()
    return [
        Task(
            verb=Text("Answer the questions of the jury"),
            object=_name(record),
            endpoint="scoring.asked",
            values={"public_id": record.public_id},
            deadline=due_at,
            tag=record.status,
        )
        for record, due_at in found
        if allows(actor, Action.ANSWER_JURY, record)
    ]


def _waits_for_completion(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        Application.lead_id == actor.organisation_id,
        CompletionRequest.due_at > actor.now,
        CompletionRequest.sent_at.is_(None),
        CompletionRequest.withdrawn_at.is_(None),
    )


def seldom(session: Session, actor: Actor) -> list[Task]:
    """Return what mostly waits for nobody; one statement tells what there is at all."""
    now = actor.now
    round_is_open = exists().where(
        Round.status == RoundStatus.OPENED, Round.opens_at <= now, Round.closes_at > now
    )
    is_asked = exists().where(
        CompletionRequest.application_id == Application.id, *_waits_for_completion(actor)
    )
    there = session.execute(
        select(
            is_asked,
            scoring.open_questions(actor.organisation_id, now).exists(),
            round_is_open,
            planning.survey_is_open(now),
            calls.consultation_runs(now),
        )
    ).one()
    sources = (completions, questions_of_juries, drawing_rights, surveys, consultations)
    asked = [source for is_there, source in zip(there, sources, strict=True) if is_there]
    found = (source(session, actor) for source in asked)
    return list(chain.from_iterable(found))


def consultations(session: Session, actor: Actor) -> list[Task]:
    """Return the draft calls on which the organisation of this person can still react."""
    if actor.organisation_id is None:
        return []
    return [
        Task(
            verb=Text("React to the draft call"),
            object=each.regulation.title,
            endpoint="calls.consultation",
            values={"public_id": each.call.public_id},
            deadline=each.closes_at,
        )
        for each in calls.to_react(session, actor.organisation_id, actor.now)
        if allows(actor, Action.REACT, each)
    ]


def surveys(session: Session, actor: Actor) -> list[Task]:
    """Return the needs surveys that the organisation of this person can still answer."""
    if actor.organisation_id is None:
        return []
    return [
        Task(
            verb=Text("Answer the needs survey"),
            object=each.title,
            endpoint="planning.survey",
            values={"public_id": each.public_id},
            deadline=each.closes_at,
            tag=each.status,
        )
        for each in planning.to_answer(session, actor.organisation_id, actor.now)
        if allows(actor, Action.ANSWER_SURVEY, each)
    ]


def _answer(actor: Actor, record: Application) -> Iterator[Task]:
    if allows(actor, Action.ANSWER_INVITATION, record):
        yield Task(
            verb=Text("Answer the invitation"),
            object=Text("%(title)s, from %(lead)s", title=_name(record), lead=record.lead.name),
            endpoint="applications.show",
            values={"public_id": record.public_id},
            deadline=record.call.closes_at,
            tag=Consent.INVITED,
        )


def _lead(actor: Actor, record: Application, offer: LeadOffer | None) -> Iterator[Task]:
    """Yield the question about the lead to the side that did not ask it."""
    if offer is None:
        return
    heir = next(p for p in record.partners if p.id == offer.partner_id)
    answering = heir.organisation_id if offer.by_lead else record.lead_id
    if actor.organisation_id == answering and allows(actor, Action.PASS_LEAD, record):
        yield Task(
            verb=Text("Answer about the new lead"),
            object=_name(record),
            endpoint="applications.lead",
            values={"public_id": record.public_id, "partner": heir.public_id},
            deadline=record.call.closes_at,
            tag=record.status,
        )


def _own_drafts(actor: Actor) -> Select[Application, Consent, LeadOffer]:
    """Choose the drafts of open calls in which the organisation of the actor did not refuse."""
    return (
        select(Application, Partner.consent, LeadOffer)
        .join(Call, Call.id == Application.call_id)
        .join(Partner, Partner.application_id == Application.id)
        .outerjoin(LeadOffer, LeadOffer.application_id == Application.id)
        .where(
            Application.status == Status.DRAFT,
            Call.opens_at <= actor.now,
            Call.closes_at > actor.now,
            Partner.organisation_id == actor.organisation_id,
            Partner.consent != Consent.REFUSED,
        )
        .options(
            joinedload(Application.call).defer(Call.draft),
            joinedload(Application.lead),
            joinedload(Application.regulation_version),
            joinedload(Application.partners).joinedload(Partner.organisation),
        )
        .order_by(Call.closes_at, Application.id)
    )


def _next(actor: Actor, draft: _Draft, *, is_ready: bool) -> Iterator[Task]:
    record, file = draft.record, draft.file
    own = next(p.public_id for p in record.partners if p.organisation_id == actor.organisation_id)
    to_sign = own not in draft.held and not not_ready_to_sign(file, own, draft.years)
    if to_sign and allows(actor, Action.SIGN_APPLICATION, record):
        yield _task(record, Text("Sign the application"), "applications.sign")
    if is_ready and allows(actor, Action.SUBMIT_APPLICATION, record):
        yield _task(record, Text("Submit the application"), "applications.submit")
    elif allows(actor, Action.EDIT_APPLICATION, record):
        yield _task(record, Text("Go on with the application"), "applications.show")


def _task(record: Application, verb: Text, endpoint: str) -> Task:
    return Task(
        verb=verb,
        object=_name(record),
        endpoint=endpoint,
        values={"public_id": record.public_id},
        deadline=record.call.closes_at,
        tag=record.status,
    )


def _name(record: Application) -> str:
    return record.title or f"{record.number} ({record.call.title})"


def drawing_rights(session: Session, actor: Actor) -> list[Task]:
    """Return the open rounds in which the organisation has not claimed its right yet."""
    return [
        Task(
            verb=Text("Go on with the claim") if claim else Text("Claim the drawing right"),
            object=Text("%(round)s, %(amount)s", round=each.title, amount=right.amount),
            endpoint="allocation.show_claim" if claim else "allocation.round",
            values={"public_id": claim.public_id if claim else each.public_id},
            deadline=each.closes_at,
            tag=ClaimStatus.DRAFT if claim else None,
        )
        for right, each, claim in _open_rights(session, actor)
        if allows(actor, Action.CLAIM, each)
    ]


def _open_rights(
    session: Session, actor: Actor
) -> Sequence[tuple[DrawingRight, Round, Claim | None]]:
    rows = session.execute(
        select(DrawingRight, Round, Claim)
        .join(Round, Round.id == DrawingRight.round_id)
        .outerjoin(Claim, Claim.right_id == DrawingRight.id)
        .where(
            DrawingRight.organisation_id == actor.organisation_id,
            DrawingRight.amount > Money(0),
            Round.status == RoundStatus.OPENED,
            Round.opens_at <= actor.now,
            Round.closes_at > actor.now,
            or_(Claim.id.is_(None), Claim.status == ClaimStatus.DRAFT),
        )
        .order_by(Round.closes_at, Round.id)
    )
    return [(right, each, claim) for right, each, claim in rows]
