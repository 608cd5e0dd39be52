"""The verbs of consulting: start, react, let an association answer, answer, report."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.accounts import queries as accounts
from subsidy.calls import queries
from subsidy.calls.domain.consultation import (
    NewConsultation,
    Reaction,
    Reactions,
    ReportFacts,
    closed,
    reaction_faults,
    report_faults,
    start_faults,
)
from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.domain.regulation import content_hash, dump, faults, parse
from subsidy.calls.models import Call, Consent, Consultation, Voice
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.organisations.models import Organisation
from subsidy.planning.service import saved_meanwhile, take_version
from subsidy.policy import PARTIES, Action, Actor
from subsidy.workflow import audit, tell


def start_consultation(
    session: Session, actor: Actor, call: Call, new: NewConsultation
) -> Consultation:
    """Freeze the draft with its hash, and lay it before local authorities for a period."""
    if call.status is not Status.DRAFT:
        raise refuse(Text("Only a draft can be consulted on. Return the call to its author first."))
    refuse_if([*faults(call.draft), *start_faults(new, actor.now)])
    regulation = parse(call.draft)
    row = Consultation(
        call_id=call.id,
        opens_at=new.opens_at,
        closes_at=new.closes_at,
        introduction=new.introduction,
        expectations=dict(new.expectations),
        content=dump(regulation),
        content_hash=content_hash(regulation),
        started_by_id=actor.id,
        started_at=actor.now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # there is one already, maybe of the same instant
        raise refuse(Text("Local authorities are consulted on this call already.")) from error
    audit(session, actor, Action.START_CONSULTATION, row)
    _tell_started(session, actor, call, row)
    return row


def _tell_started(session: Session, actor: Actor, call: Call, row: Consultation) -> None:
    """Tell whoever may react; a message names nothing of the draft, its page shows it."""
    tell(
        session,
        accounts.writers_at(session, *PARTIES),
        Text("Your opinion on a draft call is asked"),
        Text(
            "The agency consults local authorities on a draft from %(opens)s until %(closes)s. "
            "You can say per part what you think of it.",
            opens=row.opens_at,
            closes=row.closes_at,
        ),
        path=f"/oproepen/{call.public_id}/raadpleging",
        now=actor.now,
    )


def react(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    organisation: Organisation,
    reactions: Reactions,
    version: int,
) -> Voice:
    """Keep what an organisation says; until the end it can be changed."""
    refuse_if(closed(consultation.opens_at, consultation.closes_at, actor.now))
    refuse_if([*_unspoken(session, consultation, organisation), *reaction_faults(reactions)])
    row = queries.voice(session, consultation.id, organisation.id)
    if (row is None) != (version == 0):
        raise saved_meanwhile()
    if row is None:
        row = _first(session, actor, consultation, organisation, reactions)
    else:
        take_version(session, row, version)
        row.content, row.reacted_by_id, row.reacted_at = _data(reactions), actor.id, actor.now
    audit(session, actor, Action.REACT, row)
    return row


def _unspoken(
    session: Session, consultation: Consultation, organisation: Organisation
) -> list[Refusal]:
    """Let an association speak only for members that said so."""
    if organisation.kind.local_authority:
        return []
    if queries.members(session, consultation.id).get(organisation.id):
        return []
    text = Text("No member lets you answer yet. A member does so on the page of this consultation.")
    return [Refusal(text)]


def _first(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    organisation: Organisation,
    reactions: Reactions,
) -> Voice:
    row = Voice(
        consultation_id=consultation.id,
        organisation_id=organisation.id,
        content=_data(reactions),
        reacted_by_id=actor.id,
        reacted_at=actor.now,
        answers={},
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # a colleague reacted at the same instant
        raise saved_meanwhile() from error
    return row


def _data(reactions: Reactions) -> dict[str, Any]:
    return {subject: _stored(reaction) for subject, reaction in reactions.items()}


def _stored(reaction: Reaction) -> dict[str, Any]:
    feasible = None if reaction.feasible is None else reaction.feasible.value
    return {"text": reaction.text, "feasible": feasible}


def let_answer(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    member: Organisation,
    association: Organisation | None,
) -> None:
    """Let an association answer for a member, another one, or none any more."""
    refuse_if(closed(consultation.opens_at, consultation.closes_at, actor.now))
    given = queries.consent(session, consultation.id, member.id)
    if given is not None:
        session.delete(given)
        session.flush()
    if association is not None:
        session.add(
            Consent(
                consultation_id=consultation.id,
                member_id=member.id,
                association_id=association.id,
                consented_by_id=actor.id,
                consented_at=actor.now,
            )
        )
        session.flush()
    audit(
        session, actor, Action.CONSENT, consultation, reason=association.name if association else ""
    )


def answer_voice(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    voice: Voice,
    answers: Mapping[str, str],
    version: int,
) -> None:
    """Answer what an organisation wrote, once it can no longer change it."""
    if consultation.is_reported:
        raise refuse(Text("The reaction report is published already."))
    if actor.now < consultation.closes_at:
        at = consultation.closes_at
        raise refuse(Text("Local authorities can react until %(at)s. Answer then.", at=at))
    take_version(session, voice, version)
    voice.answers = dict(answers)
    voice.answered_by_id, voice.answered_at = actor.id, actor.now
    audit(session, actor, Action.ANSWER_REACTION, voice)


def publish_report(session: Session, actor: Actor, consultation: Consultation, report: str) -> None:
    """Freeze the draft as it is now beside what was asked, and tell whoever reacted."""
    facts = ReportFacts(
        now=actor.now,
        closes_at=consultation.closes_at,
        everybody=queries.everybody(session, consultation.id),
        report=report,
        is_reported=consultation.is_reported,
    )
    refuse_if([*report_faults(facts), *faults(consultation.call.draft)])
    regulation = parse(consultation.call.draft)
    values = {
        "report": report,
        "outcome": dump(regulation),
        "outcome_hash": content_hash(regulation),
        "reported_by_id": actor.id,
        "reported_at": actor.now,
    }
    changed = session.execute(
        update(Consultation)
        .where(Consultation.id == consultation.id, Consultation.reported_at.is_(None))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", changed).rowcount != 1:
        raise saved_meanwhile()
    session.refresh(consultation, list(values))
    audit(session, actor, Action.REPORT_CONSULTATION, consultation)
    _tell(session, actor, consultation)


def _tell(session: Session, actor: Actor, consultation: Consultation) -> None:
    spoke = [row.organisation_id for row in queries.voices(session, consultation.id)]
    title = consultation.regulation.title
    tell(
        session,
        accounts.people_of(session, spoke),
        Text("The agency answered your reaction to “%(title)s”", title=title),
        Text("The reaction report is published. Read there what the agency does with it."),
        path=f"/oproepen/{consultation.call.public_id}/raadpleging",
        now=actor.now,
    )


def unreported(session: Session, call: Call) -> list[Refusal]:
    """Return why a call that was consulted on cannot go on: nobody heard yet what came of it."""
    found = queries.consultation_of(session, call.id)
    if found is None or found.is_reported:
        return []
    return [
        Refusal(
            Text(
                "Local authorities were consulted on this call. "
                "Answer each reaction and publish the reaction report first."
            )
        )
    ]
