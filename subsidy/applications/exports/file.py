"""A whole application as a PDF, in the order of its page."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from subsidy.applications.domain.case_file import BudgetTable, CaseFile, budget_table
from subsidy.applications.domain.form import LABELS
from subsidy.applications.domain.funding import Payment
from subsidy.applications.domain.indicators import Indicator
from subsidy.applications.domain.lasting import Lasting
from subsidy.applications.domain.scaling import STEP_LABELS, need_label
from subsidy.applications.exports.completions import NOTHING_AFTER, After, changed, completed
from subsidy.applications.exports.receipt import CREATOR, answers_of, attachments_of, declared_in
from subsidy.applications.exports.sources import sources_told
from subsidy.calls.domain.dossier import Promise, Realisation
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.documents.blocks import (
    Banner,
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Table,
    TableColumn,
)
from subsidy.documents.pdf import render
from subsidy.language import money, percent, short_day, shown, words

NOTHING = N_("No answer")


def file_pdf(
    file: CaseFile,
    made_at: datetime,
    *,
    is_draft: bool,
    beside: After = NOTHING_AFTER,
) -> bytes:
    """Return the file as a PDF, with what came after its submission."""
    return render(file_document(file, is_draft=is_draft, beside=beside), made_at)


def file_document(file: CaseFile, *, is_draft: bool, beside: After = NOTHING_AFTER) -> Document:
    """Return everything in an application as plain blocks; a draft says so on every page."""
    return Document(
        title=file.title or words(Text("Application without a title")),
        author=CREATOR,
        reference=file.number,
        blocks=(
            *_blocks(file, is_draft=is_draft),
            *changed(beside.changes),
            *completed(beside.completions),
        ),
    )


def _blocks(file: CaseFile, *, is_draft: bool) -> Iterator[Block]:
    if is_draft:
        yield Banner(words(Text("DRAFT, NOT SUBMITTED YET")))
    yield Heading(file.title or words(Text("Application without a title")), 1)
    yield from _project(file)
    yield from _content(file)
    yield from answers_of(file.answers)
    yield from _partners(file)
    yield from _budget(budget_table(file, every=False))
    yield from _payments(file)
    yield from _realisations(file)
    yield from _indicators(file)
    yield from declared_in(file)
    yield from attachments_of(file)
    yield from _contact(file)


def _heading(text: str, level: int = 2) -> Heading:
    return Heading(words(text), level)


def _said(value: object) -> str:
    return words(NOTHING) if value in (None, "", ()) else shown(value)


def _asked(name: str, answer: object) -> Iterator[Block]:
    yield Paragraph(words(LABELS[name]), strong=True)
    if isinstance(answer, tuple) and answer:
        yield Bullets([shown(member) for member in answer])
    else:
        yield Paragraph(_said(answer))


def _facts(rows: Iterable[tuple[str, Money | date | str | tuple[str, ...] | None]]) -> Facts:
    return Facts([(words(label), _said(value)) for label, value in rows])


def _project(file: CaseFile) -> Iterator[Block]:
    yield _heading(N_("The project"))
    yield _facts(
        (
            (N_("Number"), file.number),
            (N_("Call"), file.call_title),
            (N_("Version of the regulation"), str(file.regulation_version)),
            (LABELS["starts_on"], file.starts_on),
            (LABELS["ends_on"], file.ends_on),
            (N_("Requested"), file.requested),
            (LABELS["feasible_minimum"], file.feasible_minimum),
        )
    )
    yield from _asked("summary", file.summary)


def _content(file: CaseFile) -> Iterator[Block]:
    yield _heading(N_("Content"))
    for name in ("needs", "approach", "actions", "target_groups", "levers", "degrees"):
        yield from _asked(name, getattr(file.content, name))
    if file.content.other_group:
        yield from _asked("other_group", file.content.other_group)
    yield _heading(N_("Privacy and cyber safety"))
    for name in ("risks", "measures"):
        yield from _asked(name, getattr(file.privacy, name))


def _partners(file: CaseFile) -> Iterator[Block]:
    yield _heading(N_("Partners and tasks"))
    for partner in file.partners:
        yield Heading(partner.name, 3)
        yield Paragraph(_said(partner.tasks))
        account = file.account_of(partner.id)
        if account:
            yield Paragraph(words(Text("Account %(number)s", number=account.masked)))
        if partner.needs:
            yield Paragraph(partner.needs)


def _budget(budget: BudgetTable) -> Iterator[Block]:
    yield _heading(N_("Budget"))
    if not budget.columns:
        yield Paragraph(words(NOTHING))
        return
    rows = [
        (f"{group.label}: {words(row.label)}", *map(money, row.cells), money(row.total))
        for group in budget.groups
        for row in group.rows
    ]
    heads = (*budget.columns, words(N_("Total")))
    yield Table(
        columns=(TableColumn(words(N_("Partner"))), *(TableColumn(h, numeric=True) for h in heads)),
        rows=rows,
        caption=words(N_("Budget per partner, cost and year")),
        total=(words(N_("Total")), *map(money, budget.totals), money(budget.total)),
        row_heads=True,
    )


def _payments(file: CaseFile) -> Iterator[Block]:
    """Say who pays the rest, when somebody does."""
    if file.paid.cost == file.requested:
        return
    heads = ("Requested", "Own contribution", "Other funding", "Cost")
    rows = [_payment(one.name, one) for one in file.payments]
    yield Table(
        columns=(
            TableColumn(words(N_("Partner"))),
            *(TableColumn(words(head), numeric=True) for head in heads),
        ),
        rows=rows,
        caption=words(N_("Who pays what")),
        total=_payment(words(N_("Total")), file.paid),
        row_heads=True,
    )
    for one in file.funding:
        name = file.partner(one.partner_id).name
        if one.other_source:
            yield Paragraph(f"{name}: {one.other_source}")
        for note in one.notes:
            yield Paragraph(f"{name}, {words(note.cost_type)}: {note.text}")


def _payment(name: str, paid: Payment) -> tuple[str, ...]:
    return (name, *map(money, (paid.requested, paid.own, paid.other, paid.cost)))


def _realisations(file: CaseFile) -> Iterator[Block]:
    yield _heading(N_("Realisations"))
    if not file.realisations:
        yield Paragraph(words(NOTHING))
    for realisation in file.realisations:
        yield Heading(realisation.title, 3)
        yield _realisation(realisation)
        yield from _scaling(file, realisation)
        promises = file.promises_for(realisation.id)
        if promises:
            yield _promises(file, realisation, promises)
    if file.realisations:
        yield _lasting(file.lasting)
    if file.expectations:
        yield _expectations(file)


def _expectations(file: CaseFile) -> Table:
    rows = [
        (
            file.partner(one.by).name,
            file.partner(one.of).name,
            one.sentence,
            file.title_of(one.about) or words(Text("The whole project")),
        )
        for one in file.expectations
        if one.is_whole
    ]
    heads = (N_("Who expects it"), N_("Of whom"), N_("What"), N_("About"))
    return Table(
        columns=[TableColumn(words(head)) for head in heads],
        rows=rows,
        caption=words(N_("What partners expect of each other")),
        row_heads=True,
    )


def _lasting(found: Sequence[Lasting]) -> Table:
    """Set the years, the gap and the risk of every realisation in one table, as the page does."""
    years = sorted({year.year for one in found for year in one.years})
    rows = []
    for one in found:
        shares = {year.year: percent(year.share) for year in one.years}
        why = " ".join(words(reason) for reason in one.reasons)
        paid = (shares.get(year, "") for year in years)
        rows.append((one.realisation.title, *paid, money(one.gap), f"{words(one.risk)}. {why}"))
    return Table(
        columns=(
            TableColumn(words(N_("Realisation"))),
            *(
                TableColumn(words(Text("Paid in %(year)s", year=str(year))), numeric=True)
                for year in years
            ),
            TableColumn(words(N_("Not paid yet")), numeric=True),
            TableColumn(words(N_("Risk"))),
        ),
        rows=rows,
        caption=words(N_("What stays after the subsidy")),
        row_heads=True,
    )


def _realisation(realisation: Realisation) -> Facts:
    names = ("for_whom", "licence", "how_to_use", "conditions", "available_from", "adopters")
    return _facts((LABELS[name], getattr(realisation, name)) for name in names)


def _scaling(file: CaseFile, realisation: Realisation) -> Iterator[Block]:
    """Say what each size of municipality needs, the steps after the pilot, whose letter it has."""
    found = file.scaling_of(realisation.id)
    if found.needs:
        yield Facts([(words(need_label(one.size)), one.text) for one in found.needs])
    if found.steps:
        yield Table(
            columns=[TableColumn(words(label)) for label in STEP_LABELS.values()],
            rows=[(x.what, x.who, short_day(x.by) if x.by else "") for x in found.steps],
            caption=words(Text("“%(title)s” beyond the pilot", title=realisation.title)),
            row_heads=True,
        )
    if found.letters:
        yield Paragraph(words(N_("Letters of intent")), strong=True)
        yield Bullets([f"{x.adopter}: {file.attachment_name(x.attachment)}" for x in found.letters])


def _promises(file: CaseFile, realisation: Realisation, promises: Iterable[Promise]) -> Table:
    heads = (N_("Partner"), N_("What becomes of it?"), N_("Who carries it?"), N_("Who pays?"))
    return Table(
        columns=(
            *(TableColumn(words(head)) for head in (*heads, N_("Decided by"))),
            TableColumn(words(N_("Not paid yet")), numeric=True),
        ),
        rows=[_promise(file, each) for each in promises],
        caption=words(Text("Continuity of “%(title)s”", title=realisation.title)),
        row_heads=True,
    )


def _promise(file: CaseFile, promise: Promise) -> tuple[str, ...]:
    decided = short_day(promise.decided_on) if promise.decided_on else ""
    return (
        file.partner(promise.partner_id).name,
        _said(promise.stays),
        promise.owner,
        sources_told(promise),
        "\n".join(filter(None, (promise.deciding_body, decided, promise.decision_document))),
        money(promise.gap),
    )


def _indicators(file: CaseFile) -> Iterator[Block]:
    if not file.indicators:
        return
    years = file.counted_years
    yield _heading(N_("Indicators"))
    yield Table(
        columns=(
            TableColumn(words(N_("What is counted"))),
            TableColumn(words(N_("Now")), numeric=True),
            *(
                TableColumn(words(Text("Target in %(year)s", year=str(year))), numeric=True)
                for year in years
            ),
            TableColumn(words(N_("Who measures it, and how?"))),
        ),
        rows=[_counted(one, years) for one in file.indicators],
        caption=words(N_("By what one sees that the project works")),
        row_heads=True,
    )


def _counted(one: Indicator, years: Sequence[int]) -> tuple[str, ...]:
    unit = words(one.counted_in)
    name = f"{_said(one.name)} ({unit})" if unit else _said(one.name)
    measured = short_day(one.measured_on) if one.measured_on else ""
    numbers = (one.baseline, *map(one.target, years))
    now, *targets = ("" if value is None else shown(value) for value in numbers)
    return (name, f"{now}\n{measured}".strip(), *targets, one.source)


def _contact(file: CaseFile) -> Iterator[Block]:
    yield _heading(N_("Contact"))
    names = ("name", "function", "email", "telephone")
    yield _facts((LABELS[name], getattr(file.contact, name)) for name in names)
