"""Take an event, step, obey at once, hand the rest to the gate. Nothing here waits for disk or network."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import structlog

from pilotwire.core.command import Command
from pilotwire.core.csms import BootCause
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
            self._make_safe(before)
            return before
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
        if driver is not None:
            driver.obey(command)

    def _make_safe(self, station: Station) -> None:
        """A bug must not hold a contactor: the old state stays, every EVSE is opened and gets a fault (house.md 1)."""
        for port in station.ports:
            self._give(SetContactor(port.evse, closed=False))
            self._give(SetDutyCycle(port.evse, STEADY_PCT))
            if Fault.INTERNAL not in port.reported:
                self._inbox.say(FaultSeen(port.evse, Fault.INTERNAL))


NOTHING_SAID = Outcome()
