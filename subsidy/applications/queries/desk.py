"""What lies on the desk of the agency: a submitted file as it counts, its rules, what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.changes import Change, applied, counted, lapsed, still_given
from subsidy.applications.domain.judging import Given, number_kept
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.models import Application, Snapshot
from subsidy.applications.queries.case_files import regulation
from subsidy.applications.queries.changes import changes, kinds_of_change
from subsidy.applications.queries.files import (
    latest_snapshot,
    submitted_files,
    submitted_findings,
)
from subsidy.applications.queries.judgements import judgements
from subsidy.applications.queries.surroundings import findings_now, findings_of, surroundings
from subsidy.calls.domain.rules import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A file as it arrived, and what decisions rest on: with what the agency changed since.

    ``lapsed``: judgements of rules that say something else since a change; they do not count.
    """

    snapshot: Snapshot
    arrived: CaseFile
    counted: CaseFile
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    given: Mapping[str, Given]
    lapsed: Mapping[str, Given]
    version: int


def desk(session: Session, record: Application) -> Desk | None:
    """Read the rules on the file as it counts; a file that was never submitted has no desk."""
    snapshot = latest_snapshot(session, record)
    if snapshot is None:
        return None
    since, said = changes(session, record), judgements(session, record)
    arrived = file_of(snapshot.content)
    now = counted(arrived, since)
    return Desk(
        snapshot=snapshot,
        arrived=arrived,
        counted=now,
        changes=since,
        findings=findings_now(session, now, regulation(record)),
        given=still_given(said, since),
        lapsed=lapsed(said, since),
        version=number_kept(said) + len(since),  # both only grow
    )


def counted_files(session: Session, application_ids: Sequence[int]) -> Mapping[int, CaseFile]:
    """Return, by application, the file as submitted, with what the agency changed since."""
    since = kinds_of_change(session, application_ids)
    found = submitted_files(session, application_ids)
    return {key: applied(file, since.get(key, ())) for key, file in found.items()}


def counted_findings(
    session: Session, records: Sequence[Application]
) -> Mapping[int, tuple[Finding, ...]]:
    """Return, by application, what the rules say: as submitted, anew only for what changed."""
    submitted = submitted_findings(session, [record.id for record in records])
    since = kinds_of_change(session, [record.id for record in records])
    terms = {record.id: regulation(record) for record in records if record.id in since}
    if not terms:
        return submitted
    files = counted_files(session, list(terms))
    around = surroundings(session, [(files[key], terms[key]) for key in terms])
    anew = {key: findings_of(files[key], terms[key], around[files[key].id]) for key in terms}
    return {**submitted, **anew}
