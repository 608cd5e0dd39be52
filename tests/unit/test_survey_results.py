"""The result of a needs survey: right, and nobody can be found in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.planning.domain.results import Count, Result, results
from subsidy.planning.domain.survey import (
    Answers,
    Question,
    QuestionKind,
    answer_faults,
    question_faults,
)

PLACES = ("bib", "dorpshuis", "thuis")
ONE = Question("een", QuestionKind.ONE, "Waar?", PLACES)
MANY = Question("veel", QuestionKind.MANY, "Wat?", PLACES)
NUMBER = Question("getal", QuestionKind.NUMBER, "Hoeveel?")
TEXT = Question("tekst", QuestionKind.TEXT, "Wat nog?")


def one(question: Question, *given: str | int | list[str]) -> Result:
    [found] = results([question], [{question.key: each} for each in given])
    return found


def counted(result: Result) -> dict[str, int | None]:
    return {count.option: count.number for count in result.counts}


@pytest.mark.parametrize("question", [ONE, MANY, NUMBER, TEXT])
def test_of_four_answers_nothing_is_shown(question: Question) -> None:
    value: dict[str, str | int | list[str]] = {
        "een": "bib",
        "veel": ["bib"],
        "getal": 7,
        "tekst": "Ja",
    }
    found = one(question, *[value[question.key]] * 4)

    assert found == Result(question=question, answered=None)
    assert one(question, *[value[question.key]] * 5).answered == 5


def test_counts_of_one_choice() -> None:
    given = ["bib"] * 7 + ["dorpshuis"] * 5

    assert counted(one(ONE, *given)) == {"bib": 7, "dorpshuis": 5, "thuis": 0}


def test_a_single_small_count_takes_the_next_with_it() -> None:
    given = ["bib"] * 9 + ["dorpshuis"] * 6 + ["thuis"]

    assert counted(one(ONE, *given)) == {"bib": 9, "dorpshuis": None, "thuis": None}


def test_of_several_choices_the_few_who_did_not_choose_are_hidden_too() -> None:
    given: list[list[str]] = [["bib", "dorpshuis"]] * 6 + [["bib"]] * 5 + [["dorpshuis"]]

    # bib 11 of 12: one did not choose it; dorpshuis 7 of 12; thuis 0 of 12
    assert counted(one(MANY, *given)) == {"bib": None, "dorpshuis": 7, "thuis": 0}


def test_numbers_show_the_middle_and_no_extreme() -> None:
    found = one(NUMBER, 1, 2, 3, 4, 100)

    assert found.quartiles == (2, 3, 4)


def test_texts_come_in_the_order_of_the_alphabet() -> None:
    found = one(TEXT, "zon", "Appel", "boom", "appel", "Ezel")

    assert found.texts == ("Appel", "appel", "boom", "Ezel", "zon")


@given(st.lists(st.sampled_from(PLACES), min_size=5, max_size=60))
def test_no_hidden_count_of_one_choice_follows_from_the_others(given_: list[str]) -> None:
    found = one(ONE, *given_)
    hidden = [count for count in found.counts if count.number is None]

    assert len(hidden) != 1
    assert all(not 0 < (count.number or 0) < 5 for count in found.counts)
    shown = {c.option: c.number for c in found.counts if c.number is not None}
    assert all(number == given_.count(option) for option, number in shown.items())


@given(st.lists(st.lists(st.sampled_from(PLACES), min_size=1, unique=True), max_size=40))
def test_the_order_of_answers_tells_nothing(given_: list[list[str]]) -> None:
    answers: list[Answers] = [{"veel": each, "tekst": str(each)} for each in given_]

    assert results([MANY, TEXT], answers) == results([MANY, TEXT], reversed(answers))


def test_a_count_knows_its_option() -> None:
    assert one(ONE, *["bib"] * 5).counts[0] == Count("bib", 5)


def test_what_is_wrong_with_questions_and_answers() -> None:
    choiceless = Question("een", QuestionKind.ONE, "Waar?", ("bib",))

    assert [str(each.text) for each in question_faults([])] == ["Write at least one question."]
    assert len(list(question_faults([choiceless, ONE, TEXT]))) == 1
    assert [each.place for each in answer_faults([ONE], {"een": "elders"})] == ["een"]
    assert [each.place for each in answer_faults([MANY], {"veel": ["bib", "elders"]})] == ["veel"]
    assert [each.place for each in answer_faults([ONE], {})] == [None]
    assert list(answer_faults([ONE, TEXT], {"tekst": "Ja"})) == []
