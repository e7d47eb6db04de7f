"""What an EVSE is built of: fixed from one start to the next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Fan(Enum):
    """Who controls the fan that a vehicle in state D needs (chargebyte guide 15.19)."""

    NONE = "none"
    INTERNAL = "internal"  # a relay of ours
    EXTERNAL = "external"  # customer software, which says whether it is there and whether it runs
    CUSTOMERS_OWN = "customer's own"  # no fan for vehicles; the relay serves a purpose of the customer's


@dataclass(frozen=True, slots=True)
class RcdTest:
    """The times of the test of a residual current monitor, in seconds (chargebyte guide 15.15.4).

    ``trigger_s`` is how long the test input is driven; ``check_tripped_s`` runs from its beginning, ``check_normal_s``
    from its end.
    """

    trigger_s: float = 0.815
    check_tripped_s: float = 0.810
    check_normal_s: float = 0.410


class WakeUp(Enum):
    """When a vehicle that may charge and does not ask is woken (chargebyte guide 14.2)."""

    NEVER = "never"
    AT_ONCE = "at once"
    AFTER_TIMEOUT = "after timeout"


@dataclass(frozen=True, slots=True)
class Build:
    """Hardware and timings of one EVSE. Currents in ampere per phase, times in seconds."""

    has_socket: bool = False
    phases: int = 3
    grid_a: float = 80.0  # house fuse, from the rotary switch or the settings
    evse_a: float = 32.0  # internal wiring
    cable_a: float = 32.0  # the fixed cable; with a socket the proximity pilot tells
    failsafe_a: float | None = None  # counts until somebody outside has set a limit
    accepts_ventilation: bool = False  # state D is served (always_accept_cp_state_d)
    fan: Fan = Fan.NONE
    rcd_test: RcdTest | None = None
    switches_phases: bool = False  # a secondary contactor joins L2 and L3 (switch3to1phase)
    switch_delay_s: float = 20.0
    wake_up: WakeUp = WakeUp.NEVER
    has_contactor_feedback: bool = True
    outlasts_vehicle: bool = False  # a permit goes on without its vehicle, until its driver ends it
    has_recloser: bool = False
    holds_cable: bool = False  # one whose vehicle was unplugged is held until its driver shows the token
    asks_hlc: bool = False  # for its address and state of charge, before basic charging
    stop_grace_s: float = 6.0  # IEC 61851-1 table A.6, sequence 10.2
    contactor_rest_s: float = 6.0  # chargebyte guide 3.4: between opening and closing
    contactor_travel_s: float = 0.5  # feedback later than this is a failure
    lock_travel_s: float = 3.0
    ventilation_start_s: float = 5.0
    recloser_s: float = 10.0  # chargebyte guide 3.4: an order that takes longer has failed
    hlc_patience_s: float = 20.0  # chargebyte guide 15.21: SLAC time-out
    wake_after_s: float = 30.0  # chargebyte guide 14.2
    wake_pulse_s: float = 4.0  # IEC 61851-1 A.5.3: 3 s to 4 s
