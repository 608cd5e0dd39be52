"""What was laid before local authorities, and the report of what became of their reactions."""

from collections.abc import Iterator, Sequence

from subsidy.calls.domain.consultation import Said, label_of, verdicts
from subsidy.calls.domain.regulation import parse, worded
from subsidy.calls.exports.regulation import AUTHOR, regulation_blocks
from subsidy.calls.models import Consultation
from subsidy.core.text import Text
from subsidy.documents import blocks, pdf
from subsidy.language import enumeration, moment, shown, words

NOBODY = "\N{EN DASH}"


def consulted_document(consultation: Consultation) -> blocks.Document:
    """Return the draft as it was frozen, with its fingerprint."""
    regulation = consultation.regulation
    return blocks.Document(
        title=regulation.title,
        author=AUTHOR,
        blocks=[
            blocks.Banner(words(Text("DRAFT, NOT PUBLISHED"))),
            *regulation_blocks(regulation),
            blocks.Note(_fingerprint(consultation.content_hash)),
        ],
    )


def _fingerprint(content_hash: str) -> str:
    return words(Text("Fingerprint: %(hash)s", hash=content_hash))


def report_pdf(consultation: Consultation, everybody: Sequence[Said]) -> bytes:
    assert consultation.reported_at is not None  # noqa: S101 - asked for once it is published
    return pdf.render(report_document(consultation, everybody), consultation.reported_at)


def report_document(consultation: Consultation, everybody: Sequence[Said]) -> blocks.Document:
    """Return who said what, what the agency answered, and what changed in the draft."""
    title = words(Text("Reaction report on “%(title)s”", title=consultation.regulation.title))
    return blocks.Document(
        title=title,
        author=AUTHOR,
        blocks=[
            blocks.Heading(title, 1),
            blocks.Facts(list(_facts(consultation, everybody))),
            blocks.Heading(words(Text("What the agency does with the reactions"))),
            blocks.Paragraph(consultation.report),
            *_verdicts(consultation, everybody),
            blocks.Heading(words(Text("Reactions and answers"))),
            *(block for said in everybody for block in _said(said)),
            *_changes(consultation),
        ],
    )


def _facts(consultation: Consultation, everybody: Sequence[Said]) -> Iterator[tuple[str, str]]:
    yield words(Text("Reactions from")), moment(consultation.opens_at)
    yield words(Text("Reactions until")), moment(consultation.closes_at)
    yield words(Text("Organisations that reacted")), str(len(everybody))
    yield words(Text("Fingerprint of the draft")), consultation.content_hash


def _verdicts(consultation: Consultation, everybody: Sequence[Said]) -> Iterator[blocks.Block]:
    found = verdicts(consultation.expectations, everybody)
    if not found:
        return
    yield blocks.Heading(words(Text("What municipalities will have to do themselves")))
    for each in found:
        yield blocks.Heading(words(each.expectation), 3)
        yield blocks.Paragraph(each.text)
        yield blocks.Facts(
            [
                (_counted(Text("Feasible"), each.feasible), _names(each.feasible)),
                (_counted(Text("Not feasible"), each.infeasible), _names(each.infeasible)),
            ]
        )


def _counted(label: Text, names: Sequence[str]) -> str:
    return f"{words(label)} ({len(names)})"


def _names(names: Sequence[str]) -> str:
    return enumeration(names) if names else NOBODY


def _said(said: Said) -> Iterator[blocks.Block]:
    yield blocks.Heading(said.name, 3)
    if not said.local:
        yield blocks.Paragraph(
            words(Text("Answers for: %(members)s.", members=_names(said.speaks_for)))
        )
    answer = words(Text("Answer of the agency"))
    for subject, reaction in said.reactions.items():
        label = words(label_of(subject))
        judged = "" if reaction.feasible is None else f"{words(reaction.feasible)}. ".capitalize()
        rows = [(label, f"{judged}{reaction.text}")]
        if said.answers.get(subject):
            rows.append((answer, said.answers[subject]))
        yield blocks.Facts(rows)


def _changes(consultation: Consultation) -> Iterator[blocks.Block]:
    yield blocks.Heading(words(Text("What changed in the draft")))
    changes = worded(consultation.regulation, parse(consultation.outcome or consultation.content))
    if not changes:
        yield blocks.Paragraph(words(Text("Nothing changed since the consultation.")))
        return
    columns = (Text("Part"), Text("In the consultation"), Text("In the report"))
    yield blocks.Table(
        columns=[blocks.TableColumn(words(each)) for each in columns],
        rows=[(words(each.name), _value(each.old), _value(each.new)) for each in changes],
        row_heads=True,
    )
    yield blocks.Note(_fingerprint(consultation.outcome_hash or ""))


def _value(value: object) -> str:
    return NOBODY if value in (None, "") else shown(value)
