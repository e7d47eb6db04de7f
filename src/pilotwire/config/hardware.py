"""The table of customer.json: hardware parameters (chargebyte guide 14.1 T47, 15.20 T82). Data.

Variables whose values are names of makes stand in ``personality.equipment``, all others in core's registry.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pilotwire.config.check import are_mqtt_uris, is_mqtt_uri
from pilotwire.config.codec import CASELESS, URIS
from pilotwire.config.entry import PORTS, Entry
from pilotwire.core import registry
from pilotwire.core.variable import Kind, Variable
from pilotwire.personality.equipment import LOCK_TYPE, METER, READER, RECLOSER, Serial

T47: Final = "chargebyte guide 14.1 T47"
T82: Final = "chargebyte guide 15.20 T82"
USUAL: Final = "without it the usual one of the protocol"
PROTOCOL_TEXTS: Final = {
    "meter": "kind of meter; mqtt: a meter elsewhere",
    "recloser": "kind of recloser; mqtt: a recloser elsewhere",
    "rfid": "kind of reader; mqtt: a reader elsewhere",
}


def port(path: str, variable: Variable[Any], about: str, source: str = T47, **more: Any) -> Entry:
    return Entry(PORTS + path, variable, about, source, **more)


def station(path: str, variable: Variable[Any], about: str, source: str, **more: Any) -> Entry:
    return Entry(path, variable, about, source, **more)


def serial(path: str, what: str, device: tuple[Variable[bool], Variable[str], Serial]) -> tuple[Entry, ...]:
    """The settings of one device on a serial line."""
    enabled, where, line = device
    return (
        port(f"{path}/enable", enabled, f"whether there is a {what}"),
        port(f"{path}/port", where, "serial interface"),
        port(f"{path}/protocol", line.protocol, PROTOCOL_TEXTS[path], codec=CASELESS),
        port(f"{path}/baudrate", line.baud, f"baud rate; {USUAL}", is_shipped=False),
        port(f"{path}/parity", line.parity, f"parity; {USUAL}", is_shipped=False),
        port(f"{path}/address", line.address, f"forces a Modbus address; {USUAL}", is_shipped=False),
    )


ENTRIES: Final[tuple[Entry, ...]] = (
    port(
        "pluggable",
        registry.HAS_SOCKET,
        "true: a socket, whose proximity pilot tells what the cable can carry; false: a fixed cable",
    ),
    port(
        "pp/cable_current_limit",
        registry.CABLE_LIMIT_A,
        "what the fixed cable can carry, A per phase; not used with a socket",
    ),
    port("evse_current_limit", registry.EVSE_LIMIT_A, "what the wiring inside can carry, A per phase"),
    port(
        "failsafe_current_limit",
        registry.FAILSAFE_LIMIT_A,
        "limit in A after a start until one arrives through OCPP or MQTT; -1: none",
    ),
    port(
        "contactor/feedback_type",
        registry.CONTACTOR_FEEDBACK,
        "feedback contact of the contactor (relay 1): normally closed, normally open; with none nobody can tell "
        "whether it is welded",
    ),
    port("ventilation/enable", registry.VENTILATION_ENABLED, "ventilation on relay 2"),
    port(
        "ventilation/control",
        registry.VENTILATION_CONTROL,
        "by the station itself, or by others over MQTT",
    ),
    port("ventilation/feedback_type", registry.VENTILATION_FEEDBACK, "feedback contact of relay 2"),
    port("emergency_alarm/enable", registry.EMERGENCY_ENABLED, "whether there is an emergency switch"),
    port("emergency_alarm/gpio", registry.EMERGENCY_GPIO, "its GPIO"),
    port("emergency_alarm/polarity", registry.EMERGENCY_POLARITY, "its polarity"),
    port("rcd_monitor/enable", registry.RCD_ENABLED, "whether a residual current device is watched"),
    port("rcd_monitor/gpio", registry.RCD_GPIO, "GPIO of its feedback"),
    port(
        "rcd_monitor/polarity",
        registry.RCD_POLARITY,
        "level of the feedback when there is no fault: active_low means 0 V",
    ),
    port(
        "rcd_monitor/test_gpio",
        registry.RCD_TEST_GPIO,
        "GPIO that triggers its test; -1: no test",
    ),
    port(
        "rcd_monitor/test_gpio_polarity",
        registry.RCD_TEST_POLARITY,
        "level that triggers the test",
    ),
    port("rcd_monitor/test_trigger_time", registry.RCD_TRIGGER_MS, "how long, in ms"),
    port(
        "rcd_monitor/test_check_tripped_time",
        registry.RCD_TRIPPED_MS,
        "ms from the start of the trigger until the feedback must say tripped",
    ),
    port(
        "rcd_monitor/test_check_normal_time",
        registry.RCD_NORMAL_MS,
        "ms from the end of the trigger until the feedback must be normal again",
    ),
    port("plug_lock/type", LOCK_TYPE, "motor of the plug lock"),
    *serial("meter", "meter", (registry.METER_ENABLED, registry.METER_PORT, METER)),
    *serial(
        "recloser",
        "recloser for the residual current device",
        (registry.RECLOSER_ENABLED, registry.RECLOSER_PORT, RECLOSER),
    ),
    *serial("rfid", "card reader", (registry.READER_ENABLED, registry.READER_PORT, READER)),
    port(
        "rfid/remote_ports[]/uri",
        Variable("CardReader.RemotePort", Kind.TEXT, None, per_evse=True),
        "another broker that hears of cards shown here; at most three",
        check=is_mqtt_uri,
    ),
    port(
        "switch3to1phase/enable",
        registry.PHASE_SWITCH_ENABLED,
        "switching between three phases and one; not together with ventilation",
        T82,
        by_ocpp=False,
    ),
    port(
        "switch3to1phase/feedback_type",
        registry.PHASE_SWITCH_FEEDBACK,
        "feedback contact of the second contactor",
        T82,
        by_ocpp=False,
    ),
    port(
        "switch3to1phase/switch_delay",
        registry.PHASE_SWITCH_DELAY_S,
        "seconds without any phase in between",
        T82,
        by_ocpp=False,
    ),
    station(
        "io/digital_input_threshold_voltage",
        registry.INPUT_THRESHOLD_MV,
        "digital inputs count as high above so many mV",
        T47,
    ),
    port(
        "phases",
        registry.SUPPLY_PHASES,
        "phases that are connected: 1 or 3",
        "pilotwire",
        is_ours=True,
        is_shipped=False,
        by_ocpp=False,
    ),
)

# Lists of objects that are one value to the station: by the path of the list
GATHERED: Final[Mapping[str, Entry]] = {
    "ports[]/rfid/remote_ports": port(
        "rfid/remote_ports",
        registry.READER_REMOTE_PORTS,
        "other brokers that hear of cards shown here; at most three",
        codec=URIS,
        check=are_mqtt_uris,
        also=("[]/uri",),  # as T47 prints it
    ),
}
