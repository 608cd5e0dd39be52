"""The award desk: from a selection to one prepared decision per application, letter included."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from subsidy.applications import queries as applications
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.judging import beside
from subsidy.applications.domain.letters import Judged, inadmissible_letter
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.scaling import Scaling, need_label
from subsidy.applications.models import AdmissibilityLetter, Application, Partner
from subsidy.awards import queries
from subsidy.awards.domain.decision import Outcome
from subsidy.awards.domain.decision import Status as DecisionStatus
from subsidy.awards.domain.letter import (
    ApplicationResult,
    CriterionResult,
    Share,
    award_letter,
    rejection_letter,
)
from subsidy.awards.models import Decision
from subsidy.awards.service.decisions import PROJECT, SELECTION, Proposal, prepare, uncounted
from subsidy.calls.domain.regulation import Regulation
from subsidy.calls.domain.rules import Finding
from subsidy.calls.models import Call
from subsidy.catalogue.domain import Offer
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.letter import Letter
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.language import words
from subsidy.policy import Actor
from subsidy.scoring import queries as scoring
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.models import Review, SelectionRun
from subsidy.scoring.service import decided_rows, hash_in_force, reserves_of, with_places


def prepare_for_call(session: Session, actor: Actor, call: Call) -> tuple[Decision, ...]:
    """Prepare a decision on every application of the call that has none yet.

    Follows the latest selection; an inadmissible application gets its letter too. Raises
    RefusedError when there is no selection, or when decisions of an earlier one stand in its way.
    """
    run = scoring.latest_run(session, call.id)
    if run is None:
        raise refuse(Text("Make the selection first."))
    refuse_if(uncounted(session, run, call.line_id, call.case_ref))
    proposals = [*_selected(session, call, run), *_excluded(session, call)]
    decided = queries.live(session, [proposal.source_ref for proposal in proposals])
    refuse_if(
        refusal
        for proposal in proposals
        for refusal in _overtaken(proposal, decided.get(proposal.source_ref))
    )
    return tuple(
        prepare(session, actor, proposal)
        for proposal in proposals
        if proposal.source_ref not in decided
    )


def _overtaken(proposal: Proposal, decision: Decision | None) -> list[Refusal]:
    """Say which decision of an earlier selection contradicts this one, and what to do."""
    if decision is None or decision.content["details"].get(SELECTION) == proposal.selection:
        return []
    if decision.status is not DecisionStatus.APPROVED:
        text = N_("Decision %(number)s follows an earlier selection. Return it first.")
    elif (decision.outcome, decision.amount) != (proposal.outcome, proposal.amount):
        text = N_(
            "Decision %(number)s is approved, by an earlier selection with another outcome. "
            "That selection stands."
        )
    else:
        return []
    return [Refusal(Text(text, number=decision.number))]


def _selected(session: Session, call: Call, run: SelectionRun) -> list[Proposal]:
    rows = with_places(decided_rows(session, run), reserves_of(session, run))
    return proposals_for(session, call, run, rows)


def proposals_for(
    session: Session, call: Call, run: SelectionRun, rows: Iterable[Row]
) -> list[Proposal]:
    """Return a decision with its letter for each of these rows of a selection."""
    files = {each.public_id: each for each in scoring.admissible(session, call.id)}
    reviews: dict[int, list[Review]] = defaultdict(list)
    for review in scoring.reviews_of_call(session, call.id):
        if review.counts:
            reviews[review.application_id].append(review)
    ids = [each.id for each in files.values()]
    kept = applications.counted_findings(session, list(files.values()))
    submitted = applications.submitted_files(session, ids)
    followed = hash_in_force(session, run)
    proposals = []
    for row in rows:
        file = files[row.application]
        heard = _Heard(reviews[file.id], kept.get(file.id, ()), submitted[file.id])
        proposals.append(_proposal(call, file, row, heard))
    return [replace(each, details={**each.details, SELECTION: followed}) for each in proposals]


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was said about a file by the jury and by the rules, and the file as submitted."""

    reviews: Sequence[Review]
    findings: tuple[Finding, ...]
    submitted: CaseFile


def _excluded(session: Session, call: Call) -> list[Proposal]:
    files = _declared_inadmissible(session, call)
    ids = [each.id for each in files]
    kept = applications.counted_findings(session, files)
    written = applications.admissibility_letters(session, ids)
    return [
        _inadmissible(call, each, kept.get(each.id, ()), written.get(each.id)) for each in files
    ]


def _declared_inadmissible(session: Session, call: Call) -> Sequence[Application]:
    return session.scalars(
        select(Application)
        .where(Application.call_id == call.id, Application.status == Status.INADMISSIBLE)
        .options(
            joinedload(Application.lead),
            joinedload(Application.regulation_version),
            selectinload(Application.partners).joinedload(Partner.organisation),
            selectinload(Application.budget_lines),
        )
        .order_by(Application.number)
    ).all()


