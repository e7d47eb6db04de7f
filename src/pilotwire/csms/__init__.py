"""The bench central system: a CSMS for demo, tests and developers, standing on a library that is not ours."""

from pilotwire.csms.answer import Answer
from pilotwire.csms.bench import BenchCsms
from pilotwire.csms.frame import Direction, Frame, Message, MessageKind
from pilotwire.csms.policy import BootStatus, DataTransferStatus, Policy, Protocol, TokenVerdict
from pilotwire.csms.receipt import SeenTransaction
from pilotwire.csms.record import Arrival
from pilotwire.csms.violation import Violation, ViolationKind

__all__ = [
    "Answer",
    "Arrival",
    "BenchCsms",
    "BootStatus",
    "DataTransferStatus",
    "Direction",
    "Frame",
    "Message",
    "MessageKind",
    "Policy",
    "Protocol",
    "SeenTransaction",
    "TokenVerdict",
    "Violation",
    "ViolationKind",
]
