"""Why not, by quotas and by most merit: every merit and every amount is tried, one by one."""

import random
import re
from dataclasses import replace

import pytest

from subsidy.core.errors import RefusedError
from subsidy.language import words
from subsidy.scoring.domain.constraints import Candidate, Rules
from subsidy.scoring.domain.explanation import Explanation
from subsidy.scoring.domain.selection import Method, reasons, select
from tests.support.choosing import SEED, case

SOLVED = (Method.QUOTA, Method.MERIT)


def cases(number: int, seed: int) -> list[tuple[list[Candidate], Rules]]:
    """Return cases whose minimums can be met; money per region would change with an amount."""
    chance = random.Random(seed)  # noqa: S311 - a draw of cases, no secret
    found: list[tuple[list[Candidate], Rules]] = []
    while len(found) < number:
        candidates, rules = case(chance, 6)
        asked = replace(rules, region_minimum_cents={})
        whole = [replace(each, minimum_cents=None) for each in candidates]
        placed = [replace(each, order=i) for i, each in enumerate(whole)]
        try:
            select(placed, asked, Method.MERIT, SEED)
        except RefusedError:
            continue
        found.append((placed, asked))
    return found


def funded(candidates: list[Candidate], rules: Rules, method: Method) -> tuple[str, ...]:
    try:
        return select(candidates, rules, method, SEED).funded
    except RefusedError:
        return ()


def check(candidates: list[Candidate], rules: Rules, method: Method) -> int:
    """Try out everything that is promised; return how many files were out."""
    why = reasons(candidates, rules, method, SEED)
    every = [why.explain(position) for position in range(len(candidates))]
    out = [made for made in every if not made.is_funded]
    assert {made.id for made in every if made.is_funded} == set(funded(candidates, rules, method))
    for made in out:
        own = next(each for each in candidates if each.id == made.id)
        others = [each for each in candidates if each is not own]
        assert made.points_short == _points(own, others, rules, method), own
        if own.merit >= rules.threshold and not own.under:
            assert made.fitting_cents == _fitting(own, others, rules, method), own
        _check_words(made, funded(candidates, rules, method))
    return len(out)


def _points(own: Candidate, others: list[Candidate], rules: Rules, method: Method) -> int | None:
    for merit in range(own.merit + 1, 10_001):
        if own.id in funded([*others, replace(own, merit=merit)], rules, method):
            return merit - own.merit
    return None


def _fitting(own: Candidate, others: list[Candidate], rules: Rules, method: Method) -> int | None:
    for cents in range(own.amount_cents - 1, 0, -1):
        if own.id in funded([*others, replace(own, amount_cents=cents)], rules, method):
            return cents
    return None


def _check_words(made: Explanation, chosen: tuple[str, ...]) -> None:
    assert set(made.displaced) <= set(chosen)
    for text in made.sentences:
        assert set(re.findall(r"F\d\d", words(text))) <= set(chosen)


@pytest.mark.parametrize("method", SOLVED)
def test_what_an_explanation_promises_is_true(method: Method) -> None:
    assert sum(check(*each, method) for each in cases(10, 4)) > 10


@pytest.mark.long
@pytest.mark.parametrize("method", SOLVED)
def test_what_an_explanation_promises_is_true_in_many_cases(method: Method) -> None:
    assert sum(check(*each, method) for each in cases(150, 11)) > 150


def test_asking_less_wins_a_tie_that_the_amount_breaks() -> None:
    tied = [Candidate("F01", 9_000, 30), Candidate("F02", 9_000, 32), Candidate("F03", 8_000, 18)]
    assert check(tied, Rules(50), Method.QUOTA) == 1


def test_asking_less_can_leave_a_file_above_the_part_that_it_needs() -> None:
    first = Candidate("F01", 9_000, 16, minimum_cents=5, order=0)
    second = Candidate("F02", 8_000, 31, region_cents={"zuid": 9}, order=1)
    third = Candidate("F03", 7_000, 38, region_cents={"zuid": 2}, order=2)
    rules = Rules(42, region_minimum_projects={"zuid": 1}, exclusions=(("F01", "F02"),))
    why = reasons([first, second, third], rules, Method.QUOTA, SEED)
    assert why.made[0].funded == ("F02",)
    assert why.explain(2).fitting_cents == _fitting(third, [first, second], rules, Method.QUOTA)
    assert why.explain(2).fitting_cents == 42 - 5


NOORD = Candidate("A", 9_000, 60, lead="a", region_cents={"noord": 60}, order=0)
BESIDE = Candidate("B", 8_000, 60, lead="a", region_cents={"noord": 60}, order=1)
ZUID = Candidate("C", 7_000, 40, lead="c", region_cents={"zuid": 40}, order=2)


def said(rules: Rules, method: Method, position: int) -> list[str]:
    why = reasons([NOORD, BESIDE, ZUID], rules, method, SEED)
    texts = why.explain(position).sentences
    return [words(text).replace("\N{NO-BREAK SPACE}", " ") for text in texts]


def test_a_file_that_makes_room_for_a_minimum_reads_so() -> None:
    """Without the minimum of the south, B would be funded: 120 fit, 160 do not."""
    rules = Rules(120, region_minimum_projects={"zuid": 1})
    assert said(rules, Method.QUOTA, 1) == [
        "Dit dossier staat op plaats 2 van 3, met 80,00 punten op 100.",
        (
            "De selectie volgt de rangschikking en houdt plaats vrij voor de minimums van de "
            "oproep. Met dit dossier erbij was een minimum niet meer haalbaar."
        ),
        "Met 10,01 punten meer, in totaal 90,01, kreeg het dossier wel subsidie.",
        "Het kwam dan in de plaats van A.",
        "Bij een gevraagd bedrag van hoogstens € 0,20 kreeg het dossier de volledige subsidie.",
        ("Zonder deze regel kreeg het dossier wel subsidie: minstens één project in regio zuid."),
    ]


def test_the_most_points_together_reads_so() -> None:
    """A and C have 160 points for 100; B with C would need more than 90 points."""
    rules = Rules(100, max_per_lead=1)
    assert said(rules, Method.MERIT, 1) == [
        "Dit dossier staat op plaats 2 van 3, met 80,00 punten op 100.",
        (
            "De selectie neemt de dossiers die samen de meeste punten hebben en elke regel volgen. "
            "Dit dossier is daar niet bij."
        ),
        "Met 10,01 punten meer, in totaal 90,01, kreeg het dossier wel subsidie.",
        "Het kwam dan in de plaats van A.",
        "Met alleen een lager bedrag kreeg het dossier ook geen subsidie.",
    ]


@pytest.mark.parametrize("method", [Method.STOP, Method.SKIP])
def test_what_one_rule_cost_is_said_in_rank_order_too(method: Method) -> None:
    rules = Rules(160, max_per_lead=1)
    assert said(rules, method, 1)[-1] == (
        "Zonder deze regel kreeg het dossier wel subsidie: hoogstens één project per penvoerder."
    )
