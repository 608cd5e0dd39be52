"""Remarks about a part of a file, among the partners and whoever reads along by their consent."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.applications.domain.editing import not_taking_part
from subsidy.applications.domain.form import LIMITS
from subsidy.applications.models import Application, Comment, CommentNotice, CommentThread
from subsidy.applications.service.guard import own_partner, path, taking_part
from subsidy.core.clock import brussels_day
from subsidy.core.errors import Refusal, refuse_if
from subsidy.core.pasted import clean
from subsidy.core.text import Text
from subsidy.policy import Actor, Role
from subsidy.workflow import tell

LONGEST = LIMITS["remark"]


def may_discuss(record: Application, actor: Actor) -> bool:
    """Whether the actor takes part, or reads along as the support desk.

    Who is invited and did not answer yet does not hear what the others say about it.
    """
    own = own_partner(record, actor)
    desk = record.is_supported and Role.SUPPORT_DESK in actor.roles
    return desk or not not_taking_part(None if own is None else own.consent)


def remark(
    session: Session, actor: Actor, record: Application, thread: CommentThread | str, body: str
) -> CommentThread:
    """Add a remark to a conversation, or begin one about the part of a key; it opens again."""
    text = clean(body)
    refuse_if([*_not_discussing(record, actor), *_unfit(text)])
    if isinstance(thread, str):
        thread = CommentThread(application_id=record.id, key=thread)
        session.add(thread)
        session.flush()
    thread.settled_at, thread.settled_by_id = None, None
    session.add(
        Comment(
            thread_id=thread.id,
            organisation_id=actor.organisation_id,
            person_id=actor.id,
            body=text,
            written_at=actor.now,
        )
    )
    _announce(session, actor, record)
    session.flush()
    return thread


def settle(
    session: Session, actor: Actor, record: Application, thread: CommentThread, *, settled: bool
) -> None:
    """Say that nothing is left to do about a conversation, or that there is after all."""
    refuse_if(_not_discussing(record, actor))
    thread.settled_at = actor.now if settled else None
    thread.settled_by_id = actor.id if settled else None
    session.flush()


def _not_discussing(record: Application, actor: Actor) -> list[Refusal]:
    if may_discuss(record, actor):
        return []
    return [Refusal(Text("Only organisations that take part speak about the application."))]


def _unfit(text: str) -> list[Refusal]:
    if not text:
        return [Refusal(Text("Write your remark."), "body")]
    if len(text) > LONGEST:
        limit = Text("Use at most %(limit)s characters.", limit=LONGEST)
        return [Refusal(limit, "body")]
    return []


def _announce(session: Session, actor: Actor, record: Application) -> None:
    """Tell the other partners, each once a day however much is said."""
    day = brussels_day(actor.now)
    told = {
        row.organisation_id: row
        for row in session.scalars(
            select(CommentNotice).where(CommentNotice.application_id == record.id)
        )
    }
    for organisation_id in taking_part(record):
        notice = told.get(organisation_id)
        if organisation_id == actor.organisation_id or (notice and notice.told_on == day):
            continue
        if notice is None:
            notice = CommentNotice(application_id=record.id, organisation_id=organisation_id)
            session.add(notice)
        notice.told_on = day
        _tell(session, actor, record, organisation_id)


def _tell(session: Session, actor: Actor, record: Application, organisation_id: int) -> None:
    subject = Text("There are new remarks about %(number)s", number=record.number)
    body = Text(
        "Your partners talk about “%(title)s”. Read and answer their remarks. "
        "You hear about this at most once a day.",
        title=record.title or "…",
    )
    to = people.people_of(session, [organisation_id])
    tell(session, to, subject, body, path=f"{path(record)}/opmerkingen", now=actor.now)
