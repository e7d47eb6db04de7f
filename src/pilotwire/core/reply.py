"""Answers to requests from outside: the core's verdicts, which each version of a protocol spells its own way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NewType

from pilotwire.core.composite import Composite
from pilotwire.core.settings import WriteVerdict
from pilotwire.core.transfer import TransferResult

if TYPE_CHECKING:
    from pilotwire.core.certificate import CertificateId

ReplyTo = NewType("ReplyTo", str)  # made by whoever asks; the core only hands it back


class Verdict(Enum):
    """What became of a request."""

    ACCEPTED = "accepted"
    ACCEPTED_CANCELED = "accepted, and something else cancelled for it"
    REJECTED = "rejected"
    SCHEDULED = "scheduled"
    UNLOCKED = "unlocked"
    UNLOCK_FAILED = "unlock failed"
    ONGOING_TRANSACTION = "ongoing transaction"
    UNKNOWN_EVSE = "unknown EVSE"
    FAILED = "failed"
    VERSION_MISMATCH = "version mismatch"
    FAULTED = "faulted"
    OCCUPIED = "occupied"
    UNAVAILABLE = "unavailable"
    NOT_SUPPORTED = "not supported"
    NOT_FOUND = "not found"
    INVALID_CERTIFICATE = "invalid certificate"
    REVOKED_CERTIFICATE = "revoked certificate"


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to the request *reply_to*.

    *writes* has one verdict for each value that was to be written, *transfer* what became of a DataTransfer, *file*
    the name of the file that will be sent. ``why`` is for the log of whoever looks for the reason; ``composite`` is
    what was asked for.
    """

    reply_to: ReplyTo
    verdict: Verdict
    transaction: str | None = None
    writes: tuple[WriteVerdict, ...] = ()
    transfer: TransferResult | None = None
    why: str | None = None
    composite: Composite | None = None
    certificates: tuple[CertificateId, ...] = ()
    file: str = ""
