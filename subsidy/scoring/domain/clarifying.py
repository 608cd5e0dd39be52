"""One written round of questions to the applicants, through the chair, beside the sealed files.

A juror with the file in hand proposes; the chair words the questions and sends them all at once,
once per call, with one term for every file. The term is half-open and the instant of arrival
decides. Jurors read the answers when the term has ended: no juror has them before another, and no
applicant has more time than another.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from subsidy.applications.domain.conflicts import Difference
from subsidy.core.clock import is_open
from subsidy.core.errors import Refusal
from subsidy.core.text import N_, Text
from subsidy.scoring.domain.computing import digest

LONGEST_PROPOSAL = 500
LONGEST_REPLY = 4_000
LONGEST_REASON = 500
MOST_PROPOSALS = 5  # per juror and file
SHORTEST, LONGEST = timedelta(days=5), timedelta(days=60)
NOBODY = ""

STANDS = Text("Decisions of this call are approved. There is no round of questions any more.")
SENT = Text("The chair sent the questions already. There is one round per call.")
CHANGED = Text("A question changed meanwhile. Read them again, then send them.")
UNDECLARED = Text("First declare whether you have a conflict of interest.")
NOT_RUNNING = Text("No round of questions runs now.")
ANSWERED = Text("Somebody answered already. You can no longer withdraw the round.")
ON_THE_WAY = Text("This question is no proposal of yours any more. Open the page again.")
ELSEWHERE = Text(
    "A colleague saved meanwhile. Compare with what stands there now, then save again."
)


@dataclass(frozen=True, slots=True)
class Term:
    """The round of a call: ``[sent_at, due_at)``."""

    sent_at: datetime
    due_at: datetime

    def is_running(self, now: datetime) -> bool:
        return is_open(self.sent_at, self.due_at, now)

    def is_over(self, now: datetime) -> bool:
        return now >= self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A question that a juror proposes. ``wording``: that of the chair, equal until it changed.

    ``by``: the label of the juror, never a name.
    """

    id: str
    by: str
    proposed: str
    wording: str
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Reworded:
    """What the chair makes of one proposal."""

    wording: str
    left_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as the applicant got it, with the answer so far."""

    id: str
    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """What was asked about one file, and answered. ``term`` None: no round was sent.

    ``lengthened``: why the term became longer, empty when it did not.
    """

    term: Term | None = None
    asked: tuple[Asked, ...] = ()
    lengthened: str = ""
    version: int = 0
    saved_at: datetime | None = None
    saved_by: str = NOBODY
    content_hash: str = ""

    def is_asked(self) -> bool:
        return self.term is not None and bool(self.asked)

    def read_by_others(self, now: datetime) -> "Clarification":
        """Return what somebody outside the consortium may read: nothing before the term ended."""
        if self.term is None or not self.term.is_over(now):
            return Clarification(term=self.term)
        return self


# The juror ----------------------------------------------------------------------------------------


def not_proposable(term: Term | None, *, stands: bool) -> tuple[Refusal, ...]:
    """Say why nobody can propose, word or send a question any more.

    ``stands``: decisions of the call are approved.
    """
    if term is not None:
        return (Refusal(SENT),)
    return (Refusal(STANDS),) if stands else ()


def unfit_proposal(question: str, earlier: Collection[str]) -> tuple[Refusal, ...]:
    """Say what is wrong with a proposal. ``earlier``: what this juror proposed for the file."""
    found = []
    if len(earlier) >= MOST_PROPOSALS:
        most = Text("You can propose at most %(most)s questions per file.", most=MOST_PROPOSALS)
        found.append(Refusal(most))
    if not question:
        found.append(Refusal(Text("Write the question that you propose."), "question"))
    elif question in earlier:
        found.append(Refusal(Text("You proposed this question already."), "question"))
    return (*found, *_too_long(question, LONGEST_PROPOSAL, "question"))


# The chair ----------------------------------------------------------------------------------------


def wording_place(question_id: str) -> str:
    return f"wording-{question_id}"


def unfit_wordings(wanted: Mapping[str, Reworded]) -> tuple[Refusal, ...]:
    """Say what is wrong with the questions as the chair words them; ``wanted``: by identifier."""
    found: list[Refusal] = []
    for key, each in wanted.items():
        place = wording_place(key)
        if not each.left_out and not each.wording:
            found.append(Refusal(Text("Write the question, or leave it out."), place))
        found.extend(_too_long(each.wording, LONGEST_PROPOSAL, place))
    return tuple(found)


def seen(proposals: Iterable[Proposal]) -> str:
    """Return what stands on the screen of the chair as one mark: what is sent is what was read."""
    return digest([[each.id, each.wording, each.left_out] for each in proposals])


@dataclass(frozen=True, slots=True)
class Sending:
    """What the chair asks for. ``sure``: knows that there is no second round."""

    due_at: datetime | None
    sure: bool


def unfit_round(
    wanted: Sequence[Proposal], sending: Sending, now: datetime, closes_at: datetime | None
) -> tuple[Refusal, ...]:
    """Say why the round cannot be sent; all at once.

    ``wanted``: what the chair can read. ``closes_at``: from when no juror can score, or None.
    """
    found = []
    if all(each.left_out for each in wanted):
        found.append(
            Refusal(Text("There is no question to send. Wait until a juror proposes one."))
        )
    found.extend(_unfit_term(sending.due_at, now, closes_at))
    if not sending.sure:
        found.append(Refusal(Text("Tick that you know that there is no second round."), "sure"))
    return tuple(found)


def _unfit_term(
    due_at: datetime | None, now: datetime, closes_at: datetime | None
) -> Iterator[Refusal]:
    first, last = now + SHORTEST, now + LONGEST
    if due_at is None:
        yield Refusal(Text("Fill in until when the applicants can answer."), "due_at")
    elif not first <= due_at <= last:
        text = N_("Choose an instant from %(first)s to %(last)s: five to sixty days from now.")
        yield Refusal(Text(text, first=first, last=last), "due_at")
    else:
        yield from _after_the_jury(due_at, closes_at)


def _after_the_jury(due_at: datetime, closes_at: datetime | None) -> Iterator[Refusal]:
    if closes_at is not None and due_at >= closes_at:
        text = N_(
            "The jury can score until %(at)s: nobody could use the answers. "
            "Choose an earlier instant, or ask the agency for a later term of the jury."
        )
        yield Refusal(Text(text, at=closes_at), "due_at")


@dataclass(frozen=True, slots=True)
class Longer:
    """A later end of the term, for all, and why."""

    due_at: datetime | None
    reason: str


def unfit_longer(term: Term, longer: Longer, closes_at: datetime | None) -> tuple[Refusal, ...]:
    """Say what is wrong with a longer term; all at once. ``closes_at``: as for a round."""
    found = []
    last = term.sent_at + LONGEST
    if longer.due_at is None:
        found.append(Refusal(Text("Fill in until when the applicants can answer."), "due_at"))
    elif not term.due_at < longer.due_at <= last:
        text = N_("Choose an instant after %(first)s and at the latest %(last)s.")
        found.append(Refusal(Text(text, first=term.due_at, last=last), "due_at"))
    else:
        found.extend(_after_the_jury(longer.due_at, closes_at))
    return (*found, *unfit_reason(longer.reason, "reason"))


def unfit_reason(reason: str, place: str) -> tuple[Refusal, ...]:
    """Ask for a reason that applicants can read."""
    if not reason:
        return (Refusal(Text("Give the reason. The applicants read it."), place),)
    return _too_long(reason, LONGEST_REASON, place)


def round_hash(term: Term, sent: Iterable[Asked]) -> str:
    """Return the hash of what went out: the term, and each question in the order of proposal."""
    questions = [[each.id, each.question] for each in sent]
    return digest([term.sent_at.isoformat(), term.due_at.isoformat(), questions])


# The applicant ------------------------------------------------------------------------------------


def answer_place(question_id: str) -> str:
    return f"answer-{question_id}"


def not_answerable(found: Clarification, now: datetime) -> tuple[Refusal, ...]:
    """Hold to the half-open term, by the instant of arrival; say what one can do then."""
    if found.term is None or not found.is_asked():
        return (Refusal(Text("The jury asked nothing about this application.")),)
    if found.term.is_running(now):
        return ()
    text = N_(
        "You could answer until %(at)s. Your answer arrived on %(now)s: too late. "
        "What was saved in time counts. You find the address of the agency on the page Contact."
    )
    return (Refusal(Text(text, at=found.term.due_at, now=now)),)


def unfit_answers(found: Clarification, answers: Mapping[str, str]) -> tuple[Refusal, ...]:
    """Say what is wrong with answers: only what was asked, something, and not too long."""
    known = {each.id for each in found.asked}
    wrong = [Refusal(Text("The jury did not ask this.")) for key in answers if key not in known]
    if not any(answers.values()):
        first = answer_place(found.asked[0].id) if found.asked else None
        wrong.append(Refusal(Text("Write an answer to at least one question."), first))
    for key, text in answers.items():
        wrong.extend(_too_long(text, LONGEST_REPLY, answer_place(key)))
    return tuple(wrong)


def answered_differently(
    found: Clarification, answers: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Return each question that is answered otherwise than what is kept."""
    return tuple(
        Difference(
            Text("Question: %(question)s", question=one.question), one.answer, answers[one.id]
        )
        for one in found.asked
        if answers.get(one.id, one.answer) != one.answer
    )


def reply_hash(number: str, asked: Iterable[Asked], version: int, saved_at: datetime) -> str:
    """Return the hash of the answers about a file, with what was asked. ``number``: of the file."""
    answers = [[each.id, each.question, each.answer] for each in asked]
    return digest([number, version, saved_at.isoformat(), answers])


def _too_long(text: str, limit: int, place: str) -> tuple[Refusal, ...]:
    if len(text) <= limit:
        return ()
    return (Refusal(Text("Use at most %(limit)s characters.", limit=limit), place),)
