"""The regulation: read whole or refused whole, written canonically, published when complete."""

import json
import tomllib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.calls.domain.criteria import Criterion, shown_percent, weights_faults
from subsidy.calls.domain.lifecycle import (
    LIFECYCLE,
    Facts,
    Phase,
    Progress,
    Status,
    Window,
    phase,
)
from subsidy.calls.domain.regulation import (
    CostType,
    Instalment,
    Regulation,
    content_hash,
    difference,
    dump,
    faults,
    new_draft,
    objections,
    parse,
    unpublishable,
    warnings,
)
from subsidy.calls.domain.rules import RULES, Requirement, Weight, explain
from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.money import Money
from subsidy.policy import Action

SHIPPED = Path(__file__).parents[2] / "rehearsals/iedereen-digitaal-2021/regulation.toml"
DATA: dict[str, Any] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
for own in ("programma", "verdeling"):  # of the rehearsal, not of the call
    del DATA[own]
REGULATION = parse(DATA)
NOW = datetime(2021, 9, 1, tzinfo=UTC)


def places(refusals: "tuple[Refusal, ...] | list[Refusal]") -> list[str | None]:
    return [refusal.place for refusal in refusals]


def changed(*path: str | int, to: object) -> dict[str, Any]:
    """Return the shipped data with one value replaced."""
    data = deepcopy(DATA)
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return data


# --- the shipped regulation -------------------------------------------------------------------


def test_shipped_regulation_can_be_published() -> None:
    assert unpublishable(REGULATION) == ()


def test_shipped_regulation_says_what_the_call_of_2021_said() -> None:
    # 29 October 2021, 12.00 in Brussels, is summer time still: two hours ahead of UTC.
    assert REGULATION.closes_at == datetime(2021, 10, 29, 10, 0, tzinfo=UTC)
    assert REGULATION.reserved == Money(500_000_000)
    assert REGULATION.threshold == 6_000
    assert REGULATION.years == (2022, 2023, 2024)
    assert [r.rule for r in REGULATION.requirements] == [
        "lead_local_authority",
        "minimum_municipalities",
        "large_and_small",
        "within_regions",
        "amount_between",
        "minimum_per_partner",
        "period_within",
        "continuity_plan_complete",
        "scaling_plan_complete",
    ]
    assert REGULATION.conditions == REGULATION.requirements
    assert [c.weight_basis_points for c in REGULATION.criteria] == [2500, 2500, 2000, 2000, 1000]
    assert all(set(c.levels) == set(range(11)) for c in REGULATION.criteria)
    assert REGULATION.instalments[0].share_basis_points == 8_000


def test_a_rule_that_is_advice_says_so_and_a_condition_says_nothing() -> None:
    data = changed("regels", "groot_en_klein", "telt_als", to="advies")

    advised = parse(data)

    assert [r.rule for r in advised.advice] == ["large_and_small"]
    assert dump(advised)["regels"]["groot_en_klein"] == {"inwoners": 20_000, "telt_als": "advies"}
    assert "telt_als" not in json.dumps(dump(REGULATION))
    assert places(faults(changed("regels", "groot_en_klein", "telt_als", to="soms"))) == [
        "regels.groot_en_klein.telt_als"
    ]


def test_a_parameter_is_written_as_a_person_writes_it() -> None:
    rules = {
        "aandeel_kleine_gemeenten": {"inwoners": 15_000, "aandeel": "12,5"},
        "beslist_voor": {"voor": "2021-11-01"},
    }
    data = changed("regels", to=rules)

    shares, decided = parse(data).requirements

    assert shares.params == {"threshold": 15_000, "share": 1_250}
    assert decided.params == {"before": date(2021, 11, 1).toordinal()}
    assert dump(parse(data))["regels"] == rules


def test_every_rule_of_the_shipped_regulation_explains_itself() -> None:
    sentences = [str(explain(r, REGULATION.terms)) for r in REGULATION.requirements]

    assert "at least EUR 100000.00 and at most EUR 400000.00" in " ".join(sentences)


# --- round trip and hash ----------------------------------------------------------------------


def test_round_trip_through_json() -> None:
    assert parse(json.loads(json.dumps(dump(REGULATION)))) == REGULATION


texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), max_size=20)
amounts = st.builds(Money, st.integers(0, 10**11))
instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001 - made aware next
    lambda at: at.replace(hour=10, minute=at.minute, second=0, microsecond=0, tzinfo=UTC)
)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
criteria = st.lists(
    st.builds(
        Criterion,
        key=st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True),
        name=texts.filter(bool),
        description=texts,
        weight_basis_points=st.integers(0, 10_000),
        levels=st.dictionaries(st.integers(0, 10), texts.filter(bool)),
        minimum_mark=st.none() | st.integers(0, 10),
    ),
    max_size=3,
    unique_by=lambda criterion: criterion.key,
).map(tuple)
requirements = st.lists(st.sampled_from(list(RULES)), unique=True).map(
    lambda keys: tuple(Requirement(key, RULES[key].defaults()) for key in RULES if key in keys)
)
weighed = st.tuples(requirements, st.sampled_from(Weight)).map(
    lambda drawn: tuple(replace(requirement, weight=drawn[1]) for requirement in drawn[0])
)
regulations = st.builds(
    Regulation,
    title=texts.filter(bool),
    aim=texts,
    background=texts,
    contact=texts,
    opens_at=instants,
    closes_at=instants,
    reserved=amounts,
    minimum=amounts,
    maximum=amounts,
    partner_minimum=amounts,
    first_day=days,
    last_day=days,
    who_may_lead=texts,
    cost_types=st.sets(st.sampled_from(CostType)).map(
        lambda chosen: tuple(c for c in CostType if c in chosen)
    ),
    requirements=weighed,
    criteria=criteria,
    threshold=st.none() | st.integers(0, 10_000),
    seed=texts,
    minimum_jurors=st.integers(1, 20),
    region_counts=st.booleans(),
    consensus_counts=st.booleans(),
    instalments=st.lists(
        st.builds(Instalment, texts.filter(bool), st.integers(0, 10_000)), max_size=3
    ).map(tuple),
    continuity_statement=texts,
    appeal=texts,
)


@given(regulations)
def test_what_is_written_can_be_read(regulation: Regulation) -> None:
    data = json.loads(json.dumps(dump(regulation)))

    assert parse(data) == regulation
    assert dump(parse(data)) == data


