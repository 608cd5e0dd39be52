"""Why a file is out where a solver selects (MERIT): points short, fitting amount, who would go.

The best set that holds a file grows one for one with the merit of that file, and the best set
without it does not depend on it: so the points that it is short are the difference, to the
hundredth; one hundredth more where a tie would still be lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from subsidy.scoring.domain.constraints import HIGHEST_MERIT, Candidate, Rules, place
from subsidy.scoring.domain.holding import as_good_as, most_holding, portfolio_holding
from subsidy.scoring.domain.merit import Best, Value, best, value_of
from subsidy.scoring.domain.narrowing import Narrow
from subsidy.scoring.domain.portfolio import Part, Portfolio, UndecidedError

FEW = 60  # files; among more, an amount that would only win a tie is not looked for
LITTLE = 0.1  # effort of a question: a smaller amount that fits is true, if not the largest


@dataclass(frozen=True, slots=True)
class Change:
    """What would have changed an outcome; None: nothing of the kind would.

    ``points_short`` in hundredths, ``fitting_cents``; ``displaced``: funded files that would not
    be funded when this one had those points. ``fitting_known``: False when it is too hard to say.
    """

    points_short: int | None
    fitting_cents: int | None
    displaced: tuple[str, ...] = ()
    fitting_known: bool = True


NOTHING = Change(None, None)


@dataclass(frozen=True, slots=True)
class Displacing:
    """The best set, and what would have put another file into it."""

    ordered: Sequence[Candidate]
    rules: Rules
    seed: str
    found: Best
    near: Narrow

    @property
    def value(self) -> Value:
        return value_of(self.ordered, self.rules, self.found.funded)

    def change(self, candidate: Candidate) -> Change:
        """Return what would have changed the outcome of a file that is out."""
        if candidate.under:
            return NOTHING
        short, displaced = self._points(candidate)
        if candidate.merit < self.rules.threshold:
            return Change(short, None, displaced)
        try:
            return Change(short, self._fitting(candidate), displaced)
        except UndecidedError:
            return Change(short, None, displaced, fitting_known=False)

    def _points(self, candidate: Candidate) -> tuple[int | None, tuple[str, ...]]:
        found = self._held(candidate)
        if found is None:
            return None, ()
        held, wins = found
        difference = self.value.merit - value_of(self.ordered, self.rules, held).merit
        enough = difference if wins else difference + 1
        needed = max(enough, 1, self.rules.threshold - candidate.merit)
        displaced = tuple(
            c.id for c in self.ordered if c.id in self.found.funded and c.id not in held
        )
        return (needed, displaced) if candidate.merit + needed <= HIGHEST_MERIT else (None, ())

    def _held(self, candidate: Candidate) -> tuple[frozenset[str], bool] | None:
        """Return a set with most merit that holds the file, and whether it wins a tie in merit.

        None when no set can hold it.
        """
        held = most_holding(self.ordered, self.rules, self.near, candidate)
        if held is None:
            return None
        own = value_of(self.ordered, self.rules, held)
        if self._compared(own) < 0:
            better = self._tied_or_better(candidate, held, own)
            if better is None:
                return held, False
            own = value_of(self.ordered, self.rules, better)
        more = self.value.merit - own.merit
        return held, self._compared(own) > 0 or self._is_in_with(candidate, more)

    def _tied_or_better(
        self, candidate: Candidate, held: frozenset[str], own: Value
    ) -> frozenset[str] | None:
        """Return a set with the file and as much merit that does not lose the tie, if any."""
        fixed = as_good_as(self.near, candidate, own.merit)
        portfolio = portfolio_holding(self.ordered, self.rules, fixed, candidate)
        portfolio.model.add(portfolio.merit == own.merit)
        portfolio.forbid(held)
        if portfolio.solve() is None:
            return None
        self._better(portfolio, self.value.spent)
        return portfolio.solve()

    def _compared(self, own: Value) -> int:
        """Compare a set with the best by what counts before rank when merit is equal: -1, 0, 1."""
        mine, best_ = (own.small, -own.spent), (self.value.small, -self.value.spent)
        return (mine > best_) - (mine < best_)

    def _is_in_with(self, candidate: Candidate, more: int) -> bool:
        merit = candidate.merit + more
        return more > 0 and merit <= HIGHEST_MERIT and self._is_in(replace(candidate, merit=merit))

    def _fitting(self, candidate: Candidate) -> int | None:
        """Return the most that the file can ask and be in, below what it asks."""
        if candidate.amount_cents < 2:  # noqa: PLR2004 - a cent less must be a cent at least
            return None
        part = Part(candidate, 1, candidate.amount_cents - 1)
        certain = self._most_share(part, None, lambda p: p.model.add(p.merit > self.value.merit))
        if len(self.ordered) > FEW:
            return certain
        certain = self._most_share(part, certain, self._better_by_ties)
        perhaps = self._most_share(part, certain, self._as_good)
        if perhaps == certain or perhaps is None:
            return certain
        asks_less = replace(candidate, amount_cents=perhaps, minimum_cents=None)
        return perhaps if self._is_in(asks_less) else certain

    def _most_share(
        self, part: Part, least: int | None, ask: Callable[[Portfolio], object]
    ) -> int | None:
        """Return the most that the file can get in such a set, when that is more than ``least``."""
        more = part if least is None else replace(part, least=least + 1)
        if more.least > more.most:
            return least
        portfolio = self._with_part(more)
        ask(portfolio)
        found = portfolio.largest_share(LITTLE)
        return least if found is None else found

    def _with_part(self, part: Part) -> Portfolio:
        """Return what is open of the sets with this part and at least as much merit as the best."""
        saved = part.candidate.amount_cents - part.least
        fixed = as_good_as(self.near, part.candidate, self.value.merit, saved)
        inside = {c.id: c.amount_cents for c in self.ordered if c.id in fixed.inside}
        return Portfolio(self.ordered, self.rules, inside, out=fixed.out, part=part)

    def _better_by_ties(self, portfolio: Portfolio) -> None:
        portfolio.model.add(portfolio.merit == self.value.merit)
        self._better(portfolio, self.value.spent - 1)

    def _better(self, portfolio: Portfolio, spent: int) -> None:
        """Ask for more small municipalities, or as many for no more than so many cents."""
        wider = portfolio.model.new_bool_var("")
        more, same = self.value.small + 1, self.value.small
        portfolio.model.add(portfolio.small >= more).only_enforce_if(wider)
        portfolio.model.add(portfolio.small == same).only_enforce_if(wider.negated())
        portfolio.model.add(portfolio.spent <= spent).only_enforce_if(wider.negated())

    def _as_good(self, portfolio: Portfolio) -> None:
        portfolio.model.add(portfolio.merit == self.value.merit)
        portfolio.model.add(portfolio.small == self.value.small)
        portfolio.model.add(portfolio.spent == self.value.spent)

    def _is_in(self, changed: Candidate) -> bool:
        """Do the selection again with a changed file."""
        others = [each for each in self.ordered if each.id != changed.id]
        again = sorted([*others, changed], key=lambda each: place(each, self.seed))
        return changed.id in best(again, self.rules).funded
