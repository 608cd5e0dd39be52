"""The ranking of a call: what the jury must still do, then the selection with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.language import hundredths
from subsidy.policy import Action
from subsidy.scoring import exports, queries, service
from subsidy.scoring.domain.deviations import all_decided, why
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.models import Computation, SelectionDeviation, SelectionRun
from subsidy.scoring.views.blueprint import address, bp
from subsidy.scoring.views.reaching import reach_map
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.session import db
from subsidy.web.templating import tell


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the ranking as it will be decided and as selected, and the money up to it."""

    row: Row
    selected: Row
    together: Money
    url: str | None
    is_last_funded: bool
    sentences: Sequence[Text]

    @property
    def deviates(self) -> bool:
        return self.row is not self.selected


@bp.get("/oproepen/<public_id>/rangschikking")
@permit(Action.READ_RANKING, load=calls.call)
def ranking(call: Call) -> ResponseReturnValue:
    run = queries.latest_run(db(), call.id)
    explaining = service.explaining_of(db(), run.content) if run else None
    deviations = queries.deviations(db(), call.id)
    rows = _placed(run, explaining, deviations)
    return render_template(
        "scoring/ranking.html",
        call=call,
        call_url=address("calls.show", public_id=call.public_id),
        desk_url=address("awards.desk", public_id=call.public_id),
        run=run,
        selection=service.selection_of(run.content) if run else None,
        made_by=_made_by(run),
        consensus=service.consensus_in(run),
        agreed_since=service.agreed_since(db(), call, run) if run else (),
        agreed_in_conflict=service.agreed_in_conflict(db(), call, run) if run else (),
        explaining=explaining,
        rows=rows,
        deviations=deviations,
        by_the_selection={placed.row.number: placed.selected.awarded for placed in rows},
        awarded=rows[-1].together if rows else Money(0),
        criteria=call.versions[-1].regulation.criteria if call.versions else (),
        bars=[_bar(placed.row) for placed in rows],
        to_do=service.before_selection(db(), call, actor().now),
        stands=service.stands(db(), call),
        progress=queries.progress(db(), call.id),
        reserves=service.reserves_of(db(), run) if run else (),
        reach=reach_map(run, [each.row for each in rows]) if run else None,
    )


def _made_by(run: SelectionRun | None) -> str | None:
    """Return the page of the computation that made a selection; STOP and SKIP have none."""
    computation = service.computation_of(run.content) if run else None
    return computation and url_for(".computation", public_id=computation)


def _placed(
    run: SelectionRun | None,
    explaining: Computation | None,
    deviations: Sequence[SelectionDeviation],
) -> Sequence[Placed]:
    selected = service.rows_of(run) if run is not None else ()
    counting = [each for each in deviations if each.is_confirmed and run and each.run_id == run.id]
    said = queries.said_of(counting)
    rows = all_decided(selected, said)
    last = max((row.rank for row in rows if row.is_funded), default=0)
    sums = accumulate((row.awarded for row in rows), initial=Money(0))
    next(sums)
    return [
        Placed(
            row,
            was,
            together,
            address("applications.show", public_id=row.application),
            row.rank == last,
            why(service.explained(explaining, was), said.get(row.number)),
        )
        for row, was, together in zip(rows, selected, sums, strict=True)
    ]


def _bar(row: Row) -> tuple[str, int, str]:
    label = f"{row.rank}. {row.title} ({row.number})"
    return label, row.merit, hundredths(row.merit)


@bp.post("/oproepen/<public_id>/selectie")
@permit(Action.SELECT, load=calls.call)
def select(call: Call) -> ResponseReturnValue:
    service.select(db(), actor(), call)
    tell(Text("The selection is made. Read for each application why it is in or out."))
    return redirect(url_for(".ranking", public_id=call.public_id), code=303)


@bp.get("/oproepen/<public_id>/rangschikking.xlsx")
@permit(Action.READ_RANKING, load=calls.call)
def export(call: Call) -> ResponseReturnValue:
    run = queries.latest_run(db(), call.id)
    if run is None:
        abort(404)
    selected = exports.Selected(
        run,
        service.rows_of(run),
        service.decided_rows(db(), run),
        service.marks_of(run),
        service.current_figures(db(), call),
        service.reserves_of(db(), run),
    )
    anonymous = request.args.get("jury") == "anoniem"
    made = exports.ranking_workbook(db(), call, selected, actor().now, anonymous=anonymous)
    return download(made, "rangschikking-anoniem.xlsx" if anonymous else "rangschikking.xlsx")
