"""All documents of a played rehearsal, into a folder."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from subsidy.allocation import queries as allocation
from subsidy.allocation.exports import recompute_workbook
from subsidy.awards import queries as awards
from subsidy.awards.exports import letter_name, letter_pdf
from subsidy.overview.exports import allocation_overview, continuity_plans
from subsidy.rehearsal.exports.files import LETTERS, prepare, put, remove
from subsidy.rehearsal.exports.summary import summary
from subsidy.rehearsal.queries import Outcome

OVERVIEW, CONTINUITY = "toewijzingsoverzicht.xlsx", "continuiteitsplannen.xlsx"
RECOMPUTE, SUMMARY = "narekenen.xlsx", "samenvatting.json"


def write(session: Session, outcome: Outcome, out: Path) -> None:
    """Write every document; the same rehearsal gives the same names and the same content.

    Raises RefusedError when the folder cannot be written to. What an earlier rehearsal wrote
    there and this one does not is removed; whatever else is there stays.
    """
    prepare(out)
    before = _listed(out)
    hashes = {}
    for name, content in _documents(session, outcome):
        put(out, name, content)
        hashes[name] = hashlib.sha256(content).hexdigest()
    data = {**summary(session, outcome), "documenten": hashes}
    put(out, SUMMARY, f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode())
    remove(out, sorted(before - set(hashes)))


def _documents(session: Session, outcome: Outcome) -> Iterator[tuple[str, bytes]]:
    line, made_at = outcome.line, outcome.ended_at
    yield OVERVIEW, allocation_overview(session, line, made_at)
    yield CONTINUITY, continuity_plans(session, [line], made_at)
    if outcome.round is not None:
        rights = allocation.rights(session, outcome.round.id)
        computed = allocation.frozen(outcome.round, rights)
        title, envelope = outcome.round.title, outcome.round.envelope
        yield RECOMPUTE, recompute_workbook(computed, envelope, title, made_at)
    for decision in awards.all_approved(session, line.id):
        yield f"{LETTERS}/{letter_name(decision)}", letter_pdf(decision)


def _listed(out: Path) -> set[str]:
    """Return what the summary of an earlier rehearsal lists, as far as those are names of ours."""
    try:
        data: Any = json.loads((out / SUMMARY).read_text(encoding="utf-8"))
        names = set(map(str, data["documenten"]))
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name for name in names if _is_ours(Path(name))}


def _is_ours(name: Path) -> bool:
    match name.parts:
        case (single,):
            return single in (OVERVIEW, CONTINUITY, RECOMPUTE)
        case (folder, letter):
            return folder == LETTERS and letter.startswith("B-") and name.suffix == ".pdf"
    return False
