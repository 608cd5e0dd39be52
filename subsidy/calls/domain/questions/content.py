"""What the form of a call asks: questions of several kinds, in an order, some under a condition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from subsidy.core.labels import Labelled
from subsidy.core.text import N_


class Kind(Labelled):
    """What an answer looks like."""

    SHORT = "short", N_("short text")
    LONG = "long", N_("long text")
    NUMBER = "number", N_("whole number")
    MONEY = "money", N_("amount in euros")
    DAY = "day", N_("date")
    CHOICE = "choice", N_("one choice")
    CHOICES = "choices", N_("several choices")
    YES_NO = "yes_no", N_("yes or no")
    TABLE = "table", N_("table")
    MUNICIPALITIES = "municipalities", N_("list of municipalities")
    PERSON = "person", N_("person to contact")
    FILE = "file", N_("enclosed files")


# The words of the stored form: a contract, as those of the regulation are.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "korte_tekst": Kind.SHORT,
        "lange_tekst": Kind.LONG,
        "getal": Kind.NUMBER,
        "bedrag": Kind.MONEY,
        "datum": Kind.DAY,
        "een_keuze": Kind.CHOICE,
        "meer_keuzes": Kind.CHOICES,
        "ja_nee": Kind.YES_NO,
        "tabel": Kind.TABLE,
        "gemeenten": Kind.MUNICIPALITIES,
        "persoon": Kind.PERSON,
        "bijlagen": Kind.FILE,
    }
)
TEXTS = frozenset({Kind.SHORT, Kind.LONG})
FIGURES = frozenset({Kind.NUMBER, Kind.MONEY})
LISTS = frozenset({Kind.CHOICE, Kind.CHOICES})
CELLS = (Kind.SHORT, Kind.NUMBER, Kind.MONEY, Kind.DAY, Kind.YES_NO)  # what a column can hold
PERSON_PARTS = ("name", "function", "email", "telephone")
YES, NO = "ja", "nee"
LONGEST: Mapping[Kind, int] = MappingProxyType({Kind.SHORT: 150, Kind.LONG: 2000})
MOST_CHARACTERS: Mapping[Kind, int] = MappingProxyType({Kind.SHORT: 300, Kind.LONG: 10_000})
MOST_ROWS, ROWS = 30, 10
MOST_MUNICIPALITIES = 300
CELL_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a code list; on offer from its first to its last day, both included."""

    key: str
    name: str
    first: date | None = None
    last: date | None = None

    def on_offer(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, with the kind of its cells."""

    key: str
    name: str
    kind: Kind = Kind.SHORT


@dataclass(frozen=True, slots=True)
class Condition:
    """Show a question only when an earlier one has this answer: a key of its list, yes or no."""

    question: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. ``purpose``: why it is asked, for the applicant and for whoever reads it.

    ``limit``: characters of a text, rows of a table; ``lowest`` and ``highest``: of a number, or
    in cents of an amount.
    """

    key: str
    kind: Kind
    wording: str
    help: str = ""
    purpose: str = ""
    heading: str = ""
    required: bool = False
    limit: int | None = None
    lowest: int | None = None
    highest: int | None = None
    entries: tuple[Entry, ...] = ()
    columns: tuple[Column, ...] = ()
    show_if: Condition | None = None

    @property
    def longest(self) -> int:
        """How many characters a text may have."""
        return self.limit or LONGEST.get(self.kind, LONGEST[Kind.SHORT])

    @property
    def most_rows(self) -> int:
        return self.limit or ROWS

    def entry(self, key: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.key == key), None)


@dataclass(frozen=True, slots=True)
class Form:
    """The questions of a call beside what every application has; none by default."""

    questions: tuple[Question, ...] = ()

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def __bool__(self) -> bool:
        return bool(self.questions)


NO_FORM = Form()
