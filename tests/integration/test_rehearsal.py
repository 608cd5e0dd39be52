"""The shipped rehearsal: overview, ledger, letters and summary say the same, to the cent."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from pypdf import PdfReader
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from subsidy.cli import database, verify
from subsidy.cli.main import main
from subsidy.core.errors import RefusedError
from subsidy.db import make_engine
from subsidy.rehearsal import exports, imports, service
from tests.libreoffice import recalculated

SHIPPED = Path("rehearsals/iedereen-digitaal-2021")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Path]]:
    """Play the shipped case once, on SQLite as the command does."""
    folder = tmp_path_factory.mktemp("rehearsal")
    url = f"sqlite:///{folder}/rehearsal.sqlite"
    engine = make_engine(url)
    database.prepare(engine, url)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        outcome = service.rehearse(session, imports.read(SHIPPED))
        exports.write(session, outcome, folder / "out")
    yield engine, folder / "out"
    engine.dispose()


@pytest.fixture(scope="module")
def summary(played: tuple[Engine, Path]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (played[1] / "samenvatting.json").read_text(encoding="utf-8")
    )
    return found


def test_it_is_as_large_as_the_published_result_of_2021() -> None:
    """27 projects, 108 local authorities (domain facts, section 2.1); four more must fail."""
    case = imports.read(SHIPPED)
    numbers = [row.number for row in case.applications][:27]
    assert len(case.applications) == 31
    assert len({row.nis for row in case.partners if row.number in numbers}) == 108
    assert len(case.jurors) == 12


def test_the_database_is_sound_afterwards(played: tuple[Engine, Path]) -> None:
    with Session(played[0]) as session:
        assert list(verify.found(session)) == []


def test_the_call_spends_its_envelope_to_the_cent_and_turns_four_away(
    summary: dict[str, Any],
) -> None:
    call = summary["oproep"]
    assert (call["toegelaten"], call["toegekend"], call["over"]) == (27, 500_000_000, 0)
    assert len(summary["afgewezen_door_regels"]) == 4
    assert summary["lijn"]["vastgelegd"] == call["toegekend"] + summary["verdeling"]["toegekend"]
    files = summary["dossiers"]
    assert sum(each["toegekend"] for each in files) == call["toegekend"]
    assert sum(each["totaal"] for each in summary["partners"]) == summary["lijn"]["toegekend"]


def test_every_letter_names_the_amount_of_the_summary(
    played: tuple[Engine, Path], summary: dict[str, Any]
) -> None:
    for each in summary["dossiers"]:
        path = played[1] / f"brieven/B-{each['nummer']}.pdf"
        text = "".join(page.extract_text() for page in PdfReader(path).pages)
        totals = re.findall(r"Totaal\s+€\s*([\d.]+,\d\d)", text)
        cents = {int(total.replace(".", "").replace(",", "")) for total in totals}
        awarded = each["toegekend"]
        assert cents == ({awarded} if awarded else set()), path.name
        assert "Raad van State" in text


@pytest.mark.office
def test_recalculated_the_overview_gives_the_totals_of_the_ledger(
    played: tuple[Engine, Path], summary: dict[str, Any], tmp_path: Path
) -> None:
    """Another program does the sums: the difference is zero, the totals are the ledger's."""
    made = recalculated((played[1] / "toewijzingsoverzicht.xlsx").read_bytes(), tmp_path)
    sheet = load_workbook(BytesIO(made), data_only=True).worksheets[0]
    facts = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2) if row[0].value}
    awarded = summary["lijn"]["toegekend"] / 100
    assert facts["Toegekend aan partners"] == pytest.approx(awarded, abs=0.001)
    assert facts["Vastgelegd en betaald in het grootboek"] == pytest.approx(awarded, abs=0.001)
    assert facts["Verschil tussen toekenningen en grootboek"] == pytest.approx(0, abs=0.001)


@pytest.mark.office
def test_recalculated_the_distribution_gives_the_same_cents(
    played: tuple[Engine, Path], summary: dict[str, Any], tmp_path: Path
) -> None:
    made = recalculated((played[1] / "narekenen.xlsx").read_bytes(), tmp_path)
    book = load_workbook(BytesIO(made), data_only=True)
    rights = {each["nis"]: each["recht"] for each in summary["verdeling"]["gemeenten"]}
    found = {}
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        heads = [str(head) for head in rows[0]]
        if "NIS-code" in heads:
            nis, amount = heads.index("NIS-code"), heads.index("Trekkingsrecht")
            found = {row[nis]: row[amount] for row in rows[1:] if str(row[nis]).isdigit()}
    assert {key: round(float(value) * 100) for key, value in found.items()} == rights  # type: ignore[arg-type]


