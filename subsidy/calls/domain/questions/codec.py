"""A form as plain data with Dutch names, in a regulation and in the templates that ship."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from subsidy.calls.domain.questions.checks import form_faults
from subsidy.calls.domain.questions.content import (
    CELLS,
    FIGURES,
    KINDS,
    LISTS,
    MOST_CHARACTERS,
    MOST_ROWS,
    TEXTS,
    Column,
    Condition,
    Entry,
    Form,
    Kind,
    Question,
)
from subsidy.calls.domain.reading import (
    Table,
    UnreadableError,
    amount,
    day,
    key_name,
    one_of,
    short,
    swapped,
    whole,
    written_amount,
)
from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import Text

WORDING, HELP, HEADING, ENTRY = 300, 1000, 120, 200
MOST = 10**9
KIND_WORDS = swapped(KINDS.items())
CELL_WORDS = {KIND_WORDS[kind]: kind for kind in CELLS}


def read_form(table: Table) -> Form:
    """Read the questions; whatever is wrong is noted at its place, nothing is raised."""
    questions: list[Question] = []
    for own in table.tables("vragen"):
        question = _question(own)
        own.done()
        _fault_twice(own, question.key, {each.key for each in questions})
        questions.append(question)
    table.done()
    return Form(tuple(questions))


def _fault_twice(table: Table, key: str, known: set[str]) -> None:
    if key in known:
        table.fault(Text("Another question has this key too. Choose another."), "sleutel")


def _question(table: Table) -> Question:
    kind = table.value("soort", one_of(KINDS), Kind.SHORT)
    return Question(
        key=table.value("sleutel", key_name, ""),
        kind=kind,
        wording=table.value("vraag", short(WORDING), ""),
        help=table.optional("uitleg", short(HELP), ""),
        purpose=table.optional("doel", short(HELP), ""),
        heading=table.optional("rubriek", short(HEADING), ""),
        required=table.optional("verplicht", _flag, blank=False),
        show_if=_condition(table),
        **_own(table, kind),
    )


def _own(table: Table, kind: Kind) -> dict[str, Any]:
    """Read what only a question of this kind has; anything else stays unread, so it is a fault."""
    if kind in TEXTS:
        return {"limit": table.optional("hoogstens", whole(1, MOST_CHARACTERS[kind]), None)}
    if kind in FIGURES:
        read = _cents if kind is Kind.MONEY else whole(0, MOST)
        return {
            "lowest": table.optional("laagste", read, None),
            "highest": table.optional("hoogste", read, None),
        }
    if kind in LISTS:
        return {"entries": _list(table, "keuzes", _entry)}
    if kind is Kind.TABLE:
        return {
            "limit": table.optional("rijen", whole(1, MOST_ROWS), None),
            "columns": _list(table, "kolommen", _column),
        }
    return {}


def _list(
    table: Table, name: str, read: Callable[[Table], Entry | Column]
) -> tuple[Entry | Column, ...]:
    """Read the entries of a list or the columns of a table: each key is there once."""
    found: list[Entry | Column] = []
    for own in table.tables(name):
        item = read(own)
        own.done()
        if item.key in {each.key for each in found}:
            own.fault(Text("This key is there twice. Choose another."), "sleutel")
        found.append(item)
    return tuple(found)


def _entry(table: Table) -> Entry:
    return Entry(
        key=table.value("sleutel", key_name, ""),
        name=table.value("naam", short(ENTRY), ""),
        first=table.optional("van", day, None),
        last=table.optional("tot", day, None),
    )


def _column(table: Table) -> Column:
    return Column(
        key=table.value("sleutel", key_name, ""),
        name=table.value("naam", short(ENTRY), ""),
        kind=table.optional("soort", one_of(CELL_WORDS), Kind.SHORT),
    )


def _condition(table: Table) -> Condition | None:
    if "toon_als" not in table:
        table.raw("toon_als")
        return None
    own = table.table("toon_als")
    condition = Condition(own.value("vraag", key_name, ""), own.value("antwoord", short(ENTRY), ""))
    own.done()
    return condition


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnreadableError(Text("Write true or false."))
    return value


def _cents(value: object) -> int:
    return amount(value).cents


def read_draft(data: Mapping[str, Any]) -> tuple[Form, list[Refusal]]:
    """Read a form that is being written, with everything that is wrong with it."""
    faults: list[Refusal] = []
    form = read_form(Table(data, "formulier", faults))
    return form, [*faults, *form_faults(form)]


# Writing ------------------------------------------------------------------------------------------


def dump_form(form: Form) -> dict[str, Any]:
    """Write a form as plain JSON data; what is empty is left out, so equal forms are equal."""
    return {"vragen": [_written(question) for question in form.questions]}


def _written(question: Question) -> dict[str, Any]:
    own: dict[str, Any] = {
        "sleutel": question.key,
        "soort": KIND_WORDS[question.kind],
        "vraag": question.wording,
        "uitleg": question.help,
        "doel": question.purpose,
        "rubriek": question.heading,
        "verplicht": question.required,
        "rijen" if question.kind is Kind.TABLE else "hoogstens": question.limit,
        "laagste": _bound(question, question.lowest),
        "hoogste": _bound(question, question.highest),
        "keuzes": [_written_entry(entry) for entry in question.entries],
        "kolommen": [_written_column(column) for column in question.columns],
    }
    if question.show_if is not None:
        own["toon_als"] = {"vraag": question.show_if.question, "antwoord": question.show_if.value}
    return _filled(own)


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what says nothing; a bound of 0 does say something."""
    return {
        name: value
        for name, value in values.items()
        if value is not False and value not in ("", None, [])
    }


def _bound(question: Question, value: int | None) -> int | str | None:
    if value is None or question.kind is not Kind.MONEY:
        return value
    return written_amount(Money(value))


def _written_entry(entry: Entry) -> dict[str, Any]:
    return _filled(
        {
            "sleutel": entry.key,
            "naam": entry.name,
            "van": _written_day(entry.first),
            "tot": _written_day(entry.last),
        }
    )


def _written_day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _written_column(column: Column) -> dict[str, Any]:
    return {"sleutel": column.key, "naam": column.name, "soort": KIND_WORDS[column.kind]}
