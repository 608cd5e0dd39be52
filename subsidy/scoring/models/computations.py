"""How a computation is stored: what went in, how far it is, what came out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.accounts.models import Person
from subsidy.calls.models import Call
from subsidy.db import Base, choice, public_id_column
from subsidy.scoring.domain.computing import ENDED, Kind, State


class Computation(Base):
    """One computation for a call. Its input never changes; its result neither, once it is there.

    ``done`` of ``total``: how far it is. ``result`` and ``versions`` when it is done; ``refused``:
    why there is no result.
    """

    __tablename__ = "computation"
    __table_args__ = (
        Index("ix_computation_call_id", "call_id", "kind", "id"),
        Index("ix_computation_state", "state", "id"),
        CheckConstraint("(state = 'done') = (result_hash IS NOT NULL)", name="result"),
        CheckConstraint("(state IN ('done', 'refused')) = (ended_at IS NOT NULL)", name="ended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    input: Mapped[dict[str, Any]]
    input_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[State] = mapped_column(choice(State), default=State.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    result_hash: Mapped[str | None] = mapped_column(String(64))
    versions: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    refused: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(lazy="raise")
    asked_by: Mapped[Person] = relationship(lazy="raise")

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED
