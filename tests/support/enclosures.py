"""Small files of every kind that may be enclosed, and of kinds that may not."""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pikepdf import Encryption, Pdf
from sqlalchemy.orm import Session

from subsidy.applications import service
from subsidy.applications.models import Attachment
from subsidy.storage import Store
from tests.support.applications import Consortium

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD, SHEET = f"{OFFICE}wordprocessingml.document.main+xml", f"{OFFICE}spreadsheetml.sheet.main+xml"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
OPEN_SHEET = "application/vnd.oasis.opendocument.spreadsheet"
# The test file of the virus scanners, in two halves: so this source is no "virus" itself.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(text: bytes = b"Besluit") -> bytes:
    return b"%PDF-1.7\n% " + text + b"\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def png() -> bytes:
    header = struct.pack("!IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(b"\0\0")
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixel) + _chunk(b"IEND")


def _chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))


def jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40) + b"\xff\xd9"


def zipped(members: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def office(kind: str, **more: bytes) -> bytes:
    """Return an Office document whose main part is of this kind."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{kind}"/></Types>'
    return zipped({"[Content_Types].xml": types.encode(), "main.xml": b"<x/>", **more})


def open_document(kind: str, **more: bytes) -> bytes:
    members = {"mimetype": kind.encode(), "content.xml": b"<x/>", **more}
    return zipped(members, ZIP_STORED)


# With a password ----------------------------------------------------------------------------------


def pdf_with_password(user: str, owner: str = "baas") -> bytes:
    """Return a PDF that is really encrypted; without a password of the user it opens for anyone."""
    file = BytesIO()
    with Pdf.new() as made:
        made.add_blank_page()
        made.save(file, encryption=Encryption(user=user, owner=owner))
    return file.getvalue()


def office_with_password() -> bytes:
    """Return what Word and Excel write for a document with a password: [MS-OFFCRYPTO] 1.3.2.

    A compound file ([MS-CFB]) of 512-byte sectors: the table of sectors, the directory with the
    root and its one stream, and the stream with the encrypted document.
    """
    free, end, table, nothing = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    package = bytes(range(256)) * 16  # 4,096 bytes: eight sectors, so no small streams are needed
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4_096, end, 0, end, 0, 0),
    )
    sectors = [table, end, *range(3, 10), end]
    fat = struct.pack("<128I", *sectors, *[free] * (128 - len(sectors)))
    root = _entry("Root Entry", 5, nothing, 1, end, 0)
    stream = _entry("EncryptedPackage", 2, nothing, nothing, 2, len(package))
    return header.ljust(512, b"\xff") + fat + (root + stream).ljust(512, b"\0") + package


def _entry(name: str, kind: int, beside: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ", written, len(written) + 2, kind, 1, beside, beside, child, start, size
    )


MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
 <manifest:file-entry manifest:full-path="/" manifest:media-type="%s"/>
 <manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">%s
 </manifest:file-entry>
</manifest:manifest>"""
LOCKED = """
  <manifest:encryption-data manifest:checksum="r1c=">
   <manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>
  </manifest:encryption-data>"""


def open_document_with_manifest(kind: str, *, locked: bool) -> bytes:
    """Return an OpenDocument with its list of members, of which the content is encrypted or not."""
    listed = MANIFEST % (kind, LOCKED if locked else "")
    content = bytes(range(256)) if locked else b"<x/>"
    return open_document(kind, **{"META-INF/manifest.xml": listed.encode(), "content.xml": content})


GOOD: Mapping[str, bytes] = {
    "besluit.pdf": pdf(),
    "plan.docx": office(WORD),
    "raming.xlsx": office(SHEET),
    "plan.odt": open_document(OPEN_TEXT),
    "raming.ods": open_document(OPEN_SHEET),
    "kaart.png": png(),
    "foto.jpeg": jpeg(),
}


def enclosed(
    session: Session,
    made: Consortium,
    store: Store,
    *files: tuple[str, bytes],
    question: str = "",
    scanned: bool = True,
) -> tuple[Attachment, ...]:
    """Enclose files in a draft for its lead."""
    sent = [service.Sent(name, content) for name, content in files or (("besluit.pdf", pdf()),)]
    wanted = service.Enclosing(store=store, files=sent, question=question, scanned=scanned)
    return service.attach(session, made.lead.actor, made.record, wanted)
