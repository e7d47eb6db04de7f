"""One readable colour line per frame."""

from datetime import datetime

from rich.text import Text

from pilotwire.csms.frame import Direction, Frame, Message, MessageKind
from pilotwire.csms.violation import Violation

PAYLOAD_CHARS = 140
ARROWS = {Direction.FROM_STATION: ("-->", "cyan"), Direction.TO_STATION: ("<--", "magenta")}
KINDS = {
    MessageKind.CALL: ("", "bold"),
    MessageKind.RESULT: (" ok", "green"),
    MessageKind.ERROR: (" ERROR", "bold red"),
}


def traffic_line(identity: str, frame: Frame, message: Message | None, now: datetime) -> Text:
    """Arrow (seen from the station), time, identity, action and the beginning of the payload."""
    arrow, colour = ARROWS[frame.direction]
    line = Text.assemble((arrow, colour), " ", (f"{now:%H:%M:%S}.{now.microsecond // 1000:03d}", "dim"), " ")
    line.append(f"{identity} ", colour)
    if message is None:
        return line.append("not OCPP ", "bold red").append(shortened(frame.text))
    suffix, style = KINDS[message.kind]
    line.append(f"{message.action or '?'}{suffix} ", style)
    return line.append(shortened(_payload_text(frame, message)), "dim" if message.kind is MessageKind.RESULT else "")


def violation_line(violation: Violation) -> Text:
    """A broken rule, under the frame that broke it."""
    return Text.assemble("    ", (f"violation ({violation.kind}): ", "bold red"), violation.reason)


def shortened(text: str) -> str:
    """At most a line of it, with no control characters that could play with a terminal."""
    plain = "".join(character if character.isprintable() else " " for character in text[: PAYLOAD_CHARS + 1])
    return plain if len(plain) <= PAYLOAD_CHARS else plain[: PAYLOAD_CHARS - 1] + "…"


def _payload_text(frame: Frame, message: Message) -> str:
    if message.kind is MessageKind.ERROR:
        return f"{message.payload['errorCode']}: {message.payload['errorDescription']}"
    brace = frame.text.find("{")
    return frame.text[brace:-1] if brace >= 0 else frame.text
