"""Answers: JSON made of dataclasses, enums by value."""

from __future__ import annotations

import msgspec
from aiohttp import web

# Nothing of a station is worth keeping in a browser, and nobody else's page may show or read it.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Server": "pilotwire",  # which libraries is nobody's business
    "X-Content-Type-Options": "nosniff",
}
ENCODER = msgspec.json.Encoder()


def json_answer(value: object, status: int = 200) -> web.Response:
    """*value* as JSON."""
    return web.Response(body=ENCODER.encode(value), status=status, content_type="application/json", charset="utf-8")


def text_answer(text: str, content_type: str = "text/plain") -> web.Response:
    """*text* as it is."""
    return web.Response(text=text, content_type=content_type, charset="utf-8")


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on *response* that every answer has; a signal of aiohttp."""
    response.headers.update(HEADERS)
