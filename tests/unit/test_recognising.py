"""A file is what its content says; what is two things at once, or harmful, does not come in."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.applications.domain.attachments import clean_name, ending_of
from subsidy.core.errors import RefusedError
from subsidy.documents.recognising import recognised
from subsidy.language import words
from tests.support.enclosures import (
    EICAR,
    GOOD,
    OPEN_SHEET,
    OPEN_TEXT,
    SHEET,
    WORD,
    jpeg,
    office,
    office_with_password,
    open_document,
    open_document_with_manifest,
    pdf,
    pdf_with_password,
    png,
    zipped,
)

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_is_recognised_by_its_content(name: str) -> None:
    assert recognised(GOOD[name]) == name.rpartition(".")[2]


def bomb() -> bytes:
    """Return 4 kB of Word document that unpacks to 4 MB, a thousand times as much."""
    return office(WORD, **{"word/media/image1.bmp": bytes(4_000_000)})


def svg_in_png() -> bytes:
    """Return a whole PNG with a page in its text."""
    text = struct.pack("!I", len(SVG)) + b"tEXt" + SVG + bytes(4)
    return png()[:-12] + text + png()[-12:]


def two_archives() -> bytes:
    return office(WORD) + office(SHEET)


def encrypted() -> bytes:
    """Set the bit that says "encrypted" in both headers of the first member."""
    data = bytearray(office(WORD))
    data[6] |= 1
    central = data.find(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)


def zip_in_comment() -> bytes:
    """Return a PDF of which the end is the comment of an archive: both readers are content."""
    inner = BytesIO()
    tail = b"\n%%EOF\n"
    with ZipFile(inner, "w", ZIP_DEFLATED) as archive:
        archive.writestr("run.js", b"1")
        archive.comment = tail
    return b"%PDF-1.7\n" + inner.getvalue()


BAD = {
    "nothing": b"",
    "text": b"Geen pdf",
    "html": HTML,
    "svg": SVG,
    "a program": b"MZ" + bytes(100),
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "the test virus as text": EICAR,
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a PDF without an end": b"%PDF-1.7\n1 0 obj\n",
    "a PDF that begins late": b"\n" * 10 + pdf(),
    "html in a PDF": b"%PDF-1.7\n" + HTML + b"\n%%EOF\n",
    "php in a JPEG": b"\xff\xd8\xff\xfe\x00\x20<?php system(1); ?>" + jpeg(),
    "svg in a PNG": svg_in_png(),
    "a PNG with a tail": png() + b"tail",
    "a PNG with a zip": png() + zipped({"a.js": b"1"}),
    "a JPEG with a zip": jpeg() + zipped({"a.js": b"1"}),
    "a PDF with a zip": pdf() + zipped({"a.js": b"1"}),
    "a PDF in the comment of a zip": zip_in_comment(),
    "two documents in a row": two_archives(),
    "a plain zip": zipped({"a.txt": b"1"}),
    "an empty zip": zipped({}),
    "a jar": zipped({"META-INF/MANIFEST.MF": b"1", "A.class": b"\xca\xfe\xba\xbe"}),
    "a zip that is cut off": office(WORD)[:-30],
    "a Word document with a tail": office(WORD) + b"tail",
    "macros in Word": office(WORD, **{"word/vbaProject.bin": b"1"}),
    "macros with another case": office(WORD, **{"word/VBAPROJECT.BIN": b"1"}),
    "macros in Excel 4": office(SHEET, **{"xl/macrosheets/sheet1.xml": b"<x/>"}),
    "a control in Word": office(WORD, **{"word/activeX/activeX1.xml": b"<x/>"}),
    "a document that says it has macros": office(MACRO_WORD),
    "macros in OpenDocument": open_document(OPEN_TEXT, **{"Basic/Standard/Module1.xml": b"<x/>"}),
    "scripts in OpenDocument": open_document(OPEN_TEXT, **{"Scripts/python/a.py": b"1"}),
    "another OpenDocument": open_document("application/vnd.oasis.opendocument.graphics"),
    "Word and Excel at once": office(f'{WORD}"/><x a="{SHEET}'),
    "a bomb": bomb(),
    "a password": encrypted(),
    "a way out": office(WORD, **{"../../etc/cron.d/x": b"1"}),
    "a way out of Windows": office(WORD, **{"..\\..\\x": b"1"}),
    "an absolute path": office(WORD, **{"/etc/passwd": b"1"}),
    "too many members": office(WORD, **{f"m{n}": b"" for n in range(2_001)}),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_allowed_is_refused_in_words(name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        recognised(BAD[name])

    assert len(refused.value.refusals) == 1


LOCKED = {
    "a PDF that asks for a password": pdf_with_password("geheim"),
    "a Word document or workbook": office_with_password(),
    "a text of OpenDocument": open_document_with_manifest(OPEN_TEXT, locked=True),
    "a spreadsheet of OpenDocument": open_document_with_manifest(OPEN_SHEET, locked=True),
    "a text of OpenDocument 1.4": open_document(OPEN_TEXT, **{"encrypted-package": b"1"}),
    "a locked member of an archive": encrypted(),
}


@pytest.mark.parametrize("name", LOCKED)
def test_a_password_is_named_with_what_to_do_about_it(name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        recognised(LOCKED[name])

    (found,) = refused.value.refusals
    assert words(found.text) == (
        "Dit bestand heeft een wachtwoord. Niemand anders kan het lezen. "
        "Bewaar het opnieuw zonder wachtwoord en kies het nieuwe bestand."
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf_with_password(""), "pdf"),  # who made it forbids printing; everybody can read it
        (pdf(b"/Encrypt is only a word here"), "pdf"),
        (open_document_with_manifest(OPEN_TEXT, locked=False), "odt"),
    ],
)
def test_what_opens_without_a_password_comes_in(content: bytes, kind: str) -> None:
    assert recognised(content) == kind


@given(st.binary(max_size=300))
def test_any_bytes_are_recognised_or_refused_never_a_crash(content: bytes) -> None:
    for begin in (b"", b"%PDF-1.4", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"):
        try:
            recognised(begin + content)
        except RefusedError:
            continue


@given(st.data())
def test_a_document_with_a_broken_byte_never_crashes(data: st.DataObject) -> None:
    whole = bytearray(GOOD[data.draw(st.sampled_from(sorted(GOOD)))])
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        recognised(bytes(whole))
    except RefusedError:
        return


# Names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("besluit.pdf", "besluit.pdf"),
        ("Besluit van 3 mei é.PDF", "Besluit van 3 mei é.PDF"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\An\\besluit.pdf", "besluit.pdf"),
        ("/etc/cron.d/x.pdf", "x.pdf"),
        ("..", "bijlage"),
        ("", "bijlage"),
        (".pdf", "pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie- x.pdf"),
        ('a"; filename="b.pdf', "a-; filename=-b.pdf"),
        ("fdp.\u202excod.pdf", "fdp.xcod.pdf"),  # turns the reading direction: looks like .docx
        ("nul\0byte.pdf", "nulbyte.pdf"),
        ("lijn\u2028einde.pdf", "lijn einde.pdf"),
        (f"{'a' * 300}.pdf", f"{'a' * 116}.pdf"),
        ("  spaties   erin .pdf", "spaties erin.pdf"),
    ],
)
def test_a_name_is_kept_without_its_tricks(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@given(st.text(max_size=200))
def test_a_clean_name_is_no_path_and_one_line(typed: str) -> None:
    name = clean_name(typed)

    assert name == clean_name(name)
    assert 1 <= len(name) <= 120
    assert name.isprintable()
    assert not set(name) & set('/\\<>:"|?*')
    assert not name.startswith(".")


@pytest.mark.parametrize(
    ("name", "says"), [("a.pdf", "pdf"), ("a.JPG", "jpeg"), ("a.pdf.exe", None), ("pdf", None)]
)
def test_the_last_ending_says_what_a_file_would_be(name: str, says: str | None) -> None:
    assert ending_of(name) == says
