"""A whole core on a simulated board, on a virtual clock, with a central system that accepts everything."""

from __future__ import annotations

from dataclasses import dataclass

from tests.core.bench import ALICE, UTC_S, Settings

from pilotwire.core import registry
from pilotwire.core import settings as core_settings
from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered
from pilotwire.core.command import HardwareCommand
from pilotwire.core.csms import BootAnswered, LinkChanged, Registration
from pilotwire.core.event import Event
from pilotwire.core.fact import Fact
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import Outcome
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.port.fault import Fault, first_fault
from pilotwire.core.port.port import Port
from pilotwire.core.restart import Kept, Plan, kept_of, restore
from pilotwire.core.settings import Layers
from pilotwire.core.station import next_deadline, step
from pilotwire.core.token import TokenInfo, TokenStatus
from pilotwire.hardware.sim.action import Break, Plug, SimAction, Swipe, Unplug
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.build import board_of
from pilotwire.hardware.sim.fault import SimFault
from pilotwire.hardware.sim.rig import Rig
from pilotwire.hardware.sim.vehicle import VehicleBuild

VEHICLE = VehicleBuild(max_a=32.0)


@dataclass(frozen=True)
class Seen:
    """What matters of an EVSE: the contacts and the pilot of the board, and what the core makes of it."""

    closed: bool
    duty_pct: int  # rounded
    locked: bool | None
    charging: Charging
    fault: Fault | None = None


class Yard:
    """One EVSE with a socket, unless *settings* say otherwise; time goes from one thing that is due to the next."""

    def __init__(self, settings: Settings | None = None) -> None:
        chosen: Settings = {registry.HAS_SOCKET: True, **(settings or {})}
        base = {(each.name, 1 if each.per_evse else 0): value for each, value in chosen.items()}
        self.layers = Layers(registry.VARIABLES, base)
        build = board_of(core_settings.Settings(self.layers), 1)
        self.rig = Rig(SimBoard(1, seed=11, builds=(build,)))
        self.facts: list[Fact] = []
        self._begin(Kept())
        self.go(10.0)

    def _begin(self, kept: Kept) -> None:
        self.station, said = restore(kept, Plan("boot", self.layers, 1), self.moment)
        self._carry(said)
        self.hear(LinkChanged(online=True))
        self.hear(BootAnswered(Registration.ACCEPTED, 86400))

    @property
    def moment(self) -> Moment:
        """Now."""
        return Moment(self.rig.now_s, UTC_S + self.rig.now_s)

    @property
    def port(self) -> Port:
        """The EVSE as the core knows it."""
        return self.station.ports[0]

    def hear(self, event: Event) -> None:
        """Let the station hear *event* now."""
        self.station, said = step(self.station, event, self.moment)
        self._carry(said)

    def _carry(self, said: Outcome) -> None:
        self.facts += said.facts
        for command in said.commands:
            if isinstance(command, HardwareCommand):
                self.rig.obey(command)
            elif isinstance(command, AskAuthorization):
                self.hear(AuthorizationAnswered(command.ask, TokenInfo(TokenStatus.ACCEPTED)))

    def go(self, span_s: float) -> None:
        """Let time pass for both."""
        end_s = self.rig.now_s + span_s
        while True:
            for event in self.rig.go(0.0):
                self.hear(event)
            due, board_s = next_deadline(self.station), self.rig.board.next_due_s()
            next_s = min(end_s, end_s if due is None else due[0], end_s if board_s is None else board_s)
            self.rig.now_s = max(self.rig.now_s, next_s)
            if due is not None and due[0] <= self.rig.now_s:
                self.hear(due[1])
            elif next_s >= end_s and (board_s is None or board_s > end_s):
                return

    # -- people

    def act(self, action: SimAction) -> None:
        """Do something that is possible."""
        assert self.rig.act(action).refused is None

    def fault(self, name: SimFault, *, active: bool) -> None:
        """Break or mend."""
        self.act(Break(name, active=active))

    def swipe(self) -> None:
        """Show the card, and wait a moment."""
        self.act(Swipe(ALICE, evse=1))
        self.go(2.0)

    def plug(self, vehicle: VehicleBuild = VEHICLE) -> None:
        """A vehicle arrives."""
        self.act(Plug(vehicle=vehicle))
        self.go(2.0)

    def charge(self, vehicle: VehicleBuild = VEHICLE) -> None:
        """Plug in, show the card, and wait until everything flows."""
        self.plug(vehicle)
        self.swipe()
        self.go(10.0)
        assert self.seen().charging is Charging.CHARGING, self.port

    def leave(self) -> None:
        """The vehicle leaves; a cable that is held stays in the socket."""
        is_held = self.rig.evse().locked
        self.act(Unplug(cable_stays=is_held is True))
        self.go(2.0)
        if is_held and not self.rig.evse().locked:
            self.act(Unplug())
            self.go(1.0)

    def restart(self) -> None:
        """The power goes and comes back."""
        kept = kept_of(self.station)
        self.rig.board.cut_power(self.rig.now_s)
        self.rig.go(1.0)
        self.rig.board.restore_power(self.rig.now_s)
        self._begin(kept)
        self.go(20.0)

    def seen(self) -> Seen:
        """What is to be seen now."""
        evse = self.rig.evse()
        return Seen(
            evse.contactor_closed, round(evse.duty_pct), evse.locked, charging_of(self.port), first_fault(self.port)
        )
