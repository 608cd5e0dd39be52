"""The supporting documents that the call asks for are there."""

from subsidy.calls.domain.dossier import Dossier, Fact
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
from subsidy.calls.domain.rules.choosing import at_least
from subsidy.core.text import N_, Text, plural


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    """Count what is named or what is enclosed, whichever is more: so nothing counts twice."""
    named = {name.strip().casefold() for name in dossier.documents if name.strip()}
    return at_least(max(len(named), len(dossier.enclosed)), params["documents"])


_COUNTED = plural(
    "The application names or encloses %(n)s supporting document. "
    "The call asks for at least %(needed)s.",
    "The application names or encloses %(n)s supporting documents. "
    "The call asks for at least %(needed)s.",
    n=0,
)
RULE = Rule(
    key="supporting_document",
    word="bewijsstukken_aanwezig",
    name=N_("Supporting documents present"),
    source="GzG (documents per checklist)",
    theme=Theme.CONTENT,
    order=60,
    part="declarations",
    grows=True,
    asks=frozenset({Fact.DOCUMENTS}),
    parameters=(
        Parameter(
            key="documents",
            word="aantal",
            label=N_("number of supporting documents"),
            unit=N_("documents"),
            minimum=1,
            maximum=20,
            default=1,
        ),
    ),
    states=plural(
        "The application encloses at least %(n)s supporting document, "
        "or names it with its date or number.",
        "The application encloses at least %(n)s supporting documents, "
        "or names them with their date or number.",
        n=0,
    ),
    sentences=Sentences(
        met=_COUNTED,
        not_met=_COUNTED,
        unknown=Text("No supporting document is named or enclosed yet."),
    ),
    remedy=Text("Enclose the supporting documents that you have, or name them."),
    evaluate=_judge,
    examples=(
        Example(dossier=Dossier(documents=("Akkoord van 12/10/2021",)), outcome=Outcome.MET),
        Example(
            dossier=Dossier(documents=("Akkoord van 12/10/2021",)),
            params={"documents": 2},
            outcome=Outcome.NOT_MET,
        ),
        Example(dossier=Dossier(enclosed=("Akkoord.pdf",)), outcome=Outcome.MET),
        Example(
            dossier=Dossier(documents=("Akkoord van 12/10/2021",), enclosed=("akkoord.pdf",)),
            params={"documents": 2},
            outcome=Outcome.NOT_MET,
        ),
        Example(dossier=Dossier(), outcome=Outcome.UNKNOWN),
    ),
)
