"""What the register of subsidies says about the municipalities in a file.

A municipality that others merged into holds their subsidies too, from the day of the merger.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from subsidy.applications.domain.case_file import CaseFile
from subsidy.calls.domain.dossier import Grant
from subsidy.organisations import queries as organisations
from subsidy.organisations.domain import predecessors, successor
from subsidy.organisations.models import Succession
from subsidy.planning import queries as planning
from subsidy.planning.models import RegisteredGrant


def codes_of(files: Iterable[CaseFile]) -> Sequence[str]:
    """Return the NIS codes of all partners, each once."""
    return sorted({p.nis for file in files for p in file.partners if p.nis is not None})


@dataclass(frozen=True, slots=True)
class Register:
    """The subsidies of some municipalities and of who merged into them.

    ``before``: per code, whom it follows in law.
    """

    grants: Mapping[str, Sequence[RegisteredGrant]]
    before: Mapping[str, frozenset[str]]
    facts: Sequence[Succession]

    def of(self, file: CaseFile) -> tuple[Grant, ...]:
        """Return what the partners of a file hold, without what this file itself was awarded."""
        codes = dict.fromkeys(p.nis for p in file.partners if p.nis is not None)
        return tuple(
            _grant(one, code)
            for code in codes
            for one in self._held_by(code, file.ends_on)
            if one.source_ref != f"application:{file.id}"
        )

    def _held_by(self, code: str, ends_on: date | None) -> Iterator[RegisteredGrant]:
        yield from self.grants.get(code, ())
        for earlier in sorted(self.before[code]):
            for one in self.grants.get(earlier, ()):
                until = min(one.last_day, ends_on or one.last_day)
                if successor(earlier, until, self.facts) == code:
                    yield one


def _grant(one: RegisteredGrant, code: str) -> Grant:
    return Grant(
        nis=code,
        title=one.title,
        actions=frozenset(one.aim_codes),
        starts_on=one.first_day,
        ends_on=one.last_day,
    )


def register(session: Session, files: Iterable[CaseFile]) -> Register:
    """Look up the register for the municipalities of these files, in two statements for all."""
    codes, facts = codes_of(files), organisations.successions(session)
    before = {code: predecessors(code, date.max, facts) for code in codes}
    grants: dict[str, list[RegisteredGrant]] = {}
    for one in planning.grants_of(session, sorted({*codes}.union(*before.values()))):
        grants.setdefault(str(one.organisation.nis), []).append(one)
    return Register(grants, before, facts)


def registered(session: Session, files: Sequence[CaseFile]) -> Mapping[str, tuple[Grant, ...]]:
    """Return per file the subsidies of its own municipalities."""
    known = register(session, files)
    return {file.id: known.of(file) for file in files}