def test_the_template_that_the_command_writes_rehearses(tmp_path: Path) -> None:
    assert main(["rehearse", "--template", str(tmp_path / "case")]) == 0
    assert main(["rehearse", str(tmp_path / "case"), "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out/toewijzingsoverzicht.xlsx").exists()


# Faults -------------------------------------------------------------------------------------------


def spoiled(folder: Path, sheet: str, heading: str, value: object, row: int = 2) -> str:
    """Write the template with one other cell; return the place of that cell."""
    exports.write_template(folder)
    path = folder / "dossiers.xlsx"
    book = load_workbook(path)
    page = book[sheet]
    heads = [cell.value for cell in page[1]]
    cell = page.cell(row=row, column=heads.index(heading) + 1)
    cell.value = value  # type: ignore[assignment]
    book.save(path)
    return f"{sheet}!{cell.coordinate}"


@pytest.mark.parametrize(
    ("sheet", "heading", "value"),
    [
        ("partners", "gemeente", "Atlantis"),
        ("begroting", "bedrag", -1),
        ("begroting", "bedrag", 12.345),
        ("begroting", "bedrag", "veel"),
        ("begroting", "nummer", "VB-99"),
        ("scores", "cijfer", 11),
        ("scores", "cijfer", 7.5),
        ("scores", "jurylid", "Niemand"),
        ("aanvragen", "ingediend_op", "gisteren"),
        ("aanvragen", "ingediend_op", datetime(2021, 10, 29, 12, 0)),  # noqa: DTZ001 - a cell has no zone
        ("aanvragen", "gevraagd", 1),
    ],
)
def test_one_fault_is_named_at_its_cell(
    tmp_path: Path, sheet: str, heading: str, value: object
) -> None:
    heads = [c.value for c in load_workbook(_template(tmp_path / "look"))[sheet][1]]
    assert heading in heads, heads
    place = spoiled(tmp_path / "case", sheet, heading, value)

    with pytest.raises(RefusedError) as refused:
        imports.read(tmp_path / "case")

    assert place in {each.place for each in refused.value.refusals}


def test_what_sources_pay_too_much_is_said_beside_what_else_is_wrong(tmp_path: Path) -> None:
    town = spoiled(tmp_path, "continuiteit", "gemeente", "Atlantis")
    path = tmp_path / "dossiers.xlsx"
    book = load_workbook(path)
    page = book["continuiteit"]
    heads = [cell.value for cell in page[1]]
    page.cell(row=2, column=heads.index("waarvan_derde_bron") + 1).value = 3_000.01
    page.delete_cols(heads.index("waarvan_tweede_bron") + 1)
    book.save(path)

    with pytest.raises(RefusedError) as refused:
        imports.read(tmp_path)

    amount = f"continuiteit!{get_column_letter(heads.index('waarvan_derde_bron'))}2"
    assert {town, amount} <= {each.place for each in refused.value.refusals}


def _template(folder: Path) -> Path:
    exports.write_template(folder)
    return folder / "dossiers.xlsx"


def test_a_condition_that_no_dossier_can_meet_is_refused_and_advice_is_not(tmp_path: Path) -> None:
    path = _template(tmp_path).parent / "regulation.toml"
    rules = (
        "[regels.intentieverklaringen]\naantal = 2\n"
        "[regels.een_aanvraag_als_penvoerder]\n"
        "[regels.aaneengesloten_gebied]\ngebieden = 9\n"
        '[regels.eigen_inbreng]\naandeel = "12,5"\ntelt_als = "advies"\n'
    )
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{rules}", encoding="utf-8")

    with pytest.raises(RefusedError) as refused:
        imports.read(tmp_path)

    assert [each.place for each in refused.value.refusals] == [
        "regulation.toml regels.intentieverklaringen",
        "regulation.toml regels.een_aanvraag_als_penvoerder",
    ]


def test_a_question_that_no_dossier_can_answer_is_refused_at_its_place(tmp_path: Path) -> None:
    path = _template(tmp_path).parent / "regulation.toml"
    question = '[[formulier.vragen]]\nsleutel = "{0}"\nsoort = "getal"\nvraag = "Hoeveel {0}?"\n'
    asked = question.format("lessen") + question.format("uren") + "verplicht = true\n"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{asked}", encoding="utf-8")

    with pytest.raises(RefusedError) as refused:
        imports.read(tmp_path)

    assert [each.place for each in refused.value.refusals] == [
        "regulation.toml formulier.vragen[1].verplicht"
    ]


def test_a_broken_file_and_a_missing_sheet_are_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _template(tmp_path)
    book = load_workbook(path)
    del book["scores"]
    book.save(path)
    assert main(["rehearse", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "scores" in capsys.readouterr().err

    path.write_bytes(b"PK nothing")
    assert main(["rehearse", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "dossiers.xlsx" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
