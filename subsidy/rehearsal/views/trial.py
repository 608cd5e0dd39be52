"""Trying a draft out before it is published: on the municipalities and on applications.

Nothing is stored. The municipalities and earlier calls are asked in the address; a workbook is
sent, read, answered with the page, and forgotten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries as applications
from subsidy.calls import queries as calls
from subsidy.calls.domain.dossier import Fact
from subsidy.calls.domain.regulation import dump
from subsidy.calls.domain.rules import asked_facts
from subsidy.calls.domain.trial import Draft, RuleReach, World, draft_of
from subsidy.calls.models import Call
from subsidy.calls.views.public import part_of
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.organisations import queries as organisations
from subsidy.organisations.models import Organisation
from subsidy.planning import queries as planning
from subsidy.policy import Action
from subsidy.rehearsal import exports, imports
from subsidy.rehearsal.domain.trial import (
    Applications,
    Municipalities,
    Source,
    hardest,
    name_of,
    said,
    try_applications,
    try_municipalities,
    why,
)
from subsidy.rehearsal.forms import EarlierForm, WorkbookForm
from subsidy.rehearsal.views.blueprint import bp
from subsidy.rehearsal.views.figures import map_of
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.forms import filled, filters, options, sent
from subsidy.web.paging import SIZE, Page, page_number
from subsidy.web.session import db, undo

AT = "/oproepen/<public_id>/proefdraaien"
NAME = "proefdraaien.xlsx"


@bp.route(AT, methods=["GET", "POST"])
@permit(Action.TRY_CALL, load=calls.call)
def trial(call: Call) -> ResponseReturnValue:
    form, earlier = filled(WorkbookForm), _earlier()
    sources: Sequence[Source] | None = None
    if form.accepted():
        try:
            sources = [Source(file) for file in imports.read_applications(form.content())]
        except RefusedError as refused:
            form.show(imports.told(refused))
    if sources is None and not form.errors:
        sources = _handed_in(earlier)
    ready = _prepared(call, sources)
    if request.method == "POST" and sources is not None and sent("werkboek"):
        return _workbook(call, ready)
    return _page(call, form, earlier, ready), form.status


@bp.get(f"{AT}.xlsx")
@permit(Action.TRY_CALL, load=calls.call)
def workbook(call: Call) -> ResponseReturnValue:
    return _workbook(call, _prepared(call, _handed_in(_earlier())))


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that a trial reads from the database; what follows asks it nothing more."""

    draft: Draft
    world: World
    towns: Sequence[Organisation]
    sources: Sequence[Source] | None


def _prepared(call: Call, sources: Sequence[Source] | None) -> Prepared:
    """Read all that is needed, and end the transaction: the trial itself takes a while."""
    draft, towns = draft_of(_data(call)), organisations.municipalities(db())
    world = calls.world(db(), towns)
    if sources and Fact.GRANTS in asked_facts(draft.requirements):
        known = applications.registered(db(), [source.file for source in sources])
        sources = [replace(source, grants=known[source.file.id]) for source in sources]
    if sources and Fact.LINKS in asked_facts(draft.requirements):
        linked = planning.linked_pairs(db())
        sources = [replace(source, linked=linked) for source in sources]
    undo()
    return Prepared(draft, world, towns, sources)


def _workbook(call: Call, ready: Prepared) -> ResponseReturnValue:
    made = exports.trial_workbook(
        call.title,
        ready.draft,
        try_municipalities(ready.draft, ready.world),
        try_applications(ready.draft, ready.sources or (), ready.world),
        actor().now,
    )
    return download(made, NAME)


def _page(call: Call, form: WorkbookForm, earlier: EarlierForm, ready: Prepared) -> str:
    draft, sources = ready.draft, ready.sources
    found = try_municipalities(draft, ready.world)
    tried = None if sources is None else try_applications(draft, sources, ready.world)
    return render_template(
        "rehearsal/trial.html",
        call=call,
        form=form,
        earlier=earlier,
        unreadable=draft.unreadable,
        part_of=part_of,
        found=found,
        hardest=hardest(found),
        rules=_rules(draft, found),
        map=map_of(found.reach, ready.towns),
        tried=tried,
        imported=request.method == "POST",
        name_of=name_of,
        page=_rows(tried),
        workbook_url=url_for(".workbook", public_id=call.public_id, oproep=earlier.oproep.data),
    )


def _data(call: Call) -> Mapping[str, Any]:
    """Return the regulation that holds, or the draft as far as it is written."""
    return dump(call.versions[-1].regulation) if call.versions else call.draft


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that who works together decides, with what they do; the others by the reason."""

    decided: Sequence[tuple[Text, RuleReach]]
    waiting: Sequence[tuple[Text, Sequence[Text]]]

    def __bool__(self) -> bool:
        return bool(self.decided or self.waiting)


def _rules(draft: Draft, found: Municipalities) -> Rules:
    waiting: dict[str, tuple[Text, list[Text]]] = {}
    decided = []
    for each in found.reach.rules:
        says, reason = said(draft, each.requirement), why(each)
        if each.decided:
            decided.append((says, each))
        else:
            waiting.setdefault(reason.msgid, (reason, []))[1].append(says)
    return Rules(decided, list(waiting.values()))


def _rows(tried: Applications | None) -> Page[Any] | None:
    """Return one page of the applications; of a workbook only the first, as it is not kept."""
    if tried is None:
        return None
    total = len(tried.rows)
    number = 1 if request.method == "POST" else page_number(total)
    start = (number - 1) * SIZE
    return Page(tried.rows[start : start + SIZE], number, total)


def _earlier() -> EarlierForm:
    """Return which closed calls are chosen; a bare address means the last one that closed."""
    form = filters(EarlierForm)
    offered = applications.closed_calls(db(), actor().now)
    form.oproep.choices = options(*((each.public_id, each.title) for each in offered))
    known = [each.public_id for each in offered]
    asked = request.args.getlist("oproep")
    form.oproep.data = [each for each in known if each in asked] if asked else known[:1]
    return form


def _handed_in(earlier: EarlierForm) -> Sequence[Source]:
    handed = applications.handed_in(db(), earlier.oproep.data or (), actor().now)
    return [Source(each.file, each.call, each.public_id) for each in handed]
