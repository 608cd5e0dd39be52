"""A whole file as frozen values: what pages show, rules judge, partners sign and snapshots keep.

A draft and a submitted file look the same here, so everything that reads a file is written once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from subsidy.applications.domain.accounts import FileAccount, is_paid
from subsidy.applications.domain.answers import Answered
from subsidy.applications.domain.attachments import FileAttachment
from subsidy.applications.domain.declarations import Declarations
from subsidy.applications.domain.expectations import Expectation
from subsidy.applications.domain.form import Contact, Content, Privacy
from subsidy.applications.domain.funding import Funding, Payment, share, together
from subsidy.applications.domain.indicators import Indicator, complete
from subsidy.applications.domain.lasting import Lasting, lasting
from subsidy.applications.domain.scaling import Scaling
from subsidy.calls.domain.dossier import (
    QUIET,
    Around,
    Consent,
    Dossier,
    Municipality,
    Promise,
    Realisation,
)
from subsidy.calls.domain.dossier import Partner as DossierPartner
from subsidy.calls.domain.regulation import CostType, PaysTo
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.organisations.domain import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePartner:
    """An organisation in the file. ``municipality`` is the one that it *is*, else None."""

    id: str
    organisation_id: str
    name: str
    kind: OrganisationKind
    nis: str | None = None
    kbo: str | None = None
    municipality: Municipality | None = None
    lead: bool = False
    consent: Consent = Consent.ACCEPTED
    tasks: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """What one partner asks for one cost type in one year."""

    partner_id: str
    cost_type: CostType
    year: int
    requested: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSignature:
    """Who signed for a partner; ``content_hash`` is of the part that the partner commits to."""

    partner_id: str
    name: str
    function: str
    content_hash: str
    signed_at: datetime
    deciding_body: str = field(default="", metadata=QUIET)
    decided_on: date | None = field(default=None, metadata=QUIET)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One application at one moment. Refused invitations are not part of it."""

    id: str
    number: str
    call_id: str
    call_title: str
    regulation_version: int
    regulation_hash: str
    title: str = ""
    summary: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    feasible_minimum: Money | None = None
    contact: Contact = field(default_factory=Contact)
    content: Content = field(default_factory=Content)
    privacy: Privacy = field(default_factory=Privacy)
    partners: tuple[FilePartner, ...] = ()
    lines: tuple[FileLine, ...] = ()
    realisations: tuple[Realisation, ...] = ()
    promises: tuple[Promise, ...] = ()
    signatures: tuple[FileSignature, ...] = ()
    answers: tuple[Answered, ...] = ()
    declarations: Declarations = field(default_factory=Declarations)
    attachments: tuple[FileAttachment, ...] = field(default=(), metadata=QUIET)
    funding: tuple[Funding, ...] = field(default=(), metadata=QUIET)
    indicators: tuple[Indicator, ...] = field(default=(), metadata=QUIET)
    expectations: tuple[Expectation, ...] = field(default=(), metadata=QUIET)
    scalings: tuple[Scaling, ...] = field(default=(), metadata=QUIET)
    accounts: tuple[FileAccount, ...] = field(default=(), metadata=QUIET)
    pays_to: PaysTo | None = field(default=None, metadata=QUIET)

    @property
    def requested(self) -> Money:
        return Money.total(line.requested for line in self.lines)

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years in which the project runs."""
        if self.starts_on is None or self.ends_on is None:
            return ()
        return tuple(range(self.starts_on.year, self.ends_on.year + 1))

    @property
    def lead(self) -> FilePartner:
        return next(partner for partner in self.partners if partner.lead)

    @property
    def accepted(self) -> tuple[FilePartner, ...]:
        return tuple(p for p in self.partners if p.consent is Consent.ACCEPTED)

    def partner(self, partner_id: str) -> FilePartner:
        return next(partner for partner in self.partners if partner.id == partner_id)

    def lines_of(self, partner_id: str) -> tuple[FileLine, ...]:
        return tuple(line for line in self.lines if line.partner_id == partner_id)

    def requested_by(self, partner_id: str) -> Money:
        return Money.total(line.requested for line in self.lines_of(partner_id))

    def funding_of(self, partner_id: str) -> Funding | None:
        """Return what is paid beside the subsidy; None while the partner saved nothing of it."""
        return next((one for one in self.funding if one.partner_id == partner_id), None)

    def account_of(self, partner_id: str) -> FileAccount | None:
        """Return to which account a partner is paid; None while it did not say."""
        return next((one for one in self.accounts if one.partner_id == partner_id), None)

    def is_paid(self, partner: FilePartner) -> bool:
        """Whether the call pays to the account of this partner."""
        return is_paid(self.pays_to, self.requested_by(partner.id), lead=partner.lead)

    def own_contribution_of(self, partner_id: str) -> Money | None:
        """Return what a partner pays itself; None: it has not said.

        A file of before a partner filled in its own contribution per year has it declared as one.
        """
        given = self.funding_of(partner_id)
        return self.declarations.of(partner_id).own_contribution if given is None else given.own

    @property
    def payments(self) -> tuple[Payment, ...]:
        """Who pays what, partner by partner."""
        return tuple(self._payment(partner) for partner in self.partners)

    @property
    def paid(self) -> Payment:
        """Who pays what, all partners together."""
        return together(self.payments)

    def share_of(self, payment: Payment) -> int:
        """Return the part of the subsidy that one partner asks, in basis points."""
        return share(payment.requested, self.requested)

    def _payment(self, partner: FilePartner) -> Payment:
        given = self.funding_of(partner.id) or Funding(partner_id=partner.id)
        asked = self.requested_by(partner.id)
        own = self.own_contribution_of(partner.id) or Money(0)
        return Payment(partner.name, partner.id, asked, own, given.other)

    def promises_of(self, partner_id: str) -> tuple[Promise, ...]:
        return tuple(promise for promise in self.promises if promise.partner_id == partner_id)

    def promises_for(self, realisation_id: str) -> tuple[Promise, ...]:
        return tuple(p for p in self.promises if p.realisation_id == realisation_id)

    @property
    def lasting(self) -> tuple[Lasting, ...]:
        """What becomes of each realisation after the subsidy; a refused partner carries nothing."""
        return lasting(self.realisations, self.promises)

    def expected_of(self, partner_id: str) -> tuple[tuple[str, str], ...]:
        """Return what the other partners expect of others, each with the name of who wrote it."""
        return tuple(
            (self.partner(promise.partner_id).name, promise.expected_of_others)
            for promise in self.promises
            if promise.expected_of_others and promise.partner_id != partner_id
        )

    def title_of(self, realisation_id: str) -> str:
        """Return the title of a realisation; empty when it is of none."""
        own = (one.title for one in self.realisations if one.id == realisation_id)
        return next(own, "")

    def sentence_of(self, one: Expectation, partner_id: str) -> str:
        """Return what is expected, beside the other partner and the realisation it is about."""
        name, about = self.partner(partner_id).name, self.title_of(one.about)
        return f"{name} ({about}): {one.sentence}" if about else f"{name}: {one.sentence}"

    def scaling_of(self, realisation_id: str) -> Scaling:
        """Return how a realisation gets beyond the pilot; of one without, that nothing is said."""
        own = (one for one in self.scalings if one.realisation_id == realisation_id)
        return next(own, Scaling(realisation_id=realisation_id))

    def attachment_name(self, attachment_id: str) -> str:
        return next((one.name for one in self.attachments if one.id == attachment_id), "")

    @property
    def letters(self) -> tuple[str, ...]:
        """Who wrote that it will adopt something: as declared, or with the letter enclosed."""
        declared = [one.municipality for one in self.declarations.letters]
        return (*declared, *(x.adopter for one in self.scalings for x in one.letters))

    def signatures_of(self, partner_id: str) -> tuple[FileSignature, ...]:
        return tuple(s for s in self.signatures if s.partner_id == partner_id)

    @property
    def dossier(self) -> Dossier:
        """The facts of the file itself that the rules of the call may look at."""
        return self.dossier_in(Around())

    def dossier_in(self, around: Around) -> Dossier:
        """Return the facts that the rules of the call may look at, with those around the file."""
        return Dossier(
            partners=tuple(self._dossier_partner(partner) for partner in self.partners),
            requested=self.requested,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            realisations=self.realisations,
            promises=self.promises,
            risks=self.privacy.risks,
            measures=self.privacy.measures,
            levers=self.content.levers,
            degrees=self.content.degrees,
            actions=self.content.actions,
            five_actions=self.declarations.five_actions,
            letters=self.letters,
            documents=self.declarations.documents,
            indicators=self._measured if self.indicators else None,
            decisions=tuple(
                (one.decision_of, one.dated) for one in self.attachments if one.dated is not None
            ),
            enclosed=tuple({one.sha256: one.name for one in self.attachments}.values()),
            around=around,
        )

    @property
    def counted_years(self) -> tuple[int, ...]:
        """The years of the project, and those in which an indicator has a target."""
        there = {target.year for one in self.indicators for target in one.targets}
        return tuple(sorted({*self.years, *there}))

    @property
    def _measured(self) -> tuple[Text | str, ...]:
        return tuple(one.name for one in complete(self.indicators, self.years))

    def _dossier_partner(self, partner: FilePartner) -> DossierPartner:
        declared = self.declarations.of(partner.id)
        return DossierPartner(
            id=partner.id,
            name=partner.name,
            municipality=partner.municipality,
            local_authority=partner.kind.local_authority,
            lead=partner.lead,
            consent=partner.consent,
            requested=self.requested_by(partner.id),
            organisation_id=partner.organisation_id,
            needs=partner.needs,
            own_contribution=self.own_contribution_of(partner.id),
            undertaking=declared.undertaking,
            aid_received=declared.aid_received,
        )


# The budget as a table ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One cost type of one partner over the years."""

    label: CostType
    cells: tuple[Money, ...]
    total: Money


