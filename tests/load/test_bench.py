"""`./dev bench` runs: on a tiny programme, and without a word about time."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools.bench import report
from tools.bench.lab import TINY, opened
from tools.bench.parts import PARTS


@pytest.mark.slow
def test_a_small_run_measures_everything(tmp_path: Path) -> None:
    with opened(TINY) as lab:
        measured = {
            name: {"stamp": report.stamp(), "figures": part(lab)} for name, part in PARTS.items()
        }
    text = report.write(tmp_path, measured, small=True)
    assert (tmp_path / report.PAGE).read_text() == text
    kept = json.loads((tmp_path / report.DATA).read_text())
    assert set(kept) == set(PARTS)
    assert "load average at the start" in text
    assert kept["autosave"]["figures"]["not saved"] == 0
    _the_deadline_held(kept["surge"]["figures"])


def _the_deadline_held(surges: dict[str, Any]) -> None:
    proofs = surges["deadline"]["proofs"]
    assert proofs["submissions"] == proofs["accepted"] + proofs["refused"] > 0
    for what in (
        "neither",
        "stamped at or after closing but accepted",
        "sent at or after closing but accepted",
        "answered before closing but refused",
        "accepted but lost",
        "kept twice",
    ):
        assert proofs[what] == 0, what
    assert surges["deadline"]["all"]["errors"] == 0
    assert surges["jury"]["not saved"] == 0


def test_a_part_measured_again_keeps_the_others(tmp_path: Path) -> None:
    stamp = report.stamp()
    old = {"distribution": {"stamp": stamp, "figures": {"recipients": 100, "seconds": 0.5}}}
    report.write(tmp_path, old, small=False)
    ledger = {"transfers": 1000, "move_ms_empty": 1.0, "move_ms_full": 1.5, "verify_s": 0.25}
    new = {"ledger": {"stamp": stamp, "figures": ledger}}
    text = report.write(tmp_path, {**report.known(tmp_path), **new}, small=False)
    assert "| distribution among 100 recipients | 0.50 s | about 1 s |" in text
    assert "| a movement with its commit, 1,000 transfers | 1.5 ms |" in text
