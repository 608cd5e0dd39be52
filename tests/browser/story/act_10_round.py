"""Act 10: a round without a jury, from a draft to the letter and the sum that anyone can redo."""

from decimal import Decimal

from tests.browser.story.act_1_call import LINE
from tests.browser.story.act_8_decision import exact
from tests.browser.story.stage import DECIDER, LEAD, OFFICER, Person, Stage, opened

TITLE = "Trekkingsrecht digibuddy's 2023"
OPENS, CLOSES = "02/01/2023 09:00", "16/01/2023 12:00"
TEXT = "Wij zoeken digibuddy's en begeleiden hen."


def open_round(stage: Stage) -> str:
    """Write a round; somebody else opens it. Return its address."""
    officer, decider = stage.person(OFFICER), stage.person(DECIDER)
    officer.opens("/trekkingsrechten")
    officer.follows("Maak een verdeelronde")
    _fill_in(officer)
    officer.presses("Bewaar het ontwerp")
    officer.follows("Leg de verdeelronde voor")
    round_ = officer.path.removesuffix("/stel-voor")
    officer.presses("Leg de ronde voor")
    officer.opens(f"{round_}/open", status=403)
    decider.opens("/")
    decider.follows_task(TITLE)
    decider.follows("Open de verdeelronde")
    decider.presses("Open de verdeelronde")
    assert decider.path == round_
    return round_


def _fill_in(officer: Person) -> None:
    officer.chooses("line", LINE)
    officer.fills(title=TITLE, aim=TEXT, opens_at=OPENS, closes_at=CLOSES)
    officer.fills(first_day="01/02/2023", last_day="31/12/2024", envelope="600.000,01")
    officer.fills(floor="500", continuity_statement=TEXT)
    for number, (indicator, weight) in enumerate((("population_2020", 70), ("area_hectares", 30))):
        officer.main.locator(f"[name=components-{number}-indicator]").select_option(indicator)
        officer.types(f"components-{number}-weight", str(weight))


def claim(stage: Stage, round_: str) -> str:
    """Claim the drawing right, never more than it; return the address of the claim."""
    lead = stage.person(LEAD)
    lead.moves_the_date(OPENS)
    lead.opens(round_)
    lead.presses("Vraag uw trekkingsrecht aan")
    lead.fills(contact_name="An Peeters", contact_email=LEAD, objective=TEXT, description=TEXT)
    lead.fills(continuity=TEXT, continuity_body="Gemeenteraad")
    lead.ticks("efforts", "skills")
    lead.main.locator("[name=realisation]").select_option(index=1)
    right = lead.main.locator("[name=amount]").input_value()
    lead.types("amount", "600.000")
    lead.presses("Bewaar en ga verder", status=422)
    lead.types("amount", right)
    lead.presses("Bewaar en ga verder")
    lead.presses("Dien de aanvraag in")
    return lead.path


def decide(stage: Stage, round_: str, claim_: str) -> None:
    officer, decider, lead = (stage.person(email) for email in (OFFICER, DECIDER, LEAD))
    officer.moves_the_date(CLOSES)
    officer.opens(round_)
    officer.follows("Bekijk de aanvragen en beslissingen")
    officer.presses("Bereid de beslissingen van de verdeelronde voor")
    officer.opens(f"{round_}/aanvragen/keur-goed", status=403)
    decider.opens(f"{round_}/aanvragen")
    decider.follows("Keur alles goed wat wacht")
    decider.presses("Keur deze beslissingen goed")
    lead.opens(claim_)
    lead.follows("Lees de brief")
    assert lead.downloads("Download de brief (PDF)").startswith(b"%PDF-")


def do_the_sum(stage: Stage, round_: str, claim_: str) -> None:
    """Download what everybody may: it gives the whole envelope, and each right."""
    lead = stage.person(LEAD)
    lead.opens(claim_)
    right = written(lead.amounts()[0])
    lead.opens(round_)
    book = opened(lead.downloads("Reken het na (Excel)"))
    rows = [row for row in book.worksheets[2].iter_rows(values_only=True) if row[0] is not None]
    given = {row[1]: exact(row[-1]) for row in rows if str(row[0]).isdigit()}
    assert len(given) == 300
    assert given["Aalst"] == right
    assert sum(given.values()) == Decimal("600000.01")


def written(amount: str) -> Decimal:
    """Read an amount as a page writes it."""
    return Decimal(amount.removeprefix("€ ").replace(".", "").replace(",", "."))
