"""Which municipalities would make a consortium eligible, and which lie near, are alike or ask.

The rules of the call are asked about the consortium so far with one municipality more, all of them
taking part, of which nothing is written: what a rule can only decide from amounts, texts or what
others handed in stays out, so nothing here depends on the application of anybody else.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from subsidy.applications.domain.case_file import CaseFile, FilePartner
from subsidy.calls.domain.dossier import Municipality, Partner
from subsidy.calls.domain.rules import Outcome, Requirement, Terms, Weight
from subsidy.calls.domain.trial import World
from subsidy.calls.domain.trial.court import DECIDED, judged
from subsidy.calls.domain.trial.unwritten import consortium, member, surroundings
from subsidy.core.labels import Labelled
from subsidy.core.text import N_

SMALL_BELOW = 15_000  # the two smallest size classes of municipalities
MOST_ADDED = 8


class Effect(Labelled):
    """What a municipality does to the consortium when it joins; the best comes first."""

    ELIGIBLE = "eligible", N_("meets all conditions on partners"), "green"
    TOGETHER = "together", N_("meets them together with others"), "blue"
    HELPS = "helps", N_("meets one condition more"), "blue"
    SAME = "same", N_("changes no condition"), "grey"
    BREAKS = "breaks", N_("breaks a condition"), "red"


class Reason(Labelled):
    """Why a municipality is worth asking."""

    NEIGHBOUR = "neighbour", N_("neighbour")
    SMALL = "small", N_("small, in the region")
    ALIKE = "alike", N_("same type as the lead")
    SEEKS = "seeks", N_("looks for partners")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A municipality that is not in the consortium yet."""

    municipality: Municipality
    effect: Effect
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was found. ``eligible``: whether it meets all conditions on partners already.

    ``others``: who, all together, would make it so when nobody does alone.
    """

    eligible: bool
    members: frozenset[str]
    candidates: tuple[Candidate, ...]
    others: tuple[Municipality, ...] = ()


def find(
    file: CaseFile,
    requirements: Sequence[Requirement],
    terms: Terms,
    world: World,
    seeking: Collection[str] = (),
) -> Search:
    """Return every municipality that could be invited; ``seeking``: the NIS codes of who asks."""
    members = frozenset(p.municipality.nis for p in file.partners if p.municipality is not None)
    pool = tuple(one for one in world.all if one.nis not in members)
    bench = _Bench(file, requirements, terms, world)
    effects = {one.nis: bench.effect(one) for one in pool}
    others: tuple[Municipality, ...] = ()
    if bench.before and Effect.ELIGIBLE not in effects.values():
        others = bench.together(_orders(file, pool, world))
        effects |= {one.nis: Effect.TOGETHER for one in pool if bench.fits(one, others)}
    reasons = _Reasons(file, world, frozenset(seeking))
    found = (Candidate(one, effects[one.nis], reasons.of(one)) for one in pool)
    return Search(
        eligible=not bench.before,
        members=members,
        candidates=tuple(sorted(found, key=_best_first)),
        others=others,
    )


def _best_first(found: Candidate) -> tuple[int, int, str]:
    return list(Effect).index(found.effect), -len(found.reasons), found.municipality.name


class _Bench:
    """Asks the rules about the consortium with some more municipalities in it."""

    def __init__(
        self, file: CaseFile, requirements: Sequence[Requirement], terms: Terms, world: World
    ) -> None:
        self._terms = terms
        self._around = surroundings(world.borders)
        self._base = tuple(_present(one) for one in file.partners)
        self._joining = {one.nis: member(one) for one in world.municipalities}
        binding = [each for each in requirements if each.weight is not Weight.ADVICE]
        alone = self._answers(binding, ())
        everybody = self._answers(binding, world.municipalities)
        self._open = [
            each
            for each, few, many in zip(binding, alone, everybody, strict=True)
            if few in DECIDED or many in DECIDED
        ]
        self.before = self.failing(())

    def _answers(self, asked: Sequence[Requirement], added: Iterable[Municipality]) -> list[object]:
        partners = {one.id: one for one in self._base}
        partners |= {one.nis: self._joining[one.nis] for one in added if one.nis not in partners}
        dossier = consortium(partners.values(), self._around)
        return [judged(each, dossier, self._terms) for each in asked]

    def failing(self, added: Iterable[Municipality]) -> frozenset[str]:
        """Return the rules that fail when these join."""
        answers = self._answers(self._open, added)
        return frozenset(
            each.rule
            for each, answer in zip(self._open, answers, strict=True)
            if answer is Outcome.NOT_MET
        )

    def effect(self, one: Municipality) -> Effect:
        after = self.failing((one,))
        if not after:
            return Effect.ELIGIBLE
        if after - self.before:
            return Effect.BREAKS
        return Effect.HELPS if self.before - after else Effect.SAME

    def together(self, orders: Iterable[Sequence[Municipality]]) -> tuple[Municipality, ...]:
        """Return the shortest beginning of one of these orders that makes it eligible."""
        found = [
            tuple(order[:number])
            for order in orders
            for number in range(2, MOST_ADDED + 1)
            if not self.failing(order[:number])
        ]
        return min(found, key=len, default=())

    def fits(self, one: Municipality, others: Sequence[Municipality]) -> bool:
        """Return whether this one can take the place of one of the others."""
        if not others:
            return False
        company = [each for each in others if each.nis != one.nis][: len(others) - 1]
        return not self.failing((one, *company))


def _present(partner: FilePartner) -> Partner:
    """Return who takes part or is invited, as if it takes part and nothing is written."""
    town = partner.municipality or Municipality(partner.id, partner.name, "", "", 0)
    blank = member(town, lead=partner.lead)
    if partner.municipality is not None:
        return blank
    return replace(blank, municipality=None, local_authority=partner.kind.local_authority)


def _orders(
    file: CaseFile, pool: Sequence[Municipality], world: World
) -> Iterator[Sequence[Municipality]]:
    """Give ways to add municipalities one by one: near ones, of the region, of all kinds."""
    yield list(_by_border(file, pool, world))
    regions = {p.municipality.region for p in file.partners if p.municipality is not None}
    for some in ([one for one in pool if one.region in regions], pool):
        yield some
        yield some[::-1]
        yield _mixed(some)


def _by_border(
    file: CaseFile, pool: Sequence[Municipality], world: World
) -> Iterator[Municipality]:
    free = {one.nis: one for one in pool}
    edge = [p.municipality for p in file.partners if p.municipality is not None]
    for each in edge:  # grows while it is read
        for near in world.near.get(each.nis, ()):
            if near.nis in free:
                del free[near.nis]
                edge.append(near)
                yield near


def _mixed(pool: Sequence[Municipality]) -> Sequence[Municipality]:
    """Give the largest of each kind first, then the others."""
    first: dict[str, Municipality] = {}
    for one in pool:
        first.setdefault(one.typology, one)
    chosen = {one.nis for one in first.values()}
    return [*first.values(), *(one for one in pool if one.nis not in chosen)]


class _Reasons:
    """Why each municipality is worth asking."""

    def __init__(self, file: CaseFile, world: World, seeking: frozenset[str]) -> None:
        self._file, self._world, self._seeking = file, world, seeking

    @cached_property
    def _tests(self) -> Mapping[Reason, Collection[str]]:
        there = [p.municipality for p in self._file.partners if p.municipality is not None]
        lead, regions = self._file.lead.municipality, {one.region for one in there}
        every = self._world.municipalities
        return {
            Reason.NEIGHBOUR: {
                near.nis for one in there for near in self._world.near.get(one.nis, ())
            },
            Reason.SMALL: {
                one.nis for one in every if one.population < SMALL_BELOW and one.region in regions
            },
            Reason.ALIKE: {
                one.nis for one in every if lead is not None and one.typology == lead.typology
            },
            Reason.SEEKS: self._seeking,
        }

    def of(self, one: Municipality) -> tuple[Reason, ...]:
        return tuple(reason for reason, codes in self._tests.items() if one.nis in codes)
