"""Organisations: numbers, names, sizes, mergers, and the checks on the facts that ship."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import vat

from subsidy.core.errors import RefusedError
from subsidy.organisations.domain import (
    NewOrganisation,
    OrganisationKind,
    SizeClass,
    SuccessionFact,
    is_kbo,
    is_nis,
    is_ovo,
    kbo_digits,
    kbo_shown,
    mergers_of,
    predecessors,
    registration,
    related,
    sort_name,
    successor,
)
from subsidy.organisations.domain.reference import (
    AMOUNTS,
    MERGERS,
    MUNICIPALITIES,
    NEIGHBOURS,
    Reference,
    read,
)
from subsidy.organisations.service import packaged

Rows = dict[str, list[dict[str, str]]]
MERGED_2025 = date(2025, 1, 1)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read(packaged())


@pytest.fixture
def files() -> Rows:
    """Return a copy of the files that a test may spoil."""
    return {name: [dict(row) for row in rows] for name, rows in packaged().items()}


# Numbers --------------------------------------------------------------------------------------


def test_kbo_of_aalst_is_accepted_as_people_write_it() -> None:
    assert is_kbo(kbo_digits("0207.437.468"))
    assert is_kbo(kbo_digits("BE 0207 437 468"))
    assert kbo_shown("0207437468") == "0207.437.468"


@given(st.from_regex(r"[0-9]{8,11}", fullmatch=True))
def test_kbo_agrees_with_an_independent_library(text: str) -> None:
    expected = len(text) == 10 and text[0] in "01" and vat.is_valid(text)

    assert is_kbo(text) == expected


@given(st.integers(min_value=1, max_value=19_999_999), st.integers(min_value=0, max_value=99))
def test_kbo_has_exactly_one_good_check(number: int, check: int) -> None:
    good = 97 - number % 97

    assert is_kbo(f"{number:08d}{check:02d}") == (check == good)


@pytest.mark.parametrize("text", ["", "207437468", "02074374680", "0207437469", "٠٢٠٧٤٣٧٤٦٨"])
def test_kbo_refuses(text: str) -> None:
    assert not is_kbo(text)


@pytest.mark.parametrize(
    ("text", "good"), [("11001", True), ("1100", False), ("110011", False), ("1100a", False)]
)
def test_nis_is_five_digits(text: str, good: bool) -> None:  # noqa: FBT001 - a table of values
    assert is_nis(text) == good


def test_ovo_is_six_digits_after_its_letters() -> None:
    assert is_ovo("OVO001992")
    assert not is_ovo("001992")


# Names and sizes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sint-Niklaas", "sint niklaas"),
        ("'s-Gravenvoeren", "s gravenvoeren"),
        ("Ménin", "menin"),
        ("  De   Pinte ", "de pinte"),
    ],
)
def test_sort_name_drops_what_a_reader_ignores(name: str, expected: str) -> None:
    assert sort_name(name) == expected


@given(st.text())
def test_sort_name_twice_is_sort_name(name: str) -> None:
    assert sort_name(sort_name(name)) == sort_name(name)


@given(st.integers(min_value=0, max_value=1_000_000))
def test_size_class_is_the_only_one_that_holds_the_population(population: int) -> None:
    holding = [
        size
        for size in SizeClass
        if size.lowest <= population and (size.below is None or population < size.below)
    ]

    assert holding == [SizeClass.of(population)]


def test_size_classes_hold_the_published_numbers_of_municipalities(reference: Reference) -> None:
    found = Counter(SizeClass.of(one.population) for one in reference.municipalities)

    assert [found[size] for size in SizeClass] == [68, 78, 52, 51, 39, 8, 4]


def test_local_authorities_are_the_public_bodies_that_may_lead_a_file() -> None:
    found = {kind.name for kind in OrganisationKind if kind.local_authority}

    assert found == {"MUNICIPALITY", "OCMW", "IGS", "AGB", "VGC"}


def _fact(year: int, old: str, new: str) -> SuccessionFact:
    return SuccessionFact(date(year, 1, 1), old, old, new, new)


def test_a_merger_is_told_once_with_everybody_in_it(reference: Reference) -> None:
    (told,) = mergers_of("11056", reference.successions)

    assert told.effective_on == MERGED_2025
    assert told.names == ("Beveren", "Kruibeke", "Zwijndrecht")
    assert (told.successor_nis, told.successor_name) == ("46030", "Beveren-Kruibeke-Zwijndrecht")
    assert mergers_of("46030", reference.successions) == (told,)
    assert mergers_of("41002", reference.successions) == ()


CODES = st.sampled_from("ABCDEFGH")
FACTS = st.lists(st.builds(_fact, st.integers(2019, 2040), CODES, CODES))


# Mergers --------------------------------------------------------------------------------------


def test_borsbeek_is_followed_by_antwerpen_under_its_own_code(reference: Reference) -> None:
    facts = reference.successions

    assert successor("11007", date(2024, 12, 31), facts) == "11007"
    assert successor("11007", MERGED_2025, facts) == "11002"
    assert successor("11002", MERGED_2025, facts) == "11002"
    assert predecessors("11002", MERGED_2025, facts) == {"11007"}


def test_zwijndrecht_moves_to_a_municipality_of_another_province(reference: Reference) -> None:
    by_nis = {one.nis: one for one in reference.municipalities}
    facts = reference.successions

    assert by_nis["11056"].province == "Antwerpen"
    assert successor("11056", MERGED_2025, facts) == "46030"
    assert predecessors("46030", MERGED_2025, facts) == {"11056", "46003", "46013"}
    assert by_nis["46003"].province == "Oost-Vlaanderen"


def test_the_last_day_is_the_eve_of_the_merger_unless_the_code_stays(reference: Reference) -> None:
    last_days = {one.nis: one.active_until for one in reference.municipalities if one.active_until}

    assert set(last_days.values()) == {date(2024, 12, 31)}
    assert len(last_days) == 27  # 28 merged; Antwerpen keeps its code
    assert "11002" not in last_days


def test_three_hundred_become_two_hundred_and_eighty_five(reference: Reference) -> None:
    facts = reference.successions
    after = {successor(one.nis, MERGED_2025, facts) for one in reference.municipalities}

    assert len(after) == 285


def test_three_hundred_and_eight_had_become_three_hundred(reference: Reference) -> None:
    facts = [fact for fact in reference.successions if fact.effective_on.year == 2019]
    before = {one.nis for one in reference.municipalities} - {f.successor_nis for f in facts}

    assert len(before | {fact.predecessor_nis for fact in facts}) == 308


def test_a_merged_municipality_may_merge_again() -> None:
    facts = [_fact(2032, "B", "C"), _fact(2025, "A", "B"), _fact(2025, "X", "B")]

    assert successor("A", date(2031, 12, 31), facts) == "B"
    assert successor("A", date(2032, 1, 1), facts) == "C"
    assert predecessors("C", date(2032, 1, 1), facts) == {"A", "B", "X"}
    assert predecessors("C", date(2031, 12, 31), facts) == set()
    assert related("X", facts) == {"A", "B", "C", "X"}


def test_a_municipality_without_merger_is_related_to_itself_only(reference: Reference) -> None:
    assert related("41002", reference.successions) == {"41002"}


@given(FACTS)
def test_related_is_the_same_from_every_side(facts: list[SuccessionFact]) -> None:
    for nis in "ABCDEFGH":
        group = related(nis, facts)

        assert nis in group
        assert all(related(other, facts) == group for other in group)


@given(FACTS, CODES, st.integers(2018, 2041))
def test_a_successor_is_always_related(facts: list[SuccessionFact], nis: str, year: int) -> None:
    assert successor(nis, date(year, 6, 1), facts) in related(nis, facts)


# The facts that ship --------------------------------------------------------------------------


def test_figures_add_up_to_the_published_totals(reference: Reference) -> None:
    sums: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for (_nis, key), value in reference.indicators.items():
        sums[key] += value
        known[key] += 1

    assert sums == {
        "population_2020": 6_629_143,
        "population_2021": 6_652_984,
        "area_hectares": 1_362_564,
        "einclusion_2022_euro": 23_124_995,
        "climate_pact_2021_euro": 24_324_010,
    }
    assert known == {
        "population_2020": 300,
        "population_2021": 299,
        "area_hectares": 300,
        "einclusion_2022_euro": 299,
        "climate_pact_2021_euro": 300,
    }


def test_herstappe_borrows_its_population_of_2020(reference: Reference) -> None:
    (herstappe,) = (one for one in reference.municipalities if one.name == "Herstappe")

    assert herstappe.population == 79
    assert (herstappe.nis, "population_2021") not in reference.indicators


def test_equal_populations_do_not_mean_equal_amounts(reference: Reference) -> None:
    by_name = {one.name: one for one in reference.municipalities}
    zandhoven, zelzate = by_name["Zandhoven"], by_name["Zelzate"]
    amounts = [
        value
        for (nis, key), value in reference.indicators.items()
        if key == "einclusion_2022_euro" and nis in {zandhoven.nis, zelzate.nis}
    ]

    assert zandhoven.population == zelzate.population == 13_124
    assert len(set(amounts)) == 2


def test_only_voeren_has_no_neighbour_in_flanders(reference: Reference) -> None:
    bordering = {one for one, _ in reference.neighbours}

    assert {one.name for one in reference.municipalities if one.nis not in bordering} == {"Voeren"}


def test_borders_are_crossed_to_walk_all_of_flanders_but_voeren(reference: Reference) -> None:
    reached, todo = {"11002"}, ["11002"]
    while todo:
        here = todo.pop()
        fresh = {other for one, other in reference.neighbours if one == here} - reached
        reached |= fresh
        todo += fresh

    assert len(reached) == 299


def test_positions_lie_in_flanders(reference: Reference) -> None:
    assert all(2.5 < one.longitude < 5.95 for one in reference.municipalities)
    assert all(50.6 < one.latitude < 51.55 for one in reference.municipalities)


def _refused(files: Mapping[str, Sequence[Mapping[str, str]]]) -> list[tuple[str, str]]:
    with pytest.raises(RefusedError) as refused:
        read(files)
    return [(refusal.place or "", str(refusal.text)) for refusal in refused.value.refusals]


def test_a_changed_digit_of_a_kbo_is_found_at_its_line(files: Rows) -> None:
    files[MUNICIPALITIES][0]["kbo_number"] = "0207508933"

    assert _refused(files) == [
        ("municipalities.csv!2", "Correct kbo_number: “0207508933”."),
    ]


def test_every_fault_is_reported_at_once(files: Rows) -> None:
    files[MUNICIPALITIES][1]["population_2020"] = "many"
    files[MUNICIPALITIES][2]["ovo_code"] = files[MUNICIPALITIES][3]["ovo_code"]
    files[NEIGHBOURS].pop()
    files[AMOUNTS][0]["name"] = "Elsewhere"
    files[MERGERS][0]["effective_date"] = "2019-02-30"

    places = [place.split("!")[0] for place, _ in _refused(files)]

    assert sorted(places) == sorted(
        [MUNICIPALITIES, MUNICIPALITIES, NEIGHBOURS, AMOUNTS, MERGERS],
    )


def test_a_missing_municipality_is_missed_everywhere(files: Rows) -> None:
    gone = files[MUNICIPALITIES].pop()

    reasons = [reason for _, reason in _refused(files)]

    assert "municipality: there are 299 rows; there must be 300." in reasons
    assert f"{gone['reference_region']}: there are 41 rows; there must be 42." in reasons
    assert f"Check the code {gone['nis_code']}: no municipality has it." in reasons


def test_two_municipalities_on_one_tile_are_refused(files: Rows) -> None:
    first, second = files[MUNICIPALITIES][:2]
    second["tile_column"], second["tile_row"] = first["tile_column"], first["tile_row"]

    assert len(_refused(files)) == 1


def test_a_border_with_one_side_is_refused(files: Rows) -> None:
    files[NEIGHBOURS].remove({"nis_code": "71022", "neighbour_nis_code": "73098"})

    assert _refused(files) == [
        (NEIGHBOURS, "Add the row 71022,73098: a border has two sides."),
    ]


def test_a_merger_told_in_one_file_only_is_refused(files: Rows) -> None:
    files[MERGERS].pop()

    assert len(_refused(files)) == 1


def test_an_unknown_province_and_region_are_refused(files: Rows) -> None:
    files[MUNICIPALITIES][0]["province"] = "Brabant"
    files[MUNICIPALITIES][0]["reference_region"] = "Elders"

    assert len(_refused(files)) == 4  # two cells, a sixth province, a region that lost one


def test_a_missing_column_is_named(files: Rows) -> None:
    for row in files[MUNICIPALITIES]:
        del row["ovo_code"]

    assert _refused(files) == [(MUNICIPALITIES, "Add the column ovo_code.")]


def test_an_empty_file_lacks_all_its_columns(files: Rows) -> None:
    files[NEIGHBOURS] = []

    assert len(_refused(files)) == 2


# New organisations ----------------------------------------------------------------------------


def test_a_new_organisation_with_only_wrong_answers_gets_every_reason() -> None:
    new = NewOrganisation(
        kind=OrganisationKind.OCMW, name=" ", kbo="0207437469", ovo="OVO1", nis="1"
    )

    assert [fault.place for fault in registration.faults(new)] == ["name", "kbo", "ovo", "nis"]


def test_a_new_organisation_may_have_only_a_name() -> None:
    new = NewOrganisation(kind=OrganisationKind.ASSOCIATION, name="Digidak vzw")

    assert not list(registration.faults(new))


def test_a_name_that_does_not_fit_is_refused() -> None:
    new = NewOrganisation(kind=OrganisationKind.ASSOCIATION, name="x" * 161)

    assert [fault.place for fault in registration.faults(new)] == ["name"]


def test_a_day_before_every_merger_changes_nothing(reference: Reference) -> None:
    early = min(fact.effective_on for fact in reference.successions) - timedelta(days=1)
    codes = {fact.predecessor_nis for fact in reference.successions}

    assert all(successor(nis, early, reference.successions) == nis for nis in codes)
