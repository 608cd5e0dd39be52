"""A division from one JSON to another: the order of jurors, files and pairs has no influence."""

import json
from dataclasses import replace
from typing import Any

import pytest

from subsidy.core.text import Text
from subsidy.scoring.domain.computing import Kind, canonical
from subsidy.scoring.domain.division import Division, Expert, Mode, Paper, Question, Wish
from subsidy.scoring.domain.expertise import AREAS, Profile, areas_of, faults, text_of
from subsidy.scoring.jobs import assigning
from subsidy.scoring.service import child

EXPERTS = tuple(
    Expert(f"J{n}", f"O{n // 2}", (list(AREAS)[n],), f"Ik begeleid project {n}.", 0, 4)
    for n in range(6)
)
PAPERS = tuple(
    Paper(f"D{n}", (list(AREAS)[n % 4],), f"Dit is project {n} in de wijk.") for n in range(5)
)
ASKED = Question(
    seed="lot",
    wish=Wish(Mode.TOTAL, 2, 4, apart=True),
    experts=EXPERTS,
    papers=PAPERS,
    closed=frozenset({("J0", "D0")}),
    begun=frozenset({("J5", "D0")}),
    given=frozenset({("J4", "D1")}),
)


def answered(question: Question) -> dict[str, Any]:
    return dict(assigning.run(json.loads(canonical(question.to_data())), child.nobody))


def test_a_question_is_read_back_as_it_was() -> None:
    assert Question.from_data(json.loads(canonical(ASKED.to_data()))).to_data() == ASKED.to_data()


def test_the_order_of_jurors_and_files_changes_nothing() -> None:
    turned = replace(ASKED, experts=EXPERTS[::-1], papers=PAPERS[::-1])
    assert turned.to_data() == ASKED.to_data()
    shuffled = ASKED.to_data()
    shuffled["experts"].reverse()
    shuffled["papers"].reverse()
    assert assigning.run(shuffled, child.nobody) == answered(ASKED)


def test_who_knows_the_area_gets_the_file() -> None:
    """Juror 1 names the area of files 1 only; 0.5 for it, 0.1 without a bid, and some likeness."""
    found = Division.from_data(answered(ASKED))
    assert ("J1", "D1") in found.pairs
    assert found.pairs["J1", "D1"] >= 60
    assert ("J5", "D0") in found.pairs
    assert ("J0", "D0") not in found.pairs
    assert len(found.pairs) == 10
    assert found.shortage is None
    organisations = {each.id: each.organisation for each in EXPERTS}
    for paper in PAPERS:
        of = [organisations[juror] for juror, file in found.pairs if file == paper.id]
        assert len(of) == len(set(of)) == 2
    assert Division.from_data(json.loads(canonical(found.to_data()))) == found


def test_too_few_jurors_is_a_division_with_a_sentence() -> None:
    """Six jurors of three organisations: no file can have four of them."""
    found = Division.from_data(answered(replace(ASKED, wish=Wish(Mode.FAIR, 4, 9, apart=True))))
    assert found.pairs == {}
    assert isinstance(found.shortage, Text)
    assert found.short_files
    assert set(found.short_jurors) <= {each.id for each in EXPERTS}


@pytest.mark.slow
def test_a_child_answers_the_same_as_this_process() -> None:
    answer = child.solve(Kind.ASSIGNING, ASKED.to_data())
    assert answer.result == json.loads(canonical(answered(ASKED)))
    assert {"numpy", "ortools", "scipy"} <= set(answer.versions)


# The profile --------------------------------------------------------------------------------------


def test_a_file_is_about_what_its_answers_name() -> None:
    answers = {"levers": ["outreach", "unknown"], "actions": ["policy"], "needs": "Tekst."}
    assert areas_of(answers) == ("levers:outreach", "actions:policy")
    assert areas_of({}) == ()


def test_all_text_is_found_however_deep() -> None:
    assert text_of(["a", {"b": ["c", 3, None]}, "", ("d",)]) == "a c d"


@pytest.mark.parametrize(
    ("least", "most", "places"), [(0, None, []), (2, 2, []), (3, 2, ["most"]), (1, 0, ["most"])]
)
def test_the_loads_of_a_profile_do_not_cross(
    least: int, most: int | None, places: list[str]
) -> None:
    assert [each.place for each in faults(Profile(least=least, most=most))] == places
