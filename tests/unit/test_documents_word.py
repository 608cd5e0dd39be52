"""A Word file says what the blocks say, whatever somebody typed in them."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.documents.blocks import (
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
from subsidy.documents.recognising import recognised
from subsidy.documents.word import render
from tests.nets.payloads import texts

AT = datetime(2022, 9, 12, 8, 0, tzinfo=UTC)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEFT_OUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def made(*blocks: Block, title: str = "Besluit") -> bytes:
    whole = (Heading("Besluit", 1), *blocks)
    return render(Document(title=title, author="Aalst", reference="IED-1", blocks=whole), AT)


def opened(content: bytes) -> docx.document.Document:
    return docx.Document(BytesIO(content))


def without_signs_that_xml_has_no_place_for(text: str) -> str:
    """Say what must come out, by the definition of a character in XML 1.0."""
    return LEFT_OUT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


@pytest.mark.slow
@settings(max_examples=10)  # of thirty texts each: opening a file costs far more than a text
@given(st.lists(st.text(), min_size=30, max_size=30))
def test_any_text_comes_out_as_it_was_typed(typed: list[str]) -> None:
    table = Table([TableColumn("Wat")], [(text,) for text in typed])
    told = [one for text in typed for one in (Heading(text, 2), Paragraph(text), Bullets([text]))]

    word = opened(made(*told, table))

    expected = [without_signs_that_xml_has_no_place_for(text) for text in typed]
    for number in range(3):
        assert [one.text for one in word.paragraphs[1 + number : 91 : 3]] == expected
    assert [row.cells[0].text for row in word.tables[0].rows[1:]] == expected


def test_an_attack_is_text_and_nothing_else() -> None:
    attacks = texts()
    told = [block for each in attacks for block in (Paragraph(each), Facts([(each, each)]))]
    content = made(*told, title=" ".join(attacks)[:255])

    with ZipFile(BytesIO(content)) as parts:
        names = parts.namelist()
        body = parts.read("word/document.xml").decode()
        links = "".join(parts.read(name).decode() for name in names if name.endswith(".rels"))
    assert not [name for name in names if re.search("(?i)vba|embed|activex|external", name)]
    assert 'TargetMode="External"' not in links
    for name in ("fldChar", "fldSimple", "instrText", "hyperlink", "object", "altChunk"):
        assert f"<w:{name}" not in body
    shown = [one.text for one in opened(content).paragraphs[1::2]]
    assert shown == [without_signs_that_xml_has_no_place_for(each) for each in attacks]


def test_it_is_a_word_file_in_dutch_with_styles_that_a_reader_can_follow() -> None:
    content = made(Heading("Artikel 1", 2), Paragraph("Wij doen mee.", strong=True), Note("klein"))
    word = opened(content)

    assert recognised(content) == "docx"
    assert [one.style.name for one in word.paragraphs if one.style][:2] == [
        "Heading 1",
        "Heading 2",
    ]
    languages = {each.get(qn("w:val")) for each in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-BE"}
    about = word.core_properties
    assert (about.title, about.author, about.language) == ("Besluit", "Aalst", "nl-BE")
    assert about.comments == ""


def test_the_head_of_a_table_repeats_and_no_row_is_cut() -> None:
    columns = [TableColumn("Jaar"), TableColumn("Bedrag", numeric=True)]
    table = Table(columns, [("2022", "€ 1,00")], caption="Bedragen", total=("Samen", "€ 1,00"))

    (found,) = opened(made(table)).tables

    heads = [row._tr.find(f".//{WORD}tblHeader") is not None for row in found.rows]  # noqa: SLF001 - as Word reads it
    assert heads == [True, False, False]
    assert [[cell.text for cell in row.cells] for row in found.rows] == [
        ["Jaar", "Bedrag"],
        ["2022", "€ 1,00"],
        ["Samen", "€ 1,00"],
    ]


def test_a_draft_says_so_on_top_of_every_page() -> None:
    word = opened(made(Banner("CONCEPT, NOG NIET INGEDIEND")))

    assert word.sections[0].header.paragraphs[0].text == "CONCEPT, NOG NIET INGEDIEND"
    assert word.sections[0].footer.paragraphs[0].text == "IED-1"


def test_the_same_document_gives_the_same_bytes() -> None:
    assert made(Paragraph("Wij doen mee.")) == made(Paragraph("Wij doen mee."))
