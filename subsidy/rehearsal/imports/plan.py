"""The first file: the regulation of the call, and beside it the programme line and the round."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from subsidy.allocation.domain import distribute
from subsidy.allocation.domain.key import Key, Names, shares
from subsidy.allocation.queries import INDICATORS
from subsidy.allocation.service.rounds import RoundInput, unfit
from subsidy.calls.domain.dossier import Fact
from subsidy.calls.domain.questions import lacking
from subsidy.calls.domain.reading import Table, amount, day, instant, percentage, short
from subsidy.calls.domain.regulation import WEIGHT, WEIGHTS, Regulation, parse, unpublishable
from subsidy.calls.domain.rules import RULES, Weight
from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.rehearsal.domain import RoundPlan, decided_at
from subsidy.rehearsal.domain.contract import REGULATION_FILE
from subsidy.rehearsal.imports.towns import Towns

OWN_TABLES: tuple[str, ...] = ("programma", "verdeling")
LARGEST = 1_000_000  # bytes; the shipped regulation has 12,000
TITLE_LENGTH = 200
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_NO_MONEY, _NO_DAY, _NO_INSTANT = Money(0), date.min, datetime.min.replace(tzinfo=UTC)
_WORDS = {
    "envelope": "enveloppe",
    "floor": "minimum",
    "ceiling": "maximum",
    "components": "sleutel",
    "closes_at": "sluit",
    "last_day": "laatste_dag",
    "continuity_statement": "verklaring",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that ``regulation.toml`` says."""

    regulation: Regulation
    line: str
    envelope: Money
    round: RoundPlan | None


def read_plan(folder: Path, towns: Towns) -> tuple[Plan | None, list[Refusal]]:
    """Return the plan, or None, with everything that is wrong with it."""
    try:
        data = _parsed(folder / REGULATION_FILE)
    except RefusedError as refused:
        return None, [Refusal(each.text, REGULATION_FILE) for each in refused.refusals]
    own = {key: data.pop(key) for key in OWN_TABLES if key in data}
    found: list[Refusal] = []
    regulation = _regulation(data, found)
    line, envelope, round_ = _own(own, found)
    if regulation is not None and not found:
        plan = Plan(regulation, line, envelope, round_)
        found.extend(_together(plan, towns))
        return plan, [_placed(each) for each in found]
    return None, [_placed(each) for each in found]


