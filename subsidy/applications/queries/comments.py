"""Reads of what partners say about the parts of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.applications.models import Application, Comment, CommentThread
from subsidy.core.text import Text
from subsidy.organisations.models import Organisation
from subsidy.policy import Actor


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark as its reader sees it: a colleague by name, others by their organisation."""

    who: Text | str
    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread with its remarks, the first one first."""

    thread: CommentThread
    remarks: tuple[Remark, ...]


def conversations(session: Session, record: Application, actor: Actor) -> Sequence[Conversation]:
    """Return every conversation about a file, the newest first; two statements."""
    threads = session.scalars(
        select(CommentThread)
        .where(CommentThread.application_id == record.id)
        .order_by(CommentThread.id.desc())
    ).all()
    found: dict[int, list[Remark]] = {thread.id: [] for thread in threads}
    rows = session.execute(
        select(Comment, Person.name, Organisation.name)
        .join(Person, Person.id == Comment.person_id)
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .where(Comment.thread_id.in_(found))
        .order_by(Comment.id)
    )
    for comment, person, organisation in rows:
        own = comment.organisation_id == actor.organisation_id
        who = person if own else organisation or Text("support desk")
        found[comment.thread_id].append(Remark(who, comment.written_at, comment.body))
    return [Conversation(thread, tuple(found[thread.id])) for thread in threads]


def thread(session: Session, record: Application, public_id: str) -> CommentThread | None:
    return session.scalar(
        select(CommentThread).where(
            CommentThread.application_id == record.id, CommentThread.public_id == public_id
        )
    )


def open_remarks(session: Session, record: Application, key: str) -> int:
    """Count the conversations about a part that are not settled."""
    still = select(func.count(CommentThread.id)).where(
        CommentThread.application_id == record.id,
        CommentThread.key == key,
        CommentThread.settled_at.is_(None),
    )
    return session.scalar(still) or 0
