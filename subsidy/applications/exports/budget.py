"""The budget as a workbook: one row per partner, cost and year, to be filled in and sent back.

So a spreadsheet can sort, filter and add it up. Each row carries the version that it was made from,
so that a workbook that lay around for a week writes over nobody's work.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.funding import Funding, Payer
from subsidy.calls.domain.regulation import CostType
from subsidy.core.text import Text
from subsidy.documents.workbook import Column, Fact, Introduction, Kind, Sheet, write

CREATOR = "Relanceloket"
SHEET = Text("Budget")
PARTNER, COST, YEAR = Text("Partner"), Text("Cost"), Text("Year")
NOTE, MADE_FROM = Text("What is this cost for?"), Text("Version")
HEADINGS = (PARTNER, COST, YEAR, *(payer.label for payer in Payer), NOTE, MADE_FROM)


def budget_book(
    file: CaseFile,
    cost_types: Sequence[CostType],
    versions: Mapping[str, str],
    created: datetime,
) -> bytes:
    """Return the budget with a row for every cell that can be filled in.

    ``versions``: by partner, what is stored now; any text that changes with it.
    """
    columns = (
        Column(PARTNER, width=28),
        Column(COST, width=22),
        Column(YEAR, Kind.NUMBER),
        *(Column(payer.label, Kind.MONEY, width=18) for payer in Payer),
        Column(NOTE, width=60),
        Column(MADE_FROM, width=10),
    )
    title = Text("Budget of %(number)s", number=file.number)
    lines = (
        Text("Fill in the amounts in the sheet “%(sheet)s” and keep the headings.", sheet=SHEET),
        Text("An empty amount is the same as zero."),
        Text(
            "Leave the column “%(version)s” as it is: so you write over nobody's work.",
            version=MADE_FROM,
        ),
    )
    return write(
        [
            Introduction(title, lines, [Fact(Text("Made on"), created, Kind.MOMENT)]),
            Sheet(
                SHEET,
                columns,
                list(_rows(file, cost_types, versions)),
                Text("One row per partner, cost and year. A row that you remove changes nothing."),
            ),
        ],
        title=title,
        creator=CREATOR,
        created=created,
    )


def partner_names(file: CaseFile) -> Mapping[str, str]:
    """Return how a row names each partner; two of one name are told apart by their number."""
    times = Counter(partner.name for partner in file.partners)
    return {
        partner.id: partner.name
        if times[partner.name] == 1
        else f"{partner.name} ({partner.kbo or partner.nis or partner.id})"
        for partner in file.partners
    }


def _rows(
    file: CaseFile, cost_types: Sequence[CostType], versions: Mapping[str, str]
) -> Iterator[Sequence[object]]:
    asked = {(x.partner_id, x.cost_type, x.year): x.requested for x in file.lines}
    names = partner_names(file)
    for partner in file.partners:
        paid = file.funding_of(partner.id) or Funding(partner_id=partner.id)
        for kind in cost_types:
            for place, year in enumerate(file.years):
                yield (
                    names[partner.id],
                    kind,
                    year,
                    asked.get((partner.id, kind, year)),
                    paid.amount(Payer.OWN, kind, year) or None,
                    paid.amount(Payer.OTHER, kind, year) or None,
                    paid.note(kind) if place == 0 else "",
                    versions[partner.id],
                )
