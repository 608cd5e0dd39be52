"""The points of a jury as squares: a row per file, a column per juror, in their own order."""

from subsidy.scoring.domain.asked_figures import Sheet
from subsidy.scoring.views.heat import heat, legend


def sheet(file: str, juror: str, thousandths: int) -> Sheet:
    return Sheet(file, juror, thousandths, {})


def test_files_keep_their_order_and_jurors_go_by_number() -> None:
    sheets = [
        sheet("A", "Jurylid 10", 71_750),
        sheet("A", "Jurylid 2", 0),
        sheet("B", "Jurylid 2", 100_000),
        sheet("C", "Jurylid 2", 50_000),  # a file that this reader may not know of
    ]
    jurors, rows = heat(sheets, {"B": "Tweede", "A": "Eerste"})
    assert jurors == ["Jurylid 2", "Jurylid 10"]
    assert rows == [("Tweede", [(5, 100), None]), ("Eerste", [(1, 0), (4, 72)])]


def test_each_step_is_a_fifth_of_the_scale() -> None:
    edges = [heat([sheet("A", "J", at)], {"A": "A"})[1][0][1][0] for at in (19_999, 20_000, 79_999)]
    assert edges == [(1, 20), (2, 20), (4, 80)]
    assert [step for step, _ in legend()] == [1, 2, 3, 4, 5]


def test_a_large_jury_reads_its_marks_in_the_workbook() -> None:
    sheets = [sheet("A", f"Jurylid {at}", 0) for at in range(25)]
    assert heat(sheets, {"A": "A"}) == ([], [])
