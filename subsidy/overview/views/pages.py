"""Pages about this site: help, contact, accessibility, privacy, open data."""

from flask import render_template
from flask.typing import ResponseReturnValue

from subsidy import language
from subsidy.overview.views.blueprint import bp
from subsidy.overview.views.glossary import WORDS
from subsidy.web.access import public


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
    return render_template("overview/contact.html")


@bp.get("/toegankelijkheid")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("overview/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("overview/privacy.html")


@bp.get("/open-data")
@public
def open_data() -> ResponseReturnValue:
    return render_template("overview/open_data.html")
