"""Everything one station said and heard."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pilotwire.csms.frame import Direction, Frame, MalformedFrame, Message, MessageKind, decode
from pilotwire.csms.judge import Judge
from pilotwire.csms.policy import Protocol
from pilotwire.csms.violation import Violation, ViolationKind


@dataclass(frozen=True, slots=True)
class Arrival:
    """One connection a station made."""

    connection: int
    protocol: Protocol
    path: str
    authorization: str | None
    at_mono_s: float


@dataclass(slots=True)
class Record:
    """The history of one station over all its connections."""

    identity: str
    is_judging: bool = True
    arrivals: list[Arrival] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    pings: int = 0
    pongs: int = 0
    _judge: Judge = field(default_factory=Judge)
    _asked_by_bench: dict[str, str] = field(default_factory=dict)

    @property
    def protocol(self) -> Protocol:
        """The subprotocol of the latest connection."""
        return self.arrivals[-1].protocol

    def hear(self, text: str, *, connection: int, is_binary: bool = False) -> Message | None:
        """Keep and judge a frame of the station; None when it is no message."""
        frame = self._keep(Direction.FROM_STATION, text, connection)
        if is_binary:
            self._blame(frame, [(ViolationKind.BINARY, "OCPP-J messages are text frames")])
        try:
            message = decode(frame)
        except MalformedFrame as error:
            self._blame(frame, [(ViolationKind.MALFORMED, str(error))])
            return None
        if message.kind is not MessageKind.CALL:
            # popped, so that a second answer to the same request is seen as one nobody asked for
            message = replace(message, action=self._asked_by_bench.pop(message.id, ""))
        if self.is_judging:
            self._blame(frame, self._judge.faults(self.protocol, message))
        self.messages.append(message)
        return message

    def say(self, text: str, *, connection: int) -> tuple[Frame, Message | None]:
        """Keep a frame sent to the station."""
        frame = self._keep(Direction.TO_STATION, text, connection)
        try:
            message = decode(frame)
        except MalformedFrame:
            return frame, None  # tests send such things on purpose
        if message.kind is MessageKind.CALL:
            self._asked_by_bench[message.id] = message.action
        else:
            message = replace(message, action=self._action_asked(message.id))
            self._judge.note_answer(message)
        self.messages.append(message)
        return frame, message

    def _action_asked(self, message_id: str) -> str:
        for message in reversed(self.messages):
            if message.id == message_id and message.kind is MessageKind.CALL:
                return message.action
        return ""

    def _keep(self, direction: Direction, text: str, connection: int) -> Frame:
        frame = Frame(direction, text, time.monotonic(), connection)
        self.frames.append(frame)
        return frame

    def _blame(self, frame: Frame, faults: Iterable[tuple[ViolationKind, str]]) -> None:
        self.violations.extend(Violation(self.identity, kind, reason, frame) for kind, reason in faults)
