"""The edges of the machines of a port, found by walking it: every phase change there is, and what makes it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from functools import cache

from pilotwire.core.deadline import Due, Timer
from pilotwire.core.machine import heard_as
from pilotwire.core.moment import Moment
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.build import Build, Fan, RcdTest, WakeUp
from pilotwire.core.port.charging import CutOff, Permitted, Withdrawn
from pilotwire.core.port.contactor import ContactorRead
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.lock import TO_LOCKED, LockRead, UnlockTried
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.phase import Contactor, Lock, Secondary, Ventilation
from pilotwire.core.port.phases import PhasesChosen
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.port.port import MACHINES, Port, hear, walk
from pilotwire.core.port.proximity import ProximityMeasured
from pilotwire.core.port.rcd import RcdRead, RcdTestAsked
from pilotwire.core.port.secondary import SecondaryRead
from pilotwire.core.port.ventilation import VentilationRead
from pilotwire.core.reading import Reading
from pilotwire.core.stop import BY_CARD
from pilotwire.core.token import Token

STEPS = 60_000
WALK = "walk"
Edge = tuple[str, str, str, str]  # machine, from, to, cause
TOKEN, READING = Token("04A2B3C4"), Reading(0.0, voltage_v=(230.0, 230.0, 230.0))


@cache
def edges() -> tuple[Edge, ...]:
    """Every edge that a long seeded walk sees, in a fixed order."""
    chance, found = random.Random(61851), set[Edge]()
    port, now_s = Port(1), 0.0
    for number in range(STEPS):
        port = Port(1, BUILDS[number // 100 % 2]) if number % 100 == 0 else port
        now_s += chance.choice((0.01, 0.1, 1.0))
        event = _event(port, now_s, chance)
        heard, _ = hear(_without(port, event), event, Moment(now_s))
        found |= _seen(port, heard, _name(event))
        walked, _ = walk(heard, Moment(now_s))
        found |= _seen(heard, walked, WALK)
        port = walked
    return tuple(sorted(found))


# A plain socket, and an EVSE that has everything an EVSE can have
BUILDS = (
    Build(has_socket=True),
    Build(has_socket=True, fan=Fan.INTERNAL, rcd_test=RcdTest(), switches_phases=True, wake_up=WakeUp.AFTER_TIMEOUT),
)


def _without(port: Port, event: object) -> Port:
    if not isinstance(event, Due):
        return port
    return replace(port, deadlines={timer: at for timer, at in port.deadlines.items() if timer is not event.timer})


def _event(port: Port, now_s: float, chance: random.Random) -> object:
    """A deadline that has passed, an honest answer of the hardware, or anything at all."""
    due = [timer for timer, at_s in port.deadlines.items() if at_s <= now_s]
    if due:
        return Due(1, due[0])
    if chance.random() < 0.6:
        return chance.choice(_honest(port))
    return chance.choice(ANYTHING)(chance)


def _honest(port: Port) -> tuple[object, ...]:
    """What healthy hardware would say now."""
    return (
        ContactorRead(1, port.contactor in (Contactor.CLOSING, Contactor.CLOSED)),
        SecondaryRead(1, port.phases.secondary in (Secondary.CLOSING, Secondary.CLOSED)),
        LockRead(1, port.lock in TO_LOCKED or port.lock is Lock.LOCKED),
        VentilationRead(1, port.ventilation.phase in (Ventilation.STARTING, Ventilation.RUNNING)),
        RcdRead(1, Timer.RCD_TRIGGER in port.deadlines),
        PilotMeasured(1, 6.0, -12.0),
        ProximityMeasured(1, 220.0),
    )


ANYTHING: tuple[Callable[[random.Random], object], ...] = (
    lambda chance: PilotMeasured(1, chance.choice((12.0, 9.0, 9.0, 6.0, 6.0, 3.0, 0.0, -12.0)), -12.0),
    lambda chance: ProximityMeasured(1, chance.choice((None, 1500.0, 680.0, 220.0, 220.0, 100.0, 50.0))),
    lambda chance: Permitted(1, TOKEN),
    lambda chance: chance.choice((Withdrawn(1, BY_CARD), CutOff(1, BY_CARD), Permitted(1, TOKEN))),
    lambda chance: ContactorRead(1, chance.random() < 0.1),
    lambda chance: LockRead(1, chance.random() < 0.5),
    lambda chance: SecondaryRead(1, chance.random() < 0.1),
    lambda chance: RcdRead(1, chance.random() < 0.1),
    lambda chance: VentilationRead(1, chance.random() < 0.5),
    lambda chance: PhasesChosen(1, chance.choice((1, 3))),
    lambda chance: chance.choice((RcdTestAsked(1), MeterRead(1, READING))),
    lambda chance: chance.choice((FaultSeen, FaultCleared))(1, Fault.OVERCURRENT),
    lambda chance: UnlockTried(1),
    lambda chance: AvailabilityChosen(1, Voice.OWN, chance.random() < 0.7),
)


def _name(event: object) -> str:
    heard = heard_as(event)
    return f"{heard.value} due" if isinstance(heard, Enum) else heard.__name__


def _seen(before: Port, after: Port, cause: str) -> set[Edge]:
    changes = ((each.name, each.phase_of(before), each.phase_of(after)) for each in MACHINES)
    return {(name, old.name, new.name, cause) for name, old, new in changes if old is not new}
