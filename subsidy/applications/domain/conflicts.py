"""Two people in one part of the form: who is later sees both texts, and nothing is lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
from types import MappingProxyType
from typing import Any

from subsidy.applications.domain import funding
from subsidy.applications.domain.answers import written
from subsidy.applications.domain.case_file import CaseFile, FileLine
from subsidy.applications.domain.declarations import LABELS as DECLARED
from subsidy.applications.domain.declarations import Declarations, declared_together
from subsidy.applications.domain.expectations import LABELS as EXPECTED
from subsidy.applications.domain.expectations import Expectation
from subsidy.applications.domain.form import LABELS, Part
from subsidy.applications.domain.funding import Funding
from subsidy.applications.domain.indicators import LABELS as COUNTED
from subsidy.applications.domain.indicators import Indicator
from subsidy.applications.domain.scaling import STEP_LABELS, Scaling, Size, Step, need_label
from subsidy.calls.domain import questions
from subsidy.calls.domain.dossier import Promise
from subsidy.calls.domain.questions import Answers, Form
from subsidy.calls.domain.regulation import CostType
from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import N_, Text

PROMISE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "stays": N_("What becomes of it?"),
        "owner": N_("Who carries it?"),
        "funding_source": N_("Who pays?"),
        "second_source": N_("Second source of money"),
        "third_source": N_("Third source of money"),
        "deciding_body": N_("Which body decides?"),
        "decided_on": N_("Date of the decision"),
        "decision_document": N_("Where is the decision?"),
        "expected_of_others": N_("What do you expect of others?"),
        "risk": N_("How large is the risk?"),
    }
)
YEAR_LABELS = (
    N_("Cost"),
    N_("Funded"),
    N_("Of which the second source"),
    N_("Of which the third source"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that two people wrote differently."""

    label: Text
    theirs: Any
    mine: Any


@dataclass(frozen=True, slots=True)
class Conflict(Refusal):
    """Somebody saved this part first; both texts are here.

    ``version`` is the one to send when one's own text is saved over it on purpose.
    """

    version: int = 0
    differences: tuple[Difference, ...] = ()


def differences(theirs: Part, mine: Part) -> tuple[Difference, ...]:
    """Return each answer that differs, with the words on the form."""
    return tuple(
        Difference(Text(LABELS[name]), getattr(theirs, name), getattr(mine, name))
        for name in (field.name for field in fields(mine))
        if getattr(theirs, name) != getattr(mine, name)
    )


def cell(line: FileLine) -> str:
    """Return the name of the field of one amount."""
    return f"{line.partner_id}-{line.cost_type.value}-{line.year}"


def budget_differences(file: CaseFile, mine: Sequence[FileLine]) -> tuple[Difference, ...]:
    """Return each amount that is stored otherwise; no amount and zero are the same."""
    before = {cell(line): line for line in file.lines}
    after = {cell(line): line for line in mine if line.requested}
    found = []
    for name in sorted(before.keys() | after.keys()):
        theirs, own = _requested(before.get(name)), _requested(after.get(name))
        if theirs != own:
            label = cell_label(file, before.get(name) or after[name])
            found.append(Difference(label, theirs, own))
    return tuple(found)


def _requested(line: FileLine | None) -> Money:
    return Money(0) if line is None else line.requested


def cell_label(file: CaseFile, line: FileLine) -> Text:
    """Name an amount of the budget: whose, for what, when."""
    return Text(
        "%(partner)s, %(cost)s, %(year)s",
        partner=file.partner(line.partner_id).name,
        cost=line.cost_type.label,
        year=str(line.year),
    )


def funding_differences(theirs: Funding, mine: Funding) -> tuple[Difference, ...]:
    """Return each answer that is stored otherwise; no amount and zero are the same."""
    return (*_rests(theirs, mine), *_notes(theirs, mine))


def _rests(theirs: Funding, mine: Funding) -> Iterator[Difference]:
    cells = {(one.cost_type, one.year) for one in (*theirs.amounts, *mine.amounts)}
    for kind, year in sorted(cells):
        for payer in funding.RESTS:
            before, after = (each.amount(payer, kind, year) for each in (theirs, mine))
            if before != after:
                yield Difference(funding.label(payer, kind, year), before, after)


def _notes(theirs: Funding, mine: Funding) -> Iterator[Difference]:
    for kind in CostType:
        if theirs.note(kind) != mine.note(kind):
            yield Difference(funding.note_label(kind), theirs.note(kind), mine.note(kind))
    if theirs.other_source != mine.other_source:
        yield Difference(Text(funding.SOURCE_LABEL), theirs.other_source, mine.other_source)


def indicator_differences(
    theirs: Sequence[Indicator], mine: Sequence[Indicator]
) -> tuple[Difference, ...]:
    """Return each answer that is stored otherwise, row by row: rows have no names of their own."""
    rows = enumerate(zip_longest(theirs, mine, fillvalue=Indicator()))
    return tuple(one for number, pair in rows for one in _counted(number, *pair))


def _counted(number: int, before: Indicator, after: Indicator) -> Iterator[Difference]:
    pairs = {
        Text(label): (getattr(before, name), getattr(after, name))
        for name, label in COUNTED.items()
    }
    years = sorted({one.year for one in (*before.targets, *after.targets)})
    for year in years:
        label = Text("Target in %(year)s", year=str(year))
        pairs[label] = (before.target(year), after.target(year))
    for what, (theirs, mine) in pairs.items():
        if theirs != mine:
            label = Text("Indicator %(number)s: %(what)s", number=number + 1, what=what)
            yield Difference(label, theirs, mine)


