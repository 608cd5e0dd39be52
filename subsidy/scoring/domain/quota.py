"""Selection in rank order as far as the reserved minimums allow (decision 21, QUOTA).

Down the ranking: a file is funded if and only if some set that satisfies all rules contains it and
all that is funded before it. So the funded set is the best by rank of all sets that are allowed:
of two of them, the better one has the highest file in which they differ.

The first file that cannot be funded in full gets a part, as large as the rules allow, if that is
at least its stated minimum and more than nothing.
"""

from collections.abc import Mapping, Sequence

from subsidy.scoring.domain.constraints import Candidate, Rules, Taken, is_eligible
from subsidy.scoring.domain.methods import unmet
from subsidy.scoring.domain.minimums import impossible, minimums
from subsidy.scoring.domain.portfolio import Part, Portfolio
from subsidy.scoring.domain.rank_order import FUNDED, Outcome, Verdict, under

BLOCK = 20  # files that one question decides; their weights are powers of two


def as_reserved(
    ordered: Sequence[Candidate], rules: Rules, known: Mapping[str, Verdict] | None = None
) -> dict[str, Verdict]:
    """Return the verdict of every candidate, in rank order.

    ``known``: the verdicts of the first candidates, when these and the files that are eligible are
    those of a selection that was made. Raises RefusedError when no set at all meets the minimums.
    """
    if known is None and minimums(rules) and Portfolio(ordered, rules).solve() is None:
        raise impossible(ordered, rules)
    return _Descent(ordered, rules, known or {}).verdicts()


class _Descent:
    """The way down the ranking: what was funded so far, and what is decided next."""

    def __init__(
        self, ordered: Sequence[Candidate], rules: Rules, known: Mapping[str, Verdict]
    ) -> None:
        self.ordered, self.rules, self.known = ordered, rules, known
        self.taken = Taken(rules)
        self.out: set[str] = set()
        self.nothing_failed = True
        self.foreseen: dict[str, bool] = {}

    def verdicts(self) -> dict[str, Verdict]:
        return {
            candidate.id: under(candidate, self.rules, self.taken.left_cents)
            or self._at_its_turn(candidate)
            for candidate in self.ordered
        }

    def _at_its_turn(self, candidate: Candidate) -> Verdict:
        verdict = self.known.get(candidate.id) or self._decided(candidate)
        if verdict.outcome in FUNDED:
            self.taken.fund(candidate, verdict.awarded_cents)
        else:
            self.out.add(candidate.id)
        if verdict.outcome is not Outcome.FUNDED:
            self.nothing_failed = False
        return verdict

    def _decided(self, candidate: Candidate) -> Verdict:
        left, obstacles = self.taken.left_cents, self.taken.obstacles(candidate)
        if not obstacles and self._is_possible(candidate):
            return Verdict(Outcome.FUNDED, candidate.amount_cents, left)
        cents = self._part(candidate) if self.nothing_failed else None
        if cents:
            self.foreseen.clear()
            return Verdict(Outcome.PARTIAL, cents, left, obstacles)
        outcome = Outcome.SKIPPED if obstacles else Outcome.RESERVED
        return Verdict(outcome, 0, left, obstacles, self.taken.excluding(candidate))

    def _is_possible(self, candidate: Candidate) -> bool:
        """Whether some allowed set holds this file and all that was funded before it.

        Once the minimums are reached, every file that fits can be added.
        """
        if self._is_complete():
            return True
        if candidate.id not in self.foreseen:
            self._foresee(candidate)
        return self.foreseen[candidate.id]

    def _is_complete(self) -> bool:
        if not minimums(self.rules):
            return True
        funded = [each for each in self.ordered if each.id in self.taken.amounts]
        return not any(unmet(funded, self.taken.amounts, self.rules))

    def _foresee(self, candidate: Candidate) -> None:
        """Decide the next files at once: the best by rank of what is still possible."""
        start = self.ordered.index(candidate)
        coming = [each for each in self.ordered[start:] if is_eligible(each, self.rules)][:BLOCK]
        portfolio = Portfolio(self.ordered, self.rules, self.taken.amounts, out=self.out)
        weights = {each.id: 1 << (len(coming) - 1 - i) for i, each in enumerate(coming)}
        best = portfolio.heaviest(weights)
        self.foreseen = {each.id: each.id in best for each in coming}

    def _part(self, candidate: Candidate) -> int | None:
        return largest_part(self.ordered, self.rules, self.taken.amounts, candidate)


def largest_part(
    ordered: Sequence[Candidate],
    rules: Rules,
    amounts: dict[str, int],
    candidate: Candidate,
) -> int | None:
    """Return the most that a file can get beside what is funded, less than it asks; else None."""
    if candidate.minimum_cents is None:
        return None
    least, most = max(candidate.minimum_cents, 1), candidate.amount_cents - 1
    left = rules.envelope_cents - sum(amounts.values())
    if least > min(most, left):
        return None
    part = Part(candidate, least, min(most, left))
    return Portfolio(ordered, rules, amounts, part=part).largest_share()
