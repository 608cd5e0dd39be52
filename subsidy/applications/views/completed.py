"""What the agency asked to complete and what came of it, as pages show it beside the file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from subsidy.applications import queries
from subsidy.applications.domain.attachments import FileAttachment, Scan
from subsidy.applications.domain.completion import Completion, State
from subsidy.applications.models import Application
from subsidy.applications.views.attaching import Linked
from subsidy.web import clock
from subsidy.web.session import db

Link = Callable[[str, Scan], str | None]


@dataclass(frozen=True, slots=True)
class Beside:
    """A request with its state; ``files``: those of each point, by its identifier."""

    completion: Completion
    state: State
    files: Mapping[str, Sequence[Linked]]


def completed(record: Application, link: Link | None = None) -> list[Beside]:
    """Return what stands beside a file; no answer is shown before it was sent.

    ``link``: where a reader opens a file, None when it may not be opened.
    """
    return [beside(record, one.shown, link) for one in queries.completions(db(), record)]


def beside(record: Application, one: Completion, link: Link | None = None) -> Beside:
    scans = queries.scans(db(), record) if one.files else {}
    files = {
        point.id: [_linked(record, file, scans, link) for file in point.files]
        for point in one.points
    }
    return Beside(one, one.state(clock.now()), files)


def _linked(
    record: Application, file: FileAttachment, scans: Mapping[str, Scan], link: Link | None
) -> Linked:
    scan = scans.get(file.id, Scan.WAITING)
    if link is not None:
        return Linked(file, scan, link(file.id, scan))
    url = url_for("applications.completion_file", public_id=record.public_id, attachment=file.id)
    return Linked(file, scan, url)
