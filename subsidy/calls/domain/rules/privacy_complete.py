"""The project says which risks people run online, and how it protects and informs them."""

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


def _judge(dossier: Dossier, _terms: Terms, _params: Params) -> Verdict:
    risks, measures = bool(dossier.risks.strip()), bool(dossier.measures.strip())
    if risks and measures:
        return Verdict(outcome=Outcome.MET)
    if not risks and not measures:
        return Verdict(outcome=Outcome.UNKNOWN)
    remedy = (
        Text("Write how you protect and inform people.")
        if risks
        else Text("Write which risks people run online.")
    )
    return Verdict(outcome=Outcome.NOT_MET, remedy=remedy)


RULE = Rule(
    key="privacy_complete",
    word="privacy_volledig",
    name=N_("Privacy and cyber safety complete"),
    source="R19",
    theme=Theme.CONTENT,
    order=20,
    part="privacy",
    grows=True,
    states=Text(
        "The application says which risks people run online, "
        "and how the project protects and informs them."
    ),
    sentences=Sentences(
        met=Text("The part on privacy and cyber safety is complete."),
        not_met=Text("The part on privacy and cyber safety is half filled in."),
        unknown=Text("The part on privacy and cyber safety is still empty."),
    ),
    remedy=Text("Fill in the part on privacy and cyber safety."),
    evaluate=_judge,
    examples=(
        Example(dossier=Dossier(risks="phishing", measures="lessen"), outcome=Outcome.MET),
        Example(dossier=Dossier(risks="phishing"), outcome=Outcome.NOT_MET),
        Example(dossier=Dossier(), outcome=Outcome.UNKNOWN),
    ),
)
