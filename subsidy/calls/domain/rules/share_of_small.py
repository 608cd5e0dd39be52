"""Small municipalities receive a fair part of the amount."""

from subsidy.calls.domain.dossier import Dossier
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
    at_least,
    share,
    shown_share,
)
from subsidy.calls.domain.rules.samples import asked, group, town
from subsidy.core.money import Money
from subsidy.core.text import N_, Text


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    threshold, needed = params["threshold"], params["share"]
    outcome = whatever_they_answer(dossier, lambda d: at_least(_share(d, threshold), needed))
    return Verdict(outcome=outcome, facts={"have": shown_share(_share(dossier, threshold))})


def _share(dossier: Dossier, threshold: int) -> int | None:
    small = (
        partner.requested
        for partner in dossier.accepted
        if partner.municipality is not None and partner.municipality.population < threshold
    )
    return share(Money.total(small), dossier.requested_by_accepted)


RULE = Rule(
    key="share_of_small",
    word="aandeel_kleine_gemeenten",
    name=N_("Minimum share for small municipalities"),
    source="R8, R10",
    theme=Theme.MONEY,
    order=50,
    part="budget",
    parameters=(
        Parameter(
            key="share",
            word="aandeel",
            label=N_("smallest share of small municipalities in %"),
            unit=N_("% of the amount"),
            minimum=1,
            maximum=10_000,
            default=2_500,
            kind=Kind.SHARE,
        ),
        Parameter(
            key="threshold",
            word="inwoners",
            label=N_("a small municipality has fewer inhabitants than"),
            unit=N_("inhabitants"),
            minimum=1_000,
            maximum=500_000,
            default=20_000,
        ),
    ),
    states=Text(
        "At least %(share)s of the amount goes to municipalities "
        "with fewer than %(threshold)s inhabitants."
    ),
    sentences=Sentences(
        met=Text("%(have)s of the amount goes to small municipalities."),
        not_met=Text(
            "%(have)s of the amount goes to small municipalities. "
            "The call asks for at least %(share)s."
        ),
        unknown=Text("It is not known yet which part goes to small municipalities."),
    ),
    remedy=Text(
        "Give municipalities with fewer than %(threshold)s inhabitants "
        "at least %(share)s of the amount."
    ),
    evaluate=_judge,
    examples=(
        Example(
            dossier=group(town("Mol", 37_000, euro=75), town("Retie", euro=25)),
            outcome=Outcome.MET,
        ),
        Example(
            dossier=group(town("Mol", 37_000, euro=76), town("Retie", euro=24)),
            outcome=Outcome.NOT_MET,
        ),
        Example(
            dossier=group(town("Mol", 37_000, euro=75), asked(town("Retie", euro=25))),
            outcome=Outcome.UNKNOWN,
        ),
        Example(dossier=group(town("Mol")), outcome=Outcome.UNKNOWN),
    ),
)
