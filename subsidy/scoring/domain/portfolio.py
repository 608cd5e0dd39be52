"""Sets of files that satisfy all rules, for an exact solver of whole numbers (CP-SAT).

Every amount is in cents and every merit in hundredths, so nothing is ever rounded. One thread and
a fixed seed: the same question has the same answer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from typing import cast

from ortools.sat.python import cp_model

from subsidy.scoring.domain.constraints import Candidate, Rules, Taken, is_eligible
from subsidy.scoring.domain.methods import spent_in

Expression = cp_model.LinearExpr | int
Choice = cp_model.IntVar
"""Whether a file is chosen."""

EFFORT = 60.0  # of a single question, in the solver's own time, which is the same on any machine


class UndecidedError(Exception):
    """The solver did not come to an answer within its effort."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file that must be funded, with at least ``least`` and at most ``most`` cents."""

    candidate: Candidate
    least: int
    most: int


class Portfolio:
    """A set of files that is still open: ask it for one that is best in some respect.

    ``amounts``: files that are in for certain, with their cents; ``out``: files that are not;
    ``part``: one file more that is in, of which the amount is open; ``beside``: another.
    """

    def __init__(
        self,
        candidates: Iterable[Candidate],
        rules: Rules,
        amounts: Mapping[str, int] | None = None,
        *,
        out: Collection[str] = (),
        part: Part | None = None,
        beside: Part | None = None,
    ) -> None:
        self.model = cp_model.CpModel()
        self.rules, self.part, self.amounts = rules, part, dict(amounts or {})
        self.parts = {each.candidate.id: each for each in (part, beside) if each}
        self.forced = self.amounts.keys() | self.parts.keys()
        every = list(candidates)
        room = self._beside([c for c in every if c.id in self.forced])
        self.candidates = [
            c
            for c in every
            if c.id in self.forced or (c.id not in out and is_eligible(c, rules) and room.fits(c))
        ]
        self.chosen = {c.id: self.model.new_bool_var("") for c in self.candidates}
        for id_ in self.forced:
            self.model.add(self.chosen[id_] == 1)
        self.shares = {
            id_: self.model.new_int_var(each.least, each.most, "")
            for id_, each in self.parts.items()
        }
        self.merit = self._sum((c, c.merit) for c in self.candidates)
        self.spent = self._spent()
        self.small = self._small()
        self._limits()
        self._minimums()

    def cents(self, candidate: Candidate) -> int:
        """Return what a file gets when it is chosen; of an open part that is in :attr:`shares`."""
        return self.amounts.get(candidate.id, candidate.amount_cents)

    def solve(
        self, hint: Collection[str] | None = None, effort: float = EFFORT
    ) -> frozenset[str] | None:
        """Return the chosen ids of the best set, None when there is none.

        Raises UndecidedError when the effort is not enough.
        """
        found, proven = self.search(hint, effort)
        if not proven:
            raise UndecidedError
        return None if found is None else found[0]

    def search(
        self, hint: Collection[str] | None = None, effort: float = EFFORT
    ) -> tuple[tuple[frozenset[str], int, int] | None, bool]:
        """Return (ids, objective, bound) and whether that is proven to be the end of it."""
        solver = _solver(effort)
        if hint is not None:
            self.model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools leaves it so
            for id_, variable in self.chosen.items():
                self.model.add_hint(variable, id_ in hint)
        status = solver.solve(self.model)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None, status == cp_model.INFEASIBLE
        chosen = frozenset(id_ for id_, x in self.chosen.items() if solver.boolean_value(x))
        objective, bound = round(solver.objective_value), round(solver.best_objective_bound)
        return (chosen, objective, bound), status == cp_model.OPTIMAL

    def heaviest(self, weights: Mapping[str, int]) -> frozenset[str]:
        """Return the set of most weight; raises ``ValueError`` when there is none."""
        self.model.maximize(self._sum((c, weights.get(c.id, 0)) for c in self.candidates))
        found = self.solve()
        if found is None:
            raise ValueError("no set satisfies the rules")
        return found

    def largest_share(self, effort: float | None = None) -> int | None:
        """Return the most that the open part can get, None when it can get nothing.

        With an ``effort``: what was found with it, which may be less than the most. Raises
        UndecidedError when nothing is known.
        """
        self.model.maximize(self._own_share())
        solver = _solver(EFFORT if effort is None else effort)
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            return None
        enough = {cp_model.OPTIMAL} if effort is None else {cp_model.OPTIMAL, cp_model.FEASIBLE}
        if status not in enough:
            raise UndecidedError
        return int(solver.value(self._own_share()))

    def forbid(self, funded: Collection[str]) -> None:
        """Leave this very set out of account (a no-good cut)."""
        literals = [x.negated() if id_ in funded else x for id_, x in self.chosen.items()]
        self.model.add_bool_or(literals)

    def all_of_one(self, ways: Iterable[Sequence[Choice]]) -> None:
        """Ask for all files of at least one of these groups."""
        taken = []
        for group in ways:
            taken.append(self.model.new_bool_var(""))
            self.model.add_bool_and(group).only_enforce_if(taken[-1])
        self.model.add_bool_or(taken)

    def _beside(self, inside: Iterable[Candidate]) -> Taken:
        """Return what the files that are in for certain leave: what does not fit there is out."""
        taken = Taken(self.rules)
        for each in inside:
            part = self.parts.get(each.id)
            taken.fund(each, part.least if part else self.cents(each))
        return taken

    def _own_share(self) -> cp_model.IntVar:
        if self.part is None:
            raise ValueError("nothing is open")
        return self.shares[self.part.candidate.id]

    def _sum(self, terms: Iterable[tuple[Candidate, int]]) -> Expression:
        pairs = [(self.chosen[c.id], number) for c, number in terms if number]
        variables, numbers = [x for x, _ in pairs], [number for _, number in pairs]
        return cast("Expression", cp_model.LinearExpr.weighted_sum(variables, numbers))

    def _closed(self) -> list[Candidate]:
        return [c for c in self.candidates if c.id not in self.parts]

    def _spent(self) -> Expression:
        closed = self._sum((c, self.cents(c)) for c in self._closed())
        return closed + _number(self.shares.values())

    def _small(self) -> Expression:
        """Return the number of small municipalities that are reached, each once."""
        names = frozenset(self.rules.small_municipalities)
        certain: set[str] = set()
        reached: dict[str, list[cp_model.IntVar]] = {}
        for candidate in self.candidates:
            there = names.intersection(candidate.municipalities)
            if candidate.id in self.forced:
                certain |= there
            for name in there:
                reached.setdefault(name, []).append(self.chosen[candidate.id])
        every = [self._any(reached[name]) for name in sorted(reached.keys() - certain)]
        return cast("Expression", cp_model.LinearExpr.sum(every)) + len(certain)

    def _any(self, variables: Sequence[cp_model.IntVar]) -> cp_model.IntVar:
        if len(variables) == 1:
            return variables[0]
        any_ = self.model.new_bool_var("")
        self.model.add_max_equality(any_, variables)
        return any_

    def _limits(self) -> None:
        rules, model = self.rules, self.model
        model.add(self.spent <= rules.envelope_cents)
        if rules.max_projects is not None:
            model.add(_number(self.chosen.values()) <= rules.max_projects)
        if rules.max_per_lead is not None:
            leads: dict[str, list[cp_model.IntVar]] = {}
            for candidate in self.candidates:
                leads.setdefault(candidate.lead, []).append(self.chosen[candidate.id])
            for own in leads.values():
                if len(own) > rules.max_per_lead:
                    model.add(_number(own) <= rules.max_per_lead)
        for group in rules.groups:
            rivals = [self.chosen[id_] for id_ in sorted(set(group)) if id_ in self.chosen]
            model.add_at_most_one(rivals)

    def _minimums(self) -> None:
        rules, model = self.rules, self.model
        there: dict[str, list[cp_model.IntVar]] = {}
        for candidate in self.candidates:
            for region, cents in candidate.region_cents.items():
                if cents:
                    there.setdefault(region, []).append(self.chosen[candidate.id])
        for region, least in sorted(rules.region_minimum_projects.items()):
            model.add(_number(there.get(region, ())) >= least)
        for region, cents in sorted(rules.region_minimum_cents.items()):
            spent = self._sum((c, spent_in(c, region, self.cents(c))) for c in self._closed())
            shares = [self._share_in(region, part) for part in self.parts.values()]
            model.add(spent + sum(shares) >= cents)
        model.add(self.small >= rules.minimum_small_reached)

    def _share_in(self, region: str, part: Part) -> Expression:
        """Return the cents that an open part spends in a region: in proportion, rounded down."""
        full, asked = part.candidate.region_cents.get(region, 0), part.candidate.amount_cents
        if not asked or not full:
            return full
        there = self.model.new_int_var(0, full, "")
        common = gcd(full, asked)
        share = self.shares[part.candidate.id]
        self.model.add(there * (asked // common) <= share * (full // common))
        return there


def _number(variables: Iterable[cp_model.IntVar]) -> Expression:
    return cast("Expression", cp_model.LinearExpr.sum(list(variables)))


def _solver(effort: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2  # minimums are bounded by a linear program
    solver.parameters.max_deterministic_time = effort
    return solver
