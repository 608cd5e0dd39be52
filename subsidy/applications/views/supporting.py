"""The lead lets the support desk read along in a draft, and ends that again."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from subsidy.applications import service
from subsidy.applications.models import Application
from subsidy.applications.views.frame import AT, bp, load
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.access import actor, permit
from subsidy.web.session import db
from subsidy.web.templating import tell


@bp.post(f"{AT}/steunpunt")
@permit(Action.CONSENT_TO_SUPPORT, load=load)
def let_support_in(record: Application) -> ResponseReturnValue:
    service.let_support_in(db(), actor(), record)
    tell(Text("The support desk reads along in this draft from now on."))
    return redirect(url_for(".partners", public_id=record.public_id), code=303)


@bp.post(f"{AT}/steunpunt/stop")
@permit(Action.CONSENT_TO_SUPPORT, load=load)
def end_support(record: Application) -> ResponseReturnValue:
    service.end_support(db(), actor(), record)
    tell(Text("The support desk no longer reads along."))
    return redirect(url_for(".partners", public_id=record.public_id), code=303)
