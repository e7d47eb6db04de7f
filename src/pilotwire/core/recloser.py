"""The recloser on request of the central system: a DataTransfer that the station itself understands (guide 3.3.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.fault import Fault, standing_faults
from pilotwire.core.port.recloser import MOVING, RESTING, Recloser, RecloserOrdered
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.transfer import TransferResult, TransferStatus

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]
NUMBER: Final = re.compile(r"\s*([0-9]{1,3})\s*")
ORDER: Final = re.compile(r"\s*([0-9]{1,3})\s*,\s*(open|close)\s*")
WORDS: Final = {Recloser.OPEN: "open", Recloser.CLOSED: "close"}
NOT_PRESENT, NOT_AVAILABLE, INVALID = "notPresent", "notAvailable", "invalidRequestData"
MOST_WAITING: Final = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who waits for the recloser to be where they want it."""

    reply_to: ReplyTo
    closed: bool


def on_state_asked(station: Station, reply_to: ReplyTo, data: str | None, moment: Moment) -> Said:
    """``<connectorId>``: where it stands."""
    found = NUMBER.fullmatch(data or "")
    port = _port(station, found[1] if found else "")
    if port is None:
        return station, _refused(reply_to, INVALID)
    reason = _reason(port)
    if reason is not None or port.recloser not in WORDS:
        return station, _refused(reply_to, reason or NOT_AVAILABLE)
    return station, _done(reply_to, port)


def on_change_asked(station: Station, reply_to: ReplyTo, data: str | None, moment: Moment) -> Said:
    """``<connectorId>, <open|close>``: the answer comes when it is there, or too late (guide 3.4: 10 s)."""
    found = ORDER.fullmatch(data or "")
    port = _port(station, found[1] if found else "")
    if port is None or found is None:
        return station, _refused(reply_to, INVALID)
    waiting = station.orders.get(port.evse, ())
    reason = _reason(port) or (NOT_AVAILABLE if len(waiting) >= MOST_WAITING else None)
    if reason is not None:
        return station, _refused(reply_to, reason)
    closed = found[2] == WORDS[Recloser.CLOSED]
    if port.recloser is RESTING[closed]:
        return station, _done(reply_to, port)
    station = replace(station, orders={**station.orders, port.evse: (*waiting, Wanted(reply_to, closed))})
    return station.step_port(RecloserOrdered(port.evse, closed), moment)


def answered(station: Station, evse: int) -> Said:
    """*station* having answered whoever waits for the recloser of *evse*, unless it is on its way for them."""
    waiting = station.orders.get(evse, ())
    if not waiting or not evse:
        return station, NOTHING
    port, said = station.ports[evse - 1], NOTHING
    still = tuple(each for each in waiting if port.recloser is MOVING[each.closed] and _reason(port) is None)
    if len(still) == len(waiting):
        return station, NOTHING
    others = {each: those for each, those in station.orders.items() if each != evse}
    station = replace(station, orders={**others, evse: still} if still else others)
    for wanted in waiting:
        if wanted in still:
            continue
        is_there = port.recloser is RESTING[wanted.closed]
        said += _done(wanted.reply_to, port) if is_there else _refused(wanted.reply_to, NOT_AVAILABLE)
    return station, said


def _port(station: Station, number: str) -> Port | None:
    return station.ports[int(number) - 1] if number and 1 <= int(number) <= len(station.ports) else None


def _reason(port: Port) -> str | None:
    """Why nothing can be said of it."""
    if not port.build.has_recloser:
        return NOT_PRESENT
    return NOT_AVAILABLE if Fault.RECLOSER_LOST in standing_faults(port) else None


def _done(reply_to: ReplyTo, port: Port) -> Outcome:
    result = TransferResult(TransferStatus.ACCEPTED, WORDS[port.recloser])
    return Outcome(replies=(Reply(reply_to, Verdict.ACCEPTED, transfer=result),))


def _refused(reply_to: ReplyTo, reason: str) -> Outcome:
    return Outcome(
        replies=(Reply(reply_to, Verdict.REJECTED, transfer=TransferResult(TransferStatus.REJECTED, reason)),)
    )
