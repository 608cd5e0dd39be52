"""`subsidy verify` as an administrator calls it: which database it reads, and an empty one."""

from pathlib import Path

import pytest

from subsidy.cli import database
from subsidy.cli.main import main
from subsidy.db import make_engine


def test_a_database_without_tables_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--database", f"sqlite:///{tmp_path}/empty.sqlite"]) == 1
    assert "subsidy migrate" in capsys.readouterr().err


def test_the_database_of_the_settings_is_the_one_that_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/production.sqlite"
    engine = make_engine(url)
    database.prepare(engine, url)
    engine.dispose()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUBSIDY_DATABASE_URL", url)

    assert main(["verify"]) == 0
    assert "0 faults" in capsys.readouterr().out
    assert not (tmp_path / "var").exists()
