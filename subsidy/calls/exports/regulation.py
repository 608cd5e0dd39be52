"""The regulation of a call as a document."""

from collections.abc import Sequence
from datetime import datetime

from subsidy.calls.domain.criteria import shown_percent
from subsidy.calls.domain.regulation import (
    CONSENSUS,
    Preparation,
    Regulation,
    parse,
    worded_boundaries,
    worded_reserve_list,
)
from subsidy.calls.domain.rules import Requirement, explain
from subsidy.calls.models import Call, RegulationVersion
from subsidy.core.clock import brussels_day
from subsidy.core.text import Text
from subsidy.documents import blocks, pdf
from subsidy.language import day, enumeration, moment, money, words

AUTHOR = "Relanceloket"


def regulation_of(call: Call) -> Regulation:
    """Return the published regulation, or the draft as it can be read now."""
    return call.versions[-1].regulation if call.versions else parse(call.draft)


def regulation_pdf(call: Call, made_at: datetime) -> bytes:
    """Return the regulation as a tagged PDF. Raises RefusedError for an unreadable draft."""
    if call.versions:
        return version_pdf(call.versions[-1])
    return pdf.render(regulation_document(parse(call.draft), None), made_at)


def version_pdf(version: RegulationVersion) -> bytes:
    """Return a published version, the one in force or an earlier one: always the same bytes."""
    return pdf.render(regulation_document(version.regulation, version), version.published_at)


def regulation_document(
    regulation: Regulation, version: RegulationVersion | None
) -> blocks.Document:
    """Return a regulation as a document; ``version``: None for a draft."""
    return blocks.Document(
        title=regulation.title,
        author=AUTHOR,
        blocks=[
            *_stamp(version),
            *regulation_blocks(regulation),
            *_fingerprint(version),
        ],
    )


def _questions(regulation: Regulation) -> list[blocks.Block]:
    """Give what the call asks beside the parts that every application has, and why."""
    if not regulation.form:
        return []
    asked = [
        f"{question.wording}\n{question.purpose}" if question.purpose else question.wording
        for question in regulation.form.questions
    ]
    return [
        blocks.Heading(words(Text("Questions of the call"))),
        blocks.Bullets(asked, numbered=True),
    ]


def regulation_blocks(regulation: Regulation) -> list[blocks.Block]:
    """Return what a regulation says, whether it is in force or only laid before others."""
    return [
        blocks.Heading(regulation.title, 1),
        *_texts(regulation),
        *_ground(regulation.preparation),
        blocks.Heading(words(Text("Key facts"))),
        blocks.Facts(_facts(regulation)),
        blocks.Heading(words(Text("Conditions"))),
        _rules(regulation, regulation.conditions),
        *_advice(regulation),
        blocks.Heading(words(Text("Award criteria"))),
        _criteria(regulation),
        *_levels(regulation),
        *_questions(regulation),
        blocks.Heading(words(Text("What the agency does when the money stops"))),
        blocks.Paragraph(regulation.continuity_statement),
        blocks.Heading(words(Text("If you do not agree with a decision"))),
        blocks.Paragraph(regulation.appeal),
    ]


def _stamp(version: RegulationVersion | None) -> list[blocks.Block]:
    return [] if version is not None else [blocks.Banner(words(Text("DRAFT, NOT PUBLISHED")))]


def _fingerprint(version: RegulationVersion | None) -> list[blocks.Block]:
    if version is None:
        return []
    text = Text(
        "Version %(number)s, published on %(at)s. Fingerprint: %(hash)s",
        number=version.number,
        at=brussels_day(version.published_at),
        hash=version.content_hash,
    )
    return [blocks.Note(words(text))]


def _texts(regulation: Regulation) -> list[blocks.Block]:
    return [blocks.Paragraph(text) for text in (regulation.aim, regulation.background) if text]


def _ground(before: Preparation) -> list[blocks.Block]:
    """Say in codes what the call is for, and on which needs survey it stands; old ones do not."""
    rows = (
        (Text("Aim"), "; ".join(words(aim) for aim in before.aims)),
        (Text("Target group"), "; ".join(words(group) for group in before.target_groups)),
        (Text("Needs survey"), before.survey_title),
    )
    known = [(words(label), value) for label, value in rows if value]
    return [blocks.Facts(known)] if known else []


def _facts(regulation: Regulation) -> list[tuple[str, str]]:
    rows = (
        (Text("Opens on"), moment(regulation.opens_at)),
        (Text("Closes on"), moment(regulation.closes_at)),
        (Text("Amount reserved for this call"), money(regulation.reserved)),
        (Text("Minimum per application"), money(regulation.minimum)),
        (Text("Maximum per application"), money(regulation.maximum)),
        (Text("Minimum per partner"), money(regulation.partner_minimum)),
        (Text("First day of a project"), day(regulation.first_day)),
        (Text("Last day of a project"), day(regulation.last_day)),
        (Text("Eligible cost types"), enumeration([each.label for each in regulation.cost_types])),
        (Text("Who may be the lead partner?"), regulation.who_may_lead),
        *_if_said(Text("Who may be a partner?"), regulation.who_may_join),
        *_if_said(Text("How projects account for the money"), regulation.reporting),
        *_if_said(Text("Documents to enclose"), regulation.papers),
        *_if_said(
            Text("Whose account an application names"),
            "" if regulation.pays_to is None else words(regulation.pays_to),
        ),
        (Text("How files are selected"), words(regulation.method)),
        *_if_said(
            Text("When the jury agrees on a mark"),
            words(CONSENSUS) if regulation.consensus_counts else "",
        ),
        *_if_said(
            Text("What the selection respects"),
            " ".join(words(text) for text in worded_boundaries(regulation.boundaries)),
        ),
        *_if_said(
            Text("Reserve list"), " ".join(words(text) for text in worded_reserve_list(regulation))
        ),
        (Text("Questions"), regulation.contact),
    )
    return [(words(label), value) for label, value in rows]


def _rules(regulation: Regulation, requirements: Sequence[Requirement]) -> blocks.Bullets:
    return blocks.Bullets([words(explain(each, regulation.terms)) for each in requirements])


def _advice(regulation: Regulation) -> list[blocks.Block]:
    if not regulation.advice:
        return []
    return [
        blocks.Heading(words(Text("Advice"))),
        blocks.Paragraph(
            words(Text("You can submit an application that does not follow this advice."))
        ),
        _rules(regulation, regulation.advice),
    ]


def _if_said(label: Text, text: str) -> list[tuple[Text, str]]:
    return [(label, text)] if text else []


def _criteria(regulation: Regulation) -> blocks.Table:
    return blocks.Table(
        columns=[
            blocks.TableColumn(words(Text("Criterion"))),
            blocks.TableColumn(words(Text("What does the jury look at?"))),
            blocks.TableColumn(words(Text("Weight")), numeric=True),
        ],
        rows=[
            (each.name, each.description, f"{shown_percent(each.weight_basis_points)} %")
            for each in regulation.criteria
        ],
        row_heads=True,
    )


def _levels(regulation: Regulation) -> list[blocks.Block]:
    found: list[blocks.Block] = []
    for each in regulation.criteria:
        texts = [f"{mark}: {text}" for mark, text in sorted(each.levels.items())]
        found += [blocks.Heading(each.name, 3), blocks.Bullets(texts)]
    return found
