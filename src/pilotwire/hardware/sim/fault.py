"""What can be broken on the simulated board: one table from the name of the outside to what the core is told."""

from __future__ import annotations

from enum import Enum

from pilotwire.core.port.fault import Fault


class SimFault(Enum):
    """The names of ``POST /api/sim/fault``."""

    CONTACTOR_WELDED = "contactor_welded"  # a closed contactor does not open
    CONTACTOR_STUCK = "contactor_stuck"  # an open contactor does not close
    LOCK_STUCK = "lock_stuck"  # the motor of the plug lock turns nothing
    DIODE = "diode"  # the diode of the vehicle is bridged
    PILOT_SHORT = "pilot_short"  # the control pilot lies on earth
    RCD_TRIP = "rcd_trip"
    EMERGENCY_STOP = "emergency_stop"
    METER_LOST = "meter_lost"  # no readings; the register goes on counting
    READER_LOST = "reader_lost"  # cards lead nowhere
    OVERCURRENT = "overcurrent"
    OVER_TEMPERATURE = "over_temperature"


# What a sensor reports by itself. The others are mechanics: the core must find them out by feedback and pilot.
REPORTED: dict[SimFault, Fault] = {
    SimFault.RCD_TRIP: Fault.RESIDUAL_CURRENT,
    SimFault.EMERGENCY_STOP: Fault.EMERGENCY_STOP,
    SimFault.METER_LOST: Fault.METER_LOST,
    SimFault.READER_LOST: Fault.READER_LOST,
    SimFault.OVERCURRENT: Fault.OVERCURRENT,
    SimFault.OVER_TEMPERATURE: Fault.OVER_TEMPERATURE,
}
FAULTS: tuple[str, ...] = tuple(fault.value for fault in SimFault)