def _reordered(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {key: _reordered(value[key]) for key in reversed(list(value))}
    return [_reordered(item) for item in value] if isinstance(value, list) else value


def test_hash_depends_on_content_alone() -> None:
    again = parse(_reordered(DATA))
    other = replace(REGULATION, minimum=REGULATION.minimum + Money(1))

    assert content_hash(again) == content_hash(REGULATION)
    assert content_hash(other) != content_hash(REGULATION)


def test_hash_is_that_of_the_canonical_json() -> None:
    """A published hash must be recomputable by anyone with a JSON and a SHA-256 tool."""
    from hashlib import sha256  # noqa: PLC0415 - the recipe in one place

    recipe = json.dumps(dump(REGULATION), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    assert content_hash(REGULATION) == sha256(recipe.encode("utf-8")).hexdigest()


# --- faults -----------------------------------------------------------------------------------


def test_all_faults_at_once_each_with_its_place() -> None:
    data = deepcopy(DATA)
    data["oproep"]["sluit"] = "29 oktober"
    data["oproep"]["ttiel"] = "typfout"
    data["bedragen"]["minimum"] = "12500.50"
    del data["bedragen"]["maximum"]
    data["project"]["kostensoorten"] = ["personeel", "feestjes"]
    data["regels"]["minimum_gemeenten"]["aantal"] = 0
    data["regels"]["onbestaand"] = {}
    data["criteria"][2]["gewicht"] = "veel"
    data["criteria"][3]["sleutel"] = data["criteria"][0]["sleutel"]
    data["criteria"][4]["niveaus"]["11"] = "meer dan alles"
    data["schijven"][1]["aandeel"] = 101
    data["extra"] = 1

    with pytest.raises(RefusedError) as caught:
        parse(data)

    assert set(places(list(caught.value.refusals))) == {
        "oproep.sluit",
        "oproep.ttiel",
        "bedragen.minimum",
        "bedragen.maximum",
        "project.kostensoorten",
        "regels.minimum_gemeenten.aantal",
        "regels.onbestaand",
        "criteria[2].gewicht",
        "criteria[3].sleutel",
        "criteria[4].niveaus.11",
        "schijven[1].aandeel",
        "extra",
    }
    assert len(caught.value.refusals) == 12


@pytest.mark.parametrize(
    "data",
    [{}, {"oproep": "tekst"}, {"criteria": {}}, {"criteria": [1]}, {"regels": []}, {"schijven": 5}],
)
def test_data_of_another_shape_is_refused_not_a_crash(data: dict[str, object]) -> None:
    assert "oproep.opent" in places(list(faults(data)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(
    st.sampled_from(
        [
            ("oproep", "opent"),
            ("oproep", "titel"),
            ("bedragen", "minimum"),
            ("project", "eerste_dag"),
            ("project", "kostensoorten"),
            ("regels", "minimum_gemeenten"),
            ("beoordeling", "drempel"),
            ("criteria",),
            ("schijven",),
        ]
    ),
    json_values,
)
def test_any_value_is_read_or_refused(path: tuple[str, ...], value: object) -> None:
    data = changed(*path, to=value)

    if not faults(data):
        assert parse(dump(parse(data))) == parse(data)


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        ("2021-03-28 02:30", "does not exist"),
        ("2021-10-31 02:30", "exists twice"),
        ("2021-02-29 12:00", "that exist"),
        ("2021-10-29 24:00", "that exist"),
        ("2021-10-29", "that exist"),
        ("2021-10-29 12:00:30", "that exist"),
        (20211029, "that exist"),
        (datetime(2021, 10, 29, 12, 0, tzinfo=UTC), "that exist"),
        ("", "Fill in"),
    ],
)
def test_a_deadline_must_be_one_moment(moment: object, reason: str) -> None:
    (fault,) = faults(changed("oproep", "sluit", to=moment))

    assert fault.place == "oproep.sluit"
    assert reason in str(fault.text)


def test_a_local_toml_moment_and_day_are_accepted() -> None:
    data = deepcopy(DATA)
    data["oproep"]["sluit"] = datetime(2021, 10, 29, 12, 0)  # noqa: DTZ001 - TOML's local time
    data["project"]["eerste_dag"] = date(2022, 1, 1)

    assert parse(data) == REGULATION


@pytest.mark.parametrize(
    ("written", "cents"),
    [(100_000, 10_000_000), ("100.000", 10_000_000), ("12.500,50", 1_250_050), (0, 0)],
)
def test_amounts_are_whole_euros_or_dutch_text(written: object, cents: int) -> None:
    assert parse(changed("bedragen", "minimum", to=written)).minimum == Money(cents)


@pytest.mark.parametrize("written", [100_000.5, True, -1, "-1", "12500.50", [1], 10**12])
def test_other_amounts_are_refused(written: object) -> None:
    assert places(list(faults(changed("bedragen", "minimum", to=written)))) == ["bedragen.minimum"]


@pytest.mark.parametrize(
    ("written", "basis_points"), [(25, 2500), ("12,5", 1250), ("33,33", 3333), ("100 %", 10_000)]
)
def test_percentages(written: object, basis_points: int) -> None:
    regulation = parse(changed("schijven", 0, "aandeel", to=written))

    assert regulation.instalments[0].share_basis_points == basis_points


@pytest.mark.parametrize("written", [12.5, "12.5", "100,01", -1, "33,333", True, "\u0661"])
def test_other_percentages_are_refused(written: object) -> None:
    found = faults(changed("schijven", 0, "aandeel", to=written))

    assert places(list(found)) == ["schijven[0].aandeel"]


@pytest.mark.parametrize("value", [None, 0, 51, "drie", True, 3.0])
def test_a_rule_parameter_outside_its_range_names_the_range(value: object) -> None:
    (fault,) = faults(changed("regels", "minimum_gemeenten", to={"aantal": value}))

    assert fault.place == "regels.minimum_gemeenten.aantal"
    assert "from 1 to 50" in str(fault.text)


# --- publication ------------------------------------------------------------------------------

Change = Callable[[Regulation], Regulation]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda r: replace(r, closes_at=r.opens_at), "oproep.sluit"),
        (lambda r: replace(r, last_day=date(2021, 12, 31)), "project.laatste_dag"),
        (lambda r: replace(r, maximum=Money(9_999_999)), "bedragen.maximum"),
        (lambda r: replace(r, reserved=Money(39_999_999)), "bedragen.gereserveerd"),
        (lambda r: replace(r, partner_minimum=Money(40_000_001)), "bedragen.minimum_per_partner"),
        (lambda r: replace(r, partner_minimum=Money(13_333_334)), "bedragen.minimum_per_partner"),
        (lambda r: replace(r, requirements=()), "regels"),
        (lambda r: replace(r, criteria=r.criteria[1:]), "criteria"),
        (lambda r: replace(r, criteria=()), "criteria"),
        (lambda r: replace(r, continuity_statement=" "), "continuiteit.verklaring"),
        (lambda r: replace(r, appeal=""), "beroep.tekst"),
        (lambda r: replace(r, instalments=r.instalments[:1]), "schijven"),
        (lambda r: replace(r, instalments=()), "schijven"),
        (lambda r: replace(r, cost_types=()), "project.kostensoorten"),
    ],
)
def test_what_cannot_be_published(change: Change, place: str) -> None:
    assert places(list(unpublishable(change(REGULATION)))) == [place]


