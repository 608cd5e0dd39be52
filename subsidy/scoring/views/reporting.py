"""The report of a jury, once there is a selection."""

from datetime import datetime

from flask import abort
from flask.typing import ResponseReturnValue

from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.policy import Action
from subsidy.scoring import exports, queries, service
from subsidy.scoring.domain.deviations import all_decided, why
from subsidy.scoring.models import SelectionRun
from subsidy.scoring.views.blueprint import bp
from subsidy.scoring.views.statistics import agreements_of, meaning_of
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.session import db, release


@bp.get("/oproepen/<public_id>/juryverslag.pdf")
@permit(Action.READ_RANKING, load=calls.call)
def report(call: Call) -> ResponseReturnValue:
    run = queries.latest_run(db(), call.id)
    if run is None:
        abort(404)
    now = actor().now
    told = _told(call, run, now)
    release()
    return download(exports.jury_report(told, now), "juryverslag.pdf")


def _told(call: Call, run: SelectionRun, now: datetime) -> exports.Reported:
    rows, explaining = service.rows_of(run), service.explaining_of(db(), run.content)
    said = queries.said_of(queries.confirmed(db(), [run])[run.id])
    figures = service.current_figures(db(), call)
    return exports.Reported(
        call=call,
        run=run,
        jurors=queries.jurors(db(), call.id),
        selected=rows,
        rows=all_decided(rows, said),
        reasons={
            row.number: why(service.explained(explaining, row), said.get(row.number))
            for row in rows
        },
        figures=figures,
        agreements=[] if figures is None else list(agreements_of(call, figures)),
        meaning=None if figures is None else meaning_of(figures.whole),
        clarification=_clarified(call, now),
    )


def _clarified(call: Call, now: datetime) -> exports.Clarified | None:
    sent = queries.clarification_round(db(), call.id)
    if sent is None or not sent.term.is_over(now):
        return None
    return exports.Clarified(sent.term, queries.asked_in(db(), call.id))
