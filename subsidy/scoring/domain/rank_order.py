"""Selection in rank order: stop at the first that does not fit, or skip it (decision 21)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from subsidy.core.labels import Labelled
from subsidy.core.text import N_
from subsidy.scoring.domain.constraints import Candidate, Obstacle, Rules, Taken


class Outcome(Labelled):
    """What the selection says of one file."""

    FUNDED = "funded", N_("funded"), "green"
    PARTIAL = "partial", N_("partly funded"), "yellow"
    DID_NOT_FIT = "did_not_fit", N_("first file that did not fit"), "red"
    SKIPPED = "skipped", N_("did not fit"), "red"
    RESERVED = "reserved", N_("room kept for a minimum"), "red"
    NOT_CHOSEN = "not_chosen", N_("not among the most points together"), "red"
    AFTER_STOP = "after_stop", N_("ranked after the selection stopped"), "red"
    UNDER_THRESHOLD = "under_threshold", N_("under the threshold"), "red"
    UNDER_CRITERION = "under_criterion", N_("under the threshold of a criterion"), "red"
    SET_ASIDE = "set_aside", N_("no subsidy, by a deviation"), "red"


FUNDED = frozenset({Outcome.FUNDED, Outcome.PARTIAL})


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


RankOrder = Callable[[Sequence[Candidate], Rules], dict[str, Verdict]]


def stop_at_first(ordered: Sequence[Candidate], rules: Rules) -> dict[str, Verdict]:
    """Return the verdict of every candidate, in rank order.

    A file under a threshold takes no part: it is passed over, it does not stop the selection.
    """
    taken, stopped = Taken(rules), False
    verdicts = {}
    for candidate in ordered:
        verdict = _verdict(candidate, taken, stopped=stopped)
        verdicts[candidate.id] = verdict
        if verdict.outcome in FUNDED:
            taken.fund(candidate, verdict.awarded_cents)
        stopped = stopped or verdict.outcome in {Outcome.DID_NOT_FIT, Outcome.PARTIAL}
    return verdicts


def skip_what_does_not_fit(ordered: Sequence[Candidate], rules: Rules) -> dict[str, Verdict]:
    """Return the verdict of every candidate, in rank order: what does not fit is passed over.

    Only the first that does not fit in full can get a part. A part takes all that is left, so
    after it only files that ask nothing still fit.
    """
    taken, is_first = Taken(rules), True
    verdicts = {}
    for candidate in ordered:
        verdict = _skipping(candidate, taken, is_first=is_first)
        verdicts[candidate.id] = verdict
        if verdict.outcome in FUNDED:
            taken.fund(candidate, verdict.awarded_cents)
        is_first = is_first and verdict.outcome not in {Outcome.SKIPPED, Outcome.PARTIAL}
    return verdicts


def _skipping(candidate: Candidate, taken: Taken, *, is_first: bool) -> Verdict:
    """Return what STOP says of it at its turn, where later ones have a turn too."""
    verdict = _verdict(candidate, taken)
    if verdict.outcome is Outcome.PARTIAL and not is_first:
        return replace(verdict, outcome=Outcome.SKIPPED, awarded_cents=0)
    if verdict.outcome is Outcome.DID_NOT_FIT:
        return replace(verdict, outcome=Outcome.SKIPPED)
    return verdict


def _verdict(candidate: Candidate, taken: Taken, *, stopped: bool = False) -> Verdict:
    left = taken.left_cents
    out = under(candidate, taken.rules, left)
    if out is not None:
        return out
    if stopped:
        return Verdict(Outcome.AFTER_STOP, 0, left)
    obstacles = taken.obstacles(candidate)
    if not obstacles:
        return Verdict(Outcome.FUNDED, candidate.amount_cents, left)
    if obstacles == (Obstacle.ENVELOPE,) and _partial(candidate, left):
        return Verdict(Outcome.PARTIAL, left, left, obstacles)
    return Verdict(Outcome.DID_NOT_FIT, 0, left, obstacles, taken.excluding(candidate))


def under(candidate: Candidate, rules: Rules, left_cents: int) -> Verdict | None:
    """Return the verdict of a file that a threshold keeps out; None of any other."""
    if candidate.merit < rules.threshold:
        return Verdict(Outcome.UNDER_THRESHOLD, 0, left_cents)
    if candidate.under:
        return Verdict(Outcome.UNDER_CRITERION, 0, left_cents)
    return None


def _partial(candidate: Candidate, left_cents: int) -> bool:
    """Whether what is left, above zero, is at least the stated minimum."""
    minimum = candidate.minimum_cents
    return minimum is not None and left_cents >= max(minimum, 1)
