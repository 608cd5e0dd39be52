"""How a seat in the jury of a call is stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from subsidy.accounts.models import Person
from subsidy.calls.models import Call
from subsidy.db import Base, public_id_column
from subsidy.organisations.models import Organisation
from subsidy.scoring.models.agreements import JuryAgreements
from subsidy.scoring.models.clarification_rounds import ClarificationRound


class Juror(Base):
    """A person in the jury of one call. ``label`` replaces the name towards applicants.

    ``left_at``: dropped out; only what was handed in before still counts.
    """

    __tablename__ = "juror"
    __table_args__ = (
        UniqueConstraint("call_id", "person_id"),
        UniqueConstraint("call_id", "label"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    is_chair: Mapped[bool] = mapped_column(default=False)
    label: Mapped[str] = mapped_column(String(40))
    left_at: Mapped[datetime | None]
    left_reason: Mapped[str] = mapped_column(default="", server_default="")

    call: Mapped[Call] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    employer: Mapped[Organisation | None] = relationship(lazy="raise")
    asked: Mapped[ClarificationRound | None] = relationship(
        lazy="raise",
        primaryjoin=lambda: foreign(ClarificationRound.call_id) == Juror.call_id,
        viewonly=True,
        uselist=False,
    )
    agreements: Mapped[JuryAgreements | None] = relationship(
        lazy="raise",
        primaryjoin=lambda: foreign(JuryAgreements.call_id) == Juror.call_id,
        viewonly=True,
        uselist=False,
    )
