"""Times in requests."""

from __future__ import annotations

from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.timestamp import from_wire


def utc_s_of(text: str | None, field: str) -> float | None:
    """Seconds since 1970, of a field that may be missing. Raises RefusedPayload, naming the *field*."""
    if text is None:
        return None
    try:
        return from_wire(text)
    except ValueError as error:
        raise RefusedPayload(RpcErrorKind.PROPERTY_CONSTRAINT, f"{field}: {error}") from error
