"""The verbs of a juror before the files are divided: ask for files, or declare a conflict."""

from collections.abc import Mapping, Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.scoring.domain import conflicts
from subsidy.scoring.domain.bids import Bid
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.models import FileBid
from subsidy.scoring.queries import Biddable
from subsidy.scoring.service.conflicts import note_declared
from subsidy.workflow import audit


def save_bids(
    session: Session, actor: Actor, files: Sequence[Biddable], said: Mapping[str, Bid | None]
) -> None:
    """Keep what a juror asks for; ``said``: by public id of the file, None: nothing (any more).

    Who asks for a file says with it that no conflict of interest is known.
    """
    changed = [each for each in files if each.bid is not said.get(each.application.public_id)]
    try:
        with session.begin_nested():
            for each in changed:
                _keep(session, actor, each, said.get(each.application.public_id))
    except IntegrityError:
        raise refuse(
            Text("You saved this on another screen just now. Open the page again.")
        ) from None
    for juror in dict.fromkeys(each.juror for each in changed):
        audit(session, actor, Action.BID, juror)


def _keep(session: Session, actor: Actor, file: Biddable, bid: Bid | None) -> None:
    if bid is None:
        session.delete(file.row)
    elif file.row is not None:
        file.row.bid, file.row.said_at = bid, actor.now
    else:
        session.add(
            FileBid(
                juror_id=file.juror.id,
                application_id=file.application.id,
                bid=bid,
                said_at=actor.now,
            )
        )


def declare_early(
    session: Session, actor: Actor, file: Biddable, kind: ConflictKind, reason: str
) -> None:
    """Note a conflict with a file that nobody gave yet: from now on it is out of sight.

    Raises RefusedError without a reason, or with one that was declared before and lifted.
    """
    found = conflicts.declared(kind, reason)
    if isinstance(found, Refusal):
        refuse_if([found])
        return
    try:
        with session.begin_nested():
            note_declared(session, actor, file.juror, file.application, found)
    except IntegrityError:
        text = Text("The chair lifted this conflict. Write what is different now.")
        raise refuse(text, "reason") from None
    if file.row is not None:
        session.delete(file.row)
    session.flush()
