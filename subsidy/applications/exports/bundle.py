"""A whole application as one ZIP: its PDF, its figures, what is enclosed, and proof of each.

The same application gives the same bytes: names, order and instants come from the file itself.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from subsidy.applications.domain.attachments import FileAttachment
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.funding import NOTHING, RESTS, Funding, Payer
from subsidy.applications.exports.completions import NOTHING_AFTER, After
from subsidy.applications.exports.file import file_pdf
from subsidy.applications.exports.receipt import CREATOR
from subsidy.applications.exports.sources import sources_told
from subsidy.core.clock import BRUSSELS
from subsidy.core.text import Text
from subsidy.documents.workbook import Column, Kind, Sheet, write
from subsidy.language import words
from subsidy.storage import Store

FOLDER = "bijlagen"
COMPLETING = "aanvulling"
MANIFEST = "SHA256SUMS.txt"
LEFT_OUT = "niet-opgenomen.txt"
PIECE = 65_536
READABLE = 0o644 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """What goes in: ``attachments`` that can be opened, and those that a virus keeps out.

    ``after``: what stands beside the file, with its own enclosed files: ``completing``.
    """

    file: CaseFile
    made_at: datetime
    is_draft: bool
    attachments: Sequence[FileAttachment]
    left_out: Sequence[FileAttachment] = ()
    after: After = NOTHING_AFTER
    completing: Sequence[FileAttachment] = ()


def bundle(target: IO[bytes], what: Bundled, store: Store) -> None:
    """Write the ZIP piece by piece: memory does not grow with what is enclosed."""
    sums: list[tuple[str, str]] = []
    with ZipFile(target, "w") as archive:
        for name, content in _made(what):
            digest = _add(archive, what, name, BytesIO(content))
            sums.append((digest, name))
        for name, one in (*_named(what.attachments), *_named(what.completing, COMPLETING)):
            with store.open(one.sha256) as file:
                sums.append((_add(archive, what, name, file), name))
        if what.left_out:
            sums.append((_add(archive, what, LEFT_OUT, BytesIO(_why(what.left_out))), LEFT_OUT))
        lines = "".join(f"{digest}  {name}\n" for digest, name in sums)
        _add(archive, what, MANIFEST, BytesIO(lines.encode()))


def _made(what: Bundled) -> Iterator[tuple[str, bytes]]:
    number = what.file.number
    yield f"{number}.pdf", _pdf(what)
    yield f"{number}.xlsx", figures(what.file, what.made_at)


def _pdf(what: Bundled) -> bytes:
    return file_pdf(what.file, what.made_at, is_draft=what.is_draft, beside=what.after)


def _add(archive: ZipFile, what: Bundled, name: str, file: IO[bytes]) -> str:
    """Add a file and return its SHA-256, computed from the bytes that went in."""
    at = what.made_at.astimezone(BRUSSELS)
    entry = ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = ZIP_DEFLATED if name.endswith(".txt") else ZIP_STORED
    entry.external_attr = READABLE
    digest = hashlib.sha256()
    with archive.open(entry, "w", force_zip64=False) as member:
        while piece := file.read(PIECE):
            digest.update(piece)
            member.write(piece)
    return digest.hexdigest()


def _named(
    attachments: Iterable[FileAttachment], folder: str = FOLDER
) -> Iterator[tuple[str, FileAttachment]]:
    """Yield a name for each that no other has, also where capitals do not count."""
    taken: set[str] = set()
    for one in attachments:
        stem, dot, ending = one.name.rpartition(".")
        name, number = one.name, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number}){dot}{ending}"
        taken.add(name.casefold())
        yield f"{folder}/{name}", one


def _why(left_out: Iterable[FileAttachment]) -> bytes:
    text = words(Text("The scanner found a virus in these files. They are left out."))
    return "\n".join([text, *(f"{one.sha256}  {one.name}" for one in left_out), ""]).encode()


# The figures --------------------------------------------------------------------------------------


def figures(file: CaseFile, made_at: datetime) -> bytes:
    """Write the budget, the plan and the indicators as a workbook, one row per figure."""
    sheets = [
        Sheet(Text("Budget"), BUDGET, _budget(file)),
        Sheet(Text("Continuity plan"), CONTINUITY, _continuity(file)),
    ]
    if file.indicators:
        sheets.append(Sheet(Text("Indicators"), INDICATORS, _indicators(file)))
    title = Text("Figures of %(number)s", number=file.number)
    return write(sheets, title=title, creator=CREATOR, created=made_at)


BUDGET = (
    Column(Text("Partner"), width=30),
    Column(Text("Kind of cost"), width=24),
    Column(Text("Year"), Kind.NUMBER),
    *(Column(payer.label, Kind.MONEY, width=18, total=True) for payer in Payer),
)
CONTINUITY = (
    Column(Text("Realisation"), width=40),
    Column(Text("Partner"), width=30),
    Column(Text("Year"), Kind.NUMBER),
    Column(Text("Cost"), Kind.MONEY, total=True),
    Column(Text("Funded"), Kind.MONEY, total=True),
    Column(Text("Not paid yet"), Kind.MONEY, total=True),
    Column(Text("Of which the first source"), Kind.MONEY, total=True),
    Column(Text("Of which the second source"), Kind.MONEY, total=True),
    Column(Text("Of which the third source"), Kind.MONEY, total=True),
    Column(Text("Who pays?"), width=40),
)

INDICATORS = (
    Column(Text("What is counted"), width=40),
    Column(Text("Unit"), width=18),
    Column(Text("Measured on"), Kind.DATE),
    Column(Text("Year"), Kind.NUMBER),
    Column(Text("Value"), Kind.NUMBER),
    Column(Text("What is this value?"), width=18),
    Column(Text("Who measures it, and how?"), width=60),
)


def _budget(file: CaseFile) -> Iterator[Sequence[object]]:
    """Yield who pays what, for every cost and year of which somebody pays something."""
    asked = {(x.partner_id, x.cost_type, x.year): x.requested for x in file.lines}
    for partner in file.partners:
        paid = file.funding_of(partner.id) or Funding(partner_id=partner.id)
        cells = {(kind, year) for owner, kind, year in asked if owner == partner.id}
        cells |= {(one.cost_type, one.year) for one in paid.amounts}
        for kind, year in sorted(cells):
            rest = (paid.amount(payer, kind, year) for payer in RESTS)
            requested = asked.get((partner.id, kind, year), NOTHING)
            yield partner.name, kind, year, requested, *rest


def _continuity(file: CaseFile) -> Iterator[Sequence[object]]:
    titles = {one.id: one.title for one in file.realisations}
    for promise in file.promises:
        name = file.partner(promise.partner_id).name
        for year in promise.years:
            title = titles[promise.realisation_id]
            paid = (year.first, year.second, year.third)
            yield (
                title,
                name,
                year.year,
                year.cost,
                year.funded,
                year.gap,
                *paid,
                sources_told(promise),
            )


def _indicators(file: CaseFile) -> Iterator[Sequence[object]]:
    """Yield a row for what there is now, and one for each target."""
    for one in file.indicators:
        measured = one.measured_on
        year = None if measured is None else measured.year
        rows = [(measured, year, one.baseline, Text("Baseline"))]
        rows += [(None, x.year, x.value, Text("Target")) for x in one.targets]
        for row in rows:
            yield one.name, one.counted_in, *row, one.source
