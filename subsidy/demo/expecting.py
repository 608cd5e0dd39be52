"""What the partners of the demo expect of each other when the subsidy stops: invented sentences."""

from subsidy.applications.domain.expectations import Expectation
from subsidy.applications.models import Application
from subsidy.calls.domain.dossier import Consent

OF_LEAD = "U houdt het materiaal bij en past het elk jaar aan."
OF_NEXT = "U houdt elke week een lokaal open voor wie hulp vraagt."
TWO = 2


def expectations(record: Application) -> tuple[Expectation, ...]:
    """Return what the lead expects of one partner, and what that partner expects of the lead."""
    there = [each.public_id for each in record.partners if each.consent is Consent.ACCEPTED]
    if len(there) < TWO:
        return ()
    lead, other, *_ = there
    return (
        Expectation(by=other, of=lead, sentence=OF_LEAD),
        Expectation(by=lead, of=other, sentence=OF_NEXT),
    )
