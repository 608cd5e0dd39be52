"""The juror's pages: what is sealed stays sealed, and nothing typed is lost."""

import re
from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, update
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.applications import queries as applications
from subsidy.policy import Actor, MandateKind
from subsidy.scoring import service
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.domain.objecting import Objection
from subsidy.scoring.models import Mark, Review
from subsidy.web import clock
from tests.factories import municipality, person
from tests.support.applications import AFTER, CONTENT, PROJECT
from tests.support.pages import assert_well_formed, masked, visible
from tests.support.people import signed_in, visitor
from tests.support.scoring import (
    EIGHTS,
    cleared,
    given,
    juror_actor,
    jury,
    person_of,
    reread,
    scored,
    sheet,
)
from tests.support.statements import counted

# Words that stand in the content of every file of these tests, and nowhere before the declaration.
SECRETS = (CONTENT.needs, PROJECT.summary, "An Peeters", "Draaiboek digipunt")


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


def browser(app: Flask, session: Session, review: Review) -> FlaskClient:
    return signed_in(app, person_of(session, review.juror))


def address(review: Review, path: str = "") -> str:
    return f"/jury/{review.public_id}{path}"


def typed(
    marks: Mapping[str, int | str | None] = EIGHTS, motivation: str = "Goed.", **more: object
) -> dict[str, str]:
    """Return what a browser sends of a filled-in form."""
    sent = {f"mark-{key}": str(value) for key, value in marks.items() if value is not None}
    sent |= {f"motivation-{key}": motivation for key in marks}
    return {"version": "1", **sent, **{key: str(value) for key, value in more.items()}}


# My files -----------------------------------------------------------------------------------------


def test_the_list_says_what_to_do_with_each_file(app: Flask, session: Session) -> None:
    made = jury(session, files=4, jurors=1)
    new, ready = given(session, made, file=0), cleared(session, made, file=1)
    done, blocked = scored(session, made, file=2), given(session, made, file=3)
    service.declare_conflict(session, juror_actor(blocked), blocked, "Familie.")
    session.flush()

    answer = browser(app, session, new).get("/jury")

    assert answer.status_code == 200
    assert_well_formed(answer.text)
    assert "1 van 3 dossiers gescoord" in visible(answer.text)
    links = set(re.findall(r'href="(/jury/[^"]+)"', answer.text))
    for_all = {
        "/jury/scores-uit-excel",
        "/jury/mijn/strengheid",
        "/jury/profiel",
        "/jury/wensen",
    }
    assert links == {address(new, "/belangen"), address(ready), address(done), *for_all}
    assert made.files[3].number in answer.text


def test_a_juror_without_files_reads_why(app: Flask, session: Session) -> None:
    made = jury(session, files=0, jurors=1)

    answer = signed_in(app, person_of(session, made.jurors[0])).get("/jury")

    assert "Er wacht geen dossier op u." in visible(answer.text)


# The declaration ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "/indienen"])
def test_the_declaration_comes_before_any_content(app: Flask, session: Session, path: str) -> None:
    review = given(session, jury(session))
    client = browser(app, session, review)

    answer = client.get(address(review, path), follow_redirects=True)

    assert answer.request.path == address(review, "/belangen")
    words = visible(answer.text)
    assert "Hebt u een belangenconflict?" in words
    for shown in (review.application.number, PROJECT.title, "Aalst", "Ninove en Haaltert"):
        assert shown in words
    assert not [secret for secret in SECRETS if secret in answer.text]
    assert_well_formed(answer.text)


@pytest.mark.parametrize("path", ["", "/indienen"])
def test_a_post_before_the_declaration_is_refused_and_shows_nothing(
    app: Flask, session: Session, path: str
) -> None:
    review = given(session, jury(session))

    answer = browser(app, session, review).post(address(review, path), data=typed())

    assert answer.status_code == 422
    assert "Verklaar eerst of u een belangenconflict hebt." in visible(answer.text)
    assert not [secret for secret in SECRETS if secret in answer.text]


