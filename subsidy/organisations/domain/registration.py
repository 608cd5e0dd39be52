"""Adding an organisation by hand: what must be known of it, and every reason to refuse."""

from collections.abc import Iterator
from dataclasses import dataclass

from subsidy.core.errors import Refusal
from subsidy.core.text import Text
from subsidy.organisations.domain.kinds import OrganisationKind
from subsidy.organisations.domain.numbers import is_kbo, is_nis, is_ovo

LONGEST_NAME = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """``seat_nis``: the municipality whose province and region the organisation shares."""

    kind: OrganisationKind
    name: str
    kbo: str | None = None
    ovo: str | None = None
    nis: str | None = None
    seat_nis: str | None = None


def faults(new: NewOrganisation) -> Iterator[Refusal]:
    if not new.name.strip():
        yield Refusal(Text("Fill in the name of the organisation."), "name")
    if len(new.name) > LONGEST_NAME:
        yield Refusal(Text("Use at most %(limit)s characters.", limit=LONGEST_NAME), "name")
    if new.kbo is not None and not is_kbo(new.kbo):
        yield Refusal(Text("Check the enterprise number: 10 digits, the last 2 a check."), "kbo")
    if new.ovo is not None and not is_ovo(new.ovo):
        yield Refusal(Text("Fill in the OVO code as OVO and 6 digits."), "ovo")
    if new.nis is not None and not is_nis(new.nis):
        yield Refusal(Text("Fill in the NIS code with 5 digits."), "nis")
