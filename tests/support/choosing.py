"""Small selections by chance, and every set of files tried by hand: the answer from outside."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from subsidy.scoring.domain.constraints import Candidate, Rules
from subsidy.scoring.domain.places import lot

SEED = "lotgetal 2022"
REGIONS = ("noord", "oost", "zuid")
TOWNS = ("t1", "t2", "t3", "t4")


def case(chance: random.Random, most: int = 8) -> tuple[list[Candidate], Rules]:
    """Return a small case with everything in it: ties, thresholds, minimums, exclusions."""
    ids = chance.sample([f"F{n:02}" for n in range(20)], chance.randint(0, most))
    places = chance.sample(range(len(ids)), len(ids)) if chance.random() < 0.5 else None
    candidates = [
        _candidate(chance, id_, None if places is None else places[i]) for i, id_ in enumerate(ids)
    ]
    return candidates, _rules(chance)


def _candidate(chance: random.Random, id_: str, place: int | None) -> Candidate:
    amount = chance.randint(0, 12)
    there = chance.sample(REGIONS, chance.randint(0, 3))
    cuts = sorted(chance.randint(0, amount) for _ in there[1:])
    shares = [b - a for a, b in zip([0, *cuts], [*cuts, amount], strict=True)]
    return Candidate(
        id=id_,
        merit=chance.randint(9_990, 10_000),
        amount_cents=amount,
        minimum_cents=chance.choice([None, chance.randint(0, amount)]),
        lead=chance.choice("pqrs"),
        region_cents=dict(zip(there, shares, strict=False)),
        municipalities=frozenset(chance.sample(TOWNS, chance.randint(0, 2))),
        order=place,
        under=chance.choice([(), (), (), (), ("Plan",)]),
    )


def _rules(chance: random.Random) -> Rules:
    return Rules(
        envelope_cents=chance.randint(4, 40),
        threshold=chance.choice([0, 0, 9_993]),
        max_projects=chance.choice([None, None, chance.randint(1, 6)]),
        max_per_lead=chance.choice([None, None, 1, 2]),
        region_minimum_projects=_some(chance, 2),
        region_minimum_cents=_some(chance, 8),
        small_municipalities=frozenset(TOWNS[:3]),
        minimum_small_reached=chance.choice([0, 0, 0, 1, 2]),
        exclusions=[chance.choice([(), ("F01", "F02"), ("F03", "F04", "F05")])],
    )


def _some(chance: random.Random, most: int) -> Mapping[str, int]:
    if chance.random() < 0.7:
        return {}
    return {chance.choice(REGIONS): chance.randint(0, most)}


def ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the eligible and the others from best to last."""

    def key(c: Candidate) -> tuple[object, ...]:
        tie = (c.amount_cents, lot(SEED, c.id)) if c.order is None else (c.order,)
        return (-c.merit, *tie)

    return sorted(candidates, key=key)


def takes_part(candidate: Candidate, rules: Rules) -> bool:
    return candidate.merit >= rules.threshold and not candidate.under


def is_allowed(awards: Mapping[str, int], candidates: Sequence[Candidate], rules: Rules) -> bool:
    """Whether these awards break no rule; a part spends in a region in proportion, down."""
    chosen = [c for c in candidates if c.id in awards]
    leads = [c.lead for c in chosen]

    def spent(region: str) -> int:
        return sum(
            c.region_cents.get(region, 0) * awards[c.id] // c.amount_cents
            if c.amount_cents
            else c.region_cents.get(region, 0)
            for c in chosen
        )

    def projects(region: str) -> int:
        return len([c for c in chosen if c.region_cents.get(region, 0) > 0])

    small = {name for c in chosen for name in c.municipalities} & set(rules.small_municipalities)
    return (
        sum(awards.values()) <= rules.envelope_cents
        and (rules.max_projects is None or len(chosen) <= rules.max_projects)
        and (rules.max_per_lead is None or all(leads.count(x) <= rules.max_per_lead for x in leads))
        and all(len(set(group) & awards.keys()) <= 1 for group in rules.exclusions)
        and all(projects(r) >= n for r, n in rules.region_minimum_projects.items())
        and all(spent(r) >= n for r, n in rules.region_minimum_cents.items())
        and len(small) >= rules.minimum_small_reached
    )


