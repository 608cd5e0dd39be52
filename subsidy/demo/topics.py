"""What the consortia of the demo want to do: texts as municipalities write them, all invented."""

from dataclasses import dataclass

from subsidy.applications.domain.form import ActionType, Degree, Lever
from subsidy.planning.domain.codes import TargetGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """An idea for a project, without the municipalities that carry it out."""

    summary: str
    needs: str
    approach: str
    actions: tuple[ActionType, ...]
    groups: tuple[TargetGroup, ...]
    levers: tuple[Lever, ...]
    degrees: tuple[Degree, ...]
    lead_tasks: str
    partner_tasks: str
    realisation: str
    for_whom: str
    how_to_use: str
    conditions: str


RISKS = (
    "Mensen geven op een openbare computer gegevens in die anderen kunnen zien. "
    "Zij klikken op valse berichten van een bank of van de overheid."
)
MEASURES = (
    "Elke computer wist alle gegevens na gebruik. Vrijwilligers tekenen een afspraak over "
    "vertrouwelijkheid. In elke les komt phishing aan bod, met voorbeelden van die maand."
)

DIGIPOINT = Topic(
    summary=(
        "In elke gemeente komt een digipunt waar inwoners zonder afspraak hulp krijgen. "
        "De grote gemeente leidt de medewerkers op, de kleine gemeenten brengen hun dorpshuizen in."
    ),
    needs=(
        "Aan elk loket vragen inwoners hulp met een app of een website. De medewerkers hebben "
        "daar geen tijd voor. De kleine gemeenten hebben geen plaats en geen opleiding."
    ),
    approach=(
        "Wij kiezen samen vijf vaste plaatsen. Een gedeelde ploeg van medewerkers draait beurten. "
        "Elke drie maanden bespreken wij welke vragen terugkomen en passen wij de opleiding aan."
    ),
    actions=(ActionType.SUPPORT, ActionType.COMPETENCES),
    groups=(TargetGroup.ALL, TargetGroup.ELDERLY),
    levers=(Lever.OUTREACH, Lever.CLOSING_GAP),
    degrees=(Degree.SKILLS, Degree.USE),
    lead_tasks="Wij coördineren, leiden de medewerkers op en houden de planning bij.",
    partner_tasks="Wij openen een digipunt in ons dorpshuis en maken het bekend bij de inwoners.",
    realisation="Draaiboek voor een digipunt",
    for_whom="Elke gemeente die een vaste plaats voor digitale hulp wil openen.",
    how_to_use="Volg de tien stappen. De affiches en het opleidingspakket zitten erbij.",
    conditions="Een kleine gemeente heeft één lokaal en een halve dag personeel per week nodig.",
)
BUDDIES = Topic(
    summary=(
        "Vrijwilligers gaan als digibuddy aan huis bij mensen die niet naar een digipunt komen. "
        "De gemeenten werven, vormen en verzekeren hen samen."
    ),
    needs=(
        "Wie slecht te been is of zich schaamt, komt niet naar een les. Vrijwilligers zijn "
        "moeilijk te vinden. Een kleine gemeente kan hen niet alleen vormen en opvolgen."
    ),
    approach=(
        "Wij werven via de lokale dienstencentra. Elke digibuddy krijgt vier vormingen en een "
        "vaste begeleider. Na zes en twaalf maanden meten wij hoeveel van hen nog actief zijn."
    ),
    actions=(ActionType.SUPPORT, ActionType.COMPETENCES),
    groups=(TargetGroup.ELDERLY, TargetGroup.SINGLE, TargetGroup.DISABILITY),
    levers=(Lever.OUTREACH, Lever.PARTICIPATION),
    degrees=(Degree.SKILLS,),
    lead_tasks="Wij werven, vormen en verzekeren de digibuddy's van alle partners.",
    partner_tasks="Wij zoeken vrijwilligers en brengen hen bij inwoners die hulp vragen.",
    realisation="Vorming voor digibuddy's",
    for_whom="Gemeenten en OCMW's die met vrijwilligers werken.",
    how_to_use="Vier lessen met handleiding, presentatie en oefeningen op papier.",
    conditions="Reken op een begeleider voor elke vijftien vrijwilligers.",
)
LAPTOPS = Topic(
    summary=(
        "Afgedankte laptops van de gemeenten krijgen een tweede leven bij gezinnen zonder toestel. "
        "Een gedeelde werkplaats herstelt ze en leent ze uit."
    ),
    needs=(
        "Kinderen maken hun huiswerk op een telefoon. De OCMW's krijgen meer vragen om een laptop "
        "dan zij kunnen betalen. Elke gemeente gooit ondertussen toestellen weg."
    ),
    approach=(
        "De werkplaats haalt de toestellen op, wist ze en installeert vrije software. Het OCMW "
        "kiest wie een toestel krijgt. Bij elk toestel hoort een uur uitleg aan huis."
    ),
    actions=(ActionType.ACCESS, ActionType.HOME_INTERNET),
    groups=(TargetGroup.POVERTY, TargetGroup.YOUNG, TargetGroup.OCMW_CLIENTS),
    levers=(Lever.CLOSING_GAP, Lever.TRANSVERSAL),
    degrees=(Degree.ACCESS, Degree.SKILLS),
    lead_tasks="Wij richten de werkplaats in en beheren de uitleendienst voor alle partners.",
    partner_tasks="Wij leveren toestellen, kiezen de gezinnen en geven de uitleg aan huis.",
    realisation="Uitleendienst voor laptops",
    for_whom="Gemeenten die toestellen willen uitlenen aan gezinnen.",
    how_to_use="Neem het reglement en het uitleencontract over. De software is vrij te gebruiken.",
    conditions="Een kleine gemeente sluit aan bij een bestaande werkplaats in de regio.",
)
LANGUAGE = Topic(
    summary=(
        "Alle brieven en webpagina's over steun worden herschreven in klare taal. "
        "Inwoners testen ze mee voor ze verschijnen."
    ),
    needs=(
        "Mensen begrijpen de brieven niet en haken af bij het online formulier. Elke gemeente "
        "schrijft nu dezelfde teksten opnieuw, en niemand test ze."
    ),
    approach=(
        "Een redacteur werkt voor alle partners. Een panel van inwoners leest elke tekst hardop. "
        "Wat zij niet begrijpen, herschrijven wij tot het duidelijk is."
    ),
    actions=(ActionType.BY_DESIGN, ActionType.POLICY),
    groups=(TargetGroup.LOW_LITERATE, TargetGroup.OTHER_LANGUAGE, TargetGroup.OWN_STAFF),
    levers=(Lever.PARTICIPATION, Lever.TRANSVERSAL),
    degrees=(Degree.USE,),
    lead_tasks="Wij stellen de redacteur aan en begeleiden het panel van inwoners.",
    partner_tasks="Wij leveren onze brieven, zoeken leden voor het panel en publiceren de teksten.",
    realisation="Bibliotheek van klare brieven",
    for_whom="Elke gemeente of elk OCMW dat inwoners schrijft.",
    how_to_use="Kies een brief, vul de gele velden in en verstuur hem.",
    conditions="Geen bijzondere software nodig, een gewone tekstverwerker volstaat.",
)
WIFI = Topic(
    summary=(
        "Sociale woonwijken krijgen gratis internet en een wijkcoach die leert wat ermee kan. "
        "De huisvestingsmaatschappij werkt mee."
    ),
    needs=(
        "Een op de vijf gezinnen in onze sociale woningen heeft geen vaste aansluiting. Zij missen "
        "berichten van de school en kunnen niet solliciteren."
    ),
    approach=(
        "Wij beginnen met drie wijken en meten het gebruik. De wijkcoach belt aan bij elk gezin. "
        "Na een jaar beslissen de gemeenteraden over de volgende wijken."
    ),
    actions=(ActionType.HOME_INTERNET, ActionType.SUPPORT),
    groups=(TargetGroup.POVERTY, TargetGroup.FOREIGN_ORIGIN, TargetGroup.JOB_SEEKERS),
    levers=(Lever.OUTREACH, Lever.CLOSING_GAP),
    degrees=(Degree.ACCESS, Degree.USE),
    lead_tasks="Wij sluiten het contract voor de verbinding en leiden de wijkcoaches.",
    partner_tasks="Wij kiezen de wijken, lichten de bewoners in en ontvangen de wijkcoach.",
    realisation="Modelcontract voor internet in een woonwijk",
    for_whom="Gemeenten met sociale woonwijken.",
    how_to_use="Vul de bijlage met adressen in en vraag met het bestek prijzen op.",
    conditions="Vanaf veertig woningen is het goedkoper dan een aansluiting per gezin.",
)
PRACTICE = Topic(
    summary=(
        "Verenigingen, scholen en bibliotheken bouwen digitale oefenkansen in hun gewone werking "
        "in. Wie komt petanquen of lezen, leert er vanzelf bij."
    ),
    needs=(
        "Wie een cursus heeft gevolgd, vergeet alles zonder oefening. Verenigingen willen helpen, "
        "maar weten niet hoe. Kleine gemeenten hebben geen eigen lesgevers."
    ),
    approach=(
        "Een coach maakt met elke vereniging een plan van drie kleine stappen. De bibliotheken "
        "lenen koffers met tablets uit. De inwoners kiezen zelf wat zij willen oefenen."
    ),
    actions=(ActionType.COMPETENCES, ActionType.ACCESS),
    groups=(TargetGroup.ADULTS, TargetGroup.ELDERLY, TargetGroup.ALL),
    levers=(Lever.PARTICIPATION, Lever.OUTREACH),
    degrees=(Degree.SKILLS, Degree.USE),
    lead_tasks="Wij stellen de coach aan en kopen de koffers met tablets.",
    partner_tasks="Wij brengen onze verenigingen aan en lenen de koffers uit in de bibliotheek.",
    realisation="Koffer met oefenkansen",
    for_whom="Verenigingen, bibliotheken en lokale dienstencentra.",
    how_to_use="Leen de koffer uit met de kaarten. Elke kaart is een oefening van tien minuten.",
    conditions="De koffer kost ongeveer 2.000 euro, of leen die van een gemeente in de buurt.",
)
TOPICS = (DIGIPOINT, BUDDIES, LAPTOPS, LANGUAGE, WIFI, PRACTICE)
