"""Enough municipalities together."""

from subsidy.calls.domain.dossier import Dossier
from subsidy.calls.domain.rules.awaiting import names_of, wait_for
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
from subsidy.calls.domain.rules.samples import asked, group, town
from subsidy.core.text import N_, Text, plural


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    needed, have = params["number"], len(dossier.municipalities)
    possible = have + len(dossier.invited_municipalities)
    remedy: Text | None
    if have >= needed:
        outcome, remedy = Outcome.MET, None
    elif possible >= needed:
        outcome, remedy = Outcome.UNKNOWN, wait_for(dossier.invited_municipalities)
    else:
        outcome, remedy = Outcome.NOT_MET, _invite(needed - possible)
    return Verdict(
        outcome=outcome,
        facts={"n": have, "needed": needed},
        remedy=remedy,
        evidence=names_of(dossier.municipalities),
    )


def _invite(more: int) -> Text:
    return plural(
        "Invite at least %(n)s more municipality.",
        "Invite at least %(n)s more municipalities.",
        more,
    )


RULE = Rule(
    key="minimum_municipalities",
    word="minimum_gemeenten",
    name=N_("Minimum number of municipalities"),
    source="R8",
    theme=Theme.COOPERATION,
    order=20,
    usual=True,
    grows=True,
    parameters=(
        Parameter(
            key="number",
            word="aantal",
            label=N_("number of municipalities"),
            unit=N_("municipalities"),
            minimum=1,
            maximum=50,
            default=3,
        ),
    ),
    states=plural(
        "At least %(n)s municipality takes part.",
        "At least %(n)s municipalities take part.",
        n=0,
    ),
    sentences=Sentences.same(
        plural(
            "The consortium counts %(n)s municipality. The call asks for at least %(needed)s.",
            "The consortium counts %(n)s municipalities. The call asks for at least %(needed)s.",
            n=0,
        )
    ),
    evaluate=_judge,
    examples=(
        Example(
            dossier=group(town("Mol"), town("Geel")), params={"number": 2}, outcome=Outcome.MET
        ),
        Example(
            dossier=group(town("Mol"), asked(town("Geel"))),
            params={"number": 2},
            outcome=Outcome.UNKNOWN,
        ),
        Example(dossier=group(town("Mol")), params={"number": 2}, outcome=Outcome.NOT_MET),
    ),
)
