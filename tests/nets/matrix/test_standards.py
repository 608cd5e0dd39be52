"""The table itself keeps the standards: whoever changes a row cannot quietly open a door."""

from collections.abc import Iterable

import pytest

from tests.nets.matrix import table
from tests.nets.matrix.table import Row

AALST = ("reader", "editor", "signatory", "consultant")
JURY = ("juror", "torn juror", "chair")
AGENCY = ("case officer", "budget officer", "decision maker", "auditor")
OUTSIDE = ("visitor", "disabled", *AALST, "foreign", "two towns", *JURY, "support desk")
SIGN_IN, ASK, GONE, FORBIDDEN, REFUSED = 302, 401, 404, 403, 400
NOT_THERE = {GONE, SIGN_IN, ASK}
SHOWN = 200
SUPPORTED = "own complete draft"  # whose lead lets the support desk read along
CONSULTATION = {
    f"calls.{name}"
    for name in (
        "consultation",
        "report_pdf",
        "publish_report",
        "react",
        "let_answer",
        "answer_voice",
    )
}
OWN_THINGS = {f"accounts.{name}" for name in ("read_all", "sign_in", "sign_out", "stay")}


@pytest.fixture(scope="module")
def expected() -> table.Table:
    return table.read()


def answers(expected: table.Table, viewers: Iterable[str], *starts: str) -> dict[Row, set[int]]:
    """Return what these viewers get, for the records whose name starts so."""
    names = tuple(viewers)
    found = {
        row: {cells[name] for name in names}
        for row, cells in expected.items()
        if row[2].startswith(starts)
    }
    assert found
    return found


def test_who_is_disabled_is_a_visitor(expected: table.Table) -> None:
    assert [row for row, cells in expected.items() if cells["disabled"] != cells["visitor"]] == []


def test_what_is_foreign_does_not_exist(expected: table.Table) -> None:
    found = answers(expected, AALST, "foreign ")

    assert {row: got for row, got in found.items() if got != {GONE}} == {}


def test_who_takes_part_in_nothing_sees_no_file(expected: table.Table) -> None:
    found = answers(expected, ("foreign",), "own ", "partner ", "foreign ")

    assert {row: got for row, got in found.items() if got != {GONE}} == {}


def test_what_is_sealed_does_not_exist_for_agency_and_jury(expected: table.Table) -> None:
    sealed = ("own draft", "own complete draft", "partner draft", "partner sealed", "foreign draft")
    agency = answers(expected, (*AGENCY, *JURY), *sealed, "foreign withdrawn")
    alone = [subject for subject in sealed if subject != SUPPORTED]
    desk = answers(expected, ("support desk",), *alone, "foreign withdrawn")

    assert {row: got for row, got in {**desk, **agency}.items() if got != {GONE}} == {}


def test_the_support_desk_reads_what_the_lead_lets_it_read_and_changes_nothing(
    expected: table.Table,
) -> None:
    found = answers(expected, ("support desk",), SUPPORTED)
    acts = {row: got for row, got in found.items() if row[1] == "POST"}

    assert {row: got for row, got in acts.items() if not got <= {FORBIDDEN, GONE}} == {}
    assert {SHOWN} in found.values()


def test_a_draft_of_the_agency_is_not_public(expected: table.Table) -> None:
    """What was put before local authorities stays public; the draft itself does not become so."""
    found = answers(expected, OUTSIDE, "draft", "proposed")
    draft = {row: got for row, got in found.items() if row[0] not in CONSULTATION}

    assert {row: got for row, got in draft.items() if not got <= NOT_THERE} == {}
    assert ("calls.show", "GET", "proposed") in draft


def test_a_decision_that_is_not_final_is_not_for_the_beneficiary(expected: table.Table) -> None:
    found = answers(expected, AALST, "own prepared")

    assert {row: got for row, got in found.items() if got != {GONE}} == {}


def test_a_torn_juror_gets_no_content(expected: table.Table) -> None:
    found = answers(expected, ("torn juror",), "blocked")

    assert {row: got for row, got in found.items() if not got <= {GONE, FORBIDDEN}} == {}


def test_what_is_nowhere_is_shown_to_nobody(expected: table.Table) -> None:
    found = answers(expected, next(iter(expected.values())), "nowhere")

    assert {row: got for row, got in found.items() if not got <= {*NOT_THERE, FORBIDDEN}} == {}


def test_an_auditor_changes_nothing(expected: table.Table) -> None:
    done = {
        endpoint
        for (endpoint, method, _), cells in expected.items()
        if method != "GET" and cells["auditor"] < REFUSED
    }

    assert done <= OWN_THINGS
