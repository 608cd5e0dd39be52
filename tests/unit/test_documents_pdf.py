"""Letters and reports: the words survive, the structure is there, every font is inside."""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pypdf
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from subsidy.config import data_folder
from subsidy.documents.blocks import (
    Address,
    Banner,
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Table,
    TableColumn,
)
from subsidy.documents.layout import LONG, SHORT
from subsidy.documents.pdf import render

CREATED = datetime(2026, 9, 29, 10, 0, tzinfo=UTC)
HOSTILE = [
    "<b>vet</b> & <font color='red'>rood</font>",
    "<img src='file:///etc/passwd'/>",
    "<a href='http://evil.example/'>klik</a>",
    "&lt;script&gt; &amp; &#65;",
    "<para><onDraw name='x' label='y'/></para>",
    "(haakjes) \\ en \\) Tj ET EMC endstream",
    "{{ 7*7 }} {% raw %}",
    "<unichar code='65'/>",
    "%PDF-1.7 << /JS (app.alert(1)) >>",
    "]]> <![CDATA[ x",
    "Şükrü Łukasiewicz-Öztürk d'Hoöghe €",
    "Grec: Ωμέγα, Кирилл, ½ ² ≤ → ✓",
]


def document(*blocks: Block, **extra: Any) -> Document:  # noqa: ANN401 - any field
    return Document(title="Besluit", blocks=[Heading("Besluit", 1), *blocks], **extra)


def opened(*blocks: Block, **extra: Any) -> pikepdf.Pdf:  # noqa: ANN401 - any field
    return pikepdf.open(BytesIO(render(document(*blocks, **extra), CREATED)))


def read(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages]


def spoken(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """Walk the structure as a screen reader does: role and words of every leaf."""
    texts = [_marked_text(page) for page in pdf.pages]
    numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:  # noqa: ANN401 - a PDF object
        own = [kid for kid in node.K if kid.get("/Type") == "/MCR"]
        words = "".join(texts[numbers[kid.Pg.objgen]][int(kid.MCID)] for kid in own)
        found.append((str(node.S)[1:], words))
        for kid in node.K:
            if kid.get("/Type") == "/StructElem":
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K[0])
    return found


def instructions(page: pikepdf.Page) -> list[tuple[Any, Any]]:
    return [(item.operands, item.operator) for item in pikepdf.parse_content_stream(page)]


def _marked_text(page: pikepdf.Page) -> dict[int, str]:
    """Return the words of each numbered piece of a page, through the fonts' own tables."""
    tables = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
    texts: dict[int, str] = {}
    current: list[int | None] = []
    font = ""
    for operands, operator in instructions(page):
        match str(operator):
            case "BDC":
                properties: Any = operands[1]
                current.append(int(properties.MCID) if "/MCID" in properties else None)
            case "EMC":
                current.pop()
            case "Tf":
                font = str(operands[0])
            case "Tj":
                number = next((n for n in reversed(current) if n is not None), None)
                assert current, "text outside structure and artifacts"
                if number is not None:
                    shown = "".join(tables[font][byte] for byte in bytes(operands[0]))
                    texts[number] = texts.get(number, "") + shown
    return texts


def _to_unicode(font: Any) -> dict[int, str]:  # noqa: ANN401 - a PDF object
    pairs = re.findall(rb"<(\w\w)> <(\w{4})>\n", font.ToUnicode.read_bytes())
    return {int(code, 16): chr(int(character, 16)) for code, character in pairs}


LONG_TEXT = "De raad van bestuur kent de subsidie toe onder de volgende voorwaarden. " * 12
EVERYTHING: Sequence[Block] = [
    Banner("CONCEPT, NOG NIET INGEDIEND"),
    Address(["Stad Aalst", "Grote Markt 3", "9300 Aalst"]),
    Paragraph(LONG_TEXT),
    Facts([("Nummer", "2026-014"), ("Bedrag", "€\N{NO-BREAK SPACE}1.234.567,89")]),
    Heading("Voorwaarden"),
    Bullets(["Eén", LONG_TEXT]),
    Bullets(["Eerst", "Dan"], numbered=True),
    Heading("Verdeling", 3 - 1),
    Table(
        [TableColumn("Partner"), TableColumn("Bedrag", numeric=True)],
        [[f"Gemeente {n}", f"€\N{NO-BREAK SPACE}{n}.000,00"] for n in range(90)],
        caption="Per partner",
        total=["Totaal", "€\N{NO-BREAK SPACE}4.005.000,00"],
        row_heads=True,
    ),
    Heading("Bijlage", 3),
    Paragraph("Met vriendelijke groet", strong=True),
    Note("SHA-256: " + "0123456789abcdef" * 4),
]


