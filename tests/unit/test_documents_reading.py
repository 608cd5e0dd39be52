"""Workbooks in: hostile files are refused in a moment, and every fault has its cell."""

import ast
import resource
import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from datetime import time as clock
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from python_calamine import CalamineWorkbook

from subsidy.config import data_folder
from subsidy.core.errors import RefusedError
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents import values
from subsidy.documents.reading import Book, Limits, Row, open_workbook
from subsidy.documents.workbook import Column, Formula, Kind, Sheet, write
from subsidy.language import catalogue, words
from tests.support.effort import tried

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
TAIL = "</sheetData></worksheet>"


class Colour(Labelled):
    RED = "red", "Total"
    BLUE = "blue", "Sheet"


def made(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    """Make a workbook as Excel would: with openpyxl's ordinary writer."""
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """Replace, add (or with None remove) parts; ``__`` stands for ``/`` in their names."""
    buffer = BytesIO()
    names = {name.replace("__", "/"): content for name, content in parts.items()}
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
        for name, content in names.items():
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def with_sheet(xml: str) -> bytes:
    return changed(made({"a": [["x"]]}), **{"xl__worksheets__sheet1.xml": xml.encode()})


def refusals(act: Callable[[], object]) -> list[tuple[str | None, str]]:
    with pytest.raises(RefusedError) as caught:
        act()
    return [(refusal.place, words(refusal.text)) for refusal in caught.value.refusals]


def refused(data: bytes, **limits: int) -> str:
    ((_, sentence),) = refusals(lambda: open_workbook(data, Limits(**limits)))
    return sentence


def only_row(value: object, **more: object) -> tuple[Book, Row]:
    book = open_workbook(made({"a": [["k", *more], [value, *more.values(), "vol"]]}))
    (row,) = book.sheet("a", required=["k"], optional=list(more))
    book.faults.clear()  # of the filler without a heading, which keeps the row from being empty
    return book, row


def fault_of(value: object, read: Callable[[Row], object]) -> str:
    book, row = only_row(value)
    read(row)
    assert row.faulty
    (fault,) = book.faults
    assert fault.place == "a!A2"
    return words(fault.text)


def read_value(value: object, read: Callable[[Row], object]) -> object:
    book, row = only_row(value)
    found = read(row)
    assert (book.faults, row.faulty) == ([], False)
    return found


# --- what is no workbook ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "geen rekenblad dat wij kunnen lezen"),
        (b"naam;bedrag\n", "geen rekenblad dat wij kunnen lezen"),
        (b"%PDF-1.7", "geen rekenblad dat wij kunnen lezen"),
        (b"PK\x03\x04" + b"\0" * 100, "geen rekenblad dat wij kunnen lezen"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "oude Excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "wachtwoord",
        ),
        (made({"a": [["x"]]})[:-30], "geen rekenblad dat wij kunnen lezen"),
        (
            changed(made({"a": []}), **{"xl__workbook.xml": None}),
            "geen rekenblad dat wij kunnen lezen",
        ),
        (
            changed(made({"a": []}), **{"xl__worksheets__sheet1.xml": None}),
            "geen rekenblad dat wij kunnen lezen",
        ),
        (
            changed(made({"a": []}), **{"xl__worksheets__sheet1.xml": b"<a"}),
            "geen rekenblad dat wij kunnen lezen",
        ),
        (
            changed(made({"a": []}), **{"xl__styles.xml": b"\0\1"}),
            "geen rekenblad dat wij kunnen lezen",
        ),
        (changed(made({"a": []}), **{"xl__vbaProject.bin": b"x"}), "macro"),
        (
            with_sheet(HEAD + '<row r="x"><c r="A1"/></row>' + TAIL),
            "geen rekenblad dat wij kunnen lezen",
        ),
        (
            with_sheet(HEAD + '<row><c t="s"><v>99</v></c></row>' + TAIL),
            "geen rekenblad dat wij kunnen lezen",
        ),
        (with_sheet(HEAD.replace("UTF-8", "cp037") + TAIL), "geen rekenblad dat wij kunnen lezen"),
        (
            with_sheet((HEAD + TAIL).replace("<", "\ufeff<", 1)[1:] + "<"),
            "geen rekenblad dat wij kunnen lezen",
        ),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(data: bytes, part: str) -> None:
    assert part in refused(data)


def test_a_macro_workbook_by_content_type_is_refused() -> None:
    data = made({"a": []})
    with ZipFile(BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml")
    types = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
        b"application/vnd.ms-excel.sheet.macroEnabled.main",
    )

    assert "macro" in refused(changed(data, **{"[Content_Types].xml": types}))


# --- bombs -----------------------------------------------------------------------------------


def million_cells() -> bytes:
    row = "".join("<c><v>1</v></c>" for _ in range(1_000))
    return with_sheet(HEAD + f"<row>{row}</row>" * 1_000 + TAIL)


def noisy(cells: int) -> bytes:
    """Return cells whose text packs badly, so that no ratio gives them away."""
    body = "".join(f"<c><v>{n * 7919 % 99_991}</v></c>" for n in range(cells))
    return with_sheet(f"{HEAD}<row>{body}</row>{TAIL}")


def empty_tags() -> bytes:
    body = "".join(f"<c s='{n * 7919 % 99_991}'/>" for n in range(1_200_000))
    return with_sheet(f"{HEAD}<row>{body}</row>{TAIL}")


def many_entries() -> bytes:
    return changed(made({"a": []}), **{f"xl__media__{n}.png": b"" for n in range(10_000)})


def stored_twice() -> bytes:
    buffer = BytesIO(made({"a": [["x"]]}))
    with ZipFile(buffer, "a", ZIP_STORED) as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<a/>")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def largest() -> float:
    """Give the processor time that the largest workbook costs that is let in."""
    data = noisy(99_000)
    start = time.thread_time()
    open_workbook(data, Limits(columns=99_000))
    return time.thread_time() - start


def doctype(entity: str) -> bytes:
    return with_sheet(HEAD.replace("?>", f"?><!DOCTYPE a [{entity}]>") + TAIL)


@pytest.mark.slow
@pytest.mark.parametrize(
    "bomb",
    [
        million_cells,
        lambda: noisy(900_000),
        empty_tags,
        many_entries,
        stored_twice,
        lambda: changed(made({"a": []}), **{"xl__media__big.bin": bytes(200_000_000)}),
        lambda: changed(made({"a": []}), **{"xl__sharedStrings.xml": b" " * 60_000_000}),
        lambda: doctype('<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">'),
        lambda: made({f"s{n}": [] for n in range(200)}),
        lambda: made({"a": [["x"] * 101]}),
        lambda: with_sheet(HEAD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + TAIL),
        lambda: bytes(11 * 2**20),
    ],
)
def test_a_bomb_is_refused_in_a_moment_and_in_little_memory(
    bomb: Callable[[], bytes], largest: float
) -> None:
    """A moment: no more work than to read the largest that is let in, on whatever machine."""
    data = bomb()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    start = time.thread_time()
    sentence = refused(data)
    seconds = time.thread_time() - start

    assert seconds < largest
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024  # KiB
    assert sentence.endswith(".")


def test_the_largest_that_is_let_in_is_read() -> None:
    book = open_workbook(noisy(99_000), Limits(columns=99_000))

    assert len(next(iter(book._sheets.values())).rows[1]) == 99_000  # noqa: SLF001 - the size


@pytest.mark.slow
def test_nothing_outside_is_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        hits: list[object] = []
        listener.settimeout(1)

        def listen() -> None:
            try:
                hits.append(listener.accept())
            except TimeoutError:
                return

        thread = threading.Thread(target=listen)
        thread.start()
        port = listener.getsockname()[1]
        refused(doctype(f'<!ENTITY a SYSTEM "http://127.0.0.1:{port}/">'))
        thread.join()

    assert hits == []


@given(st.data())
@settings(tried(1.5), suppress_health_check=list(HealthCheck))
def test_a_damaged_file_is_refused_or_read_but_never_a_crash(data: st.DataObject) -> None:
    seed = made({"a": [["nummer", "bedrag"], ["x", 12.5], ["y", "=1+1"]], "b": [[True, None]]})
    with ZipFile(BytesIO(seed)) as archive:
        name = data.draw(st.sampled_from(archive.namelist()))
        content = bytearray(archive.read(name))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=6))

    try:
        book = open_workbook(changed(seed, **{name: bytes(content)}))
    except RefusedError:
        return
    for row in book.sheet("a", required=["nummer", "bedrag"]):
        row.text("nummer")
        row.money("bedrag")


