"""ReservationStatusUpdate: a reservation is over, and nobody came (OCPP 2.0.1 H01.FR.16, H04.FR.01)."""

from __future__ import annotations

from pilotwire.core.reservation import ReservationLost
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v2.messages.reservation_status_update import (
    ReservationStatusUpdateRequest,
    ReservationUpdateStatusEnumType,
)


def told(fact: ReservationLost, station: Station) -> tuple[Message, ...]:
    """Expired, or removed because its EVSE cannot be used."""
    status = ReservationUpdateStatusEnumType(fact.why.value)
    request = ReservationStatusUpdateRequest(reservation_id=fact.id, reservation_update_status=status)
    return (Message("ReservationStatusUpdate", request),)
