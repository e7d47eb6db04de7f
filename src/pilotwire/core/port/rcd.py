"""The residual current monitor: watched always, and tested before it is relied on (guide 15.15, IEC 62955)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core.deadline import Timer, arm, disarm
from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all, ignoring
from pilotwire.core.port.fault import BY_RCD
from pilotwire.core.port.guard import is_energised, is_plugged, wants_test
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import Pilot
from pilotwire.core.port.phase import Rcd as Phase

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


@dataclass(frozen=True, slots=True)
class RcdRead:
    """The feedback of the residual current monitor of *evse*."""

    evse: int
    tripped: bool


@dataclass(frozen=True, slots=True)
class RcdTestAsked:
    """Somebody wants the monitor of *evse* tested now; nothing happens while energy may flow."""

    evse: int


@dataclass(frozen=True, slots=True)
class SetRcdTest:
    """Drive the test input of the residual current monitor."""

    evse: int
    active: bool


@dataclass(frozen=True, slots=True)
class Rcd:
    """The monitor: its phase, what its feedback says, and when (monotonic seconds) a test last came to its end."""

    phase: Phase = Phase.READY
    tripped: bool = False
    tested_s: float | None = None


AGAIN_S = 24 * 3600.0  # chargebyte guide 15.15.3: after 24 h have passed
POSTPONED_S = 60.0  # how often a test that is due looks whether the contactor has opened
TIMERS = (Timer.RCD_TRIGGER, Timer.RCD_TRIPPED, Timer.RCD_NORMAL)
QUIET = (Phase.READY, Phase.IDLE, Phase.DUE)
RUNNING = (Phase.TESTING, Phase.CONFIRMED)
FAILED = (Phase.GROUND_FAILURE, Phase.SPURIOUS, Phase.TEST_FAILED)


def on_read(port: Port, event: RcdRead, moment: Moment) -> Said:
    """The feedback is remembered; whether it is believed is the affair of the walk (``drive_monitor``)."""
    return replace(port, rcd=replace(port.rcd, tripped=event.tripped)), ()


def on_test_asked(port: Port, event: RcdTestAsked, moment: Moment) -> Said:
    """A test out of turn, where there is one and nothing is live."""
    if not wants_test(port) or is_energised(port):
        return port, ()
    return replace(port, rcd=replace(port.rcd, phase=Phase.DUE)), ()


def on_pulse_over(port: Port, event: object, moment: Moment) -> Said:
    """The trigger time is over, whether the monitor has tripped or not."""
    return port, (SetRcdTest(port.evse, active=False),)


def on_check_tripped(port: Port, event: object, moment: Moment) -> Said:
    """By now it must have tripped."""
    if not port.rcd.tripped:
        return _failed(port, moment)
    return replace(port, rcd=replace(port.rcd, phase=Phase.CONFIRMED)), ()


def on_check_normal(port: Port, event: object, moment: Moment) -> Said:
    """By now it must be normal again: the test is over and well."""
    if port.rcd.tripped:
        return _failed(port, moment)
    rcd = replace(port.rcd, phase=Phase.READY if is_plugged(port) else Phase.IDLE, tested_s=moment.mono_s)
    return replace(port, rcd=rcd, deadlines=arm(port.deadlines, Timer.RCD_AGAIN, moment.mono_s + AGAIN_S)), ()


def _failed(port: Port, moment: Moment) -> Said:
    """The test failed: no pulse any more, and nothing waits."""
    deadlines = port.deadlines
    for timer in TIMERS:
        deadlines = disarm(deadlines, timer)
    said = (SetRcdTest(port.evse, active=False),) if Timer.RCD_TRIGGER in port.deadlines else ()
    rcd = replace(port.rcd, phase=Phase.TEST_FAILED, tested_s=moment.mono_s)
    return replace(port, rcd=rcd, deadlines=deadlines), said


def on_again(port: Port, event: object, moment: Moment) -> Said:
    """A day has passed; while energy flows the test waits for its end, and who charges charges on."""
    if is_energised(port):
        return replace(port, deadlines=arm(port.deadlines, Timer.RCD_AGAIN, moment.mono_s + POSTPONED_S)), ()
    return replace(port, rcd=replace(port.rcd, phase=_rested(port))), ()


def drive_monitor(port: Port, moment: Moment) -> Said:
    """First in the walk, for it takes the energy away: the monitor trips where nothing asked it to.

    With a vehicle that is the vehicle's failure, which goes with it, without one it is ours (guide 15.15.2); during a
    test, and after a failure, the feedback says nothing new (15.15.5). What is masked is over, or does not begin.
    """
    phase = port.rcd.phase
    is_taken_along = phase is Phase.GROUND_FAILURE and port.pilot is Pilot.GONE
    if is_taken_along or BY_RCD.get(phase) in port.masked:
        phase = _rested(port)
    if phase in QUIET and port.rcd.tripped:
        failure = Phase.GROUND_FAILURE if is_plugged(port) else Phase.SPURIOUS
        phase = phase if BY_RCD[failure] in port.masked else failure
    return (port, ()) if phase is port.rcd.phase else (replace(port, rcd=replace(port.rcd, phase=phase)), ())


def drive_rcd(port: Port, moment: Moment) -> Said:
    """Each vehicle gets its own test (guide 15.15.3)."""
    rcd = port.rcd
    if port.build.rcd_test is not None and rcd.phase is Phase.READY and port.pilot is Pilot.GONE:
        rcd = replace(rcd, phase=Phase.IDLE)
    if rcd.phase is Phase.IDLE and is_plugged(port):
        rcd = replace(rcd, phase=Phase.DUE)
    if rcd.phase is Phase.DUE and wants_test(port) and not is_energised(port):
        return _begun(replace(port, rcd=replace(rcd, phase=Phase.TESTING)), moment)
    return (port, ()) if rcd is port.rcd else (replace(port, rcd=rcd), ())


def _rested(port: Port) -> Phase:
    return Phase.READY if port.build.rcd_test is None else Phase.DUE


def _begun(port: Port, moment: Moment) -> Said:
    """All three times of the test run from its beginning (guide 15.15.4): the last from the end of the pulse."""
    test = port.build.rcd_test
    assert test is not None
    deadlines = arm(port.deadlines, Timer.RCD_TRIGGER, moment.mono_s + test.trigger_s)
    deadlines = arm(deadlines, Timer.RCD_TRIPPED, moment.mono_s + test.check_tripped_s)
    deadlines = arm(deadlines, Timer.RCD_NORMAL, moment.mono_s + test.trigger_s + test.check_normal_s)
    return replace(port, deadlines=disarm(deadlines, Timer.RCD_AGAIN)), (SetRcdTest(port.evse, active=True),)


RCD = PortMachine(
    name="rcd",
    phases=Phase,
    phase_of=lambda port: port.rcd.phase,
    hears=(RcdRead, RcdTestAsked, Timer.RCD_TRIGGER, Timer.RCD_TRIPPED, Timer.RCD_NORMAL, Timer.RCD_AGAIN),
    table={
        **for_all(Phase, RcdRead, on_read),
        **for_all((Phase.READY, Phase.IDLE), RcdTestAsked, on_test_asked),
        **for_all(RUNNING, Timer.RCD_TRIGGER, on_pulse_over),
        (Phase.TESTING, Timer.RCD_TRIPPED): on_check_tripped,
        (Phase.CONFIRMED, Timer.RCD_NORMAL): on_check_normal,
        **for_all((Phase.READY, Phase.IDLE), Timer.RCD_AGAIN, on_again),
    },
    ignored=ignoring((Phase.DUE, *RUNNING, *FAILED), RcdTestAsked)
    | ignoring((*QUIET, *FAILED), Timer.RCD_TRIGGER)
    | ignoring(set(Phase) - {Phase.TESTING}, Timer.RCD_TRIPPED)
    | ignoring(set(Phase) - {Phase.CONFIRMED}, Timer.RCD_NORMAL)
    | ignoring((Phase.DUE, *RUNNING, *FAILED), Timer.RCD_AGAIN),
    nothing=(),
)
