"""The outputs of a board, taken in the order in which they are dangerous, each safe from its first moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from pilotwire.hardware.linux.gpio import Chips, Input, Output
from pilotwire.hardware.linux.missing import MissingHardware
from pilotwire.hardware.linux.motor import Motor
from pilotwire.hardware.linux.pilot import Pilot
from pilotwire.hardware.linux.pwm import Pwm
from pilotwire.hardware.linux.table import BoardTable, EvseTable, Pin


class EvseOutputs:
    """What can be driven at one EVSE."""

    __slots__ = ("contactor", "motors", "pilot", "second")

    def __init__(self) -> None:
        self.contactor: Output | None = None
        self.second: Output | None = None
        self.pilot: Pilot | None = None
        self.motors: list[Motor] = []


class Hardware:
    """Opening it opens the contactors: before any configuration is read, and whatever the last process did.

    Everything is tried, then :class:`MissingHardware` is raised with one line for each thing that failed.
    """

    def __init__(self, table: BoardTable, root: Path = Path("/")) -> None:
        self.table, self.root = table, root
        self._outputs: dict[int, Output] = {}
        self._inputs: list[Input] = []
        self._failures: list[str] = []
        self._chips = Chips(root, table.gpio_chips)
        self.evses = tuple(EvseOutputs() for _ in table.evses)
        for take in (self._take_contactor, self._take_second, self._take_pilot, self._take_motors):
            for outputs, evse in zip(self.evses, table.evses, strict=True):
                self._try(partial(take, outputs, evse))
        if self._failures:
            self.close()
            raise MissingHardware("\n".join(dict.fromkeys(self._failures)))

    def _try(self, take: Callable[[], object]) -> None:
        """One thing that fails keeps the others from nothing."""
        try:
            take()
        except OSError as error:
            self._failures.append(str(error))

    def _take_contactor(self, outputs: EvseOutputs, evse: EvseTable) -> None:
        outputs.contactor = self.output(evse.contactor.coil)

    def _take_second(self, outputs: EvseOutputs, evse: EvseTable) -> None:
        if evse.second is not None:
            outputs.second = self.output(evse.second.coil)

    def _take_pilot(self, outputs: EvseOutputs, evse: EvseTable) -> None:
        """First the line that lets the PWM through: without it the pilot is at -12 V whatever the PWM does."""
        enable = self.output(evse.pilot.enable)
        outputs.pilot = Pilot(Pwm(self.root, evse.pilot.pwm), enable)
        outputs.pilot.set(0.0)

    def _take_motors(self, outputs: EvseOutputs, evse: EvseTable) -> None:
        for bridge in (evse.plug_lock, evse.cover_lock):
            if bridge is not None:
                outputs.motors.append(Motor(self.output(bridge.in1), self.output(bridge.in2)))

    def output(self, pin: Pin) -> Output:
        """*pin* as an output, inactive when it is taken for the first time or with another polarity."""
        known = self._outputs.get(pin.gpio)
        if known is not None and known.pin == pin:
            return known
        if known is not None:
            known.release()
        self._outputs[pin.gpio] = self._chips.output(pin)
        return self._outputs[pin.gpio]

    def input(self, pin: Pin, debounce_s: float = 0.0) -> Input:
        """*pin* as an input. Raises MissingHardware."""
        taken = self._chips.input(pin, debounce_s)
        self._inputs.append(taken)
        return taken

    def make_safe(self) -> tuple[str, ...]:
        """Open everything that is open to us: contactors first, then the pilot at -12 V, then the motors at rest.

        Never raises; the answer is what could not be done (chargebyte guide 15.13).
        """
        deeds: list[Callable[[], None]] = []
        for outputs in self.evses:
            deeds += [partial(coil.set, False) for coil in (outputs.contactor, outputs.second) if coil is not None]
        for outputs in self.evses:
            deeds += [] if outputs.pilot is None else [partial(outputs.pilot.set, 0.0)]
            deeds += [motor.rest for motor in outputs.motors]
        self._failures = []
        for deed in deeds:
            self._try(deed)
        return tuple(self._failures)

    def close(self) -> None:
        """Give every line back as it is."""
        for output in self._outputs.values():
            output.release()
        for taken in self._inputs:
            taken.release()
        self._outputs.clear()
        self._inputs.clear()
