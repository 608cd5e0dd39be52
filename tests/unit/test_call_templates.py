"""The calls that ship: each is whole but for dates and amounts; a broken file says where."""

from pathlib import Path
from typing import Any

import pytest

from subsidy.calls.domain.regulation import objections
from subsidy.calls.imports import CALLS, CallTemplate, call_templates, read_call_template
from subsidy.core.errors import RefusedError

# What an officer fills in: facts of this call, not of its kind.
FACTS: dict[str, dict[str, Any]] = {
    "oproep": {
        "titel": "Een oproep",
        "contact": "Team e-inclusie",
        "opent": "2026-01-12 09:00",
        "sluit": "2026-03-13 12:00",
    },
    "bedragen": {"gereserveerd": 4_000_000, "minimum": 50_000, "maximum": 200_000},
    "project": {"eerste_dag": "2026-10-01", "laatste_dag": "2028-09-30"},
}


@pytest.mark.parametrize("template", call_templates(), ids=lambda each: each.key)
def test_with_its_facts_a_template_can_be_published(template: CallTemplate) -> None:
    draft = dict(template.data)
    for section, values in FACTS.items():
        draft[section] = {**values, **draft.get(section, {})}
    assert [(each.place, str(each.text)) for each in objections(draft)] == []


def test_there_is_one_for_each_kind_of_call() -> None:
    assert {each.key for each in call_templates()} == {
        *("samenwerking", "alleen_of_samen", "thematisch"),
    }


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("aantal = 3", 'aantal = "drie"', "regels.minimum_gemeenten.aantal"),
        ("gewicht = 25", "gewicht = -1", "criteria[0].gewicht"),
        ('formulier = "consortium"', 'formulier = "bestaat_niet"', "formulier"),
        ("penvoerder =", "penvoerders =", "project.penvoerders"),
        ("naam = ", "bijnaam = ", "naam"),
    ],
)
def test_a_template_that_is_not_right_says_where(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    broken = tmp_path / "samenwerking.toml"
    broken.write_text((CALLS / broken.name).read_text().replace(old, new, 1))
    with pytest.raises(RefusedError) as refused:
        read_call_template(broken)
    assert f"samenwerking.toml: {place}" in {each.place for each in refused.value.refusals}


def test_a_file_that_is_no_toml_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "kapot.toml"
    broken.write_text("naam = ")
    with pytest.raises(RefusedError) as refused:
        read_call_template(broken)
    assert refused.value.refusals[0].place == "kapot.toml"
