"""Reads of the round of questions: what jurors propose, what went out, what came back.

Who has a conflict of interest with a file reads nothing of it here, and what such a juror proposed
before counts no more, as with marks. What somebody proposed who dropped out counts no more either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session, joinedload, raiseload

from subsidy.accounts.models import Person
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.reminding import LONGEST, due
from subsidy.applications.models import Application, Partner
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.models import Call
from subsidy.scoring.domain.clarifying import Asked, Clarification, Proposal
from subsidy.scoring.models import (
    ClarificationQuestion,
    ClarificationReminder,
    ClarificationReply,
    ClarificationRound,
    Review,
)
from subsidy.scoring.queries.conflicts import Against, against
from subsidy.scoring.queries.files import files
from subsidy.scoring.queries.seats import jurors


def clarification_round(session: Session, call_id: int) -> ClarificationRound | None:
    return session.get(ClarificationRound, call_id, populate_existing=True)


@dataclass(frozen=True, slots=True)
class FileQuestions:
    """What is proposed about one file, as the chair reads it."""

    application: Application
    rows: Sequence[ClarificationQuestion]

    @property
    def proposals(self) -> Sequence[Proposal]:
        return [row.said for row in self.rows]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is proposed in a call. ``rows``: everything that counts; ``shown``: to who looks."""

    rows: Sequence[ClarificationQuestion]
    shown: Sequence[FileQuestions]

    @property
    def proposals(self) -> Sequence[Proposal]:
        """Return what is shown, one after the other."""
        return [each for file in self.shown for each in file.proposals]


def gathered(session: Session, call_id: int, person_id: int) -> Gathered:
    """Return the proposals of a call; of a file that is closed for who looks, nothing is shown."""
    seats, judged = jurors(session, call_id), files(session, call_id)
    held = against(session, seats, judged)
    rows = _counting(session, call_id, held)
    own = next((each for each in seats if each.person_id == person_id), None)
    by_id = {each.id: each for each in judged}
    shown = [
        FileQuestions(by_id[file_id], list(group))
        for file_id, group in groupby(rows, key=lambda row: row.application_id)
        if file_id in by_id and (own is None or not held.reasons(own.id, file_id))
    ]
    return Gathered([row for row in rows if row.application_id in by_id], shown)


def _counting(session: Session, call_id: int, held: Against) -> Sequence[ClarificationQuestion]:
    rows = session.scalars(
        select(ClarificationQuestion)
        .join(Application, Application.id == ClarificationQuestion.application_id)
        .where(Application.call_id == call_id)
        .options(joinedload(ClarificationQuestion.juror), raiseload("*"))
        .order_by(Application.number, ClarificationQuestion.id)
    ).all()
    return [
        row
        for row in rows
        if row.is_sent
        or (row.juror.left_at is None and not held.reasons(row.juror_id, row.application_id))
    ]


def proposed_for(
    session: Session, own: Review, colleagues: Sequence[Review]
) -> Sequence[ClarificationQuestion]:
    """Return what a juror proposes for a file, then what these colleagues do.

    ``colleagues``: those whose marks the juror may see; nobody else's proposals come along.
    """
    ids = {own.juror_id, *(each.juror_id for each in colleagues)}
    rows = session.scalars(
        select(ClarificationQuestion)
        .where(
            ClarificationQuestion.application_id == own.application_id,
            ClarificationQuestion.juror_id.in_(ids),
        )
        .options(joinedload(ClarificationQuestion.juror))
        .order_by(ClarificationQuestion.id)
    ).all()
    return sorted(rows, key=lambda row: row.juror_id != own.juror_id)


_Row = tuple[  # of outer joins, which their types do not tell
    ClarificationRound, ClarificationQuestion | None, ClarificationReply | None, str | None
]


def clarification(session: Session, application: Application) -> Clarification:
    """Return what went out about a file and what came back, in one statement; answers included."""
    statement = (
        select(ClarificationRound, ClarificationQuestion, ClarificationReply, Person.name)
        .select_from(ClarificationRound)
        .outerjoin(
            ClarificationQuestion,
            (ClarificationQuestion.application_id == application.id)
            & ClarificationQuestion.is_sent,
        )
        .outerjoin(ClarificationReply, ClarificationReply.application_id == application.id)
        .outerjoin(Person, Person.id == ClarificationReply.saved_by_id)
        .where(ClarificationRound.call_id == application.call_id)
        .order_by(ClarificationQuestion.id)
    )
    rows: Sequence[_Row] = session.execute(statement).all()
    if not rows:
        return Clarification()
    sent, _, reply, name = rows[0]
    return Clarification(
        term=sent.term,
        lengthened=sent.lengthened,
        asked=tuple(question.asked for _, question, _, _ in rows if question is not None),
        version=0 if reply is None else reply.version,
        saved_at=None if reply is None else reply.saved_at,
        saved_by=name or "",
        content_hash="" if reply is None else reply.content_hash,
    )


def sent_questions(
    session: Session, application: Application
) -> Mapping[str, ClarificationQuestion]:
    """Return the questions that went out about a file, by identifier."""
    rows = session.scalars(
        select(ClarificationQuestion)
        .where(
            ClarificationQuestion.application_id == application.id, ClarificationQuestion.is_sent
        )
        .order_by(ClarificationQuestion.id)
    )
    return {row.public_id: row for row in rows}


