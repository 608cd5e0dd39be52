"""The round of questions: one half-open term for all, judged by the instant of arrival."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from subsidy.core.clock import brussels_instant
from subsidy.core.errors import Refusal
from subsidy.scoring.domain import clarifying
from subsidy.scoring.domain.clarifying import (
    Asked,
    Clarification,
    Longer,
    Proposal,
    Reworded,
    Sending,
    Term,
)

SENT = datetime(2021, 10, 20, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ONE = Proposal(id="A", by="Jurylid 1", proposed="Waarom?", wording="Waarom?")


def asked(due_at: datetime) -> Clarification:
    question = Asked(id="A", question="Waarom?", answer="Daarom.")
    return Clarification(term=Term(SENT, due_at), asked=(question,), version=1)


def places(found: tuple[Refusal, ...]) -> list[str | None]:
    return [each.place for each in found]


def test_the_term_of_brussels_ends_an_hour_later_in_utc_after_the_change_of_the_clock() -> None:
    """Noon on 5 November is 11:00 UTC, as summer time ended on 31 October 2021."""
    due = brussels_instant(date(2021, 11, 5), time(12))
    assert due == datetime(2021, 11, 5, 11, 0, tzinfo=UTC)
    found = asked(due)
    assert clarifying.not_answerable(found, SENT) == ()
    assert clarifying.not_answerable(found, due - SECOND) == ()
    assert len(clarifying.not_answerable(found, due)) == 1


def test_others_read_nothing_before_the_instant_at_which_nobody_can_answer() -> None:
    due = SENT + timedelta(days=10)
    found = asked(due)
    for now in (SENT, due - SECOND):
        assert found.read_by_others(now) == Clarification(term=found.term)
    assert found.read_by_others(due) is found
    assert Clarification().read_by_others(due).asked == ()


def test_what_was_not_asked_has_no_term_to_answer_in() -> None:
    due = SENT + timedelta(days=10)
    for nothing in (Clarification(), replace(asked(due), asked=())):
        assert len(clarifying.not_answerable(nothing, SENT)) == 1


@pytest.mark.parametrize(
    ("after", "fits"),
    [
        (timedelta(days=5), True),
        (timedelta(days=5) - SECOND, False),
        (timedelta(days=60), True),
        (timedelta(days=60) + SECOND, False),
        (None, False),
    ],
)
def test_a_round_lasts_five_to_sixty_days(after: timedelta | None, *, fits: bool) -> None:
    due = None if after is None else SENT + after
    wrong = clarifying.unfit_round([ONE], Sending(due, sure=True), SENT, None)
    assert places(wrong) == ([] if fits else ["due_at"])


def test_a_round_ends_before_the_jury_stops_scoring() -> None:
    due = SENT + timedelta(days=10)
    assert places(clarifying.unfit_round([ONE], Sending(due, sure=True), SENT, due)) == ["due_at"]
    assert clarifying.unfit_round([ONE], Sending(due, sure=True), SENT, due + SECOND) == ()


def test_a_round_without_a_question_is_none_and_every_reason_is_said_at_once() -> None:
    out = replace(ONE, left_out=True)
    assert places(clarifying.unfit_round([out], Sending(None, sure=True), SENT, None)) == [
        None,
        "due_at",
    ]
    assert places(clarifying.unfit_round([], Sending(None, sure=True), SENT, None)) == [
        None,
        "due_at",
    ]
    unsure = Sending(None, sure=False)
    assert places(clarifying.unfit_round([out], unsure, SENT, None)) == [None, "due_at", "sure"]
    assert places(clarifying.unfit_round([out, ONE], Sending(SENT, sure=True), SENT, None)) == [
        "due_at"
    ]


def test_a_juror_proposes_five_questions_that_differ() -> None:
    four = [f"Vraag {n}?" for n in range(4)]
    assert clarifying.unfit_proposal("Waarom?", four) == ()
    assert places(clarifying.unfit_proposal("Waarom?", [*four, "Hoe?"])) == [None]
    assert places(clarifying.unfit_proposal("Vraag 1?", four)) == ["question"]
    assert places(clarifying.unfit_proposal("", ())) == ["question"]
    assert clarifying.unfit_proposal("x" * 500, ()) == ()
    assert places(clarifying.unfit_proposal("x" * 501, ())) == ["question"]


def test_the_chair_leaves_out_or_words() -> None:
    wanted = {"A": Reworded("", left_out=True), "B": Reworded("", left_out=False)}
    assert places(clarifying.unfit_wordings(wanted)) == ["wording-B"]


def test_the_mark_of_the_screen_changes_with_what_is_on_it() -> None:
    mark = clarifying.seen([ONE])
    assert mark == clarifying.seen([replace(ONE, by="Jurylid 2")])
    changed = [replace(ONE, wording="Hoe?")], [replace(ONE, left_out=True)]
    others: list[list[Proposal]] = [[], [ONE, ONE], *changed]
    assert mark not in {clarifying.seen(each) for each in others}


def test_only_what_was_asked_is_answered() -> None:
    found = asked(SENT + timedelta(days=10))
    assert clarifying.unfit_answers(found, {"A": "Zo."}) == ()
    assert places(clarifying.unfit_answers(found, {"A": ""})) == ["answer-A"]
    assert places(clarifying.unfit_answers(found, {"A": "x" * 4_001})) == ["answer-A"]
    assert places(clarifying.unfit_answers(found, {"A": "Zo.", "B": "Zo."})) == [None]


def test_equal_answers_differ_in_nothing() -> None:
    found = asked(SENT + timedelta(days=10))
    assert clarifying.answered_differently(found, {"A": "Daarom."}) == ()
    (apart,) = clarifying.answered_differently(found, {"A": "Anders."})
    assert (apart.theirs, apart.mine) == ("Daarom.", "Anders.")


def test_a_term_only_gets_longer_up_to_sixty_days_after_the_questions_and_for_a_reason() -> None:
    term = Term(SENT, SENT + timedelta(days=10))
    last = SENT + timedelta(days=60)

    def wrong(
        due_at: datetime | None, reason: str = "Zo.", closes_at: datetime | None = None
    ) -> list[str | None]:
        return places(clarifying.unfit_longer(term, Longer(due_at, reason), closes_at))

    assert wrong(term.due_at) == ["due_at"]
    assert wrong(term.due_at + SECOND) == wrong(last) == []
    assert wrong(last + SECOND) == ["due_at"]
    assert wrong(last, closes_at=last) == ["due_at"]
    assert wrong(None, "") == ["due_at", "reason"]
    assert wrong(last, "x" * 501) == ["reason"]
