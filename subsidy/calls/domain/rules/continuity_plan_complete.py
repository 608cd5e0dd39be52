"""Every partner says what becomes of every realisation when the money stops."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import product

from subsidy.calls.domain.dossier import Dossier, Partner
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
from subsidy.calls.domain.rules.gaps import gap, no_realisation, promise_gaps
from subsidy.calls.domain.rules.samples import LASTING, asked, town
from subsidy.core.text import N_, Text, plural


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    if not dossier.realisations:
        return no_realisation()
    if dossier.ends_on is None:
        return Verdict(
            outcome=Outcome.UNKNOWN,
            sentence=Text("The last day of the project is not filled in yet."),
            remedy=Text("Fill in the first and the last day of the project."),
        )
    years = dossier.years_after(params["years"])
    open_now = _plan_gaps(dossier, dossier.accepted, years)
    open_later = _plan_gaps(dossier, dossier.invited, years)
    gaps = open_now + open_later
    return Verdict(
        outcome=_outcome(dossier, open_now, open_later),
        sentence=_incomplete(gaps),
        remedy=Text("Complete the continuity plan with every partner named.") if gaps else None,
        evidence=gaps,
    )


def _plan_gaps(
    dossier: Dossier, partners: Iterable[Partner], years: Collection[int]
) -> tuple[Text, ...]:
    promises = {(p.realisation_id, p.partner_id): p for p in dossier.promises}
    found = []
    for realisation, partner in product(dossier.realisations, partners):
        missing = promise_gaps(promises.get((realisation.id, partner.id)), years)
        if missing:
            where = Text(
                "“%(realisation)s” at %(partner)s",
                realisation=realisation.title,
                partner=partner.name,
            )
            found.append(gap(where, missing))
    return tuple(sorted(found, key=str))


def _outcome(dossier: Dossier, open_now: Collection[Text], open_later: Collection[Text]) -> Outcome:
    if open_now:
        return Outcome.NOT_MET
    return Outcome.UNKNOWN if open_later or not dossier.accepted else Outcome.MET


def _incomplete(gaps: Collection[Text]) -> Text | None:
    if not gaps:
        return None
    return plural(
        "The continuity plan has %(n)s part that is not complete.",
        "The continuity plan has %(n)s parts that are not complete.",
        len(gaps),
    )


_NOBODY = Text("No partner takes part yet.")
RULE = Rule(
    key="continuity_plan_complete",
    word="continuiteitsplan_volledig",
    name=N_("Continuity plan complete"),
    source="R13",
    theme=Theme.LASTING,
    order=10,
    usual=True,
    part="continuity",
    parameters=(
        Parameter(
            key="years",
            word="jaren",
            label=N_("years after the end with a cost"),
            unit=N_("years"),
            minimum=1,
            maximum=10,
            default=3,
        ),
    ),
    states=plural(
        "Every partner completes the continuity plan of every realisation. It says what stays, "
        "who carries it and who pays. It also names the cost of the year after the end, the "
        "decision, the expectations and the risk.",
        "Every partner completes the continuity plan of every realisation. It says what stays, "
        "who carries it and who pays. It also names the cost of the %(n)s years after the end, "
        "the decision, the expectations and the risk.",
        n=0,
    ),
    sentences=Sentences(
        met=Text("The continuity plan is complete for every realisation and every partner."),
        not_met=_NOBODY,
        unknown=_NOBODY,
    ),
    remedy=Text("Ask the partners to answer the invitation."),
    evaluate=_judge,
    examples=(
        Example(dossier=LASTING, outcome=Outcome.MET, params={"years": 3}),
        Example(dossier=LASTING, outcome=Outcome.NOT_MET, params={"years": 4}),
        Example(
            dossier=replace(LASTING, partners=(*LASTING.partners, asked(town("Geel")))),
            outcome=Outcome.UNKNOWN,
        ),
    ),
)
