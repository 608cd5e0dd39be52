"""A municipality takes part in no more than so many applications of the call."""

from collections.abc import Mapping

from subsidy.calls.domain.dossier import Around, Dossier, Fact, Municipality
from subsidy.calls.domain.rules.awaiting import met_if, names_of, whatever_they_answer
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
from subsidy.calls.domain.rules.samples import group, town
from subsidy.core.text import N_, Text, plural


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    joined, most = dossier.around.joined, params["projects"]
    if joined is None:
        return Verdict(outcome=Outcome.UNKNOWN)
    outcome = whatever_they_answer(dossier, lambda d: _outcome(d, joined, most))
    busy = _busy(dossier, joined, most)
    return Verdict(outcome=outcome, sentence=_sentence(busy, most))


def _outcome(dossier: Dossier, joined: Mapping[str, int], most: int) -> Outcome:
    if not dossier.municipalities:
        return Outcome.UNKNOWN
    return met_if(not _busy(dossier, joined, most))


def _busy(dossier: Dossier, joined: Mapping[str, int], most: int) -> list[Municipality]:
    """Return who would take part in more applications than allowed, this one included."""
    return [m for m in dossier.municipalities if joined.get(m.nis, 0) + 1 > most]


def _sentence(busy: list[Municipality], most: int) -> Text | None:
    if not busy:
        return None
    return plural(
        "%(n)s application is the most. No more fits for %(names)s.",
        "%(n)s applications are the most. No more fits for %(names)s.",
        most,
        names=names_of(busy),
    )


RULE = Rule(
    key="projects_per_municipality",
    word="projecten_per_gemeente",
    name=N_("Maximum number of projects per municipality"),
    source="R6",
    theme=Theme.OTHER_FILES,
    order=20,
    asks=frozenset({Fact.OTHER_FILES}),
    parameters=(
        Parameter(
            key="projects",
            word="projecten",
            label=N_("largest number of projects per municipality"),
            unit=N_("projects"),
            minimum=1,
            maximum=20,
            default=2,
        ),
    ),
    states=plural(
        "A municipality takes part in at most %(n)s application of this call.",
        "A municipality takes part in at most %(n)s applications of this call.",
        n=0,
    ),
    sentences=Sentences(
        met=Text("No municipality takes part in more applications than the call allows."),
        not_met=Text("A municipality takes part in more applications than the call allows."),
        unknown=Text("It is not known yet in how many applications each municipality takes part."),
    ),
    remedy=Text("Continue without a municipality that takes part in too many applications."),
    evaluate=_judge,
    examples=(
        Example(dossier=group(town("Mol"), around=Around(joined={"Mol": 1})), outcome=Outcome.MET),
        Example(
            dossier=group(town("Mol"), around=Around(joined={"Mol": 2})), outcome=Outcome.NOT_MET
        ),
        Example(dossier=group(town("Mol")), outcome=Outcome.UNKNOWN),
    ),
)
