"""Which movements of money exist, cell by cell; the words of a refusal."""

from itertools import product

import pytest

from subsidy.budget.domain import Case, Reason, Stage, not_covered, objections, silent
from subsidy.core.money import Money
from subsidy.language import words

ONE = Money(1)
# architecture.md 3.9: funder -> available -> reserved -> committed -> paid, and back.
EXISTS = {
    (Reason.ENDOWMENT, Stage.FUNDER, Stage.AVAILABLE),
    (Reason.RESERVATION, Stage.AVAILABLE, Stage.RESERVED),
    (Reason.COMMITMENT, Stage.RESERVED, Stage.COMMITTED),
    (Reason.PAYMENT, Stage.COMMITTED, Stage.PAID),
    (Reason.RECOVERY, Stage.PAID, Stage.COMMITTED),
    (Reason.RELEASE, Stage.RESERVED, Stage.AVAILABLE),
    (Reason.RELEASE, Stage.COMMITTED, Stage.RESERVED),
    (Reason.RELEASE, Stage.COMMITTED, Stage.AVAILABLE),
    *((Reason.CORRECTION, source, target) for source, target in product(Stage, Stage)),
}


@pytest.mark.parametrize(("reason", "source", "target"), list(product(Reason, Stage, Stage)))
def test_a_movement_exists_or_is_refused(reason: Reason, source: Stage, target: Stage) -> None:
    refused = objections(reason, source, target, ONE)

    assert (refused == []) is ((reason, source, target) in EXISTS)


def test_a_movement_that_does_not_exist_is_named() -> None:
    [refusal] = objections(Reason.PAYMENT, Stage.RESERVED, Stage.PAID, ONE)

    assert str(refusal.text) == "Money cannot move from “reserved” to “paid” as payment."
    sentence = words(refusal.text)
    assert "“gereserveerd”" in sentence
    assert "“betaald”" in sentence
    assert "betaling" in sentence
    assert refusal.place is None


@pytest.mark.parametrize("cents", [0, -1, -100])
def test_nothing_and_less_than_nothing_do_not_move(cents: int) -> None:
    [refusal] = objections(Reason.RESERVATION, Stage.AVAILABLE, Stage.RESERVED, Money(cents))

    assert words(refusal.text) == "Vul een bedrag in dat hoger is dan nul."
    assert refusal.place == "amount"


def test_both_faults_are_said_at_once() -> None:
    assert len(objections(Reason.PAYMENT, Stage.FUNDER, Stage.PAID, Money(0))) == 2


def test_what_is_left_and_what_is_short_are_named() -> None:
    refusal = not_covered(Stage.RESERVED, Money(1_000_00), Money(1_250_50))

    assert str(refusal.text) == (
        "Only EUR 1000.00 is still reserved; EUR 1250.50 is needed. Lower the amount by EUR 250.50."
    )
    sentence = words(refusal.text).replace("\N{NO-BREAK SPACE}", " ")
    assert "€ 1.000,00" in sentence
    assert "gereserveerd" in sentence
    assert "€ 1.250,50" in sentence
    assert "€ 250,50" in sentence
    assert refusal.place == "amount"


def test_a_line_that_is_silent_about_what_stays_is_named_with_who_must_speak() -> None:
    refusal = silent("Relance 2022")

    assert str(refusal.text) == (
        "“Relance 2022” pays nothing yet: it does not say what stays when the money stops. "
        "A case officer writes that statement on the page of the line, "
        "and a decision maker publishes it."
    )
    assert words(refusal.text).startswith("“Relance 2022” betaalt nog niets")
    assert refusal.place is None


@pytest.mark.parametrize(
    ("ref", "case"),
    [
        ("call:abc", Case("call", "abc")),
        ("share:a:b", Case("share", "a:b")),
        ("zonder", None),
        ("", None),
    ],
)
def test_a_case_is_read_from_its_reference(ref: str, case: Case | None) -> None:
    assert Case.of(ref) == case


def test_a_case_is_called_by_its_kind_and_the_end_of_its_id() -> None:
    assert words(Case("round", "abcdefghij").label).endswith("…efghij")
    assert words(Case("call", "xyz").label).startswith("oproep")
    assert words(Case("iets", "xyz").label) == "iets …xyz"
