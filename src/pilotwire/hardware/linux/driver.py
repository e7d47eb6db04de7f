"""A real board as the core knows boards: commands become writes at once, sensors become events."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import structlog

from pilotwire.core.command import Command
from pilotwire.core.event import HardwareEvent
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.limits import STEADY_PCT, SetDutyCycle
from pilotwire.core.port.lock import DriveLock
from pilotwire.core.port.rcd import SetRcdTest
from pilotwire.core.port.secondary import SetSecondary
from pilotwire.core.port.ventilation import SetVentilation
from pilotwire.core.port.wake import DropPilot
from pilotwire.hardware.linux.evse import Evse, Say
from pilotwire.hardware.linux.hardware import Hardware
from pilotwire.hardware.linux.lamp import LinuxLamps
from pilotwire.hardware.linux.missing import MissingHardware
from pilotwire.hardware.linux.pwm import Pwm
from pilotwire.hardware.linux.rotary import Rotary
from pilotwire.hardware.linux.sampler import Sampler
from pilotwire.hardware.linux.watched import Watched
from pilotwire.hardware.linux.wiring import Wiring

log = structlog.get_logger("pilotwire.hardware.linux")
GLANCE_S = 0.25  # somebody looks at every input so often, whether or not an edge came
EYES = "sensors"

# One row for each command. Of a meter this driver knows nothing: that is another device, and another driver.
DEEDS: Final[Mapping[type, Callable[[Evse, Any], None]]] = {
    SetContactor: Evse.set_contactor,
    SetSecondary: Evse.set_secondary,
    SetDutyCycle: Evse.set_duty,
    DropPilot: Evse.drop_pilot,
    DriveLock: Evse.drive_lock,
    SetVentilation: Evse.set_ventilation,
    SetRcdTest: Evse.set_rcd_test,
}


class LinuxDriver:
    """A :class:`pilotwire.hardware.board.Board`: what cannot be written or read is a fault of its EVSE."""

    def __init__(self, hardware: Hardware, wirings: Sequence[Wiring], threshold_mv: float, say: Say) -> None:
        self._hardware, self._say = hardware, say
        if len(wirings) > len(hardware.evses):
            raise MissingHardware(
                f"{len(wirings)} ports are configured, {hardware.table.name} has {len(hardware.evses)}"
            )
        if hardware.table.reference is not None:
            reference = hardware.table.reference
            Pwm(hardware.root, reference.pwm).set_ns(reference.duty_ns(threshold_mv))
        self._rotary = Rotary(hardware)
        tests = (wiring.rcd.test for wiring in wirings if wiring.rcd is not None)
        self.lamps = LinuxLamps(hardware, [pin.gpio for pin in tests if pin is not None])
        self._evses = {number: Evse(hardware, number, wiring, say) for number, wiring in enumerate(wirings, start=1)}
        self._broken: dict[int, dict[str, Command | None]] = {number: {} for number in self._evses}
        self._samplers: list[Sampler] = []

    def obey(self, command: Command) -> None:
        """Write at once; what cannot be written is a fault, and tried again until something else is wanted."""
        deed = DEEDS.get(type(command))
        if deed is None or (evse := self._evses.get(getattr(command, "evse", 0))) is None:
            return  # somebody else's
        try:
            deed(evse, command)
        except OSError as error:
            self._doubt(evse.number, type(command).__name__, error, command)
        else:
            self._trust(evse.number, type(command).__name__)

    def switch(self, name: str) -> int | str | None:
        """Where the rotary switch *name* stands; None: this board has none of that name."""
        return self._rotary.at(name)

    # -- sensors

    async def run(self) -> None:
        """Say everything once, then what is new. Raises RuntimeError when nobody looks at the pilot any more."""
        loop = asyncio.get_running_loop()
        watched = [(evse.number, each) for evse in self._evses.values() for each in evse.watched]
        self.restore_power()
        try:
            self._samplers = [self._sampler(evse, loop) for evse in self._evses.values()]
            for number, each in watched:
                loop.add_reader(each.fd, self._look, number, each)
            while all(sampler.is_alive() for sampler in self._samplers):
                for number, each in watched:
                    self._look(number, each)
                self._try_again()
                await asyncio.sleep(GLANCE_S)
            raise RuntimeError("nobody looks at the pilot any more")
        finally:
            for _, each in watched:
                loop.remove_reader(each.fd)
            for sampler in self._samplers:
                sampler.stop()

    def _look(self, number: int, watched: Watched) -> None:
        name = f"{EYES} {watched.fd}"
        try:
            event = watched.look()
        except OSError as error:
            self._doubt(number, name, error)
            return
        if event is not None:
            self._say(event)
        self._trust(number, name)

    def _sampler(self, evse: Evse, loop: asyncio.AbstractEventLoop) -> Sampler:
        def report(event: HardwareEvent) -> None:
            loop.call_soon_threadsafe(self._say, event)

        def doubt(error: OSError | None) -> None:
            if error is None:
                loop.call_soon_threadsafe(self._trust, evse.number, EYES)
            else:
                loop.call_soon_threadsafe(self._doubt, evse.number, EYES, error)

        sampler = Sampler(f"{EYES} {evse.number}", evse.senses, report, doubt)
        sampler.start()
        return sampler

    # -- faults: the first part that fails is told, and the last one that is well again

    def _doubt(self, number: int, part: str, error: OSError, command: Command | None = None) -> None:
        broken = self._broken[number]
        if part not in broken:
            log.error("hardware fails", evse=number, part=part, error=str(error))
        if not broken:
            self._say(FaultSeen(number, Fault.INTERNAL))
        broken[part] = command

    def _trust(self, number: int, part: str) -> None:
        broken = self._broken[number]
        if part not in broken:
            return
        log.info("hardware works again", evse=number, part=part)
        del broken[part]
        if not broken:
            self._say(FaultCleared(number, Fault.INTERNAL))

    def _try_again(self) -> None:
        """Above all an opening that failed."""
        for broken in self._broken.values():
            for command in [each for each in broken.values() if each is not None]:
                self.obey(command)

    # -- lives

    def cut_power(self) -> None:
        """Everything open, whatever the core believes; never raises."""
        for failure in self._hardware.make_safe():
            log.error("cannot be made safe", error=failure)
        for evse in self._evses.values():
            evse.halt()

    def restore_power(self) -> None:
        """A steady pilot, and every sensor tells what it sees; never raises."""
        for evse in self._evses.values():
            try:
                evse.begin()
            except OSError as error:
                self._doubt(evse.number, SetDutyCycle.__name__, error, SetDutyCycle(evse.number, STEADY_PCT))

    def close(self) -> None:
        """Safe, and given back."""
        self.cut_power()
        for evse in self._evses.values():
            evse.close()
        self._hardware.close()
