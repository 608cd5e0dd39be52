"""Rules about who works together: how many, large and small, where, and who leads.

An invited partner may still say yes or no. A rule is met only when it is met whatever they
answer, and not met when no answer can help; in between it is not yet known.
"""

from collections.abc import Collection

from subsidy.calls.domain.dossier import Consent, Dossier, Municipality
from subsidy.calls.domain.rules.base import Finding, Outcome, Parameter, Params, Rule, Terms
from subsidy.core.text import N_, Text, plural


def _names(municipalities: Collection[Municipality]) -> tuple[str, ...]:
    return tuple(sorted(municipality.name for municipality in municipalities))


def _wait(awaited: Collection[Municipality]) -> Text:
    return Text("Ask %(names)s to answer the invitation.", names=_names(awaited))


# --- minimum number of municipalities ---------------------------------------------------------


def _explain_number(_terms: Terms, params: Params) -> Text:
    return plural(
        "At least %(n)s municipality takes part.",
        "At least %(n)s municipalities take part.",
        params["number"],
    )


def _number(dossier: Dossier, _terms: Terms, params: Params) -> Finding:
    needed, have = params["number"], len(dossier.municipalities)
    possible = have + len(dossier.invited_municipalities)
    sentence = plural(
        "The consortium counts %(n)s municipality. The call asks for at least %(needed)s.",
        "The consortium counts %(n)s municipalities. The call asks for at least %(needed)s.",
        have,
        needed=needed,
    )
    if have >= needed:
        outcome, remedy = Outcome.MET, None
    elif possible >= needed:
        outcome, remedy = Outcome.UNKNOWN, _wait(dossier.invited_municipalities)
    else:
        outcome = Outcome.NOT_MET
        remedy = plural(
            "Invite at least %(n)s more municipality.",
            "Invite at least %(n)s more municipalities.",
            needed - possible,
        )
    return Finding(
        rule=MINIMUM_MUNICIPALITIES.key,
        outcome=outcome,
        sentence=sentence,
        remedy=remedy,
        evidence=_names(dossier.municipalities),
    )


MINIMUM_MUNICIPALITIES = Rule(
    key="minimum_municipalities",
    word="minimum_gemeenten",
    name=N_("Minimum number of municipalities"),
    source="R8",
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
    explain=_explain_number,
    evaluate=_number,
)

# --- large and small --------------------------------------------------------------------------


def _explain_sizes(_terms: Terms, params: Params) -> Text:
    return Text(
        "At least one municipality has fewer than %(threshold)s inhabitants, "
        "and at least one has %(threshold)s or more.",
        threshold=params["threshold"],
    )


def _large_and_small(dossier: Dossier, _terms: Terms, params: Params) -> Finding:
    threshold = params["threshold"]
    have = _sizes(dossier.municipalities, threshold)
    possible = have | _sizes(dossier.invited_municipalities, threshold)
    if len(have) == len(_SIZES):
        outcome, remedy = Outcome.MET, None
    elif len(possible) == len(_SIZES):
        lacking = [m for m in dossier.invited_municipalities if not have & _sizes([m], threshold)]
        outcome, remedy = Outcome.UNKNOWN, _wait(lacking)
    else:
        outcome, remedy = Outcome.NOT_MET, _invite_size(possible, threshold)
    return Finding(
        rule=LARGE_AND_SMALL.key,
        outcome=outcome,
        sentence=_sizes_sentence(have, threshold),
        remedy=remedy,
        evidence=_populations(dossier.municipalities),
    )


_SIZES = ("small", "large")


def _sizes(municipalities: Collection[Municipality], threshold: int) -> frozenset[str]:
    return frozenset("small" if m.population < threshold else "large" for m in municipalities)


def _populations(municipalities: Collection[Municipality]) -> tuple[Text, ...]:
    ordered = sorted(municipalities, key=lambda m: (m.population, m.nis))
    return tuple(
        Text("%(name)s: %(population)s inhabitants", name=m.name, population=m.population)
        for m in ordered
    )


