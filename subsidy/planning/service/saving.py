"""Save a record only as it was on the screen: who was later hears it, and overwrites nothing."""

from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from subsidy.core.errors import refuse
from subsidy.core.text import Text


def take_version(session: Session, record: Any, seen: int) -> None:  # noqa: ANN401 - any mapped record with a version
    """Raise the version of a record; refused when somebody saved it in the meantime."""
    session.flush()
    kind = type(record)
    changed = session.execute(
        update(kind)
        .where(kind.id == record.id, kind.version == seen)
        .values(version=seen + 1)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", changed).rowcount != 1:
        raise saved_meanwhile()
    session.refresh(record, ["version"])


def saved_meanwhile() -> Exception:
    return refuse(
        Text("Somebody saved this in the meantime. Copy your text and open the page again.")
    )