def test_equal_amounts_can_be_published() -> None:
    same = Money(30_000_000)
    regulation = replace(REGULATION, minimum=same, maximum=same, reserved=same)

    assert unpublishable(regulation) == ()
    assert unpublishable(replace(regulation, partner_minimum=Money(10_000_000))) == ()


def test_a_criterion_without_level_texts_cannot_be_published() -> None:
    first, *others = REGULATION.criteria
    bare = replace(first, levels={0: "niets", 5: "goed", 7: "beter"})

    (refusal,) = unpublishable(replace(REGULATION, criteria=(bare, *others)))

    assert refusal.place == "criteria[0].niveaus"
    assert refusal.text.params["marks"] == ("3", "8", "10")


def test_a_new_draft_lacks_only_what_an_officer_must_decide() -> None:
    assert set(places(list(faults(new_draft("Oproep"))))) == {
        "oproep.opent",
        "oproep.sluit",
        "bedragen.gereserveerd",
        "bedragen.minimum",
        "bedragen.maximum",
        "project.eerste_dag",
        "project.laatste_dag",
    }


def test_the_seed_is_the_title_when_none_is_written() -> None:
    assert REGULATION.published_seed == "Iedereen Digitaal 2021"
    assert replace(REGULATION, seed="").published_seed == REGULATION.title


def test_weights_above_and_below_the_whole_are_refused() -> None:
    (first, *others) = REGULATION.criteria
    (fault,) = weights_faults([replace(first, weight_basis_points=2_501), *others])

    assert fault.text.params["total"] == "100,01"
    assert weights_faults(REGULATION.criteria) == []


@pytest.mark.parametrize(
    ("basis_points", "shown"), [(2500, "25"), (1250, "12,5"), (3333, "33,33"), (5, "0,05")]
)
def test_a_percentage_as_a_person_writes_it(basis_points: int, shown: str) -> None:
    assert shown_percent(basis_points) == shown


def test_objections_of_a_draft_are_its_faults_first_and_then_what_publishing_asks() -> None:
    assert "oproep.titel" in places(list(objections({})))
    assert places(list(objections(changed("continuiteit", to={})))) == ["continuiteit.verklaring"]
    assert objections(DATA) == ()


def test_reserving_more_than_the_line_has_is_a_warning() -> None:
    more, exactly = (warnings(REGULATION, Money(cents)) for cents in (499_999_999, 500_000_000))

    assert len(more) == len(exactly) + 1
    assert "You reserve EUR 5000000.00" in str(more[0])


def test_difference_names_place_old_and_new() -> None:
    new = replace(REGULATION, minimum=Money(15_000_050), closes_at=REGULATION.opens_at)

    assert [(c.place, c.old, c.new) for c in difference(REGULATION, new)] == [
        ("oproep.sluit", "2021-10-29 12:00", "2021-09-17 09:00"),
        ("bedragen.minimum", "100000", "150000,50"),
    ]
    assert difference(REGULATION, REGULATION) == ()


# --- the life of a call -----------------------------------------------------------------------

TABLE = {
    (Status.DRAFT, Action.PROPOSE_CALL): Status.PROPOSED,
    (Status.PROPOSED, Action.RETURN_CALL): Status.DRAFT,
    (Status.PROPOSED, Action.PUBLISH_CALL): Status.PUBLISHED,
    (Status.PUBLISHED, Action.WITHDRAW_CALL): Status.WITHDRAWN,
}
ACTIONS = (
    Action.PROPOSE_CALL,
    Action.RETURN_CALL,
    Action.PUBLISH_CALL,
    Action.WITHDRAW_CALL,
)
FACTS = Facts(now=NOW, actor_id=2, prepared_by_id=1, closes_at=REGULATION.closes_at, reason="omdat")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_status_and_action(status: Status, action: Action) -> None:
    after = TABLE.get((status, action))

    if after is None:
        with pytest.raises(RefusedError):
            LIFECYCLE.fire(status, action, FACTS)
    else:
        assert LIFECYCLE.fire(status, action, FACTS) is after