def _proposal(call: Call, application: Application, row: Row, heard: _Heard) -> Proposal:
    regulation = application.regulation_version.regulation
    shares = divided(application, row.awarded) if row.is_funded else {}
    result = _result(call, application, row, (regulation, shares, heard))
    letter = award_letter(result) if row.is_funded else rejection_letter(result)
    outcome = Outcome.AWARD if row.is_funded else Outcome.REJECTION
    return Proposal(
        number=f"B-{application.number}",
        line_id=call.line_id,
        source_ref=application.case_ref,
        reservation_ref=call.case_ref,
        lead_id=application.lead_id,
        title=application.title,
        outcome=outcome,
        letter=letter,
        shares=tuple(shares.items()),
        offers=_offers(application, heard.submitted) if row.is_funded else (),
        details={
            "rank": row.rank,
            "merit": row.merit,
            "requested": row.asked.cents,
            PROJECT: _project(call, heard.submitted),
        },
    )


def _project(call: Call, file: CaseFile) -> dict[str, Any]:
    """Return what the register of subsidies keeps of an award."""
    return {
        "call": call.title,
        "aims": [aim.value for aim in file.declarations.five_actions],
        "first_day": file.starts_on.isoformat() if file.starts_on else None,
        "last_day": file.ends_on.isoformat() if file.ends_on else None,
    }


def divided(application: Application, awarded: Money) -> Mapping[int, Money]:
    """Divide an award among the partners: what each asked, or in that proportion.

    Returns organisation id -> amount for every partner that receives more than zero; the sum is
    the award, to the cent (largest remainder).
    """
    asked: dict[int, int] = {partner.id: 0 for partner in application.partners}
    for line in application.budget_lines:
        asked[line.partner_id] += line.requested.cents
    amounts = awarded.share_out(list(asked.values()))
    return {
        partner.organisation_id: amount
        for partner, amount in zip(application.partners, amounts, strict=True)
        if amount
    }


def _result(
    call: Call,
    application: Application,
    row: Row,
    rest: tuple[Regulation, Mapping[int, Money], _Heard],
) -> ApplicationResult:
    regulation, shares, heard = rest
    names = {each.organisation_id: each.organisation.name for each in application.partners}
    return ApplicationResult(
        addressee=application.lead.name,
        number=application.number,
        title=application.title,
        call=call.title,
        requested=row.asked,
        awarded=row.awarded,
        merit=row.merit,
        explanation=(*row.sentences, row.tie),
        criteria=_criteria(regulation, row, heard.reviews),
        shares=tuple(Share(names[key], amount) for key, amount in shares.items()),
        instalments=instalments(regulation, row.awarded),
        continuity=regulation.continuity_statement,
        appeal=regulation.appeal,
        findings=heard.findings,
    )


def _criteria(
    regulation: Regulation, row: Row, reviews: Sequence[Review]
) -> tuple[CriterionResult, ...]:
    texts: dict[str, list[str]] = defaultdict(list)
    for review in reviews:
        for mark in review.marks:
            texts[mark.criterion].append(mark.motivation)
    return tuple(
        CriterionResult(
            name=criterion.name,
            weight_basis_points=criterion.weight_basis_points,
            mean=row.means[criterion.key],
            motivations=tuple(filter(None, texts[criterion.key])),
        )
        for criterion in regulation.criteria
    )


def instalments(regulation: Regulation, awarded: Money) -> tuple[tuple[str, Money], ...]:
    """Return when how much is paid, by the regulation; the sum is the award, to the cent."""
    weights = [each.share_basis_points for each in regulation.instalments]
    amounts = awarded.share_out(weights) if weights else ()
    return tuple(
        (each.label, amount) for each, amount in zip(regulation.instalments, amounts, strict=True)
    )


def _offers(application: Application, file: CaseFile) -> tuple[Offer, ...]:
    return tuple(
        Offer(
            title=each.title,
            for_whom=each.for_whom,
            licence=each.licence,
            how_to_use=each.how_to_use,
            conditions=_conditions(each.conditions, file.scaling_of(each.public_id)),
            available_from=each.available_from,
        )
        for each in application.realisations
    )


def _conditions(together: str, scaling: Scaling) -> str:
    """Return what a municipality needs, also by its size if that was written apart."""
    apart = (f"{words(need_label(one.size))} {one.text}" for one in scaling.needs)
    return "\n".join(filter(None, (together, *apart)))


def _inadmissible(
    call: Call,
    application: Application,
    findings: tuple[Finding, ...],
    written: AdmissibilityLetter | None,
) -> Proposal:
    """Give the letter that was sent when it was judged; there is none of before it was kept."""
    asked = Money.total(line.requested for line in application.budget_lines)
    if written is not None:
        letter = Letter.from_data(written.content["letter"])
    else:
        letter = inadmissible_letter(
            Judged(
                addressee=application.lead.name,
                number=application.number,
                title=application.title,
                call=call.title,
                requested=asked,
                reason=application.judged_reason,
                appeal=application.regulation_version.regulation.appeal,
                ruled=beside(findings, {}),
            )
        )
    return Proposal(
        number=f"B-{application.number}",
        line_id=call.line_id,
        source_ref=application.case_ref,
        reservation_ref=call.case_ref,
        lead_id=application.lead_id,
        title=application.title,
        outcome=Outcome.INADMISSIBLE,
        letter=letter,
        details={"requested": asked.cents},
    )
