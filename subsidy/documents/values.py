"""From the value of a cell to a value of ours, or a sentence that says what the cell should hold.

Nothing is guessed: a number kept as text is refused, for "1.234" is one thousand to some programs
and one and a bit to others.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from subsidy.core.clock import brussels_instant
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents.grid import Broken, Value

T = TypeVar("T")

NO_DAY = date(1900, 1, 1)  # what a faulty cell gives
NO_MOMENT = datetime(1900, 1, 1, tzinfo=UTC)
EMPTY = Text("Fill in this cell.")
NO_NUMBER = Text("Fill in a number. Text is not counted, also when it looks like a number.")
NO_DATE = Text("Fill in a date, in a cell with the format “Date”.")
NO_MOMENT_TEXT = Text("Fill in a day and an hour, in a cell with the format “Date and time”.")
DIGITS = 15  # of a number, as a spreadsheet guarantees; what follows is noise of calculation


class UnreadableError(Exception):
    """The cell does not hold what it should."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def present(value: Value | None) -> Value:
    match value:
        case None:
            raise UnreadableError(EMPTY)
        case Broken.UNCALCULATED:
            raise UnreadableError(
                Text("This formula has no value yet. Open the file, save it and try again.")
            )
        case Broken.ERROR:
            raise UnreadableError(Text("This formula gives an error. Correct it."))
    return value


def text(value: Value, longest: int) -> str:
    """Read words; a whole number (a file number, a year) counts as its digits."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = _number(value)
        found = str(int(number)) if number == int(number) else ""
    else:
        found = value if isinstance(value, str) else ""
    if not found:
        raise UnreadableError(Text("Fill in text, in a cell with the format “Text”."))
    if len(found) > longest:
        raise UnreadableError(Text("Use at most %(n)s characters.", n=longest))
    return found


def decimal(value: Value) -> Decimal:
    return _number(value)


def integer(value: Value, least: int, most: int) -> int:
    number = _number(value)
    if number != number.to_integral_value() or not least <= number <= most:
        bounds = {"least": str(least), "most": str(most)}  # a year has no point in it
        raise UnreadableError(Text("Fill in a whole number from %(least)s to %(most)s.", **bounds))
    return int(number)


def money(value: Value, least: Money, most: Money) -> Money:
    """Read euros; a cell with a fraction of a cent is refused, never rounded."""
    cents = _number(value) * 100
    if cents != cents.to_integral_value():
        raise UnreadableError(Text("Fill in an amount in whole cents: two decimals at most."))
    amount = Money(int(cents))
    if not least <= amount <= most:
        raise UnreadableError(
            Text("Fill in an amount from %(least)s to %(most)s.", least=least, most=most)
        )
    return amount


def _number(value: Value) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise UnreadableError(NO_NUMBER)
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{DIGITS}g}")


def day(value: Value) -> date:
    if isinstance(value, datetime):
        if value.time() != time():
            raise UnreadableError(Text("Fill in only a date, without an hour."))
        return value.date()
    if isinstance(value, date):
        return value
    raise UnreadableError(NO_DATE)


def moment(value: Value) -> datetime:
    if not isinstance(value, datetime):
        raise UnreadableError(NO_MOMENT_TEXT)
    clock = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    try:
        return brussels_instant(clock.date(), clock.time())
    except ValueError:
        raise UnreadableError(
            Text("On this day the clock changes at this hour. Choose another hour.")
        ) from None


def choice(value: Value, options: Mapping[str, T], shown: Sequence[str]) -> T:
    """Look a word up, without regard to capitals; ``shown`` are the words to offer."""
    found = {word.casefold(): option for word, option in options.items()}
    key = value.casefold() if isinstance(value, str) else ""
    if key not in found:
        raise UnreadableError(Text("Choose one of these: %(options)s.", options=tuple(shown)))
    return found[key]
