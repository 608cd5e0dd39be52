"""What is known around files that are looked at together: their borders, and each other."""

from collections import Counter
from collections.abc import Sequence

from subsidy.applications.domain.case_file import CaseFile
from subsidy.calls.domain.dossier import Around


def around_each(
    files: Sequence[CaseFile], borders: frozenset[frozenset[str]]
) -> tuple[Around, ...]:
    """Return per file what the other files of its call say: who leads them and who takes part."""
    led = Counter((file.call_id, file.lead.organisation_id) for file in files)
    joined = Counter((file.call_id, nis) for file in files for nis in _taking_part(file))
    return tuple(
        Around(
            borders=borders,
            led={file.lead.organisation_id: led[file.call_id, file.lead.organisation_id] - 1},
            joined={nis: joined[file.call_id, nis] - 1 for nis in _taking_part(file)},
        )
        for file in files
    )


def _taking_part(file: CaseFile) -> frozenset[str]:
    return frozenset(partner.nis for partner in file.accepted if partner.nis is not None)
