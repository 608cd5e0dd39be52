"""What the agency asked to complete and what came of it, as pages show it beside the file."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from subsidy.applications import queries
from subsidy.applications.domain.attachments import FileAttachment, Scan
from subsidy.applications.domain.completion import Completion, State
from subsidy.applications.models import Application, Partner
from subsidy.applications.views.attaching import Linked
from subsidy.policy import Action, Owner, allows
from subsidy.web import clock
from subsidy.web.access import actor
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

    ``link``: where a juror opens a file, None when it may not be opened; no juror knows an account.
    """
    known = owners(record) if link is None else ()
    return [beside(record, one.shown_to(known), link) for one in queries.completions(db(), record)]


def owners(record: Application) -> Collection[str]:
    """Return the partners whose whole account the reader may know: its own, or all of them."""
    return {row.public_id for row in record.partners if sees_account(row)}


def sees_account(row: Partner) -> bool:
    """Whether the reader may know the whole account number, and the letter that holds it."""
    own = row.organisation_id == actor().organisation_id
    return own or allows(actor(), Action.READ_ACCOUNT, Owner(row.organisation_id))


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
