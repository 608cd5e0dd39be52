"""Downloads of the catalogue: the list of realisations as a workbook."""

from datetime import datetime

from sqlalchemy.orm import Session

from subsidy.catalogue import queries
from subsidy.core.text import Text
from subsidy.documents.workbook import Column, Kind, Sheet, write

CREATOR = "Relanceloket"
COLUMNS = (
    Column(Text("Realisation"), width=44),
    Column(Text("Made by"), width=28),
    Column(Text("For whom"), width=44),
    Column(Text("Licence"), width=20),
    Column(Text("How to use it"), width=44),
    Column(Text("Conditions"), width=44),
    Column(Text("Available from"), Kind.DATE),
    Column(Text("Adopted by"), Kind.INTEGER, total=True),
)


def realisations(session: Session, text: str, order: queries.Order, created: datetime) -> bytes:
    """Return the realisations of a search, all pages of it, in the order of the screen."""
    items = queries.found(session, text, order)
    adopted = queries.adoption_counts(session, [item.id for item in items])
    title = Text("Realisations")
    rows = (
        (
            item.title,
            item.owner.name,
            item.for_whom,
            item.licence,
            item.how_to_use,
            item.conditions,
            item.available_from,
            adopted.get(item.id, 0),
        )
        for item in items
    )
    return write([Sheet(title, COLUMNS, rows)], title=title, creator=CREATOR, created=created)
