"""Which municipalities could meet a call: by what they are, and with whom they can work together.

A municipality **could meet** a rule when there is a consortium with this municipality in it, of
which nothing is written yet, that the rule does not find wanting. It could meet the call when there
is one consortium with it in which no condition fails (advice stops nobody). What a rule can only
decide from what an applicant writes (amounts, plans, texts, documents) is *not decided*, and
excludes nobody. A rule that leaves every municipality alone and all of Flanders together undecided
is not decided at all.

A consortium is a group of municipalities that all take part, led by its largest or its smallest
one. Not all groups are tried, see :mod:`subsidy.calls.domain.trial.consortia`; so "cannot" means
that no consortium of those makes it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from subsidy.calls.domain.dossier import Dossier
from subsidy.calls.domain.rules import Requirement
from subsidy.calls.domain.trial.consortia import Members, World, around, wide
from subsidy.calls.domain.trial.court import Court, ends
from subsidy.calls.domain.trial.draft import Draft
from subsidy.calls.domain.trial.unwritten import Writer
from subsidy.core.labels import Labelled
from subsidy.core.text import N_


class Chance(Labelled):
    """Whether a municipality could meet a rule, or a whole call."""

    ALONE = "alone", N_("can meet it on its own"), "green"
    TOGETHER = "together", N_("can meet it together with others"), "blue"
    NOBODY = "nobody", N_("cannot meet it"), "red"


@dataclass(frozen=True, slots=True)
class RuleReach:
    """How far one rule of the call reaches.

    ``decided``: whether it can be decided by who works together; else nobody is counted.
    ``alone``, ``together``, ``nobody``: how many municipalities. ``freed``: how many more could
    meet the call without this rule. ``waits_for``: who still has to write what it looks at.
    """

    requirement: Requirement
    decided: bool
    alone: int = 0
    together: int = 0
    nobody: int = 0
    freed: int = 0
    waits_for: Writer | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The chance of every municipality, by NIS code, and what each rule does to it.

    ``examples``: some consortia that could meet the call.
    """

    chances: Mapping[str, Chance]
    rules: tuple[RuleReach, ...]
    examples: tuple[Members, ...] = ()

    @property
    def counts(self) -> Counter[Chance]:
        return Counter(self.chances.values())

    @property
    def hardest(self) -> RuleReach | None:
        """The rule that excludes most: by itself, else with the others, else who works alone."""
        decided = [each for each in self.rules if each.decided and _weighs(each) > (0, 0, 0)]
        return max(decided, key=_weighs, default=None)


def _weighs(rule: RuleReach) -> tuple[int, int, int]:
    return rule.nobody, rule.freed, rule.together


# Every municipality -------------------------------------------------------------------------------


def reach(draft: Draft, world: World) -> Reach:
    """Return which municipalities could meet the rules of a draft."""
    court = Court(draft, world)
    search = _Search(court, world)
    search.run()
    chances = {nis: _chance(nis, search) for nis in court.alone}
    return Reach(chances, tuple(_rules(court, search)), tuple(search.examples))


def _chance(nis: str, search: "_Search") -> Chance:
    if search.court.binding.isdisjoint(search.court.fails_alone(nis)):
        return Chance.ALONE
    return Chance.TOGETHER if search.known[nis].helped else Chance.NOBODY


@dataclass(slots=True)
class _Known:
    """What the consortia with one municipality taught until now.

    ``met``: the rules that do not fail in some of them. ``only``: the conditions that fail in some
    of them while nothing else fails. ``helped``: no condition fails in one of them.
    """

    met: set[int] = field(default_factory=set)
    only: set[int] = field(default_factory=set)
    helped: bool = False

    def learn(self, found: "_Found") -> None:
        self.met |= found.met
        if found.whole and len(found.stopping) == 1:
            self.only |= found.stopping
        self.helped = self.helped or found.helps


@dataclass(frozen=True, slots=True)
class _Found:
    """What one consortium taught.

    ``failing``: the rules that fail, ``stopping``: the conditions among them. ``whole``: whether
    every rule was asked.
    """

    met: frozenset[int]
    failing: frozenset[int]
    stopping: frozenset[int]
    whole: bool = True

    @property
    def helps(self) -> bool:
        return self.whole and not self.stopping


