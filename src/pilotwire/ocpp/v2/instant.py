"""Points in time: stamps of the core and timestamps of the wire."""

from __future__ import annotations

from pilotwire.core.clock import utc_s_of
from pilotwire.core.moment import Stamp
from pilotwire.core.station import Station
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.timestamp import from_wire, to_wire


def wire_time(stamp: Stamp, station: Station) -> str:
    """*stamp* as it is told now: a clock learnt since then corrects it."""
    return to_wire(utc_s_of(stamp, station.clock, station.boot))


def utc_s_from(text: str, field: str) -> float:
    """The point in time *text* of *field*; raises RefusedPayload."""
    try:
        return from_wire(text)
    except ValueError as error:
        raise RefusedPayload(RpcErrorKind.PROPERTY_CONSTRAINT, f"not a point in time - at `$.{field}`") from error
