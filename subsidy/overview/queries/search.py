"""One search over everything that somebody may read; each slice says itself what that is.

One statement per group. What may be read comes from the same filters as the lists, so the search
finds nothing that a list would not show.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import or_
from sqlalchemy.orm import Session

from subsidy.allocation import queries as allocation
from subsidy.allocation.models import Claim
from subsidy.applications import queries as applications
from subsidy.awards import queries as awards
from subsidy.awards.models import Decision
from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.catalogue import queries as catalogue
from subsidy.core.labels import Labelled
from subsidy.core.text import Text
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain import Wanted, sort_name
from subsidy.organisations.models import Organisation
from subsidy.policy import Actor

MOST = 10  # of each group; who looks for more, types more


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: its name, what else tells it apart, and where it is shown."""

    title: str
    note: str
    endpoint: str
    values: Mapping[str, str]
    status: Labelled | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind, at most :data:`MOST`; ``more``: there is more."""

    title: Text
    hits: Sequence[Hit]
    more: bool


def found(session: Session, actor: Actor | None, text: str) -> Sequence[Group]:
    """Return everything this person may read in whose name or number ``text`` occurs."""
    groups = [
        (Text("Calls"), _calls(session, actor, text)),
        *(_protected(session, actor, text) if actor is not None else ()),
        (Text("Realisations"), _realisations(session, text)),
        (Text("Municipalities"), _municipalities(session, text)),
    ]
    return [Group(title, hits[:MOST], len(hits) > MOST) for title, hits in groups if hits]


class _Addressed(Protocol):
    @property
    def public_id(self) -> str: ...


def _at(record: _Addressed) -> Mapping[str, str]:
    return {"public_id": record.public_id}


def _calls(session: Session, actor: Actor | None, text: str) -> list[Hit]:
    query = calls.visible_to(actor).where(Call.title.icontains(text, autoescape=True))
    rows = session.scalars(query.order_by(Call.id.desc()).limit(MOST + 1)).all()
    return [Hit(each.title, each.line.name, "calls.show", _at(each)) for each in rows]


def _protected(session: Session, actor: Actor, text: str) -> Iterator[tuple[Text, list[Hit]]]:
    yield Text("Applications"), list(_applications(session, actor, text))
    yield Text("Drawing rights"), list(_claims(session, actor, text))
    yield Text("Decisions"), list(_decisions(session, actor, text))


def _applications(session: Session, actor: Actor, text: str) -> Iterator[Hit]:
    wanted = applications.Filter(text=text)
    for row in applications.listed(session, actor, wanted, limit=MOST + 1):
        title = f"{row.number} {row.title}".strip()
        yield Hit(title, row.lead, "applications.show", _at(row), row.status)


def _claims(session: Session, actor: Actor, text: str) -> Iterator[Hit]:
    query = (
        allocation.visible_to(actor)
        .join(Organisation, Organisation.id == Claim.organisation_id)
        .where(
            or_(
                Claim.number.icontains(text, autoescape=True),
                Organisation.name.icontains(text, autoescape=True),
            )
        )
    )
    for row in session.scalars(query.order_by(Claim.id.desc()).limit(MOST + 1)):
        yield Hit(row.number, row.organisation.name, "allocation.show_claim", _at(row), row.status)


def _decisions(session: Session, actor: Actor, text: str) -> Iterator[Hit]:
    query = (
        awards.visible_to(actor)
        .join(Organisation, Organisation.id == Decision.lead_id)
        .where(
            or_(
                Decision.number.icontains(text, autoescape=True),
                Decision.title.icontains(text, autoescape=True),
                Organisation.name.icontains(text, autoescape=True),
            )
        )
    )
    for row in session.scalars(query.order_by(Decision.id.desc()).limit(MOST + 1)):
        note = f"{row.title}, {row.lead.name}"
        yield Hit(row.number, note, "awards.show", _at(row), row.status)


def _realisations(session: Session, text: str) -> list[Hit]:
    rows = catalogue.found(session, text, limit=MOST + 1)
    return [Hit(each.title, each.owner.name, "catalogue.show", _at(each)) for each in rows]


def _municipalities(session: Session, text: str) -> list[Hit]:
    if not sort_name(text):  # signs only: for a filter that limits nothing, here it names nothing
        return []
    rows = organisations.municipalities(session, Wanted(text=text), limit=MOST + 1)
    return [
        Hit(each.name, each.province or "", "organisations.show", {"nis": each.nis or ""})
        for each in rows
    ]
