"""Who looks: one viewer per role of the application, and how each signs in.

A role or a kind of mandate without a viewer is a hole: ``test_every_role_has_a_viewer`` fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select, update

from subsidy.accounts import service
from subsidy.accounts.models import Person
from subsidy.organisations.models import Organisation
from subsidy.policy import MandateKind, Role
from tests.nets import stage
from tests.nets.world import REAL, World


@dataclass(frozen=True, slots=True)
class Viewer:
    """``email`` None: a visitor. ``town``: for whom this person works, where there is a choice."""

    name: str
    email: str | None
    holds: tuple[Role | MandateKind, ...] = ()
    town: str | None = None


def _net(name: str) -> Viewer:
    _, kinds = stage.EMPLOYEES[name]
    return Viewer(name, stage.email(name), kinds)


VIEWERS: Mapping[str, Viewer] = {
    viewer.name: viewer
    for viewer in (
        Viewer("visitor", None),
        _net("reader"),
        _net("editor"),
        _net("signatory"),
        _net("consultant"),
        _net("foreign"),
        Viewer("two towns", "joke.martens@maarkedal.example", (), "Horebeke"),
        Viewer("juror", "els.vermeulen@jury.example", (Role.JUROR,)),
        Viewer("torn juror", "rachid.belkacem@jury.example", (Role.JUROR,)),
        Viewer("chair", "greet.willems@jury.example", (Role.JURY_CHAIR,)),
        Viewer("case officer", "sofie.maes@agentschap.example", (Role.CASE_OFFICER,)),
        Viewer("budget officer", "dirk.goossens@agentschap.example", (Role.BUDGET_OFFICER,)),
        Viewer("decision maker", "hilde.lambrecht@agentschap.example", (Role.DECISION_MAKER,)),
        Viewer("auditor", "nadia.bensalah@audit.example", (Role.AUDITOR,)),
        Viewer("support desk", "wim.desmet@steunpunt.example", (Role.SUPPORT_DESK,)),
        _net("disabled"),
    )
}

# Together they see a form of every act; ``forms/test_walk.py`` fails when they do not.
ACTING = (
    "visitor",
    "signatory",
    "foreign",
    "two towns",
    "juror",
    "chair",
    "case officer",
    "budget officer",
    "decision maker",
)


def enter(world: World, name: str) -> FlaskClient:
    """Return a browser of this viewer; the disabled one was disabled after signing in."""
    viewer = VIEWERS[name]
    client = world.app.test_client()
    if viewer.email is None:
        return client
    token_id = _sign_in(world, viewer)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token_id
        cookie["_fresh"] = True
    return client


def _sign_in(world: World, viewer: Viewer) -> str:
    with world.app.extensions["sessions"].begin() as session:
        person = session.scalars(select(Person).where(Person.email == viewer.email)).one()
        row = service.sign_in(session, person, REAL)
        if viewer.town is not None:
            organisation = session.scalars(
                select(Organisation).where(Organisation.name == viewer.town)
            ).one()
            service.switch_organisation(session, row, organisation.public_id)
        if viewer.name == "disabled":
            session.execute(update(Person).where(Person.id == person.id).values(active=False))
        token_id: str = row.get_id()
    return token_id


def person_id(world: World, name: str) -> int:
    """Return who this viewer is in the database; 0 for a visitor."""
    with world.session() as session:
        found = session.scalar(select(Person.id).where(Person.email == VIEWERS[name].email))
    return found or 0
