"""``GET /``: until the page is built, where everything else is."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from pilotwire.web.answer import text_answer

PATHS = (
    "/api/station",
    "/api/events?station=1",
    "/api/variables",
    "/api/transactions",
    "/api/log",
    "/api/sim",
    "/metrics",
)
LINKS = "".join(f'<li><a href="{path}">{path}</a></li>' for path in PATHS)
PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>pilotwire</title>'
    f"<p>The page is not built yet. What there is:</p><ul>{LINKS}</ul></html>\n"
)


async def get(request: web.Request) -> web.Response:
    """One line and the links of the API."""
    return text_answer(PAGE, "text/html")


def routes() -> Iterable[web.AbstractRouteDef]:
    """Where it is found."""
    return (web.get("/", get),)
