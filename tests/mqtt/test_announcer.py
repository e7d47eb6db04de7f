"""What is published when: changes at once, the meter now and then, limits each time, and all to a new broker."""

import pytest
from tests.mqtt.customer import OWN, REMOTE, spots

from pilotwire.core.authorization import CardShown
from pilotwire.core.csms import LinkChanged
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.port.limits import CentralLimitSet, DynamicLimitSet
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.profile import ChargingProfile, Period, ProfileKind, Purpose, RateUnit, Schedule
from pilotwire.core.reading import Reading
from pilotwire.core.reply import ReplyTo
from pilotwire.core.schedule import ProfileSet
from pilotwire.core.token import Token
from pilotwire.mqtt.announcer import Announcer
from pilotwire.mqtt.topic import Option, Pace, Retain
from pilotwire.mqtt.topics import TOPICS


@pytest.fixture
def announcer():
    return Announcer(spots())


def payloads(publications):
    return {publication.topic: publication.payload for publication in publications}


def test_at_the_beginning_every_state_is_told(announcer, story):
    told = payloads(announcer.step(story.begin()))
    assert told["port0/ci/charge/cp/status"] == told["port1/ci/charge/cp/status"] == "A"
    assert told["ocpp/online"] == "0"
    assert "port0/metering/energy" not in told
    assert "port0/rfid/authorization_request" not in told


def test_a_step_that_changes_nothing_says_nothing(announcer, story):
    announcer.step(story.begin())
    assert announcer.step(story.begin()) == []
    assert announcer.step(story.hear(PilotMeasured(1, 12.0, 12.0))) == []


def test_only_what_has_changed_is_said(announcer, story):
    announcer.step(story.begin())
    told = payloads(announcer.step(story.hear(PilotMeasured(2, 9.0, 9.0))))
    assert told == {"port1/ci/charge/cp/status": "B", "port1/ci/charge/init/protocol": "IEC61851"}
    assert payloads(announcer.step(story.hear(LinkChanged(True)))) == {"ocpp/online": "1"}


@pytest.mark.req("CCC-MQTT-093", "CCC-API-031", "CCC-REV-019")
def test_each_limit_is_answered_even_if_nothing_changes(announcer, story):
    announcer.step(story.begin())
    for event in (DynamicLimitSet(0, "a", 40.0), CentralLimitSet(0, 40.0)):
        told = payloads(announcer.step(story.hear(event)))
        assert told == {
            "port0/ci/evse/basic/offered_current_limit": "0.0",
            "port1/ci/evse/basic/offered_current_limit": "32.0",
        }


def test_a_charging_profile_is_seen_in_what_is_offered(announcer, story):
    announcer.step(story.begin())
    schedule = Schedule(RateUnit.AMPERE, (Period(0, 10.0),))
    profile = ChargingProfile(1, 0, Purpose.TX_DEFAULT, ProfileKind.RELATIVE, schedule)
    told = payloads(announcer.step(story.hear(ProfileSet(ReplyTo("central system"), 2, profile))))
    assert told == {"port1/ci/evse/basic/offered_current_limit": "10.0"}


@pytest.mark.req("CCC-API-030", "CCC-MQTT-092", "CCC-API-028")
def test_the_sixth_dynamic_limit_is_ignored_as_in_the_guide(announcer, story):
    name = "port1/ci/evse/basic/offered_current_limit"
    for number, limit_a in enumerate((6.0, 13.0, 20.0, 32.0, 63.0)):
        announcer.step(story.hear(DynamicLimitSet(0, f"x{number}", limit_a)))
    assert payloads(announcer.step(story.hear(DynamicLimitSet(0, "sixth", 1.0))))[name] == "6.0"
    assert payloads(announcer.step(story.hear(DynamicLimitSet(0, "x0", 20.0))))[name] == "13.0"


@pytest.mark.req("CCC-REV-013", "CCC-CFG-051")
def test_the_meter_is_published_at_most_every_interval(announcer, story):
    story.station.settings.layers.base["EVSE.MeterPublishInterval", 1] = 20
    announcer.step(story.begin())
    said = []
    for second in range(0, 91, 10):
        event = MeterRead(1, Reading(1000.0 + second))
        told = payloads(announcer.step(story.hear(event, after_s=10)))
        said.append(told.get("port0/metering/energy"))
    assert said == ["1000", None, "1020", None, "1040", None, "1060", None, "1080", None]