# --- headings and sheets ---------------------------------------------------------------------


def test_all_faults_of_sheets_and_headings_come_at_once_with_their_place() -> None:
    data = made(
        {
            "Aanvragen": [
                ["Nummer", "kleur", "NUMMER", None, "Extra"],
                ["1", "x", "2", "los", "y"],
            ],
            "Vreemd": [],
            "toelichting": [],
        }
    )

    book = open_workbook(data)
    book.sheet("aanvragen", required=["nummer", "bedrag"], optional=["kleur"])
    book.sheet("partners", required=["nummer"])

    assert refusals(lambda: book.finish(ignore=["Toelichting"])) == [
        (
            "Aanvragen!C1",
            "De kop “NUMMER” staat hier een tweede keer. Verwijder een van de twee kolommen.",
        ),
        (
            "Aanvragen!E1",
            "De kop “Extra” is niet bekend. Verwijder de kolom of verbeter de kop.",
        ),
        ("Aanvragen!A1", "De kolom “bedrag” ontbreekt. Voeg ze toe."),
        (
            "Aanvragen!D2",
            "Deze kolom heeft geen kop in rij 1. Vul de kop in of verwijder de kolom.",
        ),
        (None, "Het tabblad “partners” ontbreekt. Voeg het toe."),
        ("Vreemd", "Het tabblad “Vreemd” is niet bekend. Verwijder het of verbeter de naam."),
    ]


