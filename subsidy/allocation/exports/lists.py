"""The lists that are on the screen, as workbooks: rounds, drawing rights, claims of a round."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from subsidy.allocation.domain.claim import Answers
from subsidy.allocation.models import Claim, DrawingRight, Round
from subsidy.allocation.queries import TakeUp
from subsidy.awards.models import Decision
from subsidy.core.text import Text
from subsidy.documents.workbook import Column, Kind, Sheet, write

CREATOR = "Relanceloket"


def rounds_workbook(
    rounds: Sequence[Round], take_ups: Mapping[int, TakeUp], made_at: datetime
) -> bytes:
    """Return one row per round; what is claimed stands there as soon as the round is public."""
    sheet = Sheet(
        Text("Allocation rounds"),
        (
            Column(Text("Round"), width=44),
            Column(Text("Programme line"), width=40),
            Column(Text("Status"), width=24),
            Column(Text("Opens on"), Kind.MOMENT),
            Column(Text("Closes on"), Kind.MOMENT),
            Column(Text("Envelope"), Kind.MONEY, total=True),
            Column(Text("Drawing rights"), Kind.INTEGER, total=True),
            Column(Text("Claims"), Kind.INTEGER, total=True),
            Column(Text("Claimed"), Kind.MONEY, total=True),
        ),
        [(*_round(each), *_taken(each, take_ups[each.id])) for each in rounds],
    )
    title = Text("Allocation rounds")
    return write([sheet], title=title, creator=CREATOR, created=made_at)


def _round(each: Round) -> tuple[object, ...]:
    return (
        each.title,
        each.line.name,
        each.status,
        each.opens_at,
        each.closes_at,
        each.envelope,
    )


def _taken(each: Round, taken: TakeUp) -> tuple[object, ...]:
    return (taken.rights, taken.claims, taken.claimed) if each.is_public else (None, None, None)


def rights_workbook(round_: Round, rights: Sequence[DrawingRight], made_at: datetime) -> bytes:
    """Return one row per municipality with its drawing right."""
    sheet = Sheet(
        Text("Drawing rights"),
        (
            Column(Text("NIS code"), width=10),
            Column(Text("Municipality")),
            Column(Text("Reference region"), width=22),
            Column(Text("Inhabitants"), Kind.INTEGER, total=True),
            Column(Text("Drawing right"), Kind.MONEY, total=True),
        ),
        [
            (
                each.organisation.nis,
                each.organisation.name,
                each.organisation.region or "",
                each.organisation.population,
                each.amount,
            )
            for each in rights
        ],
    )
    return write([sheet], title=round_.title, creator=CREATOR, created=made_at)


def claims_workbook(
    round_: Round,
    claims: Sequence[Claim],
    decisions: Mapping[str, Decision],
    realisations: Mapping[str, str],
    made_at: datetime,
) -> bytes:
    """Return one row per submitted claim. ``realisations``: public id -> title."""
    sheet = Sheet(
        Text("Claims"),
        (
            Column(Text("Number"), width=14),
            Column(Text("Municipality")),
            Column(Text("NIS code"), width=10),
            Column(Text("Drawing right"), Kind.MONEY, total=True),
            Column(Text("Claimed"), Kind.MONEY, total=True),
            Column(Text("Submitted on"), Kind.MOMENT),
            Column(Text("Decision"), width=18),
            Column(Text("Status of the decision"), width=22),
            Column(Text("Efforts"), width=40),
            Column(Text("Goal"), width=40),
            Column(Text("What, where and how"), width=60),
            Column(Text("Realisation of others"), width=32),
            Column(Text("Continuity"), width=60),
            Column(Text("Deciding body"), width=24),
            Column(Text("Contact"), width=24),
            Column(Text("E-mail address"), width=30),
        ),
        [_claim(each, decisions.get(each.case_ref), realisations) for each in claims],
    )
    return write([sheet], title=round_.title, creator=CREATOR, created=made_at)


def _claim(
    claim: Claim, decision: Decision | None, realisations: Mapping[str, str]
) -> Sequence[object]:
    answers = Answers.from_data(claim.answers)
    return (
        claim.number,
        claim.organisation.name,
        claim.organisation.nis,
        claim.right.amount,
        claim.amount,
        claim.submitted_at,
        "" if decision is None else decision.number,
        "" if decision is None else decision.status,
        tuple(effort.label for effort in answers.efforts),
        answers.objective,
        answers.description,
        realisations.get(answers.realisation, ""),
        answers.continuity,
        answers.continuity_body,
        answers.contact_name,
        answers.contact_email,
    )
