"""Prove what a jury left: selections, consensus, minutes and signatures, questions and answers.

What is frozen is computed again, and its hash is compared with the one in the audit log: who writes
a row anew together with its hash still has the log against them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications.models import Application
from subsidy.calls.models import RegulationVersion
from subsidy.policy import Action
from subsidy.scoring.domain.clarifying import Asked, reply_hash, round_hash
from subsidy.scoring.domain.marks import Criterion
from subsidy.scoring.domain.minutes import is_sound
from subsidy.scoring.models import (
    ClarificationQuestion,
    ClarificationReply,
    ClarificationRound,
    ConsensusMark,
    Discussion,
    FileAdvice,
    Meeting,
    Minutes,
    MinutesSignature,
    SelectionRun,
)
from subsidy.scoring.service import consensus_in, criteria_in
from subsidy.scoring.service.selecting import content_hash, not_following, not_weighing
from subsidy.workflow import AuditEntry, subject_of

AT_ONCE = timedelta(minutes=1)
"""An act bears the instant at which its request came in; two within this time may have waited for
each other, so their order is not told by their instants."""

_HASHED = (SelectionRun, Minutes, ClarificationReply)


@dataclass(frozen=True, slots=True)
class _File:
    """What is compared with: the number of a file, and the criteria under which it came in."""

    id: int
    number: str
    criteria: Sequence[Criterion]
    consensus_counts: bool


def found(session: Session) -> Iterator[str]:
    """Give every fault in what a jury left, in words; a constant number of statements."""
    logged = _logged(session)
    files = _files(session)
    agreed = _agreed(session)
    yield from _selections(session, logged, files, agreed)
    yield from _meetings(session, logged)
    yield from _settled(session, files, agreed)
    yield from _signatures(session)
    yield from _clarifications(session, logged)


def _logged(session: Session) -> Mapping[str, str]:
    """Return the newest hash that the audit log holds of each row."""
    of_ours = [AuditEntry.subject.startswith(f"{kind.__name__.lower()}:") for kind in _HASHED]
    rows = session.execute(
        select(AuditEntry.subject, AuditEntry.reason)
        .where(of_ours[0] | of_ours[1] | of_ours[2], AuditEntry.reason != "")
        .order_by(AuditEntry.id)
    )
    pairs: Sequence[tuple[str, str]] = rows.all()
    return dict(pairs)


def _differs(logged: Mapping[str, str], row: SelectionRun | Minutes | ClarificationReply) -> bool:
    """Whether the log knows another hash; what was kept before the log had any has none there."""
    return logged.get(subject_of(row), row.content_hash) != row.content_hash


def _files(session: Session) -> Mapping[str, _File]:
    """Return every file by its public id."""
    rules = {each.id: each.regulation for each in session.scalars(select(RegulationVersion))}
    criteria = {id_: criteria_in(each) for id_, each in rules.items()}
    rows = session.execute(
        select(
            Application.public_id,
            Application.id,
            Application.number,
            Application.regulation_version_id,
        )
    )
    return {
        public_id: _File(id_, number, criteria[version], rules[version].consensus_counts)
        for public_id, id_, number, version in rows
    }


# Selections ---------------------------------------------------------------------------------------


_Agreed = Mapping[int, Sequence[tuple[int, ConsensusMark]]]
"""By the id of the file what its jury agreed, the oldest first, with the id of the meeting."""


def _agreed(session: Session) -> _Agreed:
    rows: dict[int, list[tuple[int, ConsensusMark]]] = defaultdict(list)
    for mark, meeting_id in session.execute(
        select(ConsensusMark, Discussion.meeting_id)
        .join(Discussion, Discussion.id == ConsensusMark.discussion_id)
        .order_by(ConsensusMark.id)
    ):
        rows[mark.application_id].append((meeting_id, mark))
    return rows


def _selections(
    session: Session, logged: Mapping[str, str], files: Mapping[str, _File], agreed: _Agreed
) -> Iterator[str]:
    criteria = {public_id: each.criteria for public_id, each in files.items()}
    for run in session.scalars(select(SelectionRun).order_by(SelectionRun.id)):
        if content_hash(run.content) != run.content_hash or _differs(logged, run):
            yield f"selection {run.id} was changed after it was made"
        for number in not_following(run):
            yield f"selection {run.id}: the marks of {number} do not give its means"
        for number in not_weighing(run, criteria):
            yield f"selection {run.id}: the means of {number} do not give its merit"
        for number in _not_agreed(run, files, agreed):
            yield f"selection {run.id}: the jury did not agree on the consensus of {number}"


def _not_agreed(run: SelectionRun, files: Mapping[str, _File], agreed: _Agreed) -> Iterator[str]:
    """Give the files of which a run has another consensus than the jury had agreed by then."""
    kept = consensus_in(run)
    for row in run.content["rows"]:
        file = files.get(row["application"])
        if file is None or not (kept or file.consensus_counts):
            continue
        counted = kept.get(file.number, {})
        possible = _possible([mark for _, mark in agreed.get(file.id, ())], run)
        if any(
            counted.get(key) not in possible.get(key, {None})
            for key in possible.keys() | counted.keys()
        ):
            yield file.number


def _possible(marks: Sequence[ConsensusMark], run: SelectionRun) -> Mapping[str, set[int | None]]:
    """Return what a run may have found by criterion: the newest before it, or one of just then."""
    found: dict[str, set[int | None]] = {}
    for mark in marks:
        if mark.made_at < run.made_at - AT_ONCE:
            found[mark.criterion] = {mark.value}
        elif mark.made_at <= run.made_at + AT_ONCE:
            found.setdefault(mark.criterion, {None}).add(mark.value)
    return found


# Meetings -----------------------------------------------------------------------------------------


def _meetings(session: Session, logged: Mapping[str, str]) -> Iterator[str]:
    """Prove that each closed meeting has its minutes, as they were frozen then."""
    rows = session.execute(
        select(Meeting, Minutes)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .order_by(Meeting.id)
    )
    pairs: Sequence[tuple[Meeting, Minutes | None]] = rows.all()
    for meeting, minutes in pairs:
        closed_at = meeting.closed_at and meeting.closed_at.isoformat()
        if minutes is None:
            if closed_at:
                yield f"meeting {meeting.id} is closed and has no minutes"
            continue
        sound = is_sound(minutes.content, minutes.parts, minutes.content_hash)
        if not sound or _differs(logged, minutes):
            yield f"the minutes of meeting {meeting.id} were changed after it closed"
        if minutes.content["closed_at"] != closed_at:
            yield f"meeting {meeting.id} was opened again after its minutes were made"


def _settled(session: Session, files: Mapping[str, _File], agreed: _Agreed) -> Iterator[str]:
    """Compare what minutes say of a file with what the jury had agreed when the meeting closed."""
    advices = _advices(session)
    for minutes in session.scalars(select(Minutes).order_by(Minutes.meeting_id)):
        for part in minutes.parts.values():
            file = files.get(part.get("application", ""))
            if file is None:
                continue  # the part with the names
            marks = {
                mark.criterion: {"value": mark.value, "motivation": mark.motivation}
                for meeting_id, mark in agreed.get(file.id, ())
                if meeting_id <= minutes.meeting_id
            }
            said: list[Any] = [part["consensus"], part["advice"], part["sentence"]]
            marks = {key: each for key, each in marks.items() if each["value"] is not None}
            if said != [marks, *_newest(advices.get(file.id, ()), minutes.meeting_id)]:
                yield (
                    f"what the jury agreed about {file.number} is not "
                    f"what the minutes of meeting {minutes.meeting_id} say"
                )


def _advices(session: Session) -> Mapping[int, Sequence[tuple[int, FileAdvice]]]:
    rows: dict[int, list[tuple[int, FileAdvice]]] = defaultdict(list)
    for advice, meeting_id in session.execute(
        select(FileAdvice, Discussion.meeting_id)
        .join(Discussion, Discussion.id == FileAdvice.discussion_id)
        .order_by(FileAdvice.id)
    ):
        rows[advice.application_id].append((meeting_id, advice))
    return rows


def _newest(rows: Sequence[tuple[int, FileAdvice]], meeting_id: int) -> tuple[str | None, str]:
    """Return the advice and the sentence that stood when a meeting closed."""
    said: tuple[str | None, str] = (None, "")
    for own, each in rows:
        if own <= meeting_id:
            said = each.advice.value if each.advice else None, each.sentence
    return said


def _signatures(session: Session) -> Iterator[str]:
    """Prove that each signature is of the minutes, and that the audit log has the same ones."""
    rows = session.execute(
        select(MinutesSignature, Minutes.content_hash)
        .outerjoin(Minutes, Minutes.meeting_id == MinutesSignature.meeting_id)
        .order_by(MinutesSignature.id)
    )
    signed: dict[str, list[str]] = defaultdict(list)
    for signature, of_minutes in rows:
        signed[f"meeting:{signature.meeting_id}"].append(signature.content_hash)
        if signature.content_hash != of_minutes:
            yield f"signature {signature.id} is not of the minutes of its meeting"
    logged: dict[str, list[str]] = defaultdict(list)
    for subject, reason in session.execute(
        select(AuditEntry.subject, AuditEntry.reason).where(
            AuditEntry.action == Action.SIGN_MINUTES
        )
    ):
        logged[subject].append(reason)
    for subject in sorted(signed.keys() | logged.keys()):
        if sorted(signed[subject]) != sorted(logged[subject]):
            yield f"{subject}: the audit log has other signatures of its minutes"


# The round of questions ---------------------------------------------------------------------------


def _clarifications(session: Session, logged: Mapping[str, str]) -> Iterator[str]:
    """Prove that a jury asked what went out, and that no answer changed or came after the term."""
    rows = session.execute(
        select(Application.id, Application.number, Application.call_id, ClarificationQuestion)
        .join(ClarificationQuestion, ClarificationQuestion.application_id == Application.id)
        .where(ClarificationQuestion.is_sent)
        .order_by(ClarificationQuestion.id)
    )
    sent: dict[int, list[Asked]] = defaultdict(list)
    by_file: dict[int, dict[tuple[int, str], list[Asked]]] = defaultdict(dict)
    for file_id, number, call_id, question in rows:
        sent[call_id].append(question.asked)
        by_file[call_id].setdefault((file_id, number), []).append(question.asked)
    replies = {each.application_id: each for each in session.scalars(select(ClarificationReply))}
    for each in session.scalars(select(ClarificationRound).order_by(ClarificationRound.call_id)):
        if round_hash(each.term, sent[each.call_id]) != each.content_hash:
            yield f"round of questions of call {each.call_id} was changed after it was sent"
        for (file_id, number), asked in sorted(by_file[each.call_id].items()):
            reply = replies.get(file_id)
            if reply is None:
                yield from _unsaved(file_id, number, asked, logged)
            else:
                yield from _answered(each, number, asked, reply)
                if _differs(logged, reply):
                    yield f"answers to the jury about {number} are not those in the audit log"


def _answered(
    sent: ClarificationRound, number: str, asked: Sequence[Asked], reply: ClarificationReply
) -> Iterator[str]:
    if reply_hash(number, asked, reply.version, reply.saved_at) != reply.content_hash:
        yield f"answers to the jury about {number} were changed after they were saved"
    elif not sent.term.is_running(reply.saved_at):
        yield f"answers to the jury about {number} were saved outside the term"


def _unsaved(
    file_id: int, number: str, asked: Sequence[Asked], logged: Mapping[str, str]
) -> Iterator[str]:
    if any(one.answer for one in asked):
        yield f"answers to the jury about {number} stand there and nobody saved them"
    elif subject_of(ClarificationReply(application_id=file_id)) in logged:
        yield f"answers to the jury about {number} were taken away after they were saved"
