"""Every partner says which of its own needs the project meets."""

from dataclasses import replace

from subsidy.calls.domain.dossier import Dossier, Partner
from subsidy.calls.domain.rules.awaiting import names_of, whatever_they_answer
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
    silent = [partner for partner in dossier.accepted if not partner.needs.strip()]
    awaited = [partner for partner in dossier.invited if not partner.needs.strip()]
    return Verdict(
        outcome=whatever_they_answer(dossier, _outcome),
        sentence=_lacking(silent),
        remedy=_write(silent + awaited),
    )


def _outcome(dossier: Dossier) -> Outcome:
    if not dossier.accepted:
        return Outcome.UNKNOWN
    told = all(partner.needs.strip() for partner in dossier.accepted)
    return Outcome.MET if told else Outcome.NOT_MET


def _lacking(silent: list[Partner]) -> Text | None:
    if not silent:
        return None
    return plural(
        "%(n)s partner did not write its needs.",
        "%(n)s partners did not write their needs.",
        len(silent),
    )


def _write(silent: list[Partner]) -> Text | None:
    if not silent:
        return None
    return Text("Write which needs of %(names)s the project meets.", names=names_of(silent))


_MOL = replace(town("Mol"), needs="een digipunt")
RULE = Rule(
    key="needs_per_partner",
    word="noden_per_partner",
    name=N_("Needs described per partner"),
    source="R5",
    theme=Theme.CONTENT,
    order=10,
    states=Text("Every partner writes which of its needs the project meets."),
    sentences=Sentences(
        met=Text("The needs of every partner are described."),
        not_met=Text("The needs of every partner are not described yet."),
        unknown=Text("Not every partner has answered yet."),
    ),
    remedy=Text("Ask the partners to answer the invitation."),
    evaluate=_judge,
    examples=(
        Example(dossier=group(_MOL), outcome=Outcome.MET),
        Example(dossier=group(_MOL, town("Geel")), outcome=Outcome.NOT_MET),
        Example(dossier=group(_MOL, asked(town("Geel"))), outcome=Outcome.UNKNOWN),
    ),
)
