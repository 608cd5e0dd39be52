"""No municipality twice: the question that the application asks, against every set tried out.

The oracle knows no municipalities: it gets each pair of files with a common one as x_i + x_k <= 1.
"""

import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace
from typing import Any, cast

import pytest

from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.regulation import Boundaries, Regulation, parse
from subsidy.calls.domain.regulation import Method as Published
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.language import words
from subsidy.scoring.domain import frozen
from subsidy.scoring.domain.constraints import Rules
from subsidy.scoring.domain.methods import Method
from subsidy.scoring.domain.places import Standing
from subsidy.scoring.domain.selection import reasons, select
from subsidy.scoring.service.choosing import Question, Ranked, question_of
from tests.support import choosing
from tests.support.applications import regulation

TOWNS = {"1": "Aalst", "2": "Ninove", "3": "Lede", "4": "Zele", "": "Vereniging"}
TOLD = "Een gemeente doet mee aan hoogstens één project met subsidie."


def file(number: str, asked: int, towns: list[str], minimum: int | None = None) -> Any:  # noqa: ANN401 - stands in for a stored file
    partners = [
        SimpleNamespace(
            id=at,
            public_id=f"{number}-{at}",
            consent=Consent.ACCEPTED,
            organisation=SimpleNamespace(nis=nis or None, name=TOWNS[nis], region="", population=1),
        )
        for at, nis in enumerate(towns)
    ]
    return SimpleNamespace(
        number=number,
        partners=partners,
        lead=partners[0],
        budget_lines=[SimpleNamespace(partner_id=0, requested=Money(asked))],
        feasible_minimum=None if minimum is None else Money(minimum),
    )


def asked(
    files: list[Any], merits: Mapping[str, int], method: Published, **more: int | None
) -> Question:
    """Return the question of a call in which a municipality takes part at most once."""
    limits = Boundaries(
        once_per_municipality=True,
        max_projects=more.get("most"),
        small_reached=more.get("small"),
        small_below=15_000,
    )
    said: Regulation = replace(parse(regulation()), method=method, boundaries=limits, threshold=0)
    ranked = [
        Ranked(
            cast("Any", each),
            Standing(each.number, merits[each.number], {}, each.budget_lines[0].requested.cents),
            (),
        )
        for each in files
    ]
    in_order = sorted(files, key=lambda each: (-merits[each.number], each.number))
    order = {each.number: place for place, each in enumerate(in_order, 1)}
    return question_of(ranked, order, said, Money(more["envelope"] or 0))


def pairs(files: list[Any], rules: Rules) -> Rules:
    """Return the same rules with every pair of files that have a municipality in common."""

    def towns(each: Any) -> set[str]:  # noqa: ANN401
        return {partner.organisation.nis for partner in each.partners} - {None}

    shared = [(a.number, b.number) for a, b in combinations(files, 2) if towns(a) & towns(b)]
    return replace(rules, shared={}, exclusions=shared)


def drawn(chance: random.Random) -> tuple[list[Any], dict[str, int], dict[str, int | None]]:
    numbers = [f"F{n}" for n in range(chance.randint(2, 7))]
    files = []
    for number in numbers:
        cents = chance.randint(2, 12)
        towns = chance.sample(list(TOWNS), chance.randint(1, 2))
        files.append(file(number, cents, towns, chance.choice([None, cents // 2])))
    merits = {number: chance.randint(9_000, 9_009) for number in numbers}
    return files, merits, {"envelope": chance.randint(5, 40), "most": chance.choice([None, 2, 3])}


@pytest.mark.parametrize("method", [Published.SKIP, Published.QUOTA, Published.MERIT])
def test_the_selection_equals_every_set_tried_out(method: Published) -> None:
    chance = random.Random(f"once {method}")  # noqa: S311 - a draw of cases, no secret
    bound = 0
    for _ in range(80):
        files, merits, limits = drawn(chance)
        limits["small"] = None if method is Published.SKIP else chance.choice([None, 2, 3])
        question = asked(files, merits, method, **limits)
        rules = pairs(files, question.rules)
        expected = awarded(question, rules)
        assert made(question) == expected
        bound += expected != awarded(question, replace(rules, exclusions=()))
    assert bound > 20


def made(question: Question) -> Mapping[str, int] | None:
    try:
        return dict(select(*frozen.question(question.data)).amounts)
    except RefusedError:
        return None


def awarded(question: Question, rules: Rules) -> Mapping[str, int] | None:
    if question.method is Method.MERIT:
        found = choosing.merit(question.candidates, rules)
        return None if found is None else found[0]
    return choosing.quota(question.candidates, rules)


@pytest.mark.parametrize("method", [Method.SKIP, Method.QUOTA, Method.MERIT])
def test_the_explanation_names_the_municipality_or_says_what_the_rule_cost(method: Method) -> None:
    """By hand: B shares Aalst and Ninove with A, C shares Lede with nobody that is funded."""
    files = [file("A", 10, ["1", "2"]), file("B", 10, ["2", "1", "3"]), file("C", 10, ["3", ""])]
    question = asked(files, {"A": 9_000, "B": 8_000, "C": 7_000}, Published(method), envelope=40)
    why = reasons(*frozen.question(question.data))
    said = [" ".join(map(words, why.explain(position).sentences)) for position in range(3)]
    assert why.made[0].funded == ("A", "C")
    if method is not Method.MERIT:
        assert f"{TOLD} Aalst en Ninove doen al mee aan A, hoger in de rangschikking." in said[1]
    assert "Zonder deze regel kreeg het dossier wel subsidie: hoogstens één project per" in said[1]
    assert TOLD not in said[0] + said[2]


def test_without_the_rule_no_file_excludes_another_and_the_question_keeps_its_hash() -> None:
    files = [file("A", 10, ["1"]), file("B", 10, ["1"])]
    said = replace(parse(regulation()), boundaries=Boundaries())
    ranked = [Ranked(each, Standing(each.number, 9_000, {}, 10), ()) for each in files]
    question = question_of(ranked, {"A": 1, "B": 2}, said, Money(40))
    assert "shared" not in question.data["rules"]
    assert frozen.question(question.data)[1].groups == ()


def test_two_municipalities_of_one_name_stay_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TOWNS, "2", "Aalst")
    files = [file(name, 10, ["1", "2"]) for name in "AB"]
    question = asked(files, {"A": 9_000, "B": 8_000}, Published.SKIP, envelope=40)
    assert sorted(question.rules.shared) == ["Aalst (1)", "Aalst (2)"]


def test_who_refused_has_no_part_and_what_merged_is_one() -> None:
    """By hand: Ninove refused in A; Lede went up in Zele, so B and C are of one municipality."""
    files = [file("A", 10, ["1", "2"]), file("B", 10, ["2", "3"]), file("C", 10, ["4"])]
    files[0].partners[1].consent = Consent.REFUSED
    said = replace(parse(regulation()), boundaries=Boundaries(once_per_municipality=True))
    ranked = [Ranked(each, Standing(each.number, 9_000, {}, 10), ()) for each in files]
    order = {"A": 1, "B": 2, "C": 3}
    question = question_of(ranked, order, said, Money(40), {"3": "4"})
    assert question.rules.shared == {"Lede": frozenset("BC")}
    assert [sorted(each.municipalities) for each in question.candidates] == [
        ["1"],
        ["2", "4"],
        ["4"],
    ]
