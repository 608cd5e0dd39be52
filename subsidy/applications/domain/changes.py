"""The agency changes who takes part in a submitted file; the snapshot stays as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from subsidy.applications.domain.attachments import FileAttachment
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.completion import Completion, account_given
from subsidy.applications.domain.consequences import Consequences, led_by, without
from subsidy.applications.domain.judging import Given
from subsidy.applications.domain.lifecycle import Status
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.rules import Finding
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_, Text, pack, unpack

LONGEST_REASON = 2_000


class Kind(Labelled):
    """What can change after submission."""

    LEAVES = "leaves", N_("a partner left"), "red"
    LEADS = "leads", N_("another partner leads"), "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change with what it did. ``document``: the request of the organisation itself.

    ``reworded``: the rules that say something else since; ``judged``: how many judgements of
    rules were kept before it.
    """

    id: str
    kind: Kind
    partner_id: str
    name: str
    reason: str
    by: str
    at: datetime
    before: Money
    after: Money
    broken: tuple[Text, ...] = ()
    healed: tuple[Text, ...] = ()
    document: FileAttachment | None = None
    reworded: tuple[str, ...] = ()
    judged: int = 0

    @property
    def sentence(self) -> Text:
        if self.kind is Kind.LEAVES:
            return Text("%(name)s left.", name=self.name)
        return Text("%(name)s leads.", name=self.name)


def applied(file: CaseFile, changes: Iterable[tuple[Kind, str]]) -> CaseFile:
    """Return the file as it counts after these changes: kind and partner, the first one first."""
    for kind, partner_id in changes:
        file = _left(file, partner_id) if kind is Kind.LEAVES else led_by(file, partner_id)
    return file


def counted(file: CaseFile, changes: Iterable[Change]) -> CaseFile:
    """Return what decisions rest on: the file as submitted, with what changed since."""
    return applied(file, [(one.kind, one.partner_id) for one in changes])


def lapsed(given: Mapping[str, Given], changes: Sequence[Change]) -> Mapping[str, Given]:
    """Return the judgements of rules that say something else since; they count as not given."""
    return {
        rule: one
        for rule, one in given.items()
        if any(rule in change.reworded and one.number <= change.judged for change in changes)
    }


def still_given(given: Mapping[str, Given], changes: Sequence[Change]) -> Mapping[str, Given]:
    """Return the judgements that no change overtook."""
    gone = lapsed(given, changes)
    return {rule: one for rule, one in given.items() if rule not in gone}


def account_lacks(file: CaseFile, partner_id: str) -> bool:
    """Whether the call pays to this partner, that never said to which account."""
    partner = next((one for one in file.partners if one.id == partner_id), None)
    if partner is None or file.account_of(partner_id) is not None:
        return False
    return file.is_paid(partner)


def unpaid_lead(file: CaseFile, completions: Iterable[Completion]) -> str:
    """Return the name of the lead when the call pays it and it gave no account; else nothing."""
    lead = next((one for one in file.partners if one.lead), None)
    if lead is None or not account_lacks(file, lead.id) or account_given(completions, lead.id):
        return ""
    return lead.name


def _left(file: CaseFile, partner_id: str) -> CaseFile:
    """Take a partner out; what is enclosed stays, also a decision of that partner."""
    kept = tuple(
        replace(one, decision_of="", dated=None) if one.decision_of == partner_id else one
        for one in file.attachments
    )
    return replace(without(file, partner_id), attachments=kept)


STILL_OPEN = N_(
    "The call is still open: until it closes the partners change this themselves. "
    "Ask the lead to withdraw the application, to change it and to submit it again."
)
FIXED: Mapping[Status, str] = {
    Status.WITHDRAWN: N_("This application is withdrawn. You need not change anything."),
    Status.ADMISSIBLE: N_(
        "You decided already that this application is admissible. Jury and award rest on who took "
        "part then, so this does not change any more here. Write to the lead who takes over the "
        "tasks, and keep the request with your letter."
    ),
    Status.INADMISSIBLE: N_(
        "This application is inadmissible, so nothing of it changes any more. "
        "Point out to the organisation how to appeal: it stands in the letter."
    ),
}
"""Why the agency cannot change who takes part, and what somebody can do instead."""


def unfit_change(
    file: CaseFile, partner_id: str, status: Status, *, closed: bool
) -> Iterator[Refusal]:
    """Say why the agency cannot change this now. ``file``: as it counts today."""
    if status is Status.SUBMITTED and not closed:
        yield Refusal(Text(STILL_OPEN))
    if status in FIXED:
        yield Refusal(Text(FIXED[status]))
    found = next((one for one in file.partners if one.id == partner_id), None)
    if found is None or found.consent is not Consent.ACCEPTED:
        yield Refusal(Text("This organisation does not take part in this application."))
    elif found.lead:
        text = N_("%(name)s leads this application. Let another partner lead first.")
        yield Refusal(Text(text, name=found.name))


def told(found: Consequences) -> dict[str, Any]:
    """Return what a change does to rules and money, to keep."""
    return {
        "before": found.before.cents,
        "after": found.after.cents,
        "broken": _said(found.broken),
        "healed": _said(found.healed),
        "reworded": list(found.reworded),
    }


def _said(found: Sequence[Finding]) -> list[Any]:
    return [pack(one.sentence) for one in found]


def untold(data: Sequence[Any]) -> tuple[Text, ...]:
    """Return the sentences that :func:`told` kept."""
    return tuple(unpack(one) for one in data)
