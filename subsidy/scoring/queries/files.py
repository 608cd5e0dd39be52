"""Reads of the admissible files of a call."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Partner
from subsidy.calls.domain.dossier import Consent
from subsidy.organisations.models import Organisation


def admissible(session: Session, call_id: int) -> Sequence[Application]:
    return session.scalars(
        select(Application)
        .where(Application.call_id == call_id, Application.status == Status.ADMISSIBLE)
        .options(
            joinedload(Application.lead),
            joinedload(Application.call),
            joinedload(Application.regulation_version),
            selectinload(Application.partners).joinedload(Partner.organisation),
            selectinload(Application.budget_lines),
            selectinload(Application.realisations),
        )
        .order_by(Application.number)
    ).all()


def files(session: Session, call_id: int) -> Sequence[Application]:
    """Return the admissible files with what tells a conflict: number, title, partners."""
    return session.scalars(
        select(Application)
        .where(Application.call_id == call_id, Application.status == Status.ADMISSIBLE)
        .options(
            joinedload(Application.lead),
            selectinload(Application.partners).joinedload(Partner.organisation),
            raiseload("*"),
        )
        .order_by(Application.number)
    ).all()


def municipalities_of(session: Session, call_id: int) -> Mapping[str, Collection[str]]:
    """Return the NIS codes of who takes part in each file of a call, by public id of the file."""
    rows = session.execute(
        select(Application.public_id, Organisation.nis)
        .join(Partner, Partner.application_id == Application.id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .where(
            Application.call_id == call_id,
            Partner.consent != Consent.REFUSED,
            Organisation.nis.is_not(None),
        )
    )
    found: dict[str, set[str]] = defaultdict(set)
    for public_id, nis in rows:
        found[public_id].add(nis or "")
    return found


def application_of(session: Session, call_id: int, public_id: str) -> Application | None:
    return session.scalar(
        select(Application)
        .where(
            Application.call_id == call_id,
            Application.public_id == public_id,
            Application.status == Status.ADMISSIBLE,
        )
        .options(
            joinedload(Application.lead),
            selectinload(Application.partners).joinedload(Partner.organisation),
        )
    )
