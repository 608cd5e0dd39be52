"""The files of an application: the list, enclosing, downloading, taking out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain import attachments as rules
from subsidy.applications.domain.attachments import Decision, FileAttachment, Scan
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.completion import completes
from subsidy.applications.domain.form import Key
from subsidy.applications.forms import AttachForm, attach_form
from subsidy.applications.models import Application, Attachment
from subsidy.applications.views.frame import AT, bp, in_address, load, page
from subsidy.calls.domain.questions import Kind, Question
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text, plural
from subsidy.policy import Action
from subsidy.storage import StoreError
from subsidy.web.access import actor, permit
from subsidy.web.files import download_stored, is_scanned, store
from subsidy.web.forms import BaseForm, filled
from subsidy.web.session import db
from subsidy.web.templating import tell


@dataclass(frozen=True, slots=True)
class Linked:
    """An enclosed file as a page shows it; ``url`` is None for who may not open it now."""

    file: FileAttachment
    scan: Scan
    url: str | None


def linked(record: Application, file: CaseFile) -> list[Linked]:
    """Return the files of an application with what the scanner says of them now."""
    scans = queries.scans(db(), record) if file.attachments else {}
    return [_linked(record, one, scans.get(one.id, Scan.WAITING)) for one in file.attachments]


def _linked(record: Application, one: FileAttachment, scan: Scan) -> Linked:
    url = url_for("applications.attachment", public_id=record.public_id, attachment=one.id)
    return Linked(one, scan, None if scan is Scan.INFECTED else url)


def by_question(record: Application, asked: Sequence[Question]) -> dict[str, list[Linked]]:
    """Return the files of each question that asks for files; no question asks: no statement."""
    found: dict[str, list[Linked]] = {each.key: [] for each in asked if each.kind is Kind.FILE}
    for row in queries.attachments(db(), record) if found else ():
        if row.question in found:
            found[row.question].append(_linked(record, queries.attached(row), row.scan))
    return found


@bp.get(f"{AT}/bijlagen")
@permit(Action.READ_APPLICATION, load=load)
def attachments(record: Application) -> ResponseReturnValue:
    rows = [
        (each, _linked(record, queries.attached(each.row), each.row.scan))
        for each in queries.enclosed(db(), record)
    ]
    return page(
        "attachments",
        record,
        rows=rows,
        wordings=_wordings(record),
        names={each.public_id: each.organisation.name for each in record.partners},
        key=Key.ATTACHMENTS,
    )


def _asked(record: Application) -> Sequence[Question]:
    form = queries.regulation(record).form
    return [question for question in form.questions if question.kind is Kind.FILE]


def _wordings(record: Application) -> dict[str, str]:
    return {question.key: question.wording for question in _asked(record)}


@bp.route(f"{AT}/bijlagen/nieuw", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def attach(record: Application) -> ResponseReturnValue:
    asked = _asked(record)
    form = filled(attach_form(asked, _partners(record)), question=request.args.get("vraag", ""))
    if form.accepted():
        try:
            rows = service.attach(db(), actor(), record, _wanted(form))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(plural("One file is enclosed.", "%(n)s files are enclosed.", len(rows)))
            return _to_list(record)
    there = queries.attachments(db(), record)
    return page(
        "attach",
        record,
        code=form.status,
        back=url_for(".attachments", public_id=record.public_id),
        form=form,
        limits=_limits(sum(row.size for row in there), len(there)),
    )


def _partners(record: Application) -> list[tuple[str, str]]:
    """Return key and name of the organisations that can have decided something."""
    present = (each for each in record.partners if each.organisation_id in record.partner_ids)
    return [(each.public_id, each.organisation.name) for each in present]


def _wanted(form: AttachForm) -> service.Enclosing:
    decided = form.decided()
    decision = None if decided is None else Decision(*decided)
    return service.Enclosing(
        store=store(),
        files=[service.Sent(name, content) for name, content in form.chosen()],
        question=form.answered(),
        decision=decision,
        scanned=is_scanned(),
    )


def _limits(size: int, number: int) -> Iterator[Text]:
    """Say what may be chosen, before somebody chooses."""
    megabyte = rules.MEGABYTE
    kinds = tuple(kind.label for kind in rules.FileKind)
    yield Text("These kinds of files: %(kinds)s. No macros, no password.", kinds=kinds)
    yield Text(
        "At most %(most)s MB per file, and %(once)s MB at once.",
        most=rules.LARGEST // megabyte,
        once=rules.AT_ONCE // megabyte,
    )
    yield Text(
        "At most %(number)s files and %(all)s MB in the application.",
        number=rules.MOST,
        all=rules.ALL_TOGETHER // megabyte,
    )
    left = max(0, rules.ALL_TOGETHER - size) // megabyte
    yield plural(
        "You can still enclose one file, of %(left)s MB at most.",
        "You can still enclose %(n)s files, of %(left)s MB together.",
        max(0, rules.MOST - number),
        left=left,
    )


def _to_list(record: Application) -> ResponseReturnValue:
    return redirect(url_for(".attachments", public_id=record.public_id), code=303)


def _row(record: Application) -> Attachment:
    found = queries.attachment(db(), record, in_address("attachment"))
    if found is None or completes(found.question):  # that has its own page, and its own readers
        abort(404)
    return found


@bp.get(f"{AT}/bijlagen/<attachment>")
@permit(Action.READ_APPLICATION, load=load)
def attachment(record: Application) -> ResponseReturnValue:
    return sent_as_it_is(_row(record))


def sent_as_it_is(row: Attachment) -> ResponseReturnValue:
    """Answer with the bytes; nobody opens a file with a virus."""
    if row.scan is Scan.INFECTED:
        abort(403)
    try:
        file = store().open(row.content_hash)
    except StoreError:
        current_app.logger.exception("the store does not give an attachment")
        abort(503)
    return download_stored(file, row.size, row.name, rules.MEDIA_TYPES[row.kind])


@bp.route(f"{AT}/bijlagen/<attachment>/verwijder", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load)
def remove_attachment(record: Application) -> ResponseReturnValue:
    row = _row(record)
    form = filled(BaseForm)
    if form.accepted():
        try:
            service.detach(db(), actor(), record, row)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("“%(name)s” is removed.", name=row.name))
            return _to_list(record)
    return page(
        "remove_attachment",
        record,
        code=form.status,
        back=url_for(".attachments", public_id=record.public_id),
        form=form,
        row=row,
        wording=_wordings(record).get(row.question),
    )