def every_set(candidates: Sequence[Candidate], rules: Rules) -> Iterator[dict[str, int]]:
    """Give every set of files that take part, with what they ask, that breaks no rule."""
    who = [c for c in candidates if takes_part(c, rules)]
    for number in range(len(who) + 1):
        for chosen in combinations(who, number):
            awards = {c.id: c.amount_cents for c in chosen}
            if is_allowed(awards, candidates, rules):
                yield awards


def quota(candidates: Sequence[Candidate], rules: Rules) -> dict[str, int] | None:
    """Return decision 21 word by word; None when no set satisfies the rules."""
    allowed = list(every_set(candidates, rules))
    if not allowed:
        return None
    return _descended(candidates, rules)


def _descended(candidates: Sequence[Candidate], rules: Rules) -> dict[str, int]:
    funded: dict[str, int] = {}
    failed = False
    for c in ranked(candidates):
        if not takes_part(c, rules):
            continue
        if _possible({**funded, c.id: c.amount_cents}, candidates, rules):
            funded[c.id] = c.amount_cents
        elif not failed:
            failed = True
            cents = _most(funded, c, candidates, rules)
            if cents:
                funded[c.id] = cents
    return funded


def _possible(awards: Mapping[str, int], candidates: Sequence[Candidate], rules: Rules) -> bool:
    """Whether some set that is allowed contains these awards."""
    others = [c for c in candidates if takes_part(c, rules) and c.id not in awards]
    return any(
        is_allowed({**awards, **{c.id: c.amount_cents for c in more}}, candidates, rules)
        for number in range(len(others) + 1)
        for more in combinations(others, number)
    )


def _most(
    funded: Mapping[str, int], c: Candidate, candidates: Sequence[Candidate], rules: Rules
) -> int | None:
    if c.minimum_cents is None:
        return None
    for cents in range(c.amount_cents - 1, max(c.minimum_cents, 1) - 1, -1):
        if _possible({**funded, c.id: cents}, candidates, rules):
            return cents
    return None


def skip(candidates: Sequence[Candidate], rules: Rules) -> dict[str, int]:
    """Return what SKIP awards: QUOTA where there is no minimum."""
    return _descended(candidates, without_minimums(rules))


def stop(candidates: Sequence[Candidate], rules: Rules) -> dict[str, int]:
    """Return what STOP awards: in full until the first that may not, to which a part."""
    free = without_minimums(rules)
    funded: dict[str, int] = {}
    for c in ranked(candidates):
        if not takes_part(c, rules):
            continue
        cents = c.amount_cents
        if not is_allowed({**funded, c.id: cents}, candidates, free):
            part = _most(funded, c, [c for c in candidates if c.id in {*funded, c.id}], free)
            return {**funded, c.id: part} if part else funded
        funded[c.id] = cents
    return funded


def without_minimums(rules: Rules) -> Rules:
    return replace(
        rules, region_minimum_projects={}, region_minimum_cents={}, minimum_small_reached=0
    )


def merit(candidates: Sequence[Candidate], rules: Rules) -> tuple[dict[str, int], bool] | None:
    """Return the set with most merit by the ties of decision 21, and whether it is unique."""
    order = [c.id for c in ranked(candidates)]
    by_id = {c.id: c for c in candidates}
    small = set(rules.small_municipalities)

    def value(awards: Mapping[str, int]) -> tuple[int, int, int]:
        reached = {name for id_ in awards for name in by_id[id_].municipalities} & small
        return sum(by_id[id_].merit for id_ in awards), len(reached), -sum(awards.values())

    allowed = list(every_set(candidates, rules))
    if not allowed:
        return None
    highest = max(map(value, allowed))
    ties = [awards for awards in allowed if value(awards) == highest]
    return max(ties, key=lambda awards: [id_ in awards for id_ in order]), len(ties) == 1
