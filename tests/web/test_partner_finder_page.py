"""The partner finder in pages: fast, complete, and silent about the files of others."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from subsidy.applications import service
from subsidy.calls import service as calls
from subsidy.calls.domain.seeking import Wish
from tests.support.applications import complete, draft, published_call, town
from tests.support.clocks import Clock
from tests.support.pages import visible
from tests.support.people import signed_in
from tests.support.statements import counted


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def rows(html: str) -> list[str]:
    """Return the rows of the list, without the table of the map."""
    listed = html[html.index("Gemeenten die u kunt uitnodigen") :]
    table = listed[listed.index("<tbody") : listed.index("</tbody>")]
    return [visible(row) for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)]


def test_the_page_shows_a_map_of_300_and_a_list_to_invite_from(
    app: Flask, session: Session
) -> None:
    made = draft(session, published_call(session), "Aalst")
    lead = signed_in(app, made.lead.person, made.lead.organisation)
    path = f"/aanvragen/{made.record.public_id}/zoek-partners"
    assert path in lead.get(path.replace("/zoek-partners", "/partners")).text

    shown = lead.get(path)

    assert shown.status_code == 200
    assert shown.text.count('<use href="#hexagon" class="tile') >= 300
    near = lead.get(f"{path}?groep=neighbour")
    assert any(row.startswith("Lede") for row in rows(near.text))
    assert not any(row.startswith("Brugge") for row in rows(near.text))
    key = re.search(r'name="organisation" value="([^"]+)"', near.text)
    assert key is not None
    answer = lead.post(
        path.replace("/zoek-partners", "/partners"), data={"organisation": key.group(1)}
    )
    assert answer.status_code == 303


def test_who_says_that_it_looks_for_partners_is_shown_with_its_words(
    app: Flask, session: Session
) -> None:
    call = published_call(session)
    made, bree = draft(session, call, "Aalst"), town(session, "Bree")
    calls.seek(
        session, bree.actor, call, Wish(text="Wij zoeken een grote stad.", contact="089 84 85 00")
    )
    session.commit()
    lead = signed_in(app, made.lead.person, made.lead.organisation)

    shown = lead.get(f"/aanvragen/{made.record.public_id}/zoek-partners?groep=seeks")

    assert [row.split()[0] for row in rows(shown.text)] == ["Bree"]
    assert "Wij zoeken een grote stad." in visible(shown.text)


def test_files_of_others_change_nothing_not_even_what_is_asked(
    app: Flask, session: Session
) -> None:
    call = published_call(session)
    made = draft(session, call, "Aalst")
    lead = signed_in(app, made.lead.person, made.lead.organisation)
    path = f"/aanvragen/{made.record.public_id}/zoek-partners"
    lead.get(path)  # the first one makes the statements
    with counted(session.connection()) as before:
        alone = lead.get(path).text

    rival = complete(session, call, "Lede", "Ninove", "Haaltert")
    draft(session, call, "Berlare", "Erpe-Mere")
    service.submit(session, rival.lead.actor, rival.record)
    session.commit()
    with counted(session.connection()) as after:
        together = lead.get(path).text

    def without_keys(html: str) -> str:
        return re.sub(r'name="_?(key|csrf_token)" value="[^"]*"', "", html)

    assert without_keys(alone) == without_keys(together)
    assert len(before) == len(after)


def test_only_who_may_invite_finds_partners(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    partner = signed_in(app, made.towns[1].person, made.towns[1].organisation)

    assert partner.get(f"/aanvragen/{made.record.public_id}/zoek-partners").status_code == 403
