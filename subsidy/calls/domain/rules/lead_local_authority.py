"""The lead is a local authority: a municipality, an OCMW or an intermunicipal association."""

from dataclasses import replace

from subsidy.calls.domain.dossier import Consent, Dossier, Partner
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
from subsidy.calls.domain.rules.samples import asked, association, group, leading, town
from subsidy.core.text import N_, Text


def _judge(dossier: Dossier, _terms: Terms, _params: Params) -> Verdict:
    lead = dossier.lead
    if lead is None or lead.consent is Consent.REFUSED:
        return Verdict(
            outcome=Outcome.NOT_MET, sentence=Text("The application has no lead partner.")
        )
    return replace(_of_lead(lead), facts={"name": lead.name}, evidence=(lead.name,))


def _of_lead(lead: Partner) -> Verdict:
    if not lead.local_authority:
        return Verdict(outcome=Outcome.NOT_MET)
    if lead.consent is Consent.INVITED:
        wait = Text("Ask %(names)s to answer the invitation.", names=(lead.name,))
        return Verdict(outcome=Outcome.UNKNOWN, remedy=wait)
    return Verdict(outcome=Outcome.MET)


_IS = Text("The lead partner %(name)s is a local authority.")
RULE = Rule(
    key="lead_local_authority",
    word="penvoerder_is_lokaal_bestuur",
    name=N_("The lead partner is a local authority"),
    source="R22",
    theme=Theme.COOPERATION,
    order=10,
    usual=True,
    grows=True,
    states=Text("The lead partner is a local authority."),
    sentences=Sentences(
        met=_IS,
        not_met=Text("The lead partner %(name)s is not a local authority."),
        unknown=_IS,
    ),
    remedy=Text("Choose a local authority as lead partner."),
    evaluate=_judge,
    examples=(
        Example(dossier=group(leading(town("Mol"))), outcome=Outcome.MET),
        Example(dossier=group(leading(association("vzw Digi"))), outcome=Outcome.NOT_MET),
        Example(dossier=group(town("Mol")), outcome=Outcome.NOT_MET),
        Example(dossier=group(leading(asked(town("Mol")))), outcome=Outcome.UNKNOWN),
    ),
)
