"""Whoever works for another organisation has its rights at the next request, and no others.

That a copied cookie is worthless after signing out, and that who is disabled or loses a mandate is
out at the next request, is proved in ``tests/web/test_sign_in.py``.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.allocation.models import Claim
from subsidy.organisations.models import Organisation
from tests.nets.viewers import enter
from tests.nets.world import World

OPEN, GONE, DONE = 200, 404, 303
TOWNS = ("Horebeke", "Maarkedal")


def _claim(session: Session, town: str) -> str:
    query = select(Claim.public_id).join(Organisation).where(Organisation.name == town)
    return session.scalars(query.order_by(Claim.id)).first() or ""


def test_the_rights_of_the_other_organisation_are_gone_at_once(module_world: World) -> None:
    with module_world.session() as session:
        pages = {town: f"/trekkingsrechten/{_claim(session, town)}" for town in TOWNS}
        ids = {
            town: session.scalars(
                select(Organisation.public_id).where(Organisation.name == town)
            ).one()
            for town in TOWNS
        }
    with module_world.undone():
        client = enter(module_world, "two towns")
        for town in ("Maarkedal", "Horebeke", "Maarkedal"):
            switched = client.post("/werk-voor", data={"organisation": ids[town]})
            seen = {each: client.get(page).status_code for each, page in pages.items()}
            assert switched.status_code == DONE
            assert seen == {each: OPEN if each == town else GONE for each in TOWNS}
