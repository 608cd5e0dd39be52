"""Choosing to which account a partner is paid, with the letter that another account needs.

Only its own people choose it. What is noted in the log of acts never names an account.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain import accounts as rules
from subsidy.applications.domain.accounts import FileAccount, NewAccount, Source
from subsidy.applications.domain.attachments import Offered
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.conflicts import Conflict
from subsidy.applications.domain.resigning import account_changes
from subsidy.applications.domain.snapshot import plain
from subsidy.applications.models import Application, Attachment, Partner
from subsidy.applications.service.asking_again import ask_again
from subsidy.applications.service.attaching import Enclosing, enclose, offer
from subsidy.applications.service.guard import refuse_unless_writing
from subsidy.calls.domain.dossier import Consent
from subsidy.core.clock import brussels_day
from subsidy.core.errors import Refusal, RefusedError, refuse, refuse_if
from subsidy.core.text import N_, Text
from subsidy.organisations import queries as organisations
from subsidy.policy import Action, Actor
from subsidy.workflow import audit

PLACE = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """``version``: the one that was read; None: whatever is there. ``letter``: if one was sent."""

    typed: NewAccount
    version: int | None = None
    letter: Enclosing | None = None


def save_account(
    session: Session, actor: Actor, record: Application, partner: Partner, wanted: Choosing
) -> FileAccount:
    """Choose the account of the organisation of the actor in this application."""
    refuse_unless_writing(session, actor, record)
    file = queries.file_again(session, record)
    _refuse_others(actor, partner)
    own = organisations.accounts_on_file(session, [partner.organisation_id])
    on_file = own.get(partner.organisation_id)
    offered, faults = _offered(session, record, wanted)
    today = brussels_day(actor.now)
    refuse_if([*rules.unfit(wanted.typed, on_file, today), *faults])
    before = file.account_of(partner.public_id)
    choice = rules.chosen(partner.public_id, wanted.typed, on_file)
    after = _with_letter(before, choice, offered)
    if wanted.version not in (None, partner.account_version):
        _refuse_overwriting(before, after, partner.account_version)
    if not _keeps_letter(before, after, offered):
        _remove_letter(session, partner)
    if wanted.letter is not None and offered and after.source is Source.OTHER:
        enclose(session, actor, record, wanted.letter, offered)
    partner.account = plain(choice)  # its letter stands in a row of its own
    partner.account_version += 1
    session.flush()
    audit(session, actor, Action.EDIT_APPLICATION, record, reason="account")
    ask_again(session, actor, record)
    return after


def replaced(session: Session, record: Application, file: CaseFile) -> list[Refusal]:
    """Say of which partners the account they named is not the one on file any more.

    The place is ``account.partner``. One statement, and none when nobody named an account on file.
    """
    named = {
        partner: chosen
        for partner in record.partners
        if (chosen := file.account_of(partner.public_id)) and chosen.source is Source.ON_FILE
    }
    if not named:
        return []
    now = organisations.accounts_on_file(session, [one.organisation_id for one in named])
    text = N_("Another account of %(name)s is on file now. Choose the account again.")
    return [
        Refusal(Text(text, name=one.organisation.name), f"account.{one.public_id}")
        for one, chosen in named.items()
        if now.get(one.organisation_id) != chosen.account
    ]


def _refuse_others(actor: Actor, partner: Partner) -> None:
    if partner.organisation_id != actor.organisation_id:
        name = partner.organisation.name
        raise refuse(Text("Only %(name)s itself chooses its account.", name=name))
    if partner.consent is not Consent.ACCEPTED:
        raise refuse(Text("Your organisation does not take part in this application."))


def _offered(
    session: Session, record: Application, wanted: Choosing
) -> tuple[Sequence[Offered], list[Refusal]]:
    """Look at the letter that was sent; what is wrong with it stands at its field."""
    if wanted.letter is None:
        return (), []
    offered, faults = offer(session, record, wanted.letter)
    return offered, [Refusal(fault.text, PLACE) for fault in faults]


def _with_letter(
    before: FileAccount | None, after: FileAccount, offered: Sequence[Offered]
) -> FileAccount:
    """Give another account its letter: the one that was sent, or the one that was there for it."""
    if after.source is Source.ON_FILE:
        return after
    if offered:
        return rules.enclosed(after, offered[0].name, offered[0].sha256)
    if before is not None and before.letter is not None and _same_account(before, after):
        return rules.enclosed(after, before.letter.name, before.letter.sha256)
    return after


def _same_account(before: FileAccount | None, after: FileAccount) -> bool:
    return before is not None and before.account == after.account


def _keeps_letter(
    before: FileAccount | None, after: FileAccount, offered: Sequence[Offered]
) -> bool:
    """Say whether the letter stays: it goes with its account, and when another takes its place."""
    return not offered and after.source is Source.OTHER and _same_account(before, after)


def _refuse_overwriting(before: FileAccount | None, after: FileAccount, version: int) -> None:
    found = account_changes(before, after)
    if found:
        text = Text("A colleague saved another account meanwhile. Compare both, then save again.")
        raise RefusedError([Conflict(text, None, version, found)])


def _remove_letter(session: Session, partner: Partner) -> None:
    session.execute(
        delete(Attachment).where(
            Attachment.application_id == partner.application_id,
            Attachment.question == rules.letter_key(partner.public_id),
        )
    )


def forget_account(session: Session, partner: Partner) -> None:
    """Leave nothing of the account of a partner that does not take part any more."""
    if partner.account is not None:
        partner.account = None
        partner.account_version += 1
        _remove_letter(session, partner)
