"""What the register of subsidies says about the municipalities in a file.

A municipality that others merged into holds their subsidies too, from the day of the merger.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Label, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from subsidy.applications.domain.case_file import CaseFile
from subsidy.calls.domain.dossier import Grant
from subsidy.folding import FoldedRows
from subsidy.organisations.domain import predecessors, successor
from subsidy.organisations.models import Organisation, Succession
from subsidy.organisations.queries import MERGERS
from subsidy.planning.models import RegisteredGrant

GRANTS = FoldedRows(
    id=RegisteredGrant.id,
    nis=Organisation.nis,
    title=RegisteredGrant.title,
    aim_codes=RegisteredGrant.aim_codes,
    first_day=RegisteredGrant.first_day,
    last_day=RegisteredGrant.last_day,
    source_ref=RegisteredGrant.source_ref,
)


def codes_of(files: Iterable[CaseFile]) -> Sequence[str]:
    """Return the NIS codes of all partners, each once."""
    return sorted({p.nis for file in files for p in file.partners if p.nis is not None})


@dataclass(frozen=True, slots=True)
class Register:
    """The subsidies of some municipalities and of who merged into them.

    ``before``: per code, whom it follows in law.
    """

    grants: Mapping[str, Sequence[Any]]
    before: Mapping[str, frozenset[str]]
    facts: Sequence[Any]

    def of(self, file: CaseFile) -> tuple[Grant, ...]:
        """Return what the partners of a file hold, without what this file itself was awarded."""
        codes = dict.fromkeys(p.nis for p in file.partners if p.nis is not None)
        return tuple(
            _grant(one, code)
            for code in codes
            for one in self._held_by(code, file.ends_on)
            if one.source_ref != f"application:{file.id}"
        )

    def _held_by(self, code: str, ends_on: date | None) -> Iterator[Any]:
        yield from self.grants.get(code, ())
        for earlier in sorted(self.before[code]):
            for one in self.grants.get(earlier, ()):
                until = min(one.last_day, ends_on or one.last_day)
                if successor(earlier, until, self.facts) == code:
                    yield one


def _grant(one: Any, code: str) -> Grant:  # noqa: ANN401 - a row of GRANTS
    return Grant(
        nis=code,
        title=one.title,
        actions=frozenset(one.aim_codes),
        starts_on=one.first_day,
        ends_on=one.last_day,
    )


def register_columns(codes: BindParameter[str]) -> tuple[Label[Any], ...]:
    """Return what a statement asks to know the register for municipalities with these codes."""
    held = (
        select(GRANTS.columns)
        .select_from(RegisteredGrant)
        .join(Organisation, Organisation.id == RegisteredGrant.organisation_id)
        .where(
            RegisteredGrant.removed.is_(False),
            or_(
                Organisation.nis.in_(codes),
                Organisation.nis.in_(select(Succession.predecessor_nis)),  # few, so all of them
            ),
        )
    )
    mergers = select(MERGERS.columns)
    return mergers.scalar_subquery().label("mergers"), held.scalar_subquery().label("grants")


def read_register(codes: Iterable[str], told: Any) -> Register:  # noqa: ANN401 - a row
    """Read what a statement with :func:`register_columns` told about these codes."""
    facts = MERGERS.rows(told.mergers)
    grants: dict[str, list[Any]] = {}
    for one in sorted(GRANTS.rows(told.grants), key=lambda one: one.id):
        grants.setdefault(one.nis, []).append(one)
    return Register(grants, {code: predecessors(code, date.max, facts) for code in codes}, facts)


@cache
def _statement() -> Select[Any]:
    return select(*register_columns(bindparam("codes", expanding=True)))


def registered(session: Session, files: Sequence[CaseFile]) -> Mapping[str, tuple[Grant, ...]]:
    """Return per file the subsidies of its own municipalities; one statement."""
    codes = codes_of(files)
    known = read_register(codes, session.execute(_statement(), {"codes": codes}).one())
    return {file.id: known.of(file) for file in files}
