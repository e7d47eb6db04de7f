"""``/api/log``: the newest lines of the log."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from pilotwire.web.answer import json_answer
from pilotwire.web.door import LogDoor, LogLine
from pilotwire.web.error import Unprocessable, not_found
from pilotwire.web.instant import utc_text

USUAL_LINES = 200
MAX_LINES = 1000


class Journal:
    """The log of the station, as far as it is kept in memory."""

    __slots__ = ("_door",)

    def __init__(self, door: LogDoor | None) -> None:
        self._door = door

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Where it is found."""
        return (web.get("/api/log", self.get),)

    async def get(self, request: web.Request) -> web.Response:
        """The newest lines, the newest last; ``?lines=N`` of them."""
        if self._door is None:
            raise not_found("", "this station keeps no log in memory")
        lines = self._door.lines(_lines(request.query.get("lines", str(USUAL_LINES))))
        return json_answer([_shown(line) for line in lines])


def _lines(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MAX_LINES)) and 1 <= int(text) <= MAX_LINES):
        raise Unprocessable("lines", f"must be a whole number from 1 to {MAX_LINES}")
    return int(text)


def _shown(line: LogLine) -> dict[str, object]:
    return {"utc": utc_text(line.utc_s), "level": line.level, "logger": line.logger, "text": line.text}
