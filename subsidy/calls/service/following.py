"""Following calls: an organisation asks to be told of each new one."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.calls import queries
from subsidy.calls.models import Call, CallSubscription
from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.policy import Actor
from subsidy.workflow import tell


def subscribe(session: Session, actor: Actor) -> None:
    """Let whoever acts for the organisation of the actor know of new calls; twice is once."""
    organisation_id = own_organisation(actor)
    if queries.subscription(session, organisation_id) is None:
        session.add(
            CallSubscription(
                organisation_id=organisation_id,
                subscribed_by_id=actor.id,
                subscribed_at=actor.now,
            )
        )
        session.flush()


def unsubscribe(session: Session, actor: Actor) -> None:
    session.execute(
        delete(CallSubscription)
        .where(CallSubscription.organisation_id == own_organisation(actor))
        .execution_options(synchronize_session="fetch")
    )


def own_organisation(actor: Actor) -> int:
    if actor.organisation_id is None:
        raise refuse(Text("Choose first for which organisation you work."))
    return actor.organisation_id


def tell_followers(session: Session, actor: Actor, call: Call) -> None:
    """Tell everybody of the organisations that follow calls, in the transaction of publishing."""
    told = people.people_of(session, queries.subscribed(session))
    subject = Text("A new call: “%(title)s”", title=call.title)
    body = Text(
        "The call opens on %(opens)s and closes on %(closes)s. You get this message because your "
        "organisation follows the calls. You can stop that on the page with all calls.",
        opens=call.opens_at,
        closes=call.closes_at,
    )
    path = f"/oproepen/{call.public_id}"
    tell(session, told, subject, body, path=path, now=actor.now)
