"""Roles of people in one file, given by the administrator of their organisation; handing over."""

from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.accounts import service as accounts
from subsidy.accounts.domain import mixed_roles
from subsidy.accounts.models import Person
from subsidy.applications import queries
from subsidy.applications.domain.invitations import Addressee, unfit_addressee
from subsidy.applications.models import Application
from subsidy.applications.service.guard import path
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.organisations.models import Organisation
from subsidy.policy import Action, Actor, MandateKind
from subsidy.workflow import audit, tell

GIVABLE = (
    MandateKind.READER,
    MandateKind.EDITOR,
    MandateKind.CONSULTANT,
    MandateKind.SIGNATORY,
)
TAKEN = "- "  # before the name of the person in the audit entry


def give_role(
    session: Session, actor: Actor, record: Application, to: Addressee, kind: MandateKind
) -> Person:
    """Let somebody act for the organisation of the actor in this one file."""
    queries.hold(session, record)
    refuse_if([*unfit_addressee(to), *_not_givable(kind)])
    organisation = session.get_one(Organisation, actor.organisation_id)
    person = _known(session, to)
    held = people.kinds_of(session, person.id, organisation.id, record.public_id)
    refuse_if(mixed_roles(held, kind))
    accounts.give_mandate(session, person, organisation, kind, file_id=record.public_id)
    audit(session, actor, Action.GIVE_ROLE, record, reason=person.name)
    subject = Text("You have a role in %(number)s", number=record.number)
    body = Text(
        "%(name)s made you %(role)s in the application “%(title)s”.",
        name=organisation.name,
        role=kind.label,
        title=record.title or record.number,
    )
    tell(session, [person.id], subject, body, path=path(record), now=actor.now)
    return person


def take_role(
    session: Session, actor: Actor, record: Application, person: Person, kind: MandateKind
) -> None:
    """Take back a role in this one file; a role in all files is not given or taken here."""
    queries.hold(session, record)
    own = actor.organisation_id or 0
    if not accounts.take_mandate(session, person, own, kind, record.public_id):
        raise refuse(Text("This person has no such role in this application any more."))
    audit(session, actor, Action.GIVE_ROLE, record, reason=f"{TAKEN}{person.name}")


def _known(session: Session, to: Addressee) -> Person:
    """Return whose address this is; who is new has an account without a password from now on."""
    found = people.account(session, to.email)
    return found or accounts.create_person(session, to.email, to.name)


def _not_givable(kind: MandateKind) -> list[Refusal]:
    if kind in GIVABLE:
        return []
    return [Refusal(Text("Choose a role that exists in one application."), "kind")]


# Handing over -------------------------------------------------------------------------------------


def hand_over(session: Session, actor: Actor, leaver: Person, heir: Person) -> int:
    """Hand over everything that a colleague does for the organisation of the actor, in one act."""
    own = actor.organisation_id or 0
    members = {member.id: member for member in people.members_of(session, own)}
    if leaver.id not in members:
        raise refuse(Text("This person has no role for your organisation any more."))
    if heir.id == leaver.id:
        raise refuse(Text("Choose somebody else than the colleague who leaves."), "heir")
    if heir.id not in members:
        raise refuse(Text("Choose a colleague who has a role for your organisation."), "heir")
    _refuse_mixing(members[leaver.id], members[heir.id], own)
    moved = accounts.hand_over(session, own, leaver, heir)
    organisation = session.get_one(Organisation, own)
    audit(session, actor, Action.HAND_OVER, organisation, reason=f"{leaver.name} → {heir.name}")
    subject = Text("You take over the work of %(name)s", name=leaver.name)
    body = Text(
        "You have all roles and files of %(name)s for %(organisation)s from now on.",
        name=leaver.name,
        organisation=organisation.name,
    )
    tell(session, [heir.id], subject, body, path="/aanvragen", now=actor.now)
    return moved


def _refuse_mixing(leaver: Person, heir: Person, organisation_id: int) -> None:
    """Refuse an heir who would advise and sign: a consultant never signs."""
    both = {
        mandate.kind
        for person in (leaver, heir)
        for mandate in person.mandates
        if mandate.organisation_id == organisation_id
    }
    if {MandateKind.CONSULTANT, MandateKind.SIGNATORY} <= both:
        text = Text("A consultant never signs. Choose another colleague.")
        raise refuse(text, "heir")
