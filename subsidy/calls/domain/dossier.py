"""The facts of an application that a rule of a call may look at, and nothing more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_, Text

NOTHING = Money(0)
QUIET: Mapping[str, Any] = MappingProxyType({"quiet": True})
"""Of a field that leaves no trace in what is kept or signed while it is empty."""


class Fact(StrEnum):
    """What is asked of an applicant, or looked up, only when a rule of the call needs it."""

    OWN_CONTRIBUTION = "own_contribution"
    UNDERTAKING = "undertaking"
    FIVE_ACTIONS = "five_actions"
    LETTERS = "letters"
    DOCUMENTS = "documents"
    BORDERS = "borders"
    OTHER_FILES = "other_files"
    GRANTS = "grants"
    LINKS = "links"
    INDICATORS = "indicators"


class Consent(Labelled):
    """What a partner answered to the invitation of the lead."""

    INVITED = "invited", N_("invited, no answer yet"), "yellow"
    ACCEPTED = "accepted", N_("takes part"), "green"
    REFUSED = "refused", N_("does not take part"), "grey"


class Stays(Labelled):
    """What becomes of a realisation at a partner when the subsidy stops."""

    STAYS = "stays", N_("stays at this partner"), "green"
    HANDED_OVER = "handed_over", N_("is handed over to somebody else"), "blue"
    STOPS = "stops", N_("stops"), "red"


class Risk(Labelled):
    """How likely a partner thinks it is that the promise will not hold."""

    LOW = "low", N_("low risk"), "green"
    MEDIUM = "medium", N_("medium risk"), "yellow"
    HIGH = "high", N_("high risk"), "red"


@dataclass(frozen=True, slots=True)
class Municipality:
    """``nis`` identifies it; ``population`` is the one of the reference year of the call."""

    nis: str
    name: str
    region: str
    province: str
    population: int
    typology: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """``municipality`` is the one this partner *is*: None for an OCMW or any other partner.

    ``local_authority`` also holds for an OCMW or an intermunicipal association. None is what the
    partner has not said yet: what it pays itself, whether it is an undertaking, and how much
    de minimis aid it received in the three years before.
    """

    id: str
    name: str
    municipality: Municipality | None
    local_authority: bool
    lead: bool = False
    consent: Consent = Consent.ACCEPTED
    requested: Money = NOTHING
    needs: str = ""
    own_contribution: Money | None = None
    undertaking: bool | None = None
    aid_received: Money | None = None
    organisation_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Realisation:
    """Something that exists when the project ends; ``adopters`` will use it too."""

    id: str
    title: str
    for_whom: str = ""
    licence: str = ""
    how_to_use: str = ""
    available_from: date | None = None
    conditions: str = ""
    adopters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PromiseYear:
    """What carrying on costs in one year, and how much of that is found.

    ``second``, ``third``: how much of ``funded`` the second and the third source pay.
    """

    year: int
    cost: Money
    funded: Money
    second: Money = field(default=NOTHING, metadata=QUIET)
    third: Money = field(default=NOTHING, metadata=QUIET)

    @property
    def first(self) -> Money:
        return self.funded - self.second - self.third

    @property
    def amounts(self) -> tuple[Money, Money, Money, Money]:
        """Return what was filled in, in the order in which the form asks it."""
        return self.cost, self.funded, self.second, self.third

    @property
    def gap(self) -> Money:
        """The cost that nobody pays for yet; money too much in one year fills no other year."""
        return max(self.cost - self.funded, NOTHING)


@dataclass(frozen=True, slots=True)
class MoneySource:
    """One source of money of a promise. ``amounts``: per year, only years in which it pays."""

    name: str
    amounts: tuple[tuple[int, Money], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """How one partner carries one realisation on after the subsidy stops.

    ``decision_document``: the number of the decision, or where it can be read.
    """

    realisation_id: str
    partner_id: str
    stays: Stays | None = None
    owner: str = ""
    funding_source: str = ""
    deciding_body: str = ""
    decided_on: date | None = None
    expected_of_others: str = ""
    risk: Risk | None = None
    years: tuple[PromiseYear, ...] = ()
    second_source: str = field(default="", metadata=QUIET)
    third_source: str = field(default="", metadata=QUIET)
    decision_document: str = field(default="", metadata=QUIET)

    @property
    def sources(self) -> tuple[MoneySource, ...]:
        """Return who pays how much in which year; what has neither name nor money is none."""
        found = (
            MoneySource(name, tuple((year, amount) for year, amount in amounts if amount))
            for name, amounts in (
                (self.funding_source, [(each.year, each.first) for each in self.years]),
                (self.second_source, [(each.year, each.second) for each in self.years]),
                (self.third_source, [(each.year, each.third) for each in self.years]),
            )
        )
        return tuple(each for each in found if each.name.strip() or each.amounts)

    @property
    def gap(self) -> Money:
        return Money.total(year.gap for year in self.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Another subsidy for the same municipality, as the register knows it."""

    nis: str
    title: str
    actions: frozenset[str]
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known outside the application; None: nobody looked it up.

    ``borders``: the pairs of NIS codes that lie side by side. ``led``: in how many other submitted
    applications of the call an organisation is the lead, by its key; ``joined``: in how many a
    municipality takes part, by its NIS code. ``linked``: the pairs of organisations, by their keys,
    that are one undertaking in law.
    """

    borders: frozenset[frozenset[str]] | None = None
    led: Mapping[str, int] | None = None
    joined: Mapping[str, int] | None = None
    grants: tuple[Grant, ...] | None = None
    linked: frozenset[frozenset[str]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One application at one moment, as far as the rules may see it.

    None is what nobody asked or answered yet; an empty text or list is a part that is still empty.
    """

    partners: tuple[Partner, ...] = ()
    requested: Money = NOTHING
    starts_on: date | None = None
    ends_on: date | None = None
    realisations: tuple[Realisation, ...] = ()
    promises: tuple[Promise, ...] = ()
    risks: str = ""
    measures: str = ""
    levers: tuple[str, ...] = ()
    degrees: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    five_actions: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    indicators: tuple[Text | str, ...] | None = None  # the names of those that lack nothing
    enclosed: tuple[str, ...] = ()
    decisions: tuple[tuple[str, date], ...] = ()  # of a partner, as enclosed: its key and the day
    around: Around = field(default_factory=Around)

    @property
    def accepted(self) -> tuple[Partner, ...]:
        """The partners that take part, the lead included."""
        return tuple(p for p in self.partners if p.consent is Consent.ACCEPTED)

    @property
    def invited(self) -> tuple[Partner, ...]:
        """The partners that have not answered yet."""
        return tuple(p for p in self.partners if p.consent is Consent.INVITED)

    @property
    def lead(self) -> Partner | None:
        return next((p for p in self.partners if p.lead), None)

    @property
    def requested_by_accepted(self) -> Money:
        """What those that take part ask together; an invitation that is refused takes its part."""
        return Money.total(partner.requested for partner in self.accepted)

    @property
    def municipalities(self) -> tuple[Municipality, ...]:
        """The different municipalities that take part, by NIS code."""
        return distinct(self.accepted)

    @property
    def invited_municipalities(self) -> tuple[Municipality, ...]:
        """Municipalities that would come on top if every invited partner said yes."""
        known = {municipality.nis for municipality in self.municipalities}
        return tuple(m for m in distinct(self.invited) if m.nis not in known)

    def years_after(self, number: int) -> tuple[int, ...]:
        """Return the first ``number`` calendar years after the year in which the project ends."""
        if self.ends_on is None:
            return ()
        return tuple(range(self.ends_on.year + 1, self.ends_on.year + 1 + number))


def distinct(partners: Iterable[Partner]) -> tuple[Municipality, ...]:
    """Count a municipality once, however many partners it has, and an OCMW never."""
    found = {p.municipality.nis: p.municipality for p in partners if p.municipality is not None}
    return tuple(found[nis] for nis in sorted(found))