def _sizes_sentence(have: frozenset[str], threshold: int) -> Text:
    if have == frozenset(_SIZES):
        return Text(
            "Municipalities under and over %(threshold)s inhabitants work together.",
            threshold=threshold,
        )
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
    return Text("No municipality takes part yet.")


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


LARGE_AND_SMALL = Rule(
    key="large_and_small",
    word="groot_en_klein",
    name=N_("Large and small municipalities together"),
    source="R8",
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
    explain=_explain_sizes,
    evaluate=_large_and_small,
)

# --- within some reference regions ------------------------------------------------------------


def _explain_regions(_terms: Terms, params: Params) -> Text:
    return plural(
        "All municipalities that take part lie in %(n)s reference region.",
        "All municipalities that take part lie in at most %(n)s reference regions.",
        params["maximum"],
    )


def _within_regions(dossier: Dossier, _terms: Terms, params: Params) -> Finding:
    allowed = params["maximum"]
    have = {m.region for m in dossier.municipalities}
    possible = have | {m.region for m in dossier.invited_municipalities}
    if len(have) > allowed or not possible:
        outcome = Outcome.NOT_MET
    elif not have or len(possible) > allowed:
        outcome = Outcome.UNKNOWN
    else:
        outcome = Outcome.MET
    return Finding(
        rule=WITHIN_REGIONS.key,
        outcome=outcome,
        sentence=_regions_sentence(len(have), allowed),
        remedy=_regions_remedy(dossier, outcome, len(have), allowed),
        evidence=tuple(
            Text("%(region)s: %(names)s", region=region, names=_in_region(dossier, region))
            for region in sorted(have)
        ),
    )


def _in_region(dossier: Dossier, region: str) -> tuple[str, ...]:
    return _names([m for m in dossier.municipalities if m.region == region])


def _regions_sentence(have: int, allowed: int) -> Text:
    return plural(
        "The municipalities lie in %(n)s reference region. The call allows at most %(allowed)s.",
        "The municipalities lie in %(n)s reference regions. The call allows at most %(allowed)s.",
        have,
        allowed=allowed,
    )


def _regions_remedy(dossier: Dossier, outcome: Outcome, have: int, allowed: int) -> Text | None:
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
        return _wait(dossier.invited_municipalities)
    return Text(
        "If %(names)s all take part, there are too many reference regions. "
        "Withdraw an invitation or await the answers.",
        names=_names(dossier.invited_municipalities),
    )


WITHIN_REGIONS = Rule(
    key="within_regions",
    word="binnen_referentieregios",
    name=N_("Within one or a few reference regions"),
    source="R8",
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
    explain=_explain_regions,
    evaluate=_within_regions,
)

# --- the lead ---------------------------------------------------------------------------------


def _explain_lead(_terms: Terms, _params: Params) -> Text:
    return Text("The lead partner is a local authority.")


def _lead(dossier: Dossier, _terms: Terms, _params: Params) -> Finding:
    lead = dossier.lead
    rule = LEAD_LOCAL_AUTHORITY.key
    if lead is None or lead.consent is Consent.REFUSED:
        return Finding(
            rule=rule,
            outcome=Outcome.NOT_MET,
            sentence=Text("The application has no lead partner."),
            remedy=Text("Choose a local authority as lead partner."),
        )
    if not lead.local_authority:
        return Finding(
            rule=rule,
            outcome=Outcome.NOT_MET,
            sentence=Text("The lead partner %(name)s is not a local authority.", name=lead.name),
            remedy=Text("Choose a local authority as lead partner."),
            evidence=(lead.name,),
        )
    waiting = lead.consent is Consent.INVITED
    return Finding(
        rule=rule,
        outcome=Outcome.UNKNOWN if waiting else Outcome.MET,
        sentence=Text("The lead partner %(name)s is a local authority.", name=lead.name),
        remedy=Text("Ask %(names)s to answer the invitation.", names=(lead.name,))
        if waiting
        else None,
        evidence=(lead.name,),
    )


LEAD_LOCAL_AUTHORITY = Rule(
    key="lead_local_authority",
    word="penvoerder_is_lokaal_bestuur",
    name=N_("The lead partner is a local authority"),
    source="R22",
    explain=_explain_lead,
    evaluate=_lead,
)