def test_no_conflict_opens_the_file(app: Flask, session: Session) -> None:
    review = given(session, jury(session))

    answer = browser(app, session, review).post(
        address(review, "/belangen"), data={"answer": "none"}, follow_redirects=True
    )

    assert answer.request.path == address(review)
    assert all(secret in answer.text for secret in SECRETS)
    assert_well_formed(answer.text)


def test_a_conflict_without_a_reason_is_refused_and_opens_nothing(
    app: Flask, session: Session
) -> None:
    review = given(session, jury(session))

    answer = browser(app, session, review).post(address(review, "/belangen"), data={"reason": " "})

    assert answer.status_code == 422
    assert "Schrijf waarom u dit dossier niet kunt beoordelen." in visible(answer.text)
    assert_well_formed(answer.text)
    session.refresh(review)
    assert review.status is ReviewStatus.ASSIGNED


@pytest.mark.parametrize("make", [given, cleared])
def test_who_has_a_conflict_finds_the_content_at_no_address(
    app: Flask, session: Session, make: Callable[..., Review]
) -> None:
    made = jury(session, jurors=2)
    review, colleague = make(session, made, 0), scored(session, made, 1)
    client = browser(app, session, review)

    answer = client.post(
        address(review, "/belangen"),
        data={"kind": "personal", "reason": "Mijn zus werkt er."},
        follow_redirects=True,
    )

    assert answer.request.path == "/jury"
    assert "U ziet dit dossier niet meer." in visible(answer.text)
    for path in ("", "/belangen", "/indienen"):
        assert client.get(address(review, path)).status_code == 403
        assert client.post(address(review, path), data=typed()).status_code == 403
        assert client.get(address(colleague, path)).status_code == 404
    for path in routes(app, made.files[0].public_id, made.call.public_id):
        found = client.get(path)
        assert not [secret for secret in SECRETS if secret.encode() in found.data], path
        assert found.status_code != 200 or "/oproepen" in path, path


@pytest.mark.parametrize("make", [given, cleared, scored])
@pytest.mark.parametrize("source", ["fact", "domain", "objection"])
def test_a_conflict_that_nobody_declared_opens_no_route_either(
    app: Flask, session: Session, make: Callable[..., Review], source: str
) -> None:
    made = jury(session, jurors=2)
    review, _ = make(session, made, 0), scored(session, made, 1)
    who = person_of(session, review.juror)
    client = signed_in(app, who)
    if source == "fact":
        who.employer = municipality(session, "Haaltert")
    elif source == "domain":
        clerk = accounts.create_person(session, "els@bureau-net.be", "Els van het bureau")
        accounts.give_mandate(session, clerk, municipality(session, "Ninove"), MandateKind.EDITOR)
        who.email = "tom@bureau-net.be"
    else:
        said = Objection(ConflictKind.OTHER, who.name, "Hij werkte mee aan een ander dossier.")
        file = applications.application(session, made.files[0].public_id)
        assert file is not None
        service.object_to(session, Actor(made.officer.id, AFTER), file, said)
    session.commit()

    ids = (review.public_id, made.files[0].public_id, made.call.public_id)
    for path in [*routes(app, *ids), "/jury", "/jury/mijn/scores.xlsx", "/jury/scores-uit-excel"]:
        found = client.get(path)
        assert not [secret for secret in SECRETS if secret.encode() in found.data], path
        assert found.status_code != 200 or path.startswith(("/oproepen", "/jury")), path
        assert found.status_code != 200 or review.public_id not in path, path


def routes(app: Flask, *public_ids: str) -> list[str]:
    """Return every address of one record that somebody can open, with these ids."""
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.arguments == {"public_id"} and "GET" in (rule.methods or ())
    ]
    return [
        str(rule).replace("<public_id>", public_id) for rule in rules for public_id in public_ids
    ]


def test_a_late_conflict_erases_the_marks_first_says_so(app: Flask, session: Session) -> None:
    review = cleared(session, jury(session))
    client = browser(app, session, review)

    page = client.get(address(review, "/belangen"))

    assert "We wissen de scores die u voor dit dossier bewaarde." in visible(page.text)
    assert "Verklaar dat u geen belangenconflict hebt" not in page.text