def _parsed(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise RefusedError([Refusal(Text("The file is too large for a regulation."))])
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        text = Text("This file is not in the folder, or cannot be opened. Put it there.")
    except UnicodeDecodeError:
        text = Text("This file is not plain text. Save it as text in UTF-8.")
    except tomllib.TOMLDecodeError as error:
        text = _unreadable(str(error))
    raise RefusedError([Refusal(text)])


def _unreadable(reason: str) -> Text:
    match = _AT.search(reason)
    if match is None:
        return Text("This file cannot be read to the end. Look at its last line.")
    return Text(
        "This file cannot be read at line %(line)s, character %(column)s. "
        "Look at the quotation marks, brackets and equals signs there.",
        line=match[1],
        column=match[2],
    )


def _placed(refusal: Refusal) -> Refusal:
    place = f"{REGULATION_FILE} {refusal.place}" if refusal.place else REGULATION_FILE
    return Refusal(refusal.text, place)


def _regulation(data: Mapping[str, Any], found: list[Refusal]) -> Regulation | None:
    try:
        regulation = parse(data)
    except RefusedError as refused:
        found.extend(refused.refusals)
        return None
    found.extend(unpublishable(regulation))
    found.extend(_unanswered(regulation))
    found.extend(_unjudged(regulation))
    return regulation


def _unanswered(regulation: Regulation) -> Iterator[Refusal]:
    """Refuse what no dossier of a rehearsal can answer."""
    for question in lacking(regulation.form, {}):
        number = regulation.form.questions.index(question)
        text = Text(
            "A rehearsal has no answers. Do not make “%(question)s” required here.",
            question=question.wording,
        )
        yield Refusal(text, f"formulier.vragen[{number}].verplicht")


_ADVICE = next(word for word, weight in WEIGHTS.items() if weight is Weight.ADVICE)


def _unjudged(regulation: Regulation) -> Iterator[Refusal]:
    """Refuse a condition that needs a fact which no dossier of a rehearsal has."""
    for requirement in regulation.conditions:
        rule = RULES[requirement.rule]
        if rule.asks - {Fact.BORDERS}:
            text = Text(
                "A rehearsal cannot judge the rule “%(rule)s”. Make it advice here: "
                "%(word)s = “%(advice)s”.",
                rule=Text(rule.name),
                word=WEIGHT,
                advice=_ADVICE,
            )
            yield Refusal(text, f"regels.{rule.word}")


def _own(data: Mapping[str, Any], found: list[Refusal]) -> tuple[str, Money, RoundPlan | None]:
    """Read the tables that only a rehearsal has."""
    top = Table(data, "", found)
    programme = top.table("programma")
    line = programme.value("lijn", short(TITLE_LENGTH), "")
    envelope = programme.value("enveloppe", amount, _NO_MONEY)
    programme.done()
    if "verdeling" not in top:
        return line, envelope, None
    return line, envelope, _round(top.table("verdeling"), found)


def _round(table: Table, found: list[Refusal]) -> RoundPlan:
    before = len(found)
    plan = RoundPlan(
        title=table.value("titel", short(TITLE_LENGTH), ""),
        aim=table.text("doel"),
        continuity_statement=table.text("verklaring"),
        envelope=table.value("enveloppe", amount, _NO_MONEY),
        floor=table.optional("minimum", amount, _NO_MONEY),
        ceiling=table.optional("maximum", amount, None),
        components=tuple(_component(each) for each in table.tables("sleutel")),
        opens_at=table.value("opent", instant, _NO_INSTANT),
        closes_at=table.value("sluit", instant, _NO_INSTANT),
        first_day=table.value("eerste_dag", day, _NO_DAY),
        last_day=table.value("laatste_dag", day, _NO_DAY),
    )
    table.done()
    if len(found) == before:
        found.extend(_of_round(each) for each in unfit(_sent(plan)))
    return plan


def _component(table: Table) -> tuple[str, int]:
    component = (
        table.value("indicator", short(TITLE_LENGTH), ""),
        table.value("gewicht", percentage, 0),
    )
    table.done()
    return component


def _sent(plan: RoundPlan) -> RoundInput:
    return RoundInput(
        title=plan.title,
        aim=plan.aim,
        continuity_statement=plan.continuity_statement,
        envelope=plan.envelope,
        floor=plan.floor,
        ceiling=plan.ceiling,
        components=plan.components,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        first_day=plan.first_day,
        last_day=plan.last_day,
    )


def _of_round(refusal: Refusal) -> Refusal:
    """Translate the name of a form field to the name in the file."""
    name, _, number = (refusal.place or "").partition("-")
    word = _WORDS.get(name, name)
    place = f"verdeling.{word}[{number}]" if number else f"verdeling.{word}"
    return Refusal(refusal.text, place)


# What only both tables together tell --------------------------------------------------------------


def _together(plan: Plan, towns: Towns) -> Iterator[Refusal]:
    reserved = plan.regulation.reserved
    wanted = reserved if plan.round is None else reserved + plan.round.envelope
    if wanted > plan.envelope:
        text = Text(
            "Call and round together need %(wanted)s. Give the line at least that much.",
            wanted=wanted,
        )
        yield Refusal(text, "programma.enveloppe")
    if plan.round is not None:
        yield from _after_the_call(plan.regulation, plan.round)
        yield from _divisible(plan.round, towns)


def _after_the_call(regulation: Regulation, round_: RoundPlan) -> Iterator[Refusal]:
    """Refuse a round before the awards: municipalities adopt what an awarded project makes."""
    decided = decided_at(regulation)
    if round_.opens_at - timedelta(days=1) < decided:
        text = Text(
            "The call is decided on %(at)s. Let the round open more than a day later.", at=decided
        )
        yield Refusal(text, "verdeling.opent")


def _divisible(round_: RoundPlan, towns: Towns) -> Sequence[Refusal]:
    """Divide once, to meet a figure that is missing or a minimum that is too high."""
    needed = {indicator for indicator, _ in round_.components}
    entitled = {nis: own for nis, own in towns.indicators.items() if needed & set(own)}
    names = Names({nis: towns.name(nis) for nis in entitled}, INDICATORS)
    key: Key = _sent(round_).key
    try:
        distribute(round_.envelope.cents, shares(key, entitled, names))
    except RefusedError as refused:
        return [Refusal(each.text, "verdeling.sleutel") for each in refused.refusals]
    return ()
