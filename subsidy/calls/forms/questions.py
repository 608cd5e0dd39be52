"""What an officer types of one question; a list or a table is typed as lines of text."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, Form, RadioField, SelectField, StringField, TextAreaField

from subsidy.calls.domain.questions import KINDS, NO, YES, Kind
from subsidy.calls.domain.questions.codec import CELL_WORDS, ENTRY, HEADING, HELP, WORDING
from subsidy.calls.domain.questions.content import FIGURES, LISTS, TEXTS
from subsidy.calls.domain.questions.editing import key_for
from subsidy.calls.domain.reading import UnreadableError, amount, written_amount
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.web.forms import (
    BaseForm,
    Fault,
    MoneyField,
    NumberField,
    longest,
    options,
    read_day,
    required,
)

Written = Mapping[str, Any]
LONGEST_LIST = 10_000
BAR = " | "
_DATED = re.compile(r"(van|tot)\s+(\S+)")


def _wording() -> TextAreaField:
    return TextAreaField(N_("Question"), [required(N_("Write the question.")), longest(WORDING)])


class NewQuestionForm(BaseForm):
    """What is asked, and what the answer looks like; the rest follows on the next page."""

    vraag = _wording()
    soort = RadioField(
        N_("What does the answer look like?"),
        [required(N_("Choose what the answer looks like."))],
        choices=options(*((word, kind.label) for word, kind in KINDS.items())),
        validate_choice=False,
    )

    def validate_soort(self, field: RadioField) -> None:
        if field.data and field.data not in KINDS:
            raise Fault(Text("Choose what the answer looks like."))


def question_form(kind: Kind, conditions: Sequence[tuple[str, Text]]) -> type[BaseForm]:
    """Return the form of a question of this kind. ``conditions``: when it can be shown."""
    fields: dict[str, Any] = {
        "vraag": _wording(),
        "uitleg": TextAreaField(N_("Explanation for who answers"), [longest(HELP)]),
        "doel": TextAreaField(N_("Why do you ask this?"), [longest(HELP)]),
        "rubriek": StringField(N_("Heading above the question"), [longest(HEADING)]),
        "verplicht": BooleanField(N_("An application needs an answer")),
        **_own_fields(kind),
        "toon_als": SelectField(
            N_("When does this question show?"),
            choices=options(("", N_("Always")), *conditions),
            validate_choice=False,
        ),
    }
    return type("QuestionForm", (BaseForm,), fields)


def _own_fields(kind: Kind) -> dict[str, Any]:
    if kind in TEXTS:
        return {"hoogstens": NumberField(N_("Longest answer, in characters"))}
    if kind in FIGURES:
        field = MoneyField if kind is Kind.MONEY else NumberField
        return {"laagste": field(N_("Lowest answer")), "hoogste": field(N_("Highest answer"))}
    if kind in LISTS:
        return {"keuzes": TextAreaField(N_("Choices"), [longest(LONGEST_LIST), lines(_entry)])}
    if kind is Kind.TABLE:
        return {
            "kolommen": TextAreaField(N_("Columns"), [longest(LONGEST_LIST), lines(_column)]),
            "rijen": NumberField(N_("Most rows")),
        }
    return {}


def lines(read: Callable[[str], object]) -> Callable[[Form, Any], None]:
    """Refuse lines that cannot be read, all of them at once."""

    def check(_form: Form, field: Any) -> None:  # noqa: ANN401 - a text field
        faults = []
        for number, line in enumerate(_lines(field.data), 1):
            try:
                read(line)
            except ValueError as error:
                faults.append(Text("Line %(line)s: %(fault)s", line=number, fault=error.args[0]))
        if faults:
            field.errors = [*field.errors, *faults[:-1]]
            raise Fault(faults[-1])

    return check


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _entry(line: str) -> dict[str, str]:
    """Read ``Naam | van 01/01/2024 | tot 31/12/2024``; the dates may be left out."""
    name, *rest = (part.strip() for part in line.split("|"))
    found = {"naam": _named(name)}
    for part in rest:
        dated = _DATED.fullmatch(part.casefold())
        if dated is None:
            raise ValueError(Text("Write a date as “van 01/01/2024” or “tot 31/12/2024”."))
        found[dated[1]] = read_day(dated[2]).isoformat()
    return found


def _column(line: str) -> dict[str, str]:
    """Read ``Naam | getal``; without a kind a column holds a short text."""
    name, _, kind = (part.strip() for part in line.partition("|"))
    word = kind.casefold().replace(" ", "_") or "korte_tekst"
    if word not in CELL_WORDS:
        known = tuple(each.replace("_", " ") for each in CELL_WORDS)
        raise ValueError(Text("Choose from: %(known)s.", known=known))
    return {"naam": _named(name), "soort": word}


def _named(name: str) -> str:
    if not name:
        raise ValueError(Text("Write a name first."))
    if len(name) > ENTRY:
        raise ValueError(Text("Use at most %(limit)s characters.", limit=ENTRY))
    return name


# From a draft to what stands in the fields, and back ----------------------------------------------


def question_data(question: Written) -> dict[str, Any]:
    """Return what stands in the fields of a question at first."""
    names = ("vraag", "uitleg", "doel", "rubriek")
    values: dict[str, Any] = {name: question.get(name, "") for name in names}
    money = KINDS[question["soort"]] is Kind.MONEY
    values |= {name: _figure(question.get(name), money=money) for name in _FIGURES}
    values["verplicht"] = bool(question.get("verplicht"))
    values["keuzes"] = "\n".join(_entry_line(each) for each in question.get("keuzes", ()))
    values["kolommen"] = "\n".join(_column_line(each) for each in question.get("kolommen", ()))
    condition = question.get("toon_als")
    values["toon_als"] = f"{condition['vraag']}={condition['antwoord']}" if condition else ""
    return values


_FIGURES = ("hoogstens", "rijen", "laagste", "hoogste")


def _figure(value: object, *, money: bool) -> Any:  # noqa: ANN401 - a number or an amount
    """Return a stored figure; one that cannot be read leaves its field empty."""
    if value in (None, ""):
        return None
    try:
        return amount(value) if money else int(str(value))
    except (UnreadableError, ValueError):
        return None


def _entry_line(entry: Written) -> str:
    dates = [f"{word} {_shown(entry[word])}" for word in ("van", "tot") if entry.get(word)]
    return BAR.join([entry.get("naam", ""), *dates])


def _shown(day: str) -> str:
    return date.fromisoformat(day).strftime("%d/%m/%Y")


def _column_line(column: Written) -> str:
    kind = column.get("soort", "korte_tekst")
    name = column.get("naam", "")
    return name if kind == "korte_tekst" else f"{name}{BAR}{kind.replace('_', ' ')}"


def question_typed(form: BaseForm, earlier: Written) -> dict[str, Any]:
    """Return what was typed as the data of a question; entries keep the key of their name."""
    found = {name: _READ.get(name, _text)(field.data) for name, field in form._fields.items()}
    for name, read in (("keuzes", _entry), ("kolommen", _column)):
        if name in found:
            found[name] = _keyed(map(read, _lines(found[name])), earlier.get(name, ()))
    return {name: value for name, value in found.items() if value not in ("", None, [])}


def _keyed(items: Iterable[dict[str, str]], earlier: Sequence[Written]) -> list[dict[str, str]]:
    """Give each entry a key: the one that its name had, else a new one made of its name."""
    had = {each.get("naam", ""): each.get("sleutel", "") for each in earlier}
    taken = set(had.values())
    found: list[dict[str, str]] = []
    for item in items:
        key = had.pop(item["naam"], "") or key_for(item["naam"], taken)
        taken.add(key)
        found.append({"sleutel": key, **item})
    return found


def _text(value: object) -> str:
    return str(value or "").replace("\r\n", "\n").strip()


def _condition(value: object) -> dict[str, str] | None:
    question, _, answer = str(value or "").partition("=")
    return {"vraag": question, "antwoord": answer} if answer else None


def _number(value: object) -> object:
    return written_amount(value) if isinstance(value, Money) else value


_READ: Mapping[str, Callable[[object], Any]] = {
    "verplicht": bool,
    "toon_als": _condition,
    **dict.fromkeys(_FIGURES, _number),
}


def conditions(earlier: Iterable[Written]) -> list[tuple[str, Text]]:
    """Return the answers to earlier questions that a question can wait for."""
    return [
        (
            f"{each['sleutel']}={value}",
            Text("“%(question)s”: %(answer)s", question=each["vraag"], answer=answer),
        )
        for each in earlier
        for value, answer in _answers(each)
    ]


def _answers(question: Written) -> list[tuple[str, Text | str]]:
    if question.get("soort") == "ja_nee":
        return [(YES, Text("Yes")), (NO, Text("No"))]
    return [(each["sleutel"], each["naam"]) for each in question.get("keuzes", ())]
