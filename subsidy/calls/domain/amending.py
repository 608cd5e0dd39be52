"""A change of a published regulation: prepared by one, approved by another, before it closes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from subsidy.calls.domain.regulation import Regulation, difference, unpublishable
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.text import N_, Text
from subsidy.policy import Action

CLOSING = "oproep.sluit"


class AmendmentStatus(Labelled):
    """Where a change of a regulation is."""

    PREPARED = "prepared", N_("change, waits for approval"), "blue"
    APPROVED = "approved", N_("change in force"), "green"
    DROPPED = "dropped", N_("change that is not made"), "grey"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendingFacts:
    """Everything a change may depend on.

    ``old``: the regulation in force; ``latest``: its version; ``base``: the version that the change
    was made from. ``public``: whether the call is published.
    """

    now: datetime
    actor_id: int
    prepared_by_id: int | None = None
    old: Regulation
    new: Regulation
    latest: int
    base: int
    public: bool = True
    reason: str = ""


def is_extension(old: Regulation, new: Regulation) -> bool:
    """Return whether nothing but the deadline changes."""
    return [change.place for change in difference(old, new)] == [CLOSING]


def extended(old: Regulation, closes_at: datetime) -> Regulation:
    return replace(old, closes_at=closes_at)


def unchangeable(closes_at: datetime | None, now: datetime, *, public: bool) -> Iterator[Refusal]:
    """Refuse a change that not everybody can use any more; ``public``: the call is published."""
    if not public or closes_at is None:
        yield Refusal(Text("Only a published call can be changed this way."))
    elif now >= closes_at:
        yield Refusal(
            Text("The call closed on %(at)s. Nothing of it can change any more.", at=closes_at)
        )


def still_changeable(facts: AmendingFacts) -> Iterator[Refusal]:
    yield from unchangeable(facts.old.closes_at, facts.now, public=facts.public)
    if facts.latest != facts.base:
        yield Refusal(
            Text("The regulation changed in the meantime. Drop this change and prepare it again.")
        )


def deadline_faults(old: Regulation, new: Regulation, now: datetime) -> Iterator[Refusal]:
    """Refuse to take time away from anybody."""
    if new.closes_at < old.closes_at:
        yield Refusal(
            Text(
                "The call closes on %(at)s now. Choose a later moment: a deadline never comes "
                "earlier.",
                at=old.closes_at,
            ),
            CLOSING,
        )
    elif new.closes_at <= now:
        yield Refusal(Text("Choose a moment that is still to come."), CLOSING)


def fixed_faults(old: Regulation, new: Regulation, now: datetime) -> Iterator[Refusal]:
    """Refuse what no answer can change: the money that is set apart, an opening that has been."""
    if new.reserved != old.reserved:
        yield Refusal(
            Text("The reserved amount stays %(amount)s: it is booked.", amount=old.reserved),
            "bedragen.gereserveerd",
        )
    if new.opens_at != old.opens_at and min(new.opens_at, old.opens_at) <= now:
        yield Refusal(
            Text("The call opened on %(at)s. That stays so.", at=old.opens_at)
            if old.opens_at <= now
            else Text("Choose a moment that is still to come."),
            "oproep.opent",
        )


def change_faults(facts: AmendingFacts) -> Sequence[Refusal]:
    """Return why this change cannot be made, all reasons at once."""
    found = [
        *still_changeable(facts),
        *deadline_faults(facts.old, facts.new, facts.now),
        *fixed_faults(facts.old, facts.new, facts.now),
    ]
    if not found and facts.new == facts.old:
        found.append(Refusal(Text("Nothing changes. Change something first."), CLOSING))
    found += unpublishable(facts.new)
    if not facts.reason.strip():
        found.append(Refusal(Text("Write why you change the regulation."), "reason"))
    return found


def approved_by_another(facts: AmendingFacts) -> Sequence[Refusal]:
    """Two people for everything that touches equality."""
    found = list(change_faults(facts))
    if facts.prepared_by_id == facts.actor_id:
        found.append(Refusal(Text("You prepared this change. Ask a colleague to approve it.")))
    return found


def with_reason(facts: AmendingFacts) -> Sequence[Refusal]:
    if facts.reason.strip():
        return ()
    return [Refusal(Text("Write why the change is not made."), "reason")]


PREPARED = frozenset({AmendmentStatus.PREPARED})

# action               from      to         if
AMENDING: Lifecycle[AmendmentStatus, Action, AmendingFacts] = Lifecycle(
    AmendmentStatus.PREPARED,
    Transition(Action.APPROVE_CHANGE, PREPARED, AmendmentStatus.APPROVED, approved_by_another),
    Transition(Action.DROP_CHANGE, PREPARED, AmendmentStatus.DROPPED, with_reason),
)