def tidied(text: str) -> str:
    return " ".join(text.split())


def test_every_word_stands_in_the_structure_in_order_and_once() -> None:
    elements = [(role, tidied(text)) for role, text in spoken(opened(*EVERYTHING))]

    assert elements[:9] == [
        ("Document", ""),
        ("H1", "Besluit"),
        ("P", "CONCEPT, NOG NIET INGEDIEND"),
        ("P", "Stad Aalst Grote Markt 3 9300 Aalst"),
        ("P", tidied(LONG_TEXT)),
        ("Table", ""),
        ("TR", ""),
        ("TH", "Nummer"),
        ("TD", "2026-014"),
    ]
    assert elements[12:19] == [
        ("H2", "Voorwaarden"),
        ("L", ""),
        ("LI", ""),
        ("Lbl", "•"),
        ("LBody", "Eén"),
        ("LI", ""),
        ("Lbl", "•"),
    ]
    heads = [text for role, text in elements if role == "TH"]
    assert heads[:4] == ["Nummer", "Bedrag", "Partner", "Bedrag"]  # not again on the next pages
    assert heads[4:] == [*(f"Gemeente {n}" for n in range(90)), "Totaal"]
    assert elements[-3:] == [
        ("H3", "Bijlage"),
        ("P", "Met vriendelijke groet"),
        ("P", "SHA-256: " + "0123456789abcdef" * 4),
    ]


def test_table_heads_have_a_scope_and_lists_a_numbering() -> None:
    pdf = opened(*EVERYTHING)

    root = pdf.Root.StructTreeRoot.K[0]
    table = next(kid for kid in reversed(list(root.K)) if kid.S == "/Table")
    caption, head, first = list(table.K)[:3]
    assert caption.S == "/Caption"
    assert [(str(cell.S), str(cell.A.Scope)) for cell in head.K] == [("/TH", "/Column")] * 2
    assert [str(cell.S) for cell in first.K] == ["/TH", "/TD"]
    assert first.K[0].A.Scope == "/Row"
    lists = [str(kid.A.ListNumbering) for kid in root.K if kid.S == "/L"]
    assert lists == ["/Disc", "/Decimal"]


def test_the_parent_tree_leads_back_from_every_mark() -> None:
    pdf = opened(*EVERYTHING)

    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    for page, owners in zip(pdf.pages, numbers[1::2], strict=True):
        for mark, owner in enumerate(owners):
            marks = [(kid.Pg.objgen, int(kid.MCID)) for kid in owner.K if kid.Type == "/MCR"]
            assert (page.obj.objgen, mark) in marks


def test_the_file_says_what_it_is() -> None:
    pdf = opened(Paragraph("x"), author="Agentschap & Co")

    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "nl-BE"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert {page.obj.Tabs for page in pdf.pages} == {pikepdf.Name.S}
    assert (str(pdf.docinfo.Title), str(pdf.docinfo.Author)) == ("Besluit", "Agentschap & Co")
    assert str(pdf.docinfo.CreationDate) == "D:20260929100000Z"
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == "Besluit"
        assert xmp["dc:creator"] == ["Agentschap & Co"]
        assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_headings_are_bookmarks_that_lead_to_their_page() -> None:
    filler: list[Block] = [Paragraph(LONG_TEXT)] * 12
    pdf = opened(Heading("Eerst"), *filler, Heading("Diep", 3), Heading("Dan"))

    with pdf.open_outline() as outline:
        (title,) = outline.root
    assert title.title == "Besluit"
    assert [child.title for child in title.children] == ["Eerst", "Dan"]
    assert [child.title for child in title.children[0].children] == ["Diep"]
    last: Any = title.children[1].destination
    assert last[0].objgen == pdf.pages[-1].obj.objgen


