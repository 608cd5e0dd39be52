"""The questions that the calls of the demo ask, and what its consortia answer."""

from collections.abc import Mapping
from random import Random
from typing import Any

from subsidy.calls.domain.questions import Form, read_form
from subsidy.calls.domain.reading import Table
from subsidy.core.errors import refuse_if

PLACES = (
    "Bibliotheek",
    "Dorpshuis",
    "Dienstencentrum",
    "Sociaal restaurant",
    "Buurtwerking",
    "Zaal van de sportclub",
)
REACH = (
    "Wij gaan langs bij mensen die nu geen hulp zoeken. De thuiszorg, de huisarts en de school "
    "zeggen ons waar dat nodig is. Wie wil, krijgt een eerste les thuis."
)
MOMENTS = ("voormiddag", "namiddag", "avond", "weekend")
ALWAYS = "namiddag"
BESIDE = "beslissing"  # the question that is answered with a file
DATA: Mapping[str, Any] = {
    "vragen": [
        {
            "sleutel": "bereik",
            "soort": "lange_tekst",
            "rubriek": "Wie u helpt",
            "vraag": "Hoe bereikt u mensen die nu geen hulp zoeken?",
            "uitleg": "Denk aan mensen die niet naar een bibliotheek of een gemeentehuis komen.",
            "doel": "De jury wil weten of de hulp bij kwetsbare mensen komt.",
            "verplicht": True,
            "hoogstens": 700,
        },
        {
            "sleutel": "vrijwilligers",
            "soort": "ja_nee",
            "rubriek": "Wie u helpt",
            "vraag": "Werken er vrijwilligers mee?",
            "doel": "Zo weet de jury wie de hulp geeft.",
            "verplicht": True,
        },
        {
            "sleutel": "vergoeding",
            "soort": "bedrag",
            "rubriek": "Wie u helpt",
            "vraag": "Hoeveel krijgt een vrijwilliger per dag?",
            "doel": "Zo kan de jury de kosten van projecten vergelijken.",
            "verplicht": True,
            "hoogste": 50,
            "toon_als": {"vraag": "vrijwilligers", "antwoord": "ja"},
        },
        {
            "sleutel": "momenten",
            "soort": "meer_keuzes",
            "rubriek": "Waar en wanneer",
            "vraag": "Wanneer kunnen mensen langskomen?",
            "doel": "Ook wie overdag werkt, heeft hulp nodig.",
            "verplicht": True,
            "keuzes": [
                {"sleutel": "voormiddag", "naam": "In de voormiddag"},
                {"sleutel": "namiddag", "naam": "In de namiddag"},
                {"sleutel": "avond", "naam": "In de avond"},
                {"sleutel": "weekend", "naam": "In het weekend"},
            ],
        },
        {
            "sleutel": "plaatsen",
            "soort": "tabel",
            "rubriek": "Waar en wanneer",
            "vraag": "Op welke plaatsen geeft u hulp?",
            "doel": "Zo ziet de jury hoe dicht de hulp bij de mensen is.",
            "rijen": 12,
            "kolommen": [
                {"sleutel": "plaats", "naam": "Plaats", "soort": "korte_tekst"},
                {"sleutel": "uren", "naam": "Uren per week", "soort": "getal"},
            ],
        },
        {
            "sleutel": BESIDE,
            "soort": "bijlagen",
            "rubriek": "Bijlagen",
            "vraag": "Welke beslissing nam het college over dit project?",
            "doel": "Zo ziet het agentschap dat het bestuur achter het project staat.",
        },
    ]
}


def form() -> Form:
    """Return the form. Raises RefusedError when it is not right."""
    faults: list[Any] = []
    found = read_form(Table(DATA, "formulier", faults))
    refuse_if(faults)
    return found


def answers(seed: str) -> dict[str, Any]:
    """Return what a consortium answers: always the same for the same seed."""
    chance = Random(seed)  # noqa: S311 - invented answers, not a secret
    found: dict[str, Any] = {
        "bereik": REACH,
        "vrijwilligers": chance.choice((True, True, False)),
        "momenten": [key for key in MOMENTS if key == ALWAYS or chance.random() < 1 / 2],
        "plaatsen": [
            [place, chance.randrange(2, 20)]
            for place in chance.sample(PLACES, chance.randrange(2, 5))
        ],
    }
    if found["vrijwilligers"]:
        found["vergoeding"] = chance.randrange(20, 41) * 100
    return found
