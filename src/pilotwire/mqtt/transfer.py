"""The tunnel of DataTransfer: frames of OCPP-J on topics, both ways (chargebyte guide 3.3.8)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from pilotwire.core.service import ServiceAnswered, ServiceAsked, ServiceMisspoke, ServiceRegistered
from pilotwire.core.transfer import Content, Hitch, TransferError, TransferResult, TransferStatus
from pilotwire.core.tunnel import TransferConfirmed, TransferHandedOver
from pilotwire.mqtt.topic import Place, Retain, Step, Topic, TopicError
from pilotwire.mqtt.value import json_of, text_of

ACTION: Final = "DataTransfer"
MAX_UID: Final = 36  # characters (chargebyte guide 3.3.8; OCPP-J 4.2.1)
CALL, CALL_RESULT, CALL_ERROR = 2, 3, 4
SERVICE_ID: Final = re.compile(r"[^\s/+#$]{1,255}")
UNREADABLE: Final = "-1"  # OCPP-J 2.0.1 4.2.3: the id of an error about a call whose own cannot be read
STATUSES: Final[Mapping[str, TransferStatus]] = {
    "Accepted": TransferStatus.ACCEPTED,
    "Rejected": TransferStatus.REJECTED,
    "UnknownMessageId": TransferStatus.UNKNOWN_MESSAGE,
    "UnknownVendorId": TransferStatus.UNKNOWN_VENDOR,
}
SPELLED: Final = {status: text for text, status in STATUSES.items()}
FIELDS: Final = {"vendorId": 255, "messageId": 50, "data": None}  # longest (OCPP 1.6 6.15)
HITCHES: Final[Mapping[Hitch, str]] = {  # OCPP-J 1.6 4.2.3
    Hitch.OFFLINE: "InternalError",
    Hitch.UNREGISTERED: "SecurityError",
    Hitch.TOO_MANY: "InternalError",
    Hitch.SILENT: "GenericError",
}


class Misspoken(TopicError):
    """A frame that is no call; ``code`` is what OCPP-J calls such a mistake."""

    def __init__(self, text: str, code: str = "FormationViolation") -> None:
        super().__init__(text)
        self.code = code


# -- from the central system


def handed_over(step: Step, evse: int) -> str | None:
    """A call of the central system, for the owner's software."""
    for fact in step.outcome.facts:
        if isinstance(fact, TransferHandedOver):
            return json.dumps([CALL, fact.id, ACTION, _fields(fact.content)])
    return None


def _fields(content: Content) -> dict[str, str]:
    fields = {"vendorId": content.vendor, "messageId": content.message, "data": content.data}
    return {name: value for name, value in fields.items() if value is not None}


def confirmed(payload: bytes, place: Place) -> TransferConfirmed:
    """``[3, "uid", {status, data}]``, or ``[4, "uid", code, description, details]``. Raises TopicError."""
    frame = _frame(payload, {CALL_RESULT: 3, CALL_ERROR: 5})
    if frame[0] == CALL_ERROR:
        return TransferConfirmed(frame[1], TransferResult(error=_error(frame)))
    fields = frame[2]
    status = STATUSES.get(fields.get("status", "")) if isinstance(fields, dict) and _are_texts(fields) else None
    if status is None or not set(fields) <= {"status", "data"}:
        raise TopicError(f'not an answer: [3, "uid", {{"status": ...}}] with one of {", ".join(STATUSES)}')
    return TransferConfirmed(frame[1], TransferResult(status, fields.get("data")))


def _are_texts(fields: dict[str, Any]) -> bool:
    return all(isinstance(value, str) for value in fields.values())


def _error(frame: list[Any]) -> TransferError:
    if not isinstance(frame[2], str) or not isinstance(frame[3], str) or not isinstance(frame[4], dict):
        raise TopicError('not an error: [4, "uid", "code", "description", {}]')
    return TransferError(frame[2], frame[3], json.dumps(frame[4]))


# -- to the central system


def registered(payload: bytes, place: Place) -> ServiceRegistered:
    """A name that can stand in a topic. Raises TopicError."""
    text = text_of(payload)
    if not SERVICE_ID.fullmatch(text):
        raise TopicError("not a name without slash, space, plus, hash and dollar")
    return ServiceRegistered(text)


def asked(payload: bytes, place: Place) -> ServiceAsked | ServiceMisspoke:
    """``[2, "uid", "DataTransfer", {vendorId, ...}]``; whoever says anything else is told so at their own topic."""
    if not SERVICE_ID.fullmatch(place.name):
        raise TopicError("nobody can be registered under this name")
    try:
        id, content = call(payload)
    except Misspoken as error:
        return ServiceMisspoke(place.name, _uid(payload), TransferError(error.code, str(error)))
    except TopicError as error:
        return ServiceMisspoke(place.name, _uid(payload), TransferError("FormationViolation", str(error)))
    return ServiceAsked(place.name, id, content)