@pytest.mark.parametrize(
    ("status", "action", "facts"),
    [
        (Status.DRAFT, Action.PROPOSE_CALL, replace(FACTS, faults=objections({}))),
        (Status.DRAFT, Action.PROPOSE_CALL, replace(FACTS, now=REGULATION.closes_at)),
        (Status.PROPOSED, Action.PUBLISH_CALL, replace(FACTS, actor_id=1)),
        (Status.PROPOSED, Action.PUBLISH_CALL, replace(FACTS, faults=objections({}))),
        (Status.PROPOSED, Action.RETURN_CALL, replace(FACTS, reason=" ")),
        (Status.PUBLISHED, Action.WITHDRAW_CALL, replace(FACTS, reason="")),
        (Status.PUBLISHED, Action.WITHDRAW_CALL, replace(FACTS, decided=True)),
    ],
)
def test_what_a_call_refuses(status: Status, action: Action, facts: Facts) -> None:
    with pytest.raises(RefusedError):
        LIFECYCLE.fire(status, action, facts)


WINDOW = Window(
    opens_at=REGULATION.opens_at,
    closes_at=REGULATION.closes_at,
    consulted_from=NOW - timedelta(days=20),
    consulted_until=NOW - timedelta(days=6),
)
TICK = timedelta(microseconds=1)
JUDGING, DECIDED = Progress(assessing=True), Progress(assessing=True, decided=True)
SETTLED = Progress(assessing=True, decided=True, settled=True)


@pytest.mark.parametrize(
    ("status", "at", "progress", "expected"),
    [
        (Status.DRAFT, REGULATION.opens_at, Progress(), Phase.PREPARATION),
        (Status.PROPOSED, REGULATION.opens_at, Progress(), Phase.PREPARATION),
        (Status.DRAFT, NOW - timedelta(days=20) - TICK, Progress(), Phase.PREPARATION),
        (Status.DRAFT, NOW - timedelta(days=20), Progress(), Phase.CONSULTATION),
        (Status.PROPOSED, NOW - timedelta(days=6) - TICK, Progress(), Phase.CONSULTATION),
        (Status.DRAFT, NOW - timedelta(days=6), Progress(), Phase.PREPARATION),
        (Status.PUBLISHED, NOW - timedelta(days=7), Progress(), Phase.ANNOUNCED),
        (Status.PUBLISHED, NOW, Progress(), Phase.ANNOUNCED),
        (Status.PUBLISHED, REGULATION.opens_at - TICK, SETTLED, Phase.ANNOUNCED),
        (Status.PUBLISHED, REGULATION.opens_at, Progress(), Phase.OPEN),
        (Status.PUBLISHED, REGULATION.closes_at - TICK, SETTLED, Phase.OPEN),
        (Status.PUBLISHED, REGULATION.closes_at, Progress(), Phase.CLOSED),
        (Status.PUBLISHED, REGULATION.closes_at, JUDGING, Phase.ASSESSMENT),
        (Status.PUBLISHED, REGULATION.closes_at, Progress(decided=True), Phase.DECIDED),
        (Status.PUBLISHED, REGULATION.closes_at, DECIDED, Phase.DECIDED),
        (Status.PUBLISHED, REGULATION.closes_at, SETTLED, Phase.SETTLED),
        (Status.PUBLISHED, REGULATION.closes_at, Progress(settled=True), Phase.CLOSED),
        (Status.WITHDRAWN, REGULATION.opens_at, Progress(), Phase.WITHDRAWN),
        (Status.WITHDRAWN, REGULATION.closes_at, SETTLED, Phase.WITHDRAWN),
    ],
)
def test_phase_follows_from_instants_and_facts(
    status: Status, at: datetime, progress: Progress, expected: Phase
) -> None:
    assert phase(status, WINDOW, at, progress) is expected


def test_a_call_without_its_dates_is_in_preparation() -> None:
    half = Window(opens_at=REGULATION.opens_at, closes_at=None)

    assert phase(Status.PUBLISHED, half, NOW, SETTLED) is Phase.PREPARATION
    assert phase(Status.DRAFT, replace(half, consulted_from=NOW), NOW) is Phase.PREPARATION
    assert phase(Status.DRAFT, replace(half, consulted_until=NOW), NOW) is Phase.PREPARATION
