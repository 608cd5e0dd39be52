"""What a file is by its content, whatever its name says; and why it may not come in.

Nothing is unpacked but two small members of an archive, each to a limit; no XML is parsed. A PDF is
opened only when it says that it is encrypted: to know whether that takes a password.
"""

import re
from importlib import import_module
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - an exception, whatever zlib calls it

from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text

MOST_MEMBERS = 2_000
MOST_UNPACKED = 200 << 20
HIGHEST_RATIO = 200  # of a whole archive, packed to unpacked; real documents stay under 30
SMALL_MEMBER = 1 << 20
HEAD, TAIL = 4_096, 1_024
END_OF_ZIP, END_SIZE, LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
PNG_HEAD, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND"
JPEG_HEAD, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
ENCRYPTED = 0x1
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE_LOCKED = "EncryptedPackage".encode("utf-16-le")  # the stream that holds the document
ODF_LOCKED = "encrypted-package"  # a member, since ODF 1.4; before: marks in the manifest
MANIFEST, ODF_MARK = "META-INF/manifest.xml", b"encryption-data"
PDF_MARK = b"/Encrypt"
OFFICE = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_PAGE = re.compile(rb"<(!doctype\s+html|html|script|svg|\?php)", re.IGNORECASE)
_MACRO_PARTS = re.compile(
    r"(^|/)(vba[a-z]*\.bin|vbadata\.xml|macrosheets/|activex/|basic/|scripts/)", re.IGNORECASE
)
_BROKEN = (BadZipFile, ZlibError, EOFError, NotImplementedError, OSError, ValueError)


def recognised(content: bytes) -> str:
    """Return ``pdf``, ``docx``, ``xlsx``, ``odt``, ``ods``, ``png`` or ``jpeg``.

    Raises RefusedError for anything else, and for a file that is two things at once.
    """
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    if content.startswith(OLD_OFFICE) and OFFICE_LOCKED in content:
        raise _password()
    kind = _plain_kind(content)
    if kind is None:
        raise _unknown()
    if kind == "pdf" and PDF_MARK in content and _asks_password(content):
        raise _password()
    if _PAGE.search(content[:HEAD]) or _ends_as_zip(content):
        raise _two_things()
    return kind


def _unknown() -> RefusedError:
    return refuse(Text("The content of this file is no PDF, Word, Excel, ODF, PNG or JPEG."))


def _two_things() -> RefusedError:
    return refuse(Text("This file hides another file. Save it again and choose the new one."))


def _macros() -> RefusedError:
    text = Text("This file has macros. Save it without macros, for example as .docx or .xlsx.")
    return refuse(text)


def _password() -> RefusedError:
    text = Text(
        "This file has a password, so nobody else can read it. "
        "Save it again without a password and choose the new file."
    )
    return refuse(text)


def _asks_password(content: bytes) -> bool:
    """Open the PDF; the library for it would cost every start 0.1 s."""
    asks: bool = import_module("subsidy.documents.passwords").asks_password(content)
    return asks


def _plain_kind(content: bytes) -> str | None:
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-TAIL:]:
        return "pdf"
    if content.startswith(PNG_HEAD):
        return "png" if _is_whole_png(content) else None
    if content.startswith(JPEG_HEAD) and JPEG_END in content[-LONGEST_COMMENT:]:
        return "jpeg"
    return None


def _is_whole_png(content: bytes) -> bool:
    """Walk over the chunks: a PNG ends with its last one, and nothing comes after it."""
    at = len(PNG_HEAD)
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4])
        name, at = content[at + 4 : at + 8], at + 12 + size
        if name == PNG_END:
            return at == len(content)
    return False


def _ends_as_zip(content: bytes) -> bool:
    """Return whether an archive reader would find an archive at the end of these bytes."""
    start = max(0, len(content) - END_SIZE - LONGEST_COMMENT)
    at = content.find(END_OF_ZIP, start)
    while at >= 0:
        if at + END_SIZE <= len(content):
            comment = int.from_bytes(content[at + 20 : at + END_SIZE], "little")
            if at + END_SIZE + comment == len(content):
                return True
        at = content.find(END_OF_ZIP, at + 1)
    return False


# Archives: Office and OpenDocument ----------------------------------------------------------------


def _archive(content: bytes) -> str:
    if not _ends_as_zip(content):
        raise _unknown()
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            _refuse_members(members, len(content))
            kind = _kind_of(archive, members)
    except _BROKEN as error:
        raise _unknown() from error
    if kind is None:
        raise _unknown()
    return kind


def _refuse_members(members: list[ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    small = unpacked <= min(MOST_UNPACKED, HIGHEST_RATIO * packed)
    if not members:
        raise _unknown()
    if len(members) > MOST_MEMBERS or not small:
        raise refuse(Text("This file grows too large when it is opened. Make it smaller."))
    if any(map(_has_macros, members)):
        raise _macros()
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise _password()
    names = [member.filename for member in members]
    starts = min(member.header_offset for member in members)
    if starts or len(set(names)) < len(names) or any(map(_leaves, names)):
        raise _two_things()


def _has_macros(member: ZipInfo) -> bool:
    return _MACRO_PARTS.search(member.filename) is not None


def _leaves(name: str) -> bool:
    """Return whether a member would be unpacked outside its own folder."""
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name)


def _kind_of(archive: ZipFile, members: list[ZipInfo]) -> str | None:
    first = members[0]
    if first.filename == "mimetype":
        _refuse_locked(archive, members)
        return OPEN_DOCUMENT.get(_small(archive, first).strip())
    kinds = {kind for mark, kind in OFFICE.items() if mark in _content_types(archive)}
    return kinds.pop() if len(kinds) == 1 else None


def _refuse_locked(archive: ZipFile, members: list[ZipInfo]) -> None:
    """Refuse an OpenDocument whose members are encrypted: the manifest says how."""
    named = {member.filename: member for member in members}
    manifest = named.get(MANIFEST)
    marked = manifest is not None and ODF_MARK in _small(archive, manifest)
    if marked or ODF_LOCKED in named:
        raise _password()


def _content_types(archive: ZipFile) -> bytes:
    found = next((each for each in archive.infolist() if each.filename == _TYPES), None)
    text = b"" if found is None else _small(archive, found)
    if b"macroEnabled" in text:
        raise _macros()
    return text


_TYPES = "[Content_Types].xml"


def _small(archive: ZipFile, member: ZipInfo) -> bytes:
    """Read a member to a limit, whatever size it says it has."""
    with archive.open(member) as file:
        return file.read(SMALL_MEMBER)
