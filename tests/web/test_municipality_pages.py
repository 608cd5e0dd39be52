"""The public pages about municipalities: what they say, count, limit, sort and refuse."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from subsidy.organisations.domain import NewOrganisation, OrganisationKind
from subsidy.organisations.service import add_organisation


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def _page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def _names(html: str) -> list[str]:
    return re.findall(r'<a href="/gemeenten/\d{5}">([^<]+)</a>', html)


def test_the_list_counts_all_and_shows_fifty(client: FlaskClient) -> None:
    html = _page(client, "/gemeenten")

    assert "300 gemeenten" in html
    assert len(_names(html)) == 50
    assert _names(html)[:2] == ["Aalst", "Aalter"]
    assert "13.625,64" in html


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ("regio=Westhoek", "17 gemeenten"),
        ("grootte=100-", "4 gemeenten"),
        ("tekst=sint-n", "1 gemeente"),
        ("tekst=PINTE", "1 gemeente"),
        ("regio=Limburg&grootte=0-10", "11 gemeenten"),
        ("regio=Elders&grootte=veel", "300 gemeenten"),
        ("tekst=%25", "300 gemeenten"),
        ("tekst=%00", "300 gemeenten"),
        ("regio=Kempen&regio=Westhoek", "27 gemeenten"),
    ],
)
def test_filters_live_in_the_address(client: FlaskClient, filters: str, count: str) -> None:
    assert f">{count}<" in _page(client, f"/gemeenten?{filters}")


def test_an_empty_list_says_why_and_how_to_go_on(client: FlaskClient) -> None:
    html = _page(client, "/gemeenten?tekst=nergens")

    assert "Geen enkele gemeente past bij deze filters." in html
    assert 'href="/gemeenten"' in html


@pytest.mark.parametrize("number", ["6", "7", "999999"])
def test_beyond_the_last_page_is_the_last_page(client: FlaskClient, number: str) -> None:
    assert _names(_page(client, f"/gemeenten?pagina={number}"))[-1] == "Zwijndrecht"


def test_pages_together_hold_every_municipality_once(client: FlaskClient) -> None:
    names = [
        name
        for number in range(1, 7)
        for name in _names(_page(client, f"/gemeenten?sorteer=-inwoners&pagina={number}"))
    ]

    assert len(set(names)) == len(names) == 300
    assert (names[0], names[-1]) == ("Antwerpen", "Herstappe")


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("naam", "Aalst"),
        ("-naam", "Zwijndrecht"),
        ("inwoners", "Herstappe"),
        ("-oppervlakte", "Antwerpen"),
        ("-provincie", "Alveringem"),
        ("onzin", "Aalst"),
    ],
)
def test_the_list_is_sorted_as_asked(client: FlaskClient, sort: str, first: str) -> None:
    assert _names(_page(client, f"/gemeenten?sorteer={sort}"))[0] == first


def test_filters_go_along_to_the_map_and_the_workbook(client: FlaskClient) -> None:
    html = _page(client, "/gemeenten?regio=Regio+Gent&pagina=1")

    assert 'href="/gemeenten/kaart?regio=Regio+Gent"' in html
    assert 'href="/gemeenten.xlsx?regio=Regio+Gent"' in html


def test_the_map_has_a_tile_for_everybody_whatever_the_filter(client: FlaskClient) -> None:
    html = _page(client, "/gemeenten/kaart?regio=Waasland")
    tiles = re.findall(r'<use href="#hexagon" class="tile tile--(\d)" x=', " ".join(html.split()))

    assert len(tiles) == 300
    assert len([step for step in tiles if step != "0"]) == 9
    assert "buiten uw keuze" in html


def test_a_municipality_shows_its_facts(client: FlaskClient) -> None:
    html = _page(client, "/gemeenten/41002")

    assert "<h1>Aalst</h1>" in html
    for fact in ("87.978", "78,65", "1.119", "0207.437.468", "OVO001992", "Denderregio"):
        assert fact in html


def test_an_unknown_figure_is_not_shown_as_zero(client: FlaskClient) -> None:
    html = _page(client, "/gemeenten/73028")

    assert "€\N{NO-BREAK SPACE}293,00" in html
    assert "niet ingevuld" in html
    assert "€\N{NO-BREAK SPACE}0,00" not in html


def test_voeren_has_no_neighbours_in_flanders(client: FlaskClient) -> None:
    assert "geen buurgemeenten in Vlaanderen" in _page(client, "/gemeenten/73109")


def test_a_merger_is_told_by_all_who_took_part(client: FlaskClient) -> None:
    sentence = "Antwerpen en Borsbeek worden samen Antwerpen."

    assert sentence in _page(client, "/gemeenten/11002")
    assert sentence in _page(client, "/gemeenten/11007")
    assert "Fusies" not in _page(client, "/gemeenten/41002")


def test_a_municipality_that_has_ended_names_its_successor(client: FlaskClient) -> None:
    """Tests run after 1 January 2025; the sentence depends on the date of the programme."""
    ended = "hoort deze gemeente bij"

    assert f"{ended} Beveren-Kruibeke-Zwijndrecht" in _page(client, "/gemeenten/11056")
    assert ended not in _page(client, "/gemeenten/11002")


@pytest.mark.parametrize("nis", ["00000", "1100", "x", "44083 ", "%00", "٤١٠٠٢"])
def test_an_unknown_code_is_not_found(client: FlaskClient, nis: str) -> None:
    assert client.get(f"/gemeenten/{nis}").status_code == 404


def test_a_later_municipality_without_figures_has_its_page(
    client: FlaskClient, session: Session
) -> None:
    new = NewOrganisation(
        kind=OrganisationKind.MUNICIPALITY, name="Pajottegem", nis="23106", seat_nis="23023"
    )
    add_organisation(session, new)
    session.commit()

    assert "<h1>Pajottegem</h1>" in _page(client, "/gemeenten/23106")
    assert _names(_page(client, "/gemeenten?tekst=paj")) == ["Pajottegem"]
    assert "300 gemeenten" not in _page(client, "/gemeenten")
    assert _page(client, "/gemeenten/kaart")


def test_the_workbook_holds_what_the_list_holds(client: FlaskClient) -> None:
    answer = client.get("/gemeenten.xlsx?regio=Limburg")
    book = load_workbook(BytesIO(answer.data))
    rows = list(book["Gemeenten"].iter_rows(min_row=2, max_row=43, values_only=True))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="gemeenten.xlsx"'
    assert {row[4] for row in rows} == {"Limburg"}
    herstappe = next(row for row in rows if row[1] == "Herstappe")
    assert herstappe[0] == "73028"
    assert herstappe[5:8] == (79, None, 1.35)
    assert herstappe[13:15] == (None, 293)


def test_the_workbook_adds_up_to_the_published_amounts(client: FlaskClient) -> None:
    book = load_workbook(BytesIO(client.get("/gemeenten.xlsx").data))
    rows = list(book["Gemeenten"].iter_rows(min_row=2, max_row=301, values_only=True))
    e_inclusion, climate = ([row[column] for row in rows] for column in (13, 14))

    assert sum(float(str(amount)) for amount in e_inclusion if amount is not None) == 23_124_995
    assert sum(float(str(amount)) for amount in climate if amount is not None) == 24_324_010
