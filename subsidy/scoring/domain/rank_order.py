"""Selection in rank order that stops at the first file that does not fit (decision 21, STOP)."""

from collections.abc import Iterable
from dataclasses import dataclass

from subsidy.core.labels import Labelled
from subsidy.core.text import N_
from subsidy.scoring.domain.constraints import Candidate, Obstacle, Rules, Taken


class Outcome(Labelled):
    """What the selection says of one file."""

    FUNDED = "funded", N_("funded"), "green"
    PARTIAL = "partial", N_("partly funded"), "yellow"
    DID_NOT_FIT = "did_not_fit", N_("first file that did not fit"), "red"
    AFTER_STOP = "after_stop", N_("ranked after the selection stopped"), "red"
    UNDER_THRESHOLD = "under_threshold", N_("under the threshold"), "red"
    UNDER_CRITERION = "under_criterion", N_("under the threshold of a criterion"), "red"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one file when its turn came.

    ``left_cents``: what was left in the envelope; ``obstacles``: the limits it would have broken;
    ``rivals``: funded files beside which it may not be funded.
    """

    outcome: Outcome
    awarded_cents: int
    left_cents: int
    obstacles: tuple[Obstacle, ...] = ()
    rivals: tuple[str, ...] = ()


def stop_at_first(ordered: Iterable[Candidate], rules: Rules) -> dict[str, Verdict]:
    """Return the verdict of every candidate, in rank order.

    A file under a threshold takes no part: it is passed over, it does not stop the selection.
    """
    taken, stopped = Taken(rules), False
    verdicts = {}
    for candidate in ordered:
        verdict = _verdict(candidate, taken, stopped=stopped)
        verdicts[candidate.id] = verdict
        if verdict.awarded_cents or verdict.outcome is Outcome.FUNDED:
            taken.fund(candidate, verdict.awarded_cents)
        stopped = stopped or verdict.outcome in {Outcome.DID_NOT_FIT, Outcome.PARTIAL}
    return verdicts


def _verdict(candidate: Candidate, taken: Taken, *, stopped: bool) -> Verdict:
    left = taken.left_cents
    if candidate.merit < taken.rules.threshold:
        return Verdict(Outcome.UNDER_THRESHOLD, 0, left)
    if candidate.under:
        return Verdict(Outcome.UNDER_CRITERION, 0, left)
    if stopped:
        return Verdict(Outcome.AFTER_STOP, 0, left)
    obstacles = taken.obstacles(candidate)
    if not obstacles:
        return Verdict(Outcome.FUNDED, candidate.amount_cents, left)
    if obstacles == (Obstacle.ENVELOPE,) and _partial(candidate, left):
        return Verdict(Outcome.PARTIAL, left, left, obstacles)
    return Verdict(Outcome.DID_NOT_FIT, 0, left, obstacles, taken.excluding(candidate))


def _partial(candidate: Candidate, left_cents: int) -> bool:
    """Whether what is left, above zero, is at least the stated minimum."""
    minimum = candidate.minimum_cents
    return minimum is not None and left_cents >= max(minimum, 1)