def test_a_sound_workbook_is_read_and_raises_nothing() -> None:
    rows: list[list[object]] = [
        ["nummer", " Bedrag ", "Dag"],
        ["A1", 12.5, date(2026, 9, 29)],
        [None],
        ["A2", 3, None],
    ]
    book = open_workbook(made({"Aanvragen": rows}))

    found = [
        (row.number, row.text("nummer"), row.money("bedrag"), row.maybe(row.day, "dag"))
        for row in book.sheet("aanvragen", required=["nummer", "bedrag"], optional=["dag"])
    ]

    book.finish()
    assert found == [(2, "A1", Money(1250), date(2026, 9, 29)), (4, "A2", Money(300), None)]


def test_a_missing_column_is_reported_once_and_not_in_each_row() -> None:
    book = open_workbook(made({"a": [["x"], ["1"], ["2"]]}))

    rows = list(book.sheet("a", required=["x", "bedrag"]))

    assert [row.money("bedrag") for row in rows] == [Money(0), Money(0)]
    assert all(row.faulty for row in rows)
    assert [place for place, _ in refusals(book.finish)] == ["a!A1"]


def test_a_hundred_faults_are_told_and_the_rest_is_counted() -> None:
    book = open_workbook(made({"a": [["x"], *([["niks"]] * 250)]}))

    for row in book.sheet("a", required=["x"]):
        row.integer("x")

    told = refusals(book.finish)
    assert len(told) == 101
    assert told[99][0] == "a!A101"
    assert told[100] == (None, "Er zijn nog 150 fouten.")


def test_the_caller_can_report_what_only_it_knows() -> None:
    book, row = only_row("x")

    row.fault("k", Text("Fill in this cell."))

    assert refusals(book.finish) == [("a!A2", "Vul deze cel in.")]


# --- cells -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "cents"),
    [
        (0, 0),
        (12, 1200),
        (12.5, 1250),
        (0.1 + 0.2, 30),
        (1.1 * 3, 330),
        (123_456_789.01, 12_345_678_901),
        (9_999_999_999_999.99, 999_999_999_999_999),
    ],
)
def test_amounts_are_exact(value: float, cents: int) -> None:
    assert read_value(value, lambda row: row.money("k")) == Money(cents)


@pytest.mark.parametrize(
    ("value", "part"),
    [
        (0.001, "tot op de cent"),
        (12.345, "tot op de cent"),
        (-0.01, "van €\N{NO-BREAK SPACE}0,00 tot"),
        (1e14, "van €\N{NO-BREAK SPACE}0,00 tot"),
        ("12.500,50", "Tekst telt niet mee"),
        ("12500", "Tekst telt niet mee"),
        (True, "Vul een getal in"),
        (date(2026, 1, 1), "Vul een getal in"),
        (None, "Vul deze cel in"),
    ],
)
def test_what_is_no_amount_is_refused(value: object, part: str) -> None:
    assert part in fault_of(value, lambda row: row.money("k"))


def test_an_amount_may_be_negative_where_that_is_said() -> None:
    least = Money(-500)

    assert read_value(-5, lambda row: row.money("k", least=least)) == Money(-500)
    assert "€" in fault_of(-5.01, lambda row: row.money("k", least=least))


def test_whole_numbers_and_decimals() -> None:
    assert read_value(12.0, lambda row: row.integer("k")) == 12
    assert read_value(0.1 + 0.2, lambda row: row.decimal("k")) == Decimal("0.3")
    assert "van 1 tot 10" in fault_of(11, lambda row: row.integer("k", least=1, most=10))
    assert "geheel getal" in fault_of(1.5, lambda row: row.integer("k"))


def test_text_takes_whole_numbers_as_their_digits() -> None:
    assert read_value(" Aalst ", lambda row: row.text("k")) == "Aalst"
    assert read_value(2026, lambda row: row.text("k")) == "2026"
    assert read_value(400_123.0, lambda row: row.text("k")) == "400123"
    assert "opmaak “Tekst”" in fault_of(1.5, lambda row: row.text("k"))
    assert "opmaak “Tekst”" in fault_of(True, lambda row: row.text("k"))
    assert "hoogstens 3 tekens" in fault_of("lang", lambda row: row.text("k", longest=3))


