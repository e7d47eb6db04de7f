"""The table of customer.json: hardware parameters (chargebyte guide 14.1 T47, 15.20 T82). Data.

A setting whose room does not exist yet has its Variable here; when core wants it, it moves to core's registry.
"""

from __future__ import annotations

from typing import Any, Final

from pilotwire.config.check import is_mqtt_uri
from pilotwire.config.codec import CASELESS
from pilotwire.config.entry import PORTS, Entry
from pilotwire.core import registry
from pilotwire.core.variable import Applies, Kind, Variable

FEEDBACK: Final = ("nc", "no", "none")
POLARITY: Final = ("active_low", "active_high")
PARITY: Final = ("none", "odd", "even")
SERIAL_PORT: Final = "/dev/ttymx0"  # as printed; the serial room also tries the real name ttymxc0
BAUD: Final = ((300.0, 921600.0),)
GPIO: Final = ((0.0, 1023.0),)
RCD_MS: Final = ((1.0, 5000.0),)
MODBUS: Final = ((1.0, 247.0),)
LOCKS: Final = (
    "KUESTER-02S",
    "KUESTER-04S",
    "EV-T2M3S-E-LOCK12V",
    "EV-T2M3SM-E-LOCK12V",
    "HELLA-MICRO-ACTUATOR-1",
    "WALTHER-WERKE-9798999009",
    "INTRAMCO-603205",
    "SCAME-200.23260BS",
    "SCAME-200.23261BS",
    "SCAME-200.23261BP",
    "SCAME-200.23261BL",
)
METERS: Final = (
    "dzg",
    "eastron",
    "eastron,sdm230",
    "eastron,sdm630",
    "eastron,sdm72dm-v1",
    "eastron,sdm72dm-v2",
    "elecnova,dds1946",
    "elecnova,dts1946",
    "gavazzi",
    "klefr",
    "eem-350-d-mcb",
    "abb",
    "iskra",
    "socomec",
    "sunspec",
)
READERS: Final = ("Stronglink", "stronglink-modbus", "smarttec-mcr-legic", "mqtt")
T47: Final = "chargebyte guide 14.1 T47"
T82: Final = "chargebyte guide 15.20 T82"


def flag(name: str, default: bool = False) -> Variable[Any]:
    return Variable(name, Kind.BOOLEAN, default, applies=Applies.REBOOT, per_evse=True)


def number(name: str, default: int | None, allowed: tuple[tuple[float, float], ...], unit: str = "") -> Variable[Any]:
    return Variable(name, Kind.INTEGER, default, unit, allowed, applies=Applies.REBOOT, per_evse=True)


def option(name: str, default: str, choices: tuple[str, ...]) -> Variable[Any]:
    return Variable(name, Kind.OPTION, default, choices=choices, applies=Applies.REBOOT, per_evse=True)


def text(name: str, default: str | None) -> Variable[Any]:
    return Variable(name, Kind.TEXT, default, applies=Applies.REBOOT, per_evse=True)


def port(path: str, variable: Variable[Any], about: str, source: str = T47, **more: Any) -> Entry:
    return Entry(PORTS + path, variable, about, source, **more)


