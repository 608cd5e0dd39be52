"""The guard at the door: refuses what is no workbook, or cannot be read without harm.

Everything here looks at sizes and bytes; nothing is parsed before all of it has passed.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - an exception, whatever zlib calls it

from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text

MEBIBYTE = 1 << 20
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and every encrypted file of Office
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
TAGS_PER_CELL = 10
TAGS_BESIDE_CELLS = 100_000

_FORBIDDEN = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an uploaded workbook may cost us."""

    size: int = 10 * MEBIBYTE
    unpacked: int = 30 * MEBIBYTE
    ratio: int = 100  # of an entry, packed to unpacked; repetitive sheets reach about 40
    entries: int = 300
    sheets: int = 20
    rows: int = 20_000
    columns: int = 100
    cells: int = 100_000

    @property
    def tags(self) -> int:
        """Return how many XML tags may occur; memory goes with them, whatever they are."""
        return TAGS_PER_CELL * self.cells + TAGS_BESIDE_CELLS


UPLOAD = Limits()


def check(data: bytes, limits: Limits) -> None:
    """Raise RefusedError when the file is no workbook or would do harm."""
    if len(data) > limits.size:
        raise _too_big(limits)
    if data.startswith(OLD_OFFICE):
        raise _of_old_office(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_entries(archive, limits)
            _check_contents(archive, limits)
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise not_a_workbook() from error


def not_a_workbook() -> RefusedError:
    return refuse(
        Text("This file is not a readable Excel workbook. Save it as “Excel workbook (.xlsx)”.")
    )


def _too_big(limits: Limits) -> RefusedError:
    most = limits.size // MEBIBYTE
    return refuse(Text("The file is too large. Use a file of at most %(n)s MB.", n=most))


def _of_old_office(data: bytes) -> RefusedError:
    if ENCRYPTED_STREAM in data:
        return refuse(Text("The workbook has a password. Remove the password and try again."))
    return refuse(
        Text("This is a file of an old Excel (.xls). Save it as “Excel workbook (.xlsx)”.")
    )


def _check_entries(archive: ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if any("vbaproject" in name.casefold() for name in names):
        raise _has_macros()
    if len(names) != len(entries) or {"[Content_Types].xml", "xl/workbook.xml"} - names:
        raise not_a_workbook()
    if any(entry.flag_bits & 1 for entry in entries):
        raise not_a_workbook()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries or unpacked > limits.unpacked:
        raise _bomb()
    if any(_inflated(entry, limits) for entry in entries):
        raise _bomb()


def _inflated(entry: ZipInfo, limits: Limits) -> bool:
    return entry.file_size > max(MEBIBYTE, limits.ratio * entry.compress_size)


def _has_macros() -> RefusedError:
    return refuse(
        Text("The workbook has macros. Save it without macros, as “Excel workbook (.xlsx)”.")
    )


def _bomb() -> RefusedError:
    return refuse(
        Text("The workbook holds too much. Copy only the cells with data to a new workbook.")
    )


def _check_contents(archive: ZipFile, limits: Limits) -> None:
    """Read every XML part once as bytes: plain UTF-8, without entities, with few enough tags."""
    tags = 0
    for entry in archive.infolist():
        if not entry.filename.casefold().endswith((".xml", ".rels")):
            continue
        content = archive.read(entry)
        tags += content.count(b"<")
        if tags > limits.tags:
            raise _bomb()
        if not _harmless(content):
            raise not_a_workbook()
        if entry.filename == "[Content_Types].xml" and b"macroEnabled" in content:
            raise _has_macros()


def _harmless(content: bytes) -> bool:
    content = content.removeprefix(b"\xef\xbb\xbf")
    declared = _ENCODING.match(content)
    plain = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii")
    return plain and content.lstrip()[:1] == b"<" and not _FORBIDDEN.search(content)
