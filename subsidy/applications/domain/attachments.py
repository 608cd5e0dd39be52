"""Files that are enclosed in an application: what may be enclosed, under which name, how far it is.

Limits are shown before somebody chooses; what is wrong is said per file, all at once.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from subsidy.calls.domain.dossier import QUIET
from subsidy.calls.domain.questions import Form, Kind
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text

MEGABYTE = 1_000_000
LARGEST = 10 * MEGABYTE
AT_ONCE = 12 * MEGABYTE  # what one request may carry
MOST = 20
ALL_TOGETHER = 60 * MEGABYTE
LONGEST_NAME = 120
PLACE = "files"


class FileKind(Labelled):
    """What a file is by its content."""

    PDF = "pdf", N_("PDF")
    DOCX = "docx", N_("Word document")
    XLSX = "xlsx", N_("Excel workbook")
    ODT = "odt", N_("OpenDocument text")
    ODS = "ods", N_("OpenDocument spreadsheet")
    PNG = "png", N_("PNG picture")
    JPEG = "jpeg", N_("JPEG picture")


MEDIA_TYPES: Mapping[FileKind, str] = MappingProxyType(
    {
        FileKind.PDF: "application/pdf",
        FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileKind.ODT: "application/vnd.oasis.opendocument.text",
        FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
        FileKind.PNG: "image/png",
        FileKind.JPEG: "image/jpeg",
    }
)
ENDINGS: Mapping[str, FileKind] = MappingProxyType(
    {**{kind.value: kind for kind in FileKind}, "jpg": FileKind.JPEG}
)


class Scan(Labelled):
    """What is known of viruses in a file."""

    WAITING = "waiting", N_("not scanned yet"), "yellow"
    CLEAN = "clean", N_("no virus found"), "green"
    INFECTED = "infected", N_("virus found"), "red"
    UNSCANNED = "unscanned", N_("not scanned: there is no scanner"), "grey"


TO_SCAN = (Scan.WAITING, Scan.UNSCANNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAttachment:
    """One enclosed file, as a file and its snapshot keep it. ``question``: that it answers.

    ``decision_of``: the partner whose college or council decided so; ``dated``: on which day.
    """

    id: str
    name: str
    size: int
    kind: FileKind
    sha256: str
    question: str = ""
    decision_of: str = field(default="", metadata=QUIET)
    dated: date | None = field(default=None, metadata=QUIET)


@dataclass(frozen=True, slots=True)
class Decision:
    """Says that what is enclosed is a decision: of which partner, on which day."""

    partner_id: str
    dated: date


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that somebody wants to enclose; ``kind``: what its content is, None if unfit."""

    name: str
    size: int
    kind: FileKind | None
    sha256: str = ""


# Names --------------------------------------------------------------------------------------------


def clean_name(typed: str) -> str:
    """Return a name without folders, control characters or tricks with the reading direction."""
    last = typed.replace("\\", "/").rpartition("/")[2]
    plain = "".join(map(_safe, unicodedata.normalize("NFC", last)))
    name = " ".join(plain.split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name[:LONGEST_NAME] or "bijlage"
    return f"{stem[: LONGEST_NAME - len(ending) - 1].strip() or 'bijlage'}.{ending}"[:LONGEST_NAME]


def _safe(character: str) -> str:
    if unicodedata.category(character)[0] in "CZ":
        return " " if character.isspace() else ""
    return "-" if character in '<>:"|?*' else character


def ending_of(name: str) -> FileKind | None:
    """Return what the name says that the file is."""
    return ENDINGS.get(name.rpartition(".")[2].lower()) if "." in name else None


# What may be enclosed -----------------------------------------------------------------------------


def unfit_size(size: int) -> Text | None:
    if size == 0:
        return Text("This file is empty. Choose the file again.")
    if size > LARGEST:
        return Text("This file is too large: at most %(most)s MB.", most=LARGEST // MEGABYTE)
    return None


def unfit_name(name: str, kind: FileKind) -> Text | None:
    """Say that the name and the content do not agree."""
    if ending_of(name) is kind:
        return None
    text = N_("The name says something else than the content: this is a %(kind)s.")
    return Text(text, kind=kind.label)


def too_much(there: Sequence[FileAttachment], offered: Sequence[Offered]) -> Iterator[Refusal]:
    """Say when all files together are too many or too large, and which were enclosed already."""
    if len(there) + len(offered) > MOST:
        text = N_("Enclose at most %(most)s files. There are %(there)s already.")
        yield Refusal(Text(text, most=MOST, there=len(there)), PLACE)
    size = sum(one.size for one in there) + sum(one.size for one in offered)
    if size > ALL_TOGETHER:
        text = N_("All files together are larger than %(most)s MB. Enclose fewer or smaller ones.")
        yield Refusal(Text(text, most=ALL_TOGETHER // MEGABYTE), PLACE)


def of_file(name: str, reason: Text) -> Refusal:
    """Return what is wrong with one file of several."""
    return Refusal(Text("“%(name)s”: %(reason)s", name=name, reason=reason), PLACE)


# Answers to a question of the call ----------------------------------------------------------------


def with_files(
    form: Form, answers: Mapping[str, Any], attachments: Iterable[FileAttachment]
) -> Mapping[str, Any]:
    """Return answers in which a question for files is answered by the names of those files."""
    asked = {question.key for question in form.questions if question.kind is Kind.FILE}
    if not asked:
        return answers
    found: dict[str, list[str]] = {key: [] for key in asked}
    for one in attachments:
        if one.question in asked:
            found[one.question].append(one.name)
    return {**answers, **found}
