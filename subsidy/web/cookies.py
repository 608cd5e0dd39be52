"""The cookie of a sign-in: signed, and without an age of its own."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature


class CookieSessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie; how long a sign-in lasts stands in the database and only there.

    Flask refuses a cookie that was signed in the future. A server whose clock is set back by a
    second, or two servers that differ by one, would so end everybody's work in that second.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        cookie = request.cookies.get(self.get_cookie_name(app))
        try:
            return self.session_class(serializer.loads(cookie) if cookie else None)
        except BadSignature:
            return self.session_class()
