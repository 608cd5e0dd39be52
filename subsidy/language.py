"""From a Text to a sentence in Dutch: catalogues, money, dates and numbers, without Flask.

Templates, exports, letters and the command line all render here, so an amount looks the same
everywhere. Catalogues are gettext files, one per slice (``translations/nl/<slice>.po``); the
compiled ``.mo`` beside it is used when it is fresh, otherwise the ``.po`` is read.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from subsidy.config import data_folder
from subsidy.core.clock import BRUSSELS
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_, Text

DEFAULT = "nl"
KILOBYTE, MEGABYTE = 1_000, 1_000_000
_FORMATS = {"nl": Locale("nl", "BE"), "en": Locale("en", "BE")}


class Catalogue:
    """All messages of one language."""

    def __init__(self, language: str, files: Iterable[Path]) -> None:
        self.language = language
        self._messages: dict[Any, str] = {}
        for path in files:
            loaded = _load(path)
            self._messages.update(
                {key: text for key, text in loaded._catalog.items() if key and text}  # type: ignore[attr-defined]  # noqa: SLF001 - gettext offers no way to merge catalogues
            )

    def one(self, msgid: str) -> str:
        return self._messages.get(msgid, msgid)

    def many(self, singular: str, plural: str, n: int) -> str:
        """Dutch and English agree: one form for 1, another for all else."""
        found = self._messages.get((singular, 0 if n == 1 else 1))
        return found if found is not None else (singular if n == 1 else plural)

    def __contains__(self, msgid: str) -> bool:
        return msgid in self._messages or (msgid, 0) in self._messages


def _load(path: Path) -> GNUTranslations:
    compiled = path.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    buffer = BytesIO()
    with path.open("rb") as file:
        write_mo(buffer, read_po(file))
    buffer.seek(0)
    return GNUTranslations(buffer)


@cache
def catalogue(language: str = DEFAULT) -> Catalogue:
    folder = data_folder("translations") / language
    return Catalogue(language, sorted(folder.glob("*.po")))


def words(text: Text | str | None, language: str = DEFAULT) -> str:
    """Render a text, or a bare msgid, as a sentence in ``language``."""
    found = catalogue(language)
    if type(text) is str:  # by far the most; asking whether it has a label costs more than all else
        return found.one(text)
    if text is None:
        return ""
    if isinstance(text, str):
        return words(text.label, language) if isinstance(text, Labelled) else found.one(text)
    if text.plural is None:
        pattern = found.one(text.msgid)
    else:
        pattern = found.many(text.msgid, text.plural, text.params["n"])
    if not text.params:
        return pattern
    return pattern % {key: shown(value, language) for key, value in text.params.items()}


def shown(value: object, language: str = DEFAULT) -> str:  # noqa: PLR0911 - one line per type
    """Render any value as a person reads it."""
    match value:
        case Text() | Labelled():
            return words(value, language)
        case Money():
            return money(value, language)
        case datetime():
            return moment(value, language)
        case date():
            return day(value, language)
        case bool():
            return words(N_("yes") if value else N_("no"), language)
        case int():
            return number(value, language)
        case tuple() | list():
            return enumeration(value, language)
        case _:
            return str(value)


def money(amount: Money, language: str = DEFAULT) -> str:
    """``Money(123456789)`` -> ``€ 1.234.567,89``; exact at any size, space unbreakable."""
    euros, cents = divmod(abs(amount.cents), 100)
    decimal = "." if language == "en" else ","
    sign = "-" if amount.cents < 0 else ""
    return f"€\N{NO-BREAK SPACE}{sign}{number(euros, language)}{decimal}{cents:02d}"


def number(value: int | Fraction, language: str = DEFAULT) -> str:
    """``1234567`` -> ``1.234.567``. Whole numbers by hand: a list shows hundreds of them."""
    if isinstance(value, Fraction):
        return format_decimal(float(value), locale=_FORMATS[language])
    grouped = f"{value:,}"
    return grouped if language == "en" else grouped.replace(",", ".")


def filesize(value: int, language: str = DEFAULT) -> str:
    """``1234567`` -> ``1,3 MB``; rounded up, so that nothing seems to fit that does not."""
    if value < MEGABYTE:
        return f"{number(-(-value // KILOBYTE), language)}\N{NO-BREAK SPACE}kB"
    tenths = -(-value * 10 // MEGABYTE)
    decimal = "." if language == "en" else ","
    return f"{number(tenths // 10, language)}{decimal}{tenths % 10}\N{NO-BREAK SPACE}MB"


def hundredths(value: int, language: str = DEFAULT) -> str:
    """Render a merit in hundredths (``8725``) with two decimals (``87,25``)."""
    decimal = "." if language == "en" else ","
    whole, rest = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{number(whole, language)}{decimal}{rest:02d}"


def percent(basis_points: int, language: str = DEFAULT) -> str:
    """Render basis points (``2550``) as a percentage (``25,5 %``)."""
    text = format_decimal(Fraction(basis_points, 100).__float__(), locale=_FORMATS[language])
    return f"{text}\N{NO-BREAK SPACE}%"


def day(value: date, language: str = DEFAULT) -> str:
    """``dinsdag 29 september 2026``."""
    return format_date(value, "EEEE d MMMM y", locale=_FORMATS[language])


def short_day(value: date, language: str = DEFAULT) -> str:
    """``29/09/2026``, for dense tables."""
    return format_date(value, "dd/MM/y", locale=_FORMATS[language])


def moment(value: datetime, language: str = DEFAULT) -> str:
    """``dinsdag 29 september 2026, 12.00 uur``, in Brussels."""
    local = value.astimezone(BRUSSELS)
    pattern = "EEEE d MMMM y, HH:mm" if language == "en" else "EEEE d MMMM y, HH.mm 'uur'"
    return format_datetime(local, pattern, tzinfo=BRUSSELS, locale=_FORMATS[language])


def hour(value: datetime, language: str = DEFAULT) -> str:
    """``12.00 uur``, in Brussels, for something of today."""
    pattern = "HH:mm" if language == "en" else "HH.mm 'uur'"
    return format_datetime(value.astimezone(BRUSSELS), pattern, locale=_FORMATS[language])


def short_moment(value: datetime, language: str = DEFAULT) -> str:
    """``29/09/2026 12.00``, for dense tables."""
    local = value.astimezone(BRUSSELS)
    return format_datetime(local, "dd/MM/y HH.mm", tzinfo=BRUSSELS, locale=_FORMATS[language])


def enumeration(items: Sequence[object], language: str = DEFAULT) -> str:
    """Return ``a, b en c``."""
    return format_list([shown(item, language) for item in items], locale=_FORMATS[language])
