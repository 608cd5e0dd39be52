"""The judge of mutation testing: what lives without a reason, or no longer lives, turns it red."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tools import mutants

SOURCE = """
def x_tax__mutmut_orig(a): return "tax", a + 1
def x_tax__mutmut_1(a): return "tax", a - 1
def x_tax__mutmut_2(a): return "TAX", a + 1
def x_tax__mutmut_12(a): return "tax", a + 2
"""
MANY = dict.fromkeys(range(20, 40), 1)  # killed
REASON = "`money.x_tax__mutmut_12`: nobody pays it"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "subsidy").mkdir()
    (tmp_path / "subsidy" / "money.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(mutants, "FOLDER", tmp_path)
    monkeypatch.setattr(mutants, "REASONS", tmp_path / "mutants.md")
    return tmp_path


def judged(folder: Path, codes: Mapping[int, int | None], reasons: str = "") -> int:
    """Return the exit code for a run with these exit codes per mutant, and this page of reasons."""
    keys = {f"subsidy.money.x_tax__mutmut_{number}": code for number, code in codes.items()}
    meta = json.dumps({"exit_code_by_key": keys})
    (folder / "subsidy" / "money.py.meta").write_text(meta, encoding="utf-8")
    (folder / "mutants.md").write_text(reasons, encoding="utf-8")
    return mutants.main()


@pytest.mark.parametrize(
    ("codes", "reasons", "exit_code"),
    [
        (MANY, "", 0),
        (MANY | {12: -24}, "", 0),  # it never ended
        (MANY | {12: 0}, "", 1),
        (MANY | {12: 0}, REASON, 0),
        (MANY | {1: 0, 12: 0}, REASON, 1),  # 1 is not 12
        (MANY | {12: 0}, "`tax.x_tax__mutmut_12`: of another file", 1),
        (MANY | {12: 1}, REASON, 1),  # it does not live
        (MANY | {2: 0}, "", 1),  # only a string, but people read it
        (MANY | {12: 33}, "", 1),  # no test comes there
        (MANY | {12: -11}, "", 1),  # it crashed: nobody knows
        (MANY | {12: None}, REASON, 0),
        ({1: 1, 12: 0}, REASON, 1),  # too few are killed
        ({1: None}, "", 1),  # nothing was judged
        ({}, "", 1),
    ],
)
def test_what_lives_must_have_a_reason(
    folder: Path, codes: dict[int, int | None], reasons: str, exit_code: int
) -> None:
    assert judged(folder, codes, reasons) == exit_code


def test_where_all_must_be_killed_no_reason_will_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutants, "WHOLLY", {"subsidy/money.py"})

    assert judged(folder, MANY) == 0
    assert judged(folder, MANY | {12: 0}, REASON) == 1


def test_what_lives_is_shown_with_its_change(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged(folder, {1: 0, 2: 24, 12: 1})

    assert capsys.readouterr().out.splitlines() == [
        "subsidy/money.py: 1 lives, 1 endless, 1 killed",
        ("LIVES subsidy/money.py x_tax__mutmut_1: -return ('tax', a + 1) | +return ('tax', a - 1)"),
        "66.7 % of 3 killed, 1 without a reason",
    ]
