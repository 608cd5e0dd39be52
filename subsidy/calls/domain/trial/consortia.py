"""Which consortia a trial looks at: of 300 municipalities there are more than it could ever try.

A rule about who works together asks for more (a number, large and small, different kinds), for less
(at most so many regions), or for what hangs together (neighbours). So each of these is tried:

* a municipality alone;
* whole areas: all of Flanders, a province, a reference region, two regions, and a region to which
  others are added one by one, the largest first and those with new kinds first;
* of each such area every part that hangs together, and those parts added one by one;
* around one municipality: it and its neighbours, and groups of two, three, five and eight in its
  region and in all of Flanders, made by adding what differs most in size, a kind that is not there
  yet, or who lies nearest.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from subsidy.calls.domain.dossier import Municipality

Borders = frozenset[frozenset[str]]
Members = tuple[Municipality, ...]
Best = Callable[[Members, Members], tuple[int, int]]
"""How much the second adds to the first."""
SIZES = (2, 3, 5, 8)
SMALL_GROUP = max(SIZES)


@dataclass(frozen=True)
class World:
    """The municipalities that exist; ``borders``: pairs of NIS codes that lie side by side."""

    municipalities: Members
    borders: Borders = frozenset()

    @cached_property
    def near(self) -> Mapping[str, Members]:
        """The neighbours of each municipality, by its NIS code."""
        by_nis = {one.nis: one for one in self.municipalities}
        near: dict[str, list[Municipality]] = {nis: [] for nis in by_nis}
        for border in self.borders:
            for one in border & by_nis.keys():
                near[one].extend(by_nis[other] for other in (border - {one}) & by_nis.keys())
        return {nis: _ordered(others) for nis, others in near.items()}

    @cached_property
    def all(self) -> Members:
        """All of them, the largest first."""
        return _ordered(self.municipalities)

    @cached_property
    def regions(self) -> Mapping[str, Members]:
        return _grouped((one.region, one) for one in self.all)

    @cached_property
    def provinces(self) -> Mapping[str, Members]:
        return _grouped((one.province, one) for one in self.all)


def _grouped(pairs: Iterable[tuple[str, Municipality]]) -> dict[str, Members]:
    found: dict[str, list[Municipality]] = {}
    for name, one in pairs:
        found.setdefault(name, []).append(one)
    return {name: tuple(found[name]) for name in sorted(found)}


def _ordered(municipalities: Iterable[Municipality]) -> Members:
    """Put the largest first."""
    return tuple(sorted(municipalities, key=lambda one: (-one.population, one.nis)))


# Whole areas --------------------------------------------------------------------------------------


def wide(world: World) -> Iterator[Members]:
    """Give whole areas and their connected parts, those that most often suffice first."""
    for area in _areas(world):
        yield area
        yield from _parts(world, area)


def _areas(world: World) -> Iterator[Members]:
    yield from world.regions.values()
    yield world.all
    yield from world.provinces.values()
    for one, other in combinations(world.regions.values(), 2):
        yield one + other
    for name in world.regions:
        yield from _chain(world, name, _largest)
        yield from _chain(world, name, _new_kinds)


def _chain(world: World, first: str, best: Best) -> Iterator[Members]:
    """Give a region with two others, three others, and so on."""
    area = world.regions[first]
    rest = [members for name, members in world.regions.items() if name != first]
    while rest:
        added = max(rest, key=lambda members: best(area, members))
        rest.remove(added)
        area += added
        yield area


def _largest(_area: Members, added: Members) -> tuple[int, int]:
    return len(added), 0


def _new_kinds(area: Members, added: Members) -> tuple[int, int]:
    have = {one.typology for one in area}
    return len({one.typology for one in added} - have), len(added)


def _parts(world: World, area: Members) -> Iterator[Members]:
    """Give the parts of an area that hang together, and the largest ones added one by one."""
    found = sorted(_connected(world, area), key=len, reverse=True)
    if len(found) in (1, len(area)):
        return
    yield from found
    together = found[0]
    for part in found[1:-1]:
        together += part
        yield together


def _connected(world: World, area: Members) -> Iterator[Members]:
    left = {one.nis: one for one in area}
    while left:
        part = [left.pop(next(iter(left)))]
        for one in part:  # grows while it is read
            part.extend(left.pop(other.nis) for other in world.near[one.nis] if other.nis in left)
        yield tuple(part)


# Around one municipality --------------------------------------------------------------------------


def around(world: World, one: Municipality) -> Iterator[Members]:
    """Give small groups with this municipality in it."""
    yield (one, *world.near[one.nis])
    own = world.regions[one.region]
    yield from _grown(world, one, own)
    yield from _grown(world, one, world.all)


def _grown(world: World, one: Municipality, pool: Members) -> Iterator[Members]:
    """Give groups of growing size; the pool has its largest municipality first."""
    for order in (_by_contrast(one, pool), _by_kind(one, pool), _by_border(world, one, pool)):
        for size in SIZES[: bisect_right(SIZES, len(order) + 1)]:
            yield (one, *order[: size - 1])


def _by_contrast(one: Municipality, pool: Members) -> Sequence[Municipality]:
    """Give the largest, the smallest, the second largest and so on."""
    both = zip(pool[:SMALL_GROUP], pool[: -SMALL_GROUP - 1 : -1], strict=True)
    ends = dict.fromkeys(other for pair in both for other in pair)
    return [other for other in ends if other is not one]


def _by_kind(one: Municipality, pool: Members) -> Sequence[Municipality]:
    """Give the largest of each kind that is not there yet."""
    found = {one.typology: one}
    for other in pool:
        found.setdefault(other.typology, other)
    return list(found.values())[1:]


def _by_border(world: World, one: Municipality, pool: Members) -> Sequence[Municipality]:
    """Give who lies nearest, a border at a time."""
    allowed = {other.nis for other in pool if other is not one}
    found: list[Municipality] = [one]
    for each in found:  # grows while it is read
        fresh = [other for other in world.near[each.nis] if other.nis in allowed]
        allowed -= {other.nis for other in fresh}
        found.extend(fresh)
        if len(found) > SMALL_GROUP:
            break
    return found[1:]
