"""What the project counts, with a baseline, a target for each year and a source."""

from subsidy.calls.domain.dossier import Dossier, Fact
from subsidy.calls.domain.rules.awaiting import met_if
from subsidy.calls.domain.rules.base import (
    Example,
    Outcome,
    Parameter,
    Params,
    Rule,
    Sentences,
    Terms,
    Theme,
    Verdict,
)
from subsidy.core.text import N_, Text, plural


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    found, needed = dossier.indicators, params["indicators"]
    if found is None:
        return Verdict(outcome=Outcome.UNKNOWN)
    return Verdict(
        outcome=met_if(len(found) >= needed),
        facts={"n": len(found), "needed": needed},
        evidence=found,
    )


_COUNTED = plural(
    "%(n)s indicator has a baseline, a target for each year and a source. "
    "The call asks for at least %(needed)s.",
    "%(n)s indicators have a baseline, a target for each year and a source. "
    "The call asks for at least %(needed)s.",
    n=0,
)
RULE = Rule(
    key="indicators_measured",
    word="indicatoren",
    name=N_("Indicators with a baseline and targets"),
    source="R17",
    theme=Theme.LASTING,
    order=45,
    part="indicators",
    grows=True,
    asks=frozenset({Fact.INDICATORS}),
    parameters=(
        Parameter(
            key="indicators",
            word="aantal",
            label=N_("number of indicators"),
            unit=N_("indicators"),
            minimum=1,
            maximum=10,
            default=2,
        ),
    ),
    states=plural(
        "At least %(n)s indicator has a baseline, a target for each year and a source.",
        "At least %(n)s indicators have a baseline, a target for each year and a source.",
        n=0,
    ),
    sentences=Sentences(
        met=_COUNTED, not_met=_COUNTED, unknown=Text("No indicator is filled in yet.")
    ),
    remedy=Text("Complete the indicators, or add one."),
    evaluate=_judge,
    examples=(
        Example(dossier=Dossier(indicators=("Vrijwilligers", "Deelnemers")), outcome=Outcome.MET),
        Example(dossier=Dossier(indicators=("Vrijwilligers",)), outcome=Outcome.NOT_MET),
        Example(dossier=Dossier(indicators=()), outcome=Outcome.NOT_MET),
        Example(dossier=Dossier(), outcome=Outcome.UNKNOWN),
    ),
)
