"""Pages about this site: help, contact, accessibility, privacy, open data."""

from datetime import date

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from subsidy import language
from subsidy.overview.views.blueprint import bp
from subsidy.overview.views.glossary import WORDS
from subsidy.web.access import public

STATED_ON = date(2026, 11, 28)  # a test turns red when the statement changes without a new date


@bp.get("/hulp")
@public
def help_page() -> ResponseReturnValue:
    return render_template("overview/help_page.html")


@bp.get("/hulp/woorden")
@public
def words() -> ResponseReturnValue:
    explained = sorted((language.words(word), language.words(WORDS[word])) for word in WORDS)
    return render_template("overview/words.html", words=explained)


@bp.get("/contact")
@public
def contact() -> ResponseReturnValue:
    return render_template("overview/contact.html", **_reach())


@bp.get("/toegankelijkheid")
@public
def accessibility() -> ResponseReturnValue:
    """Show the statement that the law asks (Bestuursdecreet, art. II.16), with its date."""
    return render_template("overview/accessibility.html", at=STATED_ON, **_reach())


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("overview/privacy.html")


@bp.get("/open-data")
@public
def open_data() -> ResponseReturnValue:
    return render_template("overview/open_data.html")


def _reach() -> dict[str, str]:
    """Return where the agency of this installation can be reached."""
    settings = current_app.config["SETTINGS"]
    return {"email": settings.contact_email, "phone": settings.contact_phone}
