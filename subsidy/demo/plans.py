"""What came before the calls of the demo: what stays of each line, and what others plan."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from subsidy.budget.models import Line
from subsidy.core.money import Money
from subsidy.demo import calendar
from subsidy.demo.people import Company
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain import NewOrganisation, OrganisationKind
from subsidy.organisations.service import add_organisation
from subsidy.planning import service
from subsidy.planning.domain.agenda import NewEntry
from subsidy.planning.domain.codes import Aim, TargetGroup
from subsidy.planning.domain.grants import NewGrant

DAY = timedelta(days=1)
STATEMENTS = (
    (
        (
            "De Vlaamse overheid houdt het kansentarief in stand tot eind 2027. Daarna beslist het "
            "parlement elk jaar opnieuw. De gegevens over het gebruik blijven open."
        ),
        (
            "De gemeente onthaalt wie een kansentarief vraagt. Zij kiest zelf tussen de UiTPAS, "
            "een sociaal abonnement of een verhoogde tegemoetkoming."
        ),
    ),
    (
        (
            "De catalogus van realisaties blijft open, met één medewerker van het agentschap. "
            "Het steunpunt antwoordt nog twee jaar op vragen. Nieuw geld is er niet."
        ),
        (
            "Elke gemeente zegt in haar aanvraag wat zij verder betaalt en wie dat beslist. "
            "Wat stopt, mag stoppen: dat staat dan in het continuïteitsplan."
        ),
    ),
    (
        (
            "De toegankelijkheidstoets blijft gratis. De monitor stopt na de derde meting. "
            "Voor het netwerk van digibuddy's zoekt het agentschap nog een thuis."
        ),
        (
            "De gemeente begeleidt haar digibuddy's zelf. Reken op een halve dag per week voor "
            "vijftien vrijwilligers."
        ),
    ),
)
ENTRIES = (
    NewEntry(
        title="Digitale hulp in elke wijk",
        organiser="Agentschap voor werk en opleiding",
        aim_text="Vaste plaatsen in de wijk waar werkzoekenden hulp krijgen met een computer.",
        aims=(Aim.INDIVIDUAL, Aim.ACCESS),
        target_groups=(TargetGroup.JOB_SEEKERS, TargetGroup.LOW_LITERATE),
        first_day=date(2022, 10, 3),
        last_day=date(2022, 11, 30),
        amount=Money(4_000_000_00),
        link="https://werk.example/oproepen/wijk",
    ),
    NewEntry(
        title="Lessen voor wie geen scherm kent",
        organiser="Fonds voor volwassenenonderwijs",
        aim_text="Centra voor basiseducatie geven lessen in de kleine gemeenten.",
        aims=(Aim.GROUP,),
        target_groups=(TargetGroup.LOW_LITERATE, TargetGroup.ELDERLY),
        first_day=date(2022, 9, 1),
        last_day=date(2022, 10, 31),
        amount=Money(1_250_000_00),
    ),
    NewEntry(
        title="Oefenkansen in de bibliotheek",
        organiser="Agentschap voor cultuur",
        aim_text="Bibliotheken lenen tablets uit en laten inwoners oefenen in hun gewone werking.",
        aims=(Aim.PRACTICE, Aim.ACCESS),
        target_groups=(TargetGroup.ALL,),
        first_day=date(2022, 11, 14),
        last_day=date(2023, 1, 31),
        link="https://cultuur.example/oefenkansen",
    ),
    NewEntry(
        title="Een regierol voor elke gemeente",
        organiser="Provincie in het oosten",
        aim_text="Een contactpunt per gemeente, dat partners samenbrengt en noden opspoort.",
        aims=(Aim.DIRECTION,),
        target_groups=(TargetGroup.OWN_STAFF,),
        first_day=date(2023, 2, 1),
        last_day=date(2023, 3, 31),
        amount=Money(300_000_00),
    ),
)


def explain(session: Session, company: Company, lines: Sequence[Line]) -> None:
    """Let every line say what stays; that of the last line waits for a colleague."""
    officer = company.cast.officer_at(calendar.FOUNDED + DAY)
    decider = company.cast.decision_maker_at(calendar.FOUNDED + 2 * DAY)
    for line, (stays, expected) in zip(lines, STATEMENTS, strict=True):
        draft = service.write_statement(session, officer, line, stays, expected, version=0)
        if line is not lines[-1]:
            service.publish_statement(session, decider, draft, draft.version)


GRANTS = (
    (
        "Aalst",
        NewGrant(
            title="Digibank Aalst",
            funder="Departement Werk en Sociale Economie",
            aims=(Aim.ACCESS, Aim.INDIVIDUAL),
            first_day=date(2022, 1, 1),
            last_day=date(2023, 12, 31),
            amount=Money(85_000_00),
        ),
    ),
    (
        "Brugge",
        NewGrant(
            title="Wijkbibliotheek met lessen",
            funder="Provincie West-Vlaanderen",
            aims=(Aim.GROUP,),
            first_day=date(2022, 9, 1),
            last_day=date(2023, 8, 31),
        ),
    ),
)


FIRMS = ("Digiwerkplaats vzw", "Digiwerkplaats Diensten bv")


def note(session: Session, company: Company) -> None:
    """Write what other agencies plan in the shared agenda, and what they already pay."""
    officer = company.cast.officer_at(calendar.START - 14 * DAY)
    for entry in ENTRIES:
        service.add_entry(session, officer, entry)
    towns = {one.name: one for one in organisations.municipalities(session)}
    for name, grant in GRANTS:
        service.add_grant(session, officer, towns[name], grant)
    firms = [
        add_organisation(session, NewOrganisation(kind=OrganisationKind.OTHER, name=name))
        for name in FIRMS
    ]
    service.add_link(session, officer, firms[0], firms[1], "De vzw bezit alle aandelen van de bv.")
