"""The list of applications and the desk of admissibility, as workbooks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.exports.receipt import CREATOR, answer_text
from subsidy.applications.models import Application
from subsidy.applications.queries import Listed
from subsidy.calls.domain.rules import RULES, Finding, Requirement, Weight
from subsidy.core.text import Text, plural
from subsidy.documents.workbook import Column, Fact, Introduction, Kind, Sheet, write, write_to

COLUMNS = (
    Column(Text("Number"), width=14),
    Column(Text("Title"), width=44),
    Column(Text("Call"), width=44),
    Column(Text("Lead partner"), width=24),
    Column(Text("NIS code of the lead"), width=12),
    Column(Text("Partners"), Kind.INTEGER),
    Column(Text("Requested"), Kind.MONEY, total=True),
    Column(Text("Status"), width=26),
    Column(Text("Submitted on"), Kind.MOMENT),
)


def listing(file: IO[bytes], rows: Iterable[Listed], number: int, created: datetime) -> None:
    """Write the applications of a list as it is shown, filters included; rows as they come."""
    title = Text("Applications")
    count = plural("%(n)s application", "%(n)s applications", number)
    write_to(
        file,
        [
            Introduction(title, [count], [Fact(Text("Made on"), created, Kind.MOMENT)]),
            Sheet(title, COLUMNS, _rows(rows), Text("One row per application.")),
        ],
        title=title,
        creator=CREATOR,
        created=created,
    )


def _rows(rows: Iterable[Listed]) -> Iterator[Sequence[object]]:
    for row in rows:
        yield (
            row.number,
            row.title,
            row.call,
            row.lead,
            row.lead_nis,
            row.partners,
            row.requested,
            row.status,
            row.submitted_at,
        )


# Admissibility ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judged:
    """A submitted file with what the rules of its call find."""

    record: Application
    file: CaseFile
    findings: tuple[Finding, ...]

    @property
    def not_met(self) -> int:
        """How many rules stand in the way; advice does not."""
        return sum(finding.blocks for finding in self.findings)


def admissibility(
    judged: Sequence[Judged], requirements: Sequence[Requirement], created: datetime
) -> bytes:
    """Write the submitted files of a call with one column per rule."""
    title = Text("Admissibility")
    columns = (
        Column(Text("Number"), width=14),
        Column(Text("Title"), width=44),
        Column(Text("Lead partner"), width=24),
        Column(Text("Partners"), Kind.INTEGER),
        Column(Text("Requested"), Kind.MONEY, total=True),
        Column(Text("Status"), width=26),
        Column(Text("Rules not met"), Kind.INTEGER),
        *(Column(_rule_name(each), width=24) for each in requirements),
    )
    rows = (_judged_row(each, requirements) for each in judged)
    sheets = [Sheet(title, columns, rows), *_answer_sheet(judged)]
    return write(sheets, title=title, creator=CREATOR, created=created)


def _answer_sheet(judged: Sequence[Judged]) -> Iterator[Sheet]:
    """Give the answers to the questions of the call: one row per file, one column per question."""
    asked = {one.key: one.wording for each in judged for one in each.file.answers}
    if not asked:
        return
    columns = (
        Column(Text("Number"), width=14),
        Column(Text("Lead partner"), width=24),
        *(Column(wording, width=40) for wording in asked.values()),
    )
    rows = []
    for each in judged:
        said = {one.key: answer_text(one) for one in each.file.answers}
        own = (said.get(key, "") for key in asked)
        rows.append((each.record.number, each.record.lead.name, *own))
    yield Sheet(Text("Questions of the call"), columns, rows)


def _rule_name(requirement: Requirement) -> Text:
    name = Text(RULES[requirement.rule].name)
    if requirement.weight is Weight.ADVICE:
        return Text("Advice: %(outcome)s", outcome=name)
    return name


def _judged_row(judged: Judged, requirements: Sequence[Requirement]) -> Sequence[object]:
    found = {finding.rule: finding.outcome for finding in judged.findings}
    return (
        judged.record.number,
        judged.file.title,
        judged.record.lead.name,
        len(judged.file.partners),
        judged.file.requested,
        judged.record.status,
        judged.not_met,
        *(found.get(requirement.rule) for requirement in requirements),
    )
