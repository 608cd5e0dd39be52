"""What all pages of one application share: how it is loaded, its banner, where to go from it."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.applications import queries
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.checklist import Checklist, checklist
from subsidy.applications.domain.editing import not_editable
from subsidy.applications.domain.expectations import EXPECTATIONS
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.funding import FUNDING
from subsidy.applications.domain.history import REALISATION
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.places import place_of
from subsidy.applications.domain.revised import MOVED, Moved, moved_from
from subsidy.applications.domain.scaling import SCALING
from subsidy.applications.models import Application, Partner, Section
from subsidy.applications.service.guard import version_of, window
from subsidy.applications.views.unasked import is_unasked, others, refused
from subsidy.calls.domain.dossier import Consent
from subsidy.core.errors import Refusal
from subsidy.core.text import N_, Text
from subsidy.web import clock
from subsidy.web.session import SAFE_METHODS, db

bp = Blueprint("applications", __name__)
AT = "/aanvragen/<public_id>"
PRESENT = (Consent.INVITED, Consent.ACCEPTED)
PAGES = {"signatures": "applications.sign", EXPECTATIONS: "applications.expectations"}
"""Where one works on what is no part of the form by itself."""
OF_ONE = {
    Key.PARTNERS: ("applications.tasks", "partner"),
    FUNDING: ("applications.funding", "partner"),
    "account": ("applications.account", "partner"),
    Key.CONTINUITY: ("applications.promises", "realisation"),
    REALISATION: ("applications.realisation", "realisation"),
    SCALING: ("applications.scaling", "realisation"),
}
"""The page of a part of which there are several: of which partner or realisation it is."""
TITLES = {
    Key.PARTNERS: N_("Tasks of %(name)s"),
    FUNDING: N_("What %(name)s and others pay"),
    Key.CONTINUITY: N_("Continuity of “%(title)s”"),
    REALISATION: N_("Realisation “%(title)s”"),
    SCALING: N_("“%(title)s” beyond the pilot"),
}
PARTS = {
    Key.PROJECT: "project",
    Key.CONTACT: "contact",
    Key.CONTENT: "inhoud",
    Key.PRIVACY: "privacy",
}


def load(session: Session, public_id: str, **_rest: str) -> Application | None:
    """Load the application of an address; what else the address names is in ``in_address``."""
    return queries.application(session, public_id)


def load_to_save(session: Session, public_id: str, **_rest: str) -> Application | None:
    """Load as :func:`load` does; a browser that saves by itself does nothing but save."""
    read = queries.held if is_unasked() else queries.application
    return read(session, public_id)


def in_address(name: str) -> str:
    """Return a part of the address other than the application."""
    return str((request.view_args or {}).get(name, ""))


def partner_in_address(record: Application, *consents: Consent) -> Partner:
    """Return the partner of the address; 404 unless its consent is one of these.

    Without ``consents``: whoever takes part or is invited.
    """
    wanted = in_address("partner")
    found = next((one for one in record.partners if one.public_id == wanted), None)
    if found is None or found.consent not in (consents or PRESENT):
        abort(404)
    return found


def whole_file(record: Application) -> CaseFile:
    """Return the file as it stands; an act may have changed what was loaded, a page has not."""
    if request.method in SAFE_METHODS:
        return queries.file_with_sections(db(), record)
    file = queries.file_again(db(), record)
    queries.with_sections(db(), record)  # for the version of each part; reading again drops them
    return file


def checklist_of(record: Application, file: CaseFile) -> Checklist:
    regulation = queries.regulation(record)
    found = queries.findings_now(db(), file, regulation)
    return checklist(file, found, queries.years_after(file, regulation))


def closed_because(record: Application) -> list[Refusal]:
    """Say why nothing can be changed now; empty while one can write."""
    return list(not_editable(record.status, window(record), clock.now()))


def stored_version(record: Application, key: str) -> int:
    """Return the version of a part of an application that is loaded whole."""
    return version_of(stored_section(record, key))


def stored_section(record: Application, key: str) -> Section | None:
    return next((section for section in record.sections if section.key == key), None)


def moved_in(record: Application) -> Moved | None:
    """Return what a new version did to the answers of a draft whose sections are loaded."""
    if record.status is not Status.DRAFT:
        return None
    section = stored_section(record, MOVED)
    return moved_from(section.answers) if section else None


def page(
    template: str,
    record: Application,
    *,
    code: int = 200,
    part: str | None = None,
    **context: Any,  # noqa: ANN401 - what a template asks
) -> ResponseReturnValue:
    """Render a page of one application, with its banner and the way back.

    ``part``: the key of the part that is written on it.
    """
    if part and is_unasked():
        return refused(context["form"], code)
    shown = {
        "application": record,
        "caption": record.number,
        "draft": record.status is Status.DRAFT,
        "back": url_for("applications.show", public_id=record.public_id),
        "spot": lambda place: spot(record, place),
        "closed": closed_because(record),
        "now": clock.now(),
        "place": place_of(part) if part else None,
        "others": others(record, part) if part else "",
        "remarks": queries.open_remarks(db(), record, part) if part else 0,
        "owner": current_user.person.public_id,
        **context,
    }
    return render_template(f"applications/{template}.html", **shown), code


def section_url(record: Application, key: Key) -> str:
    """Return where one works on a part of the form."""
    if key in PARTS:
        return url_for("applications.section", public_id=record.public_id, part=PARTS[key])
    return url_for(f"applications.{key.value}", public_id=record.public_id)


def part_url(record: Application, key: str) -> str:
    """Return where one writes the part of a key; several parts share the address of a kind."""
    kind, _, name = key.partition(":")
    if kind in OF_ONE:
        endpoint, argument = OF_ONE[kind]
        values: dict[str, Any] = {"public_id": record.public_id, argument: name}
        return url_for(endpoint, **values)
    if kind == EXPECTATIONS:
        return url_for("applications.expectations", public_id=record.public_id)
    return section_url(record, Key(kind))


def part_title(file: CaseFile, key: str) -> Text:
    """Return what the page of a part is called."""
    kind, _, name = key.partition(":")
    titles = {one.id: one.title for one in file.realisations}
    names = {one.id: one.name for one in file.partners}
    if kind in (Key.PARTNERS, FUNDING):
        return Text(TITLES[kind], name=names[name])
    if kind in TITLES:
        return Text(TITLES[kind], title=titles[name])
    if kind == EXPECTATIONS:
        return Text("What partners expect of each other")
    return Key(kind).label


def saved_by(stored: Section | None) -> str:
    """Return the name of who saved a part last."""
    own = stored.saved_by_id if stored else None
    return "" if own is None else people.names(db(), [own]).get(own, "")


def spot(record: Application, place: str | None) -> str:
    """Return where one can do something about a refusal: ``content.needs``, ``partners.<id>``."""
    part, _, rest = (place or "").partition(".")
    if part in PAGES:
        return url_for(PAGES[part], public_id=record.public_id) + (f"#{rest}" if rest else "")
    kind = FUNDING if part == Key.BUDGET else part  # a partner in the budget: what it pays
    if kind in OF_ONE and rest:
        return part_url(record, f"{kind}:{rest}")
    if part not in {key.value for key in Key}:
        return url_for("applications.checklist", public_id=record.public_id)
    key = Key(part)
    return section_url(record, key) + _anchor(key, rest)


def _anchor(key: Key, rest: str) -> str:
    if not rest:
        return ""
    return f"#question-{rest}" if key is Key.QUESTIONS else f"#{rest}"
