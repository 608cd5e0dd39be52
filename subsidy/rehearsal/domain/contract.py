"""The contract of ``dossiers.xlsx``: sheets, headings, and the words of its lists.

The names are Dutch because people in Flanders fill them in; docs/rehearsal.md lists them too.
A heading of which the cells may be empty may be left out altogether.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from subsidy.allocation.domain.claim import Effort
from subsidy.applications.domain.form import ActionType, Degree, Lever
from subsidy.calls.domain.dossier import Risk, Stays
from subsidy.core.text import N_
from subsidy.planning.domain.codes import GROUP_WORDS, TargetGroup

VERSION = 1
REGULATION_FILE = "regulation.toml"
DOSSIERS_FILE = "dossiers.xlsx"
NOTES = "toelichting"
"""A sheet for people; it is never read."""
SEPARATOR = ";"


class Holds(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    WORDS = "words"  # several words of a list, with a semicolon in between
    MONEY = "money"
    INTEGER = "integer"
    YEAR = "year"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column. ``filled``: every row has a value; else the column itself may be left out."""

    name: str
    about: str
    holds: Holds = Holds.TEXT
    filled: bool = True


@dataclass(frozen=True, slots=True)
class SheetShape:
    """One sheet: what a row of it says, and its columns in the order in which we write them."""

    name: str
    about: str
    headings: tuple[Heading, ...]

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(heading.name for heading in self.headings if heading.filled)

    @property
    def optional(self) -> tuple[str, ...]:
        return tuple(heading.name for heading in self.headings if not heading.filled)


# The words of lists -------------------------------------------------------------------------------

ACTIONS: Mapping[str, ActionType] = MappingProxyType(
    {
        "internet thuis": ActionType.HOME_INTERNET,
        "beleid": ActionType.POLICY,
        "toegang": ActionType.ACCESS,
        "vaardigheden": ActionType.COMPETENCES,
        "ondersteuning": ActionType.SUPPORT,
        "e-inclusie by design": ActionType.BY_DESIGN,
    }
)
EFFORTS: Mapping[str, Effort] = MappingProxyType(
    {
        "internet thuis": Effort.HOME_INTERNET,
        "beleid": Effort.POLICY,
        "toegang": Effort.EQUIPMENT,
        "vaardigheden": Effort.SKILLS,
        "ondersteuning": Effort.SUPPORT,
        "e-inclusie by design": Effort.BY_DESIGN,
    }
)
TARGET_GROUPS: Mapping[str, TargetGroup] = GROUP_WORDS
LEVERS: Mapping[str, Lever] = MappingProxyType(
    {
        "outreaching": Lever.OUTREACH,
        "participatie": Lever.PARTICIPATION,
        "transversaal beleid": Lever.TRANSVERSAL,
        "kloof dichten": Lever.CLOSING_GAP,
    }
)
DEGREES: Mapping[str, Degree] = MappingProxyType(
    {"toegang": Degree.ACCESS, "vaardigheden": Degree.SKILLS, "gebruik": Degree.USE}
)
STAYS: Mapping[str, Stays] = MappingProxyType(
    {"blijft": Stays.STAYS, "wordt overgedragen": Stays.HANDED_OVER, "stopt": Stays.STOPS}
)
RISKS: Mapping[str, Risk] = MappingProxyType(
    {"laag": Risk.LOW, "gemiddeld": Risk.MEDIUM, "hoog": Risk.HIGH}
)

# The sheets ---------------------------------------------------------------------------------------

_NUMBER = Heading("nummer", N_("File number of the application, as on the sheet “aanvragen”."))
_TOWN = Heading("gemeente", N_("Name or NIS code of a Flemish municipality of 2021."))


def _open(name: str, about: str, holds: Holds = Holds.TEXT) -> Heading:
    return Heading(name, about, holds, filled=False)


