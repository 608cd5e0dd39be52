"""What the places of a regulation are called, for whoever reads what changed."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from subsidy.calls.domain.questions import (
    Change,
    Changed,
    Condition,
    Form,
    Kind,
    Question,
    form_difference,
)
from subsidy.calls.domain.questions.revisions import WORDS
from subsidy.calls.domain.reading import UnreadableError, amount, day, instant
from subsidy.calls.domain.regulation.checks import difference
from subsidy.calls.domain.regulation.codec import (
    COST_TYPES,
    METHODS,
    PAYS_TO,
    RESERVE_LISTS,
    WEIGHT,
    WEIGHTS,
)
from subsidy.calls.domain.regulation.content import Regulation
from subsidy.calls.domain.rules import rule_of_word
from subsidy.core.money import Money
from subsidy.core.text import N_, Text

FORM = "formulier"
_PLACES: Mapping[str, str] = {
    "oproep.titel": N_("Title"),
    "oproep.doel": N_("Aim of the call"),
    "oproep.achtergrond": N_("Background"),
    "oproep.contact": N_("Whom can applicants ask questions?"),
    "oproep.opent": N_("Opens on"),
    "oproep.sluit": N_("Closes on"),
    "bedragen.gereserveerd": N_("Amount reserved for this call"),
    "bedragen.minimum": N_("Minimum per application"),
    "bedragen.maximum": N_("Maximum per application"),
    "bedragen.minimum_per_partner": N_("Minimum per partner"),
    "bedragen.beoogd_aantal": N_("Number of projects that are meant"),
    "project.eerste_dag": N_("First day of a project"),
    "project.laatste_dag": N_("Last day of a project"),
    "project.kostensoorten": N_("Eligible cost types"),
    "project.penvoerder": N_("Who may be the lead partner?"),
    "project.partners": N_("Who may be a partner?"),
    "beoordeling.drempel": N_("Lowest score that can be funded"),
    "beoordeling.methode": N_("How files are selected"),
    "beoordeling.hoogstens_projecten": N_("Highest number of projects"),
    "beoordeling.hoogstens_per_penvoerder": N_("Highest number of projects per lead partner"),
    "beoordeling.een_per_gemeente": N_("Does a municipality take part in at most one project?"),
    "beoordeling.projecten_per_streek": N_("Projects in every region, at least"),
    "beoordeling.bedrag_per_streek": N_("Amount for every region, at least"),
    "beoordeling.kleine_gemeenten": N_("Small municipalities that take part, at least"),
    "beoordeling.klein_onder": N_("A small municipality has fewer inhabitants than"),
    "beoordeling.reservelijst": N_("Reserve list"),
    "beoordeling.loting": N_("Published text of the lot"),
    "beoordeling.juryleden_per_dossier": N_("Jurors per file"),
    "beoordeling.streek_telt": N_("Is the same region a conflict of interest of a juror?"),
    "beoordeling.consensus_telt": N_("Does a mark on which the jury agrees count?"),
    "continuiteit.verklaring": N_("What the agency does when the money stops"),
    "beroep.tekst": N_("If you do not agree with a decision"),
    "verantwoording.tekst": N_("How projects account for the money"),
    "documenten.tekst": N_("Documents to enclose"),
    "betaling.rekening_van": N_("Whose account an application names"),
    "voorbereiding.doelen": N_("Aim"),
    "voorbereiding.doelgroepen": N_("Target group"),
    "voorbereiding.bevraging": N_("Needs survey that the call stands on"),
    "voorbereiding.titel_bevraging": N_("Needs survey that the call stands on"),
}
_CRITERION: Mapping[str, str] = {
    "sleutel": N_("key"),
    "naam": N_("name"),
    "omschrijving": N_("description"),
    "gewicht": N_("weight"),
    "minimumcijfer": N_("lowest mark"),
}
_ROW = re.compile(r"(criteria|schijven)\[([0-9]+)\]\.(.+)")
_READERS: Mapping[str, Callable[[object], object]] = {
    **dict.fromkeys(
        (
            "bedragen.gereserveerd",
            "bedragen.minimum",
            "bedragen.maximum",
            "bedragen.minimum_per_partner",
            "beoordeling.bedrag_per_streek",
        ),
        amount,
    ),
    "oproep.opent": instant,
    "oproep.sluit": instant,
    "project.eerste_dag": day,
    "project.laatste_dag": day,
}


@dataclass(frozen=True, slots=True)
class Worded:
    """One part that differs, as a page shows it; None: not in that version."""

    name: Text
    old: object
    new: object


def worded(old: Regulation, new: Regulation) -> tuple[Worded, ...]:
    """Return what differs between two versions, in the words of a person."""
    found = tuple(
        Worded(
            place_name(each.place),
            shown_value(each.place, each.old),
            shown_value(each.place, each.new),
        )
        for each in difference(old, new)
        if not each.place.startswith(FORM)
    )
    return found + worded_form(old.form, new.form)


def worded_form(old: Form, new: Form) -> tuple[Worded, ...]:
    """Return what differs between two forms: per question, so that adding one is one line."""
    return tuple(row for each in form_difference(old, new) for row in _rows_of(each, old, new))


def _rows_of(each: Changed, old: Form, new: Form) -> Iterator[Worded]:
    question = each.wording
    match each.change:
        case Change.ADDED | Change.REMOVED:
            before = each.old.wording if each.old else None
            after = each.new.wording if each.new else None
            yield Worded(each.change.label, before, after)
        case Change.MOVED:
            name = Text("“%(question)s”: %(what)s", question=question, what=Text("place"))
            yield Worded(name, _place(old, each.old), _place(new, each.new))
        case _:
            for what in each.what:
                name = Text("“%(question)s”: %(what)s", question=question, what=Text(WORDS[what]))
                yield Worded(name, _property(each.old, what), _property(each.new, what))


def _place(form: Form, question: Question | None) -> str:
    keys = [each.key for each in form.questions]
    return "" if question is None else str(keys.index(question.key) + 1)


def _property(question: Question | None, name: str) -> object:
    """Return a property of a question as a person reads it."""
    value = getattr(question, name)
    match value:
        case bool() | Kind():
            return value
        case Condition():
            return Text("after the answer “%(answer)s”", answer=value.value)
        case int():
            return Money(value) if question and question.kind is Kind.MONEY else str(value)
        case tuple():
            return tuple(each.name for each in value) or None
        case _:
            return value or None


def place_name(place: str) -> Text:
    """Return what a person calls this place (``Change.place``)."""
    plain = re.sub(r"\[[0-9]+\]$", "", place)
    if plain in _PLACES:
        return Text(_PLACES[plain])
    row = _ROW.fullmatch(place)
    if row is not None:
        return _row_name(row[1], int(row[2]) + 1, row[3])
    part, _, rest = plain.partition(".")
    return _rule_name(rest) if part == "regels" else Text("Other part: %(place)s", place=place)


def _row_name(part: str, number: int, name: str) -> Text:
    if part == "schijven":
        inner = Text("name") if name == "naam" else Text("share")
        return Text("Instalment %(number)s: %(part)s", number=number, part=inner)
    if name in _CRITERION:
        inner = Text(_CRITERION[name])
    else:
        inner = Text("text of mark %(mark)s", mark=name.rpartition(".")[2])
    return Text("Criterion %(number)s: %(part)s", number=number, part=inner)


def _rule_name(place: str) -> Text:
    word, _, name = place.partition(".")
    rule = rule_of_word(word)
    if rule is None:
        return Text("Condition: %(rule)s", rule=word)
    if name == WEIGHT:
        return Text("Condition: %(rule)s, how it counts", rule=Text(rule.name))
    label = next((p.label for p in rule.parameters if p.word == name), None)
    if label is None:
        return Text("Condition: %(rule)s", rule=Text(rule.name))
    return Text("Condition: %(rule)s, %(parameter)s", rule=Text(rule.name), parameter=Text(label))


_CHOICES: Mapping[str, Mapping[str, object]] = {
    "beoordeling.methode": METHODS,
    "beoordeling.reservelijst": RESERVE_LISTS,
    "betaling.rekening_van": PAYS_TO,
}


def shown_value(place: str, written: str | None) -> object:
    """Return what stands at a place as a page shows it: a moment, an amount, words."""
    if not written:
        return None
    reader = _READERS.get(place)
    if reader is not None:
        with suppress(UnreadableError):
            return reader(written)
    if place.startswith("project.kostensoorten") and written in COST_TYPES:
        return COST_TYPES[written]
    if place.endswith(f".{WEIGHT}"):
        return WEIGHTS[written].label
    return _CHOICES.get(place, {}).get(written, written)
