"""What municipalities of the demo say of themselves; one account still waits for the agency."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from subsidy.demo import calendar
from subsidy.demo.people import AALST, BUDGET_OFFICER, HOREBEKE, Company
from subsidy.organisations import queries, service
from subsidy.organisations.domain.actions import ExistingAction
from subsidy.organisations.domain.profile import Body, PartnerKind, Profile
from subsidy.policy import Actor, Mandate, MandateKind, Role

FILLED_IN, CONFIRMED = calendar.at(date(2022, 8, 8), 10), calendar.at(date(2022, 8, 9), 14)
COUNTRY = 111400  # BE00 as the digits of ISO 7064


def account(number: int) -> str:
    """Return an invented Belgian account number that passes every check."""
    national = f"{number:010d}{number % 97 or 97:02d}"
    return f"BE{98 - (int(national) * 10**6 + COUNTRY) % 97:02d}{national}"


PROFILES = {
    AALST: Profile(
        first_name="An",
        family_name="Peeters",
        function="Beleidsmedewerker digitale inclusie",
        telephone="053 72 34 00",
        email="an.peeters@aalst.example",
        iban=account(910_000_101),
        account_holder="Stad Aalst",
        bodies=(Body.COLLEGE, Body.COUNCIL, Body.FIXED_BUREAU, Body.WELFARE_COUNCIL),
        mayor="Griet De Backer",
        general_director="Karel Wouters",
        financial_director="Leen Aerts",
        actions=(ExistingAction.ACCESS, ExistingAction.COMPETENCES, ExistingAction.SUPPORT),
        partners=(PartnerKind.SOCIAL, PartnerKind.CITIZENS, PartnerKind.INTERMUNICIPAL),
    ),
    HOREBEKE: Profile(
        first_name="Joke",
        family_name="Martens",
        function="Diensthoofd burgerzaken",
        telephone="055 45 55 90",
        email="joke.martens@horebeke.example",
        iban=account(910_000_303),
        account_holder="Gemeente Horebeke",
        bodies=(Body.COLLEGE, Body.COUNCIL),
        mayor="Bart Lippens",
        general_director="Ria De Vos",
        financial_director="Jan Goethals",
        actions=(ExistingAction.NONE_YET,),
        partners=(PartnerKind.LOCAL_AUTHORITIES,),
    ),
}


def play(session: Session, company: Company) -> None:
    """Fill in the profiles; the budget officer confirms the first account and not the second."""
    for nis, profile in PROFILES.items():
        _fill_in(session, company, nis, profile)
    _confirm(session, company, AALST)


def put_on_file(session: Session, company: Company, nis_codes: Iterable[str]) -> None:
    """Let municipalities that lead a consortium have an account on file, and nothing more."""
    for nis in nis_codes:
        holder = f"Gemeente {company.municipalities[nis].name}"
        account_only = Profile(iban=account(int(nis)), account_holder=holder)
        _fill_in(session, company, nis, account_only)
        _confirm(session, company, nis)


def _confirm(session: Session, company: Company, nis: str) -> None:
    officer = company.person(BUDGET_OFFICER)
    agency = Actor(officer.id, CONFIRMED, roles=frozenset({Role.BUDGET_OFFICER}))
    found = queries.kept(session, company.municipalities[nis].public_id)
    if found is not None:
        service.confirm_account(session, agency, found, found.version)


def _fill_in(session: Session, company: Company, nis: str, profile: Profile) -> None:
    municipality, person = company.cast.members[nis]
    editor = Actor(
        person.id,
        FILLED_IN,
        mandates=(Mandate(municipality.id, MandateKind.EDITOR),),
        organisation_id=municipality.id,
    )
    found = queries.kept(session, municipality.public_id)
    if found is not None:
        service.save_profile(session, editor, found, profile, found.version)
