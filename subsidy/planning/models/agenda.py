"""How the shared agenda of planned calls is stored."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.core.money import Money
from subsidy.db import Base, public_id_column
from subsidy.planning.domain.agenda import Plan
from subsidy.planning.domain.codes import Aim, TargetGroup, members


class AgendaEntry(Base):
    """A call that somebody plans, here or elsewhere. Everybody may know it.

    ``version`` counts saves; ``removed``: it does not come, and nobody sees it any more.
    """

    __tablename__ = "agenda_entry"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="in_order"),
        Index("ix_agenda_entry_removed_last_day", "removed", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    title: Mapped[str] = mapped_column(String(200))
    organiser: Mapped[str] = mapped_column(String(160))
    aim_text: Mapped[str]
    aim_codes: Mapped[list[str]]
    group_codes: Mapped[list[str]]
    first_day: Mapped[date]
    last_day: Mapped[date]
    amount: Mapped[Money | None]
    link: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)
    removed: Mapped[bool] = mapped_column(default=False)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    @property
    def aims(self) -> tuple[Aim, ...]:
        return members(Aim, self.aim_codes)

    @property
    def target_groups(self) -> tuple[TargetGroup, ...]:
        return members(TargetGroup, self.group_codes)

    @property
    def plan(self) -> Plan:
        """The entry as far as plans are compared."""
        return Plan(
            ref=f"agenda:{self.public_id}",
            title=self.title,
            organiser=self.organiser,
            aims=frozenset(self.aims),
            target_groups=frozenset(self.target_groups),
            first_day=self.first_day,
            last_day=self.last_day,
        )
