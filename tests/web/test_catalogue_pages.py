"""The catalogue: public, searchable, and each realisation in it once."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from subsidy.catalogue import queries, service
from subsidy.catalogue.domain import Offer
from subsidy.catalogue.models import CatalogueItem
from subsidy.core.errors import RefusedError
from tests.factories import NOW, municipality
from tests.support.pages import assert_well_formed, statements, visible


def offer(title: str, for_whom: str = "Alle gemeenten") -> Offer:
    return Offer(title, for_whom, "CC BY 4.0", "=Download het.", "", date(2023, 6, 1))


@pytest.fixture
def items(session: Session) -> list[CatalogueItem]:
    aalst, gent = municipality(session, "Aalst"), municipality(session, "Gent")
    first = service.publish(
        session, aalst.id, "application:1", [offer("Draaiboek digipunt"), offer("Spel")], NOW
    )
    second = service.publish(session, gent.id, "application:2", [offer("Les wifi", "Ouderen")], NOW)
    session.commit()
    return [*first, *second]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert_well_formed(answer.text)
    return visible(answer.text)


def test_publishing_twice_lists_once(session: Session, items: list[CatalogueItem]) -> None:
    changed = [offer("Spel", "Iemand anders"), offer("Nieuw")]

    again = service.publish(session, items[0].owner_id, "application:1", changed, NOW)

    assert again[0] is items[1]
    assert again[0].for_whom == "Alle gemeenten"
    assert queries.count(session) == 4


def test_equal_titles_of_two_projects_are_two(session: Session, items: list[CatalogueItem]) -> None:
    service.publish(session, items[2].owner_id, "application:2", [offer("Spel")], NOW)

    assert queries.count(session, "spel") == 2


def test_adopting_twice_counts_once_and_ones_own_not_at_all(
    session: Session, items: list[CatalogueItem]
) -> None:
    gent = municipality(session, "Gent")
    for _ in range(2):
        service.adopt(session, items[0].public_id, gent.id, "claim:1", NOW)
    service.adopt(session, items[2].public_id, gent.id, "claim:1", NOW)

    assert queries.adoption_counts(session, [item.id for item in items]) == {items[0].id: 1}
    assert [each.name for each in queries.adopters(session, items[0].id)] == ["Gent"]


def test_what_is_not_there_cannot_be_adopted(session: Session) -> None:
    with pytest.raises(RefusedError, match="not in the catalogue"):
        service.adopt(session, "x" * 26, municipality(session).id, "claim:1", NOW)


@pytest.mark.usefixtures("items")
@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("", {"Draaiboek digipunt", "Spel", "Les wifi"}),
        ("?tekst=DRAAIBOEK", {"Draaiboek digipunt"}),
        ("?tekst=aalst+spel", {"Spel"}),
        ("?tekst=ouderen", {"Les wifi"}),
        ("?tekst=%25", set()),
        ("?tekst=++", {"Draaiboek digipunt", "Spel", "Les wifi"}),
    ],
)
def test_every_word_must_be_found(client: FlaskClient, asked: str, titles: set[str]) -> None:
    words = page(client, f"/realisaties{asked}")
    shown = {each for each in ("Draaiboek digipunt", "Spel", "Les wifi") if each in words}
    assert shown == titles


@pytest.mark.usefixtures("items")
def test_a_search_without_result_says_how_to_go_on(client: FlaskClient) -> None:
    words = page(client, "/realisaties?tekst=<b>nergens")
    assert "Geen realisatie past bij “<b>nergens”." in words
    assert "Toon alle realisaties" in words


def test_an_empty_catalogue_says_when_it_fills(client: FlaskClient) -> None:
    assert "Er zijn nog geen realisaties." in page(client, "/realisaties")


def test_a_realisation_with_who_uses_it(
    client: FlaskClient, session: Session, items: list[CatalogueItem]
) -> None:
    address = f"/realisaties/{items[0].public_id}"
    assert "Nog niemand nam deze realisatie over." in page(client, address)

    service.adopt(session, items[0].public_id, municipality(session, "Gent").id, "claim:1", NOW)
    session.commit()

    words = page(client, address)
    assert "1 organisatie nam deze realisatie over. Gent" in words
    assert "donderdag 1 juni 2023" in words
    assert client.get(f"/realisaties/{'x' * 26}").status_code == 404


@pytest.mark.usefixtures("items")
def test_the_workbook_holds_what_is_shown_and_no_formula(client: FlaskClient) -> None:
    answer = client.get("/realisaties/lijst.xlsx?tekst=les")

    sheet = load_workbook(BytesIO(answer.data))["Realisaties"]
    (row,) = sheet.iter_rows(min_row=2, max_row=2)
    assert [cell.value for cell in row][:3] == ["Les wifi", "Gent", "Ouderen"]
    assert (row[4].value, row[4].data_type) == ("=Download het.", "s")
    assert sheet["A3"].value is None


def test_the_number_of_statements_does_not_grow(
    client: FlaskClient, session: Session, connection: Connection, items: list[CatalogueItem]
) -> None:
    with statements(connection) as few:
        page(client, "/realisaties")
    more = [offer(f"Nog {number}") for number in range(40)]
    service.publish(session, items[0].owner_id, "application:3", more, NOW)
    session.commit()
    with statements(connection) as many:
        page(client, "/realisaties")
    assert len(many) == len(few)


@pytest.mark.usefixtures("items")
@pytest.mark.parametrize("order", ["titel", "maker", "licentie", "-titel", "-maker", "-nieuwste"])
def test_the_list_and_its_workbook_are_sorted_alike(client: FlaskClient, order: str) -> None:
    shown = re.findall(r'<a href="/realisaties/[a-z0-9]{26}">(.*?)</a>', _html(client, order))
    book = load_workbook(BytesIO(client.get(f"/realisaties/lijst.xlsx?sorteer={order}").data))
    rows = list(book["Realisaties"].iter_rows(min_row=2, max_row=1 + len(shown), values_only=True))
    column = {"titel": 0, "maker": 1, "licentie": 3}.get(order.removeprefix("-"))

    assert len(shown) > 1
    assert [row[0] for row in rows] == [unescape(title) for title in shown]
    if column is not None:
        by = [str(row[column]).casefold() for row in rows]
        assert by == sorted(by, reverse=order.startswith("-"))


def _html(client: FlaskClient, order: str) -> str:
    return client.get(f"/realisaties?sorteer={order}").text
