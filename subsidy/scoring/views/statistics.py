"""The statistics of a jury, beside what counts; and for each juror the own severity."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.core.errors import RefusedError
from subsidy.core.text import N_, Text
from subsidy.language import hundredths
from subsidy.policy import Action, allows
from subsidy.scoring import exports, queries, service
from subsidy.scoring.domain.figures import (
    ABSOLUTE,
    CONSISTENT,
    Agreement,
    Figures,
    FileFigures,
    Zone,
)
from subsidy.scoring.domain.slopes import is_flagged, slopes
from subsidy.scoring.views import heat
from subsidy.scoring.views.blueprint import address, bp
from subsidy.web.access import actor, permit
from subsidy.web.files import download
from subsidy.web.session import db

EVEN, SURE = 5_000, 10_000  # basis points
PANEL = {
    ABSOLUTE: Text(N_("Intraclass correlation, severity counts as difference")),
    CONSISTENT: Text(N_("Intraclass correlation, severity left out")),
}
USUAL = 20, 40  # hundredths: alpha of juries that judge applications
WORDS = (
    N_("Lower than usual. Talk about the files on which the jury differs most."),
    N_("This is usual for a jury that judges applications."),
    N_("Higher than usual for a jury that judges applications."),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A file with its figures; only what this reader may know of."""

    title: str
    found: FileFigures

    @property
    def doubt(self) -> int:
        """How far the chance of a subsidy is from even, in basis points; far where it is sure."""
        is_grey = self.found.zone is Zone.GREY
        return abs((self.found.funded or 0) - EVEN) if is_grey else EVEN


@bp.get("/oproepen/<public_id>/jury/statistiek")
@permit(Action.READ_STATISTICS, load=queries.panel)
def statistics(panel: queries.Panel) -> ResponseReturnValue:
    return _page(panel)


@bp.post("/oproepen/<public_id>/jury/statistiek")
@permit(Action.READ_STATISTICS, load=queries.panel)
def compute_statistics(panel: queries.Panel) -> ResponseReturnValue:
    try:
        service.compute_statistics(db(), actor(), _with_rules(panel))
    except RefusedError as refused:
        return _page(panel, refused), 422
    return redirect(url_for(".statistics", public_id=panel.call.public_id), code=303)


@bp.get("/oproepen/<public_id>/jury/statistiek.xlsx")
@permit(Action.READ_STATISTICS, load=queries.panel)
def export_statistics(panel: queries.Panel) -> ResponseReturnValue:
    call = _with_rules(panel)
    figures = None if service.still_to_do(db(), call) else service.statistics(db(), call).figures
    if figures is None:
        abort(404)
    rows = [(each.title, each.found) for each in _shown(panel, figures)]
    jurors = figures.jurors if _is_chair(panel) else ()
    told = exports.Told(figures, list(agreements_of(call, figures)), rows, jurors)
    made = exports.statistics_workbook(call, told, actor().now)
    return download(made, "statistiek-jury.xlsx")


@bp.get("/jury/mijn/strengheid")
@permit(Action.READ_REVIEWS)
def severity() -> ResponseReturnValue:
    """Show a juror the own severity, and nobody else's."""
    return render_template("scoring/severity.html", rows=queries.own_severity(db(), actor().id))


# The page -----------------------------------------------------------------------------------------


def _page(panel: queries.Panel, refused: RefusedError | None = None) -> str:
    call = _with_rules(panel)
    to_do = service.still_to_do(db(), call)
    kept = None if to_do else service.statistics(db(), call)
    figures = kept.figures if kept else None
    return render_template(
        "scoring/statistics.html",
        call=call,
        panel=panel,
        call_url=address("calls.show", public_id=call.public_id),
        refusals=refused.refusals if refused else (),
        to_do=to_do,
        kept=kept,
        failed=service.refusals_of(kept.computation) if kept and kept.computation else (),
        figures=figures,
        **(_figures(panel, call, kept, figures) if kept and figures else {}),
    )


