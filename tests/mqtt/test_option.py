"""Which topics there are follows from the settings of the station."""

import pytest
from tests.mqtt.conftest import REMOTE_PARTS, station_with
from tests.mqtt.customer import OWN, REMOTE

from pilotwire.mqtt.option import options_for, options_of
from pilotwire.mqtt.topic import Option


def test_as_shipped_every_part_is_the_stations_own(station):
    assert options_of(station) == {1: OWN, 2: OWN}
    assert options_for(station.settings, 2) == {1: OWN, 2: OWN}


@pytest.mark.req("CCC-CFG-035")
def test_every_part_can_be_elsewhere():
    assert options_of(station_with(REMOTE_PARTS)) == {1: REMOTE, 2: REMOTE}


@pytest.mark.parametrize("part", ["CardReader", "Meter", "Recloser"])
def test_a_part_that_is_not_there_is_nowhere_else(part):
    station = station_with({f"{part}.Enabled": False, f"{part}.Protocol": "mqtt"})
    assert not options_of(station)[1] & {Option.REMOTE_READER, Option.REMOTE_METER, Option.REMOTE_RECLOSER}


@pytest.mark.req("CCC-MQTT-096", "CCC-REV-003")
@pytest.mark.parametrize(("parts", "is_spoken"), [({}, True), (REMOTE_PARTS, False)])
def test_the_old_card_topic_is_spoken_only_if_somebody_asks_for_it(parts, is_spoken):
    station = station_with(parts)
    assert Option.OLD_CARD_TOPIC not in options_of(station)[1]
    station.settings.layers.base["MqttCtrlr.OldCardTopic", 0] = True
    assert (Option.OLD_CARD_TOPIC in options_of(station)[1]) is is_spoken