@dataclass(frozen=True, slots=True)
class BudgetGroup:
    """One partner."""

    label: str
    rows: tuple[BudgetRow, ...]
    totals: tuple[Money, ...]
    total: Money


@dataclass(frozen=True, slots=True)
class BudgetTable:
    """Partner x cost type x year, with every sum: the shape that the money grid shows."""

    columns: tuple[str, ...]
    groups: tuple[BudgetGroup, ...]
    totals: tuple[Money, ...]
    total: Money


def budget_table(
    file: CaseFile, cost_types: Sequence[CostType] = tuple(CostType), *, every: bool = True
) -> BudgetTable:
    """Return the budget with its sums. ``every``: also the costs of which nothing is asked."""
    years = sorted({*file.years, *(line.year for line in file.lines)})
    amounts = {(x.partner_id, x.cost_type, x.year): x.requested for x in file.lines}
    groups = tuple(
        _group(partner, cost_types, years, amounts, every=every) for partner in file.partners
    )
    totals = _sums([group.totals for group in groups], len(years))
    return BudgetTable(tuple(map(str, years)), groups, totals, Money.total(totals))


def _group(
    partner: FilePartner,
    cost_types: Iterable[CostType],
    years: Sequence[int],
    amounts: Mapping[tuple[str, CostType, int], Money],
    *,
    every: bool,
) -> BudgetGroup:
    rows = []
    for kind in cost_types:
        cells = tuple(amounts.get((partner.id, kind, year), Money(0)) for year in years)
        if every or any(cells):
            rows.append(BudgetRow(kind, cells, Money.total(cells)))
    totals = _sums([row.cells for row in rows], len(years))
    return BudgetGroup(partner.name, tuple(rows), totals, Money.total(totals))


def _sums(rows: Sequence[Sequence[Money]], columns: int) -> tuple[Money, ...]:
    return tuple(Money.total(row[column] for row in rows) for column in range(columns))
