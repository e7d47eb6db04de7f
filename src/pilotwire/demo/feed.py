"""The newest messages to and fro, ready to be shown."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum

from pilotwire.csms import Message, MessageKind
from pilotwire.demo.words import arrow, words

ENTRIES = 8


class Tone(Enum):
    """What sort of message it is."""

    CALL = "call"
    ANSWER = "answer"
    ERROR = "error"
    OTHER = "other"


TONES = {MessageKind.CALL: Tone.CALL, MessageKind.RESULT: Tone.ANSWER, MessageKind.ERROR: Tone.ERROR}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: when (station time since the start), which way, what, and a few words."""

    at_s: float
    arrow: str
    action: str
    words: str
    tone: Tone = Tone.CALL


class Feed:
    """Keeps the last few entries and counts all OCPP messages."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=ENTRIES)
        self.sent = self.received = 0

    def entries(self) -> tuple[Entry, ...]:
        """The oldest first."""
        return tuple(self._entries)

    def message(self, message: Message, at_s: float) -> Entry:
        """One more OCPP message."""
        way = arrow(message)
        if way == "→":
            self.sent += 1
        else:
            self.received += 1
        return self.add(Entry(at_s, way, message.action or "?", words(message), TONES[message.kind]))

    def add(self, entry: Entry) -> Entry:
        """One more line of any sort."""
        self._entries.append(entry)
        return entry
