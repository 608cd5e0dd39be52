"""The mathematics in a child process: killed, too slow, nonsense; and what it says if it works."""

import os
import random
import sys
import time
from pathlib import Path

import pytest

from subsidy.core.errors import RefusedError
from subsidy.language import words
from subsidy.scoring.domain.computing import Kind, digest
from subsidy.scoring.domain.constraints import Candidate, Rules
from subsidy.scoring.domain.frozen import question, question_data, selection
from subsidy.scoring.domain.in_order import select
from subsidy.scoring.domain.methods import Method
from subsidy.scoring.domain.selection import reasons
from subsidy.scoring.jobs import explaining
from subsidy.scoring.service import child

SEED = "lotgetal 2022"
A = Candidate("A", 9_000, 400_00, 100_00, "a", {"noord": 400_00}, frozenset({"x"}), 0)
B = Candidate("B", 8_500, 350_00, lead="b", order=1, under=("Plan",))
RULES = Rules(1_000_00, exclusions=[("B", "A")], region_minimum_projects={"noord": 2})
STOPPED = "De berekening stopte voor ze klaar was."


def program(text: str) -> child.Command:
    return sys.executable, "-c", text


def told(text: str, limit: float = 20.0) -> str:
    with pytest.raises(RefusedError) as refused:
        child.answered(program(text), {}, limit, child.nobody)
    [refusal] = refused.value.refusals
    return words(refusal.text)


@pytest.mark.slow
def test_a_selection_comes_back_as_it_is_made_here() -> None:
    asked = question_data([B, A], RULES, Method.STOP, SEED)
    heard: list[tuple[int, int]] = []

    answer = child.solve(Kind.SELECTING, asked, 60.0, lambda done, of: heard.append((done, of)))

    assert selection(answer.result["selection"]) == select([A, B], RULES, Method.STOP, SEED)
    assert heard == [(0, 1)]
    assert set(answer.versions) == {"numpy", "ortools", "python", "scipy"}


def test_what_goes_in_comes_back_and_has_one_hash() -> None:
    asked = question_data([B, A], RULES, Method.STOP, SEED)
    candidates, rules, method, seed = question(asked)

    assert candidates == [A, B]
    assert (rules.exclusions, rules.region_minimum_projects) == ((frozenset("AB"),), {"noord": 2})
    assert (method, seed) == (Method.STOP, SEED)
    assert digest(question_data([A, B], rules, method, seed)) == digest(asked)


@pytest.mark.parametrize(
    "text",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "raise SystemExit(3)",
        "",
        "print('nonsense')",
        "print('[1]')",
        "print('7')",
        "print('{}')",
        'print(\'{"result": 1, "versions": {}}\')',
        'print(\'{"progress": [1, "x"]}\')',
        "print('{\"refused\": [1]}')",
        "import sys; sys.stdout.buffer.write(bytes([255, 10]))",
    ],
)
def test_a_child_that_dies_or_answers_nonsense_is_a_refusal(text: str) -> None:
    assert told(text).startswith(STOPPED)


def test_a_child_that_does_not_read_is_a_refusal() -> None:
    with pytest.raises(RefusedError):
        child.answered(program("raise SystemExit"), {"much": "x" * 9_000_000}, 20.0, child.nobody)


def test_a_program_that_is_not_there_is_a_refusal() -> None:
    with pytest.raises(RefusedError):
        child.answered(("/nowhere/at/all",), {}, 20.0, child.nobody)


def test_a_child_that_is_too_slow_is_gone_with_all_that_it_started(tmp_path: Path) -> None:
    """The grandchild holds the pipe open: without its death nobody would get an answer."""
    started = tmp_path / "started"
    text = f"""
import subprocess, sys, time
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open({str(started)!r}, "w").write(str(other.pid))
time.sleep(600)
"""
    assert told(text, limit=1.5).startswith(STOPPED)
    assert _is_gone(int(started.read_text()))


def _is_gone(pid: int) -> bool:
    """Whether a process ended; who adopted it may still have to bury it."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


def test_a_child_knows_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUBSIDY_SECRET_KEY", "geheim")
    text = """
import json, os
print(json.dumps({"result": dict(os.environ), "versions": {}}))
"""
    answer = child.answered(program(text), {}, 20.0, child.nobody)
    assert not [name for name in answer.result if name.startswith("SUBSIDY")]
    assert answer.result["PYTHONHASHSEED"] == "0"


@pytest.mark.slow
def test_two_processes_explain_many_files_as_one_does() -> None:
    chance = random.Random(6)  # noqa: S311 - a draw of cases, no secret
    files = [
        Candidate(
            f"F{n:03}",
            chance.randint(5_000, 9_900),
            chance.randint(10, 90),
            lead=chance.choice("pqrstuvw"),
            region_cents={chance.choice(["noord", "zuid"]): 1},
        )
        for n in range(explaining.MANY)
    ]
    rules = Rules(1_500, max_per_lead=6, region_minimum_projects={"noord": 20})
    asked = question_data(files, rules, Method.QUOTA, SEED)
    why = reasons(files, rules, Method.QUOTA, SEED)
    heard: list[int] = []

    answer = child.solve(Kind.EXPLAINING, asked, 120.0, lambda done, _of: heard.append(done))

    said = answer.result["explanations"]
    for position, each in enumerate(why.ordered):
        made = why.explain(position)
        assert said[each.id]["points_short"] == made.points_short
        assert said[each.id]["fitting_cents"] == made.fitting_cents
        assert said[each.id]["displaced"] == list(made.displaced)
        assert said[each.id]["sentences"] == [text.to_data() for text in made.sentences]
    assert len(said) == explaining.MANY
    assert any(one["freeing"] for one in said.values())
    assert heard == list(range(explaining.MANY + 1))
