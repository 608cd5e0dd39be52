"""What a partner that does not take part (any more) leaves behind: nothing."""

from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.declarations import Declarations
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.history import kept_lines
from subsidy.applications.domain.snapshot import plain, read
from subsidy.applications.models import (
    Application,
    Attachment,
    BudgetLine,
    LeadOffer,
    Partner,
    Promise,
    PromiseYear,
    Section,
)
from subsidy.applications.service.accounts import forget_account
from subsidy.applications.service.asking_again import signed_again
from subsidy.applications.service.expecting import forget_expectations
from subsidy.applications.service.guard import add_up, keep
from subsidy.applications.service.history import keep_earlier
from subsidy.calls.domain.dossier import Consent
from subsidy.policy import Actor


def forget(session: Session, actor: Actor, record: Application, partner: Partner) -> None:
    """Remove what is of a partner: tasks, amounts, account, promises, declarations, decisions.

    And what it expects of others, and they of it. Each part that loses something gets a next
    version, so that nobody saves it back unseen. It takes part no more before anything goes: nobody
    asks it to sign again what it takes along.
    """
    _keep_amounts(session, actor, record, partner)
    partner.consent = Consent.REFUSED
    session.flush()
    signed_again(session, partner)
    _forget_promises(session, partner)
    _forget_tasks(session, record, partner)
    _forget_declarations(session, actor, record, partner)
    forget_expectations(session, actor, record, partner)
    forget_account(session, partner)
    session.execute(
        delete(Attachment).where(
            Attachment.application_id == record.id, Attachment.decided_by == partner.public_id
        )
    )
    session.execute(delete(LeadOffer).where(LeadOffer.partner_id == partner.id))
    gone = session.execute(delete(BudgetLine).where(BudgetLine.partner_id == partner.id))
    if gone.rowcount:  # type: ignore[attr-defined]  # a cursor result counts its rows
        add_up(session, record)
        keep(session, actor, record, Key.BUDGET)


def _keep_amounts(session: Session, actor: Actor, record: Application, partner: Partner) -> None:
    """Keep the budget with the amounts that go as an earlier text of it."""
    lines = queries.file_again(session, record).lines
    others = [line for line in lines if line.partner_id != partner.public_id]
    section = queries.section(session, record, Key.BUDGET)
    keep_earlier(session, actor, section, kept_lines(lines), kept_lines(others))


def _forget_promises(session: Session, partner: Partner) -> None:
    promises = select(Promise.id).where(Promise.partner_id == partner.id)
    session.execute(delete(PromiseYear).where(PromiseYear.promise_id.in_(promises)))
    session.execute(delete(Promise).where(Promise.partner_id == partner.id))


def _forget_tasks(session: Session, record: Application, partner: Partner) -> None:
    partner.tasks = ""
    session.execute(
        delete(Section).where(
            Section.application_id == record.id,
            Section.key.in_(
                (queries.tasks_key(partner.public_id), queries.funding_key(partner.public_id))
            ),
        )
    )


def _forget_declarations(
    session: Session, actor: Actor, record: Application, partner: Partner
) -> None:
    section = queries.section(session, record, Key.DECLARATIONS)
    declared = Declarations() if section is None else read(Declarations, section.answers)
    others = tuple(one for one in declared.partners if one.partner_id != partner.public_id)
    if others != declared.partners:
        fewer = plain(replace(declared, partners=others))
        keep_earlier(session, actor, section, plain(declared), fewer)
        keep(session, actor, record, Key.DECLARATIONS, fewer)
