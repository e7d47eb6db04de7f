"""The residual current monitor as topics (chargebyte guide 15.15.5 T73)."""

from dataclasses import replace

import pytest
from tests.mqtt.conftest import station_with
from tests.mqtt.customer import OWN, REMOTE, spots
from tests.mqtt.story import Story

from pilotwire.core.deadline import Due, Timer
from pilotwire.core.moment import Moment
from pilotwire.core.port.build import RcdTest
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.phase import Pilot
from pilotwire.core.port.phase import Rcd as Phase
from pilotwire.core.port.rcd import Rcd, RcdRead, RcdTestAsked
from pilotwire.core.port.recloser import Recloser, RecloserOrdered, RecloserRead
from pilotwire.mqtt.announcer import Announcer
from pilotwire.mqtt.ear import Ear
from pilotwire.mqtt.rcd import RCD
from pilotwire.mqtt.topic import TopicError

STATE, ERROR, TESTED = "port0/rcd/state/actual", "port0/rcd/error", "port0/rcd/test/timestamp"


def seen(station, name):
    """What is published at *name* of EVSE 1."""
    (topic,) = (topic for topic in RCD if topic.name == name.replace("port0", "port{n}") and topic.view)
    return topic.view(station, 1)


def watched(station, rcd_test=None, **changes):
    """EVSE 1 with a monitor."""
    port = station.ports[0]
    return station.with_port(replace(port, build=replace(port.build, rcd_test=rcd_test), **changes))


@pytest.mark.req("CCC-MQTT-082", "CCC-MQTT-087")
@pytest.mark.parametrize(
    ("phase", "state", "error"),
    [
        (Phase.READY, "1", ""),
        (Phase.IDLE, "1", ""),
        (Phase.DUE, "1", ""),
        (Phase.TESTING, "1", ""),
        (Phase.CONFIRMED, "1", ""),
        (Phase.GROUND_FAILURE, "0", "RcdGroundFailure"),
        (Phase.SPURIOUS, "0", "SpuriousRcdError"),
        (Phase.TEST_FAILED, "1", "RcdTestError"),
    ],
)
def test_only_a_residual_current_trips_and_each_error_has_its_name(station, phase, state, error):
    station = watched(station, rcd=Rcd(phase))
    assert (seen(station, STATE), seen(station, ERROR)) == (state, error)


@pytest.mark.req("CCC-MQTT-083", "CCC-MQTT-084")
@pytest.mark.parametrize(("is_enabled", "rcd_test", "payloads"), [(True, RcdTest(), "11"), (True, None, "10")])
def test_whether_there_is_a_monitor_and_a_test_is_told(is_enabled, rcd_test, payloads):
    station = watched(station_with({"RcdMonitor.Enabled": is_enabled}), rcd_test)
    names = ("port0/rcd/feedback/available", "port0/rcd/test/available")
    assert "".join(seen(station, name) for name in names) == payloads
    assert [seen(station_with({}), name) for name in names] == ["0", "0"]


@pytest.mark.req("CCC-MQTT-085")
def test_a_test_is_asked_for_with_any_payload_that_is_not_retained():
    ear = Ear(spots(2), 2)
    for payload in (b"", b"1", b"now"):
        assert ear.hear("port1/rcd/test/perform", payload, retained=False) == RcdTestAsked(2)
    with pytest.raises(TopicError, match="retained"):
        ear.hear("port1/rcd/test/perform", b"", retained=True)


@pytest.mark.req("CCC-MQTT-085", "CCC-MQTT-086", "CCC-MQTT-087")
@pytest.mark.parametrize(("is_well", "error"), [(True, ""), (False, "RcdTestError")])
def test_the_end_of_a_test_is_told_at_the_error_with_its_time_even_if_it_was_well_before(station, is_well, error):
    story, announcer = Story(watched(station, RcdTest())), Announcer(spots(2))
    story.become(rcd=Rcd(Phase.IDLE), pilot=Pilot.GONE)
    announcer.step(story.begin())
    told = {}
    steps = [
        (RcdTestAsked(1), 0.0),
        (RcdRead(1, is_well), 0.1),
        (Due(1, Timer.RCD_TRIPPED), 0.71),
        (Due(1, Timer.RCD_TRIGGER), 0.005),
        (RcdRead(1, False), 0.1),
        (Due(1, Timer.RCD_NORMAL), 0.31),
    ]
    for event, after_s in steps:
        assert ERROR not in told
        step = story.hear(event, after_s)
        said = announcer.step(replace(step, moment=Moment(step.moment.mono_s, 1687503295.123)))
        told |= {each.topic: each.payload for each in said}
        if not is_well and ERROR in told:
            break
    assert (told[ERROR], told[TESTED]) == (error, "2023-06-23T06:54:55.123Z")
    assert STATE not in told


@pytest.mark.req("CCC-MQTT-080", "CCC-ERR-016")
def test_a_recloser_that_does_not_answer_is_an_error(station):
    name = "port0/rcd/recloser/error"
    assert seen(station, name) == "0"
    assert seen(watched(station, reported=frozenset({Fault.RECLOSER_LOST})), name) == "1"


@pytest.mark.req("CCC-MQTT-080")
def test_a_recloser_elsewhere_says_so_itself():
    ear = Ear(spots(2, REMOTE), 2)
    assert ear.hear("port0/rcd/recloser/error", b"1", retained=True) == FaultSeen(1, Fault.RECLOSER_LOST)
    assert ear.hear("port1/rcd/recloser/error", b"0", retained=False) == FaultCleared(2, Fault.RECLOSER_LOST)
    assert "port0/rcd/recloser/error" not in Ear(spots(2, OWN), 2).filters


def test_where_a_recloser_stands_is_published_and_it_can_be_run(station):
    root = "port0/rcd/recloser/state"
    assert seen(station, f"{root}/actual") is None
    assert seen(watched(station, recloser=Recloser.OPEN), f"{root}/actual") == "open"
    ear = Ear(spots(2, OWN), 2)
    assert ear.hear(f"{root}/target", b"close", retained=False) == RecloserOrdered(1, closed=True)
    with pytest.raises(TopicError, match="not one of: open, close"):
        ear.hear(f"{root}/target", b"ajar", retained=False)


def test_a_recloser_elsewhere_is_told_where_to_be_and_says_where_it_is(station):
    root = "port0/rcd/recloser/state"
    (topic,) = {spot.topic for spot in spots(2, REMOTE) if spot.name == f"{root}/target"}
    assert topic.view(watched(station, recloser=Recloser.OPENING), 1) == "open"
    assert topic.view(watched(station, recloser=Recloser.CLOSED), 1) == "close"
    assert Ear(spots(2, REMOTE), 2).hear(f"{root}/actual", b"open", retained=True) == RecloserRead(1, closed=False)
