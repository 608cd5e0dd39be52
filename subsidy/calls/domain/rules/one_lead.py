"""An organisation leads one application of the call."""

from subsidy.calls.domain.dossier import Around, Consent, Dossier, Fact
from subsidy.calls.domain.rules.base import (
    Example,
    Outcome,
    Params,
    Rule,
    Sentences,
    Terms,
    Theme,
    Verdict,
)
from subsidy.calls.domain.rules.samples import group, leading, town
from subsidy.core.text import N_, Text, plural


def _judge(dossier: Dossier, _terms: Terms, _params: Params) -> Verdict:
    lead, led = dossier.lead, dossier.around.led
    if led is None or lead is None or lead.consent is not Consent.ACCEPTED:
        return Verdict(outcome=Outcome.UNKNOWN)
    others = led.get(lead.organisation_id, 0)
    return Verdict(
        outcome=Outcome.NOT_MET if others else Outcome.MET,
        facts={"name": lead.name, "n": others},
    )


_MOL = group(leading(town("Mol")), around=Around(led={"Mol": 0}))
RULE = Rule(
    key="one_lead",
    word="een_aanvraag_als_penvoerder",
    name=N_("One application per municipality as lead partner"),
    source="R1, R6",
    theme=Theme.OTHER_FILES,
    order=10,
    asks=frozenset({Fact.OTHER_FILES}),
    states=Text("A municipality is the lead partner of at most one application in this call."),
    sentences=Sentences(
        met=Text("%(name)s is the lead partner of no other submitted application."),
        not_met=plural(
            "%(name)s is the lead partner of %(n)s other submitted application.",
            "%(name)s is the lead partner of %(n)s other submitted applications.",
            n=0,
        ),
        unknown=Text("It is not known whether the lead partner leads another application."),
    ),
    remedy=Text("Choose another lead partner, or withdraw the other application."),
    evaluate=_judge,
    examples=(
        Example(dossier=_MOL, outcome=Outcome.MET),
        Example(
            dossier=group(leading(town("Mol")), around=Around(led={"Mol": 1})),
            outcome=Outcome.NOT_MET,
        ),
        Example(dossier=group(leading(town("Mol"))), outcome=Outcome.UNKNOWN),
    ),
)
