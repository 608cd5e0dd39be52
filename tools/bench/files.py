"""One file as large as they come: fifteen partners, their budget and promises, forty pages."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from sqlalchemy.orm import Session

from subsidy.applications import service as applications
from subsidy.applications.domain import form
from subsidy.applications.domain.case_file import FileLine
from subsidy.applications.models import Application, Partner, Realisation
from subsidy.calls.domain.dossier import Promise, PromiseYear, Risk, Stays
from subsidy.calls.domain.regulation import CostType, dump, parse
from subsidy.calls.domain.regulation.codec import written_parameter
from subsidy.calls.domain.rules import RULES
from subsidy.core import clock
from subsidy.core.money import Money
from subsidy.demo import people, programme
from subsidy.demo.people import Company
from subsidy.policy import Actor
from tools.bench import pages
from tools.bench.client import Client, get, timed
from tools.bench.lab import Lab, engine_of, say
from tools.bench.pages import Page
from tools.bench.people import Visitor, sign_in
from tools.bench.serving import Served, forget_highest, memory_mb, serving

PARTNERS, REALISATIONS, TRIES = 15, 10, 5
FIRST, LAST = date(2022, 1, 1), date(2025, 12, 31)
YEARS = range(FIRST.year, LAST.year + 1)
AFTER = range(LAST.year + 1, LAST.year + 4)
DAY = timedelta(days=1)
SENTENCE = "Wij openen digipunten in de bibliotheek en leiden vrijwilligers op. "
ASKED, KEPT, SHORT = Money(1_500_00), Money(4_000_00), Money(3_000_00)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A draft in which everything is filled in, and who leads it."""

    public_id: str
    lead: Visitor


def measure(lab: Lab) -> dict[str, Any]:
    """Weigh the list of conditions, the page and the PDF of the file."""
    url, _ = lab.empty("file")
    made = _written(url)
    path = f"/aanvragen/{made.public_id}"
    shown = [Page("conditions", f"{path}/voorwaarden", made.lead), Page("file", path, made.lead)]
    numbers = pages.statements(url, shown)
    with serving(url) as served:
        found = {page.key: _page(lab, served, page, numbers) for page in shown}
        printed = _printed(served, f"{path}/volledig.pdf", made.lead)
    return {"partners": PARTNERS, "rules": len(RULES), "pages": found, "pdf": printed}


def _page(lab: Lab, served: Served, page: Page, numbers: Mapping[str, int]) -> dict[str, float]:
    say(f"{page.key}...")
    ms, per_second, _ = pages.measure(served, page, lab.effort.singles, lab.effort.seconds)
    return {"ms": ms, "per_second": per_second, "statements": numbers[page.key]}


def _printed(served: Served, path: str, lead: Visitor) -> dict[str, float]:
    """Print the file; return its pages, its seconds, and what its worker grew at its peak."""
    say("pdf...")
    request = get(path, lead.cookie)
    with Client(served.port, limit=60) as client:
        for _ in range(2 * TRIES):
            client.send(request)  # both workers have the fonts then
        before = {worker: memory_mb(worker) for worker in served.workers()}
        for worker in before:
            forget_highest(worker)
        answers = [timed(client, request) for _ in range(TRIES)]
    body = answers[0][1].body
    if not body.startswith(b"%PDF"):
        raise RuntimeError(f"the PDF answered {answers[0][1].status}")
    return {
        "seconds": statistics.median(seconds for seconds, _ in answers),
        "pages": len(PdfReader(BytesIO(body)).pages),
        "grown_mb": max(memory_mb(w, "VmHWM") - known for w, known in before.items()),
    }


# The file -----------------------------------------------------------------------------------------


def _written(url: str) -> _Whole:
    now = clock.now()
    with (
        engine_of(url) as engine,
        Session(engine, expire_on_commit=False) as session,
        session.begin(),
    ):
        company = people.hire(session)
        line = programme.found(session, company)
        regulation = replace(
            parse(_every_rule()), opens_at=now - 20 * DAY, closes_at=now + 20 * DAY
        )
        call = programme.publish(session, company, line, regulation)
        towns = sorted(company.municipalities.items())
        nis = [code for code, each in towns if each.active_on(clock.brussels_day(now))][:PARTNERS]
        people.hire_members(session, company, nis)
        lead = company.cast.member_at(nis[0], now)
        record = applications.start(session, lead, call, applications.Start(title="Overal"))
        _gather(session, company, record, nis, lead)
        _fill(session, record, lead)
        return _Whole(record.public_id, sign_in(session, lead.id, lead.organisation_id))


def _every_rule() -> dict[str, Any]:
    rules = {
        rule.word: {p.word: written_parameter(p, p.default) for p in rule.parameters}
        for rule in RULES.values()
    }
    return {**dump(programme.points()), "regels": rules}


def _gather(
    session: Session, company: Company, record: Application, nis: Sequence[str], lead: Actor
) -> None:
    for code in nis[1:]:
        applications.invite(session, lead, record, company.cast.members[code][0])
        invitee = company.cast.member_at(code, lead.now)
        applications.answer(session, invitee, record, accept=True)


def _fill(session: Session, record: Application, lead: Actor) -> None:
    """Write as much as the form takes, wherever it is plain text."""
    parts = (
        form.Project(title="Overal digitaal mee", summary=_long("summary"), **_PERIOD),
        form.Content(
            needs=_long("needs"),
            approach=_long("approach"),
            actions=tuple(form.ActionType),
            target_groups=tuple(form.TargetGroup)[:-1],
            levers=tuple(form.Lever),
            degrees=tuple(form.Degree),
        ),
        form.Privacy(risks=_long("risks"), measures=_long("measures")),
    )
    for part in parts:
        applications.save_part(session, lead, record, part)
    for partner in record.partners:
        tasks = form.Tasks(tasks=_long("tasks"), needs=_long("tasks"))
        applications.save_tasks(session, lead, record, partner, tasks)
    applications.save_budget(session, lead, record, list(_lines(record.partners)))
    for number in range(1, REALISATIONS + 1):
        made = applications.add_realisation(session, lead, record, _realisation(number))
        plan = [_promise(made, partner) for partner in record.partners]
        applications.save_promises(session, lead, record, made, plan)


_PERIOD: Mapping[str, Any] = {"starts_on": FIRST, "ends_on": LAST}


def _long(name: str) -> str:
    """Return sentences, nearly as long as the form takes them."""
    return (SENTENCE * (form.LIMITS[name] // len(SENTENCE))).strip()


def _lines(partners: Sequence[Partner]) -> Iterator[FileLine]:
    for partner in partners:
        for kind in CostType:
            for year in YEARS:
                yield FileLine(
                    partner_id=partner.public_id, cost_type=kind, year=year, requested=ASKED
                )


def _realisation(number: int) -> form.Realisation:
    return form.Realisation(
        title=f"Draaiboek {number}",
        for_whom=_long("for_whom"),
        licence="CC BY 4.0",
        how_to_use=_long("how_to_use"),
        conditions=_long("conditions"),
        available_from=LAST,
        adopters=("Zottegem", "Herzele"),
    )


def _promise(realisation: Realisation, partner: Partner) -> Promise:
    return Promise(
        realisation_id=realisation.public_id,
        partner_id=partner.public_id,
        stays=Stays.STAYS,
        owner="Dienst bibliotheek",
        funding_source="Eigen middelen",
        deciding_body="Gemeenteraad",
        decided_on=FIRST,
        expected_of_others="",
        risk=Risk.LOW,
        years=tuple(PromiseYear(year, KEPT, SHORT) for year in AFTER),
    )
