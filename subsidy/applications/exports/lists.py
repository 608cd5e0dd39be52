"""The list of applications and the desk of admissibility, as workbooks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.changes import Change
from subsidy.applications.domain.completion import Completion, State
from subsidy.applications.domain.judging import Ruled
from subsidy.applications.exports.receipt import CREATOR, answer_text
from subsidy.applications.models import Application
from subsidy.applications.queries import Listed
from subsidy.calls.domain.rules import RULES, Requirement, Weight
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
    """A submitted file as it counts, with what its rules find and what the officer says of them.

    ``changes``: what the agency changed since it arrived, already in the file.
    """

    record: Application
    file: CaseFile
    ruled: tuple[Ruled, ...]
    completions: tuple[Completion, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def not_met(self) -> int:
        """How many rules stand in the way; advice does not."""
        return sum(one.finding.blocks for one in self.ruled)

    @property
    def standing(self) -> int:
        """How many of them still do, after the judgement of the officer."""
        return sum(one.blocks for one in self.ruled)

    def completion(self, now: datetime) -> State | None:
        """Return how far the last request to complete is."""
        return self.completions[-1].state(now) if self.completions else None


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
        Column(Text("Not met after judgement"), Kind.INTEGER),
        Column(Text("Completion"), width=26),
        *(Column(_rule_name(each), width=24) for each in requirements),
    )
    rows = (_judged_row(each, requirements, created) for each in judged)
    sheets = [
        Sheet(title, columns, rows),
        *_judgement_sheet(judged),
        *_change_sheet(judged),
        *_completion_sheet(judged, created),
        *_answer_sheet(judged),
    ]
    return write(sheets, title=title, creator=CREATOR, created=created)


def _judgement_sheet(judged: Sequence[Judged]) -> Iterator[Sheet]:
    """Set the judgement of the officer beside what was computed: one row per rule judged."""
    rows = [
        (
            each.record.number,
            one.name,
            one.finding.outcome,
            given.verdict,
            given.reason,
            given.by,
            given.at,
        )
        for each in judged
        for one in each.ruled
        if (given := one.given) is not None
    ]
    columns = (
        Column(Text("Number"), width=14),
        Column(Text("Rule"), width=36),
        Column(Text("Computed"), width=16),
        Column(Text("Judgement of the officer"), width=34),
        Column(Text("Reason"), width=60),
        Column(Text("Judged by"), width=24),
        Column(Text("Judged on"), Kind.MOMENT),
    )
    if rows:
        yield Sheet(Text("Judgements"), columns, rows)


def _change_sheet(judged: Sequence[Judged]) -> Iterator[Sheet]:
    """Say why a row differs from what arrived: one row per change."""
    rows = [
        (each.record.number, one.sentence, one.reason, one.before, one.after, one.by, one.at)
        for each in judged
        for one in each.changes
    ]
    columns = (
        Column(Text("Number"), width=14),
        Column(Text("What changed"), width=44),
        Column(Text("Reason"), width=60),
        Column(Text("Requested before"), Kind.MONEY),
        Column(Text("Requested after"), Kind.MONEY),
        Column(Text("Recorded by"), width=24),
        Column(Text("Recorded on"), Kind.MOMENT),
    )
    if rows:
        yield Sheet(Text("Changed after submission"), columns, rows)


def _completion_sheet(judged: Sequence[Judged], now: datetime) -> Iterator[Sheet]:
    """Give what was asked to complete and what was sent: one row per point."""
    rows = [
        (
            each.record.number,
            one.state(now),
            one.asked_at,
            one.due_at,
            one.sent_at,
            point.label,
            point.question,
            point.answer,
            "\n".join(file.name for file in point.files),
        )
        for each in judged
        for one in each.completions
        for point in one.points
    ]
    columns = (
        Column(Text("Number"), width=14),
        Column(Text("Completion"), width=26),
        Column(Text("Asked on"), Kind.MOMENT),
        Column(Text("Until"), Kind.MOMENT),
        Column(Text("Sent on"), Kind.MOMENT),
        Column(Text("What it is about"), width=30),
        Column(Text("Question"), width=50),
        Column(Text("Answer"), width=60),
        Column(Text("Enclosed files"), width=30),
    )
    if rows:
        yield Sheet(Text("Completions"), columns, rows)


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


def _judged_row(
    judged: Judged, requirements: Sequence[Requirement], now: datetime
) -> Sequence[object]:
    found = {one.finding.rule: one.finding.outcome for one in judged.ruled}
    return (
        judged.record.number,
        judged.file.title,
        judged.record.lead.name,
        len(judged.file.partners),
        judged.file.requested,
        judged.record.status,
        judged.not_met,
        judged.standing,
        judged.completion(now),
        *(found.get(requirement.rule) for requirement in requirements),
    )
