"""The receipt of a submission, made from what was frozen then and nothing else."""

from collections.abc import Iterator, Sequence
from datetime import UTC

from subsidy.applications.domain.answers import Answered
from subsidy.applications.domain.case_file import CaseFile, FileSignature
from subsidy.applications.domain.declarations import LABELS, declared_by, declared_together
from subsidy.applications.domain.snapshot import file_of, findings_in
from subsidy.applications.models import Snapshot
from subsidy.calls.domain.questions import Kind as Asked
from subsidy.calls.domain.rules import Finding
from subsidy.core.text import Text
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
from subsidy.language import enumeration, filesize, moment, money, short_moment, shown, words
from subsidy.organisations.domain import kbo_shown

CREATOR = "Relanceloket"


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
    yield from answers_of(file.answers)
    yield from declared_in(file)
    yield from attachments_of(file)
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
    yield Paragraph(words(Text("Anybody with this receipt can check it on “Check a receipt”.")))


def answers_of(answers: Sequence[Answered]) -> Iterator[Block]:
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


def declared_in(file: CaseFile) -> Iterator[Block]:
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


def attachments_of(file: CaseFile) -> Iterator[Block]:
    """List what is enclosed, each with the fingerprint that proves it."""
    if not file.attachments:
        return
    yield Heading(words(Text("Attachments")), 2)
    heads = (Text("Name"), Text("Kind"), "SHA-256")
    yield Table(
        columns=[TableColumn(words(head)) for head in heads],
        rows=[
            (one.name, f"{words(one.kind)}, {filesize(one.size)}", one.sha256)
            for one in file.attachments
        ],
        caption=words(Text("Attachments")),
        row_heads=True,
    )


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


def _signed_by(signature: FileSignature) -> str:
    """Return who signed, and which body decided so; a signature of before names no body."""
    who = f"{signature.name}, {signature.function}"
    if signature.decided_on is None:
        return who
    decided = Text(
        "Decided by %(body)s on %(day)s.",
        body=signature.deciding_body,
        day=signature.decided_on,
    )
    return f"{who}\n{words(decided)}"


def _partners(file: CaseFile) -> Table:
    signed = {signature.partner_id: signature for signature in file.signatures}
    rows = []
    for partner in file.partners:
        signature = signed.get(partner.id)
        by = _signed_by(signature) if signature else ""
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
