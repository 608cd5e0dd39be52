"""An applicant objects to a name, and whoever in the jury bears it is out."""

from datetime import UTC, datetime, timedelta

import pytest

from subsidy.scoring.domain.conflicts import Body, ConflictKind, Source, Ties
from subsidy.scoring.domain.objecting import (
    LASTS,
    MOST_OBJECTIONS,
    Objection,
    faults,
    key_of,
    left,
    objected,
)
from tests.support.dossiers import english

MENEN = Body(1, "Menen", "34027", number="0207453566")
COLLEGE = Body(2, "Hogeschool Vives", None)
JUROR = Ties(name="Zoë D'Hondt", employers=(COLLEGE,), mandates=(MENEN,))
NOW = datetime(2022, 7, 4, tzinfo=UTC)


def against(name: str, reason: str = "Zij schreven mee.") -> Objection:
    return Objection(ConflictKind.CONSULTANCY, name, reason)


@pytest.mark.parametrize(
    "name",
    [
        "Menen",
        "  stad MENEN ",
        "Gemeente Menen",
        "de stad Menen",
        "0207.453.566",
        "BE 0207 453 566",
        "hogeschool vives",
        "Zoe d'hondt",
    ],
)
def test_organisation_mandate_number_and_person_are_found_however_they_are_written(
    name: str,
) -> None:
    (reason,) = objected(JUROR, [against(name)])

    assert (reason.kind, reason.source) == (ConflictKind.CONSULTANCY, Source.OBJECTED)
    assert english(reason.evidence) == f"{name}: Zij schreven mee."


@pytest.mark.parametrize("name", ["Me", "Menenaar", "Hogeschool", "0207453567", "Zoë"])
def test_a_part_of_a_name_is_nobody(name: str) -> None:
    assert objected(JUROR, [against(name)]) == ()


def test_a_juror_without_anything_is_not_meant_by_an_empty_name() -> None:
    assert objected(Ties(), [against("")]) == ()


def said(objection: Objection, *earlier: str, remaining: timedelta = LASTS) -> list[str]:
    return [english(each.text) for each in faults(objection, earlier, remaining)]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    full = [f"Bureau {n}" for n in range(MOST_OBJECTIONS)]

    assert said(against("Menen"), "Vives") == []
    assert said(against(" . ", " "), *full, remaining=timedelta(0)) == [
        "You could object until 90 days after closing.",
        "You can object at most 5 times for a file.",
        "Fill in the name of an organisation or a person.",
        "Write why there is a conflict of interest.",
    ]
    assert said(against("stad menen"), "Menen") == ["You objected to this name already."]


def test_the_time_to_object_runs_from_the_closing_instant() -> None:
    assert left(NOW, NOW) == LASTS
    assert left(NOW - LASTS, NOW) == timedelta(0)
    assert key_of("") == ""
