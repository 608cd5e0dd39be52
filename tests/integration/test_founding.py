"""The first people, mandates and programme of a new installation, from the command line."""

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from subsidy.accounts import queries, service
from subsidy.accounts.models import AgencyRole, Person, PersonMandate
from subsidy.budget import queries as budget
from subsidy.cli import database
from subsidy.cli.main import main
from subsidy.cli.verify import found
from subsidy.core.money import Money
from subsidy.db import make_engine
from subsidy.policy import MandateKind, Role
from subsidy.workflow import AuditEntry

PASSWORD = "een zin die niemand raadt"  # noqa: S105 - of tests
PROGRAMME = """
naam = "Iedereen Digitaal"
financiering = "Relanceplan"
eerste_dag = 2021-01-01
laatste_dag = 2024-12-31
[[lijnen]]
naam = "Toegang"
enveloppe = "30.000.000"
[[lijnen]]
naam = "Lokaal"
enveloppe = "15.000.000"
"""


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the database of a new installation, to copy."""
    file = tmp_path_factory.mktemp("founding") / "new.sqlite"
    engine = make_engine(f"sqlite:///{file}")
    database.prepare(engine, f"sqlite:///{file}")
    engine.dispose()
    return file


@pytest.fixture
def fresh(new: Path, tmp_path: Path) -> Iterator[tuple[str, Engine]]:
    url = f"sqlite:///{shutil.copy(new, tmp_path)}"
    engine = make_engine(url)
    yield url, engine
    engine.dispose()


@pytest.fixture(autouse=True)
def _typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\n" * 9))


def person(url: str, email: str, *more: str) -> int:
    return main(["person", email, "Iemand", *more, "--database", url])


def roles(session: Session, made: Person) -> set[Role]:
    return set(session.scalars(select(AgencyRole.role).filter_by(person_id=made.id)))


def programme(url: str, folder: Path, text: str, *people: str) -> int:
    file = folder / "programma.toml"
    file.write_text(text, encoding="utf-8")
    by, approver = people or ("budget@vlaanderen.example", "beslis@vlaanderen.example")
    return main(["programme", str(file), "--by", by, "--approved-by", approver, "--database", url])


def agency(url: str) -> None:
    assert person(url, "budget@vlaanderen.example", "--role", "budget_officer") == 0
    assert person(url, "beslis@vlaanderen.example", "--role", "decision_maker") == 0


def test_a_person_gets_an_account_a_role_and_a_mandate(fresh: tuple[str, Engine]) -> None:
    url, engine = fresh

    code = person(url, "An@Aalst.example", "--role", "juror", "--for", "41002=editor,signatory")

    with Session(engine) as session:
        made = queries.account(session, "an@aalst.example")
        assert code == 0
        assert made is not None
        assert service.knows_password(made, PASSWORD)
        assert roles(session, made) == {Role.JUROR}
        kinds = session.scalars(select(PersonMandate.kind).filter_by(person_id=made.id))
        assert set(kinds) == {MandateKind.EDITOR, MandateKind.SIGNATORY}


def test_more_rights_later_leave_the_password_as_it_is(
    fresh: tuple[str, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, engine = fresh
    person(url, "an@aalst.example")
    monkeypatch.setattr("sys.stdin", StringIO("heel iets anders dan eerst\n"))

    person(url, "an@aalst.example", "--role", "auditor")

    with Session(engine) as session:
        made = queries.account(session, "an@aalst.example")
        assert made is not None
        assert service.knows_password(made, PASSWORD)
        assert roles(session, made) == {Role.AUDITOR}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--role", "keizer"), "De rol keizer bestaat niet"),
        (("--for", "41002"), "is geen mandaat"),
        (("--for", "41002=baas"), "is geen mandaat"),
        (("--for", "99999=editor"), "Geen enkele gemeente heeft de NIS-code 99999"),
    ],
)
def test_a_wrong_right_makes_nobody(
    fresh: tuple[str, Engine],
    more: tuple[str, str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url, engine = fresh

    assert person(url, "an@aalst.example", *more) == 1
    assert said in capsys.readouterr().err
    with Session(engine) as session:
        assert queries.account(session, "an@aalst.example") is None


def test_a_short_password_is_refused(
    fresh: tuple[str, Engine], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("kort\n"))

    assert person(fresh[0], "an@aalst.example") == 1
    assert "wachtwoord" in capsys.readouterr().err


def test_a_programme_is_founded_by_two_people_and_adds_up(
    fresh: tuple[str, Engine], tmp_path: Path
) -> None:
    url, engine = fresh
    agency(url)

    assert programme(url, tmp_path, PROGRAMME) == 0

    with Session(engine) as session:
        lines = budget.lines(session)
        positions = budget.positions(session)
        assert [line.name for line in lines] == ["Toegang", "Lokaal"]
        assert [positions[line.id].available for line in lines] == [
            Money(30_000_000_00),
            Money(15_000_000_00),
        ]
        assert list(found(session)) == []
        who = session.scalars(
            select(AuditEntry.actor_id).where(AuditEntry.action == "programme:found")
        )
        assert len(set(who)) == 2


def test_one_person_with_both_roles_is_not_two(
    fresh: tuple[str, Engine], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, engine = fresh
    both = "alles@vlaanderen.example"
    person(url, both, "--role", "budget_officer", "--role", "decision_maker")

    assert programme(url, tmp_path, PROGRAMME, both, both) == 1
    assert "Laat iemand anders goedkeuren" in capsys.readouterr().err
    with Session(engine) as session:
        assert budget.lines(session) == []


def test_who_has_not_the_role_founds_nothing(
    fresh: tuple[str, Engine], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, _ = fresh
    agency(url)

    swapped = ("beslis@vlaanderen.example", "budget@vlaanderen.example")
    assert programme(url, tmp_path, PROGRAMME, *swapped) == 1
    assert "geen account met de rol budgetbeheerder" in capsys.readouterr().err


def test_every_fault_of_the_file_is_said_at_once(
    fresh: tuple[str, Engine], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = """
naam = ""
financiering = "Relanceplan"
eerste_dag = 2024-12-31
laatste_dag = 2021-01-01
[[lijnen]]
naam = "Toegang"
enveloppe = 30000000
[[lijnen]]
enveloppe = "0"
[[lijnen]]
naam = "Lokaal"
enveloppe = "12,345"
"""

    assert programme(fresh[0], tmp_path, wrong) == 1
    places = [line.partition(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert places == [
        "naam",
        "laatste_dag",
        "lijnen[0].enveloppe",
        "lijnen[1].naam",
        "lijnen[2].enveloppe",
    ]


def test_a_broken_file_is_refused_in_words(
    fresh: tuple[str, Engine], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert programme(fresh[0], tmp_path, "naam = ") == 1
    assert "kan niet gelezen worden" in capsys.readouterr().err
