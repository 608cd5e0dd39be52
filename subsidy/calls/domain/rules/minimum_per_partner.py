"""Every partner receives a share that is worth its while."""

from subsidy.calls.domain.dossier import Dossier, Partner
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
from subsidy.calls.domain.rules.samples import asked, group, town
from subsidy.core.text import N_, Text, plural


def _judge(dossier: Dossier, terms: Terms, _params: Params) -> Verdict:
    short = [p for p in dossier.accepted if p.requested < terms.partner_minimum]
    awaited = [p for p in dossier.invited if p.requested < terms.partner_minimum]
    if short:
        outcome = Outcome.NOT_MET
    elif awaited or not dossier.accepted:
        outcome = Outcome.UNKNOWN
    else:
        outcome = Outcome.MET
    low = short + awaited
    return Verdict(
        outcome=outcome,
        facts={"amount": terms.partner_minimum},
        sentence=_too_low(low, terms),
        remedy=_raise(low, terms),
        evidence=tuple(sorted((_amount_of(p) for p in low), key=str)),
    )


def _amount_of(partner: Partner) -> Text:
    return Text("%(name)s: %(amount)s", name=partner.name, amount=partner.requested)


def _too_low(low: list[Partner], terms: Terms) -> Text | None:
    if not low:
        return None
    return plural(
        "%(n)s partner receives less than %(amount)s.",
        "%(n)s partners receive less than %(amount)s.",
        len(low),
        amount=terms.partner_minimum,
    )


def _raise(low: list[Partner], terms: Terms) -> Text | None:
    if not low:
        return None
    return Text(
        "Raise the budget of %(names)s to at least %(amount)s per partner.",
        names=tuple(sorted(p.name for p in low)),
        amount=terms.partner_minimum,
    )


RULE = Rule(
    key="minimum_per_partner",
    word="minimum_per_partner",
    name=N_("Minimum share for every partner"),
    source="R10",
    theme=Theme.MONEY,
    order=20,
    usual=True,
    part="budget",
    states=Text("Every partner that takes part receives at least %(amount)s."),
    sentences=Sentences.same(Text("Every partner receives at least %(amount)s.")),
    remedy=Text("Fill in the budget of every partner."),
    evaluate=_judge,
    examples=(
        Example(dossier=group(town("Mol", euro=10_000)), outcome=Outcome.MET),
        Example(dossier=group(town("Mol", euro=9_999)), outcome=Outcome.NOT_MET),
        Example(
            dossier=group(town("Mol", euro=10_000), asked(town("Geel", euro=1))),
            outcome=Outcome.UNKNOWN,
        ),
    ),
)
