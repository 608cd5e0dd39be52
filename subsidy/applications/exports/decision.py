"""The decision that a partner takes before it signs, drawn up from the file as a Word document.

It holds exactly what the partner signs, in articles, and the fields that municipal software asks.
What only the municipality knows (number, day of the session) stays open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from subsidy.applications.domain.case_file import CaseFile, FilePartner
from subsidy.applications.domain.changes import Change
from subsidy.applications.domain.deciding import Paper, body_of, ground_of
from subsidy.applications.domain.expectations import of_partner
from subsidy.applications.domain.funding import Amount
from subsidy.applications.exports.receipt import CREATOR
from subsidy.applications.exports.sources import sources_told
from subsidy.calls.domain.dossier import Promise
from subsidy.core.clock import brussels_day
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.documents.blocks import (
    Banner,
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Table,
    TableColumn,
)
from subsidy.documents.word import render
from subsidy.language import enumeration, money, shown, words
from subsidy.organisations.domain import OrganisationKind, kbo_shown
from subsidy.organisations.domain.accounts import iban_shown
from subsidy.organisations.domain.profile import Profile

OPEN = N_("(to fill in)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """``profile``: of the partner itself, empty for who may not read it; ``whole``: its account.

    ``changes``: who left or leads since the submission; ``file`` holds them already.
    """

    file: CaseFile
    partner: FilePartner
    paper: Paper
    profile: Profile
    whole: bool
    is_draft: bool
    changes: tuple[Change, ...] = ()

    @property
    def body(self) -> str:
        return words(body_of(self.partner.kind, self.paper))


def decision_docx(what: Deciding, made_at: datetime) -> bytes:
    return render(decision(what), made_at)


def decision(what: Deciding) -> Document:
    """Return the decision as plain blocks."""
    return Document(
        title=_subject(what),
        author=CREATOR,
        reference=what.file.number,
        blocks=tuple(_blocks(what)),
    )


def _blocks(what: Deciding) -> Iterator[Block]:
    if what.is_draft:
        yield Banner(words(Text("DRAFT, NOT SUBMITTED YET")))
    yield Heading(_subject(what), 1)
    yield Note(words(Text("Drawn up from the application. Complete it and adapt it to your own.")))
    yield _fields(what)
    yield from _context(what)
    yield from _ground(what)
    yield from _motivation(what)
    yield _heading(N_("Decision"))
    yield Paragraph(words(Text("The %(body)s decides:", body=what.body)), strong=True)
    for number, article in enumerate(_articles(what), 1):
        yield Heading(words(Text("Article %(number)s", number=number)), 3)
        yield from article
    yield from _signing(what)


def _subject(what: Deciding) -> str:
    title = what.file.title or words(Text("Application without a title"))
    return words(Text("Taking part in “%(title)s”", title=title))


def _heading(text: str) -> Heading:
    return Heading(words(text), 2)


def _said(text: object) -> str:
    return words(OPEN) if text in (None, "", ()) else shown(text)


# What municipal software asks ---------------------------------------------------------------------


def _fields(what: Deciding) -> Table:
    partner, file = what.partner, what.file
    rows = (
        (N_("Number of the decision"), ""),
        (N_("Body"), what.body),
        (N_("Day of the session"), ""),
        (N_("Agenda item"), ""),
        (N_("Subject"), _subject(what)),
        (N_("Rapporteur"), ""),
        (N_("Organisation"), partner.name),
        (N_("NIS code"), partner.nis),
        (N_("Enterprise number"), kbo_shown(partner.kbo) if partner.kbo else ""),
        (N_("Number of the application"), file.number),
    )
    return Table(
        columns=(TableColumn(words(N_("Field"))), TableColumn(words(N_("Content")))),
        rows=[(words(label), _said(value)) for label, value in rows],
        caption=words(N_("Details of the decision")),
        row_heads=True,
    )


# Why ----------------------------------------------------------------------------------------------


def _context(what: Deciding) -> Iterator[Block]:
    file = what.file
    yield _heading(N_("Facts and context"))
    yield Facts(
        [
            (words(N_("Call")), file.call_title),
            (words(N_("Lead partner")), file.lead.name),
            (words(N_("Partners")), enumeration([one.name for one in file.accepted])),
            (words(N_("First day of the project")), _said(file.starts_on)),
            (words(N_("Last day of the project")), _said(file.ends_on)),
            (words(N_("Requested together")), money(file.requested)),
        ]
    )
    for one in what.changes:
        text = N_("Since the submission, on %(day)s: %(change)s")
        yield _paragraph(Text(text, change=one.sentence, day=brussels_day(one.at)))
    yield Paragraph(_said(file.summary))


def _ground(what: Deciding) -> Iterator[Block]:
    yield _heading(N_("Legal ground"))
    regulation = Text(
        "The regulation of the call “%(call)s”, version %(version)s.",
        call=what.file.call_title,
        version=str(what.file.regulation_version),
    )
    motives = Text("Law of 29 July 1991 on the express motivation of acts of the administration.")
    ground = ground_of(what.partner.kind, what.paper)
    yield Bullets([words(one) for one in (ground, motives, regulation)])


def _motivation(what: Deciding) -> Iterator[Block]:
    yield _heading(N_("Motivation"))
    yield Paragraph(words(Text("Needs of %(name)s", name=what.partner.name)), strong=True)
    yield Paragraph(_said(what.partner.needs))
    yield Paragraph(words(N_("Needs that the project meets")), strong=True)
    yield Paragraph(_said(what.file.content.needs))


# What is decided ----------------------------------------------------------------------------------


def _articles(what: Deciding) -> Iterator[Sequence[Block]]:
    file, partner = what.file, what.partner
    yield (_paragraph(_takes_part(what)),)
    yield tuple(_money(what))
    yield tuple(_own_money(what))
    yield (
        _paragraph(Text("%(name)s does the following:", name=partner.name)),
        Paragraph(_said(partner.tasks)),
    )
    yield tuple(_lasting(what))
    expected = tuple(_expected(file, partner))
    if expected:
        yield expected
    yield tuple(_mandate())
    if not partner.lead:
        lead = file.lead.name
        yield (_paragraph(Text("A copy of this decision goes to %(lead)s.", lead=lead)),)


def _paragraph(text: Text) -> Paragraph:
    return Paragraph(words(text))


def _takes_part(what: Deciding) -> Text:
    file, name = what.file, what.partner.name
    if what.partner.lead:
        return Text("%(name)s leads the project “%(title)s”.", name=name, title=file.title)
    return Text(
        "%(name)s takes part in the project “%(title)s”. %(lead)s is the lead partner.",
        name=name,
        title=file.title,
        lead=file.lead.name,
    )


def _money(what: Deciding) -> Iterator[Block]:
    lines = what.file.lines_of(what.partner.id)
    total = what.file.requested_by(what.partner.id)
    name = what.partner.name
    yield _paragraph(Text("%(name)s asks %(amount)s of subsidy.", name=name, amount=total))
    if lines:
        yield Table(
            columns=_columns(N_("Cost"), N_("Year"), amounts=(N_("Requested"),)),
            rows=[(words(x.cost_type), str(x.year), money(x.requested)) for x in lines],
            caption=words(Text("Subsidy that %(name)s asks", name=name)),
            total=(words(N_("Total")), "", money(total)),
        )
    account = what.file.account_of(what.partner.id)
    if account is not None:
        number = iban_shown(account.iban) if what.whole else account.masked
        text = Text(
            "The subsidy comes on account %(number)s of %(holder)s.",
            number=number,
            holder=account.holder,
        )
        yield _paragraph(text)


def _columns(*texts: str, amounts: tuple[str, ...]) -> tuple[TableColumn, ...]:
    return (
        *(TableColumn(words(text)) for text in texts),
        *(TableColumn(words(text), numeric=True) for text in amounts),
    )


def _own_money(what: Deciding) -> Iterator[Block]:
    paid, name = what.file.funding_of(what.partner.id), what.partner.name
    own = what.file.own_contribution_of(what.partner.id)
    if not own and (paid is None or not paid.other):
        yield _paragraph(Text("%(name)s pays nothing itself.", name=name))
        return
    others = paid is not None and paid.other
    rest = N_("%(name)s and others pay the rest.") if others else N_("%(name)s pays the rest.")
    yield _paragraph(Text(rest, name=name))
    if paid is None:
        yield Facts([(words(N_("Own contribution")), _said(own))])
        return
    years = sorted({one.year for one in paid.amounts})
    rows = [_year(paid.amounts, year) for year in years]
    yield Table(
        columns=_columns(N_("Year"), amounts=(N_("Own contribution"), N_("Other funding"))),
        rows=rows,
        caption=words(Text("What %(name)s and others pay each year", name=name)),
        total=(words(N_("Total")), money(paid.own), money(paid.other)),
    )
    if paid.other_source:
        yield Facts([(words(N_("Who pays the other funding?")), paid.other_source)])


def _year(amounts: Sequence[Amount], year: int) -> tuple[str, str, str]:
    own = Money.total(one.own for one in amounts if one.year == year)
    other = Money.total(one.other for one in amounts if one.year == year)
    return str(year), money(own), money(other)


def _lasting(what: Deciding) -> Iterator[Block]:
    titles = {one.id: one.title for one in what.file.realisations}
    promises = what.file.promises_of(what.partner.id)
    name = what.partner.name
    if not promises:
        yield _paragraph(Text("%(name)s promises nothing for after the project.", name=name))
        return
    yield _paragraph(Text("%(name)s promises for after the project:", name=name))
    for promise in promises:
        yield Heading(titles[promise.realisation_id], 4)
        yield from _promise(promise)


def _promise(promise: Promise) -> Iterator[Block]:
    yield Facts(
        [
            (words(N_("What becomes of it?")), _said(promise.stays)),
            (words(N_("Who carries it?")), _said(promise.owner)),
            (words(N_("Who pays?")), _said(sources_told(promise))),
        ]
    )
    if promise.years:
        yield Table(
            columns=_columns(N_("Year"), amounts=(N_("Cost"), N_("Funded"))),
            rows=[(str(one.year), money(one.cost), money(one.funded)) for one in promise.years],
            caption=words(N_("Cost after the project")),
        )


def _expected(file: CaseFile, partner: FilePartner) -> Iterator[Block]:
    """Give what this partner expects of the others, and what they expect."""
    own = [one.expected_of_others for one in file.promises_of(partner.id)]
    whole = [one for one in file.expectations if one.is_whole]
    own += [file.sentence_of(one, one.of) for one in whole if one.by == partner.id]
    asked = list(dict.fromkeys(text for text in own if text))
    if asked:
        yield _paragraph(Text("%(name)s expects of the other partners:", name=partner.name))
        yield Bullets(asked)
    others = [f"{name}: {text}" for name, text in file.expected_of(partner.id)]
    others += [file.sentence_of(one, one.by) for one in of_partner(whole, partner.id)]
    if others:
        text = Text("%(name)s knows what the other partners expect:", name=partner.name)
        yield _paragraph(text)
        yield Bullets(list(dict.fromkeys(others)))


def _mandate() -> Iterator[Block]:
    yield _paragraph(Text("The signatories below sign the application for this organisation."))
    yield _paragraph(Text("They sign exactly what stands in this decision."))


def _signing(what: Deciding) -> Iterator[Block]:
    known = what.profile
    rows = [(N_("Day"), ""), (N_("General director"), known.general_director)]
    if what.partner.kind in (OrganisationKind.MUNICIPALITY, OrganisationKind.OCMW):
        rows.insert(1, (N_("Mayor"), known.mayor))
    yield _heading(N_("Signatures"))
    yield Facts([(words(label), _said(name)) for label, name in rows])
