"""How the continuity plan, what stays when the subsidy stops, is stored."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.calls.domain.dossier import Risk, Stays
from subsidy.core.money import Money
from subsidy.db import Base, choice


class Promise(Base):
    """The continuity of one realisation at one partner after the subsidy stops."""

    __tablename__ = "promise"
    __table_args__ = (UniqueConstraint("realisation_id", "partner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    realisation_id: Mapped[int] = mapped_column(ForeignKey("realisation.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    stays: Mapped[Stays | None] = mapped_column(choice(Stays))
    owner: Mapped[str] = mapped_column(String(120), default="")
    funding_source: Mapped[str] = mapped_column(String(120), default="")
    deciding_body: Mapped[str] = mapped_column(String(120), default="")
    decided_on: Mapped[date | None]
    expected_of_others: Mapped[str] = mapped_column(default="")
    risk: Mapped[Risk | None] = mapped_column(choice(Risk))
    second_source: Mapped[str] = mapped_column(String(120), default="", server_default="")
    third_source: Mapped[str] = mapped_column(String(120), default="", server_default="")
    decision_document: Mapped[str] = mapped_column(String(300), default="", server_default="")

    years: Mapped[list["PromiseYear"]] = relationship(lazy="raise", order_by="PromiseYear.year")


class PromiseYear(Base):
    """What continuing costs in one year, and how much of it is paid for.

    ``second``, ``third``: how much of ``funded`` the second and the third source pay.
    """

    __tablename__ = "promise_year"
    __table_args__ = (
        UniqueConstraint("promise_id", "year"),
        CheckConstraint("cost >= 0 AND funded >= 0", name="not_negative"),
        CheckConstraint(
            "second >= 0 AND third >= 0 AND second + third <= funded", name="within_funded"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"))
    year: Mapped[int]
    cost: Mapped[Money]
    funded: Mapped[Money]
    second: Mapped[Money] = mapped_column(default=Money(0), server_default="0")
    third: Mapped[Money] = mapped_column(default=Money(0), server_default="0")
