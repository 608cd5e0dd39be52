"""Profiles of organisations, and the accounts that the agency confirmed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from subsidy.core.clock import brussels_day
from subsidy.organisations.domain.accounts import Account
from subsidy.organisations.domain.profile import (
    TEXTS,
    AccountState,
    Profile,
    chosen_codes,
    kept_until,
)
from subsidy.organisations.models import ConfirmedAccount, Organisation, OrganisationProfile

MOST = 20  # that somebody is asked to confirm at once


@dataclass(frozen=True, slots=True)
class Kept:
    """An organisation with what it said of itself, and the account that the agency confirmed."""

    organisation: Organisation
    stored: OrganisationProfile | None
    on_file: ConfirmedAccount | None

    @property
    def owner_id(self) -> int:
        """Whose profile it is: the policy asks it."""
        return self.organisation.id

    @property
    def profile(self) -> Profile:
        return profile_in(self.stored)

    @property
    def version(self) -> int:
        return 0 if self.stored is None else self.stored.version

    @property
    def people_until(self) -> date | None:
        """Return the day on which its names and contacts go; None: it holds none."""
        if self.stored is None or not self.profile.names_people:
            return None
        return brussels_day(kept_until(self.stored.saved_at))

    @property
    def account_state(self) -> AccountState:
        if self.to_confirm:
            return AccountState.TO_CONFIRM
        return AccountState.ON_FILE if self.profile.account.iban else AccountState.NONE

    @property
    def to_confirm(self) -> bool:
        """Whether there is an account that the agency did not confirm yet."""
        account = self.profile.account
        return bool(account.iban) and account != account_in(self.on_file)


def profile_in(stored: OrganisationProfile | None) -> Profile:
    if stored is None:
        return Profile()
    texts = {name: getattr(stored, name) for name in TEXTS}
    return Profile(**texts, **chosen_codes(stored.codes))


def account_in(row: ConfirmedAccount | None) -> Account | None:
    return None if row is None else Account(iban=row.iban, holder=row.account_holder)


def kept(session: Session, public_id: str) -> Kept | None:
    """Return the profile of an organisation, also when nothing was filled in yet."""
    row = session.execute(
        _with_profile()
        .add_columns(ConfirmedAccount)
        .outerjoin(ConfirmedAccount, ConfirmedAccount.id == _last().scalar_subquery())
        .where(Organisation.public_id == public_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return None if row is None else Kept(*row)


def _with_profile() -> Select[Organisation, OrganisationProfile]:
    return select(Organisation, OrganisationProfile).outerjoin(
        OrganisationProfile, OrganisationProfile.organisation_id == Organisation.id
    )


def _last() -> Select[int]:
    """Choose the last account that was confirmed of the organisation around."""
    return (
        select(func.max(ConfirmedAccount.id))
        .where(ConfirmedAccount.organisation_id == Organisation.id)
        .correlate(Organisation)
    )


def profile_of(session: Session, organisation_id: int | None) -> Profile:
    """Return what an organisation said of itself; empty when it said nothing."""
    return profile_in(session.get(OrganisationProfile, organisation_id or 0))


def profiles(session: Session, organisation_ids: Collection[int]) -> Mapping[int, Profile]:
    """Return what these organisations said of themselves, in one statement."""
    rows = session.scalars(
        select(OrganisationProfile).where(OrganisationProfile.organisation_id.in_(organisation_ids))
    )
    return {row.organisation_id: profile_in(row) for row in rows}


def accounts_on_file(session: Session, organisation_ids: Collection[int]) -> Mapping[int, Account]:
    """Return the confirmed account of each of these organisations that has one."""
    rows = session.scalars(
        select(ConfirmedAccount)
        .where(ConfirmedAccount.organisation_id.in_(organisation_ids))
        .order_by(ConfirmedAccount.id)
    )
    return {row.organisation_id: Account(iban=row.iban, holder=row.account_holder) for row in rows}


def to_confirm(session: Session) -> Sequence[Organisation]:
    """Return whose account the agency must still confirm: who waits longest, a few at a time."""
    profile, last = OrganisationProfile, ConfirmedAccount
    rows = session.scalars(
        select(Organisation)
        .join(profile, profile.organisation_id == Organisation.id)
        .outerjoin(last, last.id == _last().scalar_subquery())
        .where(_waits())
        .order_by(profile.saved_at, Organisation.id)
        .limit(MOST)
    )
    return rows.all()


def _waits() -> ColumnElement[bool]:
    """Return whether an account is filled in that is not the one on file."""
    profile, last = OrganisationProfile, ConfirmedAccount
    return and_(
        profile.iban != "",
        or_(
            last.id.is_(None),
            last.iban != profile.iban,
            last.account_holder != profile.account_holder,
        ),
    )


def listed_profiles(
    session: Session, state: AccountState | None, *, limit: int, offset: int
) -> Sequence[Kept]:
    """Return the profiles that were ever saved, by name; those in one state when asked."""
    rows = session.execute(
        _all_profiles(state)
        .order_by(Organisation.sort_name, Organisation.id)
        .limit(limit)
        .offset(offset)
    )
    return [Kept(*row) for row in rows]


def count_profiles(session: Session, state: AccountState | None) -> int:
    return session.scalar(select(func.count()).select_from(_all_profiles(state).subquery())) or 0


def _all_profiles(
    state: AccountState | None,
) -> Select[Organisation, OrganisationProfile, ConfirmedAccount]:
    profile, last = OrganisationProfile, ConfirmedAccount
    wanted: dict[AccountState | None, ColumnElement[bool]] = {
        AccountState.TO_CONFIRM: _waits(),
        AccountState.ON_FILE: and_(profile.iban != "", ~_waits()),
        AccountState.NONE: profile.iban == "",
    }
    found = (
        select(Organisation, profile, last)
        .join(profile, profile.organisation_id == Organisation.id)
        .outerjoin(last, last.id == _last().scalar_subquery())
    )
    return found if state is None else found.where(wanted[state])
