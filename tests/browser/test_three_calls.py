"""An officer alone builds three calls that Flanders knew, and changes one while it is open.

No developer does anything: every threshold, date, question and answer is typed on a page. The
figures are those of the position paper of 2021, of the call of 2021 (alone or together, at most
200,000 euro, three strands, a later deadline) and of its sister call (2 million, a formal partner).
"""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser

from tests.browser.story.stage import DECIDER, LEAD, OFFICER, Person, Stage

pytestmark = [pytest.mark.browser, pytest.mark.wide]
LINE = "Lokale e-inclusie onder regie van de lokale besturen"
RICH_LINE = "Toegang tot internet met de UiTPAS of een alternatief"
HEARD_FROM, IN_BETWEEN, HEARD_UNTIL = "13/09/2022 09:00", "14/09/2022 10:00", "27/09/2022 12:00"
OPENS, CLOSES, LATER = "03/10/2022 09:00", "28/11/2022 12:00", "16/12/2022 12:00"
ASKED, REPLIED = "Mag een project ook 150.000 euro vragen?", "Nee. Het maximum is nu 150.000 euro."
CRITERIA = (
    ("Focus en doelen", "35"),
    ("Kwaliteit van het voorstel", "35"),
    ("Hefboomeffect", "30"),
)
MARKS = (0, 3, 5, 8, 10)


@pytest.fixture
def stage(browser: Browser, own_address: str) -> Iterator[Stage]:
    """Give the people of the story, without JavaScript: what works then works for everybody."""
    made = Stage(browser, own_address, scripted=False)
    yield made
    made.leave()


def begin(officer: Person, title: str, source: str, line: str = LINE) -> str:
    """Begin a call; return its address."""
    officer.opens("/oproepen/nieuw")
    officer.types("title", title)
    officer.chooses("line", line)
    officer.chooses("source", source)
    officer.presses("Maak de oproep")
    return officer.path


def write(officer: Person, call: str, part: str, values: Mapping[str, str]) -> None:
    officer.opens(f"{call}/bewerk/{part}")
    for name, value in values.items():
        officer.types(name, value)
    officer.presses("Bewaar")


def dates_and_money(officer: Person, call: str, money: Mapping[str, str]) -> None:
    texts = {"contact": "Team e-inclusie", "opent": OPENS, "sluit": CLOSES}
    write(officer, call, "doel", texts)
    days = {"eerste_dag": "01/01/2023", "laatste_dag": "31/12/2025"}
    write(officer, call, "geld", {**money, **days})


def publish(stage: Stage, call: str) -> None:
    """Two people: one lays it before the other."""
    officer, decider = stage.person(OFFICER), stage.person(DECIDER)
    officer.opens(call)
    assert officer.text.partition("Nog te doen voor de publicatie")[2][:400] == ""
    officer.follows("Leg de oproep voor")
    officer.presses("Leg de oproep voor")
    decider.opens(f"{call}/publiceer")
    decider.presses("Publiceer de oproep")
    assert decider.path == call


def cooperation(officer: Person) -> str:
    """Write the call of the position paper: large and small together, or no subsidy."""
    source = "het sjabloon “Samenwerking van grote en kleine gemeenten”"
    call = begin(officer, "Samen digitaal mee", source)
    amounts = {"gereserveerd": "1.000.000", "minimum": "100.000", "maximum": "400.000"}
    dates_and_money(officer, call, {**amounts, "minimum_per_partner": "10.000"})
    write(officer, call, "geld", {"beoogd_aantal": "11"})  # 11 times 100.000 is too much
    officer.opens(f"{call}/bewerk/geld")
    assert "€ 1.100.000,00" in officer.text
    write(officer, call, "geld", {"beoogd_aantal": "5"})
    return call


def alone_or_together(officer: Person) -> str:
    """Write the call of 2021: alone or together, at most 200,000 euro, three strands."""
    source = "het sjabloon “Alleen of samen: lokaal e-inclusiebeleid in drie sporen”"
    call = begin(officer, "Lokaal e-inclusiebeleid in drie sporen", source)
    amounts = {"gereserveerd": "600.000", "minimum": "25.000", "maximum": "200.000"}
    dates_and_money(officer, call, amounts)
    return call


def with_a_formal_partner(officer: Person) -> str:
    """Write the sister call from an empty one: its rules, its criteria, its money."""
    call = begin(officer, "Gemeente zonder gemeentehuis", "een lege oproep", RICH_LINE)
    amounts = {"gereserveerd": "2.000.000", "minimum": "100.000", "maximum": "2.000.000"}
    dates_and_money(officer, call, amounts)
    write(officer, call, "doel", {"doel": "Besturen vernieuwen samen hun dienstverlening."})
    officer.opens(f"{call}/bewerk/geld")
    officer.types("penvoerder", "Een lokaal bestuur, als penhouder.")
    officer.ticks("kostensoorten", "personeel")
    officer.presses("Bewaar")
    officer.opens(f"{call}/bewerk/regels")
    for word in ("groot_en_klein", "binnen_referentieregios"):
        officer.main.locator(f'[name="{word}"]').uncheck()
    officer.types("minimum_gemeenten__aantal", "51")  # the range says what is possible
    officer.presses("Bewaar", status=422)
    officer.types("minimum_gemeenten__aantal", "2")
    officer.presses("Bewaar")
    for number, (name, weight) in enumerate(CRITERIA):
        row = {"naam": name, "omschrijving": "Wat de jury leest.", "gewicht": weight}
        levels = {f"niveau_{mark}": f"Wat {mark} betekent." for mark in MARKS}
        typed = {f"rijen-{number}-{field}": text for field, text in (row | levels).items()}
        write(officer, call, "criteria", typed)
    statement = {"verklaring": "De catalogus blijft open tot eind 2028."}
    write(officer, call, "beoordeling", {**statement, "loting": "GzG 2022"})
    return call


