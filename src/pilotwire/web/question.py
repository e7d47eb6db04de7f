"""Questions to the core: said as an event, answered when the reply has passed the gate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from uuid import uuid4

from pilotwire.core.event import Event
from pilotwire.core.outcome import Outcome
from pilotwire.core.reply import Reply, ReplyTo
from pilotwire.web.bind import Patience
from pilotwire.web.error import Refused


class Questions:
    """Everybody who waits for a reply, by the name of the question; the names are ours and nobody else's."""

    __slots__ = ("_patience", "_say", "_waiting")

    def __init__(self, say: Callable[[Event], None], patience: Patience) -> None:
        self._say = say
        self._patience = patience
        self._waiting: dict[ReplyTo, asyncio.Future[Reply]] = {}

    async def ask(self, event_for: Callable[[ReplyTo], Event]) -> Reply:
        """The durable reply to the event *event_for* makes."""
        if len(self._waiting) >= self._patience.questions:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "", "too many requests are waiting")
        name = ReplyTo(f"web-{uuid4()}")
        answer = self._waiting[name] = asyncio.get_running_loop().create_future()
        try:
            self._say(event_for(name))
            async with asyncio.timeout(self._patience.reply_s):
                reply: Reply = await answer
            return reply
        except TimeoutError:
            raise Refused(HTTPStatus.GATEWAY_TIMEOUT, "", "no reply in time; it may still come true") from None
        finally:
            del self._waiting[name]

    def settle(self, outcome: Outcome) -> None:
        """Wake whoever waits for a reply in *outcome*."""
        for reply in outcome.replies:
            answer = self._waiting.get(reply.reply_to)
            if answer is not None and not answer.done():
                answer.set_result(reply)

    def give_up(self) -> None:
        """The server stops: nobody waits any longer."""
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(Refused(HTTPStatus.SERVICE_UNAVAILABLE, "", "the station is stopping"))
