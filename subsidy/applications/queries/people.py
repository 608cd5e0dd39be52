"""What a colleague who leaves has to do with files, for who takes over."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications.domain.form import Key, contact_from
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Partner, Section
from subsidy.calls.domain.dossier import Consent


def titles(session: Session, public_ids: Collection[str]) -> Mapping[str, str]:
    """Return number and title of files, by the name that a role for one file bears."""
    rows = session.execute(
        select(Application.public_id, Application.number, Application.title).where(
            Application.public_id.in_(public_ids)
        )
    )
    return {public_id: f"{number} {title}".strip() for public_id, number, title in rows}


def drafts_of_contact(
    session: Session, organisation_id: int, email: str
) -> Sequence[tuple[str, str]]:
    """Return the drafts of an organisation in which this address is that of the contact."""
    rows = session.execute(
        select(Application.public_id, Application.number, Section.answers)
        .join(Section, Section.application_id == Application.id)
        .join(Partner, Partner.application_id == Application.id)
        .where(
            Partner.organisation_id == organisation_id,
            Partner.consent == Consent.ACCEPTED,
            Application.status == Status.DRAFT,
            Section.key == Key.CONTACT,
        )
        .order_by(Application.number)
    )
    return [
        (public_id, number)
        for public_id, number, answers in rows
        if contact_from(answers).email.casefold() == email
    ]