def test_days_and_moments_of_brussels() -> None:
    summer = datetime(2026, 9, 29, 12, 0)  # noqa: DTZ001 - a spreadsheet knows no zone

    assert read_value(date(2026, 9, 29), lambda row: row.day("k")) == date(2026, 9, 29)
    assert read_value(summer, lambda row: row.moment("k")) == datetime(2026, 9, 29, 10, tzinfo=UTC)
    assert "zonder uur" in fault_of(summer, lambda row: row.day("k"))
    assert "een datum in" in fault_of("29/09/2026", lambda row: row.day("k"))
    assert "een datum in" in fault_of(46_294, lambda row: row.day("k"))
    assert "een dag en een uur" in fault_of(clock(12, 0), lambda row: row.moment("k"))


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30)])  # noqa: DTZ001 - a spreadsheet knows no zone
def test_an_hour_that_does_not_exist_or_exists_twice_is_refused(day: datetime) -> None:
    assert "verspringt de klok" in fault_of(day, lambda row: row.moment("k"))


def test_choices_by_stored_value_or_word() -> None:
    for value in ("red", "Totaal", "TOTAAL"):
        assert read_value(value, lambda row: row.choice("k", Colour)) is Colour.RED
    assert fault_of("paars", lambda row: row.choice("k", Colour)) == (
        "Kies een van deze: Totaal en Tabblad."
    )
    assert read_value("Ja", lambda row: row.yes("k")) is True
    assert read_value(False, lambda row: row.yes("k")) is False
    assert "ja" in fault_of(1, lambda row: row.yes("k"))


def test_formulas_give_their_value_or_say_what_to_do() -> None:
    sheet = Sheet(
        "a",
        [Column("k", Kind.MONEY), Column("z", Kind.MONEY)],
        [[Formula("1+1", Money(200)), Formula("1+1")]],
    )
    data = write([sheet], title="t", creator="c", created=datetime(2026, 1, 1, tzinfo=UTC))
    book = open_workbook(data)
    (row,) = book.sheet("a", required=["k", "z"])

    assert row.money("k") == Money(200)
    row.money("z")

    assert refusals(book.finish) == [
        (
            "a!B2",
            "Deze formule heeft nog geen waarde. Open het bestand, bewaar het en probeer opnieuw.",
        )
    ]


def test_a_formula_with_an_error_is_refused() -> None:
    xml = (
        f'{HEAD}<row r="1"><c r="A1" t="inlineStr"><is><t>k</t></is></c></row>'
        f'<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>{TAIL}'
    )
    book = open_workbook(with_sheet(xml))
    (row,) = book.sheet("a", required=["k"])

    row.integer("k")

    assert refusals(book.finish) == [("a!A2", "Deze formule geeft een fout. Verbeter ze.")]


def test_dates_of_a_macintosh_workbook_are_the_same_days() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    page: Any = book.active
    page.append(["k"])
    page.append([date(2026, 9, 29)])
    buffer = BytesIO()
    book.save(buffer)

    (row,) = open_workbook(buffer.getvalue()).sheet("Sheet", required=["k"])

    assert row.day("k") == date(2026, 9, 29)


def test_what_we_write_we_read_and_another_reader_agrees() -> None:
    columns = [Column("n", Kind.INTEGER), Column("t"), Column("b", Kind.MONEY)]
    columns += [Column("d", Kind.DATE), Column("m", Kind.MOMENT)]
    moment = datetime(2026, 9, 29, 10, 0, tzinfo=UTC)
    rows = [[n, f"=x_x0041_{n}", Money(n * 101), date(2026, 1, n + 1), moment] for n in range(20)]
    sheet = Sheet("Lijst", columns, rows)
    data = write([sheet], title="t", creator="c", created=moment)

    book = open_workbook(data)
    found = [
        [row.integer("n"), row.text("t"), row.money("b"), row.day("d"), row.moment("m")]
        for row in book.sheet("lijst", required=["n", "t", "b", "d", "m"])
    ]

    book.finish()
    assert found == rows
    other = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
    assert [row[2] for row in other] == [n * 101 / 100 for n in range(20)]


def test_every_sentence_of_this_package_has_its_dutch() -> None:
    found = catalogue("nl")
    sources = Path(data_folder("templates")).parent.glob("subsidy/documents/*.py")
    msgids = [
        argument.value
        for source in sources
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Text", "plural")
        for argument in node.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]

    assert [msgid for msgid in msgids if msgid not in found] == []
    assert len(msgids) > 30


def test_the_bounds_of_a_year_are_written_as_years() -> None:
    with pytest.raises(values.UnreadableError) as refused:
        values.integer(1999, 2000, 2100)

    assert "2000" in words(refused.value.text)
    assert "2.100" not in words(refused.value.text)
