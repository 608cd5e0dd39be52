"""How one sees that a project works: what is counted, how much there is, how much there will be.

A row may be half filled in while it is a draft. What it then lacks, the checklist says.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from subsidy.calls.domain.dossier import QUIET
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text
from subsidy.planning.domain.codes import TargetGroup

INDICATORS = "indicators"
MOST_ROWS = 20
HIGHEST = 1_000_000_000


class Measure(Labelled):
    """What is usually counted in digital inclusion (R4 and R17 of the position paper)."""

    VOLUNTEERS = "volunteers", N_("Active volunteers")
    TRAINED = "trained", N_("Volunteers with a training")
    SIX_MONTHS = "six_months", N_("Volunteers still active after 6 months")
    TWELVE_MONTHS = "twelve_months", N_("Volunteers still active after 12 months")
    REACHED = "reached", N_("People reached")
    ADOPTERS = "adopters", N_("Municipalities that adopted a realisation")
    PLACES = "places", N_("Places with public internet")
    OTHER = "other", N_("Something else")


UNITS: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.VOLUNTEERS: N_("volunteers"),
        Measure.TRAINED: N_("volunteers"),
        Measure.SIX_MONTHS: N_("volunteers"),
        Measure.TWELVE_MONTHS: N_("volunteers"),
        Measure.REACHED: N_("people"),
        Measure.ADOPTERS: N_("municipalities"),
        Measure.PLACES: N_("places"),
    }
)
"""In what each is counted unless somebody says otherwise."""

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "measure": N_("What do you count?"),
        "own": N_("What else do you count?"),
        "group": N_("Which target group?"),
        "unit": N_("Unit"),
        "baseline": N_("How much is there now?"),
        "measured_on": N_("Measured on"),
        "source": N_("Who measures it, and how?"),
    }
)
LIMITS: Mapping[str, int] = MappingProxyType({"own": 120, "unit": 40, "source": 300})


@dataclass(frozen=True, slots=True)
class Target:
    """What there will be at the end of a year."""

    year: int
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One thing that is counted. ``group``: the one that is reached; ``own``: something else."""

    measure: Measure | None = None
    own: str = ""
    group: TargetGroup | None = field(default=None, metadata=QUIET)
    unit: str = ""
    baseline: int | None = None
    measured_on: date | None = None
    targets: tuple[Target, ...] = ()
    source: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Indicator()

    @property
    def name(self) -> Text | str:
        """Return what is counted, in words; empty while nobody said."""
        if self.measure is Measure.OTHER and self.own:
            return self.own
        if self.measure is None:
            return self.own
        if self.group is not None:
            return Text("%(what)s: %(group)s", what=self.measure.label, group=self.group.label)
        return self.measure.label

    @property
    def counted_in(self) -> Text | str:
        """Return the unit, the usual one when nobody chose another."""
        usual = UNITS.get(self.measure) if self.measure else None
        return Text(usual) if usual and not self.unit else self.unit

    def target(self, year: int) -> int | None:
        return next((one.value for one in self.targets if one.year == year), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators:
    """All rows, as they are stored."""

    rows: tuple[Indicator, ...] = ()


def place(name: str, row: int) -> str:
    """Return the name of the field of one answer: ``baseline-0``."""
    return f"{name}-{row}"


def target_place(row: int, year: int) -> str:
    return f"target-{row}-{year}"


# What cannot be saved -----------------------------------------------------------------------------


def unfit(rows: Sequence[Indicator], today: date) -> list[Refusal]:
    """Say what is wrong with what was typed; what is still empty is no fault while drafting."""
    faults = [fault for number, one in enumerate(rows) for fault in _unfit(number, one, today)]
    if sum(not one.is_empty for one in rows) > MOST_ROWS:
        faults.append(Refusal(Text("Fill in at most %(most)s indicators.", most=MOST_ROWS)))
    return [*faults, *_twice(rows)]


def _unfit(number: int, one: Indicator, today: date) -> Iterator[Refusal]:
    for name, limit in LIMITS.items():
        if len(getattr(one, name)) > limit:
            text = Text("Use at most %(limit)s characters.", limit=limit)
            yield Refusal(text, place(name, number))
    if one.measured_on is not None and one.measured_on > today:
        text = Text("Fill in a day that is not in the future.")
        yield Refusal(text, place("measured_on", number))
    values = {place("baseline", number): one.baseline}
    values |= {target_place(number, x.year): x.value for x in one.targets}
    for where, value in values.items():
        if value is not None and not 0 <= value <= HIGHEST:
            yield Refusal(Text("Fill in a whole number of zero or more."), where)


def _twice(rows: Sequence[Indicator]) -> Iterator[Refusal]:
    names = [(x.measure, x.group, x.own.casefold()) for x in rows]
    times = Counter(names)
    for number, (one, name) in enumerate(zip(rows, names, strict=True)):
        first = names.index(name) == number
        if one.measure and times[name] > 1 and not first:
            text = Text("This indicator is there twice. Keep one, or choose another.")
            yield Refusal(text, place("measure", number))


# What is still missing ----------------------------------------------------------------------------


def missing(
    rows: Sequence[Indicator], years: Sequence[int], after: Sequence[int]
) -> Iterator[Refusal]:
    """Say what each row lacks. ``years``: of the project, each with a target; ``after``: may have.

    The place is ``indicators.field``.
    """
    for number, one in enumerate(rows):
        for name, text in _missing(number, one, years, after):
            yield Refusal(text, f"{INDICATORS}.{name}")


def complete(rows: Sequence[Indicator], years: Sequence[int]) -> tuple[Indicator, ...]:
    """Return the rows that lack nothing; without a period nothing is complete."""
    if not years:
        return ()
    return tuple(one for one in rows if not list(_missing(0, one, years, _years_of(one))))


def _years_of(one: Indicator) -> tuple[int, ...]:
    return tuple(target.year for target in one.targets)


def _missing(
    number: int, one: Indicator, years: Sequence[int], after: Sequence[int]
) -> Iterator[tuple[str, Text]]:
    if one.measure is None:
        text = Text("Choose what you count in indicator %(number)s.", number=number + 1)
        yield place("measure", number), text
        return
    name = one.name
    if one.measure is Measure.OTHER and not one.own:
        text = Text("Write what you count in indicator %(number)s.", number=number + 1)
        yield place("own", number), text
    if not one.counted_in:
        yield place("unit", number), Text("Fill in the unit of “%(name)s”.", name=name)
    yield from _missing_baseline(number, one)
    yield from _missing_targets(number, one, years, after)


def _missing_baseline(number: int, one: Indicator) -> Iterator[tuple[str, Text]]:
    name = one.name
    if one.baseline is None:
        text = Text("Fill in how much there is now of “%(name)s”. Zero counts too.", name=name)
        yield place("baseline", number), text
    if one.measured_on is None:
        text = Text("Fill in on which day you measured “%(name)s”.", name=name)
        yield place("measured_on", number), text
    if not one.source:
        text = Text("Write who measures “%(name)s”, and how.", name=name)
        yield place("source", number), text


def _missing_targets(
    number: int, one: Indicator, years: Sequence[int], after: Sequence[int]
) -> Iterator[tuple[str, Text]]:
    there = _years_of(one)
    lacking = [year for year in years if year not in there]
    if lacking:
        text = Text(
            "Fill in the target of “%(name)s” for %(years)s.",
            name=one.name,
            years=tuple(map(str, lacking)),
        )
        yield target_place(number, lacking[0]), text
    strange = [year for year in there if year not in (*years, *after)]
    if strange and years:
        text = Text(
            "Remove the target of “%(name)s” for %(years)s: the project does not run then.",
            name=one.name,
            years=tuple(map(str, strange)),
        )
        yield target_place(number, strange[0]), text
