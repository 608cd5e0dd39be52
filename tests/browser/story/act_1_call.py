"""Acts 1 and 2: an officer writes a call from a copy; somebody else publishes it."""

from tests.browser.story.stage import DECIDER, OFFICER, Person, Stage

TITLE = "Digibuddy's aan huis"
LINE = "Toegankelijkheidstoets, digibuddy's en monitor"
SOURCE = "een kopie van “Digipunten dicht bij huis”"
OPENS, CLOSES = "03/10/2022 09:00", "14/11/2022 12:00"
ENVELOPE, RESERVED, LEFT = "€ 5.000.000,00", "€ 300.000,00", "€ 4.700.000,00"


def write(stage: Stage) -> str:
    """Write a call and lay it before a colleague; return its address."""
    officer = stage.person(OFFICER)
    officer.opens("/oproepen/beheer")
    officer.follows("Maak een oproep")
    officer.types("title", TITLE)
    officer.chooses("line", LINE)
    officer.chooses("source", SOURCE)
    officer.presses("Maak de oproep")
    call = officer.path
    _go_through_the_parts(officer)
    assert officer.path == call
    _cannot_close_before_it_opens(officer, call)
    officer.follows("Leg de oproep voor")
    officer.presses("Leg de oproep voor")
    assert "wacht op goedkeuring" in officer.text
    return call


def _go_through_the_parts(officer: Person) -> None:
    officer.follows("Doel en data")
    officer.fills(opent=OPENS, sluit="01/10/2022 12:00")
    officer.presses("Bewaar en ga verder")
    assert officer.path.endswith("/voorbereiding")
    officer.presses("Bewaar en ga verder")
    officer.fills(gereserveerd="300.000", eerste_dag="01/01/2023")
    for _ in range(3):
        officer.presses("Bewaar en ga verder")
    officer.presses("Bewaar")


def _cannot_close_before_it_opens(officer: Person, call: str) -> None:
    """Refuse an order of dates that cannot be; the page says what is still to do."""
    assert "Nog te doen voor de publicatie" in officer.text
    officer.opens(f"{call}/leg-voor")
    officer.presses("Leg de oproep voor", status=422)
    officer.opens(f"{call}/bewerk/doel")
    officer.types("sluit", CLOSES)
    officer.presses("Bewaar")


def publish(stage: Stage, call: str) -> None:
    """Who proposed cannot publish; publishing reserves the amount on the line."""
    officer, decider = stage.person(OFFICER), stage.person(DECIDER)
    officer.opens(f"{call}/publiceer", status=403)
    assert figures(decider) == (ENVELOPE, ENVELOPE, "€ 0,00", "€ 0,00")
    decider.opens("/")
    decider.follows_task(TITLE)
    decider.follows("Publiceer de oproep")
    decider.presses("Publiceer de oproep")
    assert decider.path == call
    assert "gepubliceerd" in decider.text
    assert figures(decider) == (ENVELOPE, LEFT, RESERVED, "€ 0,00")


def figures(person: Person) -> tuple[str, ...]:
    """Return what the programme page says of the line: envelope, available, reserved, committed."""
    person.opens("/programma")
    row = person.main.get_by_role("row").filter(has_text=LINE).first
    return tuple(" ".join(cell.split()) for cell in row.get_by_role("cell").all_inner_texts())[:4]
