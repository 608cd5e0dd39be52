"""What fields make of what people type: nothing is guessed, nothing crashes, nothing gets lost."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from subsidy.calls.forms import AssessmentForm, CriteriaForm, criteria_values
from subsidy.web.forms import BaseForm, DayField, MomentField, NumberField, VersionField


class Everything(BaseForm):
    """One field of each kind that reads."""

    number = NumberField()
    day = DayField()
    moment = MomentField()
    version = VersionField()

    def _repeated(self) -> list[str]:
        return []  # there is no request here


def typed(name: str, text: str) -> Any:  # noqa: ANN401 - each field has its own type
    form = Everything(MultiDict({name: text}), version=7)
    form.validate()
    return form[name]


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), ("0", 0), ("20.000", 20_000), ("1.234.567", 1_234_567)]
)
def test_a_whole_number_is_read(text: str, value: int) -> None:
    assert typed("number", text).data == value


@pytest.mark.parametrize(
    "text",
    ["1.5", "7.25", "1.2.3", ".5", "5.", "12.34.567", "1e3", "-1", "٣", "⁵", "1,5", "9" * 13],
)
def test_a_fraction_is_never_read_as_a_whole_number(text: str) -> None:
    field = typed("number", text)

    assert field.data is None
    assert field.errors
    assert field._value() == text  # noqa: SLF001 - what the page shows again


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("29/10/2021 12:00", datetime(2021, 10, 29, 10, tzinfo=UTC)),
        ("29-10-2021 9:30", datetime(2021, 10, 29, 7, 30, tzinfo=UTC)),
        ("2021-10-29  12.00 uur", datetime(2021, 10, 29, 10, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read(text: str, value: datetime) -> None:
    assert typed("moment", text).data == value


@pytest.mark.parametrize(
    "text",
    [
        "uur",
        "uur uur",
        "12:00",
        "29/10/2021",  # no hour is no midnight
        "29/10/2021 24:00",
        "29/10/2021 12:60",
        "29/10/2021 12",
        "29/10/2021 12:00:30",
        "29/10/2021 12:00 30",
        "28/03/2027 02:30",  # summer time skips it
        "31/10/2027 02:30",  # winter time repeats it
        "01/01/0001 00:00",
        "31/12/9999 23:59",
        "31/02/2027 10:00",
    ],
)
def test_a_moment_in_doubt_is_refused_in_words(text: str) -> None:
    field = typed("moment", text)

    assert field.data is None
    assert len(field.errors) == 1


@pytest.mark.parametrize("text", ["01/01/1999", "01/01/2100", "0001-01-01", "31/12/9999", "1/1/22"])
def test_a_year_outside_the_century_is_refused(text: str) -> None:
    assert typed("day", "29/10/2021").data == date(2021, 10, 29)
    assert typed("day", text).data is None
    assert typed("day", text).errors


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ({"version": "3"}, 3),
        ({"version": ""}, 0),
        ({"version": "-1"}, 0),
        ({"version": "9" * 20}, 0),
        ({"version": "٣"}, 0),
        ({"day": "29/10/2021"}, 0),  # a form that does not say which version it shows
    ],
)
def test_a_version_is_what_was_sent_and_never_what_is_stored(
    sent: dict[str, str], number: int
) -> None:
    assert Everything(MultiDict(sent), version=7).version.number == number


# Rows that have no name ---------------------------------------------------------------------------


@pytest.fixture
def criteria(monkeypatch: pytest.MonkeyPatch) -> type[CriteriaForm]:
    monkeypatch.setattr(BaseForm, "_repeated", lambda _form: [])
    return CriteriaForm


def row(number: int, **values: str) -> dict[str, str]:
    return {f"rijen-{number}-{name}": text for name, text in values.items()}


def test_what_is_typed_for_a_new_criterion_without_a_name_is_refused(
    criteria: type[CriteriaForm],
) -> None:
    sent = row(0, naam="Samenwerking", gewicht="100") | row(
        1, naam=" ", niveau_3="Een lange tekst."
    )
    form = criteria(MultiDict(sent), **criteria_values({}))

    assert not form.validate()
    assert form.rijen[1].form.naam.errors
    assert form.rijen[1].form.niveau_3.data == "Een lange tekst."


def test_clearing_the_name_of_a_known_criterion_removes_it(criteria: type[CriteriaForm]) -> None:
    known = {"criteria": [{"naam": "Samenwerking", "gewicht": "100"}]}
    form = criteria(MultiDict(row(0, naam="", gewicht="100")), **criteria_values(known))

    assert form.validate()
    assert form.to_draft() == {"criteria": []}


def test_a_share_of_an_instalment_without_a_name_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(BaseForm, "_repeated", lambda _form: [])
    form = AssessmentForm(MultiDict({"schijf_1_naam": "Voorschot", "schijf_2_aandeel": "40"}))

    assert not form.validate()
    assert [name for name, field in form._fields.items() if field.errors] == ["schijf_2_naam"]
