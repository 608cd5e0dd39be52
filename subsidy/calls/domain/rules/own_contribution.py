"""The partners pay a part of the project themselves."""

from dataclasses import replace

from subsidy.calls.domain.dossier import Dossier, Fact, Partner
from subsidy.calls.domain.rules.awaiting import names_of, whatever_they_answer
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
    outcome = whatever_they_answer(dossier, lambda d: at_least(_share(d), params["share"]))
    silent = [p for p in (*dossier.accepted, *dossier.invited) if p.own_contribution is None]
    return Verdict(
        outcome=outcome,
        facts={"have": shown_share(_share(dossier))},
        remedy=_tell(silent),
    )


def _share(dossier: Dossier) -> int | None:
    """Return the part of the whole cost that the partners pay; None while one has not said."""
    own = [p.own_contribution for p in dossier.accepted if p.own_contribution is not None]
    if len(own) < len(dossier.accepted):
        return None
    paid = Money.total(own)
    return share(paid, paid + dossier.requested_by_accepted)


def _tell(silent: list[Partner]) -> Text | None:
    if not silent:
        return None
    return Text("Fill in the own contribution of %(names)s.", names=names_of(silent))


_MOL = replace(town("Mol", euro=80), own_contribution=Money(20_00))
RULE = Rule(
    key="own_contribution",
    word="eigen_inbreng",
    name=N_("Own contribution"),
    source="POD MI 2021 (cofinancing of 20 %)",
    theme=Theme.MONEY,
    order=40,
    part="budget",
    asks=frozenset({Fact.OWN_CONTRIBUTION}),
    parameters=(
        Parameter(
            key="share",
            word="aandeel",
            label=N_("smallest own contribution in % of the cost"),
            unit=N_("% of the cost"),
            minimum=1,
            maximum=9_000,
            default=2_000,
            kind=Kind.SHARE,
        ),
    ),
    states=Text("The partners together pay at least %(share)s of the cost themselves."),
    sentences=Sentences(
        met=Text("The partners pay %(have)s of the cost themselves."),
        not_met=Text(
            "The partners pay %(have)s of the cost themselves. "
            "The call asks for at least %(share)s."
        ),
        unknown=Text("It is not known yet what the partners pay themselves."),
    ),
    remedy=Text("Raise the own contribution, or await the answers."),
    evaluate=_judge,
    examples=(
        Example(dossier=group(_MOL), outcome=Outcome.MET),
        Example(
            dossier=group(replace(_MOL, own_contribution=Money(19_00))), outcome=Outcome.NOT_MET
        ),
        Example(dossier=group(_MOL, town("Geel", euro=1)), outcome=Outcome.UNKNOWN),
        Example(dossier=group(_MOL, asked(town("Geel", euro=1))), outcome=Outcome.UNKNOWN),
    ),
)
