"""Where partners talk about the parts of their file, apart from the file itself."""

from collections.abc import Mapping

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.expectations import EXPECTATIONS
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.places import key_of, place_of
from subsidy.applications.forms import RemarkForm, ReplyForm
from subsidy.applications.models import Application, CommentThread
from subsidy.applications.views.frame import AT, bp, load, page, part_title, whole_file
from subsidy.core.errors import Refusal, RefusedError, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.forms import BaseForm, filled, options, sent
from subsidy.web.session import db
from subsidy.web.templating import tell

REMARK, REPLY, SETTLE, REOPEN = "remark", "reply", "settle", "reopen"


@bp.get(f"{AT}/opmerkingen")
@permit(Action.COMMENT, load=load)
def comments(record: Application) -> ResponseReturnValue:
    _refuse_strangers(record)
    file = whole_file(record)
    form = filled(RemarkForm, part=request.args.get("deel", ""))
    return _page(record, file, form)


@bp.post(f"{AT}/opmerkingen")
@permit(Action.COMMENT, load=load)
def comment(record: Application) -> ResponseReturnValue:
    """Add a remark or an answer, settle a conversation or open it again."""
    _refuse_strangers(record)
    act = sent("act")
    if act == REMARK:
        return _remark(record)
    thread = queries.thread(db(), record, sent("thread"))
    if thread is None or act not in {REPLY, SETTLE, REOPEN}:
        abort(404)
    if act == REPLY:
        return _reply(record, thread)
    service.settle(db(), actor(), record, thread, settled=act == SETTLE)
    tell(Text("The conversation is settled.") if act == SETTLE else Text("It is open again."))
    return _back(record)


def _refuse_strangers(record: Application) -> None:
    """Who is invited and did not answer yet may read the draft, but not what is said about it."""
    if not service.may_discuss(record, actor()):
        abort(403)


def _remark(record: Application) -> ResponseReturnValue:
    file = whole_file(record)
    form = filled(RemarkForm)
    key = key_of(form.part.data or "") or ""
    if form.accepted():
        try:
            refuse_if(_unknown(key, _parts(record, file)))
            service.remark(db(), actor(), record, key, form.body.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your remark is there. The other partners see it."))
            return _back(record)
    return _page(record, file, form)


def _unknown(key: str, parts: Mapping[str, Text]) -> list[Refusal]:
    return [] if key in parts else [Refusal(Text("Choose a part."), "part")]


def _reply(record: Application, thread: CommentThread) -> ResponseReturnValue:
    form = filled(ReplyForm, prefix=f"{thread.public_id}-")
    if form.accepted():
        try:
            service.remark(db(), actor(), record, thread, form.body.data or "")
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("Your answer is there. The other partners see it."))
            return _back(record)
    return _page(record, whole_file(record), RemarkForm(), {thread.public_id: form})


def _back(record: Application) -> ResponseReturnValue:
    return redirect(url_for(".comments", public_id=record.public_id), code=303)


def _page(
    record: Application,
    file: CaseFile,
    form: RemarkForm,
    typed: Mapping[str, ReplyForm] | None = None,
) -> ResponseReturnValue:
    parts = _parts(record, file)
    form.part.choices = options(*((place_of(key), title) for key, title in parts.items()))
    found = queries.conversations(db(), record, actor())
    replies = {
        one.thread.public_id: ReplyForm(prefix=f"{one.thread.public_id}-") for one in found
    } | dict(typed or {})
    refused: BaseForm = next((each for each in replies.values() if each.errors), form)
    return page(
        "comments",
        record,
        code=refused.status,
        form=refused,
        remark=form,
        replies=replies,
        titles={one.thread.key: _title(parts, one.thread.key) for one in found},
        open=[one for one in found if one.thread.settled_at is None],
        settled=[one for one in found if one.thread.settled_at is not None],
    )


def _title(parts: Mapping[str, Text], key: str) -> Text:
    return parts.get(key) or Text("A part that is gone")


def _parts(record: Application, file: CaseFile) -> dict[str, Text]:
    """Return the parts about which one can talk, by their key."""
    whole = [Key.PROJECT, Key.CONTACT, Key.CONTENT, Key.PRIVACY, Key.BUDGET, Key.DECLARATIONS]
    keys = [str(key) for key in whole]
    if file.expectations:
        keys.append(EXPECTATIONS)
    if file.indicators:
        keys.append(str(Key.INDICATORS))
    if queries.regulation(record).form:
        keys.append(str(Key.QUESTIONS))
    for partner in file.partners:
        keys += [queries.tasks_key(partner.id), queries.funding_key(partner.id)]
    for one in file.realisations:
        keys += [queries.realisation_key(one.id), queries.scaling_key(one.id)]
        keys.append(queries.continuity_key(one.id))
    return {key: part_title(file, key) for key in keys}
