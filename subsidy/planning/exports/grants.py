"""The register of subsidies as a workbook."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from subsidy.core.text import Text
from subsidy.documents import workbook
from subsidy.documents.workbook import Column, Kind, Sheet
from subsidy.language import enumeration
from subsidy.organisations.models import Succession
from subsidy.planning.models import RegisteredGrant

AUTHOR = "Relanceloket"
COLUMNS = (
    Column(Text("Municipality"), width=28),
    Column(Text("NIS code"), width=12),
    Column(Text("Taken over by"), width=28),
    Column(Text("Subsidy"), width=52),
    Column(Text("Paid by"), width=36),
    Column(Text("Actions"), width=52),
    Column(Text("First day"), Kind.DATE),
    Column(Text("Last day"), Kind.DATE),
    Column(Text("Amount"), Kind.MONEY, total=True),
)


def grants_workbook(
    grants: Sequence[RegisteredGrant], followed: Mapping[str, Succession], made_at: datetime
) -> bytes:
    """Return the register that is on the screen, all its pages; ``followed``: by NIS code."""
    rows = (
        (
            grant.organisation.name,
            grant.organisation.nis,
            _holder(grant, followed),
            grant.title,
            grant.funder,
            "; ".join(enumeration([aim]) for aim in grant.aims),
            grant.first_day,
            grant.last_day,
            grant.amount,
        )
        for grant in grants
    )
    title = Text("Register of subsidies")
    sheet = Sheet(title, COLUMNS, rows)
    return workbook.write([sheet], title=title, creator=AUTHOR, created=made_at)


def _holder(grant: RegisteredGrant, followed: Mapping[str, Succession]) -> str | None:
    merger = followed.get(str(grant.organisation.nis))
    return None if merger is None else merger.successor_name
