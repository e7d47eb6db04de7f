"""Points in time that a request names."""

from __future__ import annotations

from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.timestamp import from_wire


def utc_s_from(text: str, field: str) -> float:
    """The point in time *text* of *field*; raises RefusedPayload."""
    try:
        return from_wire(text)
    except ValueError as error:
        raise RefusedPayload(RpcErrorKind.PROPERTY_CONSTRAINT, f"not a point in time - at `$.{field}`") from error
