"""The meetings of a jury: the list, and one meeting with the file that is on the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications.models import Application
from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.text import Text, plural
from subsidy.policy import Action, allows
from subsidy.scoring import exports, queries, service
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.domain.deliberation import print_of, stays
from subsidy.scoring.domain.minutes import signs_as
from subsidy.scoring.forms import (
    LateConflictForm,
    OpenForm,
    PresenceForm,
    SettleForm,
    TableConflictForm,
    TableForm,
    settle_form,
    settled_values,
)
from subsidy.scoring.models import Attendance, Discussion
from subsidy.scoring.views.blueprint import address, bp
from subsidy.scoring.views.reading import as_submitted, colleague, other_partners
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.forms import BaseForm, filled, sent
from subsidy.web.session import db, release
from subsidy.web.templating import tell

AT = "/juryvergaderingen/<public_id>"


@bp.get("/oproepen/<public_id>/jury/vergaderingen")
@permit(Action.READ_MEETINGS, load=queries.panel)
def meetings(panel: queries.Panel) -> ResponseReturnValue:
    return _list(panel, OpenForm(day=actor().now.date()))


@bp.post("/oproepen/<public_id>/jury/vergaderingen")
@permit(Action.OPEN_MEETING, load=queries.panel)
def open_meeting(panel: queries.Panel) -> ResponseReturnValue:
    form = filled(OpenForm)
    if form.accepted():
        where = service.Gathering(form.day.data, form.place.data or "")
        try:
            made = service.open_meeting(db(), actor(), _with_rules(panel), where)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The meeting is open. Note who is present."))
            return redirect(url_for(".meeting", public_id=made.public_id), code=303)
    return _list(panel, form)


def _with_rules(panel: queries.Panel) -> Call:
    return calls.call(db(), panel.call.public_id) or panel.call


def _list(panel: queries.Panel, form: OpenForm) -> ResponseReturnValue:
    call = _with_rules(panel)
    found = queries.meetings(db(), call.id)
    page = render_template(
        "scoring/meetings.html",
        call=call,
        panel=panel,
        call_url=address("calls.show", public_id=call.public_id),
        meetings=found,
        to_do=service.before_meeting(db(), call, actor().now),
        is_member=actor().id in panel.member_ids,
        may_open=allows(actor(), Action.OPEN_MEETING, panel)
        and not any(each.is_open for each in found),
        consensus_counts=bool(call.versions) and call.versions[-1].regulation.consensus_counts,
        form=form,
    )
    return page, form.status


# One meeting --------------------------------------------------------------------------------------


@bp.get(AT)
@permit(Action.READ_MEETING, load=queries.sitting)
def meeting(sat: queries.Sitting) -> ResponseReturnValue:
    return _page(sat)


@bp.post(f"{AT}/aanwezig")
@permit(Action.LEAD_MEETING, load=queries.sitting)
def note_presence(sat: queries.Sitting) -> ResponseReturnValue:
    rows = queries.attendance(db(), sat.meeting.id)
    form = _presence_form(sat, rows)
    if form.accepted():
        there, seen = form.there.data or (), form.seen.data or ""
        try:
            moved = service.note_presence(db(), actor(), sat, there, seen)
        except RefusedError as refused:
            form.show(refused)
            form.seen.data = service.attendance_seen(rows)
        else:
            tell(plural("One juror came or went.", "%(n)s jurors came or went.", moved))
            return _back(sat)
    return _page(sat, presence_form=form)


@bp.post(f"{AT}/tafel")
@permit(Action.LEAD_MEETING, load=queries.sitting)
def put_on_table(sat: queries.Sitting) -> ResponseReturnValue:
    files = _open_files(sat)
    form = _table_form(files)
    if form.accepted():
        try:
            service.put_on_table(db(), actor(), sat, _chosen(files, form))
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("The table is clear.") if not form.file.data else Text("It is on the table."))
            return _back(sat)
    return _page(sat, table_form=form)


@bp.post(f"{AT}/besluit")
@permit(Action.LEAD_MEETING, load=queries.sitting)
def write_down(sat: queries.Sitting) -> ResponseReturnValue:
    """Keep the consensus and the advice about the file on the table."""
    table = queries.table(db(), sat, actor().id)
    if not table.is_open or table.discussion is None:
        raise RefusedError([Refusal(service.NOT_NOW[table.standing])])
    form = _settle_form(table.discussion)
    if form.accepted():
        try:
            seen = form.which.data or "", form.seen.data or ""
            service.write_down(db(), actor(), sat, seen, form.to_input())
        except RefusedError as refused:
            form.show(refused)
            form.seen.data = _stands_now(table.discussion)
        else:
            tell(Text("What the jury agreed is kept. The marks of the jurors stay as they are."))
            return _back(sat)
    return _page(sat, settle_form=form)


@bp.post(f"{AT}/belangen")
@permit(Action.READ_MEETING, load=queries.sitting)
def declare_at_table(sat: queries.Sitting) -> ResponseReturnValue:
    """Take the declaration of a member who has no review of a file that is or was on the table."""
    if sent("answer") == "none":
        service.declare_none_at_table(db(), actor(), sat, sent("which"))
        tell(Text("You declared that you have no conflict of interest."))
        return _back(sat)
    table = queries.table(db(), sat, actor().id)
    late = _late_form(sat, table, typed=True)
    form: LateConflictForm | TableConflictForm
    if service.asks_about(table) and (late is None or not late.takes(sent("which"))):
        form = filled(TableConflictForm)
    elif late is not None:
        form = late
    else:
        raise service.not_asked(table)
    if form.accepted():
        said = ConflictKind(form.kind.data), form.reason.data or ""
        try:
            service.declare_conflict_at_table(db(), actor(), sat, form.which.data or "", said)
        except RefusedError as refused:
            form.show(refused)
        else:
            tell(Text("You declared a conflict of interest. You do not see this file any more."))
            return _back(sat)
    return _page(sat, **{"late_form" if form is late else "conflict_form": form})


@bp.post(f"{AT}/sluiten")
@permit(Action.LEAD_MEETING, load=queries.sitting)
def close_meeting(sat: queries.Sitting) -> ResponseReturnValue:
    service.close_meeting(db(), actor(), sat)
    tell(Text("The meeting is closed. Its minutes are ready to sign."))
    return _back(sat)


@bp.get(f"{AT}/verslag.pdf")
@permit(Action.READ_MINUTES, load=queries.sitting)
def minutes(sat: queries.Sitting) -> ResponseReturnValue:
    """Give the minutes as a PDF, without the parts that this person may not know."""
    copy, now = queries.copy_for(db(), sat, actor().id), actor().now
    if copy is None:
        abort(404)
    release()
    return download(exports.minutes_document(copy, now), "verslag-juryvergadering.pdf")


@bp.post(f"{AT}/verslag")
@permit(Action.SIGN_MINUTES, load=queries.sitting)
def sign_minutes(sat: queries.Sitting) -> ResponseReturnValue:
    service.sign_minutes(db(), actor(), sat, sent("content_hash"))
    tell(Text("You signed the minutes."))
    return _back(sat)


def _back(sat: queries.Sitting) -> ResponseReturnValue:
    return redirect(url_for(".meeting", public_id=sat.meeting.public_id), code=303)


# What was typed -----------------------------------------------------------------------------------


def _presence_form(
    sat: queries.Sitting, rows: Sequence[Attendance], *, typed: bool = True
) -> PresenceForm:
    now = queries.present(sat, rows)
    there = [each.public_id for each in sat.seats if each.id in now]
    shown = {"there": there, "seen": service.attendance_seen(rows)}
    form = filled(PresenceForm) if typed else PresenceForm(data=shown)
    form.offer(
        (each.public_id, f"{each.person.name} ({each.label})")
        for each in sat.seats
        if each.left_at is None
    )
    return form


def _open_files(sat: queries.Sitting) -> Sequence[Application]:
    """Return what this chair may put on the table: nothing that a conflict closes."""
    panel = queries.Panel(sat.call, sat.chair_ids, sat.member_ids)
    return queries.open_to(db(), panel, actor().id)


def _table_form(files: Sequence[Application], now: str | None = None) -> TableForm:
    """Return the form as it was typed, or with what is there ``now``."""
    form = filled(TableForm) if now is None else TableForm(file=now)
    form.offer((each.public_id, f"{each.number}, {each.title}") for each in files)
    return form


def _chosen(files: Sequence[Application], form: TableForm) -> Application | None:
    if not form.file.data:
        return None
    found = next((each for each in files if each.public_id == form.file.data), None)
    if found is None:
        raise RefusedError([Refusal(service.NOT_IN_LIST, "file")])
    return found


def _late_form(
    sat: queries.Sitting, table: queries.Table, *, typed: bool = False
) -> LateConflictForm | None:
    """Return the form about files that this member heard about before; None: there are none."""
    now = None if table.discussion is None else table.discussion.application_id
    heard = queries.heard_about(db(), sat, actor().id)
    files = [(each.public_id, each.application) for each in heard if each.application_id != now]
    if not files:
        return None
    form = filled(LateConflictForm) if typed else LateConflictForm()
    form.offer((key, f"{file.number}, {file.title}") for key, file in files)
    return form


def _settle_form(discussion: Discussion, *, typed: bool = True) -> SettleForm:
    kind = settle_form(service.criteria_of(discussion.application))
    kept = queries.settled_for(db(), discussion.application_id)
    values = settled_values(kind, kept)
    if typed:  # what was on the screen is only what came from it
        return filled(kind, **values)
    return kind(data={"which": discussion.public_id, "seen": print_of(kept), **values})


def _stands_now(discussion: Discussion) -> str:
    """Return the number of what the page shows: who sends the form again has seen that."""
    return print_of(queries.settled_for(db(), discussion.application_id))


# The page -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Came:
    """One stay of a juror at the meeting. ``until`` None: there now."""

    name: str
    since: datetime
    until: datetime | None


def _page(sat: queries.Sitting, **typed: BaseForm) -> ResponseReturnValue:
    rows = queries.attendance(db(), sat.meeting.id)
    table = queries.table(db(), sat, actor().id)
    leads = allows(actor(), Action.LEAD_MEETING, sat)
    shown = {
        **(_led(sat, rows, table) if leads and sat.meeting.is_open else {}),
        **_on_table(table, leads=leads),
        "late_form": _late_form(sat, table),
        **(_signing(sat, leads=leads) if not sat.meeting.is_open else {}),
        **typed,
    }
    refused = next((form for form in typed.values() if form.errors), None)
    page = render_template(
        "scoring/meeting.html",
        sat=sat,
        meeting=sat.meeting,
        leads=leads,
        there=_there(sat, rows, names=leads),
        table=table,
        form=refused,
        **shown,
    )
    return page, 200 if refused is None else refused.status


def _there(sat: queries.Sitting, rows: Sequence[Attendance], *, names: bool) -> list[Came]:
    """Return who came, from when to when; fellow jurors know each other by label only."""
    came = [(row.juror_id, row.at, row.present) for row in rows]
    periods = stays(came, sat.meeting.closed_at, sat.left_at)
    return [
        Came(f"{seat.person.name} ({seat.label})" if names else seat.label, *stay)
        for seat in sat.seats
        for stay in periods.get(seat.id, ())
    ]


def _signing(sat: queries.Sitting, *, leads: bool) -> dict[str, Any]:
    """Return who signed the minutes, and whether this person still can."""
    kept, seat = queries.minutes(db(), sat.meeting.id), sat.seat_of(actor().id)
    if kept is None or seat is None:
        return {"minutes": None}
    every = queries.signatures(db(), [sat.meeting.id])
    signed = {each.juror_id for each in every}
    return {
        "minutes": kept,
        "signatures": [
            (f"{each.juror.person.name} ({each.juror.label})" if leads else each.juror.label, each)
            for each in every
        ],
        "may_sign": seat.id not in signed and signs_as(kept.content, seat.label) is not None,
        "waiting": [
            each["juror"]
            for each in kept.content["attendance"]
            if each["stays"] and each["juror"] not in {own.juror.label for own in every}
        ],
    }


def _led(sat: queries.Sitting, rows: Sequence[Attendance], table: queries.Table) -> dict[str, Any]:
    now = "" if table.discussion is None else table.discussion.application.public_id
    return {
        "presence_form": _presence_form(sat, rows, typed=False),
        "table_form": _table_form(_open_files(sat), now),
    }


def _on_table(table: queries.Table, *, leads: bool) -> dict[str, Any]:
    """Return what stands on the page about the file; of a file that is not to be known nothing."""
    discussion = table.discussion
    if discussion is None:
        return {}
    file = discussion.application
    shown: dict[str, Any] = {
        "file": file,
        "partners": other_partners(file),
        "conflict_form": TableConflictForm(which=discussion.public_id),
    }
    if not table.is_open:
        return shown
    criteria = service.criteria_of(file)
    return {
        **shown,
        **as_submitted(file, lambda _key, _scan: None),  # opened from the own list
        "criteria": file.regulation_version.regulation.criteria,
        "given": [colleague(criteria, each) for each in table.reviews],
        "agreed": queries.settled_for(db(), file.id),
        **({"settle_form": _settle_form(discussion, typed=False)} if leads else {}),
    }
