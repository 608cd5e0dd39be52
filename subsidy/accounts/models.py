"""How people, their mandates, their sign-ins and what two of them decide are stored."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from subsidy.accounts.domain import longer
from subsidy.core.two_people import ActStatus
from subsidy.db import Base, choice, public_id_column
from subsidy.organisations.models import Organisation
from subsidy.policy import Actor, Mandate, MandateKind, Role


class Person(Base):
    """Somebody who can sign in. ``employer`` is where a juror works (conflicts of interest)."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))

    employer: Mapped[Organisation | None] = relationship(lazy="raise")
    agency_roles: Mapped[list["AgencyRole"]] = relationship(lazy="raise")
    mandates: Mapped[list["PersonMandate"]] = relationship(lazy="raise")


class AgencyRole(Base):
    """A role of a person in the agency or a jury."""

    __tablename__ = "agency_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(choice(Role), primary_key=True)


class PersonMandate(Base):
    """Person x organisation x what may be done, for all files or for one."""

    __tablename__ = "person_mandate"
    __table_args__ = (
        UniqueConstraint("person_id", "organisation_id", "kind", "file_id"),
        Index("ix_person_mandate_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[MandateKind] = mapped_column(choice(MandateKind))
    file_id: Mapped[str | None] = mapped_column(String(26))

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class SignIn(Base):
    """One sign-in of one browser; deleting the row signs that browser out, wherever its cookie is.

    Only a hash of the token is stored; ``token`` itself is known just after signing in, to be put
    in the cookie. All times are real, never the movable programme date.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")

    token = ""
    unread = 0  # messages that the person has not read; counted when the sign-in is looked up
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.person.active

    def get_id(self) -> str:
        """Return what Flask-Login puts in the cookie: the token, which no table holds."""
        return self.token

    @property
    def can_stay(self) -> bool:
        """Return whether the sign-in can be made longer."""
        return longer(self.created_at, self.ends_at) > self.ends_at

    def actor_at(self, now: datetime) -> Actor:
        return Actor(
            id=self.person_id,
            now=now,
            roles=frozenset(row.role for row in self.person.agency_roles),
            mandates=tuple(
                Mandate(row.organisation_id, row.kind, row.file_id, row.organisation.kind.standing)
                for row in self.person.mandates
            ),
            organisation_id=self.organisation_id,
        )


class ByTwoPeople:
    """The columns of an act that one proposes and another confirms; its reason never changes.

    A table with them puts ``checks`` and ``once`` in its arguments.
    """

    status_check: ClassVar[str]  # the name of the CHECK of its status

    reason: Mapped[str]
    content_hash: Mapped[str] = mapped_column(String(64))
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]

    @declared_attr
    @classmethod
    def status(cls) -> Mapped[ActStatus]:
        return mapped_column(choice(ActStatus, cls.status_check), default=ActStatus.PROPOSED)

    @declared_attr
    @classmethod
    def prepared_by(cls) -> Mapped[Person]:
        return relationship(lazy="raise", foreign_keys=[cls.prepared_by_id])

    @declared_attr
    @classmethod
    def confirmed_by(cls) -> Mapped[Person | None]:
        return relationship(lazy="raise", foreign_keys=[cls.confirmed_by_id])

    @property
    def is_open(self) -> bool:
        return self.status is ActStatus.PROPOSED

    @property
    def is_confirmed(self) -> bool:
        return self.status is ActStatus.CONFIRMED

    @staticmethod
    def checks() -> tuple[CheckConstraint, ...]:
        return (
            CheckConstraint("reason <> ''", name="reason"),
            CheckConstraint("confirmed_by_id <> prepared_by_id", name="two_people"),
            CheckConstraint(
                "(status = 'confirmed') = (confirmed_at IS NOT NULL)"
                " AND (confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
                name="confirmed",
            ),
        )

    @staticmethod
    def once(name: str, *columns: str) -> Index:
        """Return the index that allows one act about the same at a time, besides dropped ones."""
        live = text("status <> 'dropped'")
        return Index(name, *columns, unique=True, sqlite_where=live, postgresql_where=live)