def try_out(officer: Person, call: str, municipalities: str) -> None:
    """Let the draft say how many of the 300 could take part, before anybody reads it."""
    officer.opens(call)
    officer.follows("Draai proef met de oproep")
    assert municipalities in officer.text


def consult(stage: Stage, call: str) -> None:
    """Let municipalities say what is not feasible; the agency answers in public, then publishes."""
    officer, lead = stage.person(OFFICER), stage.person(LEAD)
    officer.opens(call)
    officer.follows("Raadpleeg lokale besturen")
    officer.fills(opens_at=HEARD_FROM, closes_at=HEARD_UNTIL)
    officer.fills(vrijwilligers="Elke gemeente zoekt vijf vrijwilligers.")
    officer.presses("Start de raadpleging")
    lead.moves_the_date(IN_BETWEEN)
    lead.opens(f"{call}/raadpleging")
    lead.follows("Reageer op het ontwerp")
    lead.main.locator("[name=vrijwilligers]").nth(1).check()
    lead.fills(vrijwilligers_waarom="Wij vinden er maar twee.", doel="Noem ook de bibliotheek.")
    lead.presses("Bewaar uw reactie")
    lead.moves_the_date(HEARD_UNTIL)
    officer.opens(f"{call}/raadpleging")
    officer.follows("Aalst")
    officer.fills(vrijwilligers="Twee is genoeg.", doel="Dat doen wij.")
    officer.presses("Bewaar uw antwoorden")
    officer.opens(f"{call}/raadpleging/verslag")
    officer.types("report", "Wij noemen de bibliotheek en vragen twee vrijwilligers.")
    officer.presses("Publiceer het reactieverslag")
    lead.opens(f"{call}/raadpleging")
    assert "Twee is genoeg." in lead.text


def ask(stage: Stage, call: str) -> None:
    """Answer a question of a municipality for everybody."""
    officer, lead = stage.person(OFFICER), stage.person(LEAD)
    lead.opens(call)
    lead.follows("Lees de vragen en antwoorden")
    lead.follows("Stel een vraag")
    lead.types("asked", ASKED)
    lead.main.locator("[name=how]").first.check()
    lead.presses("Stel de vraag")
    officer.opens(lead.path)
    officer.follows("Beantwoord de vraag")
    officer.types("answer", REPLIED)
    officer.presses("Publiceer het antwoord")


def change_the_maximum(stage: Stage, call: str) -> None:
    """Let the answer change the rules, by two people; everybody sees old and new."""
    officer, decider, lead = stage.person(OFFICER), stage.person(DECIDER), stage.person(LEAD)
    officer.opens(call)
    officer.follows("Wijzig de regels")
    officer.follows("Geld")
    officer.types("maximum", "150.000")
    officer.types("reason", "Zo kunnen meer gemeenten meedoen.")
    officer.presses("Stel de wijziging voor")
    change = officer.path
    assert not officer.offers("Keur de wijziging goed")
    decider.opens(change)
    decider.follows("Keur de wijziging goed")
    decider.presses("Keur de wijziging goed")
    lead.opens(change)
    assert "200.000" in lead.text
    assert "150.000" in lead.text


def extend(stage: Stage, call: str) -> None:
    """Give everybody more time, by two people, with a reason."""
    officer, decider, lead = stage.person(OFFICER), stage.person(DECIDER), stage.person(LEAD)
    officer.opens(call)
    officer.follows("Verleng de oproep")
    officer.fills(sluit=LATER, reason="Raden vergaderen pas in december.")
    officer.presses("Stel het nieuwe moment voor")
    change = officer.path
    decider.opens(change)
    decider.follows("Keur de wijziging goed")
    decider.presses("Keur de wijziging goed")
    lead.opens(call)
    assert "vrijdag 16 december 2022, 12.00 uur" in lead.text
    assert "Raden vergaderen pas in december." in lead.text


def read(stage: Stage, calls: list[str]) -> None:
    """Let a municipality read what each call asks: each its own rules and amounts."""
    lead = stage.person(LEAD)
    said = []
    for call in calls:
        lead.opens(call)
        said.append(lead.text)
    assert "minder dan 20.000 inwoners" in said[0]
    assert "€ 200.000,00" in said[1]
    assert "minder dan 20.000 inwoners" not in said[1]
    assert "Minstens 2 gemeenten doen mee." in said[2]
    assert "€ 2.000.000,00" in said[2]


def test_an_officer_builds_three_calls_answers_extends_and_closes(stage: Stage) -> None:
    officer = stage.person(OFFICER)
    calls = [cooperation(officer), alone_or_together(officer), with_a_formal_partner(officer)]
    for call in calls:
        try_out(officer, call, "300")
    consult(stage, calls[0])
    for call in calls:
        publish(stage, call)
    read(stage, calls)
    lead = stage.person(LEAD)
    lead.moves_the_date(OPENS)
    ask(stage, calls[1])
    change_the_maximum(stage, calls[1])
    extend(stage, calls[1])

    lead.moves_the_date(CLOSES)
    lead.opens(calls[0])
    assert not lead.offers("Start een aanvraag")
    lead.opens(calls[1])
    assert lead.offers("Start een aanvraag")
    lead.moves_the_date(LATER)
    lead.opens(calls[1])
    assert not lead.offers("Start een aanvraag")
    assert stage.watch.faults == {}
