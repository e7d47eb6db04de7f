"""Judges every frame of one station against OCPP-J and the official schemas."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pilotwire.csms import schema
from pilotwire.csms.frame import Message, MessageKind
from pilotwire.csms.policy import Protocol
from pilotwire.csms.violation import ViolationKind

MAX_ID_CHARS = 36  # OCPP-J 1.6 errata 3.7; 2.0.1 part 4, 4.1.4
MAX_ERROR_DESCRIPTION_CHARS = 255  # OCPP 2.0.1 part 4, 4.2.3
LONG_FRACTION = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{4,}(Z|[+-]\d\d:?\d\d)?")

ERROR_CODES_BOTH = {
    "NotImplemented",
    "NotSupported",
    "InternalError",
    "ProtocolError",
    "SecurityError",
    "PropertyConstraintViolation",
    "OccurrenceConstraintViolation",
    "TypeConstraintViolation",
    "GenericError",
}
ERROR_CODES = {  # OCPP-J 1.6 4.2.3 (the misspelling is in the standard's older prints); 2.0.1 part 4, 4.3
    Protocol.V16: ERROR_CODES_BOTH | {"FormationViolation", "OccurenceConstraintViolation"},
    Protocol.V201: ERROR_CODES_BOTH | {"FormatViolation", "MessageTypeNotSupported", "RpcFrameworkError"},
}

Fault = tuple[ViolationKind, str]


@dataclass(slots=True)
class Judge:
    """Remembers what one station has asked and what it was asked; knows the rules that span messages."""

    asked_by_station: dict[str, Message] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)

    def note_answer(self, message: Message) -> None:
        """We answered the station's request: from now on its id may not come back, not even as a retry."""
        self.answered.add(message.id)

    def faults(self, protocol: Protocol, message: Message) -> Iterator[Fault]:
        """Everything wrong with a message of the station."""
        if len(message.id) > MAX_ID_CHARS:
            yield ViolationKind.LONG_ID, f"message id of {len(message.id)} characters: {message.id}"
        for path, text in _timestamps(message.payload, ""):
            yield ViolationKind.TIMESTAMP, f"{message.action}{path}: more than 3 fraction digits: {text}"
        if message.kind is MessageKind.CALL:
            yield from self._call_faults(protocol, message)
        elif not message.action:
            yield ViolationKind.UNASKED_ANSWER, f"answers {message.id}, which nobody asked or which was answered before"
        elif message.kind is MessageKind.RESULT:
            yield from _schema_faults(schema.answer_faults(protocol, message.action, message.payload))
        else:
            yield from _error_faults(protocol, message)

    def _call_faults(self, protocol: Protocol, message: Message) -> Iterator[Fault]:
        before = self.asked_by_station.get(message.id)
        if before is not None and not self._is_retry(protocol, before, message):
            yield ViolationKind.DUPLICATE_ID, f"message id used before by {before.action}: {message.id}"
        self.asked_by_station[message.id] = message
        if schema.is_known(protocol, message.action):
            yield from _schema_faults(schema.request_faults(protocol, message.action, message.payload))
        else:
            yield ViolationKind.UNKNOWN_ACTION, f"{protocol} has no request {message.action}"

    def _is_retry(self, protocol: Protocol, before: Message, message: Message) -> bool:
        # 2.0.1 part 4 errata 2025-09, 4.1.4: a message nobody answered may come again under its id; 1.6 never says so
        same = (before.action, before.payload) == (message.action, message.payload)
        return protocol is Protocol.V201 and same and message.id not in self.answered


def _schema_faults(reasons: list[str]) -> Iterator[Fault]:
    for reason in reasons:
        yield ViolationKind.SCHEMA, reason


def _error_faults(protocol: Protocol, message: Message) -> Iterator[Fault]:
    code, description = message.payload["errorCode"], message.payload["errorDescription"]
    if code not in ERROR_CODES[protocol]:
        yield ViolationKind.ERROR_CODE, f"{message.action} answered with unknown error code {code!r}"
    if not isinstance(description, str) or len(description) > MAX_ERROR_DESCRIPTION_CHARS:
        yield ViolationKind.SCHEMA, f"{message.action} answered with error description {description!r}"
    if not isinstance(message.payload["errorDetails"], dict):
        yield ViolationKind.SCHEMA, f"{message.action} answered with error details that are no object"


def _timestamps(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if LONG_FRACTION.fullmatch(value):
            yield path, value
        return
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from _timestamps(inner, f"{path}/{step}")