@pytest.mark.parametrize("make", [cleared, scored])
def test_a_mandate_gained_later_closes_the_file_at_every_opening(
    app: Flask, session: Session, make: Callable[..., Review]
) -> None:
    review = make(session, jury(session))
    client = browser(app, session, review)
    assert PROJECT.summary in client.get(address(review)).text
    accounts.give_mandate(
        session,
        person_of(session, review.juror),
        municipality(session, "Ninove"),
        MandateKind.READER,
    )
    session.commit()

    for path in ("", "/belangen", "/indienen"):
        assert client.get(address(review, path)).status_code == 403
        assert client.post(address(review, path), data=typed()).status_code == 403
    page = client.get("/jury")
    assert address(review) not in page.text
    assert PROJECT.title not in page.text
    assert "uit de feiten: een mandaat in een organisatie van het dossier" in visible(page.text)
    assert_well_formed(page.text)


def test_a_conflict_is_declared_after_handing_in_too(app: Flask, session: Session) -> None:
    review = scored(session, jury(session))
    client = browser(app, session, review)
    assert address(review, "/belangen") in client.get(address(review)).text

    page = client.get(address(review, "/belangen"))

    assert "maar ze tellen niet meer mee" in visible(page.text)
    declared = {"kind": "personal", "reason": "Mijn zus werkt er nu."}
    answer = client.post(address(review, "/belangen"), data=declared)
    assert (answer.status_code, answer.location) == (303, "/jury")
    assert client.get(address(review)).status_code == 403


# The marks ----------------------------------------------------------------------------------------


def test_the_page_shows_the_whole_file_beside_criteria_with_weights_and_levels(
    app: Flask, session: Session
) -> None:
    review = cleared(session, jury(session))

    answer = browser(app, session, review).get(address(review))

    words = visible(answer.text)
    assert_well_formed(answer.text)
    for criterion in service.criteria_of(review.application):
        assert criterion.label in words
    assert "Elke gemeente kan morgen starten" in words  # the text of a 10 for scaling up
    assert "weging 25 %" in words.replace("\N{NO-BREAK SPACE}", " ")


def test_marks_are_saved_unfinished_and_come_back(app: Flask, session: Session) -> None:
    review = cleared(session, jury(session))
    client = browser(app, session, review)

    saved = client.post(address(review), data=typed({"impact": 6}, "Voorlopig.\r\nTweede regel."))
    page = client.get(address(review))

    assert saved.status_code == 303
    assert re.search(r'id="mark-impact-6"[^>]*\schecked', page.text)
    assert "Voorlopig.\nTweede regel.</textarea>" in page.text
    assert 'name="version" type="hidden" value="2"' in page.text


def test_the_weighted_total_is_that_of_a_calculator(app: Flask, session: Session) -> None:
    """25*7 + 25*8 + 20*6 + 20*5 + 10*10 = 695 -> 69.50."""
    review = cleared(session, jury(session))
    client = browser(app, session, review)
    marks = {"samenwerking": 7, "opschaling": 8, "impact": 6, "continuiteit": 5, "aanpak": 10}

    client.post(address(review), data=typed(marks))

    assert re.search(r"<output[^>]*>69,50</output>", client.get(address(review)).text)


@pytest.mark.parametrize("mark", ["11", "-1", "7,5", "acht", "1e1", "\N{ARABIC-INDIC DIGIT SEVEN}"])
def test_a_mark_off_the_scale_is_refused_and_the_text_is_kept(
    app: Flask, session: Session, mark: str
) -> None:
    review = cleared(session, jury(session))

    answer = browser(app, session, review).post(
        address(review), data=typed({**EIGHTS, "impact": mark}, "Dit wil ik niet kwijt.")
    )

    assert answer.status_code == 422
    assert "Geef een geheel getal van 0 tot 10." in visible(answer.text)
    assert answer.text.count("Dit wil ik niet kwijt.</textarea>") == 5
    assert_well_formed(answer.text)
    assert reread(session, review).marks == []


def test_a_motivation_that_is_too_long_is_refused_and_kept(app: Flask, session: Session) -> None:
    review = cleared(session, jury(session))
    long = "woord " * 700

    answer = browser(app, session, review).post(address(review), data=typed({"impact": 5}, long))

    assert answer.status_code == 422
    assert "Maak deze tekst korter" in visible(answer.text)
    assert long in answer.text


