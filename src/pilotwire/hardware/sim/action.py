"""What a person, a test or a fleet does to the simulated board (interfaces.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pilotwire.core.token import Token
from pilotwire.hardware.sim.fault import SimFault
from pilotwire.hardware.sim.vehicle import Ask, VehicleBuild

USUAL_VEHICLE = VehicleBuild()


class ActionError(ValueError):
    """An action that makes no sense: ``path`` names the field, ``text`` says what is wrong with it."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__(f"{path}: {text}")
        self.path = path
        self.text = text


class Keep(Enum):
    """The value of a field that was not mentioned, where null means something."""

    AS_IS = "as it is"


class Supply(Enum):
    """What happens to the power of the station: gone, or gone and back."""

    CUT = "cut"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class Plug:
    """A vehicle is plugged in. ``cable_a`` (13, 20, 32, 63) is the cable it brings to a socket."""

    evse: int = 1
    vehicle: VehicleBuild = USUAL_VEHICLE
    state: Ask = Ask.ENERGY
    cable_a: float | None = None


@dataclass(frozen=True, slots=True)
class Unplug:
    """The vehicle leaves with its cable; a locked plug stays.

    With ``cable_stays`` the cable is only pulled out of the vehicle; a second ``unplug`` takes it out of the socket.
    """

    evse: int = 1
    cable_stays: bool = False


@dataclass(frozen=True, slots=True)
class Swipe:
    """A card is shown at the reader of ``evse``, or at one that all share (0)."""

    token: Token
    evse: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """The vehicle changes its mind: what it asks, what it draws (None: as offered), how full it is."""

    evse: int = 1
    state: Ask | None = None
    draw_a: float | Keep | None = Keep.AS_IS
    soc_pct: float | None = None


@dataclass(frozen=True, slots=True)
class HoldPilot:
    """A tester on the control pilot: volts (None: none any more), and whether the vehicle's diode is bridged."""

    evse: int = 1
    volts: float | Keep | None = Keep.AS_IS
    is_diode_bridged: bool | None = None


@dataclass(frozen=True, slots=True)
class HoldProximity:
    """A resistor at the proximity contact of a socket, in ohms; None: the cable's own again."""

    ohms: float | None
    evse: int = 1


@dataclass(frozen=True, slots=True)
class Break:
    """Something breaks, or is mended."""

    name: SimFault
    active: bool
    evse: int = 1


@dataclass(frozen=True, slots=True)
class TurnMeter:
    """What the meter reads: a register (only upward), voltages (None: the mains again), anything at all."""

    evse: int = 1
    energy_wh: float | None = None
    voltage_v: tuple[float, ...] | Keep | None = Keep.AS_IS
    available: bool | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """The link to the CSMS goes or comes; not the board's: the composition root does it."""

    online: bool


@dataclass(frozen=True, slots=True)
class Power:
    """The station loses power; the composition root does it."""

    action: Supply


@dataclass(frozen=True, slots=True)
class Turn:
    """A rotary switch, a key switch or a digital input stands at ``value``."""

    name: str
    value: float | str | bool


SimAction = Plug | Unplug | Swipe | Move | HoldPilot | HoldProximity | Break | TurnMeter | Network | Power | Turn
