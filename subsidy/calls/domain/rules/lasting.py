"""Rules about what stays: a complete continuity plan and a complete scaling plan."""

from collections.abc import Collection, Iterable
from itertools import product

from subsidy.calls.domain.dossier import Dossier, Partner, Promise, Realisation
from subsidy.calls.domain.rules.base import Finding, Outcome, Parameter, Params, Rule, Terms
from subsidy.core.text import N_, Text, plural


def _missing(asked: Iterable[tuple[bool, str]]) -> tuple[Text, ...]:
    """Return the words for everything that is not filled in."""
    return tuple(Text(msgid) for filled, msgid in asked if not filled)


def _gap(where: Text | str, missing: tuple[Text, ...]) -> Text:
    return Text("%(where)s: fill in %(missing)s.", where=where, missing=missing)


# --- continuity plan --------------------------------------------------------------------------


def _explain_continuity(_terms: Terms, params: Params) -> Text:
    return plural(
        "Every partner completes the continuity plan of every realisation. It says what stays, "
        "who carries it and who pays. It also names the cost of the year after the end, the "
        "decision, the expectations and the risk.",
        "Every partner completes the continuity plan of every realisation. It says what stays, "
        "who carries it and who pays. It also names the cost of the %(n)s years after the end, "
        "the decision, the expectations and the risk.",
        params["years"],
    )


def promise_gaps(promise: Promise | None, years: Collection[int]) -> tuple[Text, ...]:
    """Return what a partner still has to say about one realisation."""
    if promise is None:
        return (Text("the whole continuity plan"),)
    counted = {year.year for year in promise.years}
    return _missing(
        [
            (promise.stays is not None, N_("what stays")),
            (bool(promise.owner.strip()), N_("who carries it")),
            (counted.issuperset(years), N_("the yearly cost after the end")),
            (bool(promise.funding_source.strip()), N_("who pays the cost")),
            (bool(promise.deciding_body.strip()), N_("which body decides")),
            (promise.decided_on is not None, N_("the date of the decision")),
            (bool(promise.expected_of_others.strip()), N_("what you expect of others")),
            (promise.risk is not None, N_("the risk")),
        ]
    )