class _Search:
    """Looks for a consortium for each municipality that cannot do it alone."""

    def __init__(self, court: Court, world: World) -> None:
        self.court = court
        self.world = world
        self.known = {nis: _Known() for nis in court.alone}
        self.examples: list[Members] = []
        self._tried: set[frozenset[str]] = set()
        self._advice = frozenset(court.open) - court.binding
        self._failed: Counter[int] = Counter()
        for nis, known in self.known.items():
            known.learn(self._found(set(court.open), court.fails_alone(nis)))

    def run(self) -> None:
        self.examples += [(one,) for one in self.world.all if self.known[one.nis].helped]
        self._try(wide(self.world))
        for one in self.world.municipalities:
            if self._lacks(one.nis):
                self._try(around(self.world, one))

    def _try(self, groups: Iterable[Members]) -> None:
        left = {nis for nis in self.known if self._lacks(nis)}
        for group in groups:
            if not left:
                return
            codes = frozenset(one.nis for one in group)
            if codes & left and codes not in self._tried:
                self._tried.add(codes)
                if self._helps(group, [self.known[nis] for nis in codes & left]):
                    self.examples.append(group)
                    left -= {nis for nis in codes & left if not self._lacks(nis)}

    def _lacks(self, nis: str) -> bool:
        """Return whether another group can still teach something about a municipality.

        It has no group yet, or none that follows some advice. Where a condition is hopeless there
        is no such group: then whether the others can be met, and whether it is all that fails.
        """
        known, hopeless = self.known[nis], self.court.hopeless
        stopped = self.court.binding & hopeless
        if not stopped:
            return not known.helped or not self._advice - hopeless <= known.met
        if not set(self.court.open) - hopeless <= known.met:
            return True
        return len(stopped) == 1 and not stopped <= known.only

    def _helps(self, group: Members, members: Sequence[_Known]) -> bool:
        """Learn from a consortium; with another lead only when a rule asks for another lead."""
        large, small = ends(group)
        found = self._learn(self.court.dossier(group, large), members)
        asked = found.failing & self.court.led
        if found.helps or not asked or small is large:
            return found.helps
        other = self.court.dossier(group, small)
        if all(self.court.fails(place, other) for place in asked):
            return False
        return self._learn(other, members).helps

    def _learn(self, dossier: Dossier, members: Sequence[_Known]) -> _Found:
        """Ask the rules, those that fail most often first; stop when nothing new can follow."""
        asked: set[int] = set()
        failing: set[int] = set()
        for place in sorted(self.court.open, key=lambda place: -self._failed[place]):
            asked.add(place)
            if self.court.fails(place, dossier):
                failing.add(place)
                self._failed[place] += 1
                if self._teaches_nothing(failing, members):
                    break
        found = self._found(asked, failing)
        for known in members:
            known.learn(found)
        return found

    def _found(self, asked: AbstractSet[int], failing: AbstractSet[int]) -> _Found:
        return _Found(
            met=frozenset(asked - failing),
            failing=frozenset(failing),
            stopping=self.court.binding & failing,
            whole=len(asked) == len(self.court.open),
        )

    def _teaches_nothing(self, failing: set[int], members: Sequence[_Known]) -> bool:
        stopping = self.court.binding & failing
        others = set(self.court.open) - failing
        return bool(stopping) and all(
            (known.helped or len(stopping) > 1 or stopping <= known.only) and others <= known.met
            for known in members
        )


def _rules(court: Court, search: _Search) -> Iterator[RuleReach]:
    first = next(iter(court.alone.values()), ())
    everybody = search.known.values()
    for place, requirement in enumerate(court.draft.requirements):
        if place not in court.open:
            answer = first[place] if first else None
            waits_for = answer if isinstance(answer, Writer) else None
            yield RuleReach(requirement, decided=False, waits_for=waits_for)
            continue
        by_itself = sum(place not in court.fails_alone(nis) for nis in court.alone)
        never = sum(place not in known.met for known in everybody)
        yield RuleReach(
            requirement,
            decided=True,
            alone=by_itself,
            together=len(court.alone) - by_itself - never,
            nobody=never,
            freed=sum(not known.helped and place in known.only for known in everybody),
        )
