"""Writes of organisations: the facts that ship, new organisations, and profiles."""

from subsidy.organisations.service.profiles import confirm_account, forget_people, save_profile
from subsidy.organisations.service.reference import (
    Loaded,
    Tally,
    add_organisation,
    load_reference_data,
    packaged,
)

__all__ = [
    "Loaded",
    "Tally",
    "add_organisation",
    "confirm_account",
    "forget_people",
    "load_reference_data",
    "packaged",
    "save_profile",
]
