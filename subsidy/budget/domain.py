"""The ledger: stages of money, and which movements between them exist."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_, Text


class Stage(Labelled):
    """Where a euro is on its way from the funder to a partner."""

    FUNDER = "funder", N_("funder")
    AVAILABLE = "available", N_("available")
    RESERVED = "reserved", N_("reserved")
    COMMITTED = "committed", N_("committed")
    PAID = "paid", N_("paid")


class Reason(Labelled):
    """Why money moves."""

    ENDOWMENT = "endowment", N_("endowment")
    RESERVATION = "reservation", N_("reservation")
    COMMITMENT = "commitment", N_("commitment")
    PAYMENT = "payment", N_("payment")
    RELEASE = "release", N_("release")
    RECOVERY = "recovery", N_("recovery")
    CORRECTION = "correction", N_("correction")


class StatementStatus(Labelled):
    """How far the statement of a line is about what comes after its money."""

    DRAFT = "draft", N_("draft statement"), "yellow"
    PUBLISHED = "published", N_("published statement"), "green"


MOVES = {
    Reason.ENDOWMENT: (Stage.FUNDER, Stage.AVAILABLE),
    Reason.RESERVATION: (Stage.AVAILABLE, Stage.RESERVED),
    Reason.COMMITMENT: (Stage.RESERVED, Stage.COMMITTED),
    Reason.PAYMENT: (Stage.COMMITTED, Stage.PAID),
    Reason.RECOVERY: (Stage.PAID, Stage.COMMITTED),
}
BACKWARDS = {
    (Stage.RESERVED, Stage.AVAILABLE),
    (Stage.COMMITTED, Stage.RESERVED),
    (Stage.COMMITTED, Stage.AVAILABLE),
}


class Place(StrEnum):
    """Fields of forms that ask for money."""

    AMOUNT = "amount"


_CASES = MappingProxyType(
    {
        "call": N_("call"),
        "round": N_("allocation round"),
        "share": N_("share of a partner"),
    }
)
TAIL = 6


@dataclass(frozen=True, slots=True)
class Case:
    """For what an account is: a kind and a public id, read from an opaque reference."""

    kind: str
    public_id: str

    @classmethod
    def of(cls, case_ref: str) -> Self | None:
        kind, colon, public_id = case_ref.partition(":")
        return cls(kind, public_id) if colon else None

    @property
    def label(self) -> Text:
        """Name the case as far as the ledger knows it: its kind and the end of its id."""
        kind = Text(_CASES.get(self.kind, self.kind))
        return Text("%(kind)s …%(tail)s", kind=kind, tail=self.public_id[-TAIL:])


def objections(reason: Reason, source: Stage, target: Stage, amount: Money) -> list[Refusal]:
    """Return why this movement does not exist, whatever the balances are."""
    refusals = []
    if amount <= Money(0):
        refusals.append(Refusal(Text("Fill in an amount above zero."), Place.AMOUNT))
    if not _exists(reason, source, target):
        refusals.append(
            Refusal(
                Text(
                    "Money cannot move from “%(source)s” to “%(target)s” as %(reason)s.",
                    source=source,
                    target=target,
                    reason=reason,
                )
            )
        )
    return refusals


def _exists(reason: Reason, source: Stage, target: Stage) -> bool:
    if reason is Reason.CORRECTION:
        return True
    if reason is Reason.RELEASE:
        return (source, target) in BACKWARDS
    return MOVES[reason] == (source, target)


def silent(line: str) -> Refusal:
    """Say that a line pays nothing before it says what comes after the money, and who helps."""
    return Refusal(
        Text(
            "“%(line)s” pays nothing yet: it does not say what stays when the money stops. "
            "A case officer writes that statement on the page of the line, "
            "and a decision maker publishes it.",
            line=line,
        )
    )


def not_covered(stage: Stage, left: Money, asked: Money) -> Refusal:
    """Say how much is left when an account cannot carry a movement."""
    return Refusal(
        Text(
            "Only %(left)s is still %(stage)s; %(asked)s is needed. Lower the amount by %(short)s.",
            left=left,
            stage=stage,
            asked=asked,
            short=asked - left,
        ),
        Place.AMOUNT,
    )
