"""A browser says that somebody is in a part; reading a page never does."""

from flask import abort, jsonify
from flask.typing import ResponseReturnValue

from subsidy.applications import service
from subsidy.applications.domain.places import key_of
from subsidy.applications.models import Application
from subsidy.applications.views.frame import AT, bp, in_address, load
from subsidy.applications.views.unasked import said_of
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.session import db


@bp.post(f"{AT}/aanwezig/<part>")
@permit(Action.EDIT_APPLICATION, load=load)
def present(record: Application) -> ResponseReturnValue:
    key = key_of(in_address("part"))
    if key is None:
        abort(404)
    there = service.appear(db(), actor(), record, key)
    return jsonify(others=said_of(there))
