"""Asking to complete a submitted file, answering exactly that, sending it within the term."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.attachments import Offered
from subsidy.applications.domain.completion import (
    LONGEST_ANSWER,
    Completion,
    Wanted,
    frozen,
    key_of,
    not_answerable,
    not_withdrawable,
    too_many_files,
    unanswered,
    unfit_account,
    unfit_request,
    waits_for,
)
from subsidy.applications.domain.conflicts import Conflict
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.meanwhile import answered_differently
from subsidy.applications.domain.snapshot import digest
from subsidy.applications.models import (
    Application,
    Attachment,
    CompletionPoint,
    CompletionRequest,
)
from subsidy.applications.service.attaching import Sent, keep_bytes, looked_at, row_of, twice
from subsidy.applications.service.consortium import WITHDRAWN
from subsidy.applications.service.guard import inform, path, taking_part
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.pasted import clean
from subsidy.core.text import Text
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain.accounts import iban_of
from subsidy.policy import Action, Actor
from subsidy.storage import Store
from subsidy.workflow import audit, tell

SAVED = "+ "  # in the audit entry of a completion that is saved and not sent
PAGE = "/aanvulling"


# The agency ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """``about``: what a point can be about, with its words; ``points``: one per row of the form."""

    about: Mapping[str, Text]
    points: Sequence[Wanted]
    due_at: datetime | None


def ask_completion(
    session: Session, actor: Actor, record: Application, asking: Asking
) -> CompletionRequest:
    """Ask the applicant to complete what is named, until one instant; one request at a time."""
    queries.hold(session, record)
    points = [replace(one, question=clean(one.question)) for one in asking.points]
    rows = [one for one in points if one.about or one.question]
    refuse_if(
        [
            *_not_asked_now(session, actor, record),
            *unfit_request(points, asking.due_at, actor.now),
            *_unknown(asking),
        ]
    )
    made = CompletionRequest(
        application_id=record.id,
        asked_at=actor.now,
        asked_by_id=actor.id,
        due_at=asking.due_at,
        points=[
            CompletionPoint(
                about=one.about,
                label=asking.about[one.about].to_data(),
                question=one.question,
            )
            for one in rows
        ],
    )
    session.add(made)
    session.flush()
    audit(session, actor, Action.ASK_COMPLETION, record)
    message = (
        Text("Complete %(number)s", number=record.number),
        Text(
            "The agency asks to complete the application “%(title)s”. "
            "%(lead)s can do so until %(at)s.",
            title=record.title,
            lead=record.lead.name,
            at=made.due_at,
        ),
    )
    inform(session, actor.now, record, taking_part(record), message, PAGE)
    return made


def _not_asked_now(session: Session, actor: Actor, record: Application) -> list[Refusal]:
    if record.status is not Status.SUBMITTED:
        status = record.status.label
        text = Text("This is not possible any more: the status is “%(s)s”.", s=status)
        return [Refusal(text)]
    return list(waits_for(queries.completions(session, record), actor.now))


def _unknown(asking: Asking) -> list[Refusal]:
    return [
        Refusal(Text("Choose from the list."), f"about-{number}")
        for number, one in enumerate(asking.points, start=1)
        if one.about and one.about not in asking.about
    ]


def end_completion(
    session: Session, actor: Actor, record: Application, request: CompletionRequest, reason: str
) -> None:
    """Withdraw a request that still waits, with a reason."""
    found, reason = _held(session, record, request), clean(reason)
    wrong = list(not_withdrawable(found, actor.now))
    if not reason:
        wrong.append(Refusal(Text("Write why you withdraw the request."), "reason"))
    refuse_if(wrong)
    request.withdrawn_at, request.withdrawn_by_id = actor.now, actor.id
    request.withdrawn_reason = reason
    session.flush()
    audit(session, actor, Action.ASK_COMPLETION, record, reason=f"{WITHDRAWN}{reason}")
    message = (
        Text("You need not complete %(number)s any more", number=record.number),
        Text("The agency withdrew its request. The reason: %(reason)s", reason=reason),
    )
    inform(session, actor.now, record, taking_part(record), message, PAGE)


# The applicant ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What is typed and chosen per point, by its identifier. ``version``: that was on the screen.

    ``dropped``: files to take out again, by identifier.
    """

    store: Store
    version: int
    answers: Mapping[str, str]
    files: Mapping[str, Sequence[Sent]] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    scanned: bool = True

    def of(self, point_id: str) -> str:
        return self.answers.get(point_id, "")


def save_completion(
    session: Session,
    actor: Actor,
    record: Application,
    request: CompletionRequest,
    answering: Answering,
) -> None:
    """Keep texts and files for the points that were asked: all of it or nothing."""
    found = _open(session, actor, record, request)
    answering = replace(answering, answers=_cleaned(found, answering.answers))
    looked = {key: [looked_at(file) for file in files] for key, files in answering.files.items()}
    offered = {key: [one for one, _ in each] for key, each in looked.items()}
    left = [one for one in found.files if one.id not in answering.dropped]
    refuse_if(
        [
            *_overtaken(found, answering),
            *_strange(found, answering),
            *(fault for p in found.points for fault in unfit_account(p, answering.of(p.id))),
            *_unfit_files(found, answering, looked),
            *too_many_files(left, [one for each in offered.values() for one in each]),
        ]
    )
    keep_bytes(answering.store, [file for each in answering.files.values() for file in each])
    _drop(session, record, found, answering.dropped)
    for point in request.points:
        point.answer = answering.answers.get(point.public_id, point.answer)
    rows = [
        row_of(actor, record, one, key_of(key), scanned=answering.scanned)
        for key, each in offered.items()
        for one in each
    ]
    session.add_all(rows)
    request.version += 1
    session.flush()
    audit(session, actor, Action.COMPLETE_APPLICATION, record, reason=f"{SAVED}{request.version}")


