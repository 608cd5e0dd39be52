"""What an officer says of a rule, and the term of a completion: as values, without a page."""

from datetime import UTC, datetime, timedelta

import pytest

from subsidy.applications.domain.completion import (
    Completion,
    Point,
    State,
    Wanted,
    not_answerable,
    unanswered,
    unfit_request,
    waits_for,
)
from subsidy.applications.domain.judging import (
    Given,
    Judgement,
    Ruled,
    Verdict,
    beside,
    changed,
    choices,
    standing,
    unfit,
)
from subsidy.calls.domain.rules import Finding, Outcome, Weight
from subsidy.core.text import Text

ASKED = datetime(2022, 7, 1, 10, tzinfo=UTC)
DUE = ASKED + timedelta(days=7)
TICK = timedelta(microseconds=1)
POINT = Point(id="a", about="part:budget", label=Text("Budget"), question="Waarom?")
OPEN = Completion(id="c", asked_at=ASKED, due_at=DUE, points=(POINT,))


def finding(outcome: Outcome, weight: Weight = Weight.KNOCK_OUT) -> Finding:
    return Finding(rule="one_lead", outcome=outcome, sentence=Text("x"), weight=weight)


def given(verdict: Verdict, reason: str = "") -> Given:
    return Given(
        rule="one_lead", verdict=verdict, reason=reason, computed=Outcome.MET, by="", at=ASKED
    )


@pytest.mark.parametrize(
    ("computed", "verdict", "counts"),
    [
        (Outcome.MET, None, Outcome.MET),
        (Outcome.MET, Verdict.CONFIRMED, Outcome.MET),
        (Outcome.MET, Verdict.NOT_MET, Outcome.NOT_MET),
        (Outcome.NOT_MET, Verdict.CONFIRMED, Outcome.NOT_MET),
        (Outcome.NOT_MET, Verdict.MET, Outcome.MET),
        (Outcome.UNKNOWN, None, Outcome.UNKNOWN),
        (Outcome.UNKNOWN, Verdict.CONFIRMED, Outcome.UNKNOWN),
        (Outcome.UNKNOWN, Verdict.MET, Outcome.MET),
        (Outcome.UNKNOWN, Verdict.NOT_MET, Outcome.NOT_MET),
    ],
)
def test_what_counts_is_the_override_else_what_was_computed(
    computed: Outcome, verdict: Verdict | None, counts: Outcome
) -> None:
    said = {} if verdict is None else {"one_lead": given(verdict, "Daarom.")}
    (ruled,) = beside([finding(computed)], said)

    assert ruled.outcome is counts
    assert ruled.finding.outcome is computed
    assert ruled.overridden == (verdict in (Verdict.MET, Verdict.NOT_MET))
    assert bool(list(standing([ruled]))) == (counts is not Outcome.MET)


def test_advice_stands_in_nobodys_way() -> None:
    assert not Ruled(finding(Outcome.NOT_MET, Weight.ADVICE)).blocks


def test_an_officer_confirms_or_says_something_else_than_what_was_computed() -> None:
    assert choices(finding(Outcome.MET)) == (Verdict.CONFIRMED, Verdict.NOT_MET)
    assert choices(finding(Outcome.NOT_MET)) == (Verdict.CONFIRMED, Verdict.MET)
    assert choices(finding(Outcome.UNKNOWN)) == tuple(Verdict)


@pytest.mark.parametrize(
    ("rule", "verdict", "reason", "place"),
    [
        ("one_lead", Verdict.NOT_MET, " ", "reason-one_lead"),
        ("one_lead", Verdict.MET, "Daarom.", "verdict-one_lead"),
        ("another", Verdict.CONFIRMED, "", "verdict-another"),
        ("one_lead", Verdict.CONFIRMED, "x" * 1001, "reason-one_lead"),
    ],
)
def test_an_unfit_judgement_is_refused_at_its_place(
    rule: str, verdict: Verdict, reason: str, place: str
) -> None:
    said = Judgement(rule=rule, verdict=verdict, reason=reason)

    assert [one.place for one in unfit([finding(Outcome.MET)], [said])] == [place]


def test_a_judgement_that_says_the_same_is_not_kept_again() -> None:
    last = {"one_lead": given(Verdict.NOT_MET, "Daarom.")}
    same = Judgement(rule="one_lead", verdict=Verdict.NOT_MET, reason=" Daarom. ")
    other = Judgement(rule="one_lead", verdict=Verdict.CONFIRMED)

    assert list(changed([same], last)) == []
    assert list(changed([other], last)) == [other]
    assert [one.reason for one in changed([same], {})] == ["Daarom."]


@pytest.mark.parametrize(
    ("now", "state", "fits"),
    [
        (ASKED, State.OPEN, True),
        (DUE - TICK, State.OPEN, True),
        (DUE, State.EXPIRED, False),
        (DUE + TICK, State.EXPIRED, False),
    ],
)
def test_a_term_holds_its_first_instant_and_not_its_last(
    now: datetime, state: State, *, fits: bool
) -> None:
    assert OPEN.state(now) is state
    assert (not not_answerable(OPEN, now)) == fits
    assert bool(list(waits_for([OPEN], now))) == fits


@pytest.mark.parametrize(
    ("days", "fits"),
    [
        (timedelta(days=5) - TICK, False),
        (timedelta(days=5), True),
        (timedelta(days=60), True),
        (timedelta(days=60) + TICK, False),
    ],
)
def test_a_term_is_five_to_sixty_days(days: timedelta, *, fits: bool) -> None:
    asked = [Wanted(about="missing", question="Het besluit?")]

    assert (not list(unfit_request(asked, ASKED + days, ASKED))) == fits


def test_a_row_is_filled_whole_or_not_at_all() -> None:
    rows = [
        Wanted(about="", question="Waarom?"),
        Wanted(about="missing", question=" "),
        Wanted(about="", question=""),
    ]

    assert [one.place for one in unfit_request(rows, DUE, ASKED)] == ["about-1", "question-2"]


def test_nobody_but_the_applicant_sees_an_answer_before_it_is_sent() -> None:
    point = Point(id="a", about="missing", label=Text("x"), question="Waarom?", answer="Daarom.")
    saved = Completion(id="c", asked_at=ASKED, due_at=DUE, points=(point,))
    sent = Completion(id="c", asked_at=ASKED, due_at=DUE, points=(point,), sent_at=ASKED)

    assert [one.answer for one in saved.shown.points] == [""]
    assert [one.question for one in saved.shown.points] == ["Waarom?"]
    assert [one.answer for one in sent.shown.points] == ["Daarom."]
    assert list(unanswered(saved, "")) == []
    assert [one.place for one in unanswered(OPEN, "")] == ["answer-a"]
