"""Planned calls of every agency, and whether two of them do the same for the same people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.planning.domain.codes import Aim, TargetGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A call of anybody, as far as plans are compared. The last day counts.

    ``ref`` tells plans apart; a date or a list that is not known yet overlaps with nothing.
    """

    ref: str
    title: str
    organiser: Text | str
    aims: frozenset[Aim]
    target_groups: frozenset[TargetGroup]
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One row of the agenda. ``own``: a published call of this agency, not what was typed."""

    plan: Plan
    public_id: str
    own: bool
    first_day: date
    last_day: date
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What an officer types of a planned call. ``amount`` None: not known yet."""

    title: str
    organiser: str
    aim_text: str
    aims: tuple[Aim, ...]
    target_groups: tuple[TargetGroup, ...]
    first_day: date
    last_day: date
    amount: Money | None = None
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Why two plans are in each other's way: never empty in any of the three."""

    other: Plan
    aims: tuple[Aim, ...]
    target_groups: tuple[TargetGroup, ...]
    first_day: date
    last_day: date

    @property
    def text(self) -> Text:
        """Say with what, in which aim, for whom and when."""
        return Text(
            "“%(title)s” of %(organiser)s overlaps with this call. Aim: %(aims)s. "
            "Target group: %(groups)s. Period: %(first)s to %(last)s.",
            title=self.other.title,
            organiser=self.other.organiser,
            aims=tuple(aim.label for aim in self.aims),
            groups=tuple(group.label for group in self.target_groups),
            first=self.first_day,
            last=self.last_day,
        )


def overlap(plan: Plan, other: Plan) -> Overlap | None:
    """Return where two plans meet in aim, target group and period; None when in one not."""
    aims = plan.aims & other.aims
    groups = _shared(plan.target_groups, other.target_groups)
    if plan.ref == other.ref or not aims or not groups:
        return None
    if None in (plan.first_day, plan.last_day, other.first_day, other.last_day):
        return None
    first = max(day for day in (plan.first_day, other.first_day) if day is not None)
    last = min(day for day in (plan.last_day, other.last_day) if day is not None)
    if first > last:
        return None
    return Overlap(
        other=other,
        aims=tuple(aim for aim in Aim if aim in aims),
        target_groups=tuple(group for group in TargetGroup if group in groups),
        first_day=first,
        last_day=last,
    )


def _shared(ours: frozenset[TargetGroup], theirs: frozenset[TargetGroup]) -> frozenset[TargetGroup]:
    """Return who is reached twice: everybody is in “all residents”."""
    if TargetGroup.ALL in ours & theirs:
        return ours | theirs
    if TargetGroup.ALL in ours:
        return theirs
    if TargetGroup.ALL in theirs:
        return ours
    return ours & theirs


def overlaps(plan: Plan, others: Iterable[Plan]) -> tuple[Overlap, ...]:
    """Return every overlap, the earliest first."""
    found = (overlap(plan, other) for other in others)
    met = [each for each in found if each is not None]
    return tuple(sorted(met, key=lambda each: (each.first_day, each.other.title, each.other.ref)))


def entry_faults(entry: NewEntry) -> Iterator[Refusal]:
    """Return why this entry cannot stand in the agenda."""
    if not entry.aims:
        yield Refusal(Text("Choose at least one aim: without it nobody sees overlap."), "aims")
    if not entry.target_groups:
        yield Refusal(Text("Choose at least one target group."), "target_groups")
    if entry.first_day > entry.last_day:
        text = Text("The period starts on %(first)s. Choose a later end.", first=entry.first_day)
        yield Refusal(text, "last_day")
    if entry.link and not entry.link.startswith(("https://", "http://")):
        yield Refusal(Text("Begin the address with https://."), "link")
