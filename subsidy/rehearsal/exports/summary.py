"""The summary of a rehearsal, for programs and for people: all totals in whole cents.

The names are a contract (docs/rehearsal.md). Nothing random is in it: no public identifier.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from subsidy.allocation.domain.lifecycle import ClaimStatus
from subsidy.allocation.models import Claim, DrawingRight, Round
from subsidy.applications.models import Application
from subsidy.awards.domain.decision import Outcome as Verdict
from subsidy.awards.exports import letter_name
from subsidy.awards.models import Decision
from subsidy.budget.domain import Stage
from subsidy.calls import queries as calls
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.regulation import METHODS
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.core.text import Text, plural
from subsidy.language import words
from subsidy.organisations.models import Organisation
from subsidy.overview.queries.money import Overview, overview
from subsidy.rehearsal.domain import Turned
from subsidy.rehearsal.domain.contract import VERSION
from subsidy.rehearsal.exports.files import LETTERS
from subsidy.rehearsal.queries import Outcome
from subsidy.scoring import queries as scoring
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.domain.rank_order import Outcome as Place

NOTHING = Money(0)
STAGES = {
    "beschikbaar": Stage.AVAILABLE,
    "gereserveerd": Stage.RESERVED,
    "vastgelegd": Stage.COMMITTED,
    "betaald": Stage.PAID,
}
PLACES = {
    Place.FUNDED: "toegekend",
    Place.PARTIAL: "deels toegekend",
    Place.DID_NOT_FIT: "past niet",
    Place.AFTER_STOP: "na de stop",
    Place.UNDER_THRESHOLD: "onder de drempel",
    Place.UNDER_CRITERION: "onder de drempel van een criterium",
}
_METHOD_WORDS = {method.value: word for word, method in METHODS.items()}


def summary(session: Session, outcome: Outcome) -> dict[str, Any]:
    """Return everything that was decided, as plain data in a fixed order."""
    found = overview(session, outcome.line)
    call = calls.call(session, outcome.call.public_id) or outcome.call
    files = _files(session, outcome, found)
    return {
        "versie": VERSION,
        "lijn": _line(found),
        "oproep": _call(call, outcome, found, files),
        "dossiers": [each.data() for each in files],
        "afgewezen_door_regels": [_turned(each) for each in outcome.turned],
        "verdeling": None if outcome.round is None else _round(outcome.round, outcome, found),
        "partners": list(_partners(found)),
    }


def _total(decisions: Sequence[Decision]) -> int:
    return Money.total(decision.amount for decision in decisions).cents


def _line(found: Overview) -> dict[str, Any]:
    balances = {
        word: Money.total(a.balance for a in found.accounts if a.stage is stage).cents
        for word, stage in STAGES.items()
    }
    return {
        "naam": found.line.name,
        "enveloppe": sum(balances.values()),
        **balances,
        "toegekend": _total(list(found.decisions.values())),
    }


# The call -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _File:
    """One application that was ranked, with its decision."""

    application: Application
    row: Row
    decision: Decision

    def data(self) -> dict[str, Any]:
        row = self.row
        return {
            "nummer": row.number,
            "titel": row.title,
            "penvoerder": row.lead,
            "rang": row.rank,
            "score": row.merit,
            "gemiddelden": dict(row.means),
            "uitkomst": PLACES[row.outcome],
            "gevraagd": row.asked.cents,
            "toegekend": row.awarded.cents,
            "redenen": [words(each) for each in (*row.sentences, row.tie)],
            "partners": list(self._partners()),
            **_decision(self.decision),
        }

    def _partners(self) -> Iterator[dict[str, Any]]:
        awarded = {each.organisation_id: each.amount for each in self.decision.shares}
        taking_part = (p for p in self.application.partners if p.consent is Consent.ACCEPTED)
        for partner in taking_part:
            lines = self.application.budget_lines
            asked = Money.total(x.requested for x in lines if x.partner_id == partner.id)
            yield {
                **_body(partner.organisation),
                "gevraagd": asked.cents,
                "toegekend": awarded.get(partner.organisation_id, NOTHING).cents,
            }


def _files(session: Session, outcome: Outcome, found: Overview) -> list[_File]:
    admitted = scoring.admissible(session, outcome.call.id)
    files = [
        _File(each, found.standings[each.public_id], found.decisions[each.case_ref])
        for each in admitted
        if each.public_id in found.standings
    ]
    return sorted(files, key=lambda each: each.row.rank)


def _call(call: Call, outcome: Outcome, found: Overview, files: Sequence[_File]) -> dict[str, Any]:
    version, run = call.versions[-1], outcome.run
    funded = [each.decision for each in files if each.row.is_funded]
    return {
        "titel": call.title,
        "reglement_sha256": version.content_hash,
        "gereserveerd": version.regulation.reserved.cents,
        "over": _left(found, call.case_ref),
        "ingediend": len(files) + len(outcome.turned),
        "toegelaten": len(files),
        "gefinancierd": len(funded),
        "gevraagd": Money.total(each.row.asked for each in files).cents,
        "toegekend": _total(funded),
        "methode": _METHOD_WORDS.get(version.regulation.method.value, ""),
        "loting": version.regulation.published_seed,
        "selectie_sha256": None if run is None else run.content_hash,
    }


def _left(found: Overview, case_ref: str) -> int:
    return Money.total(a.balance for a in found.accounts if a.case_ref == case_ref).cents


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "beslissing": decision.number,
        "brief": f"{LETTERS}/{letter_name(decision)}",
        "beslissing_sha256": decision.content_hash,
    }


def _body(organisation: Organisation) -> dict[str, Any]:
    return {"nis": organisation.nis, "naam": organisation.name}


def _turned(turned: Turned) -> dict[str, Any]:
    return {
        "nummer": turned.number,
        "titel": turned.title,
        "penvoerder": turned.lead,
        "redenen": [words(refusal.text) for refusal in turned.refusals],
    }


# The round ----------------------------------------------------------------------------------------


def _round(round_: Round, outcome: Outcome, found: Overview) -> dict[str, Any]:
    claimed = [each for each in found.claims.values() if each.status is ClaimStatus.SUBMITTED]
    decided = [found.decisions[claim.case_ref] for claim in claimed]
    return {
        "titel": round_.title,
        "enveloppe": round_.envelope.cents,
        "rechten": Money.total(right.amount for right in found.rights).cents,
        "aangevraagd": Money.total(claim.amount for claim in claimed).cents,
        "toegekend": _total(decided),
        "over": _left(found, round_.case_ref),
        "gemeenten": [_right(right, found) for right in found.rights],
        "niet_aanvaard": [_turned(each) for each in outcome.claims_turned],
    }


def _right(right: DrawingRight, found: Overview) -> dict[str, Any]:
    claim: Claim | None = found.claims.get(right.id)
    decision = None if claim is None else found.decisions.get(claim.case_ref)
    data = {
        **_body(right.organisation),
        "recht": right.amount.cents,
        "toegekend": 0 if decision is None else decision.amount.cents,
    }
    return data if decision is None else {**data, **_decision(decision)}


def _partners(found: Overview) -> Iterator[dict[str, Any]]:
    """Yield what each municipality receives, of the call and of the round, by NIS code."""
    calls_, rounds = {call.case_ref for call in found.calls}, _refs(found)
    amounts: dict[str, dict[str, int]] = {}
    bodies: dict[str, Organisation] = {}
    for decision in found.decisions.values():
        part = "oproep" if decision.reservation_ref in calls_ else "verdeling"
        if decision.outcome is Verdict.AWARD and decision.reservation_ref in calls_ | rounds:
            for share in decision.shares:
                nis = str(share.organisation.nis)
                bodies[nis] = share.organisation
                own = amounts.setdefault(nis, {"oproep": 0, "verdeling": 0})
                own[part] += share.amount.cents
    for nis, own in sorted(amounts.items()):
        yield {**_body(bodies[nis]), **own, "totaal": sum(own.values())}


def _refs(found: Overview) -> set[str]:
    return {each.case_ref for each in found.rounds.values()}


# For people ---------------------------------------------------------------------------------------


def summary_line(outcome: Outcome) -> str:
    """Return what happened in a few lines: the totals, and what was turned away and why."""
    lines = [_of_call(outcome), *map(_reasons, outcome.turned)]
    if outcome.round is not None:
        lines += [_of_round(outcome, outcome.round), *map(_reasons, outcome.claims_turned)]
    return "\n".join(words(line) for line in lines)


def _awards(outcome: Outcome, case_ref: str) -> list[Decision]:
    return [
        each
        for each in outcome.decisions
        if each.reservation_ref == case_ref and each.outcome is Verdict.AWARD
    ]


def _of_call(outcome: Outcome) -> Text:
    awarded = _awards(outcome, outcome.call.case_ref)
    ranked = sum(d.reservation_ref == outcome.call.case_ref for d in outcome.decisions)
    return plural(
        "%(call)s: %(n)s of %(ranked)s ranked applications is awarded, for %(amount)s; "
        "%(turned)s did not meet the rules.",
        "%(call)s: %(n)s of %(ranked)s ranked applications are awarded, for %(amount)s; "
        "%(turned)s did not meet the rules.",
        len(awarded),
        call=outcome.call.title,
        ranked=ranked,
        amount=Money.total(each.amount for each in awarded),
        turned=len(outcome.turned),
    )


def _of_round(outcome: Outcome, round_: Round) -> Text:
    awarded = _awards(outcome, round_.case_ref)
    return plural(
        "%(round)s: %(n)s drawing right is awarded, for %(amount)s of %(envelope)s; "
        "%(turned)s claims were turned away.",
        "%(round)s: %(n)s drawing rights are awarded, for %(amount)s of %(envelope)s; "
        "%(turned)s claims were turned away.",
        len(awarded),
        round=round_.title,
        amount=Money.total(each.amount for each in awarded),
        envelope=round_.envelope,
        turned=len(outcome.claims_turned),
    )


def _reasons(turned: Turned) -> Text:
    return Text(
        "  %(number)s, %(lead)s: %(reasons)s",
        number=turned.number,
        lead=turned.lead,
        reasons=" ".join(words(refusal.text) for refusal in turned.refusals),
    )
