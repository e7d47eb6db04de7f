"""The fan a vehicle in state D needs: ours on a relay, or somebody else's over a message (chargebyte guide 15.19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core.deadline import Timer, arm, disarm
from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all, ignoring
from pilotwire.core.port.build import Fan
from pilotwire.core.port.guard import wants_ventilation
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import Ventilation as Phase

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


@dataclass(frozen=True, slots=True)
class VentilationRead:
    """Whether the fan of *evse* runs, as its feedback (or whoever controls it) says."""

    evse: int
    running: bool


@dataclass(frozen=True, slots=True)
class VentilationAvailable:
    """Whoever controls the fan of *evse* says whether there is one at all."""

    evse: int
    available: bool


@dataclass(frozen=True, slots=True)
class VentilationChosen:
    """Customer software uses the relay of the fan for a purpose of its own (guide table 79, use case 2)."""

    evse: int
    running: bool


@dataclass(frozen=True, slots=True)
class SetVentilation:
    """Switch the relay of the fan."""

    evse: int
    running: bool


@dataclass(frozen=True, slots=True)
class Ventilation:
    """The fan: what it does, and whether there is one to be asked."""

    phase: Phase = Phase.OFF
    available: bool = False


def on_read(port: Port, event: VentilationRead, moment: Moment) -> Said:
    """Running is running, whoever has started it."""
    if event.running:
        return _in(port, Phase.RUNNING), ()
    return port, ()


def on_read_running(port: Port, event: VentilationRead, moment: Moment) -> Said:
    """A fan that stops by itself while a vehicle needs it has failed."""
    if event.running:
        return port, ()
    return _in(port, Phase.FAILED if wants_ventilation(port) else Phase.OFF), ()


def on_available(port: Port, event: VentilationAvailable, moment: Moment) -> Said:
    """Only a fan that is controlled outside is announced; a fan that is gone runs no more."""
    if port.build.fan is not Fan.EXTERNAL:
        return port, ()
    ventilation = replace(port.ventilation, available=event.available)
    port = replace(port, ventilation=ventilation)
    return (port if event.available else _in(port, Phase.OFF)), ()


def on_chosen(port: Port, event: VentilationChosen, moment: Moment) -> Said:
    """The relay is the customer's where no vehicle is ventilated with it."""
    return port, (SetVentilation(port.evse, event.running),) if port.build.fan is Fan.CUSTOMERS_OWN else ()


def on_overdue(port: Port, event: object, moment: Moment) -> Said:
    """It was started and does not run."""
    return _in(port, Phase.FAILED), ()


def _in(port: Port, phase: Phase) -> Port:
    deadlines = disarm(port.deadlines, Timer.VENTILATION)
    return replace(port, ventilation=replace(port.ventilation, phase=phase), deadlines=deadlines)


def drive_ventilation(port: Port, moment: Moment) -> Said:
    """Run it while a vehicle needs it; a relay of our own is switched, somebody else's fan is only asked for."""
    is_wanted = wants_ventilation(port)
    if is_wanted and port.ventilation.phase is Phase.OFF:
        deadlines = arm(port.deadlines, Timer.VENTILATION, moment.mono_s + port.build.ventilation_start_s)
        started = replace(port, ventilation=replace(port.ventilation, phase=Phase.STARTING), deadlines=deadlines)
        return started, _switched(port, running=True)
    if not is_wanted and port.ventilation.phase in (Phase.STARTING, Phase.FAILED):
        return _in(port, Phase.OFF), _switched(port, running=False)
    if not is_wanted and port.ventilation.phase is Phase.RUNNING and port.build.fan is Fan.INTERNAL:
        return _in(port, Phase.OFF), _switched(port, running=False)
    return port, ()


def _switched(port: Port, *, running: bool) -> tuple[SetVentilation, ...]:
    return (SetVentilation(port.evse, running),) if port.build.fan is Fan.INTERNAL else ()


VENTILATION = PortMachine(
    name="ventilation",
    phases=Phase,
    phase_of=lambda port: port.ventilation.phase,
    hears=(VentilationRead, VentilationAvailable, VentilationChosen, Timer.VENTILATION),
    table={
        **for_all((Phase.OFF, Phase.STARTING, Phase.FAILED), VentilationRead, on_read),
        (Phase.RUNNING, VentilationRead): on_read_running,
        **for_all(Phase, VentilationAvailable, on_available),
        **for_all(Phase, VentilationChosen, on_chosen),
        (Phase.STARTING, Timer.VENTILATION): on_overdue,
    },
    ignored=ignoring(set(Phase) - {Phase.STARTING}, Timer.VENTILATION),
    nothing=(),
)
