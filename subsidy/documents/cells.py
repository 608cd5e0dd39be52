"""From a value to the XML of a spreadsheet cell: numbers stay numbers, text is never a formula."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from xml.sax.saxutils import escape

from subsidy.core.clock import BRUSSELS, brussels_day
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.language import DEFAULT, shown

LONGEST_TEXT = 32_767  # characters in a cell, counted as Excel does: in UTF-16 units
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of a spreadsheet, right from March 1900 on
GUARDED = frozenset("=+-@\t＝＋－＠")  # noqa: RUF001 - the full-width look-alikes are the point

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Kind(StrEnum):
    """What a column holds, which decides how a cell is stored and shown."""

    TEXT = "text"
    MONEY = "money"  # Money, stored as euros
    INTEGER = "integer"
    NUMBER = "number"  # int, Decimal or Fraction, shown with the digits it has
    PERCENT = "percent"  # basis points, stored as a fraction of one
    SCORE = "score"  # hundredths, stored as points
    DATE = "date"  # a day, or the day in Brussels of an instant
    MOMENT = "moment"  # an instant, stored as the clock in Brussels showed it


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula (without ``=``) and the value it has now, for readers that do not calculate.

    Only our code makes one: a string from a person is always stored as text. A text inside a
    formula goes through :func:`quoted`.
    """

    expression: str
    cached: object = None


def quoted(text: str) -> str:
    """Return ``text`` as a string literal inside a formula."""
    return '"' + clean(text).replace('"', '""') + '"'


def clean(text: str) -> str:
    """Return ``text`` without what a cell cannot hold; a text cut short ends in an ellipsis."""
    text = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


@dataclass(frozen=True, slots=True)
class Look:
    """The style numbers of a column: for its values, for text, and for text like a formula.

    The last carries Excel's quote prefix, so that not even editing the cell makes it a formula.
    """

    value: str
    text: str
    guarded: str


def cell_xml(address: str, look: Look, value: object, kind: Kind, language: str = DEFAULT) -> str:
    """Return one ``<c>`` element, or nothing for an empty cell."""
    if value is None or value == "":
        return ""
    if isinstance(value, Formula):
        return f'<c r="{address}" s="{look.value}"{_formula(value, kind, language)}</c>'
    if kind is Kind.TEXT or isinstance(value, str | Text | bool | tuple):
        return text_xml(address, look, value, language)
    return f'<c r="{address}" s="{look.value}"><v>{NUMBERS[kind](value)}</v></c>'


def text_xml(address: str, look: Look, value: object, language: str = DEFAULT) -> str:
    """Return a cell that is text whatever it looks like."""
    text = clean(as_text(value, language))
    style = look.guarded if text.lstrip(" \n")[:1] in GUARDED else look.text
    space = ' xml:space="preserve"' if text != text.strip() else ""
    content = f"<is><t{space}>{escape(literal(text))}</t></is>"
    return f'<c r="{address}" s="{style}" t="inlineStr">{content}</c>'


def as_text(value: object, language: str) -> str:
    """Return a plain string, which is a person's, as it is; render all else."""
    plain = isinstance(value, str) and not isinstance(value, Labelled)
    return str(value) if plain else shown(value, language)


def literal(text: str) -> str:
    """Return ``text`` so that a spreadsheet reads no code of a character (``_x0041_``) in it."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def _formula(formula: Formula, kind: Kind, language: str) -> str:
    """Return the rest of the cell after its style: type, expression and the value it has now."""
    expression = f"<f>{escape(clean(formula.expression))}</f>"
    cached = formula.cached
    if cached is None:
        return f">{expression}"
    if isinstance(cached, bool):
        return f' t="b">{expression}<v>{cached:d}</v>'
    if isinstance(cached, str | Text):
        text = escape(literal(clean(as_text(cached, language))))
        return f' t="str">{expression}<v>{text}</v>'
    number = NUMBERS[Kind.NUMBER if kind is Kind.TEXT else kind](cached)
    return f">{expression}<v>{number}</v>"


def _hundredths(value: int) -> str:
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"


def _money(value: object) -> str:
    if not isinstance(value, Money):
        raise TypeError(f"a money column holds Money, not {value!r}")
    return _hundredths(value.cents)


def _integer(value: object) -> str:
    if not isinstance(value, int):
        raise TypeError(f"a whole-number column holds int, not {value!r}")
    return str(value)


def _number(value: object) -> str:
    match value:
        case Money():
            return _hundredths(value.cents)
        case int() | Decimal():
            return str(value)
        case Fraction():
            return repr(float(value))
    raise TypeError(f"a number column holds int, Decimal or Fraction, not {value!r}")


def _percent(value: object) -> str:
    if not isinstance(value, int):
        raise TypeError(f"a percentage column holds basis points, not {value!r}")
    return str(Decimal(value).scaleb(-4))


def _score(value: object) -> str:
    return _hundredths(int(_integer(value)))


def _date(value: object) -> str:
    day = brussels_day(value) if isinstance(value, datetime) else value
    if not isinstance(day, date):
        raise TypeError(f"a date column holds date or datetime, not {value!r}")
    return str((day - EPOCH.date()).days)


def _moment(value: object) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError(f"a moment column holds aware instants, not {value!r}")
    since = value.astimezone(BRUSSELS).replace(tzinfo=None) - EPOCH
    return repr(since / timedelta(days=1))


NUMBERS: dict[Kind, Callable[[object], str]] = {
    Kind.MONEY: _money,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.PERCENT: _percent,
    Kind.SCORE: _score,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
}
