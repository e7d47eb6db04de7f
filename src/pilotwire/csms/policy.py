"""How the bench behaves: one frozen value, changeable at run time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class Protocol(StrEnum):
    """The WebSocket subprotocols the bench speaks."""

    V16 = "ocpp1.6"
    V201 = "ocpp2.0.1"


class BootStatus(StrEnum):
    """The CSMS's answer to a BootNotification."""

    ACCEPTED = "Accepted"
    PENDING = "Pending"
    REJECTED = "Rejected"


class TokenVerdict(StrEnum):
    """What the CSMS thinks of a token; 1.6 has no UNKNOWN and hears INVALID instead."""

    ACCEPTED = "Accepted"
    BLOCKED = "Blocked"
    EXPIRED = "Expired"
    INVALID = "Invalid"
    CONCURRENT_TX = "ConcurrentTx"
    UNKNOWN = "Unknown"


class DataTransferStatus(StrEnum):
    """The CSMS's answer to a DataTransfer."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    UNKNOWN_MESSAGE_ID = "UnknownMessageId"
    UNKNOWN_VENDOR_ID = "UnknownVendorId"


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything about the bench a test may bend; `BenchCsms.change(...)` replaces parts while it runs."""

    boot_status: BootStatus = BootStatus.ACCEPTED
    boot_interval_s: int = 300
    clock: Callable[[], datetime] = utc_now
    tokens: Mapping[str, TokenVerdict] = field(default_factory=dict)
    """Verdict per token id; a token not named here gets `default_verdict`."""
    default_verdict: TokenVerdict = TokenVerdict.ACCEPTED
    parents: Mapping[str, str] = field(default_factory=dict)
    """Token id to parent id (1.6) or group id (2.0.1, type Central)."""
    data_transfer: DataTransferStatus = DataTransferStatus.ACCEPTED
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Action to the whole payload it is answered with, instead of the ordinary answer; sent unchecked."""
    answer_delay_s: float = 0.0
    silent_actions: frozenset[str] = frozenset()
    """Actions that never get an answer."""
    error_actions: Mapping[str, str] = field(default_factory=dict)
    """Action to the CALLERROR code it is answered with."""
    refuse_with_status: int | None = None
    """HTTP status every connection attempt gets; None lets them in."""
    answer_pings: bool = True
    ping_interval_s: float | None = None
    """Pings the bench sends by itself; read when a station connects."""

    def now_text(self) -> str:
        """The CSMS's time as OCPP wants it: UTC with three fraction digits."""
        return self.clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def verdict(self, token: str) -> TokenVerdict:
        """What the CSMS thinks of this token."""
        return self.tokens.get(token, self.default_verdict)
