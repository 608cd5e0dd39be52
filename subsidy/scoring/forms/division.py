"""What an officer types to divide the files over the jury, and of a juror in the pool."""

from collections.abc import Iterable

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.widgets import HiddenInput

from subsidy.core.text import N_, Text
from subsidy.scoring.domain.division import MOST_JURORS, Mode, Wish
from subsidy.scoring.domain.expertise import (
    AREAS,
    LONGEST_ABOUT,
    MOST_FILES,
    Profile,
    known_areas,
)
from subsidy.web.forms import (
    BaseForm,
    Checkboxes,
    DayField,
    NumberField,
    VersionField,
    between,
    longest,
    looked_up,
    options,
    required,
)


class DivisionForm(BaseForm):
    """How the files are divided, before anybody is told."""

    mode = RadioField(
        N_("What counts most?"),
        [required(N_("Choose what counts most."))],
        choices=options(*((mode.value, mode.label) for mode in Mode)),
    )
    need = NumberField(
        N_("Jurors per file"),
        [required(N_("Fill in how many jurors judge a file.")), between(1, MOST_JURORS)],
    )
    most = NumberField(
        N_("Files per juror, at most"),
        [required(N_("Fill in how many files a juror gets at most.")), between(1, MOST_FILES)],
    )
    apart = BooleanField(N_("Never two jurors of the same organisation for a file"))

    def to_input(self) -> Wish:
        return Wish(
            Mode(self.mode.data), self.need.data or 1, self.most.data or 1, bool(self.apart.data)
        )


class ApplyForm(BaseForm):
    """Which trial is applied."""

    trial = StringField(widget=HiddenInput())


class ProfileForm(BaseForm):
    """What a juror in the pool knows, and how much this juror can take."""

    areas = Checkboxes(
        N_("Areas of expertise"), choices=options(*AREAS.items()), validate_choice=False
    )
    about = TextAreaField(N_("Own words on own work"), [longest(LONGEST_ABOUT)])
    region = SelectField(N_("Region that the juror knows"), [looked_up], validate_choice=False)
    from_day = DayField(N_("Available from"))
    until_day = DayField(N_("Available until"))
    least = NumberField(N_("Files at the same time, at least"), [between(0, MOST_FILES)])
    most = NumberField(N_("Files at the same time, at most"), [between(0, MOST_FILES)])
    version = VersionField()

    def offer(self, regions: Iterable[str]) -> None:
        """Show these regions after an empty first choice."""
        known: list[tuple[str, Text | str]] = [(name, name) for name in regions]
        self.region.choices = options(("", N_("No region")), *known)

    def to_input(self) -> Profile:
        return Profile(
            areas=known_areas(self.areas.data or ()),
            about=(self.about.data or "").replace("\r\n", "\n").strip(),
            region=self.region.data or "",
            from_day=self.from_day.data,
            until_day=self.until_day.data,
            least=self.least.data or 0,
            most=self.most.data,
        )
