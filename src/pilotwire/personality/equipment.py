"""Makes of devices beside the board, and how each talks when nobody says otherwise (chargebyte guide 7.3.2, T47). Data.

What a make *does* is the affair of the room that drives it; here are the names customer.json knows, and the settings of
the serial line that count where customer.json is silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.core import registry
from pilotwire.core.settings import Settings
from pilotwire.core.variable import Applies, Kind, Variable

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


@dataclass(frozen=True, slots=True)
class Line:
    """How to talk to a device; ``address`` None: it has no Modbus address, or is looked for."""

    baud: int
    parity: str
    address: int | None = None


METERS: Final[Mapping[str, Line]] = {
    "dzg": Line(9600, "none"),  # without a serial number the addresses 1 to 99 are searched once
    "eastron": Line(9600, "none", 1),
    "eastron,sdm230": Line(9600, "none", 1),
    "eastron,sdm630": Line(9600, "none", 1),
    "eastron,sdm72dm-v1": Line(9600, "none", 1),
    "eastron,sdm72dm-v2": Line(9600, "none", 1),
    "elecnova,dds1946": Line(9600, "none", 1),
    "elecnova,dts1946": Line(9600, "none", 1),
    "gavazzi": Line(9600, "none", 1),
    "klefr": Line(9600, "none", 1),
    "eem-350-d-mcb": Line(9600, "none", 1),
    "abb": Line(9600, "even", 1),
    "iskra": Line(115200, "none", 33),
    "socomec": Line(38400, "none", 5),
    "sunspec": Line(19200, "even", 42),  # the one make the guide names
    "mqtt": Line(9600, "none"),  # ours: a meter elsewhere, nothing is opened
}
RECLOSERS: Final[Mapping[str, Line]] = {
    "geya": Line(9600, "none", 3),
    "mqtt": Line(9600, "none"),  # ours: a recloser elsewhere, nothing is opened
}
READERS: Final[Mapping[str, Line]] = {
    "Stronglink": Line(9600, "none"),
    "stronglink-modbus": Line(9600, "none", 17),
    "smarttec-mcr-legic": Line(9600, "none"),
    "mqtt": Line(9600, "none"),  # a reader elsewhere: nothing is opened
}


def _make(name: str, default: str, makes: tuple[str, ...]) -> Variable[str]:
    return Variable(name, Kind.OPTION, default, choices=makes, applies=Applies.REBOOT, per_evse=True)


LOCK_TYPE: Final = _make("PlugLock.Type", "EV-T2M3S-E-LOCK12V", LOCKS)
METER_PROTOCOL: Final = _make("Meter.Protocol", "dzg", tuple(METERS))
RECLOSER_PROTOCOL: Final = _make("Recloser.Protocol", "geya", tuple(RECLOSERS))
READER_PROTOCOL: Final = _make("CardReader.Protocol", "Stronglink", tuple(READERS))


@dataclass(frozen=True, slots=True)
class Serial:
    """The Variables of one device on a serial line, and what its makes say by themselves."""

    protocol: Variable[str]
    baud: Variable[int | None]
    parity: Variable[str | None]
    address: Variable[int | None]
    lines: Mapping[str, Line]


METER: Final = Serial(METER_PROTOCOL, registry.METER_BAUD, registry.METER_PARITY, registry.METER_ADDRESS, METERS)
RECLOSER: Final = Serial(
    RECLOSER_PROTOCOL, registry.RECLOSER_BAUD, registry.RECLOSER_PARITY, registry.RECLOSER_ADDRESS, RECLOSERS
)
READER: Final = Serial(READER_PROTOCOL, registry.READER_BAUD, registry.READER_PARITY, registry.READER_ADDRESS, READERS)


def line_of(settings: Settings, device: Serial, evse: int) -> Line:
    """How to talk to *device* of *evse*: what is set, else what its protocol usually has (chargebyte guide 7.3.2)."""
    usual = device.lines[settings.get(device.protocol, evse)]
    baud, parity = settings.get(device.baud, evse), settings.get(device.parity, evse)
    address = settings.get(device.address, evse)
    return Line(
        usual.baud if baud is None else baud,
        usual.parity if parity is None else parity,
        usual.address if address is None else address,
    )
