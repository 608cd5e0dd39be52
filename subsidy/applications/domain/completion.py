"""Completing a submitted file: only what the agency asked, within one term, beside the snapshot."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from subsidy.applications.domain.attachments import (
    ALL_TOGETHER,
    MEGABYTE,
    MOST,
    PLACE,
    FileAttachment,
    Offered,
)
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.snapshot import plain
from subsidy.calls.domain.rules import RULES
from subsidy.core.clock import is_open
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text
from subsidy.organisations.domain.accounts import iban_masked, iban_of, iban_shown, unfit_iban

MISSING = "missing"  # a point about a document that is not there
ACCOUNT = "account:"  # before the identifier of a partner: a point about its account
OF_POINT = "completion:"  # before the identifier of a point or a change: the key of its files
LONGEST_ABOUT = 60
LONGEST_QUESTION = 500
LONGEST_ANSWER = 4_000
MOST_POINTS = 6
SHORTEST, LONGEST = timedelta(days=5), timedelta(days=60)


class State(Labelled):
    """How far a request is."""

    OPEN = "open", N_("waits for the applicant"), "yellow"
    SENT = "sent", N_("completed"), "green"
    EXPIRED = "expired", N_("not completed in time"), "red"
    WITHDRAWN = "withdrawn", N_("withdrawn by the agency"), "grey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One point that an officer types: about which part, rule or document, and the question."""

    about: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point with its answer: a text, enclosed files, or both."""

    id: str
    about: str
    label: Text
    question: str
    answer: str = ""
    files: tuple[FileAttachment, ...] = ()

    @property
    def answered(self) -> bool:
        return bool(self.answer.strip() or self.files)

    @property
    def account_of(self) -> str:
        """Return the partner whose account this asks; empty for any other question."""
        return self.about.removeprefix(ACCOUNT) if self.about.startswith(ACCOUNT) else ""

    @property
    def said(self) -> str:
        """Return the answer as people read it."""
        return iban_shown(iban_of(self.answer)) if self.account_of else self.answer

    def shown_to(self, owners: Collection[str]) -> "Point":
        """Return it without the account, and without the letter, of who is not one of these."""
        if self.account_of in {"", *owners}:
            return self
        return replace(self, answer=iban_masked(self.answer), files=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A request and what became of it."""

    id: str
    asked_at: datetime
    due_at: datetime
    points: tuple[Point, ...]
    version: int = 0
    sent_at: datetime | None = None
    sent_by: str = ""
    content_hash: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""

    def state(self, now: datetime) -> State:
        if self.withdrawn_at is not None:
            return State.WITHDRAWN
        if self.sent_at is not None:
            return State.SENT
        return State.OPEN if now < self.due_at else State.EXPIRED

    def is_open(self, now: datetime) -> bool:
        return self.state(now) is State.OPEN

    @property
    def became(self) -> Text:
        """Say what became of the request."""
        if self.withdrawn_at is not None:
            text = N_("The agency withdrew this request on %(at)s. The reason: %(reason)s")
            return Text(text, at=self.withdrawn_at, reason=self.withdrawn_reason)
        if self.sent_at is not None:
            return Text("%(name)s completed on %(at)s.", name=self.sent_by, at=self.sent_at)
        return Text("Nothing is sent yet. The term ends on %(at)s.", at=self.due_at)

    @property
    def files(self) -> tuple[FileAttachment, ...]:
        return tuple(one for point in self.points for one in point.files)

    @property
    def shown(self) -> "Completion":
        """Return what others than the applicant may see: no answer before it was sent."""
        return self if self.sent_at is not None else self._asked_only

    def shown_to(self, owners: Collection[str]) -> "Completion":
        """Return what others may see. ``owners``: the partners whose account they may know."""
        points = tuple(point.shown_to(owners) for point in self.shown.points)
        return replace(self.shown, points=points)

    @property
    def _asked_only(self) -> "Completion":
        points = tuple(
            Point(id=one.id, about=one.about, label=one.label, question=one.question)
            for one in self.points
        )
        return Completion(
            id=self.id,
            asked_at=self.asked_at,
            due_at=self.due_at,
            points=points,
            withdrawn_at=self.withdrawn_at,
            withdrawn_reason=self.withdrawn_reason,
        )


def can_be_asked(file: CaseFile, rules: Iterable[str]) -> Mapping[str, Text]:
    """Return what a point can be about: a part, a rule, an enclosed document, an account.

    The account is that of the lead as the file counts now: the lead completes.
    """
    parts = {f"part:{key.value}": key.label for key in Key}
    ruled = {f"rule:{key}": Text("Rule “%(name)s”", name=Text(RULES[key].name)) for key in rules}
    files = {
        f"file:{one.id}": Text("Document “%(name)s”", name=one.name) for one in file.attachments
    }
    accounts = {
        f"{ACCOUNT}{one.id}": Text("The account of %(name)s", name=one.name)
        for one in file.partners
        if one.lead and file.is_paid(one)
    }
    return {**parts, **ruled, **files, **accounts, MISSING: Text("A document that is missing")}


def key_of(point_id: str) -> str:
    """Return under which key the files of a point are enclosed."""
    return f"{OF_POINT}{point_id}"


def frozen(completion: Completion, number: str, snapshot_hash: str, at: datetime) -> dict[str, Any]:
    """Return what the hash of a completion proves: asked, answered, when, beside which file."""
    return {
        "version": 1,
        "number": number,
        "snapshot": snapshot_hash,
        "request": completion.id,
        "asked_at": completion.asked_at.isoformat(),
        "due_at": completion.due_at.isoformat(),
        "sent_at": at.isoformat(),
        "points": [
            {
                "id": point.id,
                "about": point.about,
                "question": point.question,
                "answer": point.answer,
                "files": [plain(one) for one in point.files],
            }
            for point in completion.points
        ],
    }


