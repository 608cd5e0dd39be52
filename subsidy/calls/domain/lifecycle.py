"""The life of a call: written by one person, published by another; its phase is derived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from subsidy.core.clock import is_open
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.text import N_, Text
from subsidy.policy import Action


class Status(Labelled):
    """Where the writing of a call is; whether it is open is its phase."""

    DRAFT = "draft", N_("draft call"), "yellow"
    PROPOSED = "proposed", N_("proposed call, waits for approval"), "blue"
    PUBLISHED = "published", N_("published call"), "green"
    WITHDRAWN = "withdrawn", N_("withdrawn call"), "grey"


class Phase(Labelled):
    """Where a call is for the outside world: from instants and facts, never stored."""

    PREPARATION = "preparation", N_("call in preparation"), "grey"
    CONSULTATION = "consultation", N_("in consultation"), "purple"
    ANNOUNCED = "announced", N_("announced"), "blue"
    OPEN = "open", N_("open for applications"), "green"
    CLOSED = "closed", N_("closed for applications"), "grey"
    ASSESSMENT = "assessment", N_("applications are being assessed"), "orange"
    DECIDED = "decided", N_("decided"), "grey"
    SETTLED = "settled", N_("settled"), "grey"
    WITHDRAWN = "withdrawn", N_("withdrawn call"), "grey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a transition of a call may depend on.

    ``faults``: why the regulation cannot be published (``regulation.objections``).
    """

    now: datetime
    actor_id: int
    prepared_by_id: int | None = None
    closes_at: datetime | None = None
    faults: Sequence[Refusal] = ()
    decided: bool = False
    reason: str = ""


def complete(facts: Facts) -> Sequence[Refusal]:
    """Return every fault, also that the call would close before anybody could apply."""
    refusals = list(facts.faults)
    if facts.closes_at is not None and facts.closes_at <= facts.now:
        refusals.append(
            Refusal(
                Text("The call closes on %(at)s. Choose a later moment.", at=facts.closes_at),
                "oproep.sluit",
            )
        )
    return refusals


def complete_and_approved_by_another(facts: Facts) -> Sequence[Refusal]:
    """Let nobody publish what they proposed: publishing reserves money."""
    refusals = list(complete(facts))
    if facts.prepared_by_id == facts.actor_id:
        refusals.append(Refusal(Text("You proposed this call. Ask a colleague to publish it.")))
    return refusals


def with_reason(facts: Facts) -> Sequence[Refusal]:
    if facts.reason.strip():
        return ()
    return [Refusal(Text("Write why you return the call."), "reason")]


def undecided_with_reason(facts: Facts) -> Sequence[Refusal]:
    refusals = []
    if facts.decided:
        refusals.append(Refusal(Text("Money of this call is awarded. It cannot be withdrawn.")))
    if not facts.reason.strip():
        refusals.append(Refusal(Text("Write why you withdraw the call."), "reason"))
    return refusals


DRAFT, PROPOSED = Status.DRAFT, Status.PROPOSED
PUBLISHED, WITHDRAWN = Status.PUBLISHED, Status.WITHDRAWN

# action               from                    to         if
LIFECYCLE: Lifecycle[Status, Action, Facts] = Lifecycle(
    DRAFT,
    Transition(Action.PROPOSE_CALL, frozenset({DRAFT}), PROPOSED, complete),
    Transition(Action.RETURN_CALL, frozenset({PROPOSED}), DRAFT, with_reason),
    Transition(
        Action.PUBLISH_CALL, frozenset({PROPOSED}), PUBLISHED, complete_and_approved_by_another
    ),
    Transition(Action.WITHDRAW_CALL, frozenset({PUBLISHED}), WITHDRAWN, undecided_with_reason),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What became of the files of a closed call, told by whoever knows juries and decisions."""

    assessing: bool = False
    decided: bool = False
    settled: bool = False


NOT_BEGUN = Progress()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The instants of a call; each period is half-open: it ends where the next one can begin."""

    opens_at: datetime | None
    closes_at: datetime | None
    consulted_from: datetime | None = None
    consulted_until: datetime | None = None

    def consulting(self, now: datetime) -> bool:
        first, end = self.consulted_from, self.consulted_until
        return first is not None and end is not None and is_open(first, end, now)


def phase(status: Status, window: Window, now: datetime, progress: Progress = NOT_BEGUN) -> Phase:
    """Return where a call is for the outside world, from instants and facts; never stored."""
    if status is Status.WITHDRAWN:
        return Phase.WITHDRAWN
    if status is not Status.PUBLISHED or window.opens_at is None or window.closes_at is None:
        return Phase.CONSULTATION if window.consulting(now) else Phase.PREPARATION
    if now < window.opens_at:
        return Phase.ANNOUNCED
    return Phase.OPEN if now < window.closes_at else _after_closing(progress)


def _after_closing(progress: Progress) -> Phase:
    """Take the furthest fact: a call is settled only after its decisions."""
    if not progress.decided:
        return Phase.ASSESSMENT if progress.assessing else Phase.CLOSED
    return Phase.SETTLED if progress.settled else Phase.DECIDED
