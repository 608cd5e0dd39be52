"""Acts 8 and 9: selection, decisions by two people, letters, and an overview that adds up."""

from decimal import Decimal

from tests.browser.story.act_1_call import LINE, figures
from tests.browser.story.act_3_application import ASKED, TITLE
from tests.browser.story.act_6_jury import POINTS, WORDS
from tests.browser.story.stage import DECIDER, LEAD, OFFICER, SIGNATORY, Stage, opened

SHARES = {
    "Aalst": Decimal("70000.49"),
    "Lede": Decimal("30000.25"),
    "Horebeke": Decimal("12500.00"),
}
AWARDED = Decimal("112500.74")


def select(stage: Stage, call: str) -> str:
    """Make the selection and prepare the decisions; return the address of the letter."""
    officer = stage.person(OFFICER)
    officer.opens(f"{call}/rangschikking")
    officer.presses("Maak de selectie")
    assert POINTS in officer.text
    officer.follows("Ga naar de beslissingen")
    officer.presses("Bereid de beslissingen voor")
    officer.opens(f"{call}/beslissingen/keur-alles-goed", status=403)
    officer.opens(f"{call}/beslissingen")
    officer.main.get_by_role("rowheader").get_by_role("link").first.click()
    return officer.path


def approve(stage: Stage, call: str, decision: str) -> None:
    """Nobody outside the agency reads the letter before a second person approves it."""
    stage.person(LEAD).opens(decision, status=404)
    stage.person(OFFICER).opens(f"{decision}/keur-goed", status=403)
    decider = stage.person(DECIDER)
    decider.opens(f"{call}/beslissingen")
    decider.follows("Keur alles goed wat wacht")
    decider.presses("Keur deze beslissingen goed")
    assert figures(decider)[3] == ASKED


def read(stage: Stage, decision: str) -> None:
    """Every partner reads the letter, as a page and as PDF."""
    for email in (LEAD, SIGNATORY):
        person = stage.person(email)
        person.opens("/berichten")
        person.opens(decision)
        assert TITLE in person.text
        assert ASKED in person.amounts()
        assert all(words in person.text for words in WORDS.values())
        assert person.downloads("Download de brief (PDF)").startswith(b"%PDF-")


def add_up(stage: Stage) -> None:
    """Find the awarded amount to the cent in the overview of the line, per partner and in all."""
    officer = stage.person(OFFICER)
    officer.opens("/overzichten")
    book = opened(officer.downloads(f"Toewijzingsoverzicht van {LINE} (Excel)"))
    summary = {row[0]: row[1] for row in book.worksheets[0].iter_rows(max_col=2, values_only=True)}
    assert exact(summary["Toegekend aan partners"]) == AWARDED
    assert exact(summary["Vastgelegd en betaald in het grootboek"]) == AWARDED
    assert exact(summary["Verschil tussen toekenningen en grootboek"]) == 0
    partners = {row[1]: row[6] for row in book["Partners"].iter_rows(values_only=True)}
    assert {name: exact(partners[name]) for name in SHARES} == SHARES


def exact(value: object) -> Decimal:
    """Return an amount of a workbook in whole cents."""
    return round(Decimal(str(value)), 2)
