"""Where an officer writes a call: the list, a new call, and one page per part."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from subsidy.budget import queries as budget
from subsidy.calls import exports, forms, imports, queries, service
from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.domain.regulation import WEIGHT, new_draft, remarks
from subsidy.calls.domain.rules import by_theme
from subsidy.calls.models import Call, DraftPart
from subsidy.calls.views.blueprint import bp
from subsidy.calls.views.concerned import concerned
from subsidy.calls.views.preparing import overlap_warnings
from subsidy.calls.views.public import all_shown, of_part
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import N_, Text
from subsidy.planning import queries as planning
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.forms import BaseForm, filled, filters, options, sent
from subsidy.web.paging import SIZE, Page, Sort, narrowing, page_number, sort_by
from subsidy.web.session import db, release
from subsidy.web.templating import tell

ASKED = ("tekst", "stand", "sorteer")
LONGEST_SEARCH = 100
Values = Callable[[Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the editor: its form, and what stands in it at first."""

    title: str
    form: Callable[[], type[Any]]
    values: Values


@dataclass(frozen=True, slots=True)
class Beside:
    """What a colleague saved while somebody else typed, and where the two differ."""

    saved: DraftPart
    pairs: tuple[forms.Pair, ...]


PARTS = {
    "doel": Part(N_("Aim and dates"), lambda: forms.AimForm, forms.aim_values),
    "voorbereiding": Part(
        N_("Preparation"), lambda: forms.PreparationForm, forms.preparation_values
    ),
    "geld": Part(N_("Money"), lambda: forms.AmountsForm, forms.amounts_values),
    "regels": Part(N_("Conditions"), forms.rules_form, forms.rules_values),
    "criteria": Part(N_("Award criteria"), lambda: forms.CriteriaForm, forms.criteria_values),
    "beoordeling": Part(
        N_("Assessment, payment, continuity"), lambda: forms.AssessmentForm, forms.assessment_values
    ),
}
ROUND = "trekkingsrecht"  # the template of a round, which divides money by a key
COMPARED = ("doel", "voorbereiding")  # the parts that decide what overlaps


@bp.get("/beheer")
@permit(Action.LIST_CALLS)
def manage() -> ResponseReturnValue:
    form = filters(forms.FilterForm)
    wanted, sort = _wanted(form), sort_by(*queries.COLUMNS)
    totals = queries.totals(db(), actor(), wanted)
    number = page_number(totals.calls)
    start = (number - 1) * SIZE
    calls = queries.listed(db(), actor(), wanted, _order(sort), offset=start, limit=SIZE)
    return render_template(
        "calls/manage.html",
        form=form,
        narrowed=wanted != queries.Filter(),
        totals=totals,
        sort=sort,
        page=Page(all_shown(calls), number, totals.calls),
        workbook_url=url_for(".workbook", **narrowing(*ASKED)),
    )


@bp.get("/beheer.xlsx")
@permit(Action.LIST_CALLS)
def workbook() -> ResponseReturnValue:
    wanted, order = _wanted(filters(forms.FilterForm)), _order(sort_by(*queries.COLUMNS))
    calls = all_shown(queries.listed(db(), actor(), wanted, order))
    release()
    rows = [(each.call, each.phase) for each in calls]
    return download(exports.list_workbook(rows, actor().now), "oproepen.xlsx")


def _order(sort: Sort) -> queries.Order:
    return queries.Order(sort.key, sort.descending)


def _wanted(form: forms.FilterForm) -> queries.Filter:
    chosen = {status.value: status for status in Status}.get(form.stand.data or "")
    return queries.Filter(status=chosen, text=(form.tekst.data or "").strip()[:LONGEST_SEARCH])


@bp.route("/nieuw", methods=["GET", "POST"])
@permit(Action.CREATE_CALL)
def create() -> ResponseReturnValue:
    lines = {line.public_id: line for line in budget.lines(db())}
    earlier = {call.public_id: call for call in queries.listed(db(), actor(), queries.Filter())}
    templates = {each.key: each for each in imports.call_templates()}
    form = filled(forms.NewCallForm)
    form.line.choices = options(
        ("", N_("Choose")), *((key, line.name) for key, line in lines.items())
    )
    form.source.choices = options(
        ("", N_("an empty call")),
        *(
            (each.key, Text("the template “%(name)s”", name=each.name))
            for each in templates.values()
        ),
        (ROUND, N_("the template “drawing right for every municipality”")),
        *((key, Text("a copy of “%(title)s”", title=each.title)) for key, each in earlier.items()),
    )
    if form.accepted():
        source = form.source.data or ""
        if source == ROUND:
            return redirect(_round(form), code=303)
        begun = templates[source].data if source in templates else None
        if source in earlier:
            begun = earlier[source].draft
        draft = _beginning(form.title.data or "", begun)
        call = service.create(db(), actor(), lines[form.line.data or ""], draft)
        return redirect(url_for(".show", public_id=call.public_id), code=303)
    return render_template("calls/create.html", form=form), form.status


def _round(form: forms.NewCallForm) -> str:
    """Return where a drawing right is written: a round, with the title and line of this form."""
    title, line = form.title.data or "", form.line.data or ""
    return url_for("allocation.create_round", sjabloon=ROUND, titel=title, lijn=line)


