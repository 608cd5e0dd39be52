"""The project runs within the years of the call."""

from datetime import date

from subsidy.calls.domain.dossier import Dossier
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
from subsidy.core.text import N_, Text


def _judge(dossier: Dossier, terms: Terms, _params: Params) -> Verdict:
    starts, ends = dossier.starts_on, dossier.ends_on
    if starts is None or ends is None:
        remedy = Text("Fill in the first and the last day of the project.")
        return Verdict(outcome=Outcome.UNKNOWN, remedy=remedy)
    within = terms.first_day <= starts <= ends <= terms.last_day
    return Verdict(
        outcome=Outcome.MET if within else Outcome.NOT_MET,
        facts={"starts": starts, "ends": ends, "first": terms.first_day, "last": terms.last_day},
    )


_RUNS = Text("The project runs from %(starts)s until %(ends)s.")
RULE = Rule(
    key="period_within",
    word="periode_binnen_grenzen",
    name=N_("Period within the years of the call"),
    source="N5",
    theme=Theme.MONEY,
    order=30,
    usual=True,
    part="project",
    states=Text("The project runs between %(first)s and %(last)s."),
    sentences=Sentences(
        met=_RUNS, not_met=_RUNS, unknown=Text("The period of the project is not filled in yet.")
    ),
    remedy=Text("Choose a first and then a last day between %(first)s and %(last)s."),
    evaluate=_judge,
    examples=(
        Example(
            dossier=Dossier(starts_on=date(2022, 1, 1), ends_on=date(2024, 12, 31)),
            outcome=Outcome.MET,
        ),
        Example(
            dossier=Dossier(starts_on=date(2021, 12, 31), ends_on=date(2024, 12, 31)),
            outcome=Outcome.NOT_MET,
        ),
        Example(dossier=Dossier(starts_on=date(2022, 1, 1)), outcome=Outcome.UNKNOWN),
    ),
)
