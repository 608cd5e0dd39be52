"""Large and small municipalities together."""

from collections.abc import Collection

from subsidy.calls.domain.dossier import Dossier, Municipality
from subsidy.calls.domain.rules.awaiting import wait_for
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
from subsidy.core.text import N_, Text

_SIZES = ("small", "large")


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    threshold = params["threshold"]
    have = _sizes(dossier.municipalities, threshold)
    possible = have | _sizes(dossier.invited_municipalities, threshold)
    remedy: Text | None
    if len(have) == len(_SIZES):
        outcome, remedy = Outcome.MET, None
    elif len(possible) == len(_SIZES):
        lacking = [m for m in dossier.invited_municipalities if not have & _sizes([m], threshold)]
        outcome, remedy = Outcome.UNKNOWN, wait_for(lacking)
    else:
        outcome, remedy = Outcome.NOT_MET, _invite_size(possible, threshold)
    return Verdict(
        outcome=outcome,
        sentence=_one_size(have, threshold),
        remedy=remedy,
        evidence=_populations(dossier.municipalities),
    )


def _sizes(municipalities: Collection[Municipality], threshold: int) -> frozenset[str]:
    return frozenset("small" if m.population < threshold else "large" for m in municipalities)


def _populations(municipalities: Collection[Municipality]) -> tuple[Text, ...]:
    ordered = sorted(municipalities, key=lambda m: (m.population, m.nis))
    return tuple(
        Text("%(name)s: %(population)s inhabitants", name=m.name, population=m.population)
        for m in ordered
    )


def _one_size(have: frozenset[str], threshold: int) -> Text | None:
    """Say which size takes part, when it is only one."""
    if have == {"large"}:
        return Text(
            "No municipality that takes part has fewer than %(threshold)s inhabitants.",
            threshold=threshold,
        )
    if have == {"small"}:
        return Text(
            "No municipality that takes part has %(threshold)s inhabitants or more.",
            threshold=threshold,
        )
    return None


def _invite_size(possible: frozenset[str], threshold: int) -> Text:
    if possible == {"large"}:
        return Text(
            "Invite a municipality with fewer than %(threshold)s inhabitants.",
            threshold=threshold,
        )
    if possible == {"small"}:
        return Text(
            "Invite a municipality with %(threshold)s inhabitants or more.", threshold=threshold
        )
    return Text(
        "Invite a municipality with fewer than %(threshold)s inhabitants and one with more.",
        threshold=threshold,
    )


_NOBODY = Text("No municipality takes part yet.")
RULE = Rule(
    key="large_and_small",
    word="groot_en_klein",
    name=N_("Large and small municipalities together"),
    source="R8",
    theme=Theme.COOPERATION,
    order=30,
    usual=True,
    grows=True,
    parameters=(
        Parameter(
            key="threshold",
            word="inwoners",
            label=N_("threshold between small and large"),
            unit=N_("inhabitants"),
            minimum=1_000,
            maximum=500_000,
            default=20_000,
        ),
    ),
    states=Text(
        "At least one municipality has fewer than %(threshold)s inhabitants, "
        "and at least one has %(threshold)s or more."
    ),
    sentences=Sentences(
        met=Text("Municipalities under and over %(threshold)s inhabitants work together."),
        not_met=_NOBODY,
        unknown=_NOBODY,
    ),
    evaluate=_judge,
    examples=(
        Example(dossier=group(town("Mol", 37_000), town("Retie")), outcome=Outcome.MET),
        Example(dossier=group(town("Mol", 37_000), asked(town("Retie"))), outcome=Outcome.UNKNOWN),
        Example(dossier=group(town("Dessel"), town("Retie")), outcome=Outcome.NOT_MET),
    ),
)
