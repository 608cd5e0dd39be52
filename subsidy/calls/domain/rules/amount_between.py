"""The amount of an application lies between the minimum and the maximum of the call."""

from dataclasses import replace

from subsidy.calls.domain.dossier import Dossier
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
from subsidy.core.money import Money
from subsidy.core.text import N_, Text


def _judge(dossier: Dossier, terms: Terms, _params: Params) -> Verdict:
    facts = {"minimum": terms.minimum, "maximum": terms.maximum, "requested": dossier.requested}
    if not dossier.requested:
        return Verdict(outcome=Outcome.UNKNOWN, facts=facts)
    if dossier.requested < terms.minimum:
        short = terms.minimum - dossier.requested
        remedy = Text("Ask for at least %(amount)s more.", amount=short)
    elif dossier.requested > terms.maximum:
        remedy = Text("Ask for at least %(amount)s less.", amount=dossier.requested - terms.maximum)
    else:
        return Verdict(outcome=Outcome.MET, facts=facts)
    return Verdict(outcome=Outcome.NOT_MET, facts=facts, remedy=remedy)


_ASKS = Text(
    "The application asks for %(requested)s. The call allows between %(minimum)s and %(maximum)s."
)
_EMPTY = Dossier()
RULE = Rule(
    key="amount_between",
    word="bedrag_binnen_grenzen",
    name=N_("Amount between minimum and maximum"),
    source="R6",
    theme=Theme.MONEY,
    order=10,
    usual=True,
    part="budget",
    states=Text("An application asks for at least %(minimum)s and at most %(maximum)s."),
    sentences=Sentences(met=_ASKS, not_met=_ASKS, unknown=Text("The budget is still empty.")),
    remedy=Text("Fill in a budget between %(minimum)s and %(maximum)s."),
    evaluate=_judge,
    examples=(
        Example(dossier=_EMPTY, outcome=Outcome.UNKNOWN),
        Example(dossier=replace(_EMPTY, requested=Money(100_000_00)), outcome=Outcome.MET),
        Example(dossier=replace(_EMPTY, requested=Money(99_999_99)), outcome=Outcome.NOT_MET),
    ),
)
