"""Why a file is out where the ranking keeps room for minimums (QUOTA).

What is decided before a file does not depend on where it stands, so whether it would be funded at
a higher place is one question: is there an allowed set with it and all that is funded before that
place.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from subsidy.scoring.domain.constraints import HIGHEST_MERIT, Candidate, Rules, Taken, place
from subsidy.scoring.domain.displacing import NOTHING, Change
from subsidy.scoring.domain.methods import unmet
from subsidy.scoring.domain.portfolio import Choice, Part, Portfolio
from subsidy.scoring.domain.quota import as_reserved, largest_part
from subsidy.scoring.domain.rank_order import FUNDED, Outcome, Verdict

NOT_IN_FULL = frozenset({Outcome.SKIPPED, Outcome.RESERVED, Outcome.PARTIAL})


@dataclass(frozen=True, slots=True)
class Reserving:
    """What was decided on the way down, and what would have changed it."""

    ordered: Sequence[Candidate]
    rules: Rules
    seed: str
    said: Mapping[str, Verdict]
    known: dict[tuple[str, int], bool] = field(default_factory=dict)

    def change(self, candidate: Candidate) -> Change:
        """Return what would have changed the outcome of a file that is out."""
        if candidate.under:
            return NOTHING
        short = self._points(candidate)
        fitting = self._fitting(candidate) if candidate.merit >= self.rules.threshold else None
        return Change(short, fitting, () if short is None else self._displaced(candidate, short))

    def _points(self, candidate: Candidate) -> int | None:
        others = self._others(candidate)
        keys = [place(each, self.seed) for each in others]
        first = max(candidate.merit + 1, self.rules.threshold)
        merits = range(first, HIGHEST_MERIT + 1)

        def enough(merit: int) -> bool:
            at = bisect_left(keys, place(replace(candidate, merit=merit), self.seed))
            return self._would_fit(candidate, others, at)

        found = _first(merits, enough)
        return merits[found] - candidate.merit if found < len(merits) else None

    def _would_fit(self, candidate: Candidate, others: Sequence[Candidate], at: int) -> bool:
        """Whether the file is funded, in full or in part, at this place."""
        known = self.known.get((candidate.id, at))
        if known is None:
            known = self._fits_after(candidate, others[:at])
            self.known[candidate.id, at] = known
        return known

    def _fits_after(self, candidate: Candidate, before: Sequence[Candidate]) -> bool:
        amounts = self._awarded(before)
        if self._fits_whole(candidate, before, amounts):
            return True
        if any(self.said[each.id].outcome in NOT_IN_FULL for each in before):
            return False
        return bool(largest_part(self.ordered, self.rules, amounts, candidate))

    def _fits_whole(
        self, candidate: Candidate, before: Sequence[Candidate], amounts: dict[str, int]
    ) -> bool:
        taken = Taken(self.rules)
        for each in before:
            if each.id in amounts:
                taken.fund(each, amounts[each.id])
        if taken.obstacles(candidate):
            return False
        funded = [each for each in before if each.id in amounts]
        with_it = {**amounts, candidate.id: candidate.amount_cents}
        if not any(unmet([*funded, candidate], with_it, self.rules)):
            return True
        if self._fits_beside_others(candidate, taken):
            return True
        return Portfolio(self.ordered, self.rules, with_it).solve() is not None

    def _fits_beside_others(self, candidate: Candidate, taken: Taken) -> bool:
        """Whether the minimums are reached with as many as fit of those that are funded now."""
        taken.fund(candidate, candidate.amount_cents)
        for each in self.ordered:
            later = self.said[each.id].outcome in FUNDED and each.id not in taken.amounts
            if later and not taken.obstacles(each):
                taken.fund(each, each.amount_cents)
        together = [each for each in self.ordered if each.id in taken.amounts]
        return not any(unmet(together, taken.amounts, self.rules))

    def _fitting(self, candidate: Candidate) -> int | None:
        """Return the most that the file can ask and be funded in full, below what it asks.

        With a smaller amount a file before it may become possible too, in full or for a larger
        part, which then needs this one.
        """
        for before, part in self._places(candidate):
            ways = (self._as_it_went(before, part), *self._for_the_first(before, part))
            found = max((each for each in ways if each is not None), default=None)
            if found is not None:
                return found
        return None

    def _places(self, candidate: Candidate) -> Iterator[tuple[Sequence[Candidate], Part]]:
        """Give what stands before the file when it asks less, with the amounts that keep it there.

        The largest first. Where the amount breaks a tie, asking less brings a file up.
        """
        others = self._others(candidate)
        keys = [place(each, self.seed) for each in others]

        def at(cents: int) -> int:
            asks_less = replace(candidate, amount_cents=cents)
            return bisect_left(keys, place(asks_less, self.seed))

        most = candidate.amount_cents - 1
        while most > 0:
            here = at(most)
            amounts = range(1, most + 1)
            least = amounts[bisect_left(amounts, here, key=at)]
            yield others[:here], Part(candidate, least, most)
            most = least - 1

    def _as_it_went(self, before: Sequence[Candidate], part: Part) -> int | None:
        """Return the most beside what was funded before, or a file that was kept out and those."""
        partly = {
            each.id: self.said[each.id].awarded_cents
            for each in before
            if self.said[each.id].outcome is Outcome.PARTIAL
        }
        portfolio = Portfolio(self.ordered, self.rules, partly, part=part)
        self._in_one_of(portfolio, before)
        return portfolio.largest_share()

    def _for_the_first(self, before: Sequence[Candidate], part: Part) -> Iterator[int | None]:
        """Give the most when the first that failed then gets more: a larger part, or all."""
        failed = (each for each in before if self.said[each.id].outcome in NOT_IN_FULL)
        first = next(failed, None)
        if first is None or first.minimum_cents is None:
            return
        amounts = self._awarded(before[: before.index(first)])
        least = max(first.minimum_cents, self.said[first.id].awarded_cents + 1)
        if least <= first.amount_cents:
            more = Part(first, least, first.amount_cents)
            yield Portfolio(
                self.ordered, self.rules, amounts, part=part, beside=more
            ).largest_share()

    def _in_one_of(self, portfolio: Portfolio, before: Sequence[Candidate]) -> None:
        """Ask for all that was funded before, or for a file that was kept out and those above.

        What does not fit beside the file itself is not among the chosen: with it there is no way.
        """
        ways: list[list[Choice]] = []
        funded: list[Choice] = []
        for each in before:
            outcome, own = self.said[each.id].outcome, portfolio.chosen.get(each.id)
            if outcome in FUNDED:
                if own is None:
                    break
                funded.append(own)
            elif outcome is Outcome.RESERVED and own is not None:
                ways.append([*funded, own])
        else:
            ways.append(funded)
        portfolio.all_of_one(ways)

    def _displaced(self, candidate: Candidate, short: int) -> tuple[str, ...]:
        raised = replace(candidate, merit=candidate.merit + short)
        again = sorted([*self._others(candidate), raised], key=lambda each: place(each, self.seed))
        then = as_reserved(again, self.rules, self._before(again, raised))
        return tuple(
            id_
            for id_, each in self.said.items()
            if each.outcome in FUNDED and then[id_].outcome not in FUNDED
        )

    def _before(
        self, again: Sequence[Candidate], raised: Candidate
    ) -> Mapping[str, Verdict] | None:
        """Return what was decided above the new place: nothing there changed.

        None when the file was under the threshold: it then counts for the minimums from now on.
        """
        was = next(each for each in self.ordered if each.id == raised.id)
        if was.merit < self.rules.threshold:
            return None
        return {each.id: self.said[each.id] for each in again[: again.index(raised)]}

    def _awarded(self, before: Sequence[Candidate]) -> dict[str, int]:
        said = {each.id: self.said[each.id] for each in before}
        return {id_: v.awarded_cents for id_, v in said.items() if v.outcome in FUNDED}

    def _others(self, candidate: Candidate) -> list[Candidate]:
        return [each for each in self.ordered if each.id != candidate.id]


def _first(merits: range, enough: Callable[[int], bool]) -> int:
    """Return the first place in ``merits`` that is enough, from which on all are.

    The steps begin small and double: the lower a file would stand, the more is decided before it,
    and the smaller is the question whether it fits.
    """
    below, step = 0, 1
    while below + step < len(merits) and not enough(merits[below + step - 1]):
        below, step = below + step, 2 * step
    return bisect_left(merits, x=True, lo=below, hi=min(below + step, len(merits)), key=enough)
