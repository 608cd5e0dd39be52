"""How what an organisation says of itself once, and its confirmed account, are stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base
from subsidy.organisations.domain.accounts import LONGEST_IBAN
from subsidy.organisations.domain.profile import LIMITS


class OrganisationProfile(Base):
    """What feeds every application of an organisation; never what was signed or submitted.

    ``version`` guards against two people at once. ``codes``: what was chosen from each list.
    """

    __tablename__ = "organisation_profile"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    first_name: Mapped[str] = mapped_column(String(LIMITS["first_name"]), default="")
    family_name: Mapped[str] = mapped_column(String(LIMITS["family_name"]), default="")
    function: Mapped[str] = mapped_column(String(LIMITS["function"]), default="")
    telephone: Mapped[str] = mapped_column(String(LIMITS["telephone"]), default="")
    email: Mapped[str] = mapped_column(String(LIMITS["email"]), default="")
    iban: Mapped[str] = mapped_column(String(LONGEST_IBAN), default="")
    account_holder: Mapped[str] = mapped_column(String(LIMITS["account_holder"]), default="")
    mayor: Mapped[str] = mapped_column(String(LIMITS["mayor"]), default="")
    general_director: Mapped[str] = mapped_column(String(LIMITS["general_director"]), default="")
    financial_director: Mapped[str] = mapped_column(
        String(LIMITS["financial_director"]), default=""
    )
    codes: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ConfirmedAccount(Base):
    """That the agency found an account to be the one for the Gemeentefonds share. Append-only.

    The last one of an organisation is the account on file.
    """

    __tablename__ = "confirmed_account"
    __table_args__ = (Index("ix_confirmed_account_organisation_id", "organisation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    iban: Mapped[str] = mapped_column(String(LONGEST_IBAN))
    account_holder: Mapped[str] = mapped_column(String(LIMITS["account_holder"]))
    confirmed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
