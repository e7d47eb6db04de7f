"""The fan a vehicle in state D needs: four ways to use relay 2 (chargebyte guide 15.19 T78 to T80; C20)."""

from __future__ import annotations

from typing import Final

from pilotwire.core.port.build import Fan
from pilotwire.core.port.guard import wants_ventilation
from pilotwire.core.port.phase import Ventilation
from pilotwire.core.port.ventilation import VentilationAvailable, VentilationChosen, VentilationRead
from pilotwire.core.station import Station
from pilotwire.mqtt.topic import Option, Place, Topic
from pilotwire.mqtt.value import flag
from pilotwire.mqtt.view import bool_text


def is_enabled(station: Station, evse: int) -> str:
    """Whether the station has a fan of its own."""
    return bool_text(station.ports[evse - 1].build.fan is Fan.INTERNAL)


def target(station: Station, evse: int) -> str:
    """Whether the fan is to run."""
    return bool_text(wants_ventilation(station.ports[evse - 1]))


def actual(station: Station, evse: int) -> str:
    """Whether it runs, as the feedback of the relay says."""
    return bool_text(station.ports[evse - 1].ventilation.phase is Ventilation.RUNNING)


def available_told(payload: bytes, place: Place) -> VentilationAvailable:
    """Whether there is a fan elsewhere."""
    return VentilationAvailable(place.evse, flag(payload))


def actual_told(payload: bytes, place: Place) -> VentilationRead:
    """Whether the fan elsewhere runs."""
    return VentilationRead(place.evse, flag(payload))


def target_told(payload: bytes, place: Place) -> VentilationChosen:
    """The relay, for a purpose of the customer's own."""
    return VentilationChosen(place.evse, flag(payload))


AVAILABLE: Final = "port{n}/ventilation/available"
TARGET: Final = "port{n}/ventilation/state/target"
ACTUAL: Final = "port{n}/ventilation/state/actual"
BOOL: Final = "0 or 1"
T78: Final = "15.19 T78"
VENTILATION: Final[tuple[Topic, ...]] = (
    Topic(
        AVAILABLE,
        BOOL,
        T78,
        "1: the station has a fan.",
        view=is_enabled,
        options=(Option.NO_FAN, Option.OWN_FAN),
    ),
    Topic(
        AVAILABLE,
        BOOL,
        T78,
        "1: you have a fan; until you say so no vehicle that needs one is served.",
        parse=available_told,
        options=(Option.RELAY_ONLY, Option.REMOTE_FAN),
    ),
    Topic(
        TARGET,
        BOOL,
        T78,
        "1: the fan is to run.",
        view=target,
        options=(Option.OWN_FAN, Option.REMOTE_FAN),
    ),
    Topic(
        TARGET,
        BOOL,
        T78,
        "1: relay 2 closes, for a purpose of your own.",
        parse=target_told,
        options=(Option.RELAY_ONLY,),
    ),
    Topic(
        ACTUAL,
        BOOL,
        T78,
        "1: the relay is closed; without feedback only that it was told to.",
        view=actual,
        options=(Option.NO_FAN, Option.RELAY_ONLY, Option.OWN_FAN),
    ),
    Topic(
        ACTUAL,
        BOOL,
        "15.19 T80",
        "1: your fan runs.",
        parse=actual_told,
        options=(Option.REMOTE_FAN,),
    ),
)