def test_two_marks_for_one_criterion_are_refused(app: Flask, session: Session) -> None:
    review = cleared(session, jury(session))

    answer = browser(app, session, review).post(
        address(review), data={**typed(), "mark-impact": ["3", "9"]}
    )

    assert answer.status_code == 422


def test_a_second_window_is_refused_and_keeps_its_text(app: Flask, session: Session) -> None:
    review = cleared(session, jury(session))
    client = browser(app, session, review)
    client.post(address(review), data=typed())

    answer = client.post(address(review), data=typed({**EIGHTS, "impact": 2}, "Tweede venster."))

    assert answer.status_code == 422
    assert "U bewaarde deze scores in een ander venster." in visible(answer.text)
    assert answer.text.count("Tweede venster.</textarea>") == 5
    assert re.search(r'id="mark-impact-2"[^>]*\schecked', answer.text)


# Handing in ---------------------------------------------------------------------------------------


def test_handing_in_what_is_incomplete_says_all_that_is_missing(
    app: Flask, session: Session
) -> None:
    review = cleared(session, jury(session))

    answer = browser(app, session, review).post(
        address(review), data=typed({"samenwerking": 8, "impact": None}, "", then="submit")
    )

    words = visible(answer.text)
    assert answer.status_code == 422
    assert "Schrijf bij “Samenwerking en draagvlak” waarom u deze score geeft." in words
    assert "Geef een score van 0 tot 10 voor “Continuïteit”." in words
    assert_well_formed(answer.text)


def test_marks_are_confirmed_on_a_page_of_their_own_and_then_stand(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=2, jurors=1)
    review, waiting = cleared(session, made, file=0), given(session, made, file=1)
    client = browser(app, session, review)

    page = client.post(address(review), data=typed(then="submit"), follow_redirects=True)
    assert page.request.path == address(review, "/indienen")
    assert_well_formed(page.text)
    assert "Gewogen: 80,00 op 100" in visible(page.text)
    done = client.post(page.request.path, data={"version": "2"}, follow_redirects=True)

    assert done.request.path == address(review)
    assert "Uw scores voor" in visible(done.text)
    assert address(waiting) in done.text
    assert "<textarea" not in done.text
    again = client.post(address(review), data=typed({**EIGHTS, "impact": 1}, version=3))
    assert again.status_code == 422
    assert {mark.value for mark in reread(session, review).marks} == {8}


def test_a_confirmation_of_marks_that_changed_meanwhile_is_refused(
    app: Flask, session: Session
) -> None:
    review = cleared(session, jury(session))
    service.save_marks(session, juror_actor(review), review, sheet())
    session.flush()

    answer = browser(app, session, review).post(address(review, "/indienen"), data={"version": "1"})

    assert answer.status_code == 422
    assert answer.text.count("data-error-summary") == 1
    session.refresh(review)
    assert review.status is ReviewStatus.CLEARED


def test_the_confirmation_of_incomplete_marks_offers_no_button(
    app: Flask, session: Session
) -> None:
    review = cleared(session, jury(session))

    page = browser(app, session, review).get(address(review, "/indienen"))

    assert_well_formed(page.text)
    assert "Dien mijn scores in" not in page.text
    assert "Vul uw scores aan" in page.text
    sent = browser(app, session, review).post(address(review, "/indienen"), data={"version": "1"})
    assert_well_formed(sent.text)
    assert sent.text.count("data-error-summary") == 1


# Secrecy ------------------------------------------------------------------------------------------


def test_who_is_no_juror_of_the_file_finds_nothing(app: Flask, session: Session) -> None:
    made = jury(session, jurors=2)
    review, foreign = given(session, made, 0), cleared(session, made, 1)
    officer = signed_in(app, made.officer)

    for path in ("", "/belangen", "/indienen"):
        assert browser(app, session, review).get(address(foreign, path)).status_code == 404
        assert officer.get(address(foreign, path)).status_code == 404
        assert visitor(app).get(address(foreign, path)).status_code == 302
    assert officer.get("/jury").status_code == 403
    assert signed_in(app, person(session, "Iemand")).get("/jury").status_code == 403


