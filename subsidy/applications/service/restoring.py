"""Putting an earlier text back: it is saved again, by the verb of its part and under its rules."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.expectations import EXPECTATIONS
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.funding import FUNDING
from subsidy.applications.domain.history import kind_of, still_fitting, text_of
from subsidy.applications.domain.scaling import SCALING
from subsidy.applications.models import Application, Partner, Realisation, Section, SectionVersion
from subsidy.applications.service.answering import save_answers
from subsidy.applications.service.budgeting import save_budget
from subsidy.applications.service.consortium import save_tasks
from subsidy.applications.service.declaring import save_declarations
from subsidy.applications.service.drafting import save_part
from subsidy.applications.service.expecting import save_expectations
from subsidy.applications.service.funding import save_funding
from subsidy.applications.service.indicating import save_indicators
from subsidy.applications.service.lasting import change_realisation, save_promises
from subsidy.applications.service.scaling import save_scaling
from subsidy.calls.domain.dossier import Promise
from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.policy import Actor


def restore(
    session: Session, actor: Actor, record: Application, earlier: SectionVersion, seen: int
) -> None:
    """Save an earlier text again; what stands there now becomes an earlier text itself.

    ``seen``: the version of the part that was on the screen. Raises RefusedError as any save does.
    """
    file = queries.file_again(session, record)
    key = earlier.key
    text = still_fitting(file, key, text_of(key, earlier.content))
    match kind_of(key):
        case Key.QUESTIONS:
            asked = queries.regulation(record).form.questions
            typed = {each.key: text.get(each.key) for each in asked}
            save_answers(session, actor, record, typed, seen)
        case Key.PARTNERS:
            save_tasks(session, actor, record, _partner(record, key), text, seen)
        case Key.CONTINUITY:
            row = _realisation(session, record, key)
            save_promises(session, actor, record, row, _whole_plan(file, row.public_id, text), seen)
        case "realisation":
            row = _realisation(session, record, key)
            change_realisation(session, actor, record, row, text, seen)
        case kind:
            SAVERS.get(kind, save_part)(session, actor, record, text, seen)


SAVERS: Mapping[str, Callable[..., Section]] = {
    Key.DECLARATIONS: save_declarations,
    Key.BUDGET: save_budget,
    FUNDING: save_funding,
    Key.INDICATORS: save_indicators,
    EXPECTATIONS: save_expectations,
    SCALING: save_scaling,
}


def _partner(record: Application, key: str) -> Partner:
    found = next((p for p in record.partners if key.endswith(f":{p.public_id}")), None)
    if found is None:
        raise refuse(Text("This organisation does not take part in this application."))
    return found


def _realisation(session: Session, record: Application, key: str) -> Realisation:
    found = queries.realisation(session, record, key.partition(":")[2])
    if found is None:
        raise refuse(Text("This realisation does not exist any more."))
    return found


def _whole_plan(file: CaseFile, realisation_id: str, text: Any) -> list[Promise]:  # noqa: ANN401 - promises
    """Return an earlier plan; who promised nothing then promises nothing again."""
    plan = {
        each.partner_id: Promise(realisation_id=realisation_id, partner_id=each.partner_id)
        for each in file.promises_for(realisation_id)
    }
    plan.update({promise.partner_id: promise for promise in text})
    return list(plan.values())
