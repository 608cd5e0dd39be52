"""The regulation of a call: its content, its plain form, and what publishing it asks."""

from subsidy.calls.domain.regulation.boundaries import CONSENSUS, worded_boundaries
from subsidy.calls.domain.regulation.checks import (
    Change,
    difference,
    objections,
    unpublishable,
    warnings,
)
from subsidy.calls.domain.regulation.codec import (
    COST_TYPES,
    METHODS,
    MOST_INHABITANTS,
    MOST_PROJECTS,
    PAYS_TO,
    WEIGHT,
    WEIGHTS,
    YES,
    content_hash,
    dump,
    faults,
    parse,
    readable,
    written_parameter,
)
from subsidy.calls.domain.regulation.concerns import Limits, Surroundings, concerns, remarks
from subsidy.calls.domain.regulation.content import (
    DEFAULT_APPEAL,
    Boundaries,
    CostType,
    Instalment,
    Method,
    PaysTo,
    Preparation,
    Regulation,
)
from subsidy.calls.domain.regulation.drafts import new_draft
from subsidy.calls.domain.regulation.wording import Worded, worded, worded_form

__all__ = [
    "CONSENSUS",
    "COST_TYPES",
    "DEFAULT_APPEAL",
    "METHODS",
    "MOST_INHABITANTS",
    "MOST_PROJECTS",
    "PAYS_TO",
    "WEIGHT",
    "WEIGHTS",
    "YES",
    "Boundaries",
    "Change",
    "CostType",
    "Instalment",
    "Limits",
    "Method",
    "PaysTo",
    "Preparation",
    "Regulation",
    "Surroundings",
    "Worded",
    "concerns",
    "content_hash",
    "difference",
    "dump",
    "faults",
    "new_draft",
    "objections",
    "parse",
    "readable",
    "remarks",
    "unpublishable",
    "warnings",
    "worded",
    "worded_boundaries",
    "worded_form",
    "written_parameter",
]