def test_every_font_is_embedded_and_helvetica_is_not_there() -> None:
    pdf = opened(*EVERYTHING)

    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    assert {str(font.BaseFont).split("+")[1] for font in fonts} == {"DejaVuSans", "DejaVuSans-Bold"}
    assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_the_checker_finds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "d.pdf"
    path.write_bytes(render(document(*EVERYTHING), CREATED))

    assert [finding.message for finding in pdfua.validate(str(path)).findings] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_persons_text_is_never_markup(text: str) -> None:
    blocks: list[Block] = [
        Paragraph(text),
        Bullets([text]),
        Facts([(text, text)]),
        Table([TableColumn(text)], [[text]], caption=text),
        Note(text),
        Banner(text),
    ]

    pdf = opened(*blocks, reference=text, author=text)

    words = [tidied(found) for role, found in spoken(pdf) if found and role not in ("H1", "Lbl")]
    assert words == [tidied(text)] * 9
    assert str(pdf.docinfo.Author) == text
    assert all("/Annots" not in page for page in pdf.pages)
    kinds = {str(item.get("/Type")) for item in pdf.objects if isinstance(item, pikepdf.Dictionary)}
    assert kinds.isdisjoint({"/Action", "/Annot", "/Filespec", "/XObject"})


def test_two_other_readers_see_the_words() -> None:
    data = render(document(*[Paragraph(text) for text in HOSTILE]), CREATED)
    tool = shutil.which("pdftotext")
    assert tool, "poppler is missing: apt-get install -y poppler-utils"

    poppler = subprocess.run(  # noqa: S603 - a program of the system on our own bytes
        [tool, "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()

    for text in HOSTILE:
        assert tidied(text) in tidied(poppler)
        assert tidied(text) in tidied(" ".join(read(data)))


def test_a_character_the_font_lacks_is_said_though_not_drawn() -> None:
    data = render(document(Paragraph("a 漢字 😀 b")), CREATED)

    stream = b"".join(page.Contents.read_bytes() for page in pikepdf.open(BytesIO(data)).pages)

    assert "a 漢字 😀 b".encode("utf-16-be").hex().encode() in stream
    assert "a \ufffd\ufffd \ufffd b" in read(data)[0]


def test_pages_are_numbered_and_carry_reference_and_banner_as_artifacts() -> None:
    data = render(document(*EVERYTHING, reference="Besluit 2026-014"), CREATED)

    pages = read(data)

    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert f"Pagina {number} van {len(pages)}" in text
        assert "Besluit 2026-014" in text
        assert text.count("CONCEPT, NOG NIET INGEDIEND") == 1
        assert ("Partner" in text) == ("Gemeente" in text)
    said = " ".join(text for _, text in spoken(pikepdf.open(BytesIO(data))))
    assert "Pagina" not in said
    assert "Besluit 2026-014" not in said


def test_english_words_for_an_english_document() -> None:
    assert "Page 1 of 1" in read(render(document(language="en-BE"), CREATED))[0]


@pytest.mark.slow
def test_a_heading_stands_with_its_text_and_a_row_is_not_torn() -> None:
    for lines in range(20, 70):
        filler = Paragraph("\n".join(["regel"] * lines))
        rows = [["een twee drie vier vijf zes zeven acht " * 4, "einde"]] * 3
        table = Table([TableColumn("kop"), TableColumn("rest", numeric=True)], rows)

        pages = read(render(document(filler, Heading("Titel"), table), CREATED))

        page = next(text for text in pages if "Titel" in text)
        assert "kop" in page
        assert "einde" in page


def test_a_short_list_of_facts_stays_with_its_heading() -> None:
    for lines in range(20, 70):
        filler = Paragraph("\n".join(["regel"] * lines))
        facts = Facts([(f"weetje {number}", "waarde") for number in range(5)])

        pages = read(render(document(filler, Heading("Titel"), facts), CREATED))

        page = next(text for text in pages if "Titel" in text)
        assert [number for number in range(5) if f"weetje {number}" in page] == [0, 1, 2, 3, 4]


@pytest.mark.slow
@pytest.mark.parametrize(
    "block",
    [
        Paragraph("woord " * 9_000),
        Paragraph("x" * 20_000),
        Paragraph(""),
        Bullets(["y" * 9_000, ""]),
        Facts([("z " * 3_000, "v" * 9_000)]),
        Facts([]),
        Bullets([]),
        Address([]),
        Table([TableColumn("k" * 300)] * 12, [["w" * 2_000] * 12]),
        Table([TableColumn("a")], []),
        Table(
            [TableColumn(f"Bedrag {n}", numeric=True) for n in range(9)], [["€ 12.345.678,90"] * 9]
        ),
        Heading("kop " * 2_000),
        Note("\n" * 200),
        Banner("b " * 3_000),
    ],
    ids=lambda block: block.kind,
)
def test_nothing_is_too_long_too_wide_or_too_empty(block: Block) -> None:
    pdf = opened(block, Paragraph("slot"))

    for page in pdf.pages:
        for operands, operator in instructions(page):
            if str(operator) == "Tm":
                x, y = float(operands[4]), float(operands[5])
                assert 0 < x < SHORT
                assert 0 < y < LONG
    assert spoken(pdf)[-1] == ("P", "slot")


def test_amounts_are_never_broken_in_a_wide_table() -> None:
    columns = [TableColumn(f"Bedrag {n}", numeric=True) for n in range(6)]
    rows = [["€\N{NO-BREAK SPACE}1.234.567,89"] * 6]

    runs = read(render(document(Table(columns, rows)), CREATED))[0]

    assert runs.count("€ 1.234.567,89") == 6


def test_the_same_document_gives_the_same_bytes_also_side_by_side() -> None:
    def once(_: int) -> bytes:
        return render(document(*EVERYTHING), CREATED)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(once, range(8)))) == 1


