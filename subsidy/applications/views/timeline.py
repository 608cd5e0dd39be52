"""What happened to an application, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from subsidy.applications.queries import Event
from subsidy.applications.service import leading
from subsidy.applications.service.completing import SAVED
from subsidy.applications.service.consortium import WITHDRAWN as UNDONE
from subsidy.applications.service.mailing import MAILED
from subsidy.calls.domain.dossier import Consent
from subsidy.core.text import Text
from subsidy.policy import Action

WORDS: Mapping[str, Text] = MappingProxyType(
    {
        Action.START_APPLICATION: Text("Application started"),
        Action.INVITE_PARTNER: Text("Partner invited"),
        Action.ANSWER_INVITATION: Text("Invitation answered"),
        Action.GIVE_ROLE: Text("Role given"),
        Action.CONSENT_TO_SUPPORT: Text("Support desk reads along"),
        Action.LEAVE_APPLICATION: Text("Partner left"),
        Action.PASS_LEAD: Text("Lead passed"),
        Action.SIGN_APPLICATION: Text("Application signed"),
        Action.SUBMIT_APPLICATION: Text("Application submitted"),
        Action.WITHDRAW_APPLICATION: Text("Application withdrawn"),
        Action.REOPEN_APPLICATION: Text("Application opened again"),
        Action.ADMIT_APPLICATION: Text("Application declared admissible"),
        Action.REJECT_APPLICATION: Text("Application declared inadmissible"),
        Action.CHANGE_CONSORTIUM: Text("Change recorded by the agency"),
        Action.ASK_COMPLETION: Text("Completion asked"),
        Action.COMPLETE_APPLICATION: Text("Application completed"),
    }
)

ENDED: Mapping[str, Text] = MappingProxyType(
    {
        Action.INVITE_PARTNER: Text("Invitation withdrawn"),
        Action.GIVE_ROLE: Text("Role taken back"),
        Action.CONSENT_TO_SUPPORT: Text("Support desk no longer reads along"),
        Action.ASK_COMPLETION: Text("Request to complete withdrawn"),
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline."""

    moment: datetime
    what: Text
    who: str
    note: Text | str


def timeline(events: Iterable[Event]) -> list[Entry]:
    """Return the acts that have words here, the last one first."""
    shown = (event for event in events if event.entry.action in WORDS)
    return [_entry(event) for event in shown if not _is_unsent(event)]


def _is_unsent(event: Event) -> bool:
    """Return whether a completion was only saved: what is not sent is the applicant's own."""
    entry = event.entry
    return entry.action == Action.COMPLETE_APPLICATION and entry.reason.startswith(SAVED)


def _entry(event: Event) -> Entry:
    entry = event.entry
    what, note = WORDS[entry.action], entry.reason
    if note.startswith(UNDONE):
        what, note = ENDED.get(entry.action, what), note.removeprefix(UNDONE)
    if note.startswith(MAILED):
        what, note = Text("Invitation mailed"), note.removeprefix(MAILED)
    if entry.action == Action.PASS_LEAD:
        what, note = _about_lead(note)
    answer = next((consent.label for consent in Consent if consent.value == note), note)
    return Entry(entry.at, what, event.person, answer)


def _about_lead(note: str) -> tuple[Text, str]:
    """Tell a question about the lead from its refusal and from the change itself."""
    if note.startswith(leading.ASKED):
        return Text("New lead proposed"), note.removeprefix(leading.ASKED)
    if note.startswith(leading.DROPPED):
        return Text("New lead not wanted"), note.removeprefix(leading.DROPPED)
    return WORDS[Action.PASS_LEAD], note
