"""A real station, ledger and dialect, talking to a test that plays the central system, without a socket."""

from __future__ import annotations

import itertools
import json
from typing import Any

from tests.shell.history import History

from pilotwire.app.dialects import dialect_of
from pilotwire.ocpp.conversation import Conversation
from pilotwire.ocpp.dialect import Dialect, Question
from pilotwire.ocpp.writer import OWN, Writer
from pilotwire.personality.load import load
from pilotwire.personality.model import Wire
from pilotwire.store.ledger import Ledger

NOW = "2025-06-15T15:10:00Z"
FINE = {
    "1.6": {
        "BootNotification": {"status": "Accepted", "currentTime": NOW, "interval": 600},
        "Heartbeat": {"currentTime": NOW},
        "Authorize": {"idTagInfo": {"status": "Accepted"}},
        "DataTransfer": {"status": "Accepted"},
        "StartTransaction": {"transactionId": 7, "idTagInfo": {"status": "Accepted"}},
    },
    "2.0.1": {
        "BootNotification": {"status": "Accepted", "currentTime": NOW, "interval": 600},
        "Heartbeat": {"currentTime": NOW},
        "Authorize": {"idTokenInfo": {"status": "Accepted"}},
        "DataTransfer": {"status": "Accepted"},
    },
}
STATUS = "StatusNotification"
ROW = {"1.6": "StartTransaction", "2.0.1": "TransactionEvent"}

Frame = list[Any]


class Talk:
    """``now_s`` is the real clock; the station lives on the clock of :class:`History`."""

    def __init__(self, version: str, ledger: Ledger, dialect: Dialect | None = None, **history: Any) -> None:
        self.version, self.ledger = version, ledger
        self.now_s = 1000.0
        plain = (f"id-{number}" for number in itertools.count(1))
        spoken = dialect or dialect_of(version, load("pilotwire"))
        wire: Wire = history.pop("wire", OWN)
        writer = Writer(wire, history.pop("ids", plain))
        self.history = History(**history)
        self.conversation = Conversation(spoken, ledger, writer, self.history.station)
        self.ids: list[str] = []
        self.open: Frame | None = None  # the request of the station that waits for an answer
        self._asked = 0

    def forget(self) -> None:
        """What was said so far is not needed any more."""
        self.history.forget()
        self._asked = 0
        self.ids.clear()

    async def settle(self) -> list[Frame]:
        """Until nothing more happens by itself: what the station said on the wire."""
        frames: list[Frame] = []
        while await self._turn(frames):
            pass
        return frames

    async def _turn(self, frames: list[Frame]) -> bool:
        commands, self._asked = self.history.commands[self._asked :], len(self.history.commands)
        for command in commands:
            if isinstance(command, Question):
                self.conversation.ask(command, self.now_s)
        tolds = self.history.new()
        if tolds:
            await self.ledger.keep(tolds)
        for told in tolds:
            self.conversation.tell(told, self.now_s)
        events = self.conversation.events()
        self.history.hear(*events)
        new = self.collect()
        frames += new
        return bool(commands or tolds or events or new)

    def collect(self) -> list[Frame]:
        """What is on the wire since the last look; never a second request before the first is answered."""
        frames = [json.loads(frame) for frame in self.conversation.frames()]
        for frame in frames:
            if frame[0] == 2:
                assert self.open is None, "two requests at once"
                self.ids.append(frame[1])
                self.open = frame
        self.conversation.foresee()
        return frames

    def hear(self, *frame: Any) -> None:
        """The central system says *frame*."""
        self.conversation.receive(json.dumps(frame), self.now_s)

    def taken(self) -> Frame:
        """The open request, about to be answered."""
        assert self.open is not None
        frame, self.open = self.open, None
        return frame

    async def answer(self, payload: dict[str, Any] | None = None) -> list[Frame]:
        """The open request is answered, with *payload* or as usual; what follows."""
        frame = self.taken()
        self.hear(3, frame[1], FINE[self.version].get(frame[2], {}) if payload is None else payload)
        return await self.settle()

    async def refuse(self, code: str = "InternalError") -> list[Frame]:
        """The open request gets a CALLERROR; what follows."""
        self.hear(4, self.taken()[1], code, "no", {})
        return await self.settle()

    async def wait(self, span_s: float) -> list[Frame]:
        """So much real time passes; an open request is given up when it is overdue."""
        self.now_s += span_s
        self.conversation.advance(self.now_s)
        frames = [json.loads(frame) for frame in self.conversation.frames()]
        if frames:
            self.open = frames[-1]
            self.ids.append(self.open[1])
        return frames + await self.settle()

    async def up(self) -> list[Frame]:
        """Somebody listens."""
        self.conversation.link_up(self.now_s)
        return await self.settle()

    async def down(self) -> list[Frame]:
        """Nobody listens any more."""
        self.open = None
        self.conversation.link_down()
        return await self.settle()

    async def fine(self) -> list[Frame]:
        """Answer everything as usual, until the station is silent: all it said."""
        said: list[Frame] = [] if self.open is None else [self.open]
        while self.open is not None:
            said += await self.answer()
        return said

    async def accepted(self) -> None:
        """Connect, and let the station say what it has to say."""
        await self.up()
        await self.fine()


def actions(frames: list[Frame]) -> list[str]:
    """The actions of the requests among *frames*."""
    return [frame[2] for frame in frames if frame[0] == 2]