def _held(session: Session, record: Application, request: CompletionRequest) -> Completion:
    """Hold the application, read the request again, return it as a value."""
    queries.hold(session, record)
    return next(one for one in queries.completions(session, record) if one.id == request.public_id)


def _open(
    session: Session, actor: Actor, record: Application, request: CompletionRequest
) -> Completion:
    """Return the request while it can be answered; else nothing else is worth saying."""
    found = _held(session, record, request)
    refuse_if([*_not_ours(actor, record), *not_answerable(found, actor.now)])
    return found


def _cleaned(found: Completion, answers: Mapping[str, str]) -> Mapping[str, str]:
    """Return the answers as they are kept: plain texts, an account without its spaces."""
    numbers = {one.id for one in found.points if one.account_of}
    return {key: iban_of(text) if key in numbers else clean(text) for key, text in answers.items()}


def lead_on_file(session: Session, record: Application) -> str:
    """Return the account of the lead that the agency confirmed; empty when there is none."""
    found = organisations.accounts_on_file(session, [record.lead_id]).get(record.lead_id)
    return "" if found is None else found.iban


def _not_ours(actor: Actor, record: Application) -> list[Refusal]:
    if actor.organisation_id == record.lead_id:
        return []
    return [Refusal(Text("Only the lead partner completes the application."))]


def _overtaken(found: Completion, answering: Answering) -> list[Refusal]:
    """Refuse once, with both texts; equal answers overwrite nothing."""
    apart = answered_differently(found, answering.answers)
    if answering.version == found.version or not apart:
        return []
    text = Text("A colleague saved meanwhile. Compare with what stands there now, then save again.")
    return [Conflict(text, None, found.version, apart)]


def _unread(found: Completion, version: int) -> list[Refusal]:
    """Refuse who sends something else than what was on the screen; now that is there."""
    if version == found.version:
        return []
    text = Text("A colleague saved meanwhile. Read it over again, then send it.")
    return [Conflict(text, None, found.version)]


def _strange(found: Completion, answering: Answering) -> list[Refusal]:
    """Only what was asked can be answered, in so many characters."""
    asked = {point.id for point in found.points}
    wrong = [
        Refusal(Text("The agency did not ask this point."))
        for key in {*answering.answers, *answering.files} - asked
    ]
    limit = Text("Use at most %(limit)s characters.", limit=LONGEST_ANSWER)
    wrong.extend(
        Refusal(limit, f"answer-{key}")
        for key, text in answering.answers.items()
        if len(text) > LONGEST_ANSWER
    )
    return wrong


def _unfit_files(
    found: Completion,
    answering: Answering,
    looked: Mapping[str, Sequence[tuple[Offered, list[Refusal]]]],
) -> list[Refusal]:
    """Say what is wrong with each file, at the field of its point."""
    there = {point.id: point.files for point in found.points}
    wrong: list[Refusal] = []
    for key, each in looked.items():
        left = [one for one in there.get(key, ()) if one.id not in answering.dropped]
        faults = [fault for _, faults in each for fault in faults]
        faults.extend(twice(left, [one for one, _ in each]))
        wrong.extend(replace(fault, place=f"files-{key}") for fault in faults)
    return wrong


def _drop(
    session: Session, record: Application, found: Completion, dropped: frozenset[str]
) -> None:
    ours = dropped & {one.id for one in found.files}
    if ours:
        session.execute(
            delete(Attachment)
            .where(Attachment.application_id == record.id, Attachment.public_id.in_(ours))
            .execution_options(synchronize_session="fetch")
        )


def send_completion(
    session: Session, actor: Actor, record: Application, request: CompletionRequest, version: int
) -> None:
    """Send what is saved, within the term, judged on the instant of arrival; then it stands."""
    found = _open(session, actor, record, request)
    refuse_if([*_unread(found, version), *unanswered(found, lead_on_file(session, record))])
    sealed = queries.latest_snapshot(session, record)
    if sealed is None:
        raise refuse(Text("This application was never submitted."))
    content = frozen(found, record.number, sealed.content_hash, actor.now)
    request.content, request.content_hash = content, digest(content)
    request.sent_at, request.sent_by_id = actor.now, actor.id
    session.flush()
    audit(session, actor, Action.COMPLETE_APPLICATION, record)
    _tell_sent(session, actor, record, request)


def _tell_sent(
    session: Session, actor: Actor, record: Application, request: CompletionRequest
) -> None:
    subject = Text("The completion of %(number)s arrived", number=record.number)
    body = Text(
        "It arrived on %(at)s, in time. Receipt code of the content: %(hash)s. "
        "It stands beside the application, which itself did not change.",
        at=actor.now,
        hash=request.content_hash,
    )
    inform(session, actor.now, record, taking_part(record), (subject, body), PAGE)
    tell(session, [request.asked_by_id], subject, body, path=f"{path(record)}{PAGE}", now=actor.now)
