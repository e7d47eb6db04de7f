"""The page ``docs/reference/mqtt.md``, made of the topic table."""

from __future__ import annotations

from pilotwire.mqtt.awaited import HIGH_LEVEL
from pilotwire.mqtt.ear import SIMULATION
from pilotwire.mqtt.firmware import FIRMWARE
from pilotwire.mqtt.metering import METERING
from pilotwire.mqtt.phases import PHASES
from pilotwire.mqtt.rcd import RCD
from pilotwire.mqtt.topic import Topic
from pilotwire.mqtt.topics import CARDS, FAULTS, LIMITS, SESSION, STATION
from pilotwire.mqtt.transfer import DATA_TRANSFER
from pilotwire.mqtt.ventilation import VENTILATION

INTRODUCTION = """\
# MQTT topics

Generated from `src/pilotwire/mqtt/topics.py`; do not edit.

`port0` is EVSE 1, `port1` is EVSE 2. Directions are the station's: it *publishes* what you may subscribe to, and
*hears* what you may publish. Everything is QoS 0. Numbers have a dot and no unit. A payload that does not parse is
ignored and named in the log; where retain says no, retained messages are ignored, too. An empty retained payload is, as
ever in MQTT, the same as none. Sections are those of
the chargebyte Charge Control C user guide; "own" are names of pilotwire. After a lost connection the station publishes
every retained topic anew. When it ends, or vanishes, its retained version is withdrawn: the broker says so as its last
will.

Rows marked *not served yet* belong to rooms that are being built: nothing is published there, and what you publish is
checked, named in the log and changes nothing.
"""

SECTIONS: tuple[tuple[str, tuple[Topic, ...]], ...] = (
    ("The session", SESSION),
    ("Faults", FAULTS),
    ("Residual current", RCD),
    ("Ventilation", VENTILATION),
    ("Current limits", LIMITS),
    ("Phases", PHASES),
    ("Metering", METERING),
    ("The station", STATION),
    ("Cards", CARDS),
    ("The simulated board", (SIMULATION,)),
    ("High-level communication", HIGH_LEVEL),
    ("Update of firmware", FIRMWARE),
    ("DataTransfer", DATA_TRANSFER),
)


def render() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *(_section(title, topics) for title, topics in SECTIONS)])


def _section(title: str, topics: tuple[Topic, ...]) -> str:
    head = "| topic | station | payload | retain | meaning | section |\n|---|---|---|---|---|---|"
    return "\n".join([f"## {title}\n", head, *(_row(topic) for topic in topics), ""])


def _row(topic: Topic) -> str:
    name = topic.name.replace("{n}", "<n>")
    station = "publishes" if topic.is_published else "hears"
    note = f" Only with {', or '.join(each.value for each in topic.options)}." if topic.options else ""
    note += f" **Not served yet:** needs {topic.awaits}." if topic.awaits else ""
    cells = (f"`{name}`", station, topic.payload, topic.retain.value, topic.meaning + note, topic.section)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