@pytest.mark.req("CCC-REV-013")
def test_the_meter_is_published_every_interval_even_if_it_stands_still(announcer, story):
    announcer.step(story.begin())
    reading = MeterRead(1, Reading(1000.0, 0.0))
    assert payloads(announcer.step(story.hear(reading)))["port0/metering/energy"] == "1000"
    assert announcer.step(story.hear(reading, after_s=29)) == []
    assert payloads(announcer.step(story.hear(reading, after_s=1)))["port0/metering/power"] == "0"


def test_the_meter_is_published_when_the_state_changes(announcer, story):
    announcer.step(story.begin())
    announcer.step(story.hear(MeterRead(1, Reading(1000.0))))
    announcer.step(story.hear(MeterRead(1, Reading(1001.0))))
    told = payloads(announcer.step(story.hear(PilotMeasured(1, 9.0, 9.0))))
    assert told["port0/metering/energy"] == "1001"
    assert told["port0/ci/charge/cp/status"] == "B"


@pytest.mark.req("CCC-MQTT-095")
def test_the_same_card_twice_is_said_twice_and_not_retained(announcer, story):
    announcer.step(story.begin())
    for _ in range(2):
        (said,) = announcer.step(story.hear(CardShown(Token("1F2D"), 1)))
        assert (said.topic, said.retain) == ("port0/rfid/authorization_request", False)


@pytest.mark.req("CCC-MQTT-096", "CCC-API-033")
def test_the_old_card_topic_is_said_only_if_somebody_asks_for_it(story):
    announcer = Announcer(spots(1, OWN | {Option.OLD_CARD_TOPIC}))
    announcer.step(story.begin())
    told = payloads(announcer.step(story.hear(CardShown(Token("1F2D"), 1))))
    assert told["port0/rfid/authorizeReq"] == told["port0/rfid/authorization_request"] == '["UNKNOWN", "1F2D"]'


@pytest.mark.req("CCC-SHARE-001")
def test_a_card_of_a_remote_reader_is_not_published_again(story):
    announcer = Announcer(spots(1, REMOTE))
    announcer.step(story.begin())
    assert announcer.step(story.hear(CardShown(Token("1F2D"), 1))) == []


@pytest.mark.req("CCC-MQTT-026")
def test_that_the_time_is_set_is_said_once(announcer, story):
    assert "ci/global/time_set/status" not in payloads(announcer.step(story.begin(utc_trusted=False)))
    assert payloads(announcer.step(story.begin())) == {"ci/global/time_set/status": "1"}
    assert announcer.step(story.begin()) == []


@pytest.mark.req("CCC-MQTT-002")
def test_the_customer_takes_an_evse_out_of_service(announcer, story):
    announcer.step(story.begin())
    told = announcer.step(story.hear(AvailabilityChosen(1, Voice.CUSTOMER, False)))
    assert [(each.topic, each.payload, each.retain) for each in told] == [
        ("port0/availability/actual", "inoperative", True)
    ]


def test_a_new_broker_is_told_the_newest_of_every_state_and_of_no_card(announcer, story):
    announcer.step(story.begin())
    announcer.step(story.hear(CardShown(Token("1F2D"), 1)))
    announcer.step(story.hear(FaultSeen(1, Fault.EMERGENCY_STOP)))
    told = payloads(announcer.everything())
    assert told["port0/emergency_shutdown"] == "1"
    assert told["port1/emergency_shutdown"] == "0"
    assert "port0/rfid/authorization_request" not in told
    assert set(told) == set(payloads(Announcer(spots()).step(story.begin())))


def test_every_topic_is_named_once_and_either_spoken_or_heard():
    for options in (OWN, REMOTE, OWN | {Option.OLD_CARD_TOPIC}):
        names = [spot.name for spot in spots(2, options)]
        assert len(names) == len(set(names))
    assert all(topic.is_published != topic.is_heard for topic in TOPICS)
    assert all(topic.view is None or topic.says is None for topic in TOPICS)
    assert all(topic.retain is Retain.YES for topic in TOPICS if topic.pace is Pace.METER)
