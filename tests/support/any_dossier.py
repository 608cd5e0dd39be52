"""Dossiers of every kind, good and bad, for what must hold for every rule of the library."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from subsidy.calls.domain.dossier import (
    Around,
    Consent,
    Dossier,
    Grant,
    Municipality,
    Partner,
    Promise,
    PromiseYear,
    Realisation,
    Risk,
    Stays,
)
from subsidy.calls.domain.rules import Parameter, Rule
from subsidy.core.money import Money

TOWNS = ("Aalst", "Brugge", "Deinze", "Evergem", "Gent", "Halle")
_PAIRS = [frozenset({one, two}) for one in TOWNS for two in TOWNS if one < two]
T = TypeVar("T")


class Maker:
    """Draws from one random source: some hundred times quicker than a strategy for each field."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - examples, no secrets

    def maybe(self, value: T) -> T | None:
        return self.random.choice([value, value, None])

    def text(self) -> str:
        return self.random.choice(["", "iets", "iets"])

    def money(self, euro: int) -> Money:
        return Money(self.random.choice([0, euro * 100, self.random.randint(0, euro * 100)]))

    def day(self) -> date:
        return date(2021, 6, 1) + timedelta(days=self.random.randint(0, 1400))

    def some(self, values: Sequence[T], most: int | None = None) -> tuple[T, ...]:
        number = self.random.randint(0, min(len(values), most or len(values)))
        return tuple(self.random.sample(list(values), number))

    def partner(self, name: str, consent: Consent | None = None, *, lead: bool = False) -> Partner:
        choice = self.random.choice
        place = Municipality(
            nis=name,
            name=name,
            region=choice(["Noord", "Noord", "Zuid"]),
            province="",
            population=choice([2_000, 19_999, 20_000, 90_000]),
            typology=choice(["", "a0", "b0"]),
        )
        return Partner(
            id=name,
            name=name,
            municipality=self.maybe(place),
            local_authority=choice([True, True, False]),
            lead=lead,
            consent=consent or choice([Consent.ACCEPTED, *Consent]),
            requested=self.money(200_000),
            needs=self.text(),
            own_contribution=self.maybe(self.money(100_000)),
            undertaking=self.maybe(choice([True, False])),
            aid_received=self.maybe(self.money(300_000)),
            organisation_id=name,
        )

    def around(self) -> Around:
        counts = {name: self.random.randint(0, 3) for name in self.some(TOWNS)}
        return Around(
            borders=self.maybe(frozenset(self.some(_PAIRS))),
            led=self.maybe(counts),
            joined=self.maybe(counts),
            linked=self.maybe(frozenset(self.some(_PAIRS))),
            grants=self.maybe(tuple(self._grant() for _ in range(self.random.randint(0, 2)))),
        )

    def _grant(self) -> Grant:
        first, last = sorted((self.day(), self.day()))
        return Grant(
            nis=self.random.choice(TOWNS),
            title="Digibank",
            actions=frozenset(self.some(["policy", "access", "support"])),
            starts_on=first,
            ends_on=last,
        )

    def realisation(self) -> Realisation:
        return Realisation(
            id="r",
            title="Digipunt",
            for_whom=self.text(),
            licence=self.text(),
            how_to_use=self.text(),
            available_from=self.maybe(self.day()),
            adopters=self.some(TOWNS),
        )

    def promise(self, partner_id: str) -> Promise:
        return Promise(
            realisation_id="r",
            partner_id=partner_id,
            stays=self.maybe(Stays.STAYS),
            owner=self.text(),
            funding_source="plan",
            deciding_body="raad",
            decided_on=self.maybe(self.day()),
            expected_of_others="-",
            risk=Risk.LOW,
            years=tuple(PromiseYear(year, Money(1), Money(1)) for year in range(2022, 2040)),
        )

    def dossier(self) -> Dossier:
        names = self.some(TOWNS[:5])
        lead = self.random.choice([*names[:1], ""])
        partners = tuple(self.partner(name, lead=name == lead) for name in names)
        here = (p.requested for p in partners if p.consent is not Consent.REFUSED)
        first, last = sorted((self.day(), self.day()))
        return Dossier(
            partners=partners,
            requested=Money.total(here),
            starts_on=self.maybe(first),
            ends_on=self.maybe(last),
            realisations=self.some([self.realisation()]),
            promises=tuple(self.promise(name) for name in self.some(names)),
            risks=self.text(),
            measures=self.text(),
            levers=self.some(["outreach", "participation", "transversal"]),
            degrees=self.some(["access", "skills", "use"]),
            actions=self.some(["policy", "access", "support"]),
            five_actions=self.some(["access", "group", "direction"]),
            letters=self.some(TOWNS),
            documents=self.some(["beslissing.pdf", "akkoord.pdf"]),
            indicators=self.maybe(self.some(["vrijwilligers", "deelnemers", "plaatsen"])),
            around=self.around(),
        )

    def params(self, rule: Rule) -> dict[str, int]:
        """Return numbers within the ranges; small ones more often, as they decide more often."""
        return {parameter.key: self._number(parameter) for parameter in rule.parameters}

    def _number(self, parameter: Parameter) -> int:
        low, high = parameter.minimum, parameter.maximum
        near = self.random.randint(low, min(low + 3, high))
        return self.random.choice([parameter.default, near, self.random.randint(low, high)])


makers = st.integers(0, 2**32).map(Maker)
