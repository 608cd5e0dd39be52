"""The same form at the same address, sent by the browser itself while somebody types.

It asks for data instead of a page, so nothing is rendered; everything else is as if the button was
pressed: the version is checked, the deadline holds, every refusal stays a refusal.
"""

from collections.abc import Sequence
from typing import Any

from flask import jsonify, redirect, request
from flask.typing import ResponseReturnValue

from subsidy.applications import queries, service
from subsidy.applications.models import Application, Section
from subsidy.core.text import Text
from subsidy.language import words
from subsidy.web.access import actor
from subsidy.web.session import db
from subsidy.web.templating import tell

DATA = "application/json"


def is_unasked() -> bool:
    """Whether the browser saves by itself."""
    return request.method == "POST" and request.headers.get("Accept") == DATA


def done(
    record: Application, key: str, message: Text, url: str, saved: Section | None = None
) -> ResponseReturnValue:
    """Answer a save: a message on the next page, or data when nobody pressed a button.

    Without ``url`` the message is for whoever goes on typing, and is said with the data.
    ``saved``: the part, when it was saved as what nobody pressed a button for.
    """
    if is_unasked():
        return _saved(record, key, saved, message if not url else None)
    tell(message)
    return redirect(url, code=303)


def _saved(
    record: Application, key: str, saved: Section | None, more: Text | None
) -> ResponseReturnValue:
    section = saved or service.saved_by_itself(db(), record, key)
    there = service.appear(db(), actor(), record, key)
    said = words(Text("Draft saved on %(at)s. Not submitted yet.", at=section.saved_at))
    said += f" {words(more)}" if more else ""
    return jsonify(version=section.version, said=said, others=said_of(there))


def refused(form: Any, code: int) -> ResponseReturnValue:  # noqa: ANN401 - any form of a part
    """Say why nothing was saved; what was typed stays where it is, on the screen."""
    if form.conflict:
        said = Text("Not saved: somebody else saved this part. Press Save to see both texts.")
        return jsonify(conflict=True, said=words(said)), 409
    reasons = [words(text) for texts in form.errors.values() for text in _flat(texts)]
    return jsonify(conflict=False, said=" ".join([words(Text("Not saved.")), *reasons])), code


def _flat(texts: Any) -> list[Any]:  # noqa: ANN401 - WTForms nests the faults of rows
    return list(texts.values()) if isinstance(texts, dict) else list(texts)


def others(record: Application, key: str) -> str:
    """Say who else is in a part; empty when nobody is."""
    return said_of(queries.writing(db(), record, key, actor().now))


def said_of(there: Sequence[queries.Writing]) -> str:
    found = queries.others_of(there, actor())
    return "" if found is None else words(found)
