"""Slots in which a jury hears the applicants of its files: when, how long and where.

A slot says nothing of marks or ranking. An instant is in UTC; a slot is half-open, so that one can
begin where another ends. Slots of one call never overlap: the jury hears one consortium at a time.
Neither do slots of two calls, or of a file that the chair may not know, that need the same juror,
partner or place: then the refusal names the moments and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from subsidy.core.errors import Refusal
from subsidy.core.text import Text
from subsidy.scoring.domain.computing import digest

SHORTEST, LONGEST = 5, 120  # minutes
LONGEST_PLACE = 200

STANDS = Text("Decisions of this call are approved. No hearing is planned any more.")
CHANGED = Text("The hearings changed meanwhile. Compare with what stands there now, then save.")
HELD = Text("This hearing began already. You can move it, not cancel it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When and where a jury hears the applicants of one file. ``minutes``: 5 to 120."""

    starts_at: datetime
    minutes: int
    place: str

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    def overlaps(self, other: "Slot") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def is_in_the_room_of(self, other: "Slot") -> bool:
        return self.place.casefold().split() == other.place.casefold().split()

    @property
    def is_link(self) -> bool:
        """The place is an address on the web over a safe connection, and nothing else."""
        return self.place.startswith("https://") and " " not in self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the chair fills in for one file, whole or not. ``number``: of the file."""

    number: str
    starts_at: datetime | None = None
    minutes: int | None = None
    place: str = ""

    @property
    def is_empty(self) -> bool:
        return self.starts_at is None and self.minutes is None and not self.place

    @property
    def slot(self) -> Slot | None:
        """Return the slot; None while something is missing."""
        if self.starts_at is None or self.minutes is None or not self.place:
            return None
        return Slot(starts_at=self.starts_at, minutes=self.minutes, place=self.place)


Who = frozenset[tuple[str, int]]
"""Jurors and partners, each as what they are and their id."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A slot that stands and that the chair does not plan here; ``who`` has to be there."""

    slot: Slot
    who: Who


def start_place(file_id: str) -> str:
    return f"starts-{file_id}"


def minutes_place(file_id: str) -> str:
    return f"minutes-{file_id}"


def where_place(file_id: str) -> str:
    return f"place-{file_id}"


def seen(files: Iterable[tuple[str, Slot | None]]) -> str:
    """Return what stands on the screen of the chair as one mark; by public id of the file."""
    return digest(
        [
            [key, slot and [slot.starts_at.isoformat(), slot.minutes, slot.place]]
            for key, slot in files
        ]
    )


def unfit_slots(
    asked: Mapping[str, Asked],
    kept: Mapping[str, Slot],
    now: datetime,
    closes_at: datetime | None,
) -> tuple[Refusal, ...]:
    """Say everything that is wrong with the slots of a call; by public id of the file.

    What stays as it is, is judged by its overlap in this call alone: it was fit when it was
    planned. ``closes_at``: the end of the jury, or None.
    """
    found: list[Refusal] = []
    for key, each in asked.items():
        old = kept.get(key)
        if each.is_empty:
            if old is not None and old.starts_at <= now:
                found.append(Refusal(HELD, start_place(key)))
        elif old is None or each.slot != old:
            found.extend(_unfit(key, each, now, closes_at))
    return (*found, *_overlapping(asked))


def _unfit(key: str, asked: Asked, now: datetime, closes_at: datetime | None) -> Iterator[Refusal]:
    start, minutes = asked.starts_at, asked.minutes
    if start is None:
        yield Refusal(
            Text("Fill in the day and the hour, or leave all three empty."), start_place(key)
        )
    elif start <= now:
        yield Refusal(Text("Choose an instant that is not over."), start_place(key))
    if minutes is None:
        text = Text("Fill in the number of minutes, or leave all three empty.")
        yield Refusal(text, minutes_place(key))
    elif not SHORTEST <= minutes <= LONGEST:
        text = Text("Choose %(first)s to %(last)s minutes.", first=str(SHORTEST), last=str(LONGEST))
        yield Refusal(text, minutes_place(key))
    elif start is not None and closes_at is not None:
        yield from _after_the_jury(key, start + timedelta(minutes=minutes), closes_at)
    yield from _unfit_place(key, asked.place)


def _after_the_jury(key: str, ends_at: datetime, closes_at: datetime) -> Iterator[Refusal]:
    if ends_at > closes_at:
        text = Text("The jury ends on %(at)s. Let the hearing end by then.", at=closes_at)
        yield Refusal(text, start_place(key))


def _unfit_place(key: str, place: str) -> Iterator[Refusal]:
    if not place:
        text = Text("Fill in the place or the link, or leave all three empty.")
        yield Refusal(text, where_place(key))
    elif len(place) > LONGEST_PLACE:
        text = Text("Use at most %(limit)s characters.", limit=LONGEST_PLACE)
        yield Refusal(text, where_place(key))


def taken(
    asked: Mapping[str, Asked],
    kept: Mapping[str, Slot],
    who: Mapping[str, Who],
    elsewhere: Sequence[Elsewhere],
) -> tuple[Refusal, ...]:
    """Refuse each new slot for which a juror, a partner or the place is busy elsewhere.

    By public id of the file; ``who`` has to be there. Of the other hearing only its moment is said.
    """
    return tuple(
        Refusal(
            Text(
                "A juror, a partner or the place is not free. This hearing begins on %(own)s. "
                "Another one begins on %(at)s and lasts %(minutes)s minutes. "
                "Choose another moment or another place.",
                own=slot.starts_at,
                at=other.slot.starts_at,
                minutes=str(other.slot.minutes),
            ),
            start_place(key),
        )
        for key, each in asked.items()
        if (slot := each.slot) is not None and slot != kept.get(key)
        for other in elsewhere
        if slot.overlaps(other.slot)
        and (who.get(key, frozenset()) & other.who or slot.is_in_the_room_of(other.slot))
    )


def _overlapping(asked: Mapping[str, Asked]) -> Iterator[Refusal]:
    """Name at each slot that begins too early the one that is not over yet, with its moment."""
    whole = [
        (each.starts_at, each.starts_at + timedelta(minutes=each.minutes), key, each.number)
        for key, each in asked.items()
        if each.starts_at is not None
        and each.minutes is not None
        and SHORTEST <= each.minutes <= LONGEST
    ]
    last: tuple[datetime, datetime, str] | None = None
    for start, end, key, number in sorted(whole):
        if last is not None and start < last[0]:
            text = Text(
                "This begins on %(own)s and overlaps with the hearing of %(number)s. "
                "That one begins on %(at)s and ends on %(until)s. Choose another moment.",
                own=start,
                number=last[2],
                at=last[1],
                until=last[0],
            )
            yield Refusal(text, start_place(key))
        if last is None or end > last[0]:
            last = end, start, number
