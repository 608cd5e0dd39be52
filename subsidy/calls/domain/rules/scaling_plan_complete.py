"""What the project makes can be used by all municipalities, and some will."""

from subsidy.calls.domain.dossier import Dossier
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
from subsidy.calls.domain.rules.gaps import gap, no_realisation, realisation_gaps
from subsidy.calls.domain.rules.samples import LASTING
from subsidy.core.text import N_, Text, plural


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    have, needed = len(dossier.realisations), params["realisations"]
    if have == 0:
        return no_realisation()
    gaps = _gaps(dossier, params["adopters"])
    return Verdict(
        outcome=Outcome.NOT_MET if gaps or have < needed else Outcome.MET,
        sentence=_sentence(have, needed, len(gaps)),
        remedy=_remedy(have, needed),
        evidence=gaps,
    )


def _gaps(dossier: Dossier, adopters: int) -> tuple[Text, ...]:
    found = (
        gap(Text("“%(realisation)s”", realisation=realisation.title), missing)
        for realisation in dossier.realisations
        if (missing := realisation_gaps(realisation, adopters))
    )
    return tuple(sorted(found, key=str))


def _sentence(have: int, needed: int, gaps: int) -> Text | None:
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
    return None


def _remedy(have: int, needed: int) -> Text:
    if have < needed:
        return plural(
            "Add at least %(n)s more realisation.",
            "Add at least %(n)s more realisations.",
            needed - have,
        )
    return Text("Complete every realisation named.")


RULE = Rule(
    key="scaling_plan_complete",
    word="opschalingsplan_volledig",
    name=N_("Scaling plan complete"),
    source="R2, R4",
    theme=Theme.LASTING,
    order=20,
    usual=True,
    grows=True,
    part="realisations",
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
    states=Text(
        "The project names what all municipalities can use afterwards: at least %(realisations)s. "
        "Each has a licence and a date. Each names who takes it over: at least %(adopters)s."
    ),
    sentences=Sentences.same(
        Text("The scaling plan is complete: others can take over every realisation.")
    ),
    evaluate=_judge,
    examples=(
        Example(dossier=LASTING, outcome=Outcome.MET),
        Example(
            dossier=LASTING, params={"realisations": 1, "adopters": 2}, outcome=Outcome.NOT_MET
        ),
        Example(dossier=Dossier(), outcome=Outcome.NOT_MET),
    ),
)
