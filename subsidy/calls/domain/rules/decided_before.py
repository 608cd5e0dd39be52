"""The college or the council of every partner decided in time."""

from datetime import date

from subsidy.calls.domain.dossier import Dossier, Partner
from subsidy.calls.domain.rules.awaiting import whatever_they_answer
from subsidy.calls.domain.rules.base import (
    Example,
    Kind,
    Outcome,
    Parameter,
    Params,
    Rule,
    Sentences,
    Terms,
    Theme,
    Verdict,
)
from subsidy.calls.domain.rules.samples import LASTING
from subsidy.core.text import N_, Text


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    limit = date.fromordinal(params["before"])
    outcome = whatever_they_answer(dossier, lambda d: _outcome(d, limit))
    return Verdict(outcome=outcome, evidence=_evidence(dossier))


def _outcome(dossier: Dossier, limit: date) -> Outcome:
    """Judge who takes part: a decision too late is not met, one that is missing not yet known."""
    days = [_decided_on(dossier, partner) for partner in dossier.accepted]
    if any(day is not None and day >= limit for day in days):
        return Outcome.NOT_MET
    return Outcome.MET if days and all(days) else Outcome.UNKNOWN


def _decided_on(dossier: Dossier, partner: Partner) -> date | None:
    """Return the day of the last decision of a partner; None while one has no day.

    A decision that is enclosed gives its day to every promise without one.
    """
    enclosed = max((day for of, day in dossier.decisions if of == partner.id), default=None)
    days = [
        promise.decided_on or enclosed
        for promise in dossier.promises
        if promise.partner_id == partner.id
    ]
    known = [day for day in (*days, enclosed) if day is not None]
    return max(known, default=None) if all(days) else None


def _evidence(dossier: Dossier) -> tuple[Text, ...]:
    partners = sorted(dossier.accepted, key=lambda partner: (partner.name, partner.id))
    decided = ((partner.name, _decided_on(dossier, partner)) for partner in partners)
    return tuple(Text("%(name)s: %(day)s", name=name, day=day) for name, day in decided if day)


RULE = Rule(
    key="decided_before",
    word="beslist_voor",
    name=N_("Decision of college or council in time"),
    source="R13",
    theme=Theme.LASTING,
    order=30,
    part="continuity",
    parameters=(
        Parameter(
            key="before",
            word="voor",
            label=N_("the decision is dated before"),
            unit=N_("day"),
            minimum=date(2020, 1, 1).toordinal(),
            maximum=date(2040, 12, 31).toordinal(),
            default=date(2022, 1, 1).toordinal(),
            kind=Kind.DATE,
        ),
    ),
    states=Text("The college or the council of every partner decided before %(before)s."),
    sentences=Sentences(
        met=Text("Every partner decided before %(before)s."),
        not_met=Text("A partner decided on %(before)s or later."),
        unknown=Text("The day of the decision is not known for every partner."),
    ),
    remedy=Text("Fill in or enclose for every partner a decision dated before %(before)s."),
    evaluate=_judge,
    examples=(
        Example(
            dossier=LASTING,
            params={"before": date(2021, 10, 2).toordinal()},
            outcome=Outcome.MET,
        ),
        Example(
            dossier=LASTING,
            params={"before": date(2021, 10, 1).toordinal()},
            outcome=Outcome.NOT_MET,
        ),
        Example(dossier=Dossier(partners=LASTING.partners), outcome=Outcome.UNKNOWN),
        Example(
            dossier=Dossier(partners=LASTING.partners, decisions=(("Mol", date(2021, 10, 1)),)),
            params={"before": date(2021, 10, 2).toordinal()},
            outcome=Outcome.MET,
        ),
        Example(
            dossier=Dossier(partners=LASTING.partners, decisions=(("Mol", date(2021, 10, 2)),)),
            params={"before": date(2021, 10, 2).toordinal()},
            outcome=Outcome.NOT_MET,
        ),
    ),
)
