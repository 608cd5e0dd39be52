"""A published call that asks questions of its own, one of every kind."""

from typing import Any

from sqlalchemy.orm import Session

from subsidy.calls import queries as calls
from subsidy.calls import service as call_service
from subsidy.calls.models import Call
from subsidy.policy import Role
from tests.factories import as_actor, case_officer, decision_maker, line
from tests.support.applications import OPENS, regulation

DAYS_BEFORE = OPENS.replace(day=10)
EVERY_KIND: dict[str, Any] = {
    "vragen": [
        {"sleutel": "samen", "soort": "ja_nee", "vraag": "Werkt u samen?", "verplicht": True},
        {
            "sleutel": "leden",
            "soort": "gemeenten",
            "vraag": "Welke gemeenten doen mee?",
            "verplicht": True,
            "toon_als": {"vraag": "samen", "antwoord": "ja"},
        },
        {
            "sleutel": "thema",
            "soort": "een_keuze",
            "vraag": "Welk thema kiest u?",
            "doel": "De jury vergelijkt per thema.",
            "keuzes": [
                {"sleutel": "dienst", "naam": "Dienstverlening"},
                {"sleutel": "oud", "naam": "Faxen", "tot": "2020-12-31"},
                {"sleutel": "werk", "naam": "Werkplek"},
            ],
        },
        {
            "sleutel": "groepen",
            "soort": "meer_keuzes",
            "vraag": "Voor welke groepen?",
            "keuzes": [
                {"sleutel": "ouderen", "naam": "Ouderen"},
                {"sleutel": "andere", "naam": "Andere"},
            ],
        },
        {
            "sleutel": "welke",
            "soort": "korte_tekst",
            "vraag": "Welke andere groep?",
            "verplicht": True,
            "hoogstens": 20,
            "toon_als": {"vraag": "groepen", "antwoord": "andere"},
        },
        {"sleutel": "plan", "soort": "lange_tekst", "vraag": "Wat is uw plan?", "hoogstens": 700},
        {
            "sleutel": "lessen",
            "soort": "getal",
            "vraag": "Hoeveel lessen?",
            "laagste": 1,
            "hoogste": 90,
        },
        {"sleutel": "huur", "soort": "bedrag", "vraag": "Wat kost de huur?", "hoogste": "1000,50"},
        {"sleutel": "start", "soort": "datum", "vraag": "Wanneer start de eerste les?"},
        {
            "sleutel": "firma",
            "soort": "tabel",
            "vraag": "Welke firma's werken mee?",
            "rijen": 4,
            "kolommen": [
                {"sleutel": "naam", "naam": "Naam", "soort": "korte_tekst"},
                {"sleutel": "kost", "naam": "Kost", "soort": "bedrag"},
                {"sleutel": "vast", "naam": "Vast", "soort": "ja_nee"},
            ],
        },
        {"sleutel": "wie", "soort": "persoon", "vraag": "Wie licht het project toe?"},
        {"sleutel": "stuk", "soort": "bijlagen", "vraag": "Welke beslissing hebt u?"},
    ]
}


def call_that_asks(session: Session, form: dict[str, Any]) -> Call:
    """Return the call of the shipped rehearsal with this form, published before it opens."""
    author = as_actor(case_officer(session), Role.CASE_OFFICER, now=DAYS_BEFORE)
    approver = as_actor(decision_maker(session), Role.DECISION_MAKER, now=DAYS_BEFORE)
    content = {**regulation(), "formulier": form}
    made = call_service.create(session, author, line(session, author), content)
    call_service.propose(session, author, made)
    call_service.publish(session, approver, made)
    found = calls.call(session, made.public_id)
    assert found is not None
    return found