def expectation_differences(file: CaseFile, mine: Sequence[Expectation]) -> tuple[Difference, ...]:
    """Return each answer that is stored otherwise, row by row, with names for who is meant."""
    found = []
    rows = zip_longest(file.expectations, mine, fillvalue=Expectation())
    for number, pair in enumerate(rows):
        before, after = (_named(file, one) for one in pair)
        for name, label in EXPECTED.items():
            if before[name] != after[name]:
                what = Text("Expectation %(number)s: %(what)s", number=number + 1, what=Text(label))
                found.append(Difference(what, before[name], after[name]))
    return tuple(found)


def _named(file: CaseFile, one: Expectation) -> dict[str, str]:
    names = {partner.id: partner.name for partner in file.partners}
    return {
        "by": names.get(one.by, ""),
        "of": names.get(one.of, ""),
        "about": file.title_of(one.about),
        "sentence": one.sentence,
    }


def scaling_differences(theirs: Scaling, mine: Scaling) -> tuple[Difference, ...]:
    """Return each answer about a realisation beyond the pilot that is stored otherwise."""
    return (*_needs(theirs, mine), *_steps(theirs, mine), *_letters(theirs, mine))


def _needs(theirs: Scaling, mine: Scaling) -> Iterator[Difference]:
    for size in Size:
        before, after = theirs.need(size), mine.need(size)
        if before != after:
            yield Difference(need_label(size), before, after)


def _steps(theirs: Scaling, mine: Scaling) -> Iterator[Difference]:
    rows = zip_longest(theirs.steps, mine.steps, fillvalue=Step())
    for row, (before, after) in enumerate(rows):
        for name, label in STEP_LABELS.items():
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                what = Text("Step %(number)s: %(what)s", number=row + 1, what=Text(label))
                yield Difference(what, old, new)


def _letters(theirs: Scaling, mine: Scaling) -> Iterator[Difference]:
    before, after = (
        tuple(sorted(letter.adopter for letter in each.letters)) for each in (theirs, mine)
    )
    if set(theirs.letters) != set(mine.letters):
        yield Difference(Text("Letters of intent"), before, after)


def promise_differences(file: CaseFile, mine: Sequence[Promise]) -> tuple[Difference, ...]:
    """Return each answer of the continuity plan that is stored otherwise."""
    stored = {(p.realisation_id, p.partner_id): p for p in file.promises}
    found = []
    for promise in mine:
        key = (promise.realisation_id, promise.partner_id)
        before = stored.get(key) or Promise(
            realisation_id=promise.realisation_id, partner_id=promise.partner_id
        )
        name = file.partner(promise.partner_id).name
        found.extend(_answers(name, before, promise))
        found.extend(_years(name, before, promise))
    return tuple(found)


def _answers(name: str, before: Promise, after: Promise) -> list[Difference]:
    return [
        Difference(_labelled(name, Text(label)), getattr(before, key), getattr(after, key))
        for key, label in PROMISE_LABELS.items()
        if getattr(before, key) != getattr(after, key)
    ]


def _years(name: str, before: Promise, after: Promise) -> list[Difference]:
    theirs = {one.year: one.amounts for one in before.years}
    mine = {one.year: one.amounts for one in after.years}
    nothing = (None, None, None, None)
    return [
        Difference(
            _labelled(name, Text("%(what)s in %(year)s", what=what, year=str(year))),
            theirs.get(year, nothing)[column],
            mine.get(year, nothing)[column],
        )
        for year in sorted(theirs.keys() | mine.keys())
        for column, what in enumerate(map(Text, YEAR_LABELS))
        if theirs.get(year, nothing)[column] != mine.get(year, nothing)[column]
    ]


def _labelled(name: str, what: Text) -> Text:
    return Text("%(partner)s: %(what)s", partner=name, what=what)


def answer_differences(form: Form, theirs: Answers, mine: Answers) -> tuple[Difference, ...]:
    """Return each question of the call that is answered otherwise."""
    found = []
    for question in form.questions:
        before, after = theirs.get(question.key), mine.get(question.key)
        if before != after and not (questions.empty(before) and questions.empty(after)):
            label = Text("Question: %(question)s", question=question.wording)
            found.append(Difference(label, readable(question, before), readable(question, after)))
    return tuple(found)


def readable(question: questions.Question, value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any JSON
    """Return an answer as a person reads it."""
    said = written(question, value)
    return said.shown or tuple(cell for row in said.shown_rows for cell in row if cell is not None)


def declaration_differences(file: CaseFile, mine: Declarations) -> tuple[Difference, ...]:
    """Return what is declared otherwise, together or by one partner."""
    return (*_declared_together(file.declarations, mine), *_declared_apart(file, mine))


def _declared_together(theirs: Declarations, mine: Declarations) -> Iterator[Difference]:
    after = dict(declared_together(mine))
    for name, before in declared_together(theirs):
        if before != after[name]:
            yield Difference(Text(DECLARED[name]), before, after[name])


def _declared_apart(file: CaseFile, mine: Declarations) -> Iterator[Difference]:
    for partner in file.partners:
        for name in ("undertaking", "aid_received"):
            old = getattr(file.declarations.of(partner.id), name)
            new = getattr(mine.of(partner.id), name)
            if old != new:
                question = Text(DECLARED[name])
                label = Text("%(name)s: %(question)s", name=partner.name, question=question)
                yield Difference(label, old, new)
