"""The page of an application and its parts."""

from collections.abc import Sequence
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.domain.case_file import budget_table
from subsidy.applications.domain.changes import Change
from subsidy.applications.domain.form import Contact, Content, Key, Privacy, Project
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.forms import (
    ContactForm,
    ContentForm,
    PrivacyForm,
    ProjectForm,
    VersionedForm,
)
from subsidy.applications.models import Application, Section
from subsidy.applications.service.guard import own_partner
from subsidy.applications.views.attaching import linked
from subsidy.applications.views.completed import Beside, completed
from subsidy.applications.views.frame import (
    AT,
    PARTS,
    bp,
    checklist_of,
    in_address,
    load,
    load_to_save,
    moved_in,
    page,
    saved_by,
    section_url,
    stored_section,
    whole_file,
)
from subsidy.applications.views.timeline import timeline
from subsidy.applications.views.unasked import done, is_unasked
from subsidy.calls.domain.dossier import Consent
from subsidy.core.clock import brussels_day
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text, plural
from subsidy.organisations import queries as organisations
from subsidy.policy import Action, Owner, allows
from subsidy.web.access import actor, permit
from subsidy.web.forms import filled
from subsidy.web.session import db

Part = Project | Contact | Content | Privacy
FORMS: dict[Key, type[VersionedForm]] = {
    Key.PROJECT: ProjectForm,
    Key.CONTACT: ContactForm,
    Key.CONTENT: ContentForm,
    Key.PRIVACY: PrivacyForm,
}


@bp.get(AT)
@permit(Action.READ_APPLICATION, load=load)
def show(record: Application) -> ResponseReturnValue:
    file = whole_file(record)
    listed = checklist_of(record, file)
    own = own_partner(record, actor())
    events = queries.history(db(), record)
    return page(
        "show",
        record,
        back=url_for(".index"),
        file=file,
        checklist=listed,
        steps=[
            (step, section_url(record, step.key), _saved(record, step.key)) for step in listed.steps
        ],
        own=own,
        invited=own is not None and own.consent is Consent.INVITED,
        signed={one.partner.id: one.signature for one in listed.partners if one.signature},
        is_draft=record.status is Status.DRAFT,
        days_left=_days_left(record),
        moved=moved_in(record),
        timeline=timeline(events),
        arrived=any(each.entry.action == Action.SUBMIT_APPLICATION for each in events),
        beside=_beside(record),
        changes=_changes(record),
    )


def _days_left(record: Application) -> Text | None:
    """Say how many midnights there are before the call closes; None once it is closed."""
    now, closes = actor().now, record.call.closes_at
    if closes is None or now >= closes:
        return None
    days = (brussels_day(closes) - brussels_day(now)).days
    return plural("%(n)s day left", "%(n)s days left", days) if days else Text("today")


def _saved(record: Application, key: Key) -> Any:  # noqa: ANN401 - an instant or None
    """Return when a part was last saved; parts of rows have several versions."""
    prefixes = {Key.REALISATIONS: "realisation:"}
    prefix = prefixes.get(key, f"{key.value}:")
    moments = [
        section.saved_at
        for section in record.sections
        if section.key == key or section.key.startswith(prefix)
    ]
    return max(moments, default=None)


@bp.route(f"{AT}/onderdeel/<part>", methods=["GET", "POST"])
@permit(Action.EDIT_APPLICATION, load=load_to_save)
def section(record: Application) -> ResponseReturnValue:
    key = next((key for key, word in PARTS.items() if word == in_address("part")), None)
    if key is None:
        abort(404)
    if is_unasked():
        stored = queries.section(db(), record, key)  # no page is shown, so the others can stay
    else:
        stored = stored_section(queries.with_sections(db(), record), key)
    suggested = _suggested(key, stored)
    before = suggested or _stored(record, key, stored)
    form = filled(FORMS[key], before, version=stored.version if stored else 0)
    if form.accepted():
        part = form.to_input()  # type: ignore[attr-defined]  # each of FORMS has it
        try:
            saved = service.save_part(
                db(), actor(), record, part, form.read_version, automatic=is_unasked()
            )
        except RefusedError as refused:
            form.show(refused)
        else:
            said = Text("Saved: %(part)s, %(at)s.", part=key.label, at=saved.saved_at)
            here = url_for(".show", public_id=record.public_id)
            return done(record, key, said, here, saved)
    return page(
        f"section_{key.value}",
        record,
        code=form.status,
        form=form,
        conflict=form.conflict,
        key=key,
        part=key,
        saved=stored,
        saved_by=saved_by(stored),
        suggested=suggested is not None and not form.errors,
        regulation=queries.regulation(record),
    )


def _suggested(key: Key, stored: Section | None) -> Contact | None:
    """Return the contact of the profile of one's own organisation, while nobody saved one."""
    own = actor().organisation_id
    if key is not Key.CONTACT or stored or not allows(actor(), Action.READ_PROFILE, Owner(own)):
        return None
    known = organisations.profile_of(db(), own)
    if not known.name:
        return None
    return Contact(
        name=known.name, function=known.function, email=known.email, telephone=known.telephone
    )


def _stored(record: Application, key: Key, stored: Section | None) -> Part:
    """Return the answers of a part as they stand; the project's are columns of the record."""
    if key is not Key.PROJECT:
        return queries.READERS[key](stored.answers if stored else {})
    return Project(
        title=record.title,
        summary=record.summary,
        starts_on=record.starts_on,
        ends_on=record.ends_on,
        feasible_minimum=record.feasible_minimum,
    )


@bp.get(f"{AT}/volledig")
@permit(Action.READ_APPLICATION, load=load)
def file(record: Application) -> ResponseReturnValue:
    """Show the whole file on one page, as it was submitted, or the draft as it stands."""
    kept = None if record.status is Status.DRAFT else queries.latest_snapshot(db(), record)
    found = whole_file(record) if kept is None else file_of(kept.content)
    budget = budget_table(found, every=False)
    return page(
        "file",
        record,
        file=found,
        budget=budget,
        enclosed=linked(record, found),
        beside=_beside(record),
        changes=_changes(record),
    )


def _changes(record: Application) -> Sequence[Change]:
    """Return what the agency changed since the file was submitted; nothing in a draft."""
    return () if record.status is Status.DRAFT else queries.changes(db(), record)


def _beside(record: Application) -> list[Beside]:
    """Return what completes a file; nothing is asked of a draft."""
    return [] if record.status is Status.DRAFT else completed(record)