def _beginning(title: str, source: Mapping[str, Any] | None) -> dict[str, Any]:
    if source is None:
        return new_draft(title)
    return {**deepcopy(dict(source)), "oproep": {**source.get("oproep", {}), "titel": title}}


def _call_of_part(session: Session, public_id: str, part: str) -> Call | None:
    return queries.call(session, public_id) if part in PARTS else None


@bp.route("/<public_id>/bewerk/<part>", methods=["GET", "POST"])
@permit(Action.EDIT_CALL, load=_call_of_part)
def edit(call: Call) -> ResponseReturnValue:
    key = (request.view_args or {})["part"]
    part = PARTS[key]
    if call.status is not Status.DRAFT:
        status = call.status.label
        raise refuse(Text("This is not possible any more: the status is “%(s)s”.", s=status))
    form = filled(part.form(), **part.values(call.draft))
    offer_surveys(form)
    if form.accepted():
        try:
            service.save(db(), actor(), call, key, typed(form, call.draft), sent_version())
        except RefusedError as refused:
            form.show(refused)
            return _compared(call, key, form)
        else:
            tell(Text("This part is saved."))
            return redirect(_after(call, key), code=303)
    return _page_of_part(call, key, form, sent("version", str(call.version)))


def offer_surveys(form: BaseForm) -> None:
    """Offer the needs surveys with a published result, on the part that names one."""
    if isinstance(form, forms.PreparationForm):
        form.offer({each.public_id: each.title for each in planning.published_surveys(db())})


def _page_of_part(
    call: Call, key: str, form: BaseForm, version: str, beside: Beside | None = None
) -> tuple[str, int]:
    page = render_template(
        "calls/edit.html",
        call=call,
        form=form,
        part=PARTS[key],
        parts=PARTS,
        current=key,
        themes=by_theme(),
        weight=WEIGHT,
        overlaps=overlap_warnings(call) if key in COMPARED else (),
        version=version,
        beside=beside,
        todo=() if beside or form.errors else of_part(key, remarks(call.draft)),
        concerns=of_part(key, concerned(call)),
    )
    return page, form.status


def _compared(call: Call, key: str, mine: BaseForm) -> tuple[str, int]:
    """Show what a colleague saved beside what was typed; who saves again chooses the latter."""
    theirs = queries.latest_part(db(), call, key)
    if theirs is None or theirs.number <= sent_version():  # refused for another reason
        return _page_of_part(call, key, mine, str(call.version))
    pairs = forms.differing(_form_of(key, call.draft), mine)
    return _page_of_part(call, key, mine, str(call.version), Beside(theirs, pairs))


def _form_of(key: str, draft: Mapping[str, Any]) -> BaseForm:
    part = PARTS[key]
    made: BaseForm = part.form()(**part.values(draft))
    offer_surveys(made)  # or the name of a survey that was chosen is not known
    return made


@bp.get("/<public_id>/bewerk/<part>/versies")
@permit(Action.EDIT_CALL, load=_call_of_part)
def versions(call: Call) -> ResponseReturnValue:
    """Show every version of a part, and one beside the text of now: the one before, at first."""
    key = (request.view_args or {})["part"]
    found = queries.versions_of_part(db(), call, key)
    wanted = request.args.get("versie", "")
    chosen = next((each for each in found if str(each.number) == wanted), None)
    if chosen is None and len(found) > 1:
        chosen = found[1]
    pairs = chosen and forms.differing(_form_of(key, chosen.content), _form_of(key, call.draft))
    return render_template(
        "calls/versions.html",
        call=call,
        part_title=Text(PARTS[key].title),
        back=url_for(".edit", public_id=call.public_id, part=key),
        here=url_for(".versions", public_id=call.public_id, part=key),
        writable=call.status is Status.DRAFT,
        found=found,
        chosen=chosen,
        pairs=pairs,
    )


@bp.post("/<public_id>/bewerk/<part>/versies")
@permit(Action.EDIT_CALL, load=_call_of_part)
def restore(call: Call) -> ResponseReturnValue:
    """Save an earlier version of a part again: what was written in between stays a version too."""
    key = (request.view_args or {})["part"]
    found = queries.versions_of_part(db(), call, key)
    chosen = next((each for each in found if str(each.number) == sent("versie")), None)
    if chosen is None:
        raise refuse(Text("This version does not exist. Choose one of the list."))
    service.save(db(), actor(), call, key, chosen.content, sent_version())
    tell(Text("The earlier version of this part is back."))
    return redirect(url_for(".edit", public_id=call.public_id, part=key), code=303)


def typed(form: BaseForm, draft: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed of a part, in its stored shape; criteria keep their keys."""
    if isinstance(form, forms.CriteriaForm):
        return form.to_draft(draft.get("criteria", ()))
    made: dict[str, Any] = form.to_draft()  # type: ignore[attr-defined]  # every form of a part has it
    return made


def sent_version() -> int:
    typed = sent("version")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0  # noqa: PLR2004 - a count of saves


def _after(call: Call, key: str) -> str:
    """Go on to the next part, or back to the call when asked or at the end."""
    keys = list(PARTS)
    following = keys.index(key) + 1
    if sent("next") and following < len(keys):
        return url_for(".edit", public_id=call.public_id, part=keys[following])
    return url_for(".show", public_id=call.public_id)