def _agenda(files: Sequence[Shown]) -> Sequence[Shown]:
    """Return what a jury talks about: first what decides the result most, then where it differs."""
    asked = [each for each in files if each.found.noticed or each.found.zone is Zone.GREY]
    return sorted(asked, key=lambda each: (each.doubt, -each.found.deviation, each.found.rank))


def _with_rules(panel: queries.Panel) -> Call:
    """Return the call with its regulation."""
    found = calls.call(db(), panel.call.public_id)
    return panel.call if found is None else found


def _figures(
    panel: queries.Panel, call: Call, kept: service.Kept, figures: Figures
) -> dict[str, Any]:
    files = _shown(panel, figures)
    return {
        "files": files,
        "agenda": _agenda(files),
        "agreements": list(agreements_of(call, figures)),
        "meaning": meaning_of(figures.whole),
        "charted": [_places(each) for each in files if each.found.expected is not None],
        "line": _line(figures),
        **(_of_jurors(files, kept, figures) if _is_chair(panel) else {}),
    }


def _line(figures: Figures) -> float:
    """Return after which place the money is spent, on average over the draws."""
    return sum(each.funded or 0 for each in figures.files) / SURE + 0.5


def _is_chair(panel: queries.Panel) -> bool:
    return allows(actor(), Action.READ_SEVERITY, panel)


def _of_jurors(files: Sequence[Shown], kept: service.Kept, figures: Figures) -> dict[str, Any]:
    """Return what tells jurors apart: side by side, marks show who is severe."""
    given = [(each.juror, each.file, each.thousandths) for each in kept.sheets]
    shown = [each.found for each in files]
    quality = {each.number: each.calibrated for each in shown if each.calibrated is not None}
    found = slopes(given, quality)
    return {
        **_heat(files, kept),
        **_severities(figures),
        "slopes": found,
        "uneven": [juror for juror, slope in found.items() if is_flagged(slope)],
    }


def _heat(files: Sequence[Shown], kept: service.Kept) -> dict[str, Any]:
    labels = {each.found.number: f"{each.title} ({each.found.number})" for each in files}
    jurors, rows = heat.heat(kept.sheets, labels)
    columns = [(juror, "number") for juror in jurors]
    return {"heat": rows, "heat_columns": columns, "heat_legend": heat.legend()}


def agreements_of(call: Call, figures: Figures) -> Iterator[tuple[str | Text, Agreement]]:
    """Yield the agreement of the whole and of each criterion, in the order of the regulation."""
    by_key = {each.criterion: each for each in figures.agreement}
    yield Text("All criteria together"), figures.whole
    for criterion in call.versions[-1].regulation.criteria:
        if criterion.key in by_key:
            yield criterion.name, by_key[criterion.key]
    for each in figures.panel:
        yield PANEL[each.criterion], each


def meaning_of(found: Agreement) -> Text | None:
    if found.value is None:
        return None
    low, high = USUAL
    return Text(WORDS[(found.value >= low) + (found.value > high)])


def _shown(panel: queries.Panel, figures: Figures) -> Sequence[Shown]:
    """Return the files in rank order, without those that are closed for a juror who looks."""
    titles = {file.number: file.title for file in queries.open_to(db(), panel, actor().id)}
    return [Shown(titles[each.number], each) for each in figures.files if each.number in titles]


def _places(file: Shown) -> tuple[str, int, float, int, Text]:
    """Return a row of the chart: from the lowest place to the highest."""
    found = file.found
    low, high = found.low or 0, found.high or 0
    label = f"{found.rank}. {file.title} ({found.number})"
    between = Text("%(low)s to %(high)s", low=low, high=high)
    return label, low, (found.expected or 0) / 100, high, between


def _severities(figures: Figures) -> dict[str, Any]:
    """Return the jurors from severe to mild, and how far the chart of them reaches."""
    ordered = sorted(figures.jurors, key=lambda each: (each.shift, each.juror))
    reach = max((abs(end) for each in ordered for end in (each.low, each.high)), default=1)
    return {
        "severities": ordered,
        "jurors": [
            (each.juror, each.low, each.shift, each.high, hundredths(each.shift))
            for each in ordered
        ],
        "reach": (-reach, reach),
    }
