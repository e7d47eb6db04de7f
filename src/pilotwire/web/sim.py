"""``/api/sim``: doing something to the simulated board (interfaces.md section 4)."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from pilotwire.web.answer import json_answer
from pilotwire.web.body import json_object
from pilotwire.web.door import SimDoor
from pilotwire.web.error import not_found


class Sim:
    """The simulated board, where there is one."""

    __slots__ = ("_door",)

    def __init__(self, door: SimDoor | None) -> None:
        self._door = door

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Where it is found."""
        return web.get("/api/sim", self.get), web.post("/api/sim/{action}", self.post)

    async def get(self, request: web.Request) -> web.Response:
        """What can be done, what can break, and what the board is now."""
        board = self._board()
        names = board.names()
        return json_answer({"actions": names.actions, "faults": names.faults, "board": board.view()})

    async def post(self, request: web.Request) -> web.Response:
        """Do it, and say what the board is then."""
        board = self._board()
        body = await json_object(request)
        return json_answer(board.act(request.match_info["action"], body))

    def _board(self) -> SimDoor:
        if self._door is None:
            raise not_found("", "this station has no simulated board")
        return self._door
