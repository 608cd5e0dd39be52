"""Which body of a partner takes the decision that a paper is drawn up for, and by what right."""

from collections.abc import Mapping
from types import MappingProxyType

from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text
from subsidy.organisations.domain import OrganisationKind


class Paper(Labelled):
    """Which decision: that of who governs from day to day, or that of who is elected for it."""

    COLLEGE = "college", N_("Decision of the college (Word)")
    COUNCIL = "raad", N_("Decision of the council (Word)")


LOCAL_GOVERNMENT = N_(
    "Decree of 22 December 2017 on local government (article to be filled in by your secretariat)."
)
"""Which article gives the power is the secretariat's to say: our sources do not name it."""
Bodies = Mapping[Paper, tuple[str, str]]
MUNICIPAL: Bodies = {
    Paper.COLLEGE: (N_("board of mayor and aldermen"), LOCAL_GOVERNMENT),
    Paper.COUNCIL: (N_("municipal council"), LOCAL_GOVERNMENT),
}
WELFARE: Bodies = {
    Paper.COLLEGE: (N_("permanent bureau"), LOCAL_GOVERNMENT),
    Paper.COUNCIL: (N_("council for social welfare"), LOCAL_GOVERNMENT),
}
OTHERS: Bodies = {
    Paper.COLLEGE: (N_("board of directors"), N_("The statutes of the organisation.")),
    Paper.COUNCIL: (N_("general assembly"), N_("The statutes of the organisation.")),
}
_BODIES: Mapping[OrganisationKind, Bodies] = MappingProxyType(
    {OrganisationKind.MUNICIPALITY: MUNICIPAL, OrganisationKind.OCMW: WELFARE}
)


def body_of(kind: OrganisationKind, paper: Paper) -> Text:
    """Return what the body is called that decides."""
    return Text(_BODIES.get(kind, OTHERS)[paper][0])


def ground_of(kind: OrganisationKind, paper: Paper) -> Text:
    """Return the text of law by which it decides."""
    return Text(_BODIES.get(kind, OTHERS)[paper][1])
