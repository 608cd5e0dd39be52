"""The outcome of a trial as a workbook: rules, municipalities, groups, applications."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from subsidy.calls.domain.rules import RULES, Outcome
from subsidy.calls.domain.trial import Draft, Verdict, Writer
from subsidy.core.text import Text
from subsidy.documents.workbook import Column, Fact, Introduction, Kind, Sheet, write
from subsidy.organisations.domain import SizeClass
from subsidy.rehearsal.domain.trial import (
    Applications,
    Group,
    Municipalities,
    hardest,
    name_of,
    said,
    why,
)
from subsidy.rehearsal.exports.dossiers import CREATOR

Cells = Iterator[Sequence[object]]
HOW = (
    Text(
        "A municipality could meet the call when there is a group with this municipality "
        "that no condition excludes."
    ),
    Text("What an applicant still has to write excludes nobody here."),
)
COUNTED = (
    Column(Text("Municipalities"), Kind.INTEGER, total=True),
    Column(Text("On its own"), Kind.INTEGER, total=True),
    Column(Text("Together with others"), Kind.INTEGER, total=True),
    Column(Text("Cannot"), Kind.INTEGER, total=True),
)


def trial_workbook(
    title: str,
    draft: Draft,
    municipalities: Municipalities,
    applications: Applications,
    made_at: datetime,
) -> bytes:
    """Return what a draft does to the municipalities and to some applications."""
    sheets: list[Sheet | Introduction] = [
        _introduction(title, draft, municipalities, applications),
        _rules(draft, municipalities, applications),
        _municipalities(municipalities),
        _groups(Text("Regions"), Text("Reference region"), municipalities.regions),
        _groups(Text("Sizes"), Text("Size"), municipalities.sizes),
        _applications(draft, applications),
    ]
    return write(sheets, title=Text("Trial of a call"), creator=CREATOR, created=made_at)


def _introduction(
    title: str, draft: Draft, municipalities: Municipalities, applications: Applications
) -> Introduction:
    total, verdicts = municipalities.total, applications.verdicts
    warned = [each.text for each in municipalities.warnings]
    left_out = [each.text for each in draft.unreadable]
    facts = [
        Fact(Text("Call"), title),
        Fact(Text("On its own"), total.alone, Kind.INTEGER),
        Fact(Text("Together with others"), total.together, Kind.INTEGER),
        Fact(Text("Cannot"), total.nobody, Kind.INTEGER),
        *(Fact(each.label, verdicts.get(each, 0), Kind.INTEGER) for each in Verdict),
    ]
    lines = (*HOW, hardest(municipalities), *warned, *left_out)
    return Introduction(Text("Trial of a call"), lines, facts)


def _rules(draft: Draft, municipalities: Municipalities, applications: Applications) -> Sheet:
    columns = (
        Column(Text("Condition"), width=44),
        Column(Text("As the regulation says it"), width=60),
        Column(Text("Municipalities"), width=44),
        Column(Text("On its own"), Kind.INTEGER),
        Column(Text("Together with others"), Kind.INTEGER),
        Column(Text("Cannot"), Kind.INTEGER),
        Column(Text("More without this rule"), Kind.INTEGER),
        Column(Text("Applications that meet it"), Kind.INTEGER),
        Column(Text("Applications that do not meet it"), Kind.INTEGER),
        Column(Text("Not yet known"), Kind.INTEGER),
        Column(Text("Only this rule keeps out"), Kind.INTEGER),
    )
    both = zip(municipalities.reach.rules, applications.rules, strict=True)
    rows = (
        (
            name_of(reached.requirement),
            said(draft, reached.requirement),
            why(reached),
            *_if(reached.decided, reached.alone, reached.together, reached.nobody, reached.freed),
            *_if(counted.tried, counted.met, counted.not_met, counted.unknown, counted.only),
        )
        for reached, counted in both
    )
    return Sheet(Text("Conditions"), columns, rows)


def _if(known: bool, *counts: int) -> tuple[int | None, ...]:  # noqa: FBT001 - a condition, as in words
    return tuple(count if known else None for count in counts)


def _municipalities(found: Municipalities) -> Sheet:
    columns = (
        Column(Text("NIS code")),
        Column(Text("Municipality"), width=28),
        Column(Text("Reference region"), width=28),
        Column(Text("Size"), width=32),
        Column(Text("Inhabitants"), Kind.INTEGER),
        Column(Text("Outcome"), width=36),
    )
    rows = (
        (
            one.nis,
            one.name,
            one.region,
            SizeClass.of(one.population),
            one.population,
            found.reach.chances[one.nis],
        )
        for one in found.world.municipalities
    )
    return Sheet(Text("Municipalities"), columns, rows)


def _groups(name: Text, heading: Text, groups: Iterable[Group]) -> Sheet:
    rows = (
        (each.label, each.municipalities, each.alone, each.together, each.nobody) for each in groups
    )
    return Sheet(name, (Column(heading, width=36), *COUNTED), rows)


def _applications(draft: Draft, found: Applications) -> Sheet:
    columns = (
        Column(Text("Number"), width=20),
        Column(Text("Title"), width=44),
        Column(Text("Lead partner"), width=28),
        Column(Text("Call"), width=36),
        Column(Text("Outcome"), width=28),
        *(Column(Text(RULES[each.rule].name), width=28) for each in draft.requirements),
    )
    return Sheet(Text("Applications"), columns, _application_rows(found))


def _application_rows(found: Applications) -> Cells:
    for row in found.rows:
        file = row.source.file
        yield (
            file.number,
            file.title,
            file.lead.name,
            row.source.call or Text("from a workbook"),
            row.found.verdict,
            *(_answer(each) for each in row.found.answers),
        )


def _answer(answer: Outcome | Writer) -> object:
    return answer if isinstance(answer, Outcome) else Text("not tried")
