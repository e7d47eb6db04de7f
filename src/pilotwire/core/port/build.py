"""What an EVSE is built of: fixed from one start to the next."""

from __future__ import annotations

from dataclasses import dataclass


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
    stop_grace_s: float = 6.0  # IEC 61851-1 table A.6, sequence 10.2
    contactor_rest_s: float = 6.0  # chargebyte guide 3.4: between opening and closing
    contactor_travel_s: float = 0.5  # feedback later than this is a failure
    lock_travel_s: float = 3.0