APPLICATIONS = SheetShape(
    "aanvragen",
    N_("One row per application, as its lead partner fills it in."),
    (
        Heading("nummer", N_("File number, unique and at most 40 characters.")),
        Heading("penvoerder", N_("Name or NIS code of the municipality that leads.")),
        Heading("titel", N_("Title of the project.")),
        _open("samenvatting", N_("What, where and how.")),
        Heading("eerste_dag", N_("First day of the project."), Holds.DAY),
        Heading("laatste_dag", N_("Last day of the project."), Holds.DAY),
        Heading(
            "gevraagd",
            N_("Amount requested in euro: the sum of the rows on the sheet “begroting”."),
            Holds.MONEY,
        ),
        _open(
            "haalbaar_minimum",
            N_("Smallest amount with which the project is feasible; empty: all of it."),
            Holds.MONEY,
        ),
        Heading(
            "ingediend_op",
            N_("Day and hour of the submission, in Brussels, while the call is open."),
            Holds.MOMENT,
        ),
        _open("contact", N_("Name of the contact.")),
        _open("functie", N_("Function of the contact.")),
        _open("e_mail", N_("E-mail address of the contact.")),
        _open("telefoon", N_("Telephone number of the contact.")),
        _open("noden", N_("Which needs of the local authorities the project meets.")),
        _open("aanpak", N_("How the partners work.")),
        _open("acties", N_("What they do: words of a list."), Holds.WORDS),
        _open("doelgroepen", N_("For whom: words of a list."), Holds.WORDS),
        _open("andere_doelgroep", N_("Which other group, beside “andere”.")),
        _open("hefbomen", N_("Which levers: words of a list."), Holds.WORDS),
        _open("graden", N_("Which degrees of the digital divide: words of a list."), Holds.WORDS),
        _open("onlinerisico", N_("Which risks people run online.")),
        _open("maatregelen", N_("How the project protects and informs people.")),
    ),
)
PARTNERS = SheetShape(
    "partners",
    N_("One row per municipality of an application, the lead partner included."),
    (
        _NUMBER,
        _TOWN,
        Heading(
            "gevraagd",
            N_("What this partner asks: the sum of its rows on the sheet “begroting”."),
            Holds.MONEY,
        ),
        _open("doet_mee", N_("“ja” or “nee”: the answer to the invitation; empty: “ja”.")),
        _open("taken", N_("What this partner does.")),
        _open("noden", N_("Which of its needs that meets.")),
        _open("ondertekenaar", N_("Who signs for this partner.")),
        _open("functie", N_("Function of who signs.")),
    ),
)
BUDGET = SheetShape(
    "begroting",
    N_("One row per partner, cost type and year."),
    (
        _NUMBER,
        _TOWN,
        Heading("kostensoort", N_("One of the cost types of the regulation.")),
        Heading("jaar", N_("A year in which the project runs."), Holds.YEAR),
        Heading("bedrag", N_("Amount requested, in euro with at most two decimals."), Holds.MONEY),
    ),
)
CONTINUITY = SheetShape(
    "continuiteit",
    N_("One row per realisation, partner and year after the end of the project."),
    (
        _NUMBER,
        Heading("realisatie", N_("Title of what will exist, unique within the application.")),
        _TOWN,
        Heading("jaar", N_("A year after the year in which the project ends."), Holds.YEAR),
        Heading("kost", N_("What carrying on costs this partner that year."), Holds.MONEY),
        Heading("gefinancierd", N_("How much of that is paid for."), Holds.MONEY),
        _open("voor_wie", N_("For whom the realisation is. Once per realisation.")),
        _open("licentie", N_("Its licence. Once per realisation.")),
        _open("gebruik", N_("How another municipality puts it to use. Once per realisation.")),
        _open("voorwaarden", N_("What a municipality needs for it. Once per realisation.")),
        _open("beschikbaar_vanaf", N_("From when. Once per realisation."), Holds.DAY),
        _open(
            "overnemers",
            N_("Who will adopt it, with a semicolon in between. Once per realisation."),
            Holds.WORDS,
        ),
        _open("wat_blijft", N_("One word of a list. Once per realisation and partner.")),
        _open("eigenaar", N_("Who carries it. Once per realisation and partner.")),
        _open("financiering", N_("Who pays. Once per realisation and partner.")),
        _open("beslissend_orgaan", N_("Which body decides. Once per realisation and partner.")),
        _open(
            "beslist_op",
            N_("Date of the decision. Once per realisation and partner."),
            Holds.DAY,
        ),
        _open(
            "verwacht_van_anderen",
            N_("What is expected of others. Once per realisation and partner."),
        ),
        _open("risico", N_("One word of a list. Once per realisation and partner.")),
        _open("tweede_bron", N_("Who pays a part. Once per realisation and partner.")),
        _open("waarvan_tweede_bron", N_("Which part of what is paid for that is."), Holds.MONEY),
        _open("derde_bron", N_("Who pays a part. Once per realisation and partner.")),
        _open("waarvan_derde_bron", N_("Which part of what is paid for that is."), Holds.MONEY),
        _open(
            "vindplaats_beslissing",
            N_("Number or address of the decision. Once per realisation and partner."),
        ),
    ),
)
JURORS = SheetShape(
    "juryleden",
    N_("One row per member of the jury."),
    (
        Heading("naam", N_("Name, unique within the jury.")),
        _open("werkgever", N_("Where the juror works.")),
        _open(
            "werkgever_gemeente",
            N_("Name or NIS code, when that is a municipality: conflicts of interest follow."),
        ),
        _open("voorzitter", N_("“ja” for the chair; empty: “nee”.")),
    ),
)
SCORES = SheetShape(
    "scores",
    N_("One row per application, juror and criterion; only for what goes to the jury."),
    (
        _NUMBER,
        Heading("jurylid", N_("Name, as on the sheet “juryleden”.")),
        Heading("criterium", N_("Key of a criterion of the regulation.")),
        Heading("cijfer", N_("Whole mark from 0 to 10."), Holds.INTEGER),
        Heading("motivering", N_("Why this mark.")),
    ),
)
RIGHTS = SheetShape(
    "rechten",
    N_("One row per municipality that claims its drawing right; only with “verdeling”."),
    (
        _TOWN,
        _open("bedrag", N_("Amount claimed in euro; empty: the whole right."), Holds.MONEY),
        _open("inspanningen", N_("What the municipality does: words of a list."), Holds.WORDS),
        _open("doel", N_("What it wants to reach, in one sentence.")),
        _open("beschrijving", N_("What, where and how.")),
        _open("realisatie", N_("Title of a realisation of an application, which it adopts.")),
        _open("continuiteit", N_("What goes on after the subsidy, and who pays for it.")),
        _open("beslissend_orgaan", N_("Which body decides on that.")),
    ),
)
SHEETS = (APPLICATIONS, PARTNERS, BUDGET, CONTINUITY, JURORS, SCORES, RIGHTS)
