"""Act 3: a lead municipality invites partners and fills in every part of the application."""

from tests.browser.story.stage import BOTH, LEAD, SIGNATORY, Person, Stage

PARTNERS = ("Lede", "Horebeke")
TITLE = "Een digibuddy in elke straat"
# Per partner: staff costs of 2023 and operating costs of 2024; together the amount that is asked.
BUDGET = {
    "Aalst": ("60.000,50", "9.999,99"),
    "Lede": ("30.000,25", "0"),
    "Horebeke": ("12.500", ""),
}
ASKED = "€ 112.500,74"
TEXT = "Wij bellen aan bij elk gezin dat hulp vraagt en komen terug tot het lukt."


def begin(stage: Stage, call: str, opens: str) -> str:
    """Start an application as soon as the call is open; return its address."""
    lead = stage.person(LEAD)
    lead.opens(call)
    assert not lead.offers("Start een aanvraag")
    lead.moves_the_date(opens)
    lead.opens(call)
    lead.presses("Start een aanvraag")
    return lead.path


def fill_in(stage: Stage, application: str) -> None:
    lead = stage.person(LEAD)
    _write(lead, application)
    _invite(lead, application)
    _accept(stage)
    _tasks(lead, application)
    _budget(lead, application)
    _promise(lead, application)
    _answer(lead, application)
    _account(lead, application)


def _account(lead: Person, application: str) -> None:
    """Choose the account on file: the call pays to the lead."""
    lead.opens(f"{application}/partners")
    lead.follows_in_row("Aalst", "Nog geen rekening")
    lead.follows("Kies een rekening")
    lead.ticks("source", "on_file")
    lead.presses("Bewaar de rekening")


def _invite(lead: Person, application: str) -> None:
    lead.opens(f"{application}/partners")
    for name in PARTNERS:
        lead.chooses("organisation", name)
        lead.presses("Verstuur de uitnodiging")
        assert f"{name} is uitgenodigd" in lead.text


def _accept(stage: Stage) -> None:
    """Find the invitation on the start page; who works for two organisations switches."""
    stage.person(BOTH).works_for("Horebeke")
    for email in (SIGNATORY, BOTH):
        partner = stage.person(email)
        partner.opens("/")
        partner.follows_task(TITLE)
        partner.presses("Aanvaard de uitnodiging")
        assert "doet mee" in partner.text


def _write(lead: Person, application: str) -> None:
    lead.opens(f"{application}/onderdeel/project")
    lead.fills(title=TITLE, summary=TEXT, starts_on="01/01/2023", ends_on="31/12/2024")
    lead.fills(feasible_minimum="100.000")
    lead.presses("Bewaar")
    lead.opens(f"{application}/onderdeel/contact")
    lead.fills(name="An Peeters", function="Projectleider", email=LEAD, telephone="053 72 30 00")
    lead.presses("Bewaar")
    lead.opens(f"{application}/onderdeel/inhoud")
    lead.fills(needs=TEXT, approach=TEXT)
    for name, value in (
        ("actions", "support"),
        ("target_groups", "elderly"),
        ("levers", "outreach"),
        ("degrees", "skills"),
    ):
        lead.ticks(name, value)
    lead.presses("Bewaar")
    lead.opens(f"{application}/onderdeel/privacy")
    lead.fills(risks=TEXT, measures=TEXT)
    lead.presses("Bewaar")


def _tasks(lead: Person, application: str) -> None:
    for name in BUDGET:
        lead.opens(f"{application}/partners")
        lead.follows_in_row(name, "de taken")
        lead.fills(tasks=f"{name} zoekt vrijwilligers en begeleidt hen.", needs=TEXT)
        lead.presses("Bewaar")


def _budget(lead: Person, application: str) -> None:
    """Fill in the grid; a fraction of a cent is refused, and what was typed stands there still."""
    lead.opens(f"{application}/begroting")
    staff, operating = (lead.fields(f"-{kind}") for kind in ("staff-2023", "operating-2024"))
    for number, (first, second) in enumerate(BUDGET.values()):
        staff.nth(number).fill(first)
        operating.nth(number).fill(second)
    staff.first.fill("60.000,505")
    lead.presses("Bewaar de begroting", status=422)
    assert staff.nth(1).input_value() == BUDGET["Lede"][0]
    staff.first.fill(BUDGET["Aalst"][0])
    lead.presses("Bewaar de begroting")
    assert ASKED in lead.amounts()


def _promise(lead: Person, application: str) -> None:
    lead.opens(f"{application}/realisaties")
    lead.follows("Voeg een realisatie toe")
    lead.fills(title="Handboek digibuddy", for_whom=TEXT, licence="CC BY 4.0", how_to_use=TEXT)
    lead.fills(conditions=TEXT, available_from="01/09/2023", adopters="Erpe-Mere\nHaaltert")
    lead.presses("Bewaar")
    lead.opens(f"{application}/continuiteit")
    lead.follows("Vul in voor “Handboek digibuddy”")
    for suffix, value in (
        ("owner", "Dienst Welzijn"),
        ("funding_source", "Eigen middelen"),
        ("deciding_body", "Gemeenteraad"),
        ("decided_on", "20/06/2024"),
        ("expected_of_others", "niets"),
        *((f"cost-{year}", "5.000") for year in (2025, 2026, 2027)),
        *((f"funded-{year}", "2.500,50") for year in (2025, 2026, 2027)),
    ):
        for field in lead.fields(f"-{suffix}").all():
            field.fill(value)
    for suffix, choice in (("stays", "stays"), ("risk", "low")):
        for field in lead.fields(f"-{suffix}").all():
            field.select_option(choice)
    lead.presses("Bewaar het plan")


def _answer(lead: Person, application: str) -> None:
    """Answer what this call asks of its own; a question shows once an answer asks for it."""
    lead.opens(f"{application}/vragen")
    lead.types("vraag_bereik", TEXT)
    lead.ticks("vraag_vrijwilligers", "ja")
    lead.ticks("vraag_momenten", "namiddag")
    lead.presses("Bewaar")
    lead.opens(f"{application}/vragen")
    lead.types("vraag_vergoeding", "30,00")
    lead.presses("Bewaar")
