"""DataTransfer: what two sides have agreed upon and the station only carries (OCPP 1.6 4.3, 5.6; OCPP 2.0.1 P01, P02).

The words of both directions; who carries them is ``tunnel.py`` (from the central system) and ``service.py`` (to it).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Content:
    """What is carried: untouched, whatever is in it. ``vendor`` and ``message`` say who understands it."""

    vendor: str
    message: str | None = None
    data: str | None = None


class TransferStatus(Enum):
    """What became of it (OCPP 2.0.1 DataTransferStatusEnumType)."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN_VENDOR = "unknown vendor"
    UNKNOWN_MESSAGE = "unknown message"


class Purpose(Enum):
    """What a DataTransfer is for that the station itself understands."""

    RECLOSER_STATE = "recloser state"
    RECLOSER_ORDER = "recloser order"


@dataclass(frozen=True, slots=True)
class OwnTransfer:
    """The message *name* of *vendor* is for the station itself, and *does* something."""

    name: str
    vendor: str
    does: Purpose


class Hitch(Enum):
    """Why something was not carried at all."""

    OFFLINE = "the station is not connected to a central system that has accepted it"
    UNREGISTERED = "no service is registered under this name"
    TOO_MANY = "too many requests wait already"
    SILENT = "the central system has not answered"


@dataclass(frozen=True, slots=True)
class TransferError:
    """An error instead of an answer, in the words of whoever made it; ``details`` is JSON."""

    code: str
    text: str = ""
    details: str = "{}"


@dataclass(frozen=True, slots=True)
class TransferResult:
    """An answer: exactly one of *status*, *error* and *hitch* is there, and *data* only with a status."""

    status: TransferStatus | None = None
    data: str | None = None
    error: TransferError | None = None
    hitch: Hitch | None = None


@dataclass(frozen=True, slots=True)
class MeterKeys:
    """The public keys of meters that sign, with the EVSE of each; who spells them for the wire knows the words."""

    keys: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class SendTransfer:
    """Ask the central system (OCPP 1.6 4.3, OCPP 2.0.1 P02); *id* is ours."""

    id: str
    content: Content | MeterKeys


REJECTED = TransferResult(TransferStatus.REJECTED)
