"""Other municipalities wrote that they will adopt what the project makes."""

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
from subsidy.core.text import N_, Text, plural


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    names = [name.strip().casefold() for name in dossier.letters if name.strip()]
    return at_least_so_many(names, params["letters"])


_COUNTED = plural(
    "%(n)s municipality wrote that it will adopt a realisation. "
    "The call asks for at least %(needed)s.",
    "%(n)s municipalities wrote that they will adopt a realisation. "
    "The call asks for at least %(needed)s.",
    n=0,
)
RULE = Rule(
    key="letters_of_intent",
    word="intentieverklaringen",
    name=N_("Letters of intent to adopt"),
    source="R4",
    theme=Theme.LASTING,
    order=40,
    part="declarations",
    grows=True,
    asks=frozenset({Fact.LETTERS}),
    parameters=(
        Parameter(
            key="letters",
            word="aantal",
            label=N_("number of letters of intent"),
            unit=N_("letters"),
            minimum=1,
            maximum=50,
            default=2,
        ),
    ),
    states=plural(
        "At least %(n)s municipality wrote that it will adopt a realisation.",
        "At least %(n)s municipalities wrote that they will adopt a realisation.",
        n=0,
    ),
    sentences=Sentences(
        met=_COUNTED, not_met=_COUNTED, unknown=Text("No letter of intent is filled in yet.")
    ),
    remedy=Text("Ask for more letters of intent, and fill them in."),
    evaluate=_judge,
    examples=(
        Example(dossier=Dossier(letters=("Mol", "Geel")), outcome=Outcome.MET),
        Example(dossier=Dossier(letters=("Mol", "mol ")), outcome=Outcome.NOT_MET),
        Example(dossier=Dossier(), outcome=Outcome.UNKNOWN),
    ),
)
