"""Giving a plug back on request (OCPP 1.6 5.18, OCPP 2.0.1 F05)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from pilotwire.core.deadline import Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.charging import Withdrawn
from pilotwire.core.port.lock import UnlockTried
from pilotwire.core.port.phase import TAKEN, Lock
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.stop import BY_UNLOCK

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]
MOST_WAITING: Final = 10  # for one plug; whoever asks then hears at once that nothing comes of it


class WhileCharging(Enum):
    """What an unlock means for whoever charges."""

    STOP_FIRST = "stop first"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class UnlockAsked:
    """The plug of *evse* is to be released."""

    reply_to: ReplyTo
    evse: int
    while_charging: WhileCharging


def on_asked(station: Station, event: UnlockAsked, moment: Moment) -> Said:
    """The verdict comes with the feedback of the motor or with its deadline, and not before."""
    if not 1 <= event.evse <= len(station.ports):
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.UNKNOWN_EVSE),))
    port = station.ports[event.evse - 1]
    if not port.build.has_socket:
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.NOT_SUPPORTED, why="its cable is fixed"),))
    if port.grant.permit in TAKEN and event.while_charging is WhileCharging.REFUSE:
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.ONGOING_TRANSACTION),))
    waiting = station.unlocks.get(event.evse, ())
    if len(waiting) >= MOST_WAITING:
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.UNLOCK_FAILED),))
    station = replace(station, unlocks={**station.unlocks, event.evse: (*waiting, event.reply_to)})
    if not waiting:  # whoever asks later does not make the first one wait longer
        station = station.armed(Due(event.evse, Timer.UNLOCK), moment.mono_s + station.rules.unlock_timeout_s)
    station, stopped = station.step_port(Withdrawn(event.evse, BY_UNLOCK), moment)
    station, tried = station.step_port(UnlockTried(event.evse), moment)
    return station, stopped + tried


def on_overdue(station: Station, event: Due, moment: Moment) -> Said:
    """The motor did not manage in time (chargebyte guide 3.4: 20 s)."""
    return _answered(station, event.evse, Verdict.UNLOCK_FAILED)


def answered(station: Station, evse: int) -> Said:
    """*station* having answered whoever waits for the plug of *evse*, if the lock has come to rest."""
    if evse not in station.unlocks:
        return station, NOTHING
    match station.ports[evse - 1].lock:
        case Lock.UNLOCKED:
            return _answered(station, evse, Verdict.UNLOCKED)
        case Lock.CANNOT_UNLOCK:
            return _answered(station, evse, Verdict.UNLOCK_FAILED)
        case _:
            return station, NOTHING


def _answered(station: Station, evse: int, verdict: Verdict) -> Said:
    replies = tuple(Reply(reply_to, verdict) for reply_to in station.unlocks.get(evse, ()))
    unlocks = {each: waiting for each, waiting in station.unlocks.items() if each != evse}
    station = replace(station, unlocks=unlocks).disarmed(Due(evse, Timer.UNLOCK))
    return station, Outcome(replies=replies)
