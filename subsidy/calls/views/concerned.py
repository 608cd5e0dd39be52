"""Everything that the authors of a draft must think about, from wherever it is known."""

from collections.abc import Sequence

from subsidy.calls import queries
from subsidy.calls.domain.regulation import concerns
from subsidy.calls.domain.trial import draft_of, unreachable
from subsidy.calls.models import Call
from subsidy.core.errors import Refusal
from subsidy.web.session import db


def concerned(call: Call) -> Sequence[Refusal]:
    """Return the concerns about a draft, each with its place: also what nobody can meet."""
    return (
        *concerns(call.draft, queries.surroundings(db(), call)),
        *unreachable(draft_of(call.draft), queries.world(db())),
    )