def completes(key: str) -> bool:
    """Return whether what is enclosed under a key completes a file and is no part of it."""
    return key.startswith(OF_POINT)


# Asking -------------------------------------------------------------------------------------------


def unfit_request(
    points: Sequence[Wanted], due_at: datetime | None, now: datetime
) -> Iterator[Refusal]:
    """Say all that is wrong with what is asked; ``place``: the field of the row."""
    if not any(one.about or one.question.strip() for one in points):
        yield Refusal(Text("Ask at least one point."), "question-1")
    for number, one in enumerate(points, start=1):
        yield from _unfit_point(one, number)
    if due_at is None:
        yield Refusal(Text("Fill in until when the applicant can complete."), "due_at")
    elif not now + SHORTEST <= due_at <= now + LONGEST:
        text = N_("Choose an instant from %(first)s to %(last)s: five to sixty days from now.")
        yield Refusal(Text(text, first=now + SHORTEST, last=now + LONGEST), "due_at")


def _unfit_point(one: Wanted, number: int) -> Iterator[Refusal]:
    if one.question.strip() and not one.about:
        yield Refusal(Text("Choose what this question is about."), f"about-{number}")
    if one.about and not one.question.strip():
        text = N_("Write what you ask, or choose nothing in this row.")
        yield Refusal(Text(text), f"question-{number}")
    if "\n" in one.question:
        text = N_("Ask it on one line. Use another point for the next question.")
        yield Refusal(Text(text), f"question-{number}")
    if len(one.question) > LONGEST_QUESTION:
        text = N_("Use at most %(limit)s characters.")
        yield Refusal(Text(text, limit=LONGEST_QUESTION), f"question-{number}")


# Answering ----------------------------------------------------------------------------------------


def not_answerable(completion: Completion, now: datetime) -> Sequence[Refusal]:
    """Hold to the half-open term ``[asked, due)``, by the instant of arrival."""
    match completion.state(now):
        case State.WITHDRAWN:
            return [Refusal(Text("The agency withdrew this request. You need not do anything."))]
        case State.SENT:
            return [Refusal(Text("The completion is sent already. It cannot change any more."))]
    if is_open(completion.asked_at, completion.due_at, now):
        return ()
    text = N_("You could complete until %(at)s. Your request arrived on %(now)s: too late.")
    return [Refusal(Text(text, at=completion.due_at, now=now))]


def not_withdrawable(completion: Completion, now: datetime) -> Iterator[Refusal]:
    """Say to the officer why there is nothing to withdraw."""
    if not completion.is_open(now):
        yield Refusal(Text("This request does not wait any more: there is nothing to withdraw."))


def unfit_account(point: Point, typed: str) -> Iterator[Refusal]:
    """Say what is wrong with an account that is typed; an empty answer is no fault yet."""
    wrong = unfit_iban(iban_of(typed)) if point.account_of and typed else None
    if wrong is not None:
        yield Refusal(wrong, f"answer-{point.id}")


def unanswered(completion: Completion, on_file: str) -> Iterator[Refusal]:
    """Say which points have neither a text nor a file.

    ``on_file``: the account of the lead that the agency confirmed, or empty. Another account needs
    the letter that the mayor and the financial director signed (regulation of 2021, payment).
    """
    for point in completion.points:
        if point.account_of:
            yield from _unanswered_account(point, on_file)
        elif not point.answered:
            text = N_("“%(question)s”: write an answer or enclose a file.")
            yield Refusal(Text(text, question=point.question), f"answer-{point.id}")


def _unanswered_account(point: Point, on_file: str) -> Iterator[Refusal]:
    if not point.answer:
        text = N_("“%(question)s”: fill in the account number.")
        yield Refusal(Text(text, question=point.question), f"answer-{point.id}")
    elif iban_of(point.answer) != on_file and not point.files:
        text = N_(
            "“%(question)s”: this account is not the one on file. "
            "Enclose the letter that the mayor and the financial director signed."
        )
        yield Refusal(Text(text, question=point.question), f"files-{point.id}")


def account_given(completions: Iterable[Completion], partner_id: str) -> bool:
    """Whether a partner gave its account after closing."""
    return any(
        one.sent_at is not None and partner_id in {point.account_of for point in one.points}
        for one in completions
    )


def too_many_files(
    there: Sequence[FileAttachment], offered: Sequence[Offered]
) -> Iterator[Refusal]:
    """Count the files of the completion only: the sealed file has room of its own."""
    if len(there) + len(offered) > MOST:
        yield Refusal(Text("Enclose at most %(most)s files in a completion.", most=MOST), PLACE)
    if sum([*(one.size for one in there), *(one.size for one in offered)]) > ALL_TOGETHER:
        text = N_("All files together are larger than %(most)s MB. Enclose fewer or smaller ones.")
        yield Refusal(Text(text, most=ALL_TOGETHER // MEGABYTE), PLACE)


def waits_for(completions: Sequence[Completion], now: datetime) -> Iterator[Refusal]:
    """Say until when nothing can be asked or decided: the applicant has the time it was given."""
    for one in completions:
        if one.is_open(now):
            text = N_("The applicant can complete until %(at)s. Wait, or withdraw your request.")
            yield Refusal(Text(text, at=one.due_at))
