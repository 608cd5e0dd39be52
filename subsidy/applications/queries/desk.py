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
from subsidy.applications.queries.changes import changes_of, kinds_of_change
from subsidy.applications.queries.files import (
    latest_snapshots,
    submitted_files,
    submitted_findings,
)
from subsidy.applications.queries.judgements import judgements_of
from subsidy.applications.queries.surroundings import findings_of, surroundings
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
    return desks(session, [record]).get(record.id)


def desks(session: Session, records: Sequence[Application]) -> Mapping[int, Desk]:
    """Return the desk of each submitted file, by application; in as many statements as for one."""
    ids = [record.id for record in records]
    snapshots = latest_snapshots(session, ids)
    since, said = changes_of(session, ids), judgements_of(session, ids)
    terms = {record.id: regulation(record) for record in records}
    arrived = {key: file_of(one.content) for key, one in snapshots.items()}
    now = {key: counted(file, since.get(key, ())) for key, file in arrived.items()}
    around = surroundings(session, [(file, terms[key]) for key, file in now.items()])
    return {
        key: _desk(
            snapshots[key],
            arrived[key],
            file,
            findings_of(file, terms[key], around[file.id]),
            since.get(key, ()),
            said.get(key, {}),
        )
        for key, file in now.items()
    }


def _desk(
    snapshot: Snapshot,
    arrived: CaseFile,
    now: CaseFile,
    findings: tuple[Finding, ...],
    since: tuple[Change, ...],
    said: Mapping[str, Given],
) -> Desk:
    return Desk(
        snapshot=snapshot,
        arrived=arrived,
        counted=now,
        changes=since,
        findings=findings,
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
