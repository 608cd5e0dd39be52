"""The project tackles several of the three degrees of the digital divide."""

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
    return at_least_so_many(dossier.degrees, params["degrees"])


_COUNTED = plural(
    "The project tackles %(n)s degree of the divide. The call asks for at least %(needed)s.",
    "The project tackles %(n)s degrees of the divide. The call asks for at least %(needed)s.",
    n=0,
)
RULE = Rule(
    key="minimum_degrees",
    word="minimum_graden",
    name=N_("Minimum number of degrees of the digital divide"),
    source="N9",
    theme=Theme.CONTENT,
    order=40,
    part="content",
    grows=True,
    parameters=(
        Parameter(
            key="degrees",
            word="graden",
            label=N_("number of degrees"),
            unit=N_("degrees"),
            minimum=1,
            maximum=3,
            default=2,
        ),
    ),
    states=Text("The project tackles at least %(n)s of the three degrees of the digital divide."),
    sentences=Sentences(
        met=_COUNTED,
        not_met=_COUNTED,
        unknown=Text("No degree of the digital divide is chosen yet."),
    ),
    remedy=Text("Choose at least %(degrees)s degrees of the digital divide."),
    evaluate=_judge,
    examples=(
        Example(
            dossier=Dossier(degrees=("access", "skills")),
            params={"degrees": 2},
            outcome=Outcome.MET,
        ),
        Example(
            dossier=Dossier(degrees=("access",)),
            params={"degrees": 2},
            outcome=Outcome.NOT_MET,
        ),
        Example(dossier=Dossier(), params={"degrees": 2}, outcome=Outcome.UNKNOWN),
    ),
)
