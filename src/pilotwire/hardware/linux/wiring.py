"""What is connected to a board, as the settings of a station say it; fixed from one start to the next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pilotwire.core import registry
from pilotwire.core.settings import Settings
from pilotwire.core.variable import Variable
from pilotwire.hardware.linux.table import Pin, Polarity
from pilotwire.personality import equipment


class Feedback(Enum):
    """The auxiliary contact of a contactor (chargebyte guide T47: nc, no, none)."""

    NORMALLY_OPEN = "no"
    NORMALLY_CLOSED = "nc"
    NONE = "none"


class Second(Enum):
    """What the second relay switches."""

    VENTILATION = "ventilation"
    PHASES = "phases"


@dataclass(frozen=True, slots=True)
class Rcd:
    """A residual current device: ``well`` is active while there is no fault, ``test`` (if any) triggers its test."""

    well: Pin
    test: Pin | None


@dataclass(frozen=True, slots=True)
class Wiring:
    """One EVSE. None: not connected. A relay 2 that no vehicle needs is the customer's (guide table 79, use case 2)."""

    has_socket: bool = False
    lock_type: str = "EV-T2M3S-E-LOCK12V"
    contactor: Feedback = Feedback.NORMALLY_OPEN
    second: Second | None = Second.VENTILATION
    second_feedback: Feedback = Feedback.NORMALLY_OPEN
    emergency: Pin | None = None
    rcd: Rcd | None = None
    has_key: bool = False


def wiring_of(settings: Settings, evse: int) -> Wiring:
    """What *settings* say is connected at *evse* (chargebyte guide T47)."""

    def pin(gpio: Variable[int], polarity: Variable[str]) -> Pin:
        return Pin(settings.get(gpio, evse), Polarity(settings.get(polarity, evse)))

    is_ventilated = settings.get(registry.VENTILATION_ENABLED, evse)
    is_elsewhere = is_ventilated and settings.get(registry.VENTILATION_CONTROL, evse) == "external"
    is_switching = settings.get(registry.PHASE_SWITCH_ENABLED, evse)
    feedback = registry.PHASE_SWITCH_FEEDBACK if is_switching else registry.VENTILATION_FEEDBACK
    has_emergency = settings.get(registry.EMERGENCY_ENABLED, evse)
    has_test = settings.get(registry.RCD_TEST_GPIO, evse) >= 0
    test = pin(registry.RCD_TEST_GPIO, registry.RCD_TEST_POLARITY) if has_test else None
    has_rcd = settings.get(registry.RCD_ENABLED, evse)
    return Wiring(
        has_socket=settings.get(registry.HAS_SOCKET, evse),
        lock_type=settings.get(equipment.LOCK_TYPE, evse),
        contactor=Feedback(settings.get(registry.CONTACTOR_FEEDBACK, evse)),
        second=Second.PHASES if is_switching else None if is_elsewhere else Second.VENTILATION,
        second_feedback=Feedback(settings.get(feedback, evse)),
        emergency=pin(registry.EMERGENCY_GPIO, registry.EMERGENCY_POLARITY) if has_emergency else None,
        rcd=Rcd(pin(registry.RCD_GPIO, registry.RCD_POLARITY), test) if has_rcd else None,
        has_key=settings.get(registry.USER_AUTHENTICATION, evse) == "key-switch",
    )
