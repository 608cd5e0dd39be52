"""Small files of every kind that may be enclosed, and of kinds that may not."""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

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
    return zipped({"mimetype": kind.encode(), "content.xml": b"<x/>", **more}, ZIP_STORED)


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