def sent_in(session: Session, call_id: int) -> Sequence[ClarificationQuestion]:
    """Return every question that went out in a call, in the order of proposal."""
    return session.scalars(
        select(ClarificationQuestion)
        .join(Application, Application.id == ClarificationQuestion.application_id)
        .where(Application.call_id == call_id, ClarificationQuestion.is_sent)
        .order_by(ClarificationQuestion.id)
    ).all()


def asked_in(session: Session, call_id: int) -> Mapping[str, Sequence[Asked]]:
    """Return the questions that went out in a call with their answers, by number of the file."""
    rows = session.execute(
        select(Application.number, ClarificationQuestion)
        .join(ClarificationQuestion, ClarificationQuestion.application_id == Application.id)
        .where(Application.call_id == call_id, ClarificationQuestion.is_sent)
        .order_by(Application.number, ClarificationQuestion.id)
    )
    found: dict[str, list[Asked]] = {}
    for number, row in rows:
        found.setdefault(number, []).append(row.asked)
    return found


def answers_beside(
    session: Session, reviews: Sequence[Review], now: datetime
) -> Mapping[int, Sequence[Asked]]:
    """Return what was asked about these files and answered, by the id of the file.

    Nothing of a call in which applicants can still answer.
    """
    rows = session.execute(
        select(ClarificationQuestion)
        .join(Application, Application.id == ClarificationQuestion.application_id)
        .join(ClarificationRound, ClarificationRound.call_id == Application.call_id)
        .where(
            ClarificationQuestion.application_id.in_({each.application_id for each in reviews}),
            ClarificationQuestion.is_sent,
            ClarificationRound.due_at <= now,
        )
        .order_by(ClarificationQuestion.id)
    ).scalars()
    found: dict[int, list[Asked]] = {}
    for row in rows:
        found.setdefault(row.application_id, []).append(row.asked)
    return found


def own_proposal(session: Session, own: Review, public_id: str) -> ClarificationQuestion | None:
    """Return a question that this juror proposed about this file."""
    return session.scalar(
        select(ClarificationQuestion).where(
            ClarificationQuestion.public_id == public_id,
            ClarificationQuestion.juror_id == own.juror_id,
            ClarificationQuestion.application_id == own.application_id,
        )
    )


def hold_files(session: Session, call_id: int) -> None:
    """Hold the files of a call until the transaction ends: nobody answers meanwhile."""
    session.execute(
        select(Application.id)
        .where(Application.call_id == call_id)
        .order_by(Application.id)  # always in one order, so that nobody waits in a circle
        .with_for_update()
    )


def is_answered(session: Session, call_id: int) -> bool:
    found = (
        select(ClarificationReply.application_id)
        .join(Application, Application.id == ClarificationReply.application_id)
        .where(Application.call_id == call_id)
    )
    return session.scalars(found.limit(1)).first() is not None


def forget_reminders(session: Session, call_id: int) -> None:
    """Let the marks before the end of a term count anew."""
    files = select(Application.id).where(Application.call_id == call_id)
    session.execute(
        delete(ClarificationReminder).where(ClarificationReminder.application_id.in_(files))
    )


def clarification_reply(session: Session, application: Application) -> ClarificationReply | None:
    return session.get(ClarificationReply, application.id, populate_existing=True)


def open_questions(organisation_id: int | None, now: datetime) -> Select[Application, datetime]:
    """Choose the files in which an organisation takes part and can still answer a question.

    What was asked and has an answer waits no more, though it can change until the term ends.
    """
    return (
        select(Application, ClarificationRound.due_at)
        .join(ClarificationRound, ClarificationRound.call_id == Application.call_id)
        .where(
            ClarificationRound.due_at > now,
            Application.status == Status.ADMISSIBLE,
            select(Partner.id)
            .where(
                Partner.application_id == Application.id,
                Partner.organisation_id == organisation_id,
                Partner.consent == Consent.ACCEPTED,
            )
            .exists(),
            select(ClarificationQuestion.id)
            .where(
                ClarificationQuestion.application_id == Application.id,
                ClarificationQuestion.is_sent,
                ClarificationQuestion.answer == "",
            )
            .exists(),
        )
        .order_by(ClarificationRound.due_at, Application.id)
    )


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A file without any answer, and a term that comes near."""

    application_id: int
    public_id: str
    number: str
    days: int
    due_at: datetime


def clarifications_to_remind(session: Session, now: datetime) -> Sequence[Unanswered]:
    """Return the files of which nobody answered yet, and for which mark before the term."""
    reminded = {
        (file_id, days)
        for file_id, days in session.execute(
            select(ClarificationReminder.application_id, ClarificationReminder.days)
            .join(Application, Application.id == ClarificationReminder.application_id)
            .join(ClarificationRound, ClarificationRound.call_id == Application.call_id)
            .where(ClarificationRound.due_at > now)
        )
    }
    rows = session.execute(
        select(Application.id, Application.public_id, Application.number, ClarificationRound.due_at)
        .join(Call, Call.id == Application.call_id)
        .join(ClarificationRound, ClarificationRound.call_id == Call.id)
        .where(
            ClarificationRound.due_at > now,
            ClarificationRound.due_at <= now + LONGEST,
            select(ClarificationQuestion.id)
            .where(
                ClarificationQuestion.application_id == Application.id,
                ClarificationQuestion.is_sent,
            )
            .exists(),
            ~select(ClarificationReply.application_id)
            .where(ClarificationReply.application_id == Application.id)
            .exists(),
        )
        .order_by(Application.id)
    )
    return [
        Unanswered(file_id, public_id, number, days, due_at)
        for file_id, public_id, number, due_at in rows
        if (days := due(due_at, now)) is not None and (file_id, days) not in reminded
    ]
