"""The verbs of the round of questions: propose, word, send all at once, answer within the term."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.applications import queries as applications
from subsidy.applications.domain.conflicts import Conflict
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.applications.service.guard import inform, taking_part
from subsidy.calls.models import Call
from subsidy.core.clock import brussels_day
from subsidy.core.errors import Refusal, RefusedError, refuse, refuse_if
from subsidy.core.pasted import clean
from subsidy.core.text import N_, Text, plural
from subsidy.policy import Action, Actor
from subsidy.scoring import queries
from subsidy.scoring.domain import clarifying as rules
from subsidy.scoring.domain.clarifying import Longer, Reworded, Sending
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import (
    ClarificationQuestion,
    ClarificationReminder,
    ClarificationReply,
    ClarificationRound,
    Review,
)
from subsidy.scoring.queries import Panel
from subsidy.scoring.service.selecting import stands
from subsidy.workflow import audit, tell

PAGE = "/vragen-jury"


def not_proposable(session: Session, call: Call) -> tuple[Refusal, ...]:
    """Say why nobody can propose or word a question in this call now; empty: it can be done."""
    found = queries.clarification_round(session, call.id)
    term = None if found is None else found.term
    return rules.not_proposable(term, stands=stands(session, call))


def _open(session: Session, call: Call) -> None:
    """Hold the call, so that nothing is proposed while the round goes out."""
    session.refresh(call, ["status"], with_for_update=True)
    refuse_if(not_proposable(session, call))


# The juror ----------------------------------------------------------------------------------------


def propose_question(
    session: Session, actor: Actor, review: Review, question: str
) -> ClarificationQuestion:
    """Propose a question about a file that the juror may read; nobody gets it before the chair.

    Raises RefusedError with every reason.
    """
    if review.status not in (ReviewStatus.CLEARED, ReviewStatus.SUBMITTED):
        raise refuse(rules.UNDECLARED)
    _open(session, review.application.call)
    question = clean(question)
    earlier = [each.proposed for each in queries.proposed_for(session, review, ())]
    refuse_if(rules.unfit_proposal(question, earlier))
    row = ClarificationQuestion(
        juror_id=review.juror_id,
        application_id=review.application_id,
        proposed=question,
        proposed_at=actor.now,
        wording=question,
    )
    session.add(row)
    session.flush()
    audit(session, actor, Action.PROPOSE_QUESTION, row)
    _tell_chair(session, actor, review.application.call, row)
    return row


def take_back_question(session: Session, actor: Actor, review: Review, public_id: str) -> None:
    """Take an own proposal back, as long as the round is not sent. Raises RefusedError."""
    _open(session, review.application.call)
    row = queries.own_proposal(session, review, public_id)
    if row is None:
        raise refuse(rules.ON_THE_WAY)
    audit(session, actor, Action.PROPOSE_QUESTION, row, reason=row.proposed)
    session.delete(row)
    session.flush()


def _tell_chair(session: Session, actor: Actor, call: Call, row: ClarificationQuestion) -> None:
    """Tell the chair once a day that there is something to read; not of a file that is closed."""
    panel = queries.panel(session, call.public_id)
    chairs = frozenset[int]() if panel is None else panel.chair_ids - {actor.id}
    today = brussels_day(actor.now)
    for chair in sorted(chairs):
        found = [
            one for file in queries.gathered(session, call.id, chair).shown for one in file.rows
        ]
        if [one for one in found if brussels_day(one.proposed_at) == today] == [row]:
            subject = Text("The jury proposes questions about “%(call)s”", call=call.title)
            body = Text("You word them and send them to the applicants, all at once.")
            path = f"/oproepen/{call.public_id}/jury/vragen"
            tell(session, {chair}, subject, body, path=path, now=actor.now)


# The chair ----------------------------------------------------------------------------------------


def word_questions(
    session: Session, actor: Actor, panel: Panel, wanted: Mapping[str, Reworded], mark: str
) -> None:
    """Keep the questions as the chair words them. ``mark``: of what was on the screen.

    Raises RefusedError; a file that is closed for the chair is not among them.
    """
    _open(session, panel.call)
    found = queries.gathered(session, panel.call.id, actor.id)
    wanted = {
        key: Reworded(clean(each.wording), left_out=each.left_out) for key, each in wanted.items()
    }
    _as_seen(found, mark)
    refuse_if(rules.unfit_wordings(wanted))
    for row in (row for file in found.shown for row in file.rows):
        new = wanted.get(row.public_id)
        if new is None or (row.wording, row.is_left_out) == (new.wording, new.left_out):
            continue
        before = row.wording
        row.wording, row.is_left_out = new.wording or row.proposed, new.left_out
        audit(session, actor, Action.ASK_APPLICANTS, row, reason=before)
    session.flush()


def _as_seen(found: queries.Gathered, mark: str) -> None:
    if mark != rules.seen(found.proposals):
        raise refuse(rules.CHANGED)


def send_questions(
    session: Session, actor: Actor, panel: Panel, sending: Sending, mark: str
) -> ClarificationRound:
    """Send every question of the call at once, with one term; there is no second round.

    What jurors propose about a file that is closed for this chair goes along as it stands: a
    conflict of the chair takes nothing from that file, and the chair learns nothing of it.
    """
    call = panel.call
    _open(session, call)
    found = queries.gathered(session, call.id, actor.id)
    _as_seen(found, mark)
    agreed = queries.agreements(session, call.id)
    closes_at = None if agreed is None else agreed.closes_at
    wrong = rules.unfit_round(found.proposals, sending, actor.now, closes_at)
    if wrong or sending.due_at is None:
        raise RefusedError(wrong)
    sent = sorted((each for each in found.rows if not each.is_left_out), key=lambda each: each.id)
    row = ClarificationRound(
        call_id=call.id, sent_at=actor.now, sent_by_id=actor.id, due_at=sending.due_at
    )
    row.content_hash = rules.round_hash(row.term, [each.asked for each in sent])
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise refuse(rules.SENT) from None
    for each in sent:
        each.is_sent = True
    session.flush()
    audit(session, actor, Action.ASK_APPLICANTS, row)
    _tell_applicants(session, call, {each.application_id for each in sent}, row)
    return row


def _tell_applicants(
    session: Session, call: Call, file_ids: set[int], row: ClarificationRound
) -> None:
    body = Text(
        "Answer until %(at)s. All applicants have the same term. "
        "Your answers stand beside the application, which itself does not change.",
        at=row.due_at,
    )
    subject = N_("The jury has questions about %(number)s")
    _tell_files(session, call, file_ids, Said(subject, body), row.sent_at)


@dataclass(frozen=True, slots=True)
class Said:
    """A message to the partners of files. ``subject``: with the place of the number of a file."""

    subject: str
    body: Text


def _tell_files(
    session: Session, call: Call, file_ids: set[int], said: Said, now: datetime
) -> None:
    for file in queries.files(session, call.id):
        if file.id in file_ids:
            message = Text(said.subject, number=file.number), said.body
            inform(session, now, file, taking_part(file), message, PAGE)


def _running(session: Session, call: Call, now: datetime) -> ClarificationRound:
    """Hold the call and its files; return the round whose term runs, or refuse."""
    session.refresh(call, ["status"], with_for_update=True)
    queries.hold_files(session, call.id)
    row = queries.clarification_round(session, call.id)
    if row is None or not row.term.is_running(now):
        raise refuse(rules.NOT_RUNNING)
    return row


def lengthen_round(session: Session, actor: Actor, panel: Panel, longer: Longer) -> None:
    """Give all applicants the same later end of the term. Raises RefusedError with every reason."""
    call = panel.call
    row = _running(session, call, actor.now)
    longer = replace(longer, reason=clean(longer.reason))
    agreed = queries.agreements(session, call.id)
    wrong = rules.unfit_longer(row.term, longer, None if agreed is None else agreed.closes_at)
    if wrong or longer.due_at is None:
        raise RefusedError(wrong)
    sent = queries.sent_in(session, call.id)
    row.due_at, row.lengthened = longer.due_at, longer.reason
    row.content_hash = rules.round_hash(row.term, [each.asked for each in sent])
    queries.forget_reminders(session, call.id)
    session.flush()
    audit(session, actor, Action.ASK_APPLICANTS, row, reason=longer.reason)
    subject = N_("You have longer to answer the jury about %(number)s")
    body = Text(
        "All applicants can answer until %(at)s. The reason: %(reason)s",
        at=row.due_at,
        reason=longer.reason,
    )
    asked = {each.application_id for each in sent}
    _tell_files(session, call, asked, Said(subject, body), actor.now)


def withdraw_round(session: Session, actor: Actor, panel: Panel, reason: str) -> None:
    """Withdraw the questions before anybody answered; the proposals are with the chair again.

    Raises RefusedError with every reason. What was sent stays in the audit log and in the messages.
    """
    call = panel.call
    row = _running(session, call, actor.now)
    reason = clean(reason)
    answered = [Refusal(rules.ANSWERED)] if queries.is_answered(session, call.id) else []
    refuse_if([*answered, *rules.unfit_reason(reason, "why")])
    sent = queries.sent_in(session, call.id)
    for each in sent:
        each.is_sent = False
    queries.forget_reminders(session, call.id)
    audit(session, actor, Action.ASK_APPLICANTS, row, reason=reason)
    session.delete(row)
    session.flush()
    subject = N_("The jury withdraws its questions about %(number)s")
    body = Text("You have nothing to answer now. The reason: %(reason)s", reason=reason)
    asked = {each.application_id for each in sent}
    _tell_files(session, call, asked, Said(subject, body), actor.now)


# The applicant ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answering:
    """The answers by the identifier of the question, and the version that was on the screen."""

    answers: Mapping[str, str]
    version: int


def answer_questions(
    session: Session, actor: Actor, record: Application, answering: Answering
) -> None:
    """Keep the answers of a consortium, until the term ends; what stands then is what counts.

    Raises RefusedError with every reason, late ones by the instant of arrival.
    """
    applications.hold(session, record)
    found = queries.clarification(session, record)
    refuse_if([*_out(record), *rules.not_answerable(found, actor.now)])
    answers = {key: clean(text) for key, text in answering.answers.items()}
    refuse_if(
        [*_overtaken(found, answers, answering.version), *rules.unfit_answers(found, answers)]
    )
    rows = queries.sent_questions(session, record)
    for key, row in rows.items():
        row.answer = answers.get(key, row.answer)
    reply = queries.clarification_reply(session, record)
    if reply is None:
        reply = ClarificationReply(application_id=record.id, version=0)
        session.add(reply)
    reply.version += 1
    reply.saved_at, reply.saved_by_id = actor.now, actor.id
    asked = [row.asked for row in rows.values()]
    reply.content_hash = rules.reply_hash(record.number, asked, reply.version, reply.saved_at)
    session.flush()
    audit(session, actor, Action.ANSWER_JURY, reply, reason=reply.content_hash)


def _out(record: Application) -> list[Refusal]:
    if record.status is Status.ADMISSIBLE:
        return []
    return [Refusal(Text("The jury does not judge this application any more."))]


def _overtaken(
    found: rules.Clarification, answers: Mapping[str, str], version: int
) -> list[Refusal]:
    """Refuse once, with both texts; equal answers overwrite nothing."""
    apart = rules.answered_differently(found, answers)
    if version == found.version or not apart:
        return []
    return [Conflict(rules.ELSEWHERE, None, found.version, apart)]


# The worker ---------------------------------------------------------------------------------------


def remind_to_answer(session: Session, waiting: queries.Unanswered, now: datetime) -> bool:
    """Remind the partners of one file; return whether this worker was the one that did.

    The row of the reminder is written first: two workers cannot both write it.
    """
    row = ClarificationReminder(
        application_id=waiting.application_id, days=waiting.days, sent_at=now
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    record = applications.application(session, waiting.public_id)
    if record is None:
        return False
    subject = plural(
        "The questions of the jury about %(number)s: %(n)s day left",
        "The questions of the jury about %(number)s: %(n)s days left",
        waiting.days,
        number=waiting.number,
    )
    body = Text("Nobody answered yet. You can answer until %(at)s.", at=waiting.due_at)
    inform(session, now, record, taking_part(record), (subject, body), PAGE)
    return True
