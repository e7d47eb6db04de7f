"""Configuration keys that are computed from the station."""

from collections.abc import Callable, Mapping

import msgspec

from pilotwire.core import registry
from pilotwire.core.sim_card import told_card
from pilotwire.core.station import Station
from pilotwire.ocpp.signed_value import public_key_text
from pilotwire.ocpp.v16.connector import STATION, is_connector
from pilotwire.ocpp.value_text import to_text
from pilotwire.personality.key import View


def number_of_connectors(station: Station) -> str:
    """OCPP 1.6 9.1.21."""
    return str(len(station.ports))


def known_rotations(station: Station) -> dict[int, str]:
    """How the phases are turned, by connector: nobody measures it; one phase cannot be (OCPP 1.6 9.1.7)."""
    words = {port.evse: "NotApplicable" if port.build.phases == 1 else "Unknown" for port in station.ports}
    of_station = "NotApplicable" if set(words.values()) == {"NotApplicable"} else "Unknown"
    return {STATION: of_station, **words}


def phase_rotation(station: Station) -> str:
    """The same as a list."""
    return ",".join(f"{connector}.{word}" for connector, word in known_rotations(station).items())


def meter_public_key(station: Station) -> str | None:
    """The key of a meter that signs, as it is; empty where it cannot be read (chargebyte guide 3.3.7)."""
    return _key_of(station, 1)


def _public_key(connector: int) -> Callable[[Station], str | None]:
    """The key of the meter of *connector* as the wire has it (OCA signed meter values 1.0, 3.3.1)."""

    def view(station: Station) -> str | None:
        key = _key_of(station, connector)
        return None if key is None else public_key_text(key)

    return view


def _key_of(station: Station, connector: int) -> str | None:
    reading = station.ports[connector - 1].reading if is_connector(station, connector) else None
    return None if reading is None else reading.public_key


def rate_units(station: Station) -> str:
    """``Current`` is what a profile calls A, ``Power`` what it calls W (OCPP 1.6 9.4.2, errata 3.88)."""
    words = {"A": "Current", "W": "Power"}
    return ",".join(words[unit] for unit in station.settings.reported(registry.RATE_UNITS))


def switches_phases(station: Station) -> str:
    """Whether a profile can have one phase instead of three, at every connector (OCPP 1.6 9.4.4)."""
    is_allowed = station.settings.reported(registry.PHASES_3TO1)
    return to_text(is_allowed and all(port.build.switches_phases for port in station.ports)) or ""


def update_progress(station: Station) -> str:
    """How far the running step of an update is, in percent."""
    return str(station.firmware.done_pct)


def network_state(station: Station) -> str:
    """A JSON text whose values are texts, in the order seen (X-Cheng FAQ 3.14); -1 and nothing where there is none."""
    settings = station.settings
    iccid, imsi = told_card(station)
    state = {
        "connectivity": settings.get(registry.CONNECTIVITY),
        "wifi-rssi": str(settings.get(registry.WIFI_RSSI_DBM)),
        "4g-rssi": str(settings.get(registry.MOBILE_RSSI_DBM)),
        "ccid": iccid or "",
        "imsi": imsi or "",
        "ip": (settings.get(registry.NETWORK_ADDRESS) or "").partition("/")[0],
    }
    return msgspec.json.encode(state).decode()


VIEWS: Mapping[View, Callable[[Station], str | None]] = {
    View.NUMBER_OF_CONNECTORS: number_of_connectors,
    View.PHASE_ROTATION: phase_rotation,
    View.METER_PUBLIC_KEY: meter_public_key,
    View.UPDATE_PROGRESS: update_progress,
    View.PUBLIC_KEY_1: _public_key(1),
    View.PUBLIC_KEY_2: _public_key(2),
    View.NETWORK_STATE: network_state,
    View.RATE_UNITS: rate_units,
    View.SWITCHES_PHASES: switches_phases,
}
