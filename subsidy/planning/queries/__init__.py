"""Reads of what comes before a call."""

from subsidy.planning.queries.agenda import entries, entry
from subsidy.planning.queries.statements import Said, draft_of, drafts, said

__all__ = ["Said", "draft_of", "drafts", "entries", "entry", "said"]
