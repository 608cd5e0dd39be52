"""What a web worker does not load at its start, for it takes memory and time.

Solvers solve in a process of their own. The libraries of files come with the first file that needs
them; then too openpyxl finds no NumPy. And a start makes no thread and no connection, for gunicorn
may make its processes afterwards (``--preload``): here there is no database at all.
"""

import subprocess
import sys

import pytest

SOLVERS = {"highspy", "numpy", "ortools", "pulp", "pyscipopt", "scipy"}
FILES = {"PIL", "defusedxml", "docx", "lxml", "obstore", "openpyxl", "pikepdf", "reportlab"}
PROGRAM = f"""
import sys
import threading
from datetime import UTC, datetime
from subsidy.app import create_app
from subsidy.config import Settings
from subsidy.documents import reading, workbook

def say():
    loaded = {{name.partition(".")[0] for name in sys.modules}}
    print(*(loaded & {SOLVERS | FILES | {"flask"}!r}))

create_app(Settings("postgresql+psycopg://127.0.0.1:1/none", "{"x" * 40}", demo=True))
assert threading.active_count() == 1
say()
sheet = workbook.Sheet("a", [workbook.Column("b")], [["c"]])
made = workbook.write([sheet], title="d", creator="e", created=datetime(2026, 1, 1, tzinfo=UTC))
assert [row.text("b") for row in reading.open_workbook(made).sheet("a", required=["b"])] == ["c"]
say()
"""


@pytest.mark.slow
def test_a_web_worker_loads_no_solver_and_the_libraries_of_files_at_the_first_file() -> None:
    command = [sys.executable, "-c", PROGRAM]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - ours
    at_start, after_a_workbook = (line.split() for line in said.splitlines())
    assert at_start == ["flask"]
    assert {"flask", "openpyxl"} <= set(after_a_workbook)
    assert not SOLVERS & set(after_a_workbook)
