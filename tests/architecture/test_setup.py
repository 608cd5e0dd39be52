"""The lock and the script `./dev` keep what they promise."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tools.migrations import next_number

LOCKS = sorted(Path("requirements").glob("*.txt"))
PROJECT = tomllib.loads(Path("pyproject.toml").read_text())


def locked(lock: Path) -> dict[str, str]:
    """Return each package of a lock with its block of text."""
    blocks = re.split(r"\n(?=\S)", lock.read_text())
    return {block.split("==")[0]: block for block in blocks if not block.startswith("#")}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;~! ]", requirement)[0] for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_a_lock_has_a_checksum_for_every_package_and_names_no_host(lock: Path) -> None:
    assert [name for name, block in locked(lock).items() if "--hash=sha256:" not in block] == []
    assert re.findall(r"://|--\w*index|--find-links", lock.read_text()) == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    groups = PROJECT["dependency-groups"]
    runtime = names(PROJECT["project"]["dependencies"] + groups["build"])

    assert runtime - set(locked(Path("requirements/runtime.txt"))) == set()
    assert names(groups["dev"]) - set(locked(Path("requirements/dev.txt"))) == set()


def test_the_lock_for_developers_has_the_same_versions() -> None:
    developers = locked(Path("requirements/dev.txt"))

    for name, block in locked(Path("requirements/runtime.txt")).items():
        assert developers[name].splitlines()[0] == block.splitlines()[0]


def test_dev_alone_lists_every_command_that_it_knows() -> None:
    script = Path("dev").read_text()
    known = set(re.findall(r"^(\w+)\)", script[script.index("case $command in") :], re.MULTILINE))

    listed = subprocess.run(["./dev"], capture_output=True, text=True, check=True).stdout

    assert set(re.findall(r"^\./dev (\w+)", listed, re.MULTILINE)) == known - {"help"}


def test_ci_runs_what_a_developer_runs() -> None:
    assert {"./dev check", "./dev test"} <= set(
        re.findall(r"\./dev \w+", Path(".ci/run").read_text())
    )


@pytest.mark.parametrize(
    ("existing", "following"),
    [([], "0001"), (["0001_start"], "0002"), (["0009_a", "0010_b", "note"], "0011")],
)
def test_migrations_are_numbered(existing: list[str], following: str) -> None:
    assert next_number(existing) == following
