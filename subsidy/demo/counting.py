"""By what the consortia of the demo see that their project works: invented, but usual, figures."""

from datetime import date

from subsidy.applications.domain.indicators import Indicator, Measure, Target
from subsidy.planning.domain.codes import TargetGroup

COUNTED = "De coördinator telt het elke maand in de lijst van het digipunt."
ASKED = "De bibliotheek vraagt het na elke les aan de deelnemers."


def indicators(
    measured_on: date, starts_on: date | None, ends_on: date | None, *, complete: bool = True
) -> tuple[Indicator, ...]:
    """Return what is counted; of a draft the last row still lacks its source and its targets."""
    if starts_on is None or ends_on is None:
        return ()
    years = range(starts_on.year, ends_on.year + 1)
    after = ends_on.year + 1
    return (
        Indicator(
            measure=Measure.VOLUNTEERS,
            baseline=12,
            measured_on=measured_on,
            targets=tuple(Target(year, 30 + 15 * at) for at, year in enumerate((*years, after))),
            source=COUNTED,
        ),
        Indicator(
            measure=Measure.TWELVE_MONTHS,
            baseline=0,
            measured_on=measured_on,
            targets=tuple(Target(year, 10 + 20 * at) for at, year in enumerate(years)),
            source=COUNTED,
        ),
        Indicator(
            measure=Measure.REACHED,
            group=TargetGroup.ELDERLY,
            baseline=140,
            measured_on=measured_on,
            targets=tuple(
                Target(year, 400 * (at + 1)) for at, year in enumerate(years if complete else ())
            ),
            source=ASKED if complete else "",
        ),
    )
