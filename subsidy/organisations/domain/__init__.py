"""What is true of organisations: kinds, sizes, numbers, mergers and the facts that ship."""

from subsidy.organisations.domain.kinds import (
    PROVINCES,
    REGIONS,
    IndicatorKey,
    OrganisationKind,
    SizeClass,
    Wanted,
    sort_name,
)
from subsidy.organisations.domain.mergers import (
    Merger,
    SuccessionFact,
    mergers_of,
    predecessors,
    related,
    successor,
    taken_over,
)
from subsidy.organisations.domain.numbers import is_kbo, is_nis, is_ovo, kbo_digits, kbo_shown
from subsidy.organisations.domain.registration import NewOrganisation

__all__ = [
    "PROVINCES",
    "REGIONS",
    "IndicatorKey",
    "Merger",
    "NewOrganisation",
    "OrganisationKind",
    "SizeClass",
    "SuccessionFact",
    "Wanted",
    "is_kbo",
    "is_nis",
    "is_ovo",
    "kbo_digits",
    "kbo_shown",
    "mergers_of",
    "predecessors",
    "related",
    "sort_name",
    "successor",
    "taken_over",
]
