"""The facts that ship, in a database: loading them again and again, and reading them back."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import delete, event, func, select, update
from sqlalchemy.orm import Session

from subsidy.core.errors import RefusedError
from subsidy.organisations import queries
from subsidy.organisations.domain import (
    NewOrganisation,
    OrganisationKind,
    SizeClass,
    Wanted,
    successor,
)
from subsidy.organisations.domain.reference import AMOUNTS, MERGERS, MUNICIPALITIES, NEIGHBOURS
from subsidy.organisations.models import Indicator, Neighbour, Organisation, Succession
from subsidy.organisations.service import (
    Loaded,
    add_organisation,
    load_reference_data,
    packaged,
)

TABLES = (Organisation, Neighbour, Succession, Indicator)


@pytest.fixture
def loaded(session: Session) -> Session:
    load_reference_data(session)
    return session


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []
    connection = session.connection()

    def note(*execution: object) -> None:
        statements.append(str(execution[2]))

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(connection, "before_cursor_execute", note)


def _everything(session: Session) -> list[list[tuple[object, ...]]]:
    session.flush()
    tables = [model.__table__ for model in TABLES]
    return [sorted(map(tuple, session.execute(select(table)).all()), key=repr) for table in tables]


def test_the_300_municipalities_and_what_is_known_of_them_are_loaded(loaded: Session) -> None:
    counts = [loaded.scalar(select(func.count()).select_from(model)) for model in TABLES]

    assert counts == [300, 1590, 43, 1498]


def test_a_second_load_changes_nothing(loaded: Session) -> None:
    before = _everything(loaded)

    again = load_reference_data(loaded)

    assert again.nothing
    assert _everything(loaded) == before


def test_changed_facts_are_updated_and_nothing_else(loaded: Session) -> None:
    aalst = _found(loaded, "41002")
    aalst.population = 1
    aalst.region = "Kempen"
    loaded.execute(update(Indicator).where(Indicator.key == "area_hectares").values(value=0))
    loaded.flush()

    again = load_reference_data(loaded)

    loaded.expire_all()
    assert (again.organisations.changed, again.indicators.changed) == (1, 300)
    assert _found(loaded, "41002").region == "Denderregio"
    assert queries.totals(loaded, Wanted()).population == 6_653_063
    area = select(func.sum(Indicator.value)).where(Indicator.key == "area_hectares")
    assert loaded.scalar(area) == 1_362_564


def test_lost_rows_come_back_and_strange_ones_go(loaded: Session) -> None:
    voeren, aalst = _found(loaded, "73109"), _found(loaded, "41002")
    loaded.delete(loaded.scalars(select(Neighbour).limit(1)).one())
    loaded.delete(loaded.scalars(select(Succession).limit(1)).one())
    loaded.delete(loaded.scalars(select(Indicator).limit(1)).one())
    loaded.add(Neighbour(organisation_id=voeren.id, neighbour_id=aalst.id))
    loaded.add(Neighbour(organisation_id=aalst.id, neighbour_id=voeren.id))
    herstappe = _found(loaded, "73028")
    loaded.add(Indicator(organisation_id=herstappe.id, key="population_2021", value=0))
    loaded.flush()

    again = load_reference_data(loaded)

    assert (again.neighbours.added, again.successions.added, again.indicators.added) == (1, 1, 1)
    assert (again.neighbours.removed, again.indicators.removed) == (2, 1)
    assert load_reference_data(loaded).nothing


def test_what_others_added_is_left_alone(loaded: Session) -> None:
    aalst = _found(loaded, "41002")
    merged = add_organisation(
        loaded,
        NewOrganisation(
            kind=OrganisationKind.MUNICIPALITY, name="Ooit", nis="41999", seat_nis="41002"
        ),
    )
    loaded.add(Neighbour(organisation_id=merged.id, neighbour_id=aalst.id))
    loaded.add(Neighbour(organisation_id=aalst.id, neighbour_id=merged.id))
    loaded.add(Indicator(organisation_id=aalst.id, key="uitpas_2021", value=1))
    loaded.add(
        Succession(
            effective_on=date(2031, 1, 1),
            predecessor_nis="41002",
            predecessor_name="Aalst",
            successor_nis="41999",
            successor_name="Ooit",
        )
    )
    loaded.flush()

    assert load_reference_data(loaded).nothing
    assert successor("41002", date(2031, 1, 1), queries.successions(loaded)) == "41999"


def test_wrong_files_are_refused_and_nothing_is_loaded(loaded: Session) -> None:
    before = _everything(loaded)
    files = {name: [dict(row) for row in rows] for name, rows in packaged().items()}
    files[MUNICIPALITIES][0]["name"] = "Aartselaer"
    files[NEIGHBOURS].pop()
    files[MERGERS][0]["old_nis"] = "1"
    files[AMOUNTS].pop()

    with pytest.raises(RefusedError) as refused:
        load_reference_data(loaded, files)

    assert {(r.place or "").split("!")[0] for r in refused.value.refusals} == {
        NEIGHBOURS,
        MERGERS,
        AMOUNTS,
    }
    assert _everything(loaded) == before


def test_loading_everything_is_fast_and_takes_few_statements(session: Session) -> None:
    for model in reversed(TABLES):
        session.execute(delete(model))
    session.expunge_all()

    with counted(session) as statements:
        started = time.process_time()
        first: Loaded = load_reference_data(session)
        took = time.process_time() - started

    assert first.organisations.added == 300
    assert took < 1
    assert len(statements) < 20


# Reading back ---------------------------------------------------------------------------------


def _found(session: Session, nis: str) -> Organisation:
    found = queries.by_nis(session, nis)
    assert found is not None
    return found


def _names(found: object) -> list[str]:
    return [one.name for one in found]  # type: ignore[attr-defined]  # any sequence of organisations


def test_municipalities_are_in_dutch_alphabetical_order(loaded: Session) -> None:
    names = _names(queries.municipalities(loaded))

    assert len(names) == 300
    assert (names[0], names[-1]) == ("Aalst", "Zwijndrecht")
    where = [names.index(n) for n in ("De Haan", "De Pinte", "Deerlijk", "Sint-Amands")[:3]]
    assert where == sorted(where)
    saints = [n for n in names if n.startswith("Sint")]
    assert saints[:3] == ["Sint-Genesius-Rode", "Sint-Gillis-Waas", "Sint-Katelijne-Waver"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sint-ni", ["Sint-Niklaas"]),
        ("SINT NIK", ["Sint-Niklaas"]),
        ("aal", ["Aalst", "Aalter"]),
        ("%", []),
        ("_", []),
        ("", []),
    ],
)
def test_search_finds_by_the_beginning_of_a_name(
    loaded: Session, text: str, expected: list[str]
) -> None:
    assert _names(queries.search(loaded, text)) == expected


def test_search_gives_no_more_than_asked(loaded: Session) -> None:
    assert len(queries.search(loaded, "s", limit=3)) == 3


def test_a_list_can_be_limited_by_region_size_text_and_day(loaded: Session) -> None:
    small = Wanted(region="Westhoek", size=SizeClass.UNDER_10K)

    assert len(queries.municipalities(loaded, Wanted(region="Westhoek"))) == 17
    assert _names(queries.municipalities(loaded, Wanted(text="pinte"))) == ["De Pinte"]
    assert {one.region for one in queries.municipalities(loaded, small)} == {"Westhoek"}
    assert len(queries.municipalities(loaded, Wanted(active_on=date(2024, 12, 31)))) == 300
    assert len(queries.municipalities(loaded, Wanted(active_on=date(2025, 1, 1)))) == 273


def test_totals_are_of_the_whole_list(loaded: Session) -> None:
    everywhere = queries.totals(loaded, Wanted())
    nowhere = queries.totals(loaded, Wanted(text="nergens"))

    assert everywhere.population == 6_652_984 + 79  # Herstappe of 2020 stands in for 2021
    assert (everywhere.municipalities, everywhere.area_hectares) == (300, 1_362_564)
    assert (nowhere.municipalities, nowhere.population) == (0, 0)


def test_sizes_divide_all_municipalities(loaded: Session) -> None:
    counts = [queries.totals(loaded, Wanted(size=size)).municipalities for size in SizeClass]

    assert counts == [68, 78, 52, 51, 39, 8, 4]


def test_regions_are_fifteen_and_hold_everybody(loaded: Session) -> None:
    regions = queries.regions(loaded)

    assert len(regions) == 15
    assert sum(region.municipalities for region in regions) == 300
    assert sum(region.population for region in regions) == 6_653_063


def test_neighbours_of_zwijndrecht_lie_in_two_provinces(loaded: Session) -> None:
    found = queries.neighbours_of(loaded, _found(loaded, "11056"))

    assert {one.province for one in found} == {"Antwerpen", "Oost-Vlaanderen"}
    assert {"Antwerpen", "Beveren", "Kruibeke"} <= set(_names(found))


def test_all_borders_at_once_agree_with_the_borders_of_one(loaded: Session) -> None:
    borders = queries.neighbour_ids(loaded)
    aalst, voeren = _found(loaded, "41002"), _found(loaded, "73109")

    assert borders[aalst.id] == {one.id for one in queries.neighbours_of(loaded, aalst)}
    assert voeren.id not in borders


def test_unknown_figures_are_missing(loaded: Session) -> None:
    herstappe = _found(loaded, "73028")
    keys = ["einclusion_2022_euro", "climate_pact_2021_euro", "population_2020"]

    figures = queries.indicator_values(loaded, keys)

    assert figures[herstappe.id] == {"climate_pact_2021_euro": 293, "population_2020": 79}
    assert sum(known.get("einclusion_2022_euro", 0) for known in figures.values()) == 23_124_995


def test_every_list_takes_one_statement_and_loads_nothing_later(loaded: Session) -> None:
    aalst = _found(loaded, "41002")
    reads: list[Callable[[], object]] = [
        lambda: _names(queries.municipalities(loaded)),
        lambda: _names(queries.search(loaded, "a", 50)),
        lambda: _names(queries.neighbours_of(loaded, aalst)),
        lambda: queries.regions(loaded),
        lambda: queries.totals(loaded, Wanted()),
        lambda: [fact.successor_name for fact in queries.successions(loaded)],
        lambda: queries.indicator_values(loaded, ["population_2020"]),
        lambda: queries.neighbour_ids(loaded),
        lambda: queries.organisation(loaded, aalst.public_id),
    ]

    for read in reads:
        with counted(loaded) as statements:
            read()
        assert len(statements) == 1


# Other organisations --------------------------------------------------------------------------


def test_a_welfare_centre_shares_the_place_of_its_municipality(loaded: Session) -> None:
    made = add_organisation(
        loaded,
        NewOrganisation(kind=OrganisationKind.OCMW, name="OCMW Aalst", seat_nis="41002"),
    )

    assert (made.province, made.region) == ("Oost-Vlaanderen", "Denderregio")
    assert made.population is None
    assert queries.organisation(loaded, made.public_id) is made
    assert len(queries.municipalities(loaded)) == 300


def test_a_number_that_is_taken_is_refused_with_its_holder(loaded: Session) -> None:
    new = NewOrganisation(
        kind=OrganisationKind.ASSOCIATION,
        name="Nieuw vzw",
        kbo="0207437468",
        ovo="OVO001992",
        seat_nis="00000",
    )

    with pytest.raises(RefusedError) as refused:
        add_organisation(loaded, new)

    assert [refusal.place for refusal in refused.value.refusals] == ["kbo", "ovo", "seat"]
    assert "Aalst" in str(refused.value)


def test_public_ids_are_random_and_of_one_length(loaded: Session) -> None:
    found = loaded.scalars(select(Organisation.public_id)).all()

    assert len(set(found)) == 300
    assert {len(public_id) for public_id in found} == {26}
