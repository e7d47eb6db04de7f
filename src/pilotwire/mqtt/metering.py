"""What the meter says, for MQTT.

The chargebyte guide publishes meter data every ports[0]/meter/publish_settings/timer seconds (14.1 T48) and does not
name the topics: these names are ours. A meter elsewhere speaks at the topic of the whole reading.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

from pilotwire.core.reading import Reading
from pilotwire.core.station import Station
from pilotwire.mqtt.reading import LISTS, NUMBERS, meter_read
from pilotwire.mqtt.topic import Option, Pace, Retain, Topic, View

PHASES = (1, 2, 3)
READING = "port{n}/metering/reading"
OBJECT = '{"energy_wh": 1234.5, "power_w": 11000.0, "voltage_v": [230.0, ...], "current_a": [16.0, ...], ...}'


def reading_view(value: Callable[[Reading], str | None]) -> View:
    """A view of the newest reading; nothing while there is none."""

    def view(station: Station, evse: int) -> str | None:
        reading = station.ports[evse - 1].reading
        return None if reading is None else value(reading)

    return view


def phase_value(values: tuple[float, ...], phase: int, *, decimals: int = 1) -> str | None:
    """What belongs to *phase* (L1 is 1), if the meter has it."""
    return f"{values[phase - 1]:.{decimals}f}" if phase <= len(values) else None


def whole(reading: Reading) -> str:
    """A reading in one piece, so that its values belong to one moment; what the meter cannot tell is left out."""
    fields: dict[str, object] = {}
    for name, decimals in NUMBERS.items():
        number = getattr(reading, name)
        fields |= {} if number is None else {name: round(number, decimals)}
    for name, decimals in LISTS.items():
        fields |= {name: [round(each, decimals) for each in values]} if (values := getattr(reading, name)) else {}
    if reading.signed is not None:
        fields["signed"] = asdict(reading.signed)
    return json.dumps(fields if reading.public_key is None else {**fields, "public_key": reading.public_key})


def _text(value: float | None, decimals: int) -> str | None:
    return None if value is None else f"{value:.{decimals}f}"


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
        metering(
            f"power/l{phase}",
            "W, integer",
            f"Active power of L{phase}.",
            lambda reading: phase_value(reading.phase_power_w, phase, decimals=0),
        ),
    )


METERING: tuple[Topic, ...] = (
    metering("energy", "Wh, integer", "Import register of the meter.", lambda reading: f"{reading.energy_wh:.0f}"),
    metering("power", "W, integer", "Active power, all phases.", lambda reading: _text(reading.power_w, 0)),
    metering("frequency", "Hz, one decimal", "Mains frequency.", lambda reading: _text(reading.frequency_hz, 1)),
    *(row for phase in PHASES for row in _phase_rows(phase)),
    Topic(
        READING,
        OBJECT,
        "own",
        "All of it in one piece.",
        view=reading_view(whole),
        pace=Pace.METER,
        options=(Option.OWN_METER,),
    ),
    Topic(
        READING,
        OBJECT,
        "own",
        "What your meter says, at least once a minute; energy_wh is needed, what it cannot tell is left out.",
        Retain.NO,
        parse=meter_read,
        options=(Option.REMOTE_METER,),
    ),
)
