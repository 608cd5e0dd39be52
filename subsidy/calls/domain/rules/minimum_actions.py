"""The project takes several of the five actions of the position paper."""

from subsidy.calls.domain.dossier import Dossier, Fact
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
from subsidy.calls.domain.rules.choosing import at_least_so_many
from subsidy.core.text import N_, Text


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    return at_least_so_many(dossier.five_actions, params["actions"])


_COUNTED = Text(
    "The project takes %(n)s of the five actions. The call asks for at least %(needed)s."
)
RULE = Rule(
    key="minimum_actions",
    word="minimum_acties",
    name=N_("Minimum number of the five actions"),
    source="N9",
    theme=Theme.CONTENT,
    order=50,
    part="declarations",
    grows=True,
    asks=frozenset({Fact.FIVE_ACTIONS}),
    parameters=(
        Parameter(
            key="actions",
            word="acties",
            label=N_("number of actions"),
            unit=N_("actions"),
            minimum=1,
            maximum=5,
            default=2,
        ),
    ),
    states=Text("The project takes at least %(n)s of the five actions."),
    sentences=Sentences(
        met=_COUNTED, not_met=_COUNTED, unknown=Text("None of the five actions is chosen yet.")
    ),
    remedy=Text("Choose at least %(actions)s of the five actions."),
    evaluate=_judge,
    examples=(
        Example(
            dossier=Dossier(five_actions=("access", "direction")),
            params={"actions": 2},
            outcome=Outcome.MET,
        ),
        Example(
            dossier=Dossier(five_actions=("access",)),
            params={"actions": 2},
            outcome=Outcome.NOT_MET,
        ),
        Example(dossier=Dossier(), params={"actions": 2}, outcome=Outcome.UNKNOWN),
    ),
)
