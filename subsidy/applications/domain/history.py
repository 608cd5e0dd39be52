"""The text of a part, now or earlier: how it is kept, read back, and set beside another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from subsidy.applications.domain.case_file import CaseFile, FileLine
from subsidy.applications.domain.conflicts import (
    Difference,
    answer_differences,
    budget_differences,
    declaration_differences,
    differences,
    expectation_differences,
    funding_differences,
    indicator_differences,
    promise_differences,
    scaling_differences,
)
from subsidy.applications.domain.declarations import Declarations
from subsidy.applications.domain.expectations import (
    EXPECTATIONS,
    Expectation,
    Expectations,
    present,
)
from subsidy.applications.domain.form import (
    Contact,
    Key,
    Privacy,
    Project,
    Realisation,
    Tasks,
    content_from,
)
from subsidy.applications.domain.funding import FUNDING, Funding
from subsidy.applications.domain.indicators import Indicator, Indicators
from subsidy.applications.domain.scaling import SCALING, Scaling, still_there
from subsidy.applications.domain.snapshot import ordered, plain, read
from subsidy.calls.domain.dossier import Promise
from subsidy.calls.domain.questions import Form

RUN = timedelta(minutes=10)
REALISATION = "realisation"  # before the identifier of one, in the key of a part
Content = Mapping[str, Any]


def one_run(since: datetime, now: datetime) -> bool:
    """Whether a text saved now belongs to the run of saves that began at ``since``.

    While somebody types, the text is saved every few seconds. Kept one by one, those texts would
    bury the ones that somebody meant; so a run keeps its last text only. Ten minutes is what one
    can afford to type again. A text that a button saved is always kept.
    """
    return now < since + RUN


# What is kept -------------------------------------------------------------------------------------


def kept_lines(lines: Sequence[FileLine]) -> dict[str, Any]:
    return {"lines": sorted(plain(tuple(lines)), key=ordered)}


def kept_promises(promises: Sequence[Promise]) -> dict[str, Any]:
    return {"promises": sorted(plain(tuple(promises)), key=ordered)}


def _lines(content: Content) -> tuple[FileLine, ...]:
    return tuple(read(FileLine, each) for each in content.get("lines", ()))


def _promises(content: Content) -> tuple[Promise, ...]:
    return tuple(read(Promise, each) for each in content.get("promises", ()))


def _indicators(content: Content) -> tuple[Indicator, ...]:
    return read(Indicators, content).rows


def _expectations(content: Content) -> tuple[Expectation, ...]:
    return read(Expectations, content).rows


READERS: Mapping[str, Callable[[Content], Any]] = {
    Key.PROJECT: partial(read, Project),
    Key.CONTACT: partial(read, Contact),
    Key.CONTENT: content_from,
    Key.PRIVACY: partial(read, Privacy),
    Key.QUESTIONS: dict,
    Key.DECLARATIONS: partial(read, Declarations),
    Key.PARTNERS: partial(read, Tasks),
    FUNDING: partial(read, Funding),
    Key.BUDGET: _lines,
    Key.INDICATORS: _indicators,
    EXPECTATIONS: _expectations,
    Key.CONTINUITY: _promises,
    REALISATION: partial(read, Realisation),
    SCALING: partial(read, Scaling),
}


def kind_of(key: str) -> str:
    """Return which kind of part a key names: ``continuity:<realisation>`` is of the plan."""
    return key.partition(":")[0]


def text_of(key: str, content: Content) -> Any:  # noqa: ANN401 - each kind of part has a type of its own
    """Return an earlier text as the value that the verb of its part saves."""
    return READERS[kind_of(key)](content)


def text_now(file: CaseFile, key: str, answers: Content) -> Any:  # noqa: ANN401 - see text_of
    """Return the text of a part as it stands. ``answers``: those to the questions of the call."""
    kind, _, name = key.partition(":")
    if kind == Key.QUESTIONS:
        return dict(answers)
    if kind in NOW:
        return NOW[kind](file, name)
    return getattr(file, kind)  # contact, content, privacy, declarations, indicators, expectations


def project_of(file: CaseFile) -> Project:
    return Project(
        title=file.title,
        summary=file.summary,
        starts_on=file.starts_on,
        ends_on=file.ends_on,
        feasible_minimum=file.feasible_minimum,
    )


def realisation_of(file: CaseFile, public_id: str) -> Realisation:
    found = next(one for one in file.realisations if one.id == public_id)
    return Realisation(
        title=found.title,
        for_whom=found.for_whom,
        licence=found.licence,
        how_to_use=found.how_to_use,
        conditions=found.conditions,
        available_from=found.available_from,
        adopters=found.adopters,
    )


def funding_in(file: CaseFile, partner_id: str) -> Funding:
    """Return what a partner pays; of one that said nothing, that it pays nothing."""
    return file.funding_of(partner_id) or Funding(partner_id=partner_id)


def _tasks_of(file: CaseFile, partner_id: str) -> Tasks:
    partner = file.partner(partner_id)
    return Tasks(tasks=partner.tasks, needs=partner.needs)


NOW: Mapping[str, Callable[[CaseFile, str], Any]] = {
    Key.PROJECT: lambda file, _: project_of(file),
    Key.BUDGET: lambda file, _: file.lines,
    Key.PARTNERS: _tasks_of,
    FUNDING: funding_in,
    Key.CONTINUITY: lambda file, name: file.promises_for(name),
    REALISATION: realisation_of,
    SCALING: lambda file, name: file.scaling_of(name),
}


# Two texts ----------------------------------------------------------------------------------------


def between(
    file: CaseFile,
    form: Form,
    key: str,
    before: Any,  # noqa: ANN401 - see text_of
    after: Any,  # noqa: ANN401 - see text_of
) -> tuple[Difference, ...]:
    """Return each answer in which two texts of a part differ, with the words on the form."""
    match kind_of(key):
        case Key.QUESTIONS:
            return answer_differences(form, before, after)
        case Key.DECLARATIONS:
            return declaration_differences(replace(file, declarations=before), after)
        case Key.BUDGET:
            return budget_differences(replace(file, lines=before), after)
        case "expectations":
            return expectation_differences(replace(file, expectations=before), after)
        case Key.CONTINUITY:
            return promise_differences(replace(file, promises=before), after)
    return DIFFERENCES.get(kind_of(key), differences)(before, after)


DIFFERENCES: Mapping[str, Callable[[Any, Any], tuple[Difference, ...]]] = {
    FUNDING: funding_differences,
    Key.INDICATORS: indicator_differences,
    SCALING: scaling_differences,
}


def still_fitting(file: CaseFile, key: str, text: Any) -> Any:  # noqa: ANN401 - see text_of
    """Return an earlier text without what was about partners that are gone."""
    there = {partner.id for partner in file.partners}
    match kind_of(key):
        case Key.BUDGET | Key.CONTINUITY:
            return tuple(each for each in text if each.partner_id in there)
        case Key.DECLARATIONS:
            known = tuple(one for one in text.partners if one.partner_id in there)
            return replace(text, partners=known)
        case "scaling":
            own = realisation_of(file, text.realisation_id)
            return still_there(text, own.adopters, {one.id for one in file.attachments})
        case "expectations":
            return present(text, there, {one.id for one in file.realisations})
    return text
