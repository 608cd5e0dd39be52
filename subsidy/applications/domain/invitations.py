"""The link in the mail of an invitation: works once, for a week, unless it is withdrawn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from subsidy.accounts.domain import account_faults, same_email
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text

LASTS = timedelta(days=7)
MOST_MAILS = 20  # per organisation and application: nobody's mail box is flooded


class LinkState(Labelled):
    """What a link still does."""

    OPEN = "open", N_("link works"), "blue"
    USED = "used", N_("link used"), "green"
    EXPIRED = "expired", N_("link expired"), "grey"
    WITHDRAWN = "withdrawn", N_("link withdrawn"), "grey"


class Link(Protocol):
    """What is stored of one link."""

    @property
    def expires_at(self) -> datetime: ...
    @property
    def used_at(self) -> datetime | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


def state_of(link: Link, now: datetime) -> LinkState:
    """Return what a link does at an instant; it ends at the very instant of its term."""
    if link.used_at is not None:
        return LinkState.USED
    if link.withdrawn_at is not None:
        return LinkState.WITHDRAWN
    return LinkState.OPEN if now < link.expires_at else LinkState.EXPIRED


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who is named by the lead."""

    name: str
    email: str


def unfit_addressee(to: Addressee) -> list[Refusal]:
    return account_faults(same_email(to.email), to.name)


def too_many(sent: int, more: int) -> list[Refusal]:
    """Refuse a mail that would be one too many."""
    if sent + more <= MOST_MAILS:
        return []
    text = Text(
        "You can send at most %(most)s mails to one organisation. Call them.", most=MOST_MAILS
    )
    return [Refusal(text)]


WHY_NOT = {
    LinkState.USED: Text(
        "Somebody of your organisation opened this link already. "
        "You find the application in the list of applications."
    ),
    LinkState.EXPIRED: Text(
        "This link worked for seven days. Ask the lead partner to send a new one."
    ),
    LinkState.WITHDRAWN: Text(
        "This link is withdrawn. Perhaps you received a newer mail. "
        "Otherwise, you need not answer any more."
    ),
}
