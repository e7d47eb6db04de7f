"""What a station answered to a request of ours."""

from dataclasses import dataclass
from typing import Any

from pilotwire.csms.frame import Message, MessageKind


@dataclass(frozen=True, slots=True)
class Answer:
    """A CALLRESULT's payload, or a CALLERROR's code and words (the payload is then empty)."""

    payload: dict[str, Any]
    error_code: str | None = None
    error_description: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the station answered with a CALLERROR."""
        return self.error_code is not None

    @property
    def status(self) -> str | None:
        """The payload's `status`, which most answers have."""
        status = self.payload.get("status")
        return status if isinstance(status, str) else None


def answer_of(message: Message) -> Answer:
    """The answer a RESULT or ERROR message carries."""
    if message.kind is not MessageKind.ERROR:
        return Answer(payload=message.payload)
    return Answer({}, str(message.payload["errorCode"]), str(message.payload["errorDescription"]))
