"""What a web worker does not load: solvers take memory and time, and solve elsewhere."""

import subprocess
import sys

import pytest

SOLVERS = ("highspy", "numpy", "ortools", "pulp", "pyscipopt", "scipy")
PROGRAM = f"""
import sys
from subsidy.app import create_app
from subsidy.config import Settings

create_app(Settings("sqlite://", "{"x" * 40}", demo=True))
loaded = {{name.partition(".")[0] for name in sys.modules}}
print("flask" in loaded, *sorted(loaded & {set(SOLVERS)!r}))
"""


@pytest.mark.slow
def test_a_web_worker_loads_no_solver() -> None:
    command = [sys.executable, "-c", PROGRAM]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - ours
    assert said.split() == ["True"]
