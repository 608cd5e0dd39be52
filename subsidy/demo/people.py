"""The people of the demo: one with every role, and somebody at each municipality that takes part.

All names are invented and all addresses end in ``.example``, where no mail can arrive. Everybody
shares one password, whose hash is computed once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.domain import LONGEST_NAME
from subsidy.accounts.models import Person
from subsidy.core.text import N_
from subsidy.demo.names import FAMILY_NAMES, FIRST_NAMES
from subsidy.language import words
from subsidy.organisations import queries as organisation_queries
from subsidy.organisations import service as organisation_service
from subsidy.organisations.domain import NewOrganisation, OrganisationKind, sort_name
from subsidy.organisations.models import Organisation
from subsidy.policy import MandateKind, Role
from subsidy.rehearsal.domain import Rehearsal
from subsidy.rehearsal.service import Cast

AALST, LEDE, HOREBEKE, MAARKEDAL = "41002", "41034", "45062", "45064"
SCHOOL, CENTRE = "Hogeschool Digitaal Samenleven", "Kenniscentrum Digitale Inclusie"  # invented
OCMW_AALST = "ocmw-aalst"  # has no NIS code
UNION = "Vereniging van kleine gemeenten"  # invented
WETTEREN = "42025"  # employs a juror: a derived conflict of interest
SEED = "Iedereen Digitaal"
EDITOR, SIGNATORY, CONSULTANT = (
    MandateKind.EDITOR,
    MandateKind.SIGNATORY,
    MandateKind.CONSULTANT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody in the demo. ``what``: for the console; ``employer``: NIS or name, of a juror."""

    what: str
    name: str
    email: str
    roles: tuple[Role, ...] = ()
    mandates: tuple[tuple[str, tuple[MandateKind, ...]], ...] = ()
    employer: str = ""


APPLICANT = Known(
    what=N_("applicant (Aalst, also signs)"),
    name="An Peeters",
    email="an.peeters@aalst.example",
    mandates=((AALST, (EDITOR, SIGNATORY, MandateKind.ADMINISTRATOR)),),
)
SIGNER = Known(
    what=N_("signatory of a partner (Lede)"),
    name="Luc Claes",
    email="luc.claes@lede.example",
    mandates=((LEDE, (SIGNATORY,)),),
)
ADVISER = Known(
    what=N_("consultant (for Aalst, never signs)"),
    name="Farah El Amrani",
    email="farah.elamrani@advies.example",
    mandates=((AALST, (CONSULTANT,)),),
)
SHARED = Known(
    what=N_("works for two municipalities"),
    name="Joke Martens",
    email="joke.martens@maarkedal.example",
    mandates=((HOREBEKE, (EDITOR, SIGNATORY)), (MAARKEDAL, (EDITOR, SIGNATORY))),
)
OFFICER = Known(
    what=N_("case officer"),
    name="Sofie Maes",
    email="sofie.maes@agentschap.example",
    roles=(Role.CASE_OFFICER,),
)
BUDGET_OFFICER = Known(
    what=N_("budget officer"),
    name="Dirk Goossens",
    email="dirk.goossens@agentschap.example",
    roles=(Role.BUDGET_OFFICER,),
)
DECISION_MAKER = Known(
    what=N_("decision maker"),
    name="Hilde Lambrecht",
    email="hilde.lambrecht@agentschap.example",
    roles=(Role.DECISION_MAKER,),
)
AUDITOR = Known(
    what=N_("auditor"),
    name="Nadia Bensalah",
    email="nadia.bensalah@audit.example",
    roles=(Role.AUDITOR,),
)
SUPPORT = Known(
    what=N_("support desk"),
    name="Wim De Smet",
    email="wim.desmet@steunpunt.example",
    roles=(Role.SUPPORT_DESK,),
)
CHAIR = Known(
    what=N_("jury chair"),
    name="Greet Willems",
    email="greet.willems@jury.example",
    roles=(Role.JURY_CHAIR,),
    employer=SCHOOL,
)
JUROR = Known(
    what=N_("juror"),
    name="Els Vermeulen",
    email="els.vermeulen@jury.example",
    roles=(Role.JUROR,),
    employer=CENTRE,
)
TORN_JUROR = Known(
    what=N_("juror with a conflict of interest (works in Wetteren)"),
    name="Rachid Belkacem",
    email="rachid.belkacem@jury.example",
    roles=(Role.JUROR,),
    employer=WETTEREN,
)
READY_JUROR = Known(
    what=N_("juror whose marks are in"),
    name="Tom Jacobs",
    email="tom.jacobs@jury.example",
    roles=(Role.JUROR,),
    employer=CENTRE,
)
ADVOCATE = Known(
    what=N_("association that speaks for its members"),
    name="Mieke Janssens",
    email="mieke.janssens@vereniging.example",
    mandates=((UNION, (EDITOR,)),),
)
PANEL = (CHAIR, JUROR, TORN_JUROR, READY_JUROR)
EVERYBODY = (
    APPLICANT,
    SIGNER,
    ADVISER,
    SHARED,
    OFFICER,
    BUDGET_OFFICER,
    DECISION_MAKER,
    *PANEL,
    AUDITOR,
    SUPPORT,
    ADVOCATE,
)


