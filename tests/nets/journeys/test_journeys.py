"""Apply, confirm as a partner, score, decide and export with the keyboard alone (WCAG 2.1.1)."""

import re

import pytest
from playwright.sync_api import expect

from subsidy.accounts.domain import SIGN_IN_LASTS, WARNED_BEFORE
from subsidy.core import clock
from subsidy.demo import drafts, jury
from subsidy.demo.people import APPLICANT, DECISION_MAKER, JUROR, OFFICER
from tests.nets.journeys.conftest import Sits
from tests.nets.world import REAL

pytestmark = [pytest.mark.browser, pytest.mark.wide]
PARTNER = "luc.claes@lede.example"
SOON_OUT = REAL + SIGN_IN_LASTS - WARNED_BEFORE / 2
CRITERIA = (
    "Samenwerking en draagvlak",
    "Opschaalbaarheid",
    "Impact op de digitale kloof",
    "Continuïteit",
    "Kwaliteit van de aanpak",
)


def test_somebody_applies(sits_down: Sits) -> None:
    """Write a part, correct it after a refusal, and submit another application."""
    lead = sits_down(APPLICANT.email)
    lead.follows_task("Werk verder aan de aanvraag", drafts.INVITING.title)
    lead.follows("Het project")
    lead.types("Samenvatting: wat, waar en hoe", "Wij bellen aan bij wie hulp vraagt.")
    expect(lead.page.locator("[data-saves-itself]")).to_contain_text("bewaard")
    lead.types("Laatste dag van het project", "31/31/2024")
    lead.presses("Bewaar", status=422)
    assert lead.page.title().startswith("Fout")
    assert lead.is_at(lead.page.locator("[data-error-summary]"))
    lead.tabs()
    lead.page.keyboard.press("Enter")
    assert lead.is_at(lead.page.get_by_label("Laatste dag van het project", exact=True))
    lead.types("Laatste dag van het project", "31/12/2024")
    lead.presses("Bewaar")
    assert not lead.page.title().startswith("Fout")
    lead.follows("Start", within="header")
    lead.follows_task("Dien de aanvraag in", drafts.SUBMITTABLE.title)
    lead.presses("Dien de aanvraag in")
    assert lead.path.endswith("/ontvangstbewijs")
    assert lead.found == []


def test_a_partner_confirms_and_signs(sits_down: Sits) -> None:
    partner = sits_down(PARTNER)
    partner.follows_task("Beantwoord de uitnodiging", drafts.INVITING.title)
    partner.presses("Aanvaard de uitnodiging")
    assert "doet mee" in partner.text
    partner.follows("Start", within="header")
    partner.follows_task("Onderteken de aanvraag", drafts.SIGNABLE.title)
    partner.types("Uw voornaam en familienaam", "Luc Claes")
    partner.types("Uw functie", "Algemeen directeur")
    partner.types("Welk orgaan besliste dit?", "Gemeenteraad")
    partner.types("Datum van die beslissing", "01/09/2022")
    partner.presses("Onderteken voor Lede")
    assert "ondertekend" in partner.text
    assert partner.found == []


def test_a_juror_scores(sits_down: Sits, monkeypatch: pytest.MonkeyPatch) -> None:
    """Score under a notice that stays on top: the sign-in ends soon (WCAG 2.4.11)."""
    juror = sits_down(JUROR.email)
    monkeypatch.setattr(clock, "now", lambda: SOON_OUT)
    juror.follows_task("Geef scores aan", "klaar om te scoren")
    juror.follows(re.compile(jury.WETTEREN.number))
    juror.unfolds("Wat de scores voor “Opschaalbaarheid” betekenen")
    for number, criterion in enumerate(CRITERIA):
        juror.marks(re.compile(f"^{criterion}"), str(5 + number))
        juror.types(f"Motivering voor “{criterion}”", "Dit is helder.")
    juror.chooses("Hoe zeker bent u van uw scores? (niet verplicht)", "vrij zeker")
    assert juror.page.locator("[data-ending]").is_visible()
    juror.marks(re.compile(f"^{CRITERIA[0]}"), "9")  # all the way back
    juror.presses("Dien in")
    juror.presses("Dien mijn scores in")
    assert "ingediend" in juror.text
    assert juror.found == []


def test_somebody_decides(sits_down: Sits) -> None:
    decider = sits_down(DECISION_MAKER.email)
    decider.follows(re.compile("^Keur . beslissingen goed$"))
    decider.follows("Keur alles goed wat wacht")
    decider.presses("Keur deze beslissingen goed")
    assert "goedgekeurd" in decider.text
    assert decider.found == []


def test_somebody_exports_a_workbook(sits_down: Sits) -> None:
    officer = sits_down(OFFICER.email)
    officer.follows("Overzichten", within="header")
    assert officer.downloads(re.compile("^Toewijzingsoverzicht van")).startswith(b"PK")
    assert officer.found == []
