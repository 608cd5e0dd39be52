"""Nobody is paid twice: no other subsidy for the same municipality, action and period."""

from dataclasses import replace
from datetime import date

from subsidy.calls.domain.dossier import Around, Dossier, Fact, Grant
from subsidy.calls.domain.rules.awaiting import whatever_they_answer
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
from subsidy.calls.domain.rules.samples import asked, group, town
from subsidy.core.text import N_, Text, plural


def _judge(dossier: Dossier, _terms: Terms, _params: Params) -> Verdict:
    twice = _paid_twice(dossier)
    return Verdict(
        outcome=whatever_they_answer(dossier, _outcome),
        facts={"n": len(twice)},
        evidence=tuple(_named(dossier, grant) for grant in twice),
    )


def _outcome(dossier: Dossier) -> Outcome:
    if dossier.around.grants is None or not dossier.municipalities:
        return Outcome.UNKNOWN
    if not _grants(dossier):
        return Outcome.MET
    if not dossier.five_actions or None in (dossier.starts_on, dossier.ends_on):
        return Outcome.UNKNOWN
    return Outcome.NOT_MET if _paid_twice(dossier) else Outcome.MET


def _grants(dossier: Dossier) -> list[Grant]:
    """Return the other subsidies of the municipalities that take part."""
    codes = {municipality.nis for municipality in dossier.municipalities}
    return [grant for grant in dossier.around.grants or () if grant.nis in codes]


def _paid_twice(dossier: Dossier) -> list[Grant]:
    starts, ends = dossier.starts_on, dossier.ends_on
    if starts is None or ends is None:
        return []
    actions = frozenset(dossier.five_actions)
    return [
        grant
        for grant in _grants(dossier)
        if grant.actions & actions and grant.starts_on <= ends and starts <= grant.ends_on
    ]


def _named(dossier: Dossier, grant: Grant) -> Text:
    names = {municipality.nis: municipality.name for municipality in dossier.municipalities}
    return Text("%(name)s: “%(title)s”", name=names[grant.nis], title=grant.title)


_PROJECT = replace(
    group(town("Mol")),
    starts_on=date(2022, 1, 1),
    ends_on=date(2023, 12, 31),
    five_actions=("access",),
)


_GRANT = Grant(
    nis="Mol",
    title="Digibank",
    actions=frozenset({"access"}),
    starts_on=date(2023, 12, 31),
    ends_on=date(2024, 12, 31),
)
_OTHER_ACTION = replace(_GRANT, actions=frozenset({"group"}))
_NEXT_DAY = replace(_GRANT, starts_on=date(2024, 1, 1))
_GIVEN = replace(_PROJECT, around=Around(grants=(_GRANT,)))


RULE = Rule(
    key="no_double_funding",
    word="geen_dubbele_subsidie",
    name=N_("No double subsidy"),
    source="R7",
    theme=Theme.OTHER_FILES,
    order=30,
    part="declarations",
    asks=frozenset({Fact.GRANTS, Fact.FIVE_ACTIONS}),
    states=Text(
        "No municipality that takes part receives another subsidy "
        "for the same action in the same period."
    ),
    sentences=Sentences(
        met=Text("The register holds no other subsidy for the same action and period."),
        not_met=plural(
            "The register holds %(n)s other subsidy for the same action and period.",
            "The register holds %(n)s other subsidies for the same action and period.",
            n=0,
        ),
        unknown=Text("It is not known yet whether something would be paid twice."),
    ),
    remedy=Text("Fill in the period and the actions, or leave out what is paid already."),
    evaluate=_judge,
    examples=(
        Example(dossier=replace(_PROJECT, around=Around(grants=())), outcome=Outcome.MET),
        Example(dossier=_GIVEN, outcome=Outcome.NOT_MET),
        Example(
            dossier=replace(_GIVEN, around=Around(grants=(_OTHER_ACTION,))), outcome=Outcome.MET
        ),
        Example(dossier=replace(_GIVEN, around=Around(grants=(_NEXT_DAY,))), outcome=Outcome.MET),
        Example(dossier=replace(_GIVEN, five_actions=()), outcome=Outcome.UNKNOWN),
        Example(
            dossier=replace(_GIVEN, partners=(asked(town("Mol")), town("Geel"))),
            outcome=Outcome.UNKNOWN,
        ),
        Example(dossier=_PROJECT, outcome=Outcome.UNKNOWN),
    ),
)
