"""What may be said through the tunnel of DataTransfer: frames of OCPP-J (chargebyte guide 3.3.8)."""

from __future__ import annotations

import re
from typing import Any, Final

from pilotwire.mqtt.topic import TopicError
from pilotwire.mqtt.value import json_of, text_of

MAX_UID: Final = 36  # characters (chargebyte guide 3.3.8; OCPP-J 4.2.1)
CALL, CALL_RESULT, CALL_ERROR = 2, 3, 4
SERVICE_ID: Final = re.compile(r"[^\s/+#$]{1,255}")


def call(payload: bytes) -> list[Any]:
    """``[2, "uid", "DataTransfer", {vendorId, ...}]``."""
    frame = _frame(payload, {CALL: 4})
    if frame[2] != "DataTransfer" or not isinstance(frame[3], dict) or not isinstance(frame[3].get("vendorId"), str):
        raise TopicError('not a call: [2, "uid", "DataTransfer", {"vendorId": ...}]')
    return frame


def call_result(payload: bytes) -> list[Any]:
    """``[3, "uid", {status, ...}]``, or ``[4, "uid", ...]``."""
    frame = _frame(payload, {CALL_RESULT: 3, CALL_ERROR: 5})
    is_answer = frame[0] == CALL_ERROR or (isinstance(frame[2], dict) and isinstance(frame[2].get("status"), str))
    if not is_answer:
        raise TopicError('not an answer: [3, "uid", {"status": ...}]')
    return frame


def service_id(payload: bytes) -> str:
    """A name that can stand in a topic."""
    text = text_of(payload)
    if not SERVICE_ID.fullmatch(text):
        raise TopicError("not a name without slash, space, plus, hash and dollar")
    return text


def _frame(payload: bytes, lengths: dict[int, int]) -> list[Any]:
    frame = json_of(payload)
    if not isinstance(frame, list) or not frame or type(frame[0]) is not int or frame[0] not in lengths:
        raise TopicError(f"not a frame of OCPP-J that begins with {' or '.join(map(str, lengths))}")
    if len(frame) != lengths[frame[0]]:
        raise TopicError(f"not {lengths[frame[0]]} elements")
    if not isinstance(frame[1], str) or not 0 < len(frame[1]) <= MAX_UID:
        raise TopicError(f"not a unique id of 1 to {MAX_UID} characters")
    return frame
