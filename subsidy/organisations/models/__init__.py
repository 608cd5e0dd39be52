"""How organisations, the public facts about them and their profiles are stored."""

from subsidy.organisations.models.organisations import (
    NAME,
    SORTED,
    Indicator,
    Neighbour,
    Organisation,
    Succession,
)
from subsidy.organisations.models.profiles import ConfirmedAccount, OrganisationProfile

__all__ = [
    "NAME",
    "SORTED",
    "ConfirmedAccount",
    "Indicator",
    "Neighbour",
    "Organisation",
    "OrganisationProfile",
    "Succession",
]
