"""Take an event, step, obey at once, hand the rest to the gate. Nothing here waits for disk or network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import structlog

from pilotwire.core.command import Command, HardwareCommand
from pilotwire.core.csms import BootCause
from pilotwire.core.deadline import Due, disarm
from pilotwire.core.driver import Driver
from pilotwire.core.event import Event
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import Outcome
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.port.limits import STEADY_PCT, SetDutyCycle
from pilotwire.core.reset import Restart
from pilotwire.core.station import Station, next_deadline, step
from pilotwire.core.told import Told
from pilotwire.gate import Gate
from pilotwire.inbox import Inbox

log = structlog.get_logger("pilotwire.loop")

Record = Callable[[Event, Moment], None]


def unrecorded(event: Event, moment: Moment) -> None:
    """Nobody keeps a trace."""


class Loop:
    """Runs one station from its beginning to its restart."""

    def __init__(self, inbox: Inbox, gate: Gate, drivers: Mapping[type, Driver], record: Record = unrecorded) -> None:
        self._inbox, self._gate, self._drivers, self._record = inbox, gate, drivers, record
        self._restarts: list[BootCause] = []

    async def run(self, station: Station) -> BootCause:
        """Step *station* until it wants to restart; returns why."""
        self._restarts.clear()
        while not self._restarts:
            event, moment = await self._inbox.get(next_deadline(station))
            station = self._step(station, event, moment)
        return self._restarts[0]

    def _step(self, before: Station, event: Event, moment: Moment) -> Station:
        self._record(event, moment)
        try:
            after, outcome = step(before, event, moment)
        except Exception:
            log.exception("step failed", event_said=repr(event))
            self._make_safe(before, event)
            return passed(before, event) if isinstance(event, Due) else before
        self.obey(outcome)
        if after is not before or outcome != NOTHING_SAID:
            self._gate.take(Told(event, moment, before, after, outcome))
        return after

    def obey(self, outcome: Outcome) -> None:
        """Hand every command to its driver, in order."""
        for command in outcome.commands:
            if isinstance(command, Restart):
                self._restarts.append(command.cause)
            else:
                self._give(command)

    def _give(self, command: Command) -> None:
        driver = self._drivers.get(type(command))
        if driver is None:
            return
        try:
            driver.obey(command)
        except Exception:
            log.exception("driver failed", command=repr(command))
            if isinstance(command, HardwareCommand):
                self._inbox.say(FaultSeen(command.evse, Fault.INTERNAL))

    def _make_safe(self, station: Station, event: Event) -> None:
        """A bug must not hold a contactor: the old state stays, every EVSE is opened and gets a fault (house.md 1)."""
        for port in station.ports:
            self._give(SetContactor(port.evse, closed=False))
            self._give(SetDutyCycle(port.evse, STEADY_PCT))
            fault = FaultSeen(port.evse, Fault.INTERNAL)
            if Fault.INTERNAL not in port.reported and event != fault:
                self._inbox.say(fault)


def passed(station: Station, due: Due) -> Station:
    """*station* without the deadline *due*, which would otherwise be taken, and fail, again and again."""
    if due in station.deadlines:
        return station.disarmed(due)
    port = station.ports[due.evse - 1]
    return station.with_port(replace(port, deadlines=disarm(port.deadlines, due.timer)))


NOTHING_SAID = Outcome()
