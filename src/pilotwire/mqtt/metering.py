"""What the meter says, for MQTT.

The chargebyte guide publishes meter data every ports[0]/meter/publish_settings/timer seconds (14.1 T48) and does not
name the topics: these names are ours.
"""

from __future__ import annotations

from collections.abc import Callable

from pilotwire.core.reading import Reading
from pilotwire.core.station import Station
from pilotwire.mqtt.topic import Pace, Topic, View

PHASES = (1, 2, 3)


def reading_view(value: Callable[[Reading], str | None]) -> View:
    """A view of the newest reading; nothing while there is none."""

    def view(station: Station, evse: int) -> str | None:
        reading = station.ports[evse - 1].reading
        return None if reading is None else value(reading)

    return view


def phase_value(values: tuple[float, ...], phase: int) -> str | None:
    """One decimal of what belongs to *phase* (L1 is 1), if the meter has it."""
    return f"{values[phase - 1]:.1f}" if phase <= len(values) else None


def soc(reading: Reading) -> str | None:
    """The vehicle's state of charge, where something knows it."""
    return None if reading.soc_pct is None else f"{reading.soc_pct:.1f}"


def metering(name: str, payload: str, meaning: str, value: Callable[[Reading], str | None]) -> Topic:
    """A row of the topic table."""
    return Topic(f"port{{n}}/metering/{name}", payload, "own", meaning, pace=Pace.METER, view=reading_view(value))


def _phase_rows(phase: int) -> tuple[Topic, ...]:
    return (
        metering(
            f"voltage/l{phase}",
            "V, one decimal",
            f"Voltage of L{phase} to neutral.",
            lambda reading: phase_value(reading.voltage_v, phase),
        ),
        metering(
            f"current/l{phase}",
            "A, one decimal",
            f"Current of L{phase}.",
            lambda reading: phase_value(reading.current_a, phase),
        ),
    )


METERING: tuple[Topic, ...] = (
    metering("energy", "Wh, integer", "Import register of the meter.", lambda reading: f"{reading.energy_wh:.0f}"),
    metering("power", "W, integer", "Active power, all phases.", lambda reading: f"{reading.power_w:.0f}"),
    metering("frequency", "Hz, one decimal", "Mains frequency.", lambda reading: f"{reading.frequency_hz:.1f}"),
    *(row for phase in PHASES for row in _phase_rows(phase)),
)