def _continuity(dossier: Dossier, _terms: Terms, params: Params) -> Finding:
    if not dossier.realisations:
        return _no_realisation(CONTINUITY_PLAN_COMPLETE.key)
    if dossier.ends_on is None:
        return Finding(
            rule=CONTINUITY_PLAN_COMPLETE.key,
            outcome=Outcome.UNKNOWN,
            sentence=Text("The last day of the project is not filled in yet."),
            remedy=Text("Fill in the first and the last day of the project."),
        )
    years = dossier.years_after(params["years"])
    open_now = _plan_gaps(dossier, dossier.accepted, years)
    open_later = _plan_gaps(dossier, dossier.invited, years)
    return Finding(
        rule=CONTINUITY_PLAN_COMPLETE.key,
        outcome=_continuity_outcome(dossier, open_now, open_later),
        sentence=_continuity_sentence(dossier, open_now + open_later),
        remedy=_continuity_remedy(dossier, open_now + open_later),
        evidence=open_now + open_later,
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
            found.append(_gap(where, missing))
    return tuple(sorted(found, key=str))


def _continuity_outcome(
    dossier: Dossier, open_now: Collection[Text], open_later: Collection[Text]
) -> Outcome:
    if open_now:
        return Outcome.NOT_MET
    return Outcome.UNKNOWN if open_later or not dossier.accepted else Outcome.MET


def _continuity_sentence(dossier: Dossier, gaps: Collection[Text]) -> Text:
    if gaps:
        return plural(
            "The continuity plan has %(n)s part that is not complete.",
            "The continuity plan has %(n)s parts that are not complete.",
            len(gaps),
        )
    if not dossier.accepted:
        return Text("No partner takes part yet.")
    return Text("The continuity plan is complete for every realisation and every partner.")


def _continuity_remedy(dossier: Dossier, gaps: Collection[Text]) -> Text | None:
    if gaps:
        return Text("Complete the continuity plan with every partner named.")
    return None if dossier.accepted else Text("Ask the partners to answer the invitation.")


def _no_realisation(rule: str) -> Finding:
    return Finding(
        rule=rule,
        outcome=Outcome.NOT_MET,
        sentence=Text("The application names no realisation yet."),
        remedy=Text("Add what will exist when the project ends."),
    )


CONTINUITY_PLAN_COMPLETE = Rule(
    key="continuity_plan_complete",
    word="continuiteitsplan_volledig",
    name=N_("Continuity plan complete"),
    source="R13",
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
    explain=_explain_continuity,
    evaluate=_continuity,
)

# --- scaling plan -----------------------------------------------------------------------------


def _explain_scaling(_terms: Terms, params: Params) -> Text:
    return Text(
        "The project names what all municipalities can use afterwards: at least %(realisations)s. "
        "Each has a licence and a date. Each names who takes it over: at least %(adopters)s.",
        realisations=params["realisations"],
        adopters=params["adopters"],
    )


def realisation_gaps(realisation: Realisation, adopters: int) -> tuple[Text, ...]:
    """Return what is still to be said before others can take this realisation over."""
    named = sum(bool(adopter.strip()) for adopter in set(realisation.adopters))
    return _missing(
        [
            (bool(realisation.for_whom.strip()), N_("for whom it is")),
            (bool(realisation.licence.strip()), N_("the licence")),
            (bool(realisation.how_to_use.strip()), N_("how every municipality can use it")),
            (realisation.available_from is not None, N_("from when it is available")),
            (named >= adopters, N_("who takes it over")),
        ]
    )


def _scaling(dossier: Dossier, _terms: Terms, params: Params) -> Finding:
    have, needed = len(dossier.realisations), params["realisations"]
    if have == 0:
        return _no_realisation(SCALING_PLAN_COMPLETE.key)
    gaps = tuple(
        sorted(
            (
                _gap(Text("“%(realisation)s”", realisation=realisation.title), missing)
                for realisation in dossier.realisations
                if (missing := realisation_gaps(realisation, params["adopters"]))
            ),
            key=str,
        )
    )
    return Finding(
        rule=SCALING_PLAN_COMPLETE.key,
        outcome=Outcome.NOT_MET if gaps or have < needed else Outcome.MET,
        sentence=_scaling_sentence(have, needed, len(gaps)),
        remedy=_scaling_remedy(have, needed, len(gaps)),
        evidence=gaps,
    )


def _scaling_sentence(have: int, needed: int, gaps: int) -> Text:
    if have < needed:
        return plural(
            "The application names %(n)s realisation. The call asks for at least %(needed)s.",
            "The application names %(n)s realisations. The call asks for at least %(needed)s.",
            have,
            needed=needed,
        )
    if gaps:
        return plural(
            "The scaling plan has %(n)s realisation that is not complete.",
            "The scaling plan has %(n)s realisations that are not complete.",
            gaps,
        )
    return Text("The scaling plan is complete: others can take over every realisation.")


def _scaling_remedy(have: int, needed: int, gaps: int) -> Text | None:
    if have < needed:
        return plural(
            "Add at least %(n)s more realisation.",
            "Add at least %(n)s more realisations.",
            needed - have,
        )
    return Text("Complete every realisation named.") if gaps else None


SCALING_PLAN_COMPLETE = Rule(
    key="scaling_plan_complete",
    word="opschalingsplan_volledig",
    name=N_("Scaling plan complete"),
    source="R2, R4",
    parameters=(
        Parameter(
            key="realisations",
            word="realisaties",
            label=N_("number of realisations"),
            unit=N_("realisations"),
            minimum=1,
            maximum=20,
            default=1,
        ),
        Parameter(
            key="adopters",
            word="overnemers",
            label=N_("adopters per realisation"),
            unit=N_("adopters"),
            minimum=1,
            maximum=20,
            default=1,
        ),
    ),
    explain=_explain_scaling,
    evaluate=_scaling,
)