def serial(path: str, component: str, what: str, parity: str, protocols: Entry) -> tuple[Entry, ...]:
    """The settings of one device on a serial line."""
    return (
        port(f"{path}/enable", flag(f"{component}.Enabled"), f"whether there is a {what}"),
        port(f"{path}/port", text(f"{component}.SerialPort", SERIAL_PORT), "serial interface"),
        protocols,
        port(f"{path}/baudrate", number(f"{component}.BaudRate", 9600, BAUD, "Bd"), "baud rate"),
        port(f"{path}/parity", option(f"{component}.Parity", parity, PARITY), "parity"),
        port(
            f"{path}/address",
            number(f"{component}.Address", None, MODBUS),
            "forces a Modbus address; without it the usual one of the protocol",
            is_shipped=False,
        ),
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
        option("Contactor.FeedbackType", "no", FEEDBACK),
        "feedback contact of the contactor (relay 1): normally closed, normally open; with none nobody can tell "
        "whether it is welded",
    ),
    port("ventilation/enable", flag("Ventilation.Enabled"), "ventilation on relay 2"),
    port(
        "ventilation/control",
        option("Ventilation.Control", "internal", ("internal", "external")),
        "by the station itself, or by others over MQTT",
    ),
    port(
        "ventilation/feedback_type", option("Ventilation.FeedbackType", "no", FEEDBACK), "feedback contact of relay 2"
    ),
    port("emergency_alarm/enable", flag("EmergencyAlarm.Enabled"), "whether there is an emergency switch"),
    port("emergency_alarm/gpio", number("EmergencyAlarm.Gpio", 121, GPIO), "its GPIO"),
    port("emergency_alarm/polarity", option("EmergencyAlarm.Polarity", "active_high", POLARITY), "its polarity"),
    port("rcd_monitor/enable", flag("RcdMonitor.Enabled"), "whether a residual current device is watched"),
    port("rcd_monitor/gpio", number("RcdMonitor.Gpio", 122, GPIO), "GPIO of its feedback"),
    port(
        "rcd_monitor/polarity",
        option("RcdMonitor.Polarity", "active_high", POLARITY),
        "level of the feedback when there is no fault: active_low means 0 V",
    ),
    port(
        "rcd_monitor/test_gpio",
        number("RcdMonitor.TestGpio", 87, ((-1, -1), *GPIO)),
        "GPIO that triggers its test; -1: no test",
    ),
    port(
        "rcd_monitor/test_gpio_polarity",
        option("RcdMonitor.TestGpioPolarity", "active_high", POLARITY),
        "level that triggers the test",
    ),
    port("rcd_monitor/test_trigger_time", number("RcdMonitor.TestTriggerTime", 815, RCD_MS, "ms"), "how long, in ms"),
    port(
        "rcd_monitor/test_check_tripped_time",
        number("RcdMonitor.TestCheckTrippedTime", 810, RCD_MS, "ms"),
        "ms from the start of the trigger until the feedback must say tripped",
    ),
    port(
        "rcd_monitor/test_check_normal_time",
        number("RcdMonitor.TestCheckNormalTime", 410, RCD_MS, "ms"),
        "ms from the end of the trigger until the feedback must be normal again",
    ),
    port("plug_lock/type", option("PlugLock.Type", "EV-T2M3S-E-LOCK12V", LOCKS), "motor of the plug lock"),
    *serial(
        "meter",
        "Meter",
        "meter",
        "even",
        port("meter/protocol", option("Meter.Protocol", "dzg", METERS), "kind of meter", codec=CASELESS),
    ),
    *serial(
        "recloser",
        "Recloser",
        "recloser for the residual current device",
        "none",
        port("recloser/protocol", option("Recloser.Protocol", "geya", ("geya",)), "kind of recloser", codec=CASELESS),
    ),
    *serial(
        "rfid",
        "CardReader",
        "card reader",
        "none",
        port(
            "rfid/protocol",
            option("CardReader.Protocol", "Stronglink", READERS),
            "kind of reader; mqtt: a reader elsewhere",
            codec=CASELESS,
        ),
    ),
    port(
        "rfid/remote_ports[]/uri",
        text("CardReader.RemotePort", None),
        "another broker that hears of cards shown here; at most three",
        check=is_mqtt_uri,
    ),
    port(
        "switch3to1phase/enable",
        flag("PhaseSwitch.Enabled"),
        "switching between three phases and one; not together with ventilation",
        T82,
        by_ocpp=False,
    ),
    port(
        "switch3to1phase/feedback_type",
        option("PhaseSwitch.FeedbackType", "no", ("nc", "no")),
        "feedback contact of the second contactor",
        T82,
        by_ocpp=False,
    ),
    port(
        "switch3to1phase/switch_delay",
        Variable("PhaseSwitch.Delay", Kind.INTEGER, 20, "s", ((10, 300),), per_evse=True),
        "seconds without any phase in between",
        T82,
        by_ocpp=False,
    ),
    Entry(
        "io/digital_input_threshold_voltage",
        Variable("DigitalInput.Threshold", Kind.INTEGER, 6000, "mV", ((0, 12000),), applies=Applies.REBOOT),
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
