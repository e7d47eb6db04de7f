"""The hardware of one EVSE: its table and its wiring brought together, with one row for each input and each command."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator

import structlog

from pilotwire.core.consent import KeyTurned
from pilotwire.core.event import HardwareEvent
from pilotwire.core.port.contactor import ContactorRead, SetContactor
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.limits import STEADY_PCT, SetDutyCycle
from pilotwire.core.port.lock import DriveLock, LockRead
from pilotwire.core.port.rcd import RcdRead, SetRcdTest
from pilotwire.core.port.secondary import SecondaryRead, SetSecondary
from pilotwire.core.port.ventilation import SetVentilation, VentilationRead
from pilotwire.core.port.wake import DropPilot
from pilotwire.hardware.linux.gpio import Output
from pilotwire.hardware.linux.hardware import Hardware
from pilotwire.hardware.linux.iio import Channel
from pilotwire.hardware.linux.lock_motor import LOCK_MOTORS
from pilotwire.hardware.linux.relay import Coil, Contact
from pilotwire.hardware.linux.sense import Detectors, LockSense, PilotSense, ProximitySense, Sense
from pilotwire.hardware.linux.table import Adc, EvseTable, Pin
from pilotwire.hardware.linux.watched import Watched
from pilotwire.hardware.linux.wiring import Feedback, Second, Wiring

log = structlog.get_logger("pilotwire.hardware.linux")
Say = Callable[[HardwareEvent], None]
REST_AGAIN_S = 0.1
BOUNCE_S = 0.02  # a contact that closes is not a contact that opens a millisecond later


class Evse:
    """Raises MissingHardware where the board does not have what the wiring says."""

    def __init__(self, hardware: Hardware, number: int, wiring: Wiring, say: Say) -> None:
        self.number, self._say, self._hardware = number, say, hardware
        table, outputs = hardware.table.evses[number - 1], hardware.evses[number - 1]
        assert outputs.contactor is not None  # a hardware that could not be taken has raised
        assert outputs.pilot is not None
        self._channels: list[Channel] = []
        self._motor_timer: asyncio.TimerHandle | None = None
        self._lock_type = LOCK_MOTORS[wiring.lock_type]
        self._lock: LockSense | None = None
        self._pilot = outputs.pilot
        self._motor = outputs.motors[0] if wiring.has_socket and table.plug_lock is not None else None
        self._coil = self._coil_of(outputs.contactor, wiring.contactor, self._contactor_read)
        self._switches = wiring.second
        self._second = (
            None if outputs.second is None else self._coil_of(outputs.second, wiring.second_feedback, self._second_read)
        )
        test = wiring.rcd.test if wiring.rcd is not None else None
        self._rcd_test = None if test is None else hardware.output(test)  # inactive from now on
        self.watched = tuple(self._watched(table, wiring))
        self.senses = tuple(self._senses(table, wiring))

    # -- inputs: one row for each

    def _watched(self, table: EvseTable, wiring: Wiring) -> Iterator[Watched]:
        if wiring.contactor is not Feedback.NONE:
            closed = Contact(wiring.contactor).is_closed
            yield self._watch(table.contactor.sense, lambda on: self._contactor_read(closed(on)), BOUNCE_S)
        if table.second is not None and wiring.second is not None and wiring.second_feedback is not Feedback.NONE:
            joined = Contact(wiring.second_feedback).is_closed
            yield self._watch(table.second.sense, lambda on: self._second_read(joined(on)), BOUNCE_S)
        if wiring.emergency is not None:
            yield self._watch(wiring.emergency, lambda on: self._fault(Fault.EMERGENCY_STOP, on))
        if wiring.rcd is not None:
            yield self._watch(wiring.rcd.well, lambda on: RcdRead(self.number, not on))
        key = self._hardware.table.key_switch
        if wiring.has_key and key is not None:
            yield self._watch(key, lambda on: KeyTurned(self.number, on), BOUNCE_S)

    def _watch(self, pin: Pin, meaning: Callable[[bool], HardwareEvent], bounce_s: float = 0.0) -> Watched:
        return Watched(self._hardware.input(pin, bounce_s), meaning)

    def _contactor_read(self, closed: bool) -> HardwareEvent:
        return ContactorRead(self.number, closed)

    def _second_read(self, closed: bool) -> HardwareEvent:
        read = SecondaryRead if self._switches is Second.PHASES else VentilationRead
        return read(self.number, closed)

    def _fault(self, fault: Fault, is_standing: bool) -> HardwareEvent:
        return (FaultSeen if is_standing else FaultCleared)(self.number, fault)

    def _senses(self, table: EvseTable, wiring: Wiring) -> Iterator[Sense]:
        circuit, millivolts = table.pilot, self._hardware.table.adc_mv
        resets = (self._hardware.output(circuit.high_reset), self._hardware.output(circuit.low_reset))
        detectors = Detectors(self._channel(circuit.high), self._channel(circuit.low), resets, circuit.volts)
        yield PilotSense(self.number, self._pilot, detectors)
        if wiring.has_socket and table.proximity is not None:
            yield ProximitySense(self.number, self._channel(table.proximity), millivolts, table.proximity_ohm)
        if self._motor is not None and table.plug_lock is not None and self._lock_type.has_feedback:
            self._lock = LockSense(self.number, self._channel(table.plug_lock.sense), millivolts, self._lock_type)
            yield self._lock

    def _channel(self, adc: Adc) -> Channel:
        self._channels.append(Channel(self._hardware.root, adc))
        return self._channels[-1]

    # -- commands: the write is the first thing that happens; each raises OSError

    def set_contactor(self, command: SetContactor) -> None:
        """Open or close."""
        self._coil.set(command.closed)

    def set_secondary(self, command: SetSecondary) -> None:
        """Join L2 and L3, or part them, where relay 2 does that."""
        if self._second is not None and self._switches is Second.PHASES:
            self._second.set(command.closed)

    def set_ventilation(self, command: SetVentilation) -> None:
        """Switch the fan, where relay 2 does that."""
        if self._second is not None and self._switches is Second.VENTILATION:
            self._second.set(command.running)

    def set_rcd_test(self, command: SetRcdTest) -> None:
        """Drive the test line of the residual current device, where there is one."""
        if self._rcd_test is not None:
            self._rcd_test.set(command.active)

    def drop_pilot(self, command: DropPilot) -> None:
        """Take the pilot away, or let it go again."""
        self._pilot.drop(command.dropped)

    def set_duty(self, command: SetDutyCycle) -> None:
        """Drive the pilot."""
        self._pilot.set(command.duty_pct)

    def drive_lock(self, command: DriveLock) -> None:
        """Run the motor for the time its type needs; where there is none nothing happens.

        A motor that cannot be driven says nothing: the core misses the feedback and knows what that means.
        """
        if self._motor is None:
            return
        try:
            (self._motor.forward if command.locked else self._motor.backward)()
        except OSError as error:
            log.error("the motor of the plug lock cannot be driven", evse=self.number, error=str(error))
            return
        self._rest_in(self._lock_type.drive_s, command.locked)

    def _rest_in(self, delay_s: float, locked: bool) -> None:
        if self._motor_timer is not None:
            self._motor_timer.cancel()
        self._motor_timer = asyncio.get_running_loop().call_later(delay_s, self._rest, locked)

    def _rest(self, locked: bool) -> None:
        """The motor has had its time: its contact tells where it is or, without one, the command does."""
        assert self._motor is not None
        try:
            self._motor.rest()
        except OSError as error:
            log.error("the motor of the plug lock does not rest", evse=self.number, error=str(error))
            self._rest_in(REST_AGAIN_S, locked)
            return
        self._motor_timer = None
        if self._lock is not None:
            self._lock.forget()
        else:
            self._say(LockRead(self.number, locked))

    def _coil_of(self, output: Output, feedback: Feedback, read: Callable[[bool], HardwareEvent]) -> Coil:
        return Coil(output, None if feedback is not Feedback.NONE else lambda closed: self._say(read(closed)))

    # -- the beginning and the end

    def begin(self) -> None:
        """A steady pilot, and everything is new. Raises OSError."""
        self._pilot.drop(False)
        self._pilot.set(STEADY_PCT)
        for each in (*self.watched, *self.senses):
            each.forget()

    def halt(self) -> None:
        """No motor runs on, and nobody tests anything; never raises."""
        if self._motor_timer is not None:
            self._motor_timer.cancel()
            self._motor_timer = None
        if self._rcd_test is not None:
            with contextlib.suppress(OSError):  # it opens nothing and holds nothing
                self._rcd_test.set(False)

    def close(self) -> None:
        """Give the converters back."""
        self.halt()
        for channel in self._channels:
            channel.close()
        self._channels.clear()
