"""Who may ask: no web page of somebody else, and nobody without the password where there is one.

A browser on the same machine reaches the loopback for any page it shows. Two headers that a page cannot forge tell it
apart: Host (a foreign name that was made to point here, DNS rebinding) and Origin (a page that posts to us directly).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import socket
from http import HTTPStatus

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from pilotwire.web.bind import Bind, is_ip, is_loopback
from pilotwire.web.error import Refused, error_answer

SAFE_METHODS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})
EVENTS_PATH = "/api/events"
ORIGIN, FETCH_SITE = "Origin", "Sec-Fetch-Site"
OWN_SITES = frozenset({"same-origin", "none"})  # W3C Fetch Metadata 2.4; "none": typed in by a person
CHALLENGE = 'Basic realm="pilotwire", charset="UTF-8"'  # RFC 7617


class Access:
    """Decides about every request before anything else looks at it."""

    __slots__ = ("_bind", "_names")

    def __init__(self, bind: Bind) -> None:
        self._bind = bind
        machine = socket.gethostname().lower()
        self._names = frozenset({bind.host.lower(), machine, f"{machine}.local"})

    @web.middleware
    async def check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let *request* in or refuse it."""
        self._check_host(request)
        if not self._knows_password(request):
            refusal = error_answer(HTTPStatus.UNAUTHORIZED, "", "the password is missing or wrong")
            refusal.headers[hdrs.WWW_AUTHENTICATE] = CHALLENGE
            return refusal
        _check_origin(request)
        return await handler(request)

    def _check_host(self, request: web.Request) -> None:
        name = host_name(request.headers.get(hdrs.HOST, ""))
        if not self._is_ours(name):
            raise Refused(HTTPStatus.FORBIDDEN, "Host", "this station is not known by that name")

    def _is_ours(self, name: str) -> bool:
        """Names of the loopback and, off the loopback, our own; an address cannot be made to point elsewhere."""
        if is_loopback(name):
            return True
        return not is_loopback(self._bind.host) and (is_ip(name) or name in self._names)

    def _knows_password(self, request: web.Request) -> bool:
        wanted = self._bind.password
        if wanted is None:
            return True
        said = basic_password(request.headers.get(hdrs.AUTHORIZATION, ""))
        return said is not None and hmac.compare_digest(said, wanted.encode())


def host_name(host: str) -> str:
    """The name in a Host header, without port and brackets; empty where it is none."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def basic_password(authorization: str) -> bytes | None:
    """The password in an Authorization header (RFC 7617); None where there is none. The user may have any name."""
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        _, colon, password = base64.b64decode(credentials.strip(), validate=True).partition(b":")
    except (binascii.Error, ValueError):
        return None
    return password if colon else None


def _check_origin(request: web.Request) -> None:
    """A page of another origin gets nothing, and changes nothing even where a browser would not tell it the answer."""
    origin = request.headers.get(ORIGIN)
    if origin is not None and origin.lower() not in _origins(request):
        raise Refused(HTTPStatus.FORBIDDEN, ORIGIN, "requests from other pages are refused")
    if request.method in SAFE_METHODS and request.path != EVENTS_PATH:
        return
    if request.headers.get(FETCH_SITE, "none") not in OWN_SITES:
        raise Refused(HTTPStatus.FORBIDDEN, FETCH_SITE, "requests from other pages are refused")


def _origins(request: web.Request) -> tuple[str, ...]:
    host = request.headers.get(hdrs.HOST, "").lower()
    return f"http://{host}", f"https://{host}"  # https: somebody else's proxy before us
