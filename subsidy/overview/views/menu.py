"""The header and footer of every page; made when a template first asks for them.

It costs no statement: what it shows came with the sign-in. Pages for errors that may come from
the database stand on ``base.html``, which asks for nothing here.
"""

from datetime import timedelta
from typing import Any, cast

from flask import current_app, g, request, url_for
from flask_login import current_user
from werkzeug.local import LocalProxy

from subsidy import language
from subsidy.accounts.domain import until_warning
from subsidy.accounts.models import SignIn
from subsidy.core.text import N_
from subsidy.organisations.models import Organisation
from subsidy.overview.domain import Audience, Entry
from subsidy.policy import Action, Actor
from subsidy.web import clock
from subsidy.web.access import someone
from subsidy.web.templating import Choice, Ending, Link, Navigation

MINUTE = timedelta(minutes=1)
VISITOR, AGENCY = Audience.VISITOR, Audience.AGENCY
APPLICANT, JUROR = Audience.APPLICANT, Audience.JUROR
EVERYBODY = frozenset(Audience)
OUTSIDE = frozenset({VISITOR, APPLICANT})

MENU = (
    Entry("overview.start", N_("Start"), frozenset({AGENCY, APPLICANT, JUROR})),
    Entry("calls.manage", N_("Calls"), frozenset({AGENCY}), Action.LIST_CALLS),
    Entry("calls.index", N_("Calls"), OUTSIDE),
    Entry("applications.index", N_("Applications"), frozenset({AGENCY}), Action.LIST_APPLICATIONS),
    Entry(
        "applications.index",
        N_("My applications"),
        frozenset({APPLICANT}),
        Action.LIST_APPLICATIONS,
    ),
    Entry("applications.index", N_("Applications"), frozenset({VISITOR}), Action.LIST_APPLICATIONS),
    Entry("scoring.index", N_("My files"), frozenset({JUROR}), Action.READ_REVIEWS),
    Entry("calls.index", N_("Calls"), frozenset({JUROR})),
    Entry("awards.index", N_("Decisions"), frozenset({AGENCY}), Action.LIST_DECISIONS),
    Entry("allocation.index", N_("Allocation rounds"), frozenset({AGENCY}), Action.LIST_ROUNDS),
    Entry("allocation.index", N_("Drawing rights"), frozenset({APPLICANT}), Action.LIST_CLAIMS),
    Entry("awards.index", N_("Decisions"), frozenset({APPLICANT}), Action.LIST_DECISIONS),
    Entry("budget.index", N_("Programme"), frozenset({AGENCY}), Action.READ_PROGRAMME),
    Entry("overview.exports", N_("Overviews"), frozenset({AGENCY}), Action.EXPORT_PROGRAMME),
    Entry("catalogue.index", N_("Realisations"), OUTSIDE),
    Entry("organisations.index", N_("Municipalities"), OUTSIDE),
)
BELONGS = {"planning": "calls", "rehearsal": "calls", "applications.preview": "calls"}
FOOTER = (
    ("overview.help_page", N_("Help")),
    ("overview.contact", N_("Contact")),
    ("overview.accessibility", N_("Accessibility")),
    ("overview.privacy", N_("Privacy")),
    ("overview.open_data", N_("Open data")),
)


def navigation() -> dict[str, Any]:
    return {"nav": LocalProxy(_once)}


def _once() -> Navigation:
    if "navigation" not in g:
        g.navigation = _make(someone())
    return cast("Navigation", g.navigation)


def _make(actor: Actor | None) -> Navigation:
    own = _choices() if actor is not None else ()
    movable = clock.is_movable()
    return Navigation(
        items=_items(actor),
        organisations=own,
        acting_for=next((choice.name for choice in own if choice.current), None),
        inbox_count=_sign_in().unread if actor is not None else 0,
        person_name=_sign_in().person.name if actor is not None else None,
        ending=_ending() if actor is not None else None,
        demo_moment=language.moment(clock.now()) if movable else None,
        demo_url=url_for("overview.move_demo_date") if movable else None,
        home_url=url_for("overview.start"),
        search_url=url_for("overview.search"),
        inbox_url=url_for("accounts.inbox"),
        switch_url=url_for("accounts.switch"),
        sign_in_url=url_for("accounts.sign_in"),
        sign_out_url=url_for("accounts.sign_out"),
        footer=tuple(Link(label, url_for(endpoint)) for endpoint, label in FOOTER),
    )


def _sign_in() -> SignIn:
    return cast("SignIn", current_user)


def _ending() -> Ending:
    """Return what a page knows of the end; in whole minutes, early rather than late."""
    row = _sign_in()
    wait = until_warning(row.ends_at, clock.real_now()) // MINUTE * 60
    again = url_for("accounts.sign_in", next=request.full_path.rstrip("?"))
    url = url_for("accounts.stay") if row.can_stay else again
    return Ending(language.hour(row.ends_at), wait, url, row.can_stay)


def _choices() -> tuple[Choice, ...]:
    row = _sign_in()
    own: dict[int, Organisation] = {
        mandate.organisation_id: mandate.organisation for mandate in row.person.mandates
    }
    return tuple(
        Choice(each.public_id, each.name, each.id == row.organisation_id)
        for each in sorted(own.values(), key=lambda each: (each.sort_name, each.id))
    )


def _items(actor: Actor | None) -> tuple[Link, ...]:
    """Return one link per page; of two entries for the same page the first one stays."""
    shown: dict[str, Entry] = {}
    for entry in MENU:
        if entry.is_for(actor) and entry.endpoint in current_app.view_functions:
            shown.setdefault(entry.endpoint, entry)
    return tuple(
        Link(entry.label, url_for(entry.endpoint), _is_current(entry)) for entry in shown.values()
    )


def _is_current(entry: Entry) -> bool:
    """Mark the page itself, or the part of the site to which it belongs."""
    if request.endpoint == entry.endpoint:
        return True
    part = entry.endpoint.split(".")[0]
    return part == _part_of_site() and part != "overview"


def _part_of_site() -> str | None:
    """Return the slice that the page belongs to; what stands around a call belongs to the calls."""
    own = request.blueprint or ""
    return BELONGS.get(request.endpoint or "", BELONGS.get(own, own))
