"""What a regulation says: everything that is frozen when a call is published."""

from dataclasses import dataclass
from datetime import date, datetime

from subsidy.calls.domain.criteria import Criterion
from subsidy.calls.domain.questions import NO_FORM, Form
from subsidy.calls.domain.rules import Requirement, Terms, Weight
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_
from subsidy.planning.domain.codes import Aim, TargetGroup


class CostType(Labelled):
    """What a project may spend the subsidy on."""

    STAFF = "staff", N_("staff costs")
    OPERATING = "operating", N_("operating costs")
    INVESTMENT = "investment", N_("investment costs")
    EXTERNAL = "external", N_("external costs")


class Method(Labelled):
    """How the ranking becomes a selection."""

    STOP = "stop", N_("down the ranking until the first application that does not fit")
    SKIP = "skip", N_("down the ranking, passing over applications that do not fit")
    QUOTA = "quota", N_("down the ranking, keeping room for the minimums of the call")
    MERIT = "merit", N_("the applications that have the most points together within all rules")


class PaysTo(Labelled):
    """Whose account an application must name; the money goes there."""

    LEAD = "lead", N_("the lead partner")
    PARTNERS = "partners", N_("every partner that asks money")


class ReserveList(Labelled):
    """Who moves up when money returns after the decisions."""

    RANK = "rank", N_("down the ranking, the next file waits until there is enough")


SEED_LENGTH = 100
DEFAULT_APPEAL = (
    "Bent u het niet eens met deze beslissing? Neem eerst contact op met de contactpersoon van de "
    "oproep. U kunt ook een beroep tot nietigverklaring instellen bij de Raad van State. "
    "De termijn is 60 dagen vanaf de dag na de kennisgeving van deze beslissing."
)


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of the subsidy that is paid at once."""

    label: str
    share_basis_points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundaries:
    """What a selection respects beside the envelope and the threshold; None: no such rule.

    ``once_per_municipality``: a municipality takes part in at most one funded project.
    ``region_projects``, ``region_amount``: in every region from which a file can be funded, that
    many projects and that much money, or all there is when that is less. ``small_reached``: at
    least so many municipalities with fewer than ``small_below`` inhabitants take part.
    """

    max_projects: int | None = None
    max_per_lead: int | None = None
    once_per_municipality: bool = False
    region_projects: int | None = None
    region_amount: Money | None = None
    small_reached: int | None = None
    small_below: int | None = None


NO_BOUNDARIES = Boundaries()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What came before the call. ``survey``: the public id of the needs survey it stands on."""

    aims: tuple[Aim, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    survey: str = ""
    survey_title: str = ""


NO_PREPARATION = Preparation()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """A call as it is published: ``[opens_at, closes_at)`` is half-open, in UTC.

    ``threshold``: the lowest merit (hundredths on 0-100) that can be funded; None: no threshold.
    ``intended``: how many projects the agency hopes for; ``who_may_join``, ``reporting`` and
    ``papers`` are texts: who may be a partner, how to account for the money, what to enclose.
    ``seed``: the published text of the lot between files that are equal (decisions 20); empty:
    the title of the call. ``consensus_counts``: where the jury agrees on a mark in a meeting, that
    mark takes the place of the mean. ``pays_to``: whose account an application names; None: it
    names none.
    ``reserve_list``: who moves up when money returns; None: there is no reserve list.
    """

    title: str
    aim: str = ""
    background: str = ""
    contact: str = ""
    opens_at: datetime
    closes_at: datetime
    reserved: Money
    minimum: Money
    maximum: Money
    partner_minimum: Money
    intended: int | None = None
    first_day: date
    last_day: date
    who_may_lead: str = ""
    who_may_join: str = ""
    cost_types: tuple[CostType, ...] = tuple(CostType)
    requirements: tuple[Requirement, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    form: Form = NO_FORM
    threshold: int | None = None
    method: Method = Method.STOP
    boundaries: Boundaries = NO_BOUNDARIES
    seed: str = ""
    minimum_jurors: int = 2
    region_counts: bool = False
    consensus_counts: bool = False
    instalments: tuple[Instalment, ...] = ()
    continuity_statement: str = ""
    appeal: str = DEFAULT_APPEAL
    preparation: Preparation = NO_PREPARATION
    reporting: str = ""
    papers: str = ""
    pays_to: PaysTo | None = None
    reserve_list: ReserveList | None = None

    @property
    def terms(self) -> Terms:
        """What the rules of the call read from the regulation itself."""
        return Terms(
            minimum=self.minimum,
            maximum=self.maximum,
            partner_minimum=self.partner_minimum,
            first_day=self.first_day,
            last_day=self.last_day,
        )

    @property
    def conditions(self) -> tuple[Requirement, ...]:
        """The rules that an application must meet to be submitted."""
        return tuple(r for r in self.requirements if r.weight is Weight.KNOCK_OUT)

    @property
    def advice(self) -> tuple[Requirement, ...]:
        """The rules that are only recommended."""
        return tuple(r for r in self.requirements if r.weight is Weight.ADVICE)

    @property
    def published_seed(self) -> str:
        """The text of which, with the file number, the SHA-256 settles what is still equal."""
        return self.seed or self.title[:SEED_LENGTH]

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years in which a project can have costs."""
        return tuple(range(self.first_day.year, self.last_day.year + 1))

    def criterion(self, key: str) -> Criterion | None:
        return next((criterion for criterion in self.criteria if criterion.key == key), None)
