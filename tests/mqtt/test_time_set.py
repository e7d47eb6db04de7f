"""Customer software hears when the time is known."""

import pytest
from tests.mqtt.customer import spots

from pilotwire.core.csms import BootAnswered, HeartbeatAnswered, LinkChanged, Registration
from pilotwire.core.deadline import Due, Timer
from pilotwire.mqtt.announcer import Announcer
from pilotwire.mqtt.publication import Publication

NAME, UTC_S = "ci/global/time_set/status", 1_793_000_000.0


@pytest.fixture
def blind(story):
    """The announcer of a station whose host does not know the time and that is about to be accepted."""
    announcer = Announcer(spots())
    announcer.step(story.begin(utc_trusted=False))
    announcer.step(story.hear(LinkChanged(online=True), utc_trusted=False))
    return announcer


def told(announcer, step):
    return [each for each in announcer.step(step) if each.topic == NAME]


@pytest.mark.req("CCC-REV-021")
def test_the_time_is_told_as_set_when_the_central_system_has_said_it(blind, story):
    assert told(blind, story.hear(BootAnswered(Registration.ACCEPTED, 600), utc_trusted=False)) == []
    step = story.hear(HeartbeatAnswered(UTC_S), utc_trusted=False)
    assert told(blind, step) == [Publication(NAME, "1", retain=True)]


@pytest.mark.req("CCC-REV-021")
def test_the_time_is_told_as_set_when_the_host_has_been_synchronised(blind, story):
    step = story.hear(Due(0, Timer.HEARTBEAT), utc_trusted=True)
    assert told(blind, step) == [Publication(NAME, "1", retain=True)]
