"""Reads of what comes before a call."""

from subsidy.planning.queries.agenda import entries, entry
from subsidy.planning.queries.grants import asked, count_grants, grant, grants, grants_of
from subsidy.planning.queries.links import link, link_between, linked_pairs, links
from subsidy.planning.queries.statements import Said, draft_of, drafts, said
from subsidy.planning.queries.surveys import (
    all_texts,
    answered,
    own_answer,
    published_survey,
    published_surveys,
    result,
    survey,
    survey_is_open,
    surveys,
    to_answer,
)

__all__ = [
    "Said",
    "all_texts",
    "answered",
    "asked",
    "count_grants",
    "draft_of",
    "drafts",
    "entries",
    "entry",
    "grant",
    "grants",
    "grants_of",
    "link",
    "link_between",
    "linked_pairs",
    "links",
    "own_answer",
    "published_survey",
    "published_surveys",
    "result",
    "said",
    "survey",
    "survey_is_open",
    "surveys",
    "to_answer",
]