def snapshot(client: FlaskClient, connection: Connection, addresses: list[str]) -> list[object]:
    """Return all that a juror can learn at these addresses: bodies, headers, statements."""
    seen: list[object] = []
    for path in addresses:
        with counted(connection) as sent:
            answer = client.get(path)
        headers = sorted((k, v) for k, v in answer.headers if k != "Set-Cookie")
        seen.append((path, answer.status_code, headers, masked(answer.text), sent))
    return seen


@pytest.mark.parametrize("make", [given, cleared])
def test_a_juror_sees_not_one_byte_of_a_colleague_before_the_own_marks_are_in(
    app: Flask, session: Session, connection: Connection, make: Callable[..., Review]
) -> None:
    """Worlds that differ in a colleague's review only: none, marks saved, in, other, conflict."""
    made = jury(session, files=2, jurors=4)
    own = make(session, made, 0)
    client = browser(app, session, own)
    saving, conflicted = given(session, made, 2), given(session, made, 3)
    call = f"/oproepen/{made.call.public_id}"
    addresses = ["/", "/jury", "/berichten", call, f"{call}/jury", f"{call}/rangschikking"]
    addresses += [f"{call}/rangschikking.xlsx", address(saving), address(conflicted)]
    addresses += [address(own, path) for path in ("", "/belangen", "/indienen")]
    client.get("/")  # spends the message of signing in

    worlds = [snapshot(client, connection, addresses)]
    service.declare_none(session, juror_actor(saving), saving)
    service.save_marks(session, juror_actor(saving), saving, sheet())
    session.flush()
    worlds.append(snapshot(client, connection, addresses))
    scored(session, made, 1)
    worlds.append(snapshot(client, connection, addresses))
    session.execute(update(Mark).values(value=1, motivation="Zwak."))
    worlds.append(snapshot(client, connection, addresses))
    service.declare_conflict(session, juror_actor(conflicted), conflicted, "Familie.")
    session.flush()
    worlds.append(snapshot(client, connection, addresses))

    assert worlds[1:] == [worlds[0]] * 4


def test_a_refused_form_does_not_tell_about_a_colleague_either(
    app: Flask, session: Session
) -> None:
    made = jury(session, jurors=2)
    own = cleared(session, made, 0)
    client = browser(app, session, own)
    wrong = typed({"impact": "11"}, then="submit")

    before = client.post(address(own), data=wrong)
    scored(session, made, 1)
    after = client.post(address(own), data=wrong)

    assert before.status_code == after.status_code == 422
    assert masked(before.text) == masked(after.text)


def test_after_the_own_marks_colleagues_stand_under_a_label_never_a_name(
    app: Flask, session: Session
) -> None:
    made = jury(session, jurors=3)
    own = scored(session, made, 0)
    scored(session, made, 1, marks=dict.fromkeys(EIGHTS, 6))
    cleared(session, made, 2)

    answer = browser(app, session, own).get(address(own))

    words = visible(answer.text)
    assert_well_formed(answer.text)
    assert "Jurylid 2" in words
    assert "Gewogen: 60,00 op 100" in words
    assert "Jurylid 3" not in words
    for colleague in made.jurors[1:]:
        assert colleague.person.name not in answer.text
        assert colleague.person.email not in answer.text


# Size ---------------------------------------------------------------------------------------------


def test_pages_take_the_same_number_of_statements_at_any_size(
    app: Flask, session: Session, connection: Connection
) -> None:
    made = jury(session, files=5, jurors=4)
    own = scored(session, made, 0, 0)
    client = browser(app, session, own)
    counts = []
    for colleague, files in ((1, ()), (2, (1, 2)), (3, (3, 4))):
        scored(session, made, colleague, 0)
        for file in files:
            scored(session, made, 0, file)
        counts.append([_count(client, connection, path) for path in ("/jury", address(own))])

    assert counts[0] == counts[1] == counts[2]


def _count(client: FlaskClient, connection: Connection, path: str) -> int:
    with counted(connection) as sent:
        assert client.get(path).status_code == 200
    return len(sent)