def test_a_letter_of_five_pages_takes_a_moment() -> None:
    parts: list[Block] = [Paragraph(LONG_TEXT), Heading("Kop"), Facts([("a", "b")] * 5)]
    letter = document(*parts * 12)
    render(letter, CREATED)

    start = time.process_time()
    data = render(letter, CREATED)
    seconds = time.process_time() - start

    assert len(read(data)) >= 5
    assert seconds < 1  # 0.1 on a quiet machine


def test_landscape_is_wider_than_high() -> None:
    pdf = opened(landscape=True)
    box = pdf.pages[0].MediaBox

    assert [float(side) for side in box] == [0, 0, LONG, SHORT]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Document(title="t", blocks=[]),
        lambda: document(Heading("weer", 1)),
        lambda: document(Heading("te diep", 3)),
        lambda: Table([TableColumn("a")], [["1", "2"]]),
    ],
)
def test_a_document_without_sound_structure_cannot_be_made(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"heading|cells"):
        wrong()


def html(doc: Document) -> str:
    loader = FileSystemLoader(data_folder("templates"))
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    source = '{% from "components/document.html" import document %}{{ document(doc) }}'
    return environment.from_string(source).render(doc=doc)


def test_the_html_page_has_the_same_words_in_the_same_order() -> None:
    page = html(document(*EVERYTHING))

    words = tidied(re.sub(r"<[^>]*>", " ", page)).replace("&#39;", "'")
    said = spoken(opened(*EVERYTHING))
    heard = tidied(" ".join(text for role, text in said if role != "Lbl"))
    assert words == heard.replace("\N{NO-BREAK SPACE}", " ")
    assert "style=" not in page
    assert page.count('scope="col"') == 2
    assert page.count('scope="row"') == 91


@pytest.mark.parametrize("text", HOSTILE)
def test_html_escapes_a_persons_text(text: str) -> None:
    page = html(document(Paragraph(text), Table([TableColumn(text)], [[text]], caption=text)))

    for tag in ("<b>", "<img", "<a ", "<font", "<para", "<script"):
        assert tag not in page
