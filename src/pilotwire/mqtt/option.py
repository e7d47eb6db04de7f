"""Which of the rows that exclude each other count, as the settings of the station say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.mqtt.topic import Option, Options
from pilotwire.personality.equipment import METER_PROTOCOL, READER_PROTOCOL, RECLOSER_PROTOCOL

if TYPE_CHECKING:
    from pilotwire.core.settings import Settings
    from pilotwire.core.station import Station

FANS = {  # ventilation/enable and ventilation/control (chargebyte guide 15.19 T79)
    (False, "internal"): Option.NO_FAN,
    (False, "external"): Option.RELAY_ONLY,
    (True, "internal"): Option.OWN_FAN,
    (True, "external"): Option.REMOTE_FAN,
}
ELSEWHERE = "mqtt"  # the word of customer.json for a part that speaks over MQTT


def options_of(station: Station) -> Options:
    """What counts at each EVSE of *station*."""
    return {port.evse: _options(station.settings, port.evse) for port in station.ports}


def options_for(settings: Settings, evses: int) -> Options:
    """The same before there is a station."""
    return {evse: _options(settings, evse) for evse in range(1, evses + 1)}


def _options(settings: Settings, evse: int) -> frozenset[Option]:
    reader, meter = is_reader_elsewhere(settings, evse), is_meter_elsewhere(settings, evse)
    is_permit_elsewhere = settings.get(registry.USER_AUTHENTICATION, evse) == ELSEWHERE
    fan = settings.get(registry.VENTILATION_ENABLED, evse), settings.get(registry.VENTILATION_CONTROL, evse)
    chosen = {
        Option.REMOTE_READER if reader else Option.OWN_READER,
        Option.REMOTE_METER if meter else Option.OWN_METER,
        Option.REMOTE_RECLOSER if is_recloser_elsewhere(settings, evse) else Option.OWN_RECLOSER,
        Option.REMOTE_PERMIT if is_permit_elsewhere else Option.OWN_PERMIT,
        FANS[fan],
    }
    if not reader and has_old_card_topic(settings):
        chosen.add(Option.OLD_CARD_TOPIC)
    return frozenset(chosen)


def has_old_card_topic(settings: Settings) -> bool:
    """Somebody still listens at the name a card had before (chargebyte guide 15.17, note)."""
    variable = settings.layers.variables.get("MqttCtrlr.OldCardTopic")
    return variable is not None and settings.get(variable) is True


def is_reader_elsewhere(settings: Settings, evse: int) -> bool:
    """Cards are shown at a reader that speaks over MQTT."""
    return settings.get(registry.READER_ENABLED, evse) and settings.get(READER_PROTOCOL, evse) == ELSEWHERE


def is_meter_elsewhere(settings: Settings, evse: int) -> bool:
    """The meter speaks over MQTT."""
    return settings.get(registry.METER_ENABLED, evse) and settings.get(METER_PROTOCOL, evse) == ELSEWHERE


def is_recloser_elsewhere(settings: Settings, evse: int) -> bool:
    """The recloser speaks over MQTT."""
    return settings.get(registry.RECLOSER_ENABLED, evse) and settings.get(RECLOSER_PROTOCOL, evse) == ELSEWHERE
