"""Starting anew on request: at once, in order, or as soon as nobody charges (OCPP 1.6 5.14, OCPP 2.0.1 B11, B12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.csms import BootCause
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.charging import CutOff, Withdrawn
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.rules import OrderlyReset
from pilotwire.core.stop import BY_ORDERLY_RESET, BY_RESET_AT_ONCE, Stop

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


class How(Enum):
    """How much is left in peace."""

    AT_ONCE = "at once"
    ORDERLY = "orderly"
    WHEN_IDLE = "when idle"


class Resetting(Enum):
    """How far an accepted reset is."""

    NO = "no"
    WAITING = "waiting"  # for the end of what runs
    LEAVING = "leaving"  # the deadline of the restart is armed


@dataclass(frozen=True, slots=True)
class ResetAsked:
    """The station is to start anew."""

    reply_to: ReplyTo
    how: How


@dataclass(frozen=True, slots=True)
class Restart:
    """Begin again from what is durable, as after switching on; *cause* is told to the central system."""

    cause: BootCause


def on_asked(station: Station, event: ResetAsked, moment: Moment) -> Said:
    """Promised; what runs is stopped as the kind of reset demands, or waited for."""
    waits = event.how is How.WHEN_IDLE and bool(station.transactions)
    reply = Outcome(replies=(Reply(event.reply_to, Verdict.SCHEDULED if waits else Verdict.ACCEPTED),))
    if station.resetting is not Resetting.NO:
        return station, reply
    station = replace(station, resetting=Resetting.WAITING)
    station, said = (station, NOTHING) if event.how is How.WHEN_IDLE else _stopped(station, event.how, moment)
    return station, reply + said


def _stopped(station: Station, how: How, moment: Moment) -> Said:
    is_gentle = how is How.ORDERLY and station.rules.orderly_reset is OrderlyReset.STOPS_ORDERLY
    said = NOTHING
    for port in station.ports:
        stop = Withdrawn(port.evse, BY_ORDERLY_RESET) if is_gentle else CutOff(port.evse, _reason(how))
        station, more = station.step_port(stop, moment)
        said += more
    return station, said


def _reason(how: How) -> Stop:
    return BY_ORDERLY_RESET if how is How.ORDERLY else BY_RESET_AT_ONCE


def ready(station: Station, moment: Moment) -> Station:
    """*station* about to restart, if a reset waits for nothing but the last answers to get out."""
    if station.resetting is not Resetting.WAITING or station.transactions:
        return station
    station = replace(station, resetting=Resetting.LEAVING)
    return station.armed(RESTART, moment.mono_s + station.rules.restart_delay_s)


def on_restart_due(station: Station, event: Due, moment: Moment) -> Said:
    """Now."""
    return station, Outcome(commands=(Restart(BootCause.REMOTE_RESET),))


RESTART = Due(STATION, Timer.RESTART)
