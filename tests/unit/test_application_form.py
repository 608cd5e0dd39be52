"""Answers, limits, code lists, budgets and everything that is still missing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.applications.domain import form
from subsidy.applications.domain.case_file import CaseFile, FileLine, budget_table
from subsidy.applications.domain.checklist import State, checklist, part_of
from subsidy.applications.domain.conflicts import budget_differences, differences
from subsidy.applications.domain.editing import (
    missing_in,
    not_editable,
    not_taking_part,
    unfit_budget,
    unfit_promises,
)
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.lifecycle import LIFECYCLE, Facts, Status
from subsidy.calls.domain.dossier import Consent, Dossier, PromiseYear
from subsidy.calls.domain.regulation import CostType
from subsidy.calls.domain.rules import Finding, Outcome
from subsidy.core.errors import RefusedError
from subsidy.core.labels import chosen
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.policy import Action
from tests.support.case_files import YEARS, complete_file, partner, promise, signed

OPENS = datetime(2021, 9, 17, 7, 0, tzinfo=UTC)
CLOSES = datetime(2021, 10, 29, 10, 0, tzinfo=UTC)
DURING = OPENS + timedelta(days=1)


# Answers ------------------------------------------------------------------------------------------


@given(
    st.lists(st.sampled_from(list(form.TargetGroup)), unique=True),
    st.lists(st.sampled_from(list(form.ActionType)), unique=True),
    st.text(max_size=40),
)
def test_answers_are_read_back_as_they_were_given(
    groups: list[form.TargetGroup], actions: list[form.ActionType], text: str
) -> None:
    content = form.Content(
        needs=text,
        actions=chosen(form.ActionType, actions),
        target_groups=chosen(form.TargetGroup, groups),
    )

    assert form.content_from(form.answers_of(content)) == content


def test_what_is_not_in_the_code_list_chooses_nothing() -> None:
    assert chosen(form.Lever, ["outreach", "magic", "outreach"]) == (form.Lever.OUTREACH,)


def test_the_code_lists_are_those_of_the_real_form() -> None:
    """14 target groups and 6 actions of the call of 2022; 4 levers and 3 degrees of the paper."""
    lists = (form.TargetGroup, form.ActionType, form.Lever, form.Degree)

    assert [len(one) for one in lists] == [14, 6, 4, 3]


def test_spaces_line_ends_and_nulls_are_tidied() -> None:
    part = form.Project(title="  Een\0 titel ", summary="a\r\nb\rc")

    assert form.tidied(part) == form.Project(title="Een titel", summary="a\nb\nc")


@pytest.mark.parametrize(
    ("part", "places"),
    [
        (form.Project(), []),
        (form.Project(summary="x" * 700), []),
        (form.Project(title="x" * 151, summary="x" * 701), ["title", "summary"]),
        (form.Project(starts_on=date(2022, 2, 1), ends_on=date(2022, 1, 31)), ["ends_on"]),
        (form.Project(starts_on=date(2022, 2, 1), ends_on=date(2022, 2, 1)), []),
        (form.Project(starts_on=date(2022, 1, 1), ends_on=date(2031, 12, 31)), []),
        (form.Project(starts_on=date(2022, 1, 1), ends_on=date(2032, 1, 1)), ["ends_on"]),
        (form.Project(feasible_minimum=Money(0)), ["feasible_minimum"]),
        (form.Contact(email="an@aalst.be", telephone="+32 53 72 34 00"), []),
        (form.Contact(email="an@aalst", telephone="bel mij"), ["email", "telephone"]),
        (form.Contact(email="an peeters@aalst.be", telephone="1234567"), ["email", "telephone"]),
        (form.Realisation(), ["title"]),
        (form.Realisation(title="x", adopters=("y" * 121,)), ["adopters"]),
        (form.Realisation(title="x", adopters=("y",) * 51), ["adopters"]),
    ],
)
def test_what_cannot_be_saved(part: form.Part, places: list[str]) -> None:
    assert [refusal.place for refusal in form.unfit(part)] == places


def test_a_difference_is_shown_per_answer() -> None:
    theirs = form.Contact(name="An", email="an@aalst.be")
    mine = form.Contact(name="Piet", email="an@aalst.be")

    (found,) = differences(theirs, mine)

    assert (found.theirs, found.mine) == ("An", "Piet")


# What is missing ----------------------------------------------------------------------------------


def places(file: CaseFile) -> set[str | None]:
    return {refusal.place for refusal in missing_in(file, YEARS)}


def test_nothing_is_missing_in_a_complete_file() -> None:
    assert missing_in(complete_file(), YEARS) == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": ""}, "project.title"),
        ({"summary": ""}, "project.summary"),
        ({"contact": form.Contact(name="An", function="x", email="a@b.be")}, "contact.telephone"),
        ({"privacy": form.Privacy(risks="x")}, "privacy.measures"),
        ({"realisations": (), "promises": ()}, "realisations"),
        ({"ends_on": date(2022, 12, 31)}, "budget"),
        (
            {"partners": (*(partner(n) for n in range(2)), replace(partner(2), tasks=""))},
            "partners.p2",
        ),
        (
            {"partners": (partner(0), partner(1), replace(partner(2), consent=Consent.INVITED))},
            "partners.p2",
        ),
    ],
)
def test_each_gap_says_where(changes: dict[str, object], place: str) -> None:
    file = replace(complete_file(), **changes)  # type: ignore[arg-type]  # the table names the fields

    assert places(file) == {place}


def test_another_target_group_must_be_named() -> None:
    file = complete_file()
    content = replace(file.content, target_groups=(form.TargetGroup.OTHER,))

    assert places(replace(file, content=content)) == {"content.other_group"}


def test_what_several_partners_miss_is_said_once() -> None:
    missing = missing_in(replace(complete_file(), title=""), YEARS)

    assert len(missing) == 1


# The checklist ------------------------------------------------------------------------------------


def finding(rule: str, outcome: Outcome) -> Finding:
    return Finding(rule=rule, outcome=outcome, sentence=Text("x"), remedy=Text("y"))


def test_a_checklist_is_ready_only_with_rules_answers_and_signatures() -> None:
    met = [finding("amount_between", Outcome.MET)]
    unmet = [finding("amount_between", Outcome.NOT_MET)]
    file, whole = complete_file(), signed(complete_file())

    assert checklist(whole, met, YEARS).ready
    assert checklist(file, met, YEARS).complete
    assert not checklist(file, met, YEARS).ready
    assert not checklist(whole, unmet, YEARS).ready
    assert not checklist(replace(whole, summary=""), met, YEARS).ready


def test_each_gap_stands_with_who_must_act() -> None:
    file = complete_file()
    partners = (replace(file.partners[0], tasks=""), *file.partners[1:])

    found = checklist(replace(file, partners=partners, summary=""), [], YEARS)

    assert [gap.place for gap in found.together] == ["project.summary"]
    assert [[gap.place for gap in todo.gaps] for todo in found.partners] == [
        ["partners.p0"],
        [],
        [],
    ]


def test_a_rule_that_is_not_met_opens_the_part_where_one_mends_it() -> None:
    found = checklist(complete_file(), [finding("amount_between", Outcome.UNKNOWN)], YEARS)

    states = {step.key: step.state for step in found.steps}
    assert states.pop(Key.BUDGET) is State.OPEN
    assert set(states.values()) == {State.DONE}
    assert part_of(finding("minimum_municipalities", Outcome.MET)) is Key.PARTNERS


# The budget ---------------------------------------------------------------------------------------


def line(partner_id: str, kind: CostType, year: int, cents: int) -> FileLine:
    return FileLine(partner_id=partner_id, cost_type=kind, year=year, requested=Money(cents))


AMOUNTS = st.dictionaries(
    st.tuples(
        st.sampled_from(["p0", "p1", "p2"]),
        st.sampled_from(list(CostType)),
        st.sampled_from([2022, 2023]),
    ),
    st.integers(1, 10**9),
)


@given(amounts=AMOUNTS, every=st.booleans())
def test_every_sum_of_the_budget_adds_up(
    amounts: dict[tuple[str, CostType, int], int], *, every: bool
) -> None:
    lines = tuple(line(*key, cents) for key, cents in amounts.items())
    file = replace(complete_file(), lines=lines)

    table = budget_table(file, every=every)

    total = sum(amounts.values())
    assert table.total.cents == file.requested.cents == total
    assert sum(group.total.cents for group in table.groups) == total
    assert sum(amount.cents for amount in table.totals) == total
    for group in table.groups:
        assert sum(row.total.cents for row in group.rows) == group.total.cents
        assert sum(amount.cents for amount in group.totals) == group.total.cents
    for one in file.partners:
        own = sum(cents for key, cents in amounts.items() if key[0] == one.id)
        assert file.requested_by(one.id).cents == own


def test_a_fair_budget_has_no_faults() -> None:
    file = complete_file()

    assert unfit_budget(file, file.lines, tuple(CostType)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        line("p0", CostType.STAFF, 2022, -1),
        line("p0", CostType.STAFF, 2021, 1),
        line("p0", CostType.STAFF, 2024, 1),
        line("p9", CostType.STAFF, 2022, 1),
        line("p0", CostType.INVESTMENT, 2022, 1),
    ],
)
def test_a_wrong_amount_is_refused_at_its_cell(wrong: FileLine) -> None:
    allowed = (CostType.STAFF,)

    (refusal,) = unfit_budget(complete_file(), [wrong], allowed)

    assert refusal.place == f"{wrong.partner_id}-{wrong.cost_type.value}-{wrong.year}"


def test_an_amount_that_is_there_twice_is_refused() -> None:
    twice = [line("p0", CostType.STAFF, 2022, 1)] * 2

    assert [r.place for r in unfit_budget(complete_file(), twice, tuple(CostType))] == [
        "p0-staff-2022"
    ]


def test_without_a_period_there_is_no_budget() -> None:
    file = replace(complete_file(), starts_on=None)

    assert len(unfit_budget(file, file.lines, tuple(CostType))) == 1


def test_no_amount_and_zero_are_the_same_budget() -> None:
    file = complete_file()
    nothing = line("p0", CostType.INVESTMENT, 2022, 0)

    assert budget_differences(file, [*file.lines, nothing]) == ()


# The continuity plan ------------------------------------------------------------------------------


def test_promises_outside_the_plan_are_refused() -> None:
    good = promise("r0", "p0")
    early = replace(good, years=(PromiseYear(2023, Money(1), Money(0)),))
    negative = replace(good, years=(PromiseYear(2024, Money(-1), Money(-1)),))
    stranger = replace(good, partner_id="p9")

    found = unfit_promises(complete_file(), "r0", [early, negative, stranger], YEARS)

    assert [refusal.place for refusal in found] == [
        "p0-cost-2023",
        "p0-cost-2024",
        "p0-funded-2024",
        "p9-stays",
    ]
    much = replace(good, years=(PromiseYear(2024, Money(9), Money(5), Money(3), Money(3)),))
    (refusal,) = unfit_promises(complete_file(), "r0", [much], YEARS)
    assert refusal.place == "p0-second-2024"
    assert unfit_promises(complete_file(), "r0", [good], YEARS) == []
    assert len(unfit_promises(complete_file(), "r9", [], YEARS)) == 1
    assert len(unfit_promises(complete_file(), "r0", [good], ())) == 1


# The life of an application -----------------------------------------------------------------------

LIFE = {
    (Status.DRAFT, Action.SUBMIT_APPLICATION): Status.SUBMITTED,
    (Status.DRAFT, Action.WITHDRAW_APPLICATION): Status.WITHDRAWN,
    (Status.SUBMITTED, Action.WITHDRAW_APPLICATION): Status.WITHDRAWN,
    (Status.SUBMITTED, Action.REOPEN_APPLICATION): Status.DRAFT,
    (Status.WITHDRAWN, Action.REOPEN_APPLICATION): Status.DRAFT,
    (Status.SUBMITTED, Action.ADMIT_APPLICATION): Status.ADMISSIBLE,
    (Status.SUBMITTED, Action.REJECT_APPLICATION): Status.INADMISSIBLE,
}
AGENCY = {Action.ADMIT_APPLICATION, Action.REJECT_APPLICATION}
ACTS = {action for _, action in LIFE}


@pytest.mark.parametrize(("status", "action"), list(product(Status, sorted(ACTS))))
def test_every_status_and_every_act(status: Status, action: Action) -> None:
    now = CLOSES if action in AGENCY else DURING
    facts = Facts(now=now, opens_at=OPENS, closes_at=CLOSES, dossier=Dossier(), reason="x")

    if (status, action) in LIFE:
        assert LIFECYCLE.fire(status, action, facts) is LIFE[status, action]
    else:
        with pytest.raises(RefusedError):
            LIFECYCLE.fire(status, action, facts)


@pytest.mark.parametrize(
    ("milliseconds", "possible"),
    [(-1000, True), (-1, True), (0, False), (1, False), (1000, False)],
)
def test_the_deadline_is_half_open(milliseconds: int, *, possible: bool) -> None:
    now = CLOSES + timedelta(milliseconds=milliseconds)
    facts = Facts(now=now, opens_at=OPENS, closes_at=CLOSES, dossier=Dossier())

    assert (not_editable(Status.DRAFT, (OPENS, CLOSES), now) == ()) is possible
    if possible:
        assert LIFECYCLE.fire(Status.DRAFT, Action.SUBMIT_APPLICATION, facts) is Status.SUBMITTED
    else:
        with pytest.raises(RefusedError):
            LIFECYCLE.fire(Status.DRAFT, Action.SUBMIT_APPLICATION, facts)
        assert LIFECYCLE.fire(Status.SUBMITTED, Action.ADMIT_APPLICATION, facts)


def test_nothing_is_written_before_the_call_opens_or_after_it_is_withdrawn() -> None:
    assert not_editable(Status.DRAFT, (OPENS, CLOSES), OPENS - timedelta(milliseconds=1))
    assert not_editable(Status.DRAFT, None, DURING)
    for status in set(Status) - {Status.DRAFT}:
        assert not_editable(status, (OPENS, CLOSES), DURING)


def test_only_who_accepted_writes() -> None:
    assert not_taking_part(Consent.ACCEPTED) == ()
    for consent in (Consent.INVITED, Consent.REFUSED, None):
        assert not_taking_part(consent)


def test_everything_between_draft_and_submission_is_said_at_once() -> None:
    facts = Facts(
        now=CLOSES,
        opens_at=OPENS,
        closes_at=CLOSES,
        dossier=Dossier(),
        findings=[
            finding("amount_between", Outcome.NOT_MET),
            finding("within_regions", Outcome.UNKNOWN),
            finding("period_within", Outcome.MET),
        ],
        missing=missing_in(replace(complete_file(), title=""), YEARS),
        unsigned=("Lede",),
    )

    with pytest.raises(RefusedError) as refused:
        LIFECYCLE.fire(Status.DRAFT, Action.SUBMIT_APPLICATION, facts)

    assert [refusal.place for refusal in refused.value.refusals] == [
        None,
        "project.title",
        "rules",
        "rules",
        "signatures",
    ]
