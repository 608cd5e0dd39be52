"""A draft regulation tried out before it is published: on municipalities and on applications."""

from subsidy.calls.domain.trial.consortia import Members, World
from subsidy.calls.domain.trial.draft import Draft, draft_of
from subsidy.calls.domain.trial.files import (
    RuleCount,
    TriedFile,
    Verdict,
    per_rule,
    strictest,
    try_file,
)
from subsidy.calls.domain.trial.reach import Chance, Reach, RuleReach, reach
from subsidy.calls.domain.trial.unreachable import unreachable
from subsidy.calls.domain.trial.unwritten import Writer

__all__ = [
    "Chance",
    "Draft",
    "Members",
    "Reach",
    "RuleCount",
    "RuleReach",
    "TriedFile",
    "Verdict",
    "World",
    "Writer",
    "draft_of",
    "per_rule",
    "reach",
    "strictest",
    "try_file",
    "unreachable",
]
