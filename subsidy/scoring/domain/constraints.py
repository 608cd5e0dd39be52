"""What a selection chooses from, the rules it must respect, and whether one more file fits."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from subsidy.core.labels import Labelled
from subsidy.core.text import N_
from subsidy.scoring.domain.places import lot

HIGHEST_MERIT = 10_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that was ranked.

    ``merit``: hundredths, 0-10,000. ``amount_cents``: what it asks. ``minimum_cents``: the least
    with which it can be carried out, above zero; None: all or nothing. ``lead``: the lead
    partner. ``region_cents``: region -> cents spent there. ``municipalities``: those it reaches.
    ``order``: its place in the ranking, which decides between files of the same merit (given for
    all or for none); without it, the smaller amount, then the lot.
    ``under``: labels of the criteria on which it stays under their own threshold.
    """

    id: str
    merit: int
    amount_cents: int
    minimum_cents: int | None = None
    lead: str = ""
    region_cents: Mapping[str, int] = field(default_factory=dict)
    municipalities: Collection[str] = frozenset()
    order: int | None = None
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits that the regulation sets.

    ``envelope_cents``; ``threshold``: the least merit (hundredths) that can be funded;
    ``max_projects``, ``max_per_lead``: None is no limit; ``region_minimum_projects``: a file
    counts for each region in which it spends more than 0 cents; ``region_minimum_cents``: money
    actually spent there; ``minimum_small_reached``: of the ``small_municipalities``;
    ``exclusions``: groups of ids of which at most one may be funded; ``shared``: such groups by
    what they share, which is the name of a municipality that takes part in all of them.
    """

    envelope_cents: int
    threshold: int = 0
    max_projects: int | None = None
    max_per_lead: int | None = None
    region_minimum_projects: Mapping[str, int] = field(default_factory=dict)
    region_minimum_cents: Mapping[str, int] = field(default_factory=dict)
    small_municipalities: Collection[str] = frozenset()
    minimum_small_reached: int = 0
    exclusions: Collection[Collection[str]] = ()
    shared: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def groups(self) -> Collection[Collection[str]]:
        """All groups of ids of which at most one may be funded."""
        return (*self.exclusions, *self.shared.values())


def is_eligible(candidate: Candidate, rules: Rules) -> bool:
    """Whether no threshold keeps a file out."""
    return candidate.merit >= rules.threshold and not candidate.under


class Obstacle(Labelled):
    """Why a file does not fit beside those already funded."""

    ENVELOPE = "envelope", N_("not enough left in the envelope"), "red"
    PROJECTS = "projects", N_("highest number of projects reached"), "red"
    LEAD = "lead", N_("highest number of projects of this lead partner reached"), "red"
    EXCLUSION = "exclusion", N_("may not be funded beside another project"), "red"


class Taken:
    """The files funded so far, in order, with the cents awarded to each."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.left_cents = rules.envelope_cents
        self.amounts: dict[str, int] = {}
        self.leads: Counter[str] = Counter()
        self.rivals: dict[str, set[str]] = {}
        for group in rules.groups:
            for id_ in group:
                self.rivals.setdefault(id_, set()).update(group)

    def fund(self, candidate: Candidate, cents: int) -> None:
        self.amounts[candidate.id] = cents
        self.left_cents -= cents
        self.leads[candidate.lead] += 1

    def obstacles(self, candidate: Candidate) -> tuple[Obstacle, ...]:
        """Return every limit that the candidate would break if it were funded in full, now."""
        projects, per_lead = self.rules.max_projects, self.rules.max_per_lead
        broken = {
            Obstacle.ENVELOPE: candidate.amount_cents > self.left_cents,
            Obstacle.PROJECTS: projects is not None and len(self.amounts) >= projects,
            Obstacle.LEAD: per_lead is not None and self.leads[candidate.lead] >= per_lead,
            Obstacle.EXCLUSION: bool(self.excluding(candidate)),
        }
        return tuple(obstacle for obstacle, holds in broken.items() if holds)

    def fits(self, candidate: Candidate) -> bool:
        """Whether the candidate breaks no limit when it is funded in full, now."""
        return candidate.amount_cents <= self.left_cents and not self.obstacles(candidate)

    def excluding(self, candidate: Candidate) -> tuple[str, ...]:
        """Return the ids of funded files beside which this one may not be funded."""
        rivals = self.rivals.get(candidate.id)
        if not rivals:
            return ()
        return tuple(id_ for id_ in self.amounts if id_ in rivals and id_ != candidate.id)


def in_rank_order(candidates: Iterable[Candidate], seed: str) -> list[Candidate]:
    """Return the candidates from best to last, checked; their order has no influence.

    Raises ``ValueError`` for a duplicate id, a number outside its range, or a ranking place
    that is given for some and not for others.
    """
    found = list(candidates)
    for candidate in found:
        _check(candidate)
    if len({candidate.id for candidate in found}) != len(found):
        raise ValueError("an id stands in the list twice")
    if len({candidate.order is None for candidate in found}) > 1:
        raise ValueError("give the place in the ranking for every candidate or for none")
    return sorted(found, key=lambda candidate: place(candidate, seed))


def place(candidate: Candidate, seed: str) -> tuple[int, int, int, str, str]:
    """Return the sort key of the ranking: merit, place given, amount, lot."""
    order = candidate.order or 0
    own_lot = lot(seed, candidate.id)
    return -candidate.merit, order, candidate.amount_cents, own_lot, candidate.id


def _check(candidate: Candidate) -> None:
    if not 0 <= candidate.merit <= HIGHEST_MERIT:
        raise ValueError(f"the merit of {candidate.id!r} must lie between 0 and 10,000")
    if candidate.amount_cents < 0:
        raise ValueError(f"the amount of {candidate.id!r} must be zero or more")
    minimum = candidate.minimum_cents
    if minimum is not None and not 0 <= minimum <= candidate.amount_cents:
        raise ValueError(f"the minimum of {candidate.id!r} must lie between zero and its amount")
    if any(cents < 0 for cents in candidate.region_cents.values()):
        raise ValueError(f"the amounts per region of {candidate.id!r} must be zero or more")
