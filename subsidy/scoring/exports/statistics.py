"""The statistics of a jury as a workbook; jurors under a label, severity for the chair alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from subsidy.calls.models import Call
from subsidy.core.text import Text
from subsidy.documents.workbook import Column, Fact, Introduction, Kind, Sheet, write
from subsidy.scoring.domain.figures import Agreement, Figures, FileFigures, JurorFigures
from subsidy.scoring.exports.ranking import CREATOR


@dataclass(frozen=True, slots=True)
class Told:
    """What this reader may know: files with their title, and jurors (none: nobody's severity)."""

    figures: Figures
    agreements: Sequence[tuple[str | Text, Agreement]]
    files: Sequence[tuple[str, FileFigures]]
    jurors: Sequence[JurorFigures]


def statistics_workbook(call: Call, told: Told, created: datetime) -> bytes:
    title = Text("Statistics of the jury of “%(call)s”", call=call.title)
    severity = [_severity(told.jurors)] if told.jurors else []
    sheets = [_files(told.files), _agreements(told.agreements)]
    return write(
        [_introduction(title, told), *sheets, *severity],
        title=title,
        creator=CREATOR,
        created=created,
    )


def _introduction(title: Text, told: Told) -> Introduction:
    figures = told.figures
    return Introduction(
        title,
        (
            Text("The plain mean counts. That is in the rules of the call."),
            Text("The other figures only show how sure the ranking is."),
            *(guard.label for guard in figures.guards),
        ),
        (
            Fact(Text("Applications"), len(told.files), Kind.INTEGER),
            Fact(Text("Alpha"), figures.whole.value, Kind.SCORE),
            Fact(Text("Draws"), figures.draws, Kind.INTEGER),
        ),
    )


def _files(files: Sequence[tuple[str, FileFigures]]) -> Sheet:
    columns = (
        Column(Text("Place that counts"), Kind.INTEGER, width=10),
        Column(Text("Number"), width=16),
        Column(Text("Title"), width=40),
        Column(Text("Points"), Kind.SCORE),
        Column(Text("Spread"), Kind.SCORE),
        Column(Text("Widest difference"), Kind.SCORE),
        Column(Text("To talk about"), width=40),
        Column(Text("Corrected points"), Kind.SCORE),
        Column(Text("Standard error"), Kind.SCORE),
        Column(Text("Mean severity of its jurors"), Kind.SCORE),
        Column(Text("Corrected place"), Kind.INTEGER),
        Column(Text("Expected place"), Kind.SCORE),
        Column(Text("Place from"), Kind.INTEGER),
        Column(Text("Place to"), Kind.INTEGER),
        Column(Text("Chance of a subsidy"), Kind.PERCENT),
        Column(Text("Certainty"), width=20),
    )
    rows = (_row(title, found) for title, found in files)
    return Sheet(Text("Applications"), columns, rows, Text("One row per application."))


def _row(title: str, found: FileFigures) -> Sequence[object]:
    return (
        found.rank,
        found.number,
        title,
        found.mean,
        found.deviation,
        found.gap,
        found.noticed,
        found.calibrated,
        found.error,
        found.shift,
        found.calibrated_rank,
        found.expected,
        found.low,
        found.high,
        found.funded,
        found.zone,
    )


def _agreements(agreements: Sequence[tuple[str | Text, Agreement]]) -> Sheet:
    columns = (
        Column(Text("Criterion"), width=40),
        Column(Text("Alpha"), Kind.SCORE),
        Column(Text("Lower end"), Kind.SCORE),
        Column(Text("Upper end"), Kind.SCORE),
    )
    rows = ((name, each.value, each.low, each.high) for name, each in agreements)
    return Sheet(Text("Agreement"), columns, rows, Text("How far the jurors agree."))


def _severity(jurors: Sequence[JurorFigures]) -> Sheet:
    columns = (
        Column(Text("Juror"), width=20),
        Column(Text("Points more or less"), Kind.SCORE),
        Column(Text("Lower end"), Kind.SCORE),
        Column(Text("Upper end"), Kind.SCORE),
        Column(Text("Files scored"), Kind.INTEGER),
    )
    rows = ((each.juror, each.shift, each.low, each.high, each.reviews) for each in jurors)
    explanation = Text("For the chair alone. Below zero is more severe than the others.")
    return Sheet(Text("Severity"), columns, rows, explanation)
