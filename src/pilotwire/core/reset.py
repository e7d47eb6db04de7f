"""Starting anew on request: at once, in order, or as soon as nobody charges (OCPP 1.6 5.14, OCPP 2.0.1 B11, B12)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.claim import dropped
from pilotwire.core.csms import BootCause
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.firmware import FirmwarePhase
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.charging import CutOff, Withdrawn
from pilotwire.core.port.phase import TAKEN
from pilotwire.core.progress import end
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.rules import ImmediateReset, OrderlyReset
from pilotwire.core.stop import BY_ORDERLY_RESET, BY_RESET_AT_ONCE, BY_SHUTTING_DOWN, Stop
from pilotwire.core.transaction import Phase

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


class How(Enum):
    """How much is left in peace."""

    AT_ONCE = "at once"
    ORDERLY = "orderly"
    WHEN_IDLE = "when idle"
    SHUT_DOWN = "shut down"  # at once, because the process is told to stop


class Resetting(Enum):
    """How far an accepted reset is."""

    NO = "no"
    WAITING = "waiting"  # for what runs to end by itself
    STOPPING = "stopping"  # what runs is being ended
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
    """Promised; what runs is stopped as the kind of reset demands, or waited for. A more urgent one overtakes.

    Firmware that is being installed is not disturbed (chargebyte guide 11.6).
    """
    if station.firmware.phase is FirmwarePhase.INSTALLING and event.how is not How.SHUT_DOWN:
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.REJECTED, why="firmware is being installed"),))
    waits = event.how is How.WHEN_IDLE and bool(station.transactions)
    reply = Outcome(replies=(Reply(event.reply_to, Verdict.SCHEDULED if waits else Verdict.ACCEPTED),))
    if event.how is How.WHEN_IDLE:
        is_first = station.resetting is Resetting.NO
        station = replace(station, reset_cause=BootCause.REMOTE_RESET)
        return replace(station, resetting=Resetting.WAITING) if is_first else station, reply
    station, said = started(station, event.how, moment)
    return station, reply + said


def started(station: Station, how: How, moment: Moment) -> Said:
    """*station* on its way to a restart; one that is leaving already goes on doing so."""
    if station.resetting is Resetting.LEAVING:
        return station, NOTHING
    station = replace(station, resetting=Resetting.STOPPING, reset_cause=BootCause.REMOTE_RESET)
    return _stopped(station, how, moment)


def _stopped(station: Station, how: How, moment: Moment) -> Said:
    is_gentle = _is_gentle(station, how)
    said = NOTHING
    for port in station.ports:
        stop = (Withdrawn if is_gentle else CutOff)(port.evse, _reason(how))
        station, more = station.step_port(stop, moment)
        said += more
    for evse in tuple(station.claims):
        station, more = dropped(station, evse, _reason(how), moment)
        said += more
    station, more = _ended(station, _reason(how), moment)
    return station, said + more


def _is_gentle(station: Station, how: How) -> bool:
    """The vehicle gets its time to stop drawing."""
    rules = station.rules
    if how is How.AT_ONCE:
        return rules.immediate_reset is ImmediateReset.STOPS_ORDERLY
    return how is How.ORDERLY and rules.orderly_reset is OrderlyReset.STOPS_ORDERLY


def _ended(station: Station, stop: Stop, moment: Moment) -> Said:
    """Every transaction is over in which nobody may charge (any more), whatever its stop points wait for."""
    said = NOTHING
    for evse, transaction in station.transactions.items():
        grant = station.ports[evse - 1].grant
        if transaction.phase is not Phase.ENDING and grant.permit not in TAKEN:
            station, more = end(station, evse, grant.stop or stop, moment)
            said += more
    return station, said


def _reason(how: How) -> Stop:
    return REASONS.get(how, BY_RESET_AT_ONCE)


def ready(station: Station, moment: Moment) -> Said:
    """*station* about to restart, if a reset waits for nothing but the last answers to get out."""
    if station.resetting is Resetting.NO and station.firmware.phase is FirmwarePhase.REBOOTING:
        station = replace(station, resetting=Resetting.WAITING)
    if station.resetting in (Resetting.NO, Resetting.LEAVING):
        return station, NOTHING
    is_stopping = station.resetting is Resetting.STOPPING
    station, said = _ended(station, BY_ORDERLY_RESET, moment) if is_stopping else (station, NOTHING)
    if station.transactions:
        return station, said
    station = replace(station, resetting=Resetting.LEAVING)
    return station.armed(RESTART, moment.mono_s + station.rules.restart_delay_s), said


def on_restart_due(station: Station, event: Due, moment: Moment) -> Said:
    """Now."""
    return station, Outcome(commands=(Restart(_cause(station)),))


def _cause(station: Station) -> BootCause:
    is_update = station.firmware.phase is FirmwarePhase.REBOOTING
    return BootCause.FIRMWARE_UPDATE if is_update else station.reset_cause


REASONS = {How.ORDERLY: BY_ORDERLY_RESET, How.SHUT_DOWN: BY_SHUTTING_DOWN}
RESTART = Due(STATION, Timer.RESTART)
