"""The whole application in one download: as a PDF, or as a ZIP with everything in it."""

from tempfile import TemporaryFile

from flask import abort, current_app
from flask.typing import ResponseReturnValue

from subsidy.applications import exports, queries
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.exports.bundle import Bundled
from subsidy.applications.models import Application
from subsidy.applications.views.completed import owners
from subsidy.applications.views.frame import AT, bp, load, whole_file
from subsidy.policy import Action
from subsidy.storage import StoreError
from subsidy.web import clock
from subsidy.web.access import permit
from subsidy.web.files import download, download_file, store
from subsidy.web.session import db, release


@bp.get(f"{AT}/volledig.pdf")
@permit(Action.READ_APPLICATION, load=load)
def file_pdf(record: Application) -> ResponseReturnValue:
    what = _everything(record)
    release()
    content = exports.file_pdf(what.file, what.made_at, is_draft=what.is_draft, beside=what.after)
    return download(content, f"{record.number}.pdf")


@bp.get(f"{AT}/volledig.zip")
@permit(Action.READ_APPLICATION, load=load)
def file_zip(record: Application) -> ResponseReturnValue:
    """Make the ZIP beside the memory; a file that the store does not give stops it whole."""
    what = _everything(record)
    release()
    target = TemporaryFile()  # noqa: SIM115 - closed when all is sent
    try:
        exports.bundle(target, what, store())
    except StoreError:
        target.close()
        current_app.logger.exception("the store does not give an attachment")
        abort(503)
    return download_file(target, f"{record.number}.zip")


def _everything(record: Application) -> Bundled:
    """Return an application as it was submitted, or the draft as it stands."""
    kept = None if record.status is Status.DRAFT else queries.latest_snapshot(db(), record)
    file = whole_file(record) if kept is None else file_of(kept.content)
    scans = queries.scans(db(), record)
    harmful = [one for one in file.attachments if scans.get(one.id) is Scan.INFECTED]
    after = _after(record)
    documents = [one.document for one in after.changes if one.document is not None]
    return Bundled(
        file=file,
        made_at=clock.now() if kept is None else kept.received_at,
        is_draft=record.status is Status.DRAFT,
        attachments=[one for one in file.attachments if one not in harmful],
        left_out=harmful,
        after=after,
        completing=[*documents, *(file for one in after.completions for file in one.files)],
    )


def _after(record: Application) -> exports.After:
    """Return what came after the submission; nothing does for a draft."""
    if record.status is Status.DRAFT:
        return exports.After()
    completions = tuple(one.shown_to(owners(record)) for one in queries.completions(db(), record))
    return exports.After(completions=completions, changes=queries.changes(db(), record))
