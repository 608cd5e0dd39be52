"""Reading plain data (TOML, JSON, a form) strictly, noting every fault instead of the first."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time
from typing import TypeVar

from subsidy.core.amounts import parse_money
from subsidy.core.clock import BRUSSELS, brussels_instant
from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.money import Money
from subsidy.core.text import Text

T = TypeVar("T")
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"(20[0-9]{2}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2})")
_PERCENT = re.compile(r"([0-9]{1,3})(?:,([0-9]{1,2}))?")
_ALL = 10_000


class UnreadableError(Exception):
    """One value is not what it should be; ``text`` says what to write instead."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class Table:
    """A table of the data at a place; whatever is wrong below it lands in one list of faults."""

    def __init__(self, data: object, place: str, faults: list[Refusal]) -> None:
        self.place = place
        self.faults = faults
        self._read: set[str] = set()
        self._data: Mapping[str, object] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            self.fault(Text("Write a table with names and values here."))

    def fault(self, text: Text, key: str | None = None) -> None:
        self.faults.append(Refusal(text, self.place if key is None else self._at(key)))

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def __contains__(self, key: str) -> bool:
        value = self._data.get(key)
        return value is not None and not (isinstance(value, str) and not value.strip())

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def raw(self, key: str) -> object:
        """Return a value as it stands, for a reader that judges absence itself."""
        self._read.add(key)
        return self._data.get(key)

    def value(self, key: str, read: Callable[[object], T], blank: T) -> T:
        """Return the value as ``read`` reads it, or ``blank`` with a fault noted."""
        self._read.add(key)
        if key not in self:
            self.fault(Text("Fill in “%(key)s”.", key=key), key)
            return blank
        try:
            return read(self._data[key])
        except UnreadableError as unreadable:
            self.fault(unreadable.text, key)
            return blank

    def optional(self, key: str, read: Callable[[object], T], blank: T) -> T:
        self._read.add(key)
        return self.value(key, read, blank) if key in self else blank

    def text(self, key: str, default: str = "") -> str:
        """Return a text; the default is for a name that is not there, not for an empty text."""
        return self.optional(key, words, "" if key in self._data else default)

    def table(self, key: str) -> "Table":
        self._read.add(key)
        return Table(self._data.get(key, {}), self._at(key), self.faults)

    def tables(self, key: str) -> Iterator["Table"]:
        """Yield the tables of a list; a list that is not there has none."""
        self._read.add(key)
        items = self._data.get(key, [])
        if not isinstance(items, list | tuple):
            self.fault(Text("Write a list here."), key)
            return
        for number, item in enumerate(items):
            yield Table(item, f"{self._at(key)}[{number}]", self.faults)

    def done(self) -> None:
        """Note every name that nobody asked for: most often a typing error."""
        for key in self._data:
            if key not in self._read:
                self.fault(
                    Text(
                        "“%(key)s” is not known here. Choose from: %(known)s.",
                        key=key,
                        known=tuple(sorted(self._read)),
                    ),
                    key,
                )


def words(value: object) -> str:
    if not isinstance(value, str):
        raise UnreadableError(Text("Write text between quotation marks."))
    return value.strip()


def short(longest: int) -> Callable[[object], str]:
    """Return a reader of text of at most so many characters."""

    def read(value: object) -> str:
        text = words(value)
        if len(text) > longest:
            raise UnreadableError(
                Text(
                    "Use at most %(longest)s characters. Now there are %(length)s.",
                    longest=longest,
                    length=len(text),
                )
            )
        return text

    return read


def key_name(value: object) -> str:
    text = words(value)
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", text):
        raise UnreadableError(
            Text("Use at most 40 small letters, digits and underscores, first a letter.")
        )
    return text


def whole(lowest: int, highest: int) -> Callable[[object], int]:
    """Return a reader of a whole number within bounds; a form gives it as digits."""

    def read(value: object) -> int:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip()):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise UnreadableError(
                Text(
                    "Fill in a whole number from %(lowest)s to %(highest)s.",
                    lowest=str(lowest),
                    highest=str(highest),
                )
            )
        return value

    return read


def amount(value: object) -> Money:
    """Read whole euros (a number) or an amount as Dutch text; never a number with a point."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**12:
        return Money(value * 100)
    if not isinstance(value, str):
        raise UnreadableError(
            Text("Write whole euros as a number, or an amount as text: “12.500,50”.")
        )
    try:
        return parse_money(value)
    except RefusedError as refused:
        raise UnreadableError(refused.refusals[0].text) from refused


def percentage(value: object) -> int:
    """Read a percentage (25, or ``"12,5"`` with at most two decimals) as basis points."""
    match = _PERCENT.fullmatch(str(value).strip().removesuffix("%").rstrip())
    if match is not None and not isinstance(value, bool | float):
        basis_points = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))
        if basis_points <= _ALL:
            return basis_points
    raise UnreadableError(
        Text("Write a percentage from 0 to 100, with a comma and at most two decimals.")
    )


def day(value: object) -> date:
    """Read a day, ``2022-01-01``."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = value.isoformat()
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        with suppress(ValueError):  # a day like 31 April: the same advice holds
            return date.fromisoformat(value.strip())
    raise UnreadableError(Text("Write a day that exists, like 2022-01-31."))


def instant(value: object) -> datetime:
    """Read a moment in Brussels, ``2021-10-29 12:00``; refuse an hour that is not one hour."""
    local, at = _wall_clock(value)
    try:
        return brussels_instant(local, at)
    except ValueError as error:
        if str(error) == "twice":
            raise UnreadableError(
                Text("This hour exists twice, because winter time starts. Choose another hour.")
            ) from error
        raise UnreadableError(
            Text("This hour does not exist, because summer time starts. Choose another hour.")
        ) from error


def _wall_clock(value: object) -> tuple[date, time]:
    if isinstance(value, datetime) and value.second == 0:
        value = value.isoformat(" ").removesuffix(":00")
    match = _INSTANT.fullmatch(str(value).strip())
    if match is not None:
        with suppress(ValueError):  # a moment like 25:00: the same advice holds
            return date.fromisoformat(match[1]), time.fromisoformat(match[2])
    raise UnreadableError(Text("Write a day and an hour that exist, like 2021-10-29 12:00."))


def one_of(choices: Mapping[str, T]) -> Callable[[object], T]:
    """Return a reader of one word out of a list."""

    def read(value: object) -> T:
        if not isinstance(value, str) or value.strip() not in choices:
            raise UnreadableError(Text("Choose from: %(known)s.", known=tuple(choices)))
        return choices[value.strip()]

    return read


def some_of(choices: Mapping[str, T]) -> Callable[[object], tuple[T, ...]]:
    """Return a reader of a list of words, each at most once, in the order of ``choices``."""
    pick = one_of(choices)

    def read(value: object) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise UnreadableError(
                Text("Write a list. Choose from: %(known)s.", known=tuple(choices))
            )
        picked = [pick(item) for item in value]
        return tuple(choice for choice in choices.values() if choice in picked)

    return read


def written_instant(value: datetime) -> str:
    return value.astimezone(BRUSSELS).strftime("%Y-%m-%d %H:%M")


def written_amount(value: Money) -> int | str:
    """Write whole euros as a number and anything else as text, so that reading gives it back."""
    euros, cents = divmod(value.cents, 100)
    return f"{euros},{cents:02d}" if cents else euros


def swapped(pairs: Iterable[tuple[str, T]]) -> dict[T, str]:
    return {value: word for word, value in pairs}
