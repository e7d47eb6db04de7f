"""Points in time that a request names (OCPP 1.6 3.15)."""

from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.timestamp import from_wire


def utc_s_from(text: str | None, field: str) -> float | None:
    """Seconds since 1970 of *text* in *field*; None stays None. Raises RefusedPayload."""
    try:
        return None if text is None else from_wire(text)
    except ValueError as error:
        raise RefusedPayload(RpcErrorKind.PROPERTY_CONSTRAINT, f"not a point in time - at `$.{field}`") from error
