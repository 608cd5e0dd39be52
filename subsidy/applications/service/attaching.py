"""Enclosing files in a draft, taking one out again, and noting what the scanner found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain import attachments as rules
from subsidy.applications.domain.accounts import LETTER
from subsidy.applications.domain.attachments import (
    Decision,
    FileAttachment,
    FileKind,
    Offered,
    Scan,
)
from subsidy.applications.domain.completion import completes
from subsidy.applications.models import Application, Attachment
from subsidy.applications.service.guard import path, refuse_unless_writing
from subsidy.calls.domain.questions import Kind
from subsidy.core.clock import brussels_day
from subsidy.core.errors import Refusal, RefusedError, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.documents.recognising import recognised
from subsidy.policy import Action, Actor
from subsidy.storage import Store, StoreError, fingerprint
from subsidy.workflow import audit, tell


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as somebody sent it; ``content`` may be cut off just over the largest size."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosing:
    """``question``: the question of the call that the files answer; empty for none.

    ``decision``: of whom and when, if they are a decision. ``scanned``: whether a scanner will
    look at them.
    """

    store: Store
    files: Sequence[Sent]
    question: str = ""
    decision: Decision | None = None
    scanned: bool = True


def attach(
    session: Session, actor: Actor, record: Application, wanted: Enclosing
) -> tuple[Attachment, ...]:
    """Enclose all of these files, or none: what is wrong is said of each at once."""
    refuse_unless_writing(session, actor, record)
    offered, faults = offer(session, record, wanted)
    refuse_if(
        [
            *_nothing_chosen(wanted),
            *_unknown_question(record, wanted.question),
            *_unknown_partner(actor, record, wanted.decision),
            *faults,
        ]
    )
    return enclose(session, actor, record, wanted, offered)


def offer(
    session: Session, record: Application, wanted: Enclosing
) -> tuple[list[Offered], list[Refusal]]:
    """Look at files that somebody wants to enclose: what they are, and what is wrong with them."""
    there = [queries.attached(row) for row in queries.attachments(session, record)]
    judged = [looked_at(file) for file in wanted.files]
    offered = [one for one, _ in judged]
    return offered, [
        *(fault for _, faults in judged for fault in faults),
        *twice([x for x in there if x.question == wanted.question], offered),
        *rules.too_much(there, offered),
    ]


def enclose(
    session: Session,
    actor: Actor,
    record: Application,
    wanted: Enclosing,
    offered: Sequence[Offered],
) -> tuple[Attachment, ...]:
    """Keep the bytes of files that were found fit, and note them."""
    keep_bytes(wanted.store, wanted.files)
    rows = tuple(
        row_of(actor, record, one, wanted.question, scanned=wanted.scanned) for one in offered
    )
    for row in rows:
        if wanted.decision is not None:
            row.decided_by = wanted.decision.partner_id
            row.decided_on = wanted.decision.dated
    session.add_all(rows)
    session.flush()
    for row in rows:
        audit(session, actor, Action.EDIT_APPLICATION, record, reason=f"+ {row.name}")
    return rows


def _nothing_chosen(wanted: Enclosing) -> Iterator[Refusal]:
    if not wanted.files:
        yield Refusal(Text("Choose at least one file."), rules.PLACE)


def _unknown_question(record: Application, key: str) -> Iterator[Refusal]:
    question = queries.regulation(record).form.question(key)
    if key and (question is None or question.kind is not Kind.FILE):
        yield Refusal(Text("Choose from the list."), "question")


def looked_at(file: Sent) -> tuple[Offered, list[Refusal]]:
    """Look at one file: its size, its content, whether its name agrees with that."""
    name, size = rules.clean_name(file.name), len(file.content)
    wrong, kind = rules.unfit_size(size), None
    if wrong is None:
        kind, wrong = _kind(name, file.content)
    faults = [] if wrong is None else [rules.of_file(name, wrong)]
    return Offered(name, size, kind, fingerprint(file.content)), faults


def _kind(name: str, content: bytes) -> tuple[FileKind | None, Text | None]:
    try:
        kind = FileKind(recognised(content))
    except RefusedError as refused:
        return None, refused.refusals[0].text
    return kind, rules.unfit_name(name, kind)


def twice(there: Sequence[FileAttachment], offered: Sequence[Offered]) -> Iterator[Refusal]:
    """Say which files answer this question already, or twice at once."""
    known = {one.sha256 for one in there}
    for one in offered:
        if one.sha256 in known:
            yield rules.of_file(one.name, Text("This file is enclosed already."))
        known.add(one.sha256)


def keep_bytes(store: Store, files: Sequence[Sent]) -> None:
    """Put the bytes in the store before their rows: so there is never a row without its file."""
    try:
        for file in files:
            store.put(file.content)
    except StoreError as error:
        text = Text(
            "The storage for attachments is full or does not answer. Nothing is enclosed. "
            "Your text is kept. Try again later."
        )
        raise refuse(text, rules.PLACE) from error


def _unknown_partner(
    actor: Actor, record: Application, decision: Decision | None
) -> Iterator[Refusal]:
    if decision is None:
        return
    if decision.partner_id not in _present(record):
        yield Refusal(Text("Choose from the list."), "partner")
    if decision.dated > brussels_day(actor.now):
        yield Refusal(Text("Fill in a day that is not in the future."), "dated")


def _present(record: Application) -> set[str]:
    """Return the partners that take part or are invited, as addresses name them."""
    there = record.partner_ids
    return {each.public_id for each in record.partners if each.organisation_id in there}


def row_of(
    actor: Actor, record: Application, one: Offered, key: str, *, scanned: bool
) -> Attachment:
    """Return the row of a file that was found fit. ``key``: of what it is a part or an answer."""
    return Attachment(
        application_id=record.id,
        question=key,
        name=one.name,
        size=one.size,
        kind=one.kind,
        content_hash=one.sha256,
        scan=Scan.WAITING if scanned else Scan.UNSCANNED,
        added_at=actor.now,
        added_by_id=actor.id,
    )


def detach(session: Session, actor: Actor, record: Application, row: Attachment) -> None:
    """Take a file out of a draft. Its bytes go later, when no file holds them any more."""
    refuse_unless_writing(session, actor, record)
    session.execute(delete(Attachment).where(Attachment.id == row.id))
    session.expunge(row)
    audit(session, actor, Action.EDIT_APPLICATION, record, reason=f"- {row.name}")


# The scanner --------------------------------------------------------------------------------------


def note_scan(session: Session, content_hash: str, scan: Scan | None, now: datetime) -> None:
    """Note what the scanner found in some bytes, wherever they are enclosed.

    None: it did not want to look; the file waits on, behind the others.
    """
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.content_hash == content_hash, Attachment.scan.in_(rules.TO_SCAN))
        .with_for_update()
    ).all()
    values = {"looked_at": now, "scan": Scan.WAITING if scan is None else scan}
    session.execute(update(Attachment).where(Attachment.id.in_([r.id for r in rows])), values)
    if scan is Scan.INFECTED:
        for row in rows:
            _tell_infected(session, row, now)


def _where(row: Attachment) -> str:
    """Return the page on which a file stands."""
    if row.question.startswith(LETTER):
        return f"rekening/{row.question.removeprefix(LETTER)}"
    return "aanvulling" if completes(row.question) else "bijlagen"


def _tell_infected(session: Session, row: Attachment, now: datetime) -> None:
    record = session.get_one(Application, row.application_id)
    tell(
        session,
        [row.added_by_id],
        Text("A virus was found in “%(name)s”", name=row.name),
        Text(
            "Nobody can open this file, and it does not count in %(number)s. "
            "Remove it, clean your computer and enclose a new one.",
            number=record.number,
        ),
        path=f"{path(record)}/{_where(row)}",
        now=now,
    )
