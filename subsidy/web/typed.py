"""What somebody typed in a form that came to nothing: shown again, and carried through a sign-in.

Whoever was away too long sends a form as nobody. The text goes along, hidden, on the page that
asks to sign in; after that one button sends it back to its own address with ``SHOWN``. Such a
request never acts: the page stands there with the text in it, under the version of the screen.
"""

import re

from flask import current_app, has_request_context, request
from werkzeug.exceptions import HTTPException

SHOWN = "_shown"
OURS = frozenset({"csrf_token", "_key", SHOWN})
CARRIED = "typed."
SECRET = ("password",)
SPACE = re.compile(r"\S\s+\S")
SHORTEST_TEXT = 25  # less is typed again sooner than it is copied
Fields = list[tuple[str, str]]


def is_only_shown() -> bool:
    """Whether this request asks for a page with what was typed in it, and for nothing more."""
    return request.method == "POST" and SHOWN in request.form


def typed_fields() -> Fields:
    """Return what was typed, for a page of errors that hands it on."""
    if not has_request_context() or request.method != "POST":
        return []
    try:
        pairs = list(request.form.items(multi=True))
    except HTTPException:  # what was sent is too large, or no form
        return []
    return [(name, text) for name, text in pairs if not _is_ours(name) and text.strip()]


def _is_ours(name: str) -> bool:
    return name in OURS or name.endswith(SECRET) or name.startswith(CARRIED)


def typed_texts() -> list[str]:
    """Return the texts among what was typed, to be copied: of more words than one."""
    return [text for _, text in typed_fields() if len(text) >= SHORTEST_TEXT and SPACE.search(text)]


def is_shown_again() -> bool:
    """Whether the text can stand in its form again.

    The address of the form is a page too; or, when somebody wrote a text, it answers with the page
    on which the form stands, as it does to a form that is refused.
    """
    if not typed_fields():
        return False
    return bool(typed_texts()) or takes(request.path, "GET")


def takes(path: str, method: str) -> bool:
    """Whether one of our addresses is asked in this way."""
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(path, method=method)


def carried() -> Fields:
    """Return what a form carries along for another page."""
    return [(name.removeprefix(CARRIED), text) for name, text in going_along()]


def going_along() -> Fields:
    """Return the same under the names with which it goes along once more."""
    pairs = request.form.items(multi=True)
    return [(name, text) for name, text in pairs if name.startswith(CARRIED)]
