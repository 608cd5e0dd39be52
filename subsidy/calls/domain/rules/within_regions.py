"""All municipalities in one or a few reference regions."""

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
    allowed = params["maximum"]
    have = {m.region for m in dossier.municipalities}
    possible = have | {m.region for m in dossier.invited_municipalities}
    if len(have) > allowed or not possible:
        outcome = Outcome.NOT_MET
    elif not have or len(possible) > allowed:
        outcome = Outcome.UNKNOWN
    else:
        outcome = Outcome.MET
    return Verdict(
        outcome=outcome,
        facts={"n": len(have), "allowed": allowed},
        remedy=_remedy(dossier, outcome, len(have), allowed),
        evidence=tuple(
            Text("%(region)s: %(names)s", region=region, names=_in_region(dossier, region))
            for region in sorted(have)
        ),
    )


def _in_region(dossier: Dossier, region: str) -> tuple[str, ...]:
    return names_of([m for m in dossier.municipalities if m.region == region])


def _remedy(dossier: Dossier, outcome: Outcome, have: int, allowed: int) -> Text | None:
    if outcome is Outcome.MET:
        return None
    if have > allowed:
        return plural(
            "Continue with the municipalities of %(n)s reference region.",
            "Continue with the municipalities of %(n)s reference regions.",
            allowed,
        )
    if outcome is Outcome.NOT_MET:
        return plural(
            "Invite municipalities of %(n)s reference region.",
            "Invite municipalities of at most %(n)s reference regions.",
            allowed,
        )
    if have == 0:
        return wait_for(dossier.invited_municipalities)
    return Text(
        "If %(names)s all take part, there are too many reference regions. "
        "Withdraw an invitation or await the answers.",
        names=names_of(dossier.invited_municipalities),
    )


RULE = Rule(
    key="within_regions",
    word="binnen_referentieregios",
    name=N_("Within one or a few reference regions"),
    source="R8",
    theme=Theme.COOPERATION,
    order=40,
    usual=True,
    parameters=(
        Parameter(
            key="maximum",
            word="hoogstens",
            label=N_("largest number of reference regions"),
            unit=N_("reference regions"),
            minimum=1,
            maximum=15,
            default=2,
        ),
    ),
    states=plural(
        "All municipalities that take part lie in %(n)s reference region.",
        "All municipalities that take part lie in at most %(n)s reference regions.",
        n=0,
    ),
    sentences=Sentences.same(
        plural(
            "The municipalities lie in %(n)s reference region. "
            "The call allows at most %(allowed)s.",
            "The municipalities lie in %(n)s reference regions. "
            "The call allows at most %(allowed)s.",
            n=0,
        )
    ),
    evaluate=_judge,
    examples=(
        Example(
            dossier=group(town("Mol"), town("Geel")), params={"maximum": 1}, outcome=Outcome.MET
        ),
        Example(
            dossier=group(town("Mol"), town("Gent", region="Regio Gent")),
            params={"maximum": 1},
            outcome=Outcome.NOT_MET,
        ),
        Example(
            dossier=group(town("Mol"), asked(town("Gent", region="Regio Gent"))),
            params={"maximum": 1},
            outcome=Outcome.UNKNOWN,
        ),
    ),
)
