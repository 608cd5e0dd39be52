"""What a change of the consortium would do to a file, with what the rules look up around it."""

from sqlalchemy.orm import Session

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.consequences import Consequences, consequences
from subsidy.applications.queries.surroundings import findings_now
from subsidy.calls.domain.regulation import Regulation


def consequences_of(
    session: Session, before: CaseFile, after: CaseFile, terms: Regulation
) -> Consequences:
    """Judge a file as it is and as it would be; a fixed number of statements for both."""
    return consequences(
        before,
        after,
        findings_now(session, before, terms),
        findings_now(session, after, terms),
    )
