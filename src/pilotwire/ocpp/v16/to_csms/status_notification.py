"""StatusNotification: what a connector does (OCPP 1.6 4.9, 7.7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pilotwire.core.port.charging import Charging
from pilotwire.core.report import Status, StatusChanged, status_of
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.timestamp import wire_time_if_known
from pilotwire.ocpp.v16.connector import STATION, connectors
from pilotwire.ocpp.v16.messages.status_notification import ChargePointStatus, StatusNotificationRequest
from pilotwire.ocpp.v16.to_csms.error_code import Bits, ErrorCode, error_code_of, in_bits

ACTION = "StatusNotification"
Content = tuple[ChargePointStatus, ErrorCode]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a personality tells a status: ``shown_as`` has what it says where it has no word for one, ``bits`` what each
    fault adds to its vendorErrorCode, where that is a sum of all that stand. The others are as in ``Status``.
    """

    shown_as: Mapping[ChargePointStatus, ChargePointStatus] = field(default_factory=dict)
    bits: Bits = field(default_factory=dict)
    info: str | None = None
    vendor_error_code: str | None = None
    says_time: bool = True


PARTED = "EV side disconnected"
BEGUN = (Charging.CHARGING, Charging.SUSPENDED_EV, Charging.SUSPENDED_EVSE)

# STOPPING: the offer is taken back and the transaction not over. Finishing would say that it "has stopped" (7.7);
# "not offering energy" is SuspendedEVSE, and C5, D5, E6 of the table in 4.9 lead there and on to Finishing.
STATUSES: Mapping[Charging, ChargePointStatus] = {
    Charging.EMPTY: ChargePointStatus.AVAILABLE,
    Charging.CLAIMED: ChargePointStatus.PREPARING,
    Charging.RESERVED: ChargePointStatus.RESERVED,
    Charging.PLUGGED: ChargePointStatus.PREPARING,
    Charging.READY: ChargePointStatus.PREPARING,
    Charging.CHARGING: ChargePointStatus.CHARGING,
    Charging.SUSPENDED_EV: ChargePointStatus.SUSPENDED_EV,
    Charging.SUSPENDED_EVSE: ChargePointStatus.SUSPENDED_EVSE,
    Charging.STOPPING: ChargePointStatus.SUSPENDED_EVSE,
    Charging.FINISHED: ChargePointStatus.FINISHING,
    Charging.FAULTED: ChargePointStatus.FAULTED,
    Charging.UNAVAILABLE: ChargePointStatus.UNAVAILABLE,
}

# A driver may begin anew while the plug of the last session is still in, and charge at once or be suspended. The table
# in 4.9 knows no such way but through Finishing (C6) and Preparing (F2), which have no duration then.
BETWEEN: Mapping[tuple[Charging, Charging], tuple[Charging, ...]] = {
    (Charging.STOPPING, Charging.READY): (Charging.FINISHED,),
    (Charging.STOPPING, Charging.PLUGGED): (Charging.EMPTY,),  # gone, and another one there before the last words
    (Charging.STOPPING, Charging.CLAIMED): (Charging.EMPTY,),
    **{(Charging.STOPPING, begun): (Charging.FINISHED, Charging.READY) for begun in BEGUN},
    **{(each, begun): (Charging.READY,) for begun in BEGUN for each in (Charging.FINISHED, Charging.RESERVED)},
}


def status_changed(fact: StatusChanged, station: Station, manner: Manner) -> tuple[Message, ...]:
    """The change, if it is one in the words of 1.6 and worth them, with what lies on the way."""
    status = _within_session(fact)
    if fact.was is not None and (_is_passing(fact.was, fact.status) or _is_told(fact.was, status, manner)):
        return ()
    way = () if fact.was is None else BETWEEN.get((fact.was.charging, fact.status.charging), ())
    contents = (*(_content(Status(passed), manner) for passed in way), _content(status, manner))
    timestamp = wire_time_if_known(fact.stamp, station)
    return tuple(_message(fact.evse, each, timestamp, manner) for each in contents)


def status_asked(station: Station, connector: int, manner: Manner) -> Message:
    """The status of *connector* now; without a timestamp it is that of its arrival (OCPP 1.6 6.47)."""
    return _message(connector, _content(status_of(station, connector), manner), None, manner)


def all_statuses_asked(station: Station, manner: Manner) -> tuple[Message, ...]:
    """The status of the station and of each connector now (OCPP 1.6 5.17)."""
    return tuple(status_asked(station, each, manner) for each in (STATION, *connectors(station)))


def _within_session(fact: StatusChanged) -> Status:
    """READY again in a session, as when the lock jumps open, prepares nothing: no energy is offered (C5, D5)."""
    if fact.was is not None and fact.was.charging in BEGUN and fact.status.charging is Charging.READY:
        return replace(fact.status, charging=Charging.SUSPENDED_EVSE)
    return fact.status


def _is_passing(was: Status, status: Status) -> bool:
    """Stopping takes seconds and becomes Finishing; 4.9 allows to leave such a status out where a session was told."""
    is_same_fault = status.fault is was.fault and status.together == was.together
    return status.charging is Charging.STOPPING and was.charging in BEGUN and is_same_fault


def _is_told(was: Status, status: Status, manner: Manner) -> bool:
    """Whether *status* is what was told last; what was left out was not told. A vehicle that is back is no news."""
    seen = was if status.is_parted else replace(was, is_parted=False)
    return was.charging is not Charging.STOPPING and _content(seen, manner) == _content(status, manner)


def _content(status: Status, manner: Manner) -> Content:
    shown = STATUSES[status.charging]
    error = error_code_of(status.fault)
    if status.is_parted and error.info is None:
        error = replace(error, info=PARTED)  # OCPP 1.6 4.9
    if manner.bits:
        error = in_bits(error, status.together, manner.bits)
    return manner.shown_as.get(shown, shown), error


def _message(connector: int, content: Content, timestamp: str | None, manner: Manner) -> Message:
    status, error = content
    request = StatusNotificationRequest(
        connector_id=connector,
        error_code=error.code,
        status=status,
        info=manner.info if error.info is None else error.info,
        timestamp=timestamp if manner.says_time else None,
        vendor_error_code=manner.vendor_error_code if error.vendor is None else error.vendor,
    )
    return Message(ACTION, request)
