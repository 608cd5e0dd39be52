"""The municipalities as the rules of a call see them, and who lies beside whom."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from subsidy.calls.domain.dossier import Municipality
from subsidy.calls.domain.trial import World
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain import OrganisationKind
from subsidy.organisations.models import Organisation


def municipality(organisation: Organisation) -> Municipality | None:
    """Return the municipality that an organisation is; an OCMW is none."""
    if organisation.kind is not OrganisationKind.MUNICIPALITY:
        return None
    return Municipality(
        nis=organisation.nis or "",
        name=organisation.name,
        region=organisation.region or "",
        province=organisation.province or "",
        population=organisation.population or 0,
        typology=organisation.typology or "",
    )


def world(session: Session, municipalities: Sequence[Organisation] | None = None) -> World:
    """Return the 300 municipalities of the map with their borders; loaded already, if given."""
    known = organisations.municipalities(session) if municipalities is None else municipalities
    every = [one for one in known if one.has_tile]
    codes = {one.id: one.nis or "" for one in every}
    borders = {
        frozenset((codes[one], codes[other]))
        for one, others in organisations.neighbour_ids(session).items()
        for other in others
        if one in codes and other in codes
    }
    found = (municipality(one) for one in every)
    return World(tuple(one for one in found if one is not None), frozenset(borders))
