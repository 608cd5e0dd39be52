"""The lead keeps no more than a part of the amount for itself."""

from subsidy.calls.domain.dossier import Consent, Dossier
from subsidy.calls.domain.rules.awaiting import whatever_they_answer
from subsidy.calls.domain.rules.base import (
    Example,
    Kind,
    Outcome,
    Parameter,
    Params,
    Rule,
    Sentences,
    Terms,
    Theme,
    Verdict,
    at_most,
    share,
    shown_share,
)
from subsidy.calls.domain.rules.samples import asked, group, leading, town
from subsidy.core.text import N_, Text


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    outcome = whatever_they_answer(dossier, lambda d: at_most(_share(d), params["share"]))
    return Verdict(outcome=outcome, facts={"have": shown_share(_share(dossier))})


def _share(dossier: Dossier) -> int | None:
    """Return the part of the lead, rounded up: a cent too much is too much."""
    lead = dossier.lead
    if lead is None or lead.consent is not Consent.ACCEPTED:
        return None
    whole = dossier.requested_by_accepted
    rest = share(whole - lead.requested, whole)
    return None if rest is None else 10_000 - rest


RULE = Rule(
    key="share_of_lead",
    word="aandeel_penvoerder",
    name=N_("Maximum share of the lead partner"),
    source="R6, R10",
    theme=Theme.MONEY,
    order=60,
    part="budget",
    parameters=(
        Parameter(
            key="share",
            word="hoogstens",
            label=N_("largest share of the lead partner in %"),
            unit=N_("% of the amount"),
            minimum=1,
            maximum=10_000,
            default=5_000,
            kind=Kind.SHARE,
        ),
    ),
    states=Text("The lead partner receives at most %(share)s of the amount."),
    sentences=Sentences(
        met=Text("The lead partner receives %(have)s of the amount."),
        not_met=Text(
            "The lead partner receives %(have)s of the amount. The call allows at most %(share)s."
        ),
        unknown=Text("It is not known yet which part the lead partner receives."),
    ),
    remedy=Text("Give the lead partner at most %(share)s of the amount."),
    evaluate=_judge,
    examples=(
        Example(
            dossier=group(leading(town("Mol", euro=50)), town("Geel", euro=50)),
            outcome=Outcome.MET,
        ),
        Example(
            dossier=group(leading(town("Mol", euro=51)), town("Geel", euro=49)),
            outcome=Outcome.NOT_MET,
        ),
        Example(
            dossier=group(leading(town("Mol", euro=50)), asked(town("Geel", euro=50))),
            outcome=Outcome.UNKNOWN,
        ),
    ),
)