@dataclass(slots=True)
class Company:
    """The cast of the demo, with everybody who can sign in by name."""

    cast: Cast
    people: dict[str, Person] = field(default_factory=dict)
    municipalities: dict[str, Organisation] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def person(self, known: Known) -> Person:
        return self.people[known.email]


def hire(session: Session) -> Company:
    """Make the accounts of everybody with a name in this file."""
    municipalities = {
        each.nis: each
        for each in organisation_queries.municipalities(session)
        if each.nis is not None
    }
    others = _add_employers(session)
    employers = {**municipalities, **others}
    people = {known.email: _make(session, known, employers) for known in EVERYBODY}
    company = Company(
        Cast(people[OFFICER.email], people[DECISION_MAKER.email]), people, municipalities, others
    )
    for known in EVERYBODY:
        for nis, kinds in known.mandates:
            if SIGNATORY in kinds:
                company.cast.members[nis] = (municipalities[nis], people[known.email])
    _hire_welfare_centre(session, company)
    return company


def _add_employers(session: Session) -> dict[str, Organisation]:
    kinds = {
        SCHOOL: OrganisationKind.EDUCATION,
        CENTRE: OrganisationKind.ASSOCIATION,
        UNION: OrganisationKind.ASSOCIATION,
    }
    return {
        name: organisation_service.add_organisation(session, NewOrganisation(kind=kind, name=name))
        for name, kind in kinds.items()
    }


def _hire_welfare_centre(session: Session, company: Company) -> None:
    """Add a partner that is no municipality: it takes part, but no rule counts it."""
    new = NewOrganisation(kind=OrganisationKind.OCMW, name="OCMW Aalst", seat_nis=AALST)
    centre = organisation_service.add_organisation(session, new)
    person = _invented(session, OCMW_AALST, _domain(centre))
    accounts.give_mandate(session, person, centre, EDITOR, SIGNATORY)
    company.cast.members[OCMW_AALST] = (centre, person)


def _make(session: Session, known: Known, organisations: dict[str, Organisation]) -> Person:
    person = accounts.create_person(
        session,
        known.email,
        known.name,
        password_hash=accounts.demo_password_hash(),
        roles=known.roles,
        employer=organisations[known.employer] if known.employer else None,
    )
    for nis, kinds in known.mandates:
        accounts.give_mandate(session, person, organisations[nis], *kinds)
    return person


def hire_members(session: Session, company: Company, nis_codes: Iterable[str]) -> None:
    """Make one editor who also signs for each municipality that has nobody yet."""
    for nis in dict.fromkeys(nis_codes):
        if nis not in company.cast.members:
            municipality = company.municipalities[nis]
            person = _invented(session, nis, _domain(municipality))
            accounts.give_mandate(session, person, municipality, EDITOR, SIGNATORY)
            company.cast.members[nis] = (municipality, person)


def hire_jury(session: Session, company: Company, rehearsal: Rehearsal) -> None:
    """Make the jury of a rehearsal, so that its members can sign in too."""
    for number, row in enumerate(rehearsal.jurors, 1):
        employer = company.municipalities[row.employer_nis] if row.employer_nis else None
        company.cast.jurors[row.name] = accounts.create_person(
            session,
            f"{_slug(row.name)}.{number}@jury.example",
            row.name[:LONGEST_NAME],
            password_hash=accounts.demo_password_hash(),
            employer=employer,
        )


def _invented(session: Session, nis: str, domain: str) -> Person:
    chance = Random(f"{SEED}:{nis}")  # noqa: S311 - invented names, not a secret
    first, family = chance.choice(FIRST_NAMES), chance.choice(FAMILY_NAMES)
    return accounts.create_person(
        session,
        f"{_slug(first)}.{_slug(family)}@{domain}",
        f"{first} {family}",
        password_hash=accounts.demo_password_hash(),
    )


def _domain(municipality: Organisation) -> str:
    return f"{_slug(municipality.name)}.example"


def _slug(name: str) -> str:
    return sort_name(name).replace(" ", "-")


def sign_ins() -> list[str]:
    """Return for the console who can sign in: what they are, their address; then the password."""
    width = max(len(words(known.what)) for known in EVERYBODY)
    lines = [f"{words(known.what):<{width}}  {known.email}" for known in EVERYBODY]
    password = words(N_("Password of everybody:"))
    return [*lines, "", f"{password} {accounts.DEMO_PASSWORD}"]
