"""From a distribution to what a page shows of it: rows of a table and tiles of a map."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import url_for

from subsidy.allocation.domain.classes import FigureClass, classified
from subsidy.allocation.domain.key import Key, percentage
from subsidy.allocation.models import DrawingRight
from subsidy.allocation.queries import INDICATORS
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.organisations.domain.tiles import Place, Tile, outlines, tile
from subsidy.organisations.models import Organisation

NO_FIGURE = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One municipality and its amount."""

    nis: str
    organisation: Organisation
    amount: Money

    @property
    def per_inhabitant(self) -> Money | None:
        people = self.organisation.population
        return Money(round(Fraction(self.amount.cents, people))) if people else None


@dataclass(frozen=True, slots=True)
class Map:
    """Everything that the map of amounts per inhabitant needs."""

    tiles: Sequence[Tile]
    legend: Sequence[tuple[int, Text]]
    outlines: Sequence[tuple[str, Mapping[Place, None]]]


def lines_of_rights(rights: Iterable[DrawingRight]) -> list[Line]:
    return [Line(str(each.organisation.nis), each.organisation, each.amount) for each in rights]


def lines_of_amounts(amounts: Mapping[str, int], bodies: Mapping[str, Organisation]) -> list[Line]:
    found = [Line(nis, bodies[nis], Money(cents)) for nis, cents in amounts.items()]
    return sorted(found, key=lambda line: line.organisation.sort_name)


SORTS = {
    "naam": lambda line: line.organisation.sort_name,
    "regio": lambda line: line.organisation.region or "",
    "inwoners": lambda line: line.organisation.population or 0,
    "bedrag": lambda line: line.amount,
    "per-inwoner": lambda line: line.per_inhabitant or Money(0),
}


def map_of(lines: Sequence[Line]) -> Map:
    figures = {line.nis: each.cents for line in lines if (each := line.per_inhabitant) is not None}
    steps, classes = classified(figures)
    shown = [line for line in lines if line.organisation.has_tile]
    legend = [(each.step, _class_label(each)) for each in classes]
    if len(figures) < len(shown):
        legend.append((NO_FIGURE, Text("number of inhabitants not known")))
    return Map(
        [_tile(line, steps.get(line.nis, NO_FIGURE)) for line in shown],
        legend,
        outlines(line.organisation for line in shown),
    )


def _class_label(found: FigureClass) -> Text:
    least, most = Money(found.least), Money(found.most)
    if least == most:
        return Text("%(least)s per inhabitant", least=least)
    return Text("%(least)s to %(most)s per inhabitant", least=least, most=most)


def _tile(line: Line, step: int) -> Tile:
    body = line.organisation
    each = line.per_inhabitant
    value = Text("%(amount)s", amount=line.amount)
    if each is not None:
        value = Text("%(amount)s (%(each)s per inhabitant)", amount=line.amount, each=each)
    return tile(body, step, url_for("organisations.show", nis=line.nis), value)


def key_rows(key: Key) -> list[tuple[Text, Text | str, Text]]:
    """Return the key in words: indicator, source, how heavily it counts."""
    return [
        (
            INDICATORS[part.indicator].label,
            INDICATORS[part.indicator].source,
            percentage(Fraction(part.weight_basis_points, 10_000), 2),
        )
        for part in key.components
    ]
