"""Downloads of applications: the receipt of a submission, and the list as a workbook."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from subsidy.applications.domain.answers import Answered
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.declarations import LABELS, declared_by, declared_together
from subsidy.applications.domain.snapshot import file_of, findings_in
from subsidy.applications.models import Application, Snapshot
from subsidy.applications.queries import Listed
from subsidy.calls.domain.questions import Kind as Asked
from subsidy.calls.domain.rules import RULES, Finding, Requirement, Weight
from subsidy.core.text import Text, plural
from subsidy.documents.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Table,
    TableColumn,
)
from subsidy.documents.pdf import render
from subsidy.documents.workbook import Column, Fact, Introduction, Kind, Sheet, write, write_to
from subsidy.language import enumeration, moment, money, short_moment, shown, words
from subsidy.organisations.domain import kbo_shown

CREATOR = "Relanceloket"


# The receipt --------------------------------------------------------------------------------------


def receipt(kept: Snapshot) -> Document:
    """Return the receipt of a submission, from what was frozen then and nothing else."""
    file = file_of(kept.content)
    return Document(
        title=words(Text("Receipt %(number)s", number=file.number)),
        author=CREATOR,
        reference=file.number,
        blocks=tuple(_blocks(kept, file)),
    )


def receipt_pdf(kept: Snapshot) -> bytes:
    return render(receipt(kept), kept.received_at)


def _blocks(kept: Snapshot, file: CaseFile) -> Iterator[Block]:
    yield Heading(words(Text("Receipt")), 1)
    yield Paragraph(
        words(
            Text(
                "%(lead)s submitted the application “%(title)s”. It arrived in time.",
                lead=file.lead.name,
                title=file.title,
            )
        )
    )
    yield Facts(
        [
            (words(Text("Number")), file.number),
            (words(Text("Call")), file.call_title),
            (words(Text("Version of the regulation")), str(file.regulation_version)),
            (words(Text("Arrived")), moment(kept.received_at)),
            (words(Text("Arrived (UTC)")), kept.received_at.astimezone(UTC).isoformat()),
            (words(Text("Requested")), money(file.requested)),
        ]
    )
    yield Heading(words(Text("Partners")), 2)
    yield _partners(file)
    yield from _answers(file.answers)
    yield from _declared(file)
    yield from _rules(findings_in(kept.content))
    yield Heading(words(Text("Proof of the content")), 2)
    yield Paragraph(
        words(
            Text(
                "This code is computed from the whole application. "
                "If one letter of the application were different, the code would be different too."
            )
        )
    )
    yield Note(f"SHA-256: {kept.content_hash}")


def _answers(answers: Sequence[Answered]) -> Iterator[Block]:
    """Give the questions of the call with their answers, as they were asked and answered."""
    if answers:
        yield Heading(words(Text("Questions of the call")), 2)
    for one in answers:
        if one.rows:
            yield _rows_of(one)
        else:
            yield Paragraph(one.wording, strong=True)
            yield Paragraph(answer_text(one) or words(Text("No answer")))


def answer_text(one: Answered) -> str:
    """Return an answer as text: one line per value, and per row of a table."""
    rows = ("; ".join(shown(cell) for cell in row if cell is not None) for row in one.shown_rows)
    return "\n".join([*(shown(value) for value in one.shown), *rows])


def _rows_of(one: Answered) -> Table:
    figures = (Asked.NUMBER, Asked.MONEY)
    return Table(
        columns=[TableColumn(each.name, numeric=each.kind in figures) for each in one.columns],
        rows=[["" if cell is None else shown(cell) for cell in row] for row in one.shown_rows],
        caption=one.wording,
    )


def _declared(file: CaseFile) -> Iterator[Block]:
    """Give what the rules of the call asked to declare, as far as it was declared."""
    together = declared_together(file.declarations)
    if not file.declarations.asked:
        return
    yield Heading(words(Text("Declarations for the conditions")), 2)
    yield Facts([(words(LABELS[name]), enumeration(said)) for name, said in together if said])
    for partner in file.partners:
        own = declared_by(file.declarations.of(partner.id))
        if own:
            yield Paragraph(partner.name, strong=True)
            yield Facts([(words(LABELS[name]), shown(value)) for name, value in own])


def _rules(findings: Sequence[Finding]) -> Iterator[Block]:
    """Say what the rules of the call found, for a receipt of after findings were kept."""
    if not findings:
        return
    yield Heading(words(Text("Rules of the call")), 2)
    yield Table(
        columns=(
            TableColumn(words(Text("What we found"))),
            TableColumn(words(Text("Outcome"))),
        ),
        rows=[(words(one.sentence), outcome(one)) for one in findings],
        caption=words(Text("Rules of the call")),
    )


def outcome(finding: Finding) -> str:
    """Return the outcome in words; of a rule that only advises, it says so."""
    if finding.advice:
        return words(Text("Advice: %(outcome)s", outcome=finding.outcome.label))
    return words(finding.outcome)


def _partners(file: CaseFile) -> Table:
    signed = {signature.partner_id: signature for signature in file.signatures}
    rows = []
    for partner in file.partners:
        signature = signed.get(partner.id)
        by = f"{signature.name}, {signature.function}" if signature else ""
        at = short_moment(signature.signed_at) if signature else ""
        number = kbo_shown(partner.kbo) if partner.kbo else ""
        amount = money(file.requested_by(partner.id))
        rows.append((f"{partner.name}\n{number}", f"{by}\n{at}", amount))
    return Table(
        columns=(
            TableColumn(words(Text("Partner"))),
            TableColumn(words(Text("Signed by"))),
            TableColumn(words(Text("Requested")), numeric=True),
        ),
        rows=rows,
        caption=words(Text("Partners, signatures and amounts")),
        total=(words(Text("Total")), "", money(file.requested)),
        row_heads=True,
    )


# The list -----------------------------------------------------------------------------------------

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
