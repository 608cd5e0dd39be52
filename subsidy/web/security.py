"""Headers, hosts, cookies and sizes: the same for every answer."""

import gzip

from flask import Flask, Response, abort, request
from werkzeug.datastructures import ImmutableMultiDict

from subsidy.config import Settings
from subsidy.web.cookies import CookieSessions
from subsidy.web.session import SAFE_METHODS

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ONLY_ENCRYPTED = "max-age=31536000; includeSubDomains"
SMALLEST_TO_COMPRESS = 1_000
LARGEST_REQUEST = 12 * 1024 * 1024
LARGEST_FORM = 4 * 1024 * 1024
MOST_FIELDS = 5_000
LONGEST_URL_VALUE = 80
OWN_SITE = frozenset({"same-origin", "none"})  # none: typed, or from a bookmark
COMPRESSIBLE = frozenset({"image/svg+xml", "application/json", "application/javascript"})
URL_ENCODED = "application/x-www-form-urlencoded"


def init_app(app: Flask, settings: Settings) -> None:
    app.config.update(
        SESSION_COOKIE_NAME="__Host-relanceloket" if settings.secure_cookies else "relanceloket",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session
        WTF_CSRF_SSL_STRICT=settings.secure_cookies,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=MOST_FIELDS,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
    )
    app.session_interface = CookieSessions()
    for guard in (_same_site, _readable_address, _bounded_form, _readable_form):
        app.before_request(guard)
    if settings.secure_cookies:
        app.after_request(_encrypted_from_now_on)
    app.after_request(_harden)


def _same_site() -> None:
    """Refuse an act that a page of another site asks for; the token of the form is checked too."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method not in SAFE_METHODS and site not in OWN_SITE:
        abort(400)


def _readable_address() -> None:
    """Answer 404 to control characters: they name nothing, and a database stumbles over them."""
    values = [value for value in (request.view_args or {}).values() if isinstance(value, str)]
    if not all(map(_is_plain, values)):
        abort(404)


def _is_plain(value: str) -> bool:
    return value.isprintable() and len(value) <= LONGEST_URL_VALUE


def _bounded_form() -> None:
    """Werkzeug bounds the parts of a form with files only; bound the other kind of form too."""
    if request.mimetype != URL_ENCODED or request.method in SAFE_METHODS:
        return
    request.max_content_length = LARGEST_FORM
    if request.get_data(cache=True).count(b"&") >= MOST_FIELDS:
        abort(413)


def _readable_form() -> None:
    """Leave a NUL out: nobody sees it in what was pasted, and PostgreSQL stores none.

    In the name of a field no browser sends one.
    """
    if request.method in SAFE_METHODS:
        return
    sent = list(request.form.items(multi=True))
    if any("\0" in name for name, _ in sent):
        abort(400)
    if any("\0" in text for _, text in sent):
        request.form = ImmutableMultiDict((name, text.replace("\0", "")) for name, text in sent)


def _encrypted_from_now_on(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = ONLY_ENCRYPTED
    return response


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return _compress(response)


def _compress(response: Response) -> Response:
    kind = response.mimetype or ""
    if not kind.startswith("text/") and kind not in COMPRESSIBLE:
        return response
    response.vary.add("Accept-Encoding")
    wanted = request.accept_encodings.quality("gzip") > 0
    if response.direct_passthrough or not wanted or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if len(body) >= SMALLEST_TO_COMPRESS:
        response.set_data(gzip.compress(body, compresslevel=5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
