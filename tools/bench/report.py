"""Write the figures beside what is demanded and what comparable programs do."""

import json
import os
import platform
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Figures = Mapping[str, Any]
PAGE, DATA = "benchmarks.md", "benchmarks.json"

# what it is; Hypha 6.7 and pretalx 2026.1 (as ours); demanded: at least per second, most statements
PAGES = {
    "sign_in": ("sign-in page", "35 / 55 / 10", "5 / 509 / 0", 500, 0),
    "list": ("agency's list of applications", "581 / 2.5 / 262", "1003 / 2.0 / 32", 250, 6),
    "application": ("one application, agency", "129 / 14 / 48", "485 / 4.4 / 40", 250, 8),
    "score_form": ("score form", "79 / 23 / 19", "557 / 3.4 / 49", 250, 8),
    "juror_list": ("juror's list", "", "3083 / 0.7 / 45", 250, 6),
    "start": ("applicant's start page", "90 / 17 / 28", "443 / 4.4 / 13", 250, 6),
    "section": ("application form section", "121 / 16 / 24", "", 250, 8),
}
SURGE_COLUMNS = ("number", "p50", "p95", "p99", "highest", "errors")


def stamp() -> dict[str, str]:
    """Return when, where and in what circumstances is measured."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "commit": _commit(),
        "machine": f"{os.cpu_count()} cores ({_processor()}), Python {platform.python_version()}",
        "load": load,
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude=*"],  # noqa: S607 - the developer's git
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"


def known(folder: Path) -> dict[str, Figures]:
    """Return what was measured earlier; a run of one part keeps the others."""
    path = folder / DATA
    found: dict[str, Figures] = json.loads(path.read_text()) if path.exists() else {}
    return found


def write(folder: Path, measured: Mapping[str, Figures], *, small: bool) -> str:
    """Write both files; return the page."""
    folder.mkdir(parents=True, exist_ok=True)
    rounded = json.loads(json.dumps(measured), parse_float=lambda text: round(float(text), 3))
    (folder / DATA).write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
    text = "\n".join(_page(rounded, small=small))
    (folder / PAGE).write_text(text, encoding="utf-8")
    return text


def _page(measured: Mapping[str, Figures], *, small: bool) -> Iterator[str]:
    yield from ("# Benchmarks", "")
    if small:
        yield from ("**A small run: it proves that the tool works; its figures say nothing.**", "")
    yield from (
        "Made by `./dev bench` on a fresh PostgreSQL of its own, with the settings of production:",
        "gunicorn, 2 processes of 8 threads. Database and clients run on the same cores. Hypha 6.7",
        "and pretalx 2026.1 were measured on 2 cores with PostgreSQL 15 and 10,000 applications of",
        "3 reviews each. A high load at the start means that other programs had part of the cores:",
        "compare with the bare minimum of the same run, of which a page should reach a fifth.",
        "",
    )
    for name, (title, written) in WRITERS.items():
        if name in measured:
            yield from (f"## {title}", "", _circumstances(measured[name]["stamp"]), "")
            yield from (*written(measured[name]["figures"]), "")


def _circumstances(found: Figures) -> str:
    return (
        f"{found['date']}, {found['commit']}, {found['machine']}; "
        f"load average at the start {found['load']}."
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"


# Parts --------------------------------------------------------------------------------------------

OTHERS = ("demanded", "Hypha", "pretalx")


def _start(found: Figures) -> Iterator[str]:
    migrate = "migrate an empty database, with the reference data"
    rows = [
        ("start to first answer", f"{found['start_s']:.2f} s", "1.2 s", "2.5 s", "1.2 s"),
        ("memory of a worker, idle", f"{found['idle_mb']:.0f} MB", "110 MB", "180 MB", "115 MB"),
        (migrate, f"{found['migrate_s']:.1f} s", "5 s", "93 s", "15 s"),
        ("bare minimum: Flask says hello", f"{found['ceiling_hello']:.0f}/s", "", "", ""),
        ("bare minimum: 25 rows in a table", f"{found['ceiling_rows']:.0f}/s", "", "", ""),
    ]
    if "demo_s" in found:  # not in what was measured before it was
        rows.append(("the demo, whole", f"{found['demo_s']:.1f} s", "20 s", "", ""))
    yield from _table(("what", "measured", *OTHERS), rows)


def _pages(found: Figures) -> Iterator[str]:
    both = found["small"], found["large"]
    sizes = [f"{each['applications']:,} applications" for each in both]
    yield "Milliseconds (median of single requests) / per second with 8 clients / statements."
    yield ""
    rows = [_page_row(key, *(each["pages"][key] for each in both)) for key in PAGES]
    yield from _table(("page", *sizes, "growth", *OTHERS), rows)
    yield ""
    yield from _table(("what", *sizes, *OTHERS), [_row(each, both) for each in REST])


def _page_row(key: str, small: Figures, large: Figures) -> Sequence[object]:
    name, hypha, pretalx, per_second, statements = PAGES[key]
    growth = f"x {large['ms'] / small['ms']:.2f}"
    demanded = f">= {per_second}/s, <= {statements} statements, x 1.1"
    return name, _figures(small), _figures(large), growth, demanded, hypha, pretalx


def _figures(page: Figures) -> str:
    return f"{page['ms']:.1f} / {page['per_second']:.0f} / {page['statements']}"


Shown = Callable[[Figures], str]
# what, how it is shown, demanded, Hypha, pretalx
REST: Sequence[tuple[str, Shown, str, str, str]] = (
    (
        "submit per second, 1 / 8 clients",
        lambda found: f"{found['submits']['one']:.0f} / {found['submits']['eight']:.0f}",
        "60 / 120",
        "13 / 25",
        "0.3 / 0.4",
    ),
    (
        "export of all applications (xlsx)",
        lambda found: f"{found['export']['seconds']:.1f} s",
        "8 s",
        "86-91 s (CSV)",
        "79 s (CSV)",
    ),
    (
        "growth of the worker during the export",
        lambda found: f"{found['export']['grown_mb']:.0f} MB",
        "60 MB",
        "212 MB",
        "665 MB in all",
    ),
    (
        "first visit, agency's list",
        lambda found: _visit(found["cold"]["list"]),
        "100 kB, 8 requests",
        "707 kB, 28",
        "235 kB, 36",
    ),
    (
        "first visit, applicant's start page",
        lambda found: _visit(found["cold"]["start"]),
        "60 kB, 6 requests",
        "277 kB, 27",
        "25 kB, 14",
    ),
)


def _visit(found: Sequence[float]) -> str:
    return f"{found[0]:.0f} kB, {found[1]:.0f} requests"


def _row(what: tuple[str, Shown, str, str, str], both: Sequence[Figures]) -> Sequence[object]:
    name, shown, *others = what
    return name, *map(shown, both), *others


def _calls(found: Figures) -> Iterator[str]:
    trial = f"trial of {found['rules']} rules on 300 municipalities and {found['files']:,} files"
    rows = [
        (trial, f"{found['trial_s']:.2f} s", "2 s"),
        ("the same with a condition that nobody can meet", f"{found['impossible_s']:.2f} s", "2 s"),
        *((f"feed, {name}", _feed(each), "") for name, each in found["feeds"].items()),
    ]
    yield from _table(("what", "measured", "demanded"), rows)


def _feed(found: Figures) -> str:
    return f"{found['ms']:.1f} ms, {found['per_second']:.0f}/s, {found['kb']:.1f} kB"


def _surge(found: Figures) -> Iterator[str]:
    deadline, jury = found["deadline"], found["jury"]
    yield "Arrivals are planned beforehand (Poisson); a latency counts from the planned arrival."
    yield "The deadline: 60 requests per second, then 120; 5 % submit and 45 % save a part."
    yield "Milliseconds. Demanded: p95 <= 300, p99 <= 1,000 for a submission, no errors."
    yield ""
    rows = [
        *(_latencies(f"deadline: {kind}", deadline[kind]) for kind in KINDS),
        *(_latencies(f"60 jurors: {kind}", jury[kind]) for kind in KINDS if kind in jury),
    ]
    yield from _table(("what", *SURGE_COLUMNS), rows)
    yield ""
    proofs = {**deadline["proofs"], "marks not saved": jury["not saved"]}
    yield from _table(("proof", "number"), list(proofs.items()))


KINDS = ("all", "submit", "save", "view")


def _latencies(name: str, found: Figures) -> Sequence[object]:
    return name, *(f"{found[column]:.0f}" for column in SURGE_COLUMNS)


def _autosave(found: Figures) -> Iterator[str]:
    rows = [
        (*_latencies("60 a second, in milliseconds", found), found["not saved"]),
        ("demanded", "", "", "50", "", "", "0", "0"),
    ]
    yield from _table(("what", *SURGE_COLUMNS, "not saved"), rows)


def _file(found: Figures) -> Iterator[str]:
    printed = found["pdf"]
    listed, shown = found["pages"]["conditions"], found["pages"]["file"]
    rows = [
        (f"{found['rules']} rules on {found['partners']} partners", _weighed(listed), "100 ms"),
        ("the page of the whole file", _weighed(shown), ""),
        (f"the whole file as PDF, {printed['pages']} pages", f"{printed['seconds']:.2f} s", "2 s"),
        ("growth of the worker during the PDF", f"{printed['grown_mb']:.0f} MB", "100 MB"),
    ]
    yield from _table(("what", "measured", "demanded"), rows)


def _weighed(page: Figures) -> str:
    return f"{page['ms']:.0f} ms, {page['per_second']:.0f}/s, {page['statements']} statements"


def _ledger(found: Figures) -> Iterator[str]:
    number = f"{found['transfers']:,}"
    rows = [
        ("a movement with its commit, empty ledger", f"{found['move_ms_empty']:.1f} ms"),
        (f"a movement with its commit, {number} transfers", f"{found['move_ms_full']:.1f} ms"),
        (f"proof that {number} transfers add up", f"{found['verify_s']:.1f} s"),
    ]
    yield from _table(("what", "measured"), rows)


def _distribution(found: Figures) -> Iterator[str]:
    name = f"distribution among {found['recipients']:,} recipients"
    seconds = f"{found['seconds']:.2f} s"
    yield from _table(("what", "measured", "demanded"), [(name, seconds, "about 1 s")])


def _assignment(found: Figures) -> Iterator[str]:
    size = f"{found['files']:,} files, {found['jurors']} jurors, 4 per file, 7.6 % conflicts"
    names = {
        "total": "highest total",
        "balanced": "balanced",
        "organisations": "highest total, one juror per organisation and file",
        "fair": "one iteration of PeerReview4All",
        "strength": "how well the jurors can be compared",
    }
    yield f"{size}. Memory: the peak of the process that does all of this."
    yield ""
    rows = [
        *(
            (name, f"{found[key]:.2f} s", "" if key == "strength" else "1 s")
            for key, name in names.items()
        ),
        ("peak of memory, at most", f"{found['peak_mb']:.0f} MB", "1,024 MB"),
    ]
    yield from _table(("what", "measured", "demanded"), rows)


def _marking(found: Figures) -> Iterator[str]:
    size = f"{found['files']:,} files, {found['jurors']} jurors, 4 per file"
    rows = [
        (f"severity by REML, {size}", f"{found['reml']:.2f} s", "2 s"),
        (f"{found['draws']:,} joint draws of all ranks", f"{found['ranks']:.2f} s", "5 s"),
        ("peak of memory, at most", f"{found['peak_mb']:.0f} MB", "1,024 MB"),
    ]
    yield from _table(("what", "measured", "demanded"), rows)


def _selecting(found: Figures) -> Iterator[str]:
    yield (
        f"{found['files']:,} files, at most 70 projects, minimums in 15 regions, 150 small "
        "municipalities. All explanations are made as the background makes them, by two processes."
    )
    yield ""
    rows = []
    for key, name in (("merit", "most points"), ("quota", "quotas")):
        figures = found[key]
        rows += [
            (f"{name}: selected, proven", f"{figures['select']:.2f} s", "2 s"),
            (f"{name}: one why not", f"{figures['one']:.2f} s", "0.5 s"),
            (
                f"{name}: without each of {figures['rules']} rules",
                f"{figures['without']:.1f} s",
                "",
            ),
            (f"{name}: all {figures['out']} explanations", f"{figures['all']:.0f} s", "60 s"),
        ]
    rows.append(("peak of memory, at most", f"{found['peak_mb']:.0f} MB", "1,024 MB"))
    yield from _table(("what", "measured", "demanded"), rows)


WRITERS: Mapping[str, tuple[str, Callable[[Figures], Iterator[str]]]] = {
    "start": ("Start, memory, the bare minimum", _start),
    "pages": ("Pages, submissions, export, first visit", _pages),
    "calls": ("Trying a call out, and the feeds of calls", _calls),
    "autosave": ("Sections that save themselves", _autosave),
    "file": ("One file of fifteen partners", _file),
    "surge": ("Surges", _surge),
    "ledger": ("Ledger", _ledger),
    "distribution": ("Distribution", _distribution),
    "assignment": ("Assignment of jurors", _assignment),
    "marking": ("Statistics of a jury", _marking),
    "selecting": ("Selection", _selecting),
}
