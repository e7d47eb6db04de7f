"""What becomes of a message that somebody asks for out of its turn, by either of the two requests for that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.station import Station
from pilotwire.core.trigger import Message as Wanted
from pilotwire.core.trigger import TriggerAsked
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v16.connector import STATION, is_connector
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.to_csms.status_notification import status_asked

ALL: Final = 0
OF_STATION: Final[Mapping[str, Wanted]] = {
    "BootNotification": Wanted.BOOT,
    "Heartbeat": Wanted.HEARTBEAT,
    "SignChargePointCertificate": Wanted.SIGN_CERTIFICATE,
}
OF_CONNECTORS: Final[Mapping[str, Wanted]] = {
    "MeterValues": Wanted.METER_VALUES,
    "StatusNotification": Wanted.STATUS,
}
Now = Mapping[str, Callable[[Station], Message]]  # messages about jobs: what they say now


class Promise(Enum):
    """Whether it will come."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    NOT_IMPLEMENTED = "NotImplemented"


@dataclass(frozen=True, slots=True)
class Promised:
    """An answer at once, and the message that follows it."""

    promise: Promise
    then: tuple[Message, ...] = ()


def promised(wanted: str, connector: int | None, asking: Asking, now: Now) -> TriggerAsked | Promised:
    """The message leads: a connector it has no use for is ignored."""
    if wanted in now:
        return Promised(Promise.ACCEPTED, (now[wanted](asking.station),))
    if wanted in OF_STATION:
        return TriggerAsked(asking.reply_to, OF_STATION[wanted])
    if wanted in OF_CONNECTORS:
        return _about_connector(wanted, connector, asking)
    return Promised(Promise.NOT_IMPLEMENTED)


def _about_connector(wanted: str, connector: int | None, asking: Asking) -> TriggerAsked | Promised:
    """Without a connector about all of them; 0 is the station alone, which has a status and perhaps a meter (5.17)."""
    if connector is None:
        return TriggerAsked(asking.reply_to, OF_CONNECTORS[wanted], ALL)
    if is_connector(asking.station, connector):
        return TriggerAsked(asking.reply_to, OF_CONNECTORS[wanted], connector)
    if connector == STATION and OF_CONNECTORS[wanted] is Wanted.STATUS:
        return Promised(Promise.ACCEPTED, (status_asked(asking.station, STATION, asking.manner),))
    if connector == STATION and OF_CONNECTORS[wanted] is Wanted.METER_VALUES:
        return TriggerAsked(asking.reply_to, Wanted.METER_VALUES, STATION, of_station=True)
    return Promised(Promise.REJECTED)


def kept(reply: Reply) -> Promise:
    """Whether what the core was asked for will come."""
    return Promise.ACCEPTED if reply.verdict is Verdict.ACCEPTED else Promise.REJECTED
