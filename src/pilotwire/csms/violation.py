"""What a station did that OCPP forbids."""

from dataclasses import dataclass
from enum import StrEnum

from pilotwire.csms.frame import Frame


class ViolationKind(StrEnum):
    """The rules the bench judges by."""

    MALFORMED = "malformed"
    BINARY = "binary"
    SCHEMA = "schema"
    UNKNOWN_ACTION = "unknown_action"
    DUPLICATE_ID = "duplicate_id"
    LONG_ID = "long_id"
    TIMESTAMP = "timestamp"
    UNASKED_ANSWER = "unasked_answer"
    ERROR_CODE = "error_code"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule, with the frame that broke it."""

    identity: str
    kind: ViolationKind
    reason: str
    frame: Frame
