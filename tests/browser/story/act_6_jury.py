"""Acts 6 and 7: who may be judged, by whom, and what the jury gives."""

from tests.browser.story.act_1_call import TITLE as CALL
from tests.browser.story.act_3_application import TITLE
from tests.browser.story.stage import CHAIR, JUROR, OFFICER, TORN, Person, Stage

SEATS = {CHAIR: "Greet Willems", JUROR: "Els Vermeulen", TORN: "Tom Jacobs"}
CRITERIA = ("samenwerking", "opschaling", "impact", "continuiteit", "aanpak")
MARKS = {CHAIR: (8, 8, 7, 7, 9), JUROR: (7, 6, 8, 9, 8)}
# Weights 25, 25, 20, 20 and 10 %: the chair gives 77,00 and the juror 74,50.
POINTS = "75,75"
WORDS = {CHAIR: "De voorzitter vindt dit sterk.", JUROR: "Het jurylid ziet nog een risico."}


def admit(stage: Stage, call: str, number: str, after: str) -> None:
    """Judge the admissibility once the call has closed."""
    officer = stage.person(OFFICER)
    officer.opens(f"{call}/ontvankelijkheid")
    assert number not in officer.text
    officer.moves_the_date(after)
    officer.opens(call)
    officer.follows("Beoordeel de ontvankelijkheid")
    officer.follows(number)
    officer.presses("Leg de beslissing vast", status=422)
    officer.ticks("outcome", "admissible")
    officer.presses("Leg de beslissing vast")


def seat(stage: Stage, call: str) -> None:
    """Give three people a seat, and each of them the file."""
    officer = stage.person(OFFICER)
    officer.opens(call)
    officer.follows("Bekijk de jury")
    for email, name in SEATS.items():
        _give_seat(officer, name, chairs=email == CHAIR)
    for box in officer.main.locator("input[name=box]").all():
        box.check()
    officer.presses("Wijs toe wat aangevinkt is")
    assert "3 toewijzingen zijn bewaard" in officer.text


def _give_seat(officer: Person, name: str, *, chairs: bool) -> None:
    form = officer.main.locator("details").filter(has=officer.page.locator("[name=person]"))
    if form.get_attribute("open") is None:
        form.locator("summary").first.click()
    option = form.locator("option").filter(has_text=name).get_attribute("value")
    form.locator("[name=person]").select_option(option)
    form.locator("[name=is_chair]").set_checked(chairs)
    officer.presses("Geef een plaats")


def judge(stage: Stage) -> None:
    """One juror has a conflict of interest; two score, and see each other's marks afterwards."""
    _withdraw(stage.person(TORN))
    chair, juror = stage.person(CHAIR), stage.person(JUROR)
    for person in (chair, juror):
        _open(person)
        person.presses("Verklaar dat u geen belangenconflict hebt")
    _cannot_leave_the_scale(chair)
    _score(chair, CHAIR)
    assert WORDS[JUROR] not in chair.text
    juror.opens(juror.path)
    assert WORDS[CHAIR] not in juror.text
    _score(juror, JUROR)
    assert WORDS[CHAIR] in juror.text
    chair.opens(chair.path)
    assert WORDS[JUROR] in chair.text


def _open(person: Person) -> None:
    person.opens("/")
    person.follows_task(CALL)
    person.follows_in_row(TITLE, "Verklaar uw belangen")


def _withdraw(person: Person) -> None:
    """Say why one cannot judge a file; then it does not open any more."""
    _open(person)
    gate = person.path
    person.presses("Meld een belangenconflict", status=422)
    person.chooses("kind", "familie, vriendschap of ruzie")
    person.types("reason", "Mijn zus leidt de dienst Welzijn van Aalst.")
    person.presses("Meld een belangenconflict")
    person.opens(gate.removesuffix("/belangen"), status=403)


def _cannot_leave_the_scale(person: Person) -> None:
    """Send an eleven, as only somebody who tampers with the page can."""
    person.main.locator("[id$=samenwerking-10]").evaluate("mark => { mark.value = '11'; }")
    person.main.locator("[id$=samenwerking-10]").check()
    person.presses("Bewaar", status=422)
    assert "Geef een geheel getal van 0 tot 10." in person.text


def _score(person: Person, email: str) -> None:
    for criterion, mark in zip(CRITERIA, MARKS[email], strict=True):
        person.main.locator(f"[id$=-{criterion}-{mark}]").check()
        person.types(f"motivation-{criterion}", WORDS[email])
    person.presses("Dien in")
    person.presses("Dien mijn scores in")
