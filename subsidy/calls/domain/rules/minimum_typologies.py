"""Municipalities of different kinds: cities, small towns, rural municipalities."""

from subsidy.calls.domain.dossier import Dossier
from subsidy.calls.domain.rules.awaiting import met_if, whatever_they_answer
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
from subsidy.calls.domain.rules.samples import asked, group, in_class
from subsidy.core.text import N_, Text, plural


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    needed = params["classes"]
    outcome = whatever_they_answer(dossier, lambda d: met_if(len(_classes(d)) >= needed))
    return Verdict(outcome=outcome, facts={"n": len(_classes(dossier)), "needed": needed})


def _classes(dossier: Dossier) -> frozenset[str]:
    """Return the classes of those that take part; a municipality without one adds none."""
    return frozenset(m.typology for m in dossier.municipalities if m.typology)


RULE = Rule(
    key="minimum_typologies",
    word="minimum_typologieen",
    name=N_("Minimum number of typology classes"),
    source="R9",
    theme=Theme.COOPERATION,
    order=50,
    grows=True,
    parameters=(
        Parameter(
            key="classes",
            word="klassen",
            label=N_("number of typology classes"),
            unit=N_("classes"),
            minimum=1,
            maximum=9,
            default=2,
        ),
    ),
    states=plural(
        "The municipalities that take part come from at least %(n)s typology class.",
        "The municipalities that take part come from at least %(n)s different typology classes.",
        n=0,
    ),
    sentences=Sentences.same(
        plural(
            "The municipalities come from %(n)s typology class. "
            "The call asks for at least %(needed)s.",
            "The municipalities come from %(n)s typology classes. "
            "The call asks for at least %(needed)s.",
            n=0,
        )
    ),
    remedy=Text("Invite a municipality of another typology class, or await the answers."),
    evaluate=_judge,
    examples=(
        Example(dossier=group(in_class("Gent", "a0"), in_class("Mol", "b0")), outcome=Outcome.MET),
        Example(
            dossier=group(in_class("Geel", "b0"), in_class("Mol", "b0")), outcome=Outcome.NOT_MET
        ),
        Example(
            dossier=group(in_class("Gent", "a0"), asked(in_class("Mol", "b0"))),
            outcome=Outcome.UNKNOWN,
        ),
    ),
)