def call(payload: bytes) -> tuple[str, Content]:
    """Id and content of a call. Raises TopicError."""
    frame = _frame(payload, {CALL: 4})
    if frame[2] != ACTION:
        raise Misspoken(f"the action is {ACTION} and no other", "NotSupported")
    fields = frame[3]
    if not isinstance(fields, dict):
        raise Misspoken("the payload is no object")
    if "vendorId" not in fields:
        raise Misspoken("vendorId: is missing", "OccurenceConstraintViolation")
    for name, value in fields.items():
        _check(name, value)
    return frame[1], Content(fields["vendorId"], fields.get("messageId"), fields.get("data"))


def _check(name: str, value: object) -> None:
    if name not in FIELDS:
        raise Misspoken(f"{name[:64]!r}: no such field")
    if not isinstance(value, str):
        raise Misspoken(f"{name}: not a text", "TypeConstraintViolation")
    longest = FIELDS[name]
    if longest is not None and len(value) > longest:
        raise Misspoken(f"{name}: longer than {longest} characters", "PropertyConstraintViolation")


def _uid(payload: bytes) -> str:
    """The id of a frame that is no call, as far as there is one."""
    try:
        frame = json_of(payload)
    except TopicError:
        return UNREADABLE
    uid = frame[1] if isinstance(frame, list) and len(frame) > 1 else None
    return uid if isinstance(uid, str) and 0 < len(uid) <= MAX_UID else UNREADABLE


def answered(step: Step, evse: int) -> str | None:
    """The answer to a service: what the central system said, or why it was not asked."""
    for fact in step.outcome.facts:
        if isinstance(fact, ServiceAnswered):
            return _answer(fact)
    return None


def service_of(step: Step) -> str:
    """The service that :func:`answered` speaks to."""
    return next(fact.service for fact in step.outcome.facts if isinstance(fact, ServiceAnswered))


def _answer(fact: ServiceAnswered) -> str:
    result = fact.result
    if result.hitch is not None:
        return json.dumps([CALL_ERROR, fact.id, HITCHES[result.hitch], result.hitch.value, {}])
    if result.error is not None:
        head = json.dumps([CALL_ERROR, fact.id, result.error.code, result.error.text])
        return f"{head[:-1]}, {result.error.details}]"  # details as they came, however deep
    said = {} if result.status is None else {"status": SPELLED[result.status]}
    return json.dumps([CALL_RESULT, fact.id, said if result.data is None else {**said, "data": result.data}])


def _frame(payload: bytes, lengths: dict[int, int]) -> list[Any]:
    frame = json_of(payload)
    if not isinstance(frame, list) or not frame or type(frame[0]) is not int or frame[0] not in lengths:
        raise Misspoken(f"not a frame of OCPP-J that begins with {' or '.join(map(str, lengths))}")
    if len(frame) != lengths[frame[0]]:
        raise Misspoken(f"not {lengths[frame[0]]} elements")
    if not isinstance(frame[1], str) or not 0 < len(frame[1]) <= MAX_UID:
        raise Misspoken(f"not a unique id of 1 to {MAX_UID} characters")
    return frame


DATA_TRANSFER: Final[tuple[Topic, ...]] = (
    Topic(
        "ocpp/data_transfer_from_cs/request",
        '[2, "uid", "DataTransfer", {...}]',
        "3.3.8.1 T8",
        "A DataTransfer of the central system that `ocpp/csDataTransfers` names, for your software.",
        Retain.NO,
        says=handed_over,
    ),
    Topic(
        "ocpp/data_transfer_from_cs/confirm",
        '[3, "uid", {...}] or [4, ...]',
        "3.3.8.1 T8",
        "Your answer to it, within `confirmTimeout`.",
        Retain.NO,
        parse=confirmed,
    ),
    Topic(
        "ocpp/data_transfer_to_cs/service_id",
        "text",
        "3.3.8.2 T11",
        "Your software announces itself under a name, anew after each start of the station.",
        Retain.NO,
        parse=registered,
    ),
    Topic(
        "ocpp/data_transfer_to_cs/+/request",
        '[2, "uid", "DataTransfer", {...}]',
        "3.3.8.2 T11",
        "A DataTransfer of the software of that name for the central system.",
        Retain.NO,
        parse=asked,
    ),
    Topic(
        "ocpp/data_transfer_to_cs/+/confirm",
        '[3, "uid", {...}] or [4, ...]',
        "3.3.8.2 T11",
        "The answer to it: the central system's own, or an error that says why it was not asked.",
        Retain.NO,
        says=answered,
        names=service_of,
    ),
)
