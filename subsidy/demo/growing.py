"""How the realisations of the demo get beyond the pilot: invented, but usual, steps."""

from datetime import date

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.scaling import Letter, Need, Scaling, Size, Step
from subsidy.demo.enclosures import INTENT

NEEDS = (
    Need(Size.SMALL, "Een lokaal en een medewerker voor een halve dag per week."),
    Need(Size.MEDIUM, "Twee lokalen, een halftijdse medewerker en vijf vrijwilligers."),
    Need(Size.LARGE, "Een lokaal per wijk, een voltijdse medewerker en een planning."),
)


def scalings(file: CaseFile) -> tuple[Scaling, ...]:
    """Return the path of each realisation; the letter that is enclosed is of its first adopter."""
    if file.ends_on is None:
        return ()
    year = file.ends_on.year + 1
    steps = (
        Step(
            what="Alle gemeenten van de regio krijgen een les.",
            who="Het samenwerkingsverband van de regio",
            by=date(year, 3, 31),
        ),
        Step(
            what="Drie nieuwe gemeenten starten met onze hulp.",
            who="De dienst sociaal beleid",
            by=date(year, 12, 31),
        ),
    )
    letters = [one.id for one in file.attachments if one.name == INTENT]
    return tuple(
        Scaling(
            realisation_id=one.id,
            needs=NEEDS,
            steps=steps,
            letters=tuple(Letter(*pair) for pair in zip(one.adopters, letters, strict=False)),
        )
        for one in file.realisations
    )
