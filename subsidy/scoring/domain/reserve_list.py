"""Who moves up when money returns, and in which order (the reserve list).

Nobody who stands loses anything: what was awarded is fixed, and what a limit says of the others
counts beside it. The order does not depend on money, so it can be published before any returns:

* down the ranking, every file that reached its thresholds and has no subsidy;
* QUOTA and MERIT, when somebody who fell out leaves a minimum unmet: first the files that bring it
  nearer, each only if some set that breaks no limit holds it and meets all minimums;
* a file that may not stand beside those before it (number of projects, lead partner, exclusion) is
  passed over; in STOP nobody after it moves up.

The next in line waits until there is enough for all it asks. Nobody with a smaller amount passes
it, and nothing is awarded in part. So more money never takes a place away.

No solver here. Whether minimums can still be met is asked of the caller: with a solver that is
:func:`subsidy.scoring.domain.restoring.can_be_met`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from subsidy.scoring.domain.constraints import (
    Candidate,
    Obstacle,
    Rules,
    Taken,
    in_rank_order,
    is_eligible,
)
from subsidy.scoring.domain.methods import Method, checked, spent_in, unmet

CanBeMet = Callable[[Sequence[Candidate], Rules, Mapping[str, int]], bool]
"""Whether some set meets all minimums, given ranked files, rules and the cents that are fixed."""

FOR_MINIMUMS = frozenset({Method.QUOTA, Method.MERIT})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file on the reserve list.

    ``place``: from 1. ``needed_cents``: how much must be free before it moves up, with all that
    move up before it; None when it cannot. ``obstacles``: the limits that keep it from moving up;
    none, and no ``needed_cents``: it stands behind such a file in STOP. ``for_minimum``: it stands
    before its rank because a minimum is not met.
    """

    id: str
    place: int
    amount_cents: int
    needed_cents: int | None
    obstacles: tuple[Obstacle, ...] = ()
    for_minimum: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What is fixed: the cents of each file that stands, and the files that are out for good."""

    amounts: Mapping[str, int]
    gone: Collection[str] = frozenset()


def listed(
    candidates: Iterable[Candidate],
    rules: Rules,
    method: Method,
    seed: str,
    standing: Standing,
    can_be_met: CanBeMet,
) -> tuple[Waiting, ...]:
    """Return the reserve list. The order of ``candidates`` has no influence.

    ``seed``: published; breaks the last ties. Raises ``ValueError`` for impossible numbers, or when
    what stands is no candidate or costs more than the envelope.
    """
    everybody = in_rank_order(candidates, seed)
    _check(everybody, checked(rules), standing)
    ordered = [each for each in everybody if each.id not in standing.gone]
    waiting = [each for each in ordered if _waits(each, rules, standing)]
    taken = _beside(ordered, rules, standing)
    first: list[Candidate] = []
    if method in FOR_MINIMUMS:
        first = _for_minimums(ordered, waiting, taken, can_be_met)
    rest = [each for each in waiting if each not in first]
    return _in_line(first, rest, _beside(ordered, rules, standing), method)


def moving_up(waiting: Sequence[Waiting], free_cents: int) -> tuple[str, ...]:
    """Return the ids that move up with so many cents free, in order; never for more than that."""
    return tuple(
        each.id
        for each in waiting
        if each.needed_cents is not None and each.needed_cents <= free_cents
    )


def _check(ordered: Sequence[Candidate], rules: Rules, standing: Standing) -> None:
    if not standing.amounts.keys() <= {each.id for each in ordered}:
        raise ValueError("what stands must be among the candidates")
    if standing.amounts.keys() & set(standing.gone):
        raise ValueError("what is out for good cannot stand")
    if min(standing.amounts.values(), default=0) < 0:
        raise ValueError("an amount that stands must be zero or more")
    if sum(standing.amounts.values()) > rules.envelope_cents:
        raise ValueError("what stands costs more than the envelope")


def _waits(candidate: Candidate, rules: Rules, standing: Standing) -> bool:
    return candidate.id not in standing.amounts and is_eligible(candidate, rules)


def _beside(ordered: Sequence[Candidate], rules: Rules, standing: Standing) -> Taken:
    """Return what stands, with money enough for everybody: then only the other limits bind."""
    enough = sum(standing.amounts.values()) + sum(each.amount_cents for each in ordered)
    taken = Taken(replace(rules, envelope_cents=enough))
    for each in ordered:
        if each.id in standing.amounts:
            taken.fund(each, standing.amounts[each.id])
    return taken


def _for_minimums(
    ordered: Sequence[Candidate], waiting: Sequence[Candidate], taken: Taken, can_be_met: CanBeMet
) -> list[Candidate]:
    """Return those that move up first so that the minimums are met; none when that cannot be."""
    first: list[Candidate] = []
    if _complete(ordered, taken) or not can_be_met(ordered, taken.rules, taken.amounts):
        return first
    for each in waiting:
        if _complete(ordered, taken):
            break
        if _brings_nearer(each, ordered, taken) and not taken.obstacles(each):
            with_it = {**taken.amounts, each.id: each.amount_cents}
            if can_be_met(ordered, taken.rules, with_it):
                taken.fund(each, each.amount_cents)
                first.append(each)
    return first


def _complete(ordered: Sequence[Candidate], taken: Taken) -> bool:
    return not any(unmet(_funded(ordered, taken), taken.amounts, taken.rules))


def _funded(ordered: Sequence[Candidate], taken: Taken) -> list[Candidate]:
    return [each for each in ordered if each.id in taken.amounts]


def _brings_nearer(candidate: Candidate, ordered: Sequence[Candidate], taken: Taken) -> bool:
    rules, funded = taken.rules, _funded(ordered, taken)
    for region, least in rules.region_minimum_projects.items():
        there = sum(each.region_cents.get(region, 0) > 0 for each in funded)
        if there < least and candidate.region_cents.get(region, 0) > 0:
            return True
    for region, cents in rules.region_minimum_cents.items():
        spent = sum(spent_in(each, region, taken.amounts[each.id]) for each in funded)
        if spent < cents and spent_in(candidate, region, candidate.amount_cents) > 0:
            return True
    small = set(rules.small_municipalities)
    reached = small & {name for each in funded for name in each.municipalities}
    more = (small & set(candidate.municipalities)) - reached
    return len(reached) < rules.minimum_small_reached and bool(more)


def _in_line(
    first: Sequence[Candidate], rest: Sequence[Candidate], taken: Taken, method: Method
) -> tuple[Waiting, ...]:
    line: list[Waiting] = []
    needed, is_blocked = 0, False
    for place, each in enumerate([*first, *rest], start=1):
        obstacles = taken.obstacles(each)
        is_blocked = bool(obstacles) or (is_blocked and method is Method.STOP)
        if not is_blocked:
            taken.fund(each, each.amount_cents)
            needed += each.amount_cents
        line.append(
            Waiting(
                id=each.id,
                place=place,
                amount_cents=each.amount_cents,
                needed_cents=None if is_blocked else needed,
                obstacles=obstacles,
                for_minimum=place <= len(first),
            )
        )
    return tuple(line)
