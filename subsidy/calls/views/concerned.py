"""Everything that the authors of a draft must think about, from wherever it is known."""

import json
from collections.abc import Sequence
from functools import lru_cache

from subsidy.calls import queries
from subsidy.calls.domain.regulation import concerns
from subsidy.calls.domain.trial import World, draft_of, unreachable
from subsidy.calls.models import Call
from subsidy.core.errors import Refusal
from subsidy.web.session import db

LOOKED_AT = ("regels", "bedragen", "project")


def concerned(call: Call) -> Sequence[Refusal]:
    """Return the concerns about a draft, each with its place: also what nobody can meet."""
    written = json.dumps({name: call.draft.get(name, {}) for name in LOOKED_AT}, sort_keys=True)
    return (
        *concerns(call.draft, queries.surroundings(db(), call)),
        *_hopeless(written, queries.world(db())),
    )


@lru_cache(maxsize=32)
def _hopeless(written: str, world: World) -> Sequence[Refusal]:
    """Look once for as long as nobody changes the draft: each page of the editor asks it."""
    return unreachable(draft_of(json.loads(written)), world)
