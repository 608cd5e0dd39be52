"""What a jury agrees before it scores: which file everybody scores first, and until when.

The first term is soft: marks that come later are marked as late and count. The last term is hard:
after it nothing is handed in. Both are moments of the agency; a missing one binds nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from subsidy.core.errors import Refusal
from subsidy.core.text import N_, Text

CALIBRATE = Text("First score the file with which the jury practises: %(number)s.")


@dataclass(frozen=True, slots=True)
class Agreements:
    """``first``: the number of the file that everybody scores first, None: any order."""

    first: str | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None

    def is_late(self, at: datetime | None) -> bool:
        """Whether what was handed in then came after the soft term."""
        return at is not None and self.due_at is not None and at > self.due_at

    def is_over(self, now: datetime) -> bool:
        return self.closes_at is not None and now > self.closes_at


NOTHING_AGREED = Agreements()


def faults(wanted: Agreements, answers_until: datetime | None = None) -> tuple[Refusal, ...]:
    """Say what is wrong with the terms: the hard one never comes before the soft one.

    ``answers_until``: until when applicants can answer the jury, None: they cannot. The hard term
    comes after it, for answers that nobody can use are no answers.
    """
    if wanted.closes_at is None:
        return ()
    found = []
    if wanted.due_at is not None and wanted.due_at > wanted.closes_at:
        text = Text("This is before the first term. Choose a later moment.")
        found.append(Refusal(text, "closes_at"))
    if answers_until is not None and wanted.closes_at <= answers_until:
        msgid = N_("Applicants can answer the jury until %(at)s. Choose a later moment.")
        found.append(Refusal(Text(msgid, at=answers_until), "closes_at"))
    return tuple(found)


def not_writable(
    agreed: Agreements, number: str, open_ones: Iterable[str], now: datetime
) -> tuple[Refusal, ...]:
    """Say why a juror cannot score a file now; all at once.

    ``open_ones``: the numbers of the files that still wait for this juror.
    """
    found = []
    if agreed.is_over(now):
        text = Text("You could score until %(at)s. Ask the agency.", at=agreed.closes_at)
        found.append(Refusal(text))
    if agreed.first is not None and number != agreed.first and agreed.first in set(open_ones):
        found.append(Refusal(Text(CALIBRATE.msgid, number=agreed.first)))
    return tuple(found)
