"""The verb of the pool of jurors: keep what is known of somebody."""

from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.core.errors import RefusedError, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.organisations.domain import REGIONS
from subsidy.policy import Action, Actor
from subsidy.scoring.domain.expertise import Profile, faults
from subsidy.scoring.models import JurorProfile
from subsidy.scoring.queries import InPool
from subsidy.workflow import audit


def save_profile(
    session: Session, actor: Actor, found: InPool, profile: Profile, version: int
) -> None:
    """Keep the profile that was typed over ``version`` of it (0: none yet).

    Raises RefusedError with everything that is wrong, or when somebody else was first.
    """
    refuse_if(faults(profile))
    if profile.region and profile.region not in REGIONS:
        raise refuse(Text("Choose a region from the list."), "region")
    values: dict[str, Any] = {
        "areas": {"codes": list(profile.areas)},
        "about": profile.about,
        "region": profile.region,
        "from_day": profile.from_day,
        "until_day": profile.until_day,
        "least": profile.least,
        "most": profile.most,
        "version": version + 1,
        "saved_at": actor.now,
        "saved_by_id": actor.id,
    }
    if version:
        _change(session, found, version, values)
    else:
        _add(session, found, values)
    own = found.person.id == actor.id
    action = Action.WRITE_OWN_PROFILE if own else Action.WRITE_POOL
    audit(session, actor, action, found.person)


def _change(session: Session, found: InPool, version: int, values: dict[str, Any]) -> None:
    changed = session.execute(
        update(JurorProfile)
        .where(JurorProfile.person_id == found.person.id, JurorProfile.version == version)
        .values(**values)
        .execution_options(synchronize_session="fetch")
    )
    if cast("CursorResult[Any]", changed).rowcount != 1:
        raise _was_first()


def _add(session: Session, found: InPool, values: dict[str, Any]) -> None:
    try:
        with session.begin_nested():
            session.add(JurorProfile(person_id=found.person.id, **values))
    except IntegrityError:
        raise _was_first() from None


def _was_first() -> RefusedError:
    return refuse(
        Text("Somebody else saved this profile just now. Copy your text and open the page again.")
    )
