"""The desk of the agency: which submitted files are admissible, rule by rule, and the letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import exports, queries, service
from subsidy.applications.domain.case_file import CaseFile, budget_table
from subsidy.applications.domain.changes import unpaid_lead
from subsidy.applications.domain.checklist import part_of
from subsidy.applications.domain.completion import Completion
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.judging import Ruled, beside
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.forms import JudgeForm, judge_form, judge_values
from subsidy.applications.models import Application
from subsidy.applications.views.attaching import linked
from subsidy.applications.views.completed import Beside, completed
from subsidy.applications.views.frame import AT, bp, load, page
from subsidy.calls import queries as calls
from subsidy.calls.domain.rules import Finding
from subsidy.calls.models import Call
from subsidy.core.errors import RefusedError
from subsidy.core.pasted import clean
from subsidy.core.text import Text, plural
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.forms import filled, sent
from subsidy.web.session import db, release
from subsidy.web.templating import tell

KEEP = "keep"
WITHIN = {Key.CONTINUITY: Key.REALISATIONS}  # a part that the file shows within another


@bp.get("/oproepen/<public_id>/ontvankelijkheid")
@permit(Action.READ_RANKING, load=calls.call)
def admissibility(call: Call) -> ResponseReturnValue:
    """List the submitted files of a closed call; before that, numbers and totals only."""
    if not call.is_public:
        abort(404)
    return render_template(
        "applications/admissibility.html",
        call=call,
        closed=_closed(call),
        rows=_judged(call),
        totals=queries.sealed_totals(db(), call),
        now=actor().now,
    )


@bp.get("/oproepen/<public_id>/ontvankelijkheid.xlsx")
@permit(Action.READ_RANKING, load=calls.call)
def admissibility_workbook(call: Call) -> ResponseReturnValue:
    """Give the same list with one column per rule; of a call that is open it has no rows."""
    if not call.is_public:
        abort(404)
    made = exports.admissibility(
        _judged(call), call.versions[-1].regulation.requirements, actor().now
    )
    return download(made, "ontvankelijkheid.xlsx")


def _closed(call: Call) -> bool:
    return call.closes_at is not None and call.closes_at <= actor().now


def _judged(call: Call) -> list[exports.Judged]:
    files = queries.of_call(db(), call) if _closed(call) else ()
    desks = queries.desks(db(), files)
    asked = queries.completions_of(db(), [record.id for record in files])
    return [_on_list(one, desks[one.id], asked.get(one.id, ())) for one in files]


def _on_list(
    record: Application, desk: queries.Desk, asked: Sequence[Completion]
) -> exports.Judged:
    ruled, shown = beside(desk.findings, desk.given), tuple(one.shown_to(()) for one in asked)
    return exports.Judged(record, desk.counted, ruled, shown, desk.changes)


# One file -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A rule on the desk: computed, judged, where to read it, what was completed about it."""

    ruled: Ruled
    part: Key
    anchor: str
    asked: Sequence[Beside]


@bp.route(f"{AT}/ontvankelijkheid", methods=["GET", "POST"])
@permit(Action.ADMIT_APPLICATION, load=load)
def judge(record: Application) -> ResponseReturnValue:
    """Show the rules on the file as it counts, and ask for a judgement and a decision."""
    desk = queries.desk(db(), record)
    if desk is None:
        abort(404)
    file, found, given = desk.arrived, desk.findings, desk.given
    form = filled(judge_form(found), **judge_values(found, given, desk.version))
    if form.accepted():
        try:
            return _done(record, form, found)
        except RefusedError as refused:
            form.show(refused)
    asked = completed(record)
    return page(
        "judge",
        record,
        code=form.status,
        back=url_for(".admissibility", public_id=record.call.public_id),
        form=form,
        conflict=form.conflict,
        file=file,
        snapshot=desk.snapshot,
        budget=budget_table(file, every=False),
        enclosed=linked(record, file),
        rows=[_row(file, one, asked) for one in beside(found, given)],
        beside=asked,
        changes=desk.changes,
        lapsed=desk.lapsed,
        unpaid=unpaid_lead(desk.counted, [one.completion for one in asked]) if desk.changes else "",
        waits=record.status is Status.SUBMITTED,
    )


def _row(file: CaseFile, ruled: Ruled, asked: Sequence[Beside]) -> Row:
    part = part_of(ruled.finding)
    about = {f"rule:{ruled.finding.rule}", f"part:{part.value}"}
    own = [one for one in asked if about & {point.about for point in one.completion.points}]
    return Row(ruled, part, _anchor(file, part), own)


def _anchor(file: CaseFile, part: Key) -> str:
    """Return where the file beside it shows a part; empty for one that this file does not have."""
    absent = {
        Key.QUESTIONS: not file.answers,
        Key.DECLARATIONS: not file.declarations.asked,
        Key.ATTACHMENTS: not file.attachments,
        Key.INDICATORS: not file.indicators,
    }
    return "" if absent.get(part) else f"part-{WITHIN.get(part, part).value}"


def _done(record: Application, form: JudgeForm, found: Sequence[Finding]) -> ResponseReturnValue:
    opinion = service.Opinion(judgements=form.judgements(found), version=form.read_version)
    if sent("then") == KEEP:
        number = service.judge_rules(db(), actor(), record, opinion)
        tell(plural("One judgement is kept.", "%(n)s judgements are kept.", number))
        return redirect(url_for(".judge", public_id=record.public_id), code=303)
    verb = service.admit if form.decided() is Status.ADMISSIBLE else service.reject
    verb(db(), actor(), record, clean(form["reason"].data or ""), opinion)
    tell(Text("%(number)s: %(status)s.", number=record.number, status=record.status.label))
    return redirect(url_for(".admissibility", public_id=record.call.public_id), code=303)


@bp.get(f"{AT}/ontvankelijkheidsbrief")
@permit(Action.READ_APPLICATION, load=load)
def admissibility_letter(record: Application) -> ResponseReturnValue:
    """Show the letter about a file that was judged."""
    kept = queries.admissibility_letter(db(), record)
    if kept is None:
        abort(404)
    return page("admissibility_letter", record, document=exports.letter_document(kept))


@bp.get(f"{AT}/ontvankelijkheidsbrief.pdf")
@permit(Action.READ_APPLICATION, load=load)
def admissibility_letter_pdf(record: Application) -> ResponseReturnValue:
    kept = queries.admissibility_letter(db(), record)
    if kept is None:
        abort(404)
    release()
    return download(exports.letter_pdf(kept), f"ontvankelijkheid-{record.number}.pdf")
