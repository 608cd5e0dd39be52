"""Acts 4 and 5: each partner signs what it commits to; the lead submits in time."""

import re

from tests.browser.story.act_3_application import TITLE
from tests.browser.story.stage import BOTH, LEAD, SIGNATORY, Person, Stage

SIGNERS = {LEAD: "Aalst", SIGNATORY: "Lede", BOTH: "Horebeke"}


def sign(stage: Stage, application: str) -> None:
    """Sign; a change afterwards withdraws the signature of whom it touches, and no other."""
    for email, name in SIGNERS.items():
        _sign(stage.person(email), application, name)
    lead = stage.person(LEAD)
    assert signed(lead, application) == ["Aalst", "Lede", "Horebeke"]
    lead.opens(f"{application}/indienen")
    _change_the_tasks_of_lede(stage.person(SIGNATORY), application)
    lead.presses("Dien de aanvraag in", status=422)
    assert "Lede" in lead.text
    assert signed(lead, application) == ["Aalst", "Horebeke"]
    _sign(stage.person(SIGNATORY), application, "Lede")
    assert signed(lead, application) == ["Aalst", "Lede", "Horebeke"]


def _sign(person: Person, application: str, name: str) -> None:
    person.opens(application)
    person.follows("Onderteken voor uw organisatie")
    person.fills(name=f"Burgemeester van {name}", function="Burgemeester")
    person.fills(deciding_body="College van burgemeester en schepenen", decided_on="01/03/2021")
    person.presses(f"Onderteken voor {name}")


def signed(lead: Person, application: str) -> list[str]:
    """Return the partners whose signature holds."""
    lead.opens(application)
    rows = lead.main.get_by_role("row").filter(has=lead.page.get_by_text("ondertekend", exact=True))
    return [text.split()[0] for text in rows.get_by_role("rowheader").all_inner_texts()]


def _change_the_tasks_of_lede(person: Person, application: str) -> None:
    person.opens(f"{application}/partners")
    person.follows_in_row("Lede", "de taken")
    person.fills(tasks="Lede zoekt vrijwilligers en vormt hen ook.")
    person.presses("Bewaar")


def submit(stage: Stage, application: str, closes: str, in_time: str) -> str:
    """Submit a second too late, then in time; return the number of the file."""
    lead = stage.person(LEAD)
    lead.opens(f"{application}/indienen")
    stage.person(SIGNATORY).moves_the_date(closes)
    lead.presses("Dien de aanvraag in", status=422)
    stage.person(SIGNATORY).moves_the_date(in_time)
    lead.opens(f"{application}/indienen")
    lead.presses("Dien de aanvraag in")
    assert lead.path == f"{application}/ontvangstbewijs"
    assert TITLE in lead.text
    assert lead.downloads("Download het ontvangstbewijs (PDF)").startswith(b"%PDF-")
    return lead.page.get_by_text(re.compile(r"^IED-[A-Z0-9]+$")).first.inner_text()
