"""Write the pages of docs/ that are made from the code, so that they cannot lie."""

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from subsidy.allocation.domain.lifecycle import CLAIM_LIFECYCLE, ROUND_LIFECYCLE
from subsidy.applications.domain.lifecycle import LIFECYCLE as APPLICATION
from subsidy.awards.domain.decision import LIFECYCLE as DECISION
from subsidy.awards.domain.waiver import WAIVER_LIFECYCLE
from subsidy.calls.domain.amending import AMENDING
from subsidy.calls.domain.asking import ASKING
from subsidy.calls.domain.lifecycle import LIFECYCLE as CALL
from subsidy.cli.pages import pages
from subsidy.cli.rule_pages import rules
from subsidy.planning.domain.statement import STATEMENT_LIFECYCLE
from subsidy.planning.domain.survey import SURVEY_LIFECYCLE
from subsidy.policy import Action, Actor, Mandate, MandateKind, Role, Standing, allows
from subsidy.scoring.domain.deviations import DEVIATION_LIFECYCLE
from subsidy.scoring.domain.lifecycle import LIFECYCLE as REVIEW
from subsidy.scoring.domain.seats import OFFERING

NOW = datetime(2022, 1, 1, tzinfo=UTC)
LEAD, PARTNER, FOREIGN = 1, 2, 3
ME, COLLEAGUE = 10, 11


@dataclass(frozen=True, slots=True)
class Sample:
    """A record that satisfies every protocol of the policy at once, in one of two moods."""

    easy: bool
    public_id: str = "file"
    lead_id: int = LEAD
    partner_ids: frozenset[int] = frozenset({LEAD, PARTNER})
    beneficiary_ids: frozenset[int] = frozenset({LEAD, PARTNER})
    juror_person_id: int = ME
    chair_ids: frozenset[int] = field(init=False)
    member_ids: frozenset[int] = field(init=False)
    asked_by_id: int = field(init=False)
    is_public: bool = field(init=False)
    is_final: bool = field(init=False)
    is_closed: bool = field(init=False)
    prepared_by_id: int = field(init=False)
    is_reported: bool = field(init=False)
    opens_at: datetime = field(init=False)
    unsealed_at: datetime = field(init=False)
    is_supported: bool = field(init=False)

    def __post_init__(self) -> None:
        day = timedelta(days=1)
        object.__setattr__(self, "is_public", self.easy)
        object.__setattr__(self, "asked_by_id", ME if self.easy else COLLEAGUE)
        object.__setattr__(self, "is_final", self.easy)
        object.__setattr__(self, "is_supported", self.easy)
        object.__setattr__(self, "is_reported", self.easy)
        object.__setattr__(self, "opens_at", NOW - day if self.easy else NOW + day)
        object.__setattr__(self, "is_closed", not self.easy)
        object.__setattr__(self, "chair_ids", frozenset({ME if self.easy else COLLEAGUE}))
        object.__setattr__(self, "member_ids", frozenset({ME if self.easy else COLLEAGUE}))
        object.__setattr__(self, "prepared_by_id", COLLEAGUE if self.easy else ME)
        object.__setattr__(self, "unsealed_at", NOW - day if self.easy else NOW + day)


def _acting(organisation: int, kind: MandateKind) -> Actor:
    mandate = Mandate(organisation, kind, standing=Standing.LOCAL_AUTHORITY)
    return Actor(ME, NOW, frozenset(), (mandate,), organisation)


ARCHETYPES: dict[str, Actor] = {
    "visitor": Actor(0, NOW),
    **{f"{kind.value} of the lead": _acting(LEAD, kind) for kind in MandateKind},
    **{f"{kind.value} of a partner": _acting(PARTNER, kind) for kind in MandateKind},
    "editor elsewhere": _acting(FOREIGN, MandateKind.EDITOR),
    **{role.value.replace("_", " "): Actor(ME, NOW, frozenset({role})) for role in Role},
}


def run(arguments: argparse.Namespace) -> int:
    folder = Path("docs")
    pages: dict[str, Callable[[], str]] = {
        "access.md": access,
        "lifecycles.md": lifecycles,
        "rules.md": rules,
    }
    stale = [name for name, make in pages.items() if _differs(folder / name, make())]
    if arguments.check:
        for name in stale:
            sys.stderr.write(f"docs/{name} is stale: run ./dev docs\n")
        return 1 if stale else 0
    for name in stale:
        (folder / name).write_text(pages[name](), encoding="utf-8")
        sys.stdout.write(f"docs/{name} written\n")
    return 0


def _differs(path: Path, content: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != content


def access() -> str:
    """Return who may do what, asked of the policy, and which answer every page gives."""
    lines = [
        "# Who may do what",
        "",
        "Made from `subsidy/policy.py` by `./dev docs`. ● always; ○ only when the record",
        "allows it: published, closed, final, prepared by a colleague, no conflict of interest.",
        "Empty: never.",
        "A visitor is asked only on pages that are open to visitors.",
        "",
        *_table(["action", *ARCHETYPES], ([f"`{action}`", *_cells(action)] for action in Action)),
        *(["", *chapter] if (chapter := pages()) else []),
    ]
    return "\n".join(lines) + "\n"


def _cells(action: Action) -> Iterable[str]:
    for actor in ARCHETYPES.values():
        hard = allows(actor, action, Sample(easy=False))
        easy = allows(actor, action, Sample(easy=True))
        yield "●" if hard and easy else "○" if easy else ""


def _table(heads: list[str], rows: Iterable[list[str]]) -> Iterable[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def lifecycles() -> str:
    """Return a diagram of every lifecycle table."""
    named = {
        "Call": CALL,
        "Change of a regulation": AMENDING,
        "Question about a call": ASKING,
        "Application": APPLICATION,
        "Invitation for a jury": OFFERING,
        "Review": REVIEW,
        "Deviation from a selection": DEVIATION_LIFECYCLE,
        "Decision": DECISION,
        "Giving up an award": WAIVER_LIFECYCLE,
        "Round": ROUND_LIFECYCLE,
        "Claim": CLAIM_LIFECYCLE,
        "What stays of a line": STATEMENT_LIFECYCLE,
        "Needs survey": SURVEY_LIFECYCLE,
    }
    parts = ["# What may follow what\n", "Made from the lifecycle tables by `./dev docs`.\n"]
    for name, lifecycle in named.items():
        diagram = lifecycle.mermaid()  # type: ignore[attr-defined]  # lifecycles of different kinds
        parts.append(f"## {name}\n\n```mermaid\n{diagram}\n```\n")
    return "\n".join(parts)
