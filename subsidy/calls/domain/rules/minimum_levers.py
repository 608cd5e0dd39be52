"""The project uses several of the four levers of the position paper."""

from subsidy.calls.domain.dossier import Dossier
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
from subsidy.core.text import N_, Text, plural


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    return at_least_so_many(dossier.levers, params["levers"])


_COUNTED = plural(
    "The project uses %(n)s lever. The call asks for at least %(needed)s.",
    "The project uses %(n)s levers. The call asks for at least %(needed)s.",
    n=0,
)
RULE = Rule(
    key="minimum_levers",
    word="minimum_hefbomen",
    name=N_("Minimum number of levers"),
    source="N9",
    theme=Theme.CONTENT,
    order=30,
    part="content",
    grows=True,
    parameters=(
        Parameter(
            key="levers",
            word="hefbomen",
            label=N_("number of levers"),
            unit=N_("levers"),
            minimum=1,
            maximum=4,
            default=2,
        ),
    ),
    states=Text("The project uses at least %(n)s of the four levers."),
    sentences=Sentences(met=_COUNTED, not_met=_COUNTED, unknown=Text("No lever is chosen yet.")),
    remedy=Text("Choose at least %(levers)s levers."),
    evaluate=_judge,
    examples=(
        Example(
            dossier=Dossier(levers=("outreach", "participation")),
            params={"levers": 2},
            outcome=Outcome.MET,
        ),
        Example(
            dossier=Dossier(levers=("outreach",)),
            params={"levers": 2},
            outcome=Outcome.NOT_MET,
        ),
        Example(dossier=Dossier(), params={"levers": 2}, outcome=Outcome.UNKNOWN),
    ),
)
