"""The phase count as topics (chargebyte guide 15.20 T81)."""

from dataclasses import replace

import pytest
from tests.mqtt.customer import spots

from pilotwire.core.port.phase import Contactor, Secondary
from pilotwire.core.port.phases import PhasesChosen, SwitchDelaySet
from pilotwire.mqtt.ear import Ear
from pilotwire.mqtt.phases import actual
from pilotwire.mqtt.topic import TopicError

EAR = Ear(spots(2), 2)


@pytest.mark.req("CCC-MQTT-100")
@pytest.mark.parametrize(("payload", "phases"), [(b"1", 1), (b"3", 3)])
def test_one_phase_or_three_are_chosen(payload, phases):
    assert EAR.hear("port0/ci/evse/phase/target", payload, retained=True) == PhasesChosen(1, phases)


@pytest.mark.req("CCC-MQTT-100")
@pytest.mark.parametrize("payload", [b"", b"0", b"2", b"4", b"3.0", b"03", b"three"])
def test_any_other_count_is_ignored(payload):
    with pytest.raises(TopicError, match="not one of: 1, 3"):
        EAR.hear("port0/ci/evse/phase/target", payload, retained=False)


@pytest.mark.req("CCC-MQTT-102")
@pytest.mark.parametrize(("payload", "delay_s"), [(b"10", 10.0), (b"300", 300.0)])
def test_the_pause_has_ten_seconds_to_five_minutes(payload, delay_s):
    assert EAR.hear("port1/ci/evse/phase/switch_delay", payload, retained=False) == SwitchDelaySet(2, delay_s)


@pytest.mark.req("CCC-MQTT-102")
@pytest.mark.parametrize("payload", [b"", b"9", b"301", b"-10", b"20.5", b"1e2", b"20 s"])
def test_any_other_pause_is_ignored(payload):
    with pytest.raises(TopicError, match="not a whole number from 10 to 300"):
        EAR.hear("port0/ci/evse/phase/switch_delay", payload, retained=False)


@pytest.mark.req("CCC-MQTT-101")
def test_the_phases_are_those_that_are_connected(station):
    assert (actual(station, 1), actual(station, 2)) == ("0", "0")
    for port in station.ports:
        station = station.with_port(replace(port, contactor=Contactor.CLOSED))
    assert (actual(station, 1), actual(station, 2)) == ("3", "1")


@pytest.mark.req("CCC-MQTT-101")
@pytest.mark.parametrize(
    ("contactor", "secondary", "payload"),
    [
        (Contactor.OPEN, Secondary.OPEN, "0"),
        (Contactor.OPEN, Secondary.CLOSED, "0"),
        (Contactor.CLOSED, Secondary.OPEN, "1"),
        (Contactor.CLOSED, Secondary.CLOSING, "1"),
        (Contactor.CLOSED, Secondary.CLOSED, "3"),
        (Contactor.OPENING, Secondary.OPENING, "3"),
        (Contactor.CLOSED, Secondary.WELDED, "3"),
    ],
)
def test_where_phases_are_switched_the_second_contactor_tells(station, contactor, secondary, payload):
    port = station.ports[0]
    build, phases = replace(port.build, switches_phases=True), replace(port.phases, secondary=secondary)
    assert actual(station.with_port(replace(port, build=build, phases=phases, contactor=contactor)), 1) == payload
