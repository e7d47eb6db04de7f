"""The four ways to use relay 2, and which topic is whose in each (chargebyte guide 15.19 T79, T80; C20)."""

from dataclasses import replace

import pytest
from tests.mqtt.conftest import station_with
from tests.mqtt.customer import spots

from pilotwire.core.port.build import Fan
from pilotwire.core.port.charging import Grant
from pilotwire.core.port.phase import Permit
from pilotwire.core.port.phase import Ventilation as Phase
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.port.ventilation import Ventilation, VentilationAvailable, VentilationChosen, VentilationRead
from pilotwire.core.restart import build_of
from pilotwire.core.rules import Rules
from pilotwire.core.token import NOBODY
from pilotwire.mqtt.ear import Ear
from pilotwire.mqtt.option import options_of
from pilotwire.mqtt.topic import TopicError, spots_of
from pilotwire.mqtt.topics import TOPICS
from pilotwire.mqtt.ventilation import ACTUAL, AVAILABLE, TARGET, VENTILATION

NAMES = (AVAILABLE, TARGET, ACTUAL)
SPOKEN, HEARD, NEITHER = "spoken", "heard", "neither"


def fanned(enable, control):
    """A station as *enable* and *control* say."""
    station = station_with({"Ventilation.Enabled": enable, "Ventilation.Control": control})
    for port in station.ports:
        station = station.with_port(replace(port, build=build_of(station.settings, port.evse, Rules())))
    return station


def whose(station, name):
    """Whether the station speaks or hears at *name*."""
    found = [spot for spot in spots_of(TOPICS, options_of(station)) if spot.topic.name == name and spot.evse == 1]
    if not found:
        return NEITHER
    (spot,) = found
    return SPOKEN if spot.topic.is_published else HEARD


def seen(station, name):
    """What is published at *name* of EVSE 1."""
    (topic,) = (topic for topic in VENTILATION if topic.name == name and topic.view)
    return topic.view(station, 1)


@pytest.mark.req("CCC-MQTT-097", "CCC-MQTT-098", "CCC-MQTT-099")
@pytest.mark.parametrize(
    ("enable", "control", "available", "target", "actual"),
    [
        (False, "internal", SPOKEN, NEITHER, SPOKEN),  # use case 1
        (False, "external", HEARD, HEARD, SPOKEN),  # use case 2
        (True, "internal", SPOKEN, SPOKEN, SPOKEN),  # use case 3
        (True, "external", HEARD, SPOKEN, HEARD),  # table 80
    ],
)
def test_each_way_has_its_own_directions(enable, control, available, target, actual):
    station = fanned(enable, control)
    assert tuple(whose(station, name) for name in NAMES) == (available, target, actual)


@pytest.mark.req("CCC-MQTT-097")
@pytest.mark.parametrize(("enable", "payload"), [(False, "0"), (True, "1")])
def test_a_fan_of_the_station_is_available_if_it_is_enabled(enable, payload):
    assert seen(fanned(enable, "internal"), AVAILABLE) == payload


@pytest.mark.req("CCC-MQTT-098")
@pytest.mark.parametrize("control", ["internal", "external"])
def test_the_fan_is_asked_for_by_a_vehicle_in_state_d_that_may_charge(control):
    station = fanned(True, control)
    assert seen(station, TARGET) == "0"
    port = replace(
        station.ports[0],
        pilot=Pilot.READY_VENTILATED,
        grant=Grant(Permit.GIVEN, NOBODY),
        ventilation=Ventilation(available=True),
    )
    assert seen(station.with_port(port), TARGET) == "1"
    assert seen(station.with_port(replace(port, grant=Grant())), TARGET) == "0"


@pytest.mark.req("CCC-MQTT-099")
@pytest.mark.parametrize(
    ("phase", "payload"), [(Phase.OFF, "0"), (Phase.STARTING, "0"), (Phase.RUNNING, "1"), (Phase.FAILED, "0")]
)
def test_the_fan_runs_if_its_feedback_says_so(phase, payload):
    station = fanned(True, "internal")
    port = replace(station.ports[0], ventilation=Ventilation(phase))
    assert seen(station.with_port(port), ACTUAL) == payload


@pytest.mark.req("CCC-MQTT-097", "CCC-MQTT-098", "CCC-MQTT-099")
def test_what_the_customer_publishes_is_heard():
    elsewhere = Ear(spots_of(TOPICS, options_of(fanned(True, "external"))), 2)
    assert elsewhere.hear("port0/ventilation/available", b"1", retained=True) == VentilationAvailable(1, True)
    assert elsewhere.hear("port1/ventilation/state/actual", b"0", retained=False) == VentilationRead(2, False)
    relay = Ear(spots_of(TOPICS, options_of(fanned(False, "external"))), 2)
    assert relay.hear("port0/ventilation/state/target", b"1", retained=True) == VentilationChosen(1, True)
    for ear, name in ((elsewhere, "state/target"), (relay, "state/actual"), (Ear(spots(), 2), "available")):
        with pytest.raises(TopicError, match="nobody listens"):
            ear.hear(f"port0/ventilation/{name}", b"1", retained=False)


def test_the_matrix_of_the_guide_is_that_of_the_core():
    ways = ((False, "internal"), (False, "external"), (True, "internal"), (True, "external"))
    fans = [fanned(*way).ports[0].build.fan for way in ways]
    assert fans == [Fan.NONE, Fan.CUSTOMERS_OWN, Fan.INTERNAL, Fan.EXTERNAL]
