"""``/api/transactions``: what the ledger knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from aiohttp import web

from pilotwire.core.station import Station
from pilotwire.web.answer import json_answer
from pilotwire.web.door import TransactionsDoor
from pilotwire.web.error import not_found
from pilotwire.web.plain import plain
from pilotwire.web.transaction_view import transaction_view


class Transactions:
    """The ledger, read only."""

    __slots__ = ("_door", "_station")

    def __init__(self, station: Callable[[], Station], door: TransactionsDoor | None) -> None:
        self._station = station
        self._door = door

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Where it is found."""
        return web.get("/api/transactions", self.get_all), web.get("/api/transactions/{id}", self.get)

    async def get_all(self, request: web.Request) -> web.Response:
        """All of them, summed up, the newest first."""
        views = await self._ledger().transactions()
        station = self._station()
        return json_answer([plain(view, station) for view in views])

    async def get(self, request: web.Request) -> web.Response:
        """One of them, summed up, and every row of it."""
        id = request.match_info["id"]
        rows = await self._ledger().transaction(id)
        if not rows:
            raise not_found("id", "there is no such transaction")
        station = self._station()
        return json_answer({"transaction": plain(transaction_view(rows), station), "rows": plain(tuple(rows), station)})

    def _ledger(self) -> TransactionsDoor:
        if self._door is None:
            raise not_found("", "this station has no ledger")
        return self._door
