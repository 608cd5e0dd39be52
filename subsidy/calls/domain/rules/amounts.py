"""Rules about money and time; the amounts and days are those of the regulation itself."""

from subsidy.calls.domain.dossier import Dossier, Partner
from subsidy.calls.domain.rules.base import Finding, Outcome, Params, Rule, Terms
from subsidy.core.text import N_, Text, plural

# --- the amount of the application ------------------------------------------------------------


def _explain_amount(terms: Terms, _params: Params) -> Text:
    return Text(
        "An application asks for at least %(minimum)s and at most %(maximum)s.",
        minimum=terms.minimum,
        maximum=terms.maximum,
    )


def _amount(dossier: Dossier, terms: Terms, _params: Params) -> Finding:
    if not dossier.requested:
        return Finding(
            rule=AMOUNT_BETWEEN.key,
            outcome=Outcome.UNKNOWN,
            sentence=Text("The budget is still empty."),
            remedy=Text(
                "Fill in a budget between %(minimum)s and %(maximum)s.",
                minimum=terms.minimum,
                maximum=terms.maximum,
            ),
        )
    within = terms.minimum <= dossier.requested <= terms.maximum
    return Finding(
        rule=AMOUNT_BETWEEN.key,
        outcome=Outcome.MET if within else Outcome.NOT_MET,
        sentence=Text(
            "The application asks for %(requested)s. "
            "The call allows between %(minimum)s and %(maximum)s.",
            requested=dossier.requested,
            minimum=terms.minimum,
            maximum=terms.maximum,
        ),
        remedy=None if within else _amount_remedy(dossier, terms),
    )


def _amount_remedy(dossier: Dossier, terms: Terms) -> Text:
    if dossier.requested < terms.minimum:
        return Text("Ask for at least %(amount)s more.", amount=terms.minimum - dossier.requested)
    return Text("Ask for at least %(amount)s less.", amount=dossier.requested - terms.maximum)


AMOUNT_BETWEEN = Rule(
    key="amount_between",
    word="bedrag_binnen_grenzen",
    name=N_("Amount between minimum and maximum"),
    source="R6",
    explain=_explain_amount,
    evaluate=_amount,
)

# --- a share for every partner ----------------------------------------------------------------


def _explain_share(terms: Terms, _params: Params) -> Text:
    return Text(
        "Every partner that takes part receives at least %(amount)s.", amount=terms.partner_minimum
    )


def _share(dossier: Dossier, terms: Terms, _params: Params) -> Finding:
    short = [p for p in dossier.accepted if p.requested < terms.partner_minimum]
    awaited = [p for p in dossier.invited if p.requested < terms.partner_minimum]
    if short:
        outcome = Outcome.NOT_MET
    elif awaited or not dossier.accepted:
        outcome = Outcome.UNKNOWN
    else:
        outcome = Outcome.MET
    low = short + awaited
    return Finding(
        rule=MINIMUM_PER_PARTNER.key,
        outcome=outcome,
        sentence=_share_sentence(low, terms),
        remedy=_share_remedy(low, terms, outcome),
        evidence=tuple(sorted((_amount_of(p) for p in low), key=str)),
    )


def _amount_of(partner: Partner) -> Text:
    return Text("%(name)s: %(amount)s", name=partner.name, amount=partner.requested)


def _share_sentence(low: list[Partner], terms: Terms) -> Text:
    if not low:
        return Text("Every partner receives at least %(amount)s.", amount=terms.partner_minimum)
    return plural(
        "%(n)s partner receives less than %(amount)s.",
        "%(n)s partners receive less than %(amount)s.",
        len(low),
        amount=terms.partner_minimum,
    )


def _share_remedy(low: list[Partner], terms: Terms, outcome: Outcome) -> Text | None:
    if low:
        return Text(
            "Raise the budget of %(names)s to at least %(amount)s per partner.",
            names=tuple(sorted(p.name for p in low)),
            amount=terms.partner_minimum,
        )
    return None if outcome is Outcome.MET else Text("Fill in the budget of every partner.")


MINIMUM_PER_PARTNER = Rule(
    key="minimum_per_partner",
    word="minimum_per_partner",
    name=N_("Minimum share for every partner"),
    source="R10",
    explain=_explain_share,
    evaluate=_share,
)

# --- the period -------------------------------------------------------------------------------


def _explain_period(terms: Terms, _params: Params) -> Text:
    return Text(
        "The project runs between %(first)s and %(last)s.",
        first=terms.first_day,
        last=terms.last_day,
    )


def _period(dossier: Dossier, terms: Terms, _params: Params) -> Finding:
    starts, ends = dossier.starts_on, dossier.ends_on
    if starts is None or ends is None:
        return Finding(
            rule=PERIOD_WITHIN.key,
            outcome=Outcome.UNKNOWN,
            sentence=Text("The period of the project is not filled in yet."),
            remedy=Text("Fill in the first and the last day of the project."),
        )
    within = terms.first_day <= starts <= ends <= terms.last_day
    return Finding(
        rule=PERIOD_WITHIN.key,
        outcome=Outcome.MET if within else Outcome.NOT_MET,
        sentence=Text("The project runs from %(starts)s until %(ends)s.", starts=starts, ends=ends),
        remedy=None
        if within
        else Text(
            "Choose a first and then a last day between %(first)s and %(last)s.",
            first=terms.first_day,
            last=terms.last_day,
        ),
    )


PERIOD_WITHIN = Rule(
    key="period_within",
    word="periode_binnen_grenzen",
    name=N_("Period within the years of the call"),
    source="N5",
    explain=_explain_period,
    evaluate=_period,
)
