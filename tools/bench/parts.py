"""The parts of a benchmark; each measures in a lab and returns plain figures, ready to be kept."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from subsidy import demo
from tools.bench import (
    assigning,
    autosave,
    bulk,
    calls,
    ceiling,
    files,
    marking,
    pages,
    selecting,
    surge,
)
from tools.bench.client import Client, get, timed
from tools.bench.dataset import DataSet, Size
from tools.bench.lab import Lab, engine_of, say
from tools.bench.pages import Cast, Figures, Page
from tools.bench.serving import Served, forget_highest, memory_mb, serving

WARMING = 6  # requests, so that each process has answered
EXPORT = "/aanvragen.xlsx"
COLD = ("list", "start")  # the pages that a first visit is weighed of


def start(lab: Lab) -> dict[str, Any]:
    """Make the demo; migrate an empty database; start the server; ask the bare minimum."""
    demo_url, _ = lab.empty("demo")
    began = time.monotonic()
    with engine_of(demo_url) as engine, Session(engine) as session, session.begin():
        demo.build(session)
    made = time.monotonic() - began
    url, migrated = lab.empty("start")
    seconds = []
    for _ in range(lab.effort.starts):
        with serving(url) as served:
            seconds.append(served.seconds)
    with serving(url) as served:
        pages.throughput(served, Page("sign_in", "/aanmelden"), min(1.0, lab.effort.seconds))
        idle = max(memory_mb(worker) for worker in served.workers())
    with serving(url, ceiling.APPLICATION) as served:
        hello = pages.throughput(served, Page("hello", "/"), lab.effort.seconds)
        rows = pages.throughput(served, Page("rows", "/rows"), lab.effort.seconds)
    return {
        "migrate_s": migrated,
        "demo_s": made,
        "start_s": statistics.median(seconds),
        "idle_mb": idle,
        "ceiling_hello": hello,
        "ceiling_rows": rows,
    }


def page_figures(lab: Lab) -> dict[str, Any]:
    """Measure every page and the export at both sizes, and submissions at the largest."""
    small, large = lab.effort.small, lab.effort.large
    found = _sized(lab, small)
    return {"small": found, "large": found if large == small else _sized(lab, large)}


def _sized(lab: Lab, size: Size) -> dict[str, Any]:
    url, data = lab.data(size)
    with engine_of(url) as engine, Session(engine) as session, session.begin():
        cast = pages.cast_of(session, data)
        chosen = pages.pages(session, data, cast)
    numbers = pages.statements(url, chosen)
    with serving(url) as served:
        export = _export(served, cast)
    with serving(url) as served:
        figures = {page.key: _page(lab, served, page, numbers) for page in chosen}
        cold = {p.key: pages.first_visit(served, p) for p in chosen if p.key in COLD}
        submits = _submits(lab, url, served, data)
    lab.verify(url)
    return {
        "applications": size.applications,
        "pages": figures,
        "export": export,
        "cold": cold,
        "submits": submits,
    }


def _page(lab: Lab, served: Served, page: Page, numbers: Mapping[str, int]) -> dict[str, Any]:
    say(f"{page.key}...")
    ms, per_second, kb = pages.measure(served, page, lab.effort.singles, lab.effort.seconds)
    return asdict(Figures(ms, per_second, numbers[page.key], kb))


def _export(served: Served, cast: Cast) -> dict[str, float]:
    """Download the list as a workbook; return its seconds and what its worker grew at its peak."""
    with Client(served.port, limit=300) as client:
        for _ in range(WARMING):
            client.send(get("/aanvragen", cast.officer.cookie))
        before = {worker: memory_mb(worker) for worker in served.workers()}
        for worker in before:
            forget_highest(worker)
        seconds, answer = timed(client, get(EXPORT, cast.officer.cookie))
    if answer.status != pages.OK or not answer.body.startswith(b"PK"):
        raise RuntimeError(f"the export answered {answer.status}")
    grown = max(memory_mb(worker, "VmHWM") - known for worker, known in before.items())
    return {"seconds": seconds, "grown_mb": grown, "kb": len(answer.body) / 1000}


def _submits(lab: Lab, url: str, served: Served, data: DataSet) -> dict[str, float]:
    """Submit drafts one after the other, then with eight at once; the first two stay drafts."""
    alone, together = lab.effort.submits
    with engine_of(url) as engine, Session(engine) as session, session.begin():
        end = min(2 + alone + together, len(data.drafts))
        requests = [pages.submission(session, draft) for draft in data.drafts[2:end]]
    share = min(alone, len(requests) // 2)
    return {
        "one": pages.submits(served, requests[:share], 1),
        "eight": pages.submits(served, requests[share:], pages.CLIENTS),
    }


def surges(lab: Lab) -> dict[str, Any]:
    """Let a jury score and a deadline pass, on the largest data set."""
    url, data = lab.data(lab.effort.large)
    with engine_of(url) as engine, serving(url) as served:
        say("jury...")
        scored = surge.jury(engine, served, data, lab.effort.jury_seconds)
        say("deadline...")
        passed = surge.deadline(engine, served, data, lab.effort.surge)
    return {"jury": scored, "deadline": passed, "verify_s": lab.verify(url)}


def distribution(lab: Lab) -> dict[str, float]:
    return bulk.distribution(lab.effort.recipients)


PARTS: Mapping[str, Callable[[Lab], dict[str, Any]]] = {
    "start": start,
    "pages": page_figures,
    "calls": calls.measure,
    "autosave": autosave.measure,
    "file": files.measure,
    "surge": surges,
    "ledger": bulk.ledger,
    "distribution": distribution,
    "assignment": assigning.measure,
    "marking": marking.measure,
    "selecting": selecting.measure,
}
