"""What people ask about the open call of the demo, what the agency answers, and who seeks whom."""

from datetime import timedelta

from sqlalchemy.orm import Session

from subsidy.calls import service as calls
from subsidy.calls.domain.asking import Answering
from subsidy.calls.domain.seeking import Wish
from subsidy.calls.models import Call
from subsidy.demo import calendar
from subsidy.demo.people import Company

DAY = timedelta(days=1)


def play(session: Session, company: Company, call: Call) -> None:
    """Let three people ask; one question has its answer, one is for the agency only."""
    first, second = list(company.cast.members)[:2]
    asked = calls.ask(
        session,
        company.cast.member_at(first, calendar.START - 6 * DAY),
        call,
        "Wij zijn een OCMW van een kleine gemeente. Mogen wij een digipunt in de kerk openen?",
        private=True,
    )
    calls.answer(
        session,
        company.cast.officer_at(calendar.START - 5 * DAY),
        asked,
        Answering(
            wording="Mag een digipunt in een gebouw dat niet van de gemeente is?",
            answer="Ja, als iedereen er binnen mag en de gemeente het drie jaar kan gebruiken.",
        ),
    )
    calls.ask(
        session,
        company.cast.member_at(second, calendar.START - 2 * DAY),
        call,
        "Telt de huur van een lokaal mee als werkingskost?",
        private=False,
    )
    calls.ask(
        session,
        company.cast.member_at(first, calendar.START - DAY),
        call,
        "Onze begroting is nog niet goedgekeurd. Mogen wij al beginnen met aanwerven?",
        private=True,
    )
    _seek(session, company, call, first)


def _seek(session: Session, company: Company, call: Call, nis: str) -> None:
    """Let one municipality follow the calls and look for partners."""
    member = company.cast.member_at(nis, calendar.START - DAY)
    calls.subscribe(session, member)
    wish = Wish(
        text="Wij zoeken een kleine gemeente uit de buurt om samen een digipunt te openen.",
        contact="053 72 34 00, dienst samenleving",
    )
    calls.seek(session, member, call, wish)
