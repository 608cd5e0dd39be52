"""What a page says before the consortium changes is what happens, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.applications.domain.case_file import CaseFile, FileLine
from subsidy.applications.domain.consequences import consequences, led_by, without
from subsidy.applications.domain.signing import current_signatures
from subsidy.calls.domain.regulation import CostType
from subsidy.calls.domain.rules import Finding, Outcome, Weight
from subsidy.core.money import Money
from subsidy.core.text import Text
from tests.support.case_files import complete_file, signed

WHO = st.sampled_from(["p0", "p1", "p2"])
AMOUNTS = st.lists(
    st.tuples(WHO, st.sampled_from(CostType), st.integers(1, 9_999_999)),
    unique_by=lambda each: each[:2],
)


def file_with(amounts: list[tuple[str, CostType, int]]) -> CaseFile:
    lines = tuple(
        FileLine(partner_id=who, cost_type=kind, year=2022, requested=Money(cents))
        for who, kind, cents in amounts
    )
    return replace(complete_file(), lines=lines)


def finding(rule: str, outcome: Outcome, weight: Weight = Weight.KNOCK_OUT) -> Finding:
    return Finding(rule=rule, outcome=outcome, weight=weight, sentence=Text("So it is."))


@given(AMOUNTS, WHO)
def test_who_leaves_takes_exactly_its_own_amounts_promises_and_signature(
    amounts: list[tuple[str, CostType, int]], who: str
) -> None:
    before = signed(file_with(amounts))
    after = without(before, who)

    found = consequences(before, after, (), ())

    own = sum(cents for partner, _, cents in amounts if partner == who)
    assert found.gone == Money(own)
    assert found.before - found.after == Money(own)
    assert len(found.promises) == len(before.realisations)
    assert found.signatures == (before.partner(who).name,)
    assert set(current_signatures(after)) == {"p0", "p1", "p2"} - {who}
    assert who not in str(after)


@given(WHO)
def test_another_lead_moves_nothing_else(who: str) -> None:
    before = signed(complete_file())
    after = led_by(before, who)

    found = consequences(before, after, (), ())

    assert after.lead.id == who
    assert [one.lead for one in after.partners].count(True) == 1
    assert (found.amounts, found.promises, found.signatures) == ((), (), ())
    assert len(found.kept) == 3


def test_only_what_forbids_breaks_or_heals() -> None:
    file = complete_file()
    before = (
        finding("least", Outcome.MET),
        finding("lead", Outcome.NOT_MET),
        finding("small", Outcome.MET, Weight.ADVICE),
        finding("same", Outcome.NOT_MET),
    )
    after = (
        finding("least", Outcome.NOT_MET),
        finding("lead", Outcome.MET),
        finding("small", Outcome.NOT_MET, Weight.ADVICE),
        finding("same", Outcome.NOT_MET),
    )

    found = consequences(file, file, before, after)

    assert [one.rule for one in found.broken] == ["least"]
    assert [one.rule for one in found.healed] == ["lead"]


@pytest.mark.parametrize(
    ("least", "said"), [(None, False), (100, False), (101, True), (301, False)]
)
def test_it_says_when_the_project_gets_less_than_it_needs(least: int | None, said: bool) -> None:  # noqa: FBT001 - a column of the table
    file = file_with([("p0", CostType.STAFF, 100), ("p1", CostType.STAFF, 200)])
    before = replace(file, feasible_minimum=None if least is None else Money(least))

    assert consequences(before, without(before, "p1"), (), ()).too_little is said


def test_the_mark_follows_what_is_shown_and_no_word_elsewhere() -> None:
    file = complete_file()
    shown = consequences(file, without(file, "p1"), (), ()).mark
    reworded = replace(file, summary="Anders gezegd.")
    dearer = file_with([("p1", CostType.STAFF, 1)])

    assert consequences(reworded, without(reworded, "p1"), (), ()).mark == shown
    assert consequences(dearer, without(dearer, "p1"), (), ()).mark != shown
