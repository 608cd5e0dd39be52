"""A partner that is an undertaking stays under the ceiling of de minimis aid."""

from dataclasses import replace
from datetime import date

from subsidy.calls.domain.dossier import Dossier, Fact, Partner
from subsidy.calls.domain.rules.awaiting import names_of, whatever_they_answer
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
from subsidy.calls.domain.rules.samples import asked, association, group
from subsidy.core.money import Money
from subsidy.core.text import N_, Text


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    ceiling = _ceiling(dossier, params)
    outcome = whatever_they_answer(dossier, lambda d: _outcome(d, ceiling))
    over = [p for p in dossier.accepted if _of(p, ceiling) is Outcome.NOT_MET]
    silent = [
        p for p in (*dossier.accepted, *dossier.invited) if _of(p, ceiling) is Outcome.UNKNOWN
    ]
    return Verdict(
        outcome=outcome,
        facts={"names": names_of(over)},
        remedy=_tell(silent) if outcome is Outcome.UNKNOWN else None,
    )


def _ceiling(dossier: Dossier, params: Params) -> Money | None:
    """Return the ceiling on the first day of the project; None while that day is not known."""
    if dossier.starts_on is None:
        return None
    later = dossier.starts_on >= date.fromordinal(params["changes_on"])
    return Money(params["from_then" if later else "until_then"])


def _of(partner: Partner, ceiling: Money | None) -> Outcome:
    if partner.undertaking is False:
        return Outcome.MET
    if partner.undertaking is None or partner.aid_received is None or ceiling is None:
        return Outcome.UNKNOWN
    fits = partner.aid_received + partner.requested <= ceiling
    return Outcome.MET if fits else Outcome.NOT_MET


def _outcome(dossier: Dossier, ceiling: Money | None) -> Outcome:
    found = {_of(partner, ceiling) for partner in dossier.accepted}
    if Outcome.NOT_MET in found:
        return Outcome.NOT_MET
    return Outcome.MET if found == {Outcome.MET} else Outcome.UNKNOWN


def _tell(silent: list[Partner]) -> Text | None:
    if not silent:
        return None
    return Text(
        "Fill in for %(names)s whether it is an undertaking, and which aid it received. "
        "Fill in the first day of the project too.",
        names=names_of(silent),
    )


_FIRM = replace(
    association("Digi bv"),
    undertaking=True,
    aid_received=Money(150_000_00),
    requested=Money(50_000_00),
)


def _in(year: int, partner: Partner) -> Dossier:
    return replace(group(partner), starts_on=date(year, 1, 1))


RULE = Rule(
    key="de_minimis",
    word="de_minimis",
    name=N_("De minimis aid under the ceiling"),
    source="Regulation (EU) 2023/2831; 200,000 euro until 2023, 300,000 euro from 2024",
    theme=Theme.MONEY,
    order=70,
    part="declarations",
    asks=frozenset({Fact.UNDERTAKING}),
    parameters=(
        Parameter(
            key="until_then",
            word="plafond_tot_dan",
            label=N_("ceiling before the change"),
            unit=N_("euro in three years"),
            minimum=1_00,
            maximum=10_000_000_00,
            default=200_000_00,
            kind=Kind.MONEY,
        ),
        Parameter(
            key="changes_on",
            word="verandert_op",
            label=N_("day on which the ceiling changes"),
            unit=N_("day"),
            minimum=date(2020, 1, 1).toordinal(),
            maximum=date(2040, 12, 31).toordinal(),
            default=date(2024, 1, 1).toordinal(),
            kind=Kind.DATE,
        ),
        Parameter(
            key="from_then",
            word="plafond_vanaf_dan",
            label=N_("ceiling from the change"),
            unit=N_("euro in three years"),
            minimum=1_00,
            maximum=10_000_000_00,
            default=300_000_00,
            kind=Kind.MONEY,
        ),
    ),
    states=Text(
        "A partner that is an undertaking gets at most %(until_then)s of de minimis aid in three "
        "years, this subsidy included. If the project starts on %(changes_on)s or later, "
        "that is %(from_then)s."
    ),
    sentences=Sentences(
        met=Text("Every partner stays under the ceiling of de minimis aid."),
        not_met=Text("%(names)s gets more de minimis aid than the ceiling."),
        unknown=Text("It is not known yet whether every partner stays under the ceiling of aid."),
    ),
    remedy=Text("Ask less for the partners that are undertakings, or await the answers."),
    evaluate=_judge,
    examples=(
        Example(dossier=_in(2022, _FIRM), outcome=Outcome.MET),
        Example(
            dossier=_in(2022, replace(_FIRM, requested=Money(50_000_01))), outcome=Outcome.NOT_MET
        ),
        Example(
            dossier=_in(2024, replace(_FIRM, requested=Money(150_000_00))), outcome=Outcome.MET
        ),
        Example(dossier=_in(2022, replace(_FIRM, undertaking=None)), outcome=Outcome.UNKNOWN),
        Example(dossier=_in(2022, asked(_FIRM)), outcome=Outcome.UNKNOWN),
        Example(dossier=group(replace(_FIRM, undertaking=False)), outcome=Outcome.MET),
    ),
)
