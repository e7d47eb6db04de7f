"""Every published topic says exactly what the guide writes."""

import json
from dataclasses import replace

import pytest
from tests.mqtt.conftest import station_with

from pilotwire import __version__
from pilotwire.core.authorization import CardShown
from pilotwire.core.clock import Clock
from pilotwire.core.csms import BootCause, Registration
from pilotwire.core.moment import Moment
from pilotwire.core.port.availability import Availability
from pilotwire.core.port.charging import Grant
from pilotwire.core.port.fault import Fault
from pilotwire.core.port.limits import Limits, Outside
from pilotwire.core.port.phase import CableWatch, Contactor, Lock, Operability, Permit
from pilotwire.core.port.pilot import Pilot, PilotMeasured
from pilotwire.core.port.proximity import Cable, Proximity
from pilotwire.core.reading import Reading, Signed
from pilotwire.core.restart import Begun
from pilotwire.core.token import NOBODY, Token, TokenKind
from pilotwire.mqtt.reading import meter_read
from pilotwire.mqtt.topic import Place
from pilotwire.mqtt.topics import TOPICS

READING = Reading(12345.6, 11000.4, (230.04, 231.0, 229.96), (16.0, 15.95, 16.04), 50.02)
GIVEN = Grant(Permit.GIVEN, NOBODY)


def seen(station, name, evse=1):
    """What is published at *name* of *evse*."""
    (topic,) = (topic for topic in TOPICS if topic.name == name and topic.view)
    return topic.view(station, evse)


def with_port(station, **changes):
    return station.with_port(replace(station.ports[0], **changes))


@pytest.mark.req("CCC-MQTT-020")
@pytest.mark.parametrize("pilot", Pilot)
def test_the_control_pilot_is_a_letter(station, pilot):
    assert seen(with_port(station, pilot=pilot), "port{n}/ci/charge/cp/status") == pilot.value


@pytest.mark.req("CCC-MQTT-021", "CCC-MQTT-076", "CCC-REV-005")
@pytest.mark.parametrize("name", ["port{n}/ci/charge/pwm/status", "port{n}/cp/duty_cycle"])
@pytest.mark.parametrize(
    ("duty_pct", "payload"), [(32.0 / 0.6, "53.33"), (100.0, "100.00"), (0.0, "0.00"), (10.0, "10.00")]
)
def test_the_duty_cycle_has_two_decimals(station, name, duty_pct, payload):
    assert seen(with_port(station, duty_pct=duty_pct), name) == payload


@pytest.mark.req("CCC-MQTT-024", "CCC-MQTT-070", "CCC-MQTT-071", "CCC-MQTT-072", "CCC-ERR-001")
@pytest.mark.parametrize(
    ("contactor", "status", "target", "actual", "error"),
    [
        (Contactor.OPEN, "opened", "0", "0", "0"),
        (Contactor.CLOSING, "opened", "1", "0", "0"),
        (Contactor.CLOSED, "closed", "1", "1", "0"),
        (Contactor.OPENING, "closed", "0", "1", "0"),
        (Contactor.RESTING, "opened", "0", "0", "0"),
        (Contactor.STUCK, "opened", "0", "0", "1"),
        (Contactor.WELDED, "closed", "0", "1", "1"),
    ],
)
def test_the_contactor_is_told_as_asked_for_and_as_it_is(station, contactor, status, target, actual, error):
    station = with_port(station, contactor=contactor)
    assert seen(station, "port{n}/ci/charge/contactor/status") == status
    assert seen(station, "port{n}/contactor/state/target") == target
    assert seen(station, "port{n}/contactor/state/actual") == actual
    assert seen(station, "port{n}/contactor/error") == error


@pytest.mark.req("CCC-MQTT-024")
@pytest.mark.parametrize("contactor", Contactor)
def test_a_contactor_without_feedback_is_unknown(contactor):
    station = with_port(station_with({"Contactor.FeedbackType": "none"}), contactor=contactor)
    assert seen(station, "port{n}/ci/charge/contactor/status") == "unknown"


@pytest.mark.req("CCC-MQTT-023")
@pytest.mark.parametrize(
    ("lock", "payload"),
    [
        (Lock.UNLOCKED, "unlocked"),
        (Lock.LOCKING, "unlocked"),
        (Lock.LOCKED, "locked"),
        (Lock.UNLOCKING, "locked"),
        (Lock.CANNOT_LOCK, "unlocked"),
        (Lock.CANNOT_UNLOCK, "locked"),
        (Lock.BACKING_OPEN, "unlocked"),
        (Lock.LOCKING_AGAIN, "unlocked"),
        (Lock.BACKING_SHUT, "locked"),
        (Lock.UNLOCKING_AGAIN, "locked"),
        (Lock.FORCED_OPEN, "unlocked"),
        (Lock.FORCED_SHUT, "locked"),
    ],
)
def test_the_plug_lock_is_where_its_feedback_says(station, lock, payload):
    assert seen(with_port(station, lock=lock), "port{n}/ci/charge/plug/status") == payload


@pytest.mark.req("CCC-MQTT-023")
def test_a_fixed_cable_has_no_lock_to_detect(station):
    assert seen(station, "port{n}/ci/charge/plug/status", 2) == "unknown"


@pytest.mark.req("CCC-MQTT-074")
def test_the_lock_is_asked_for_while_somebody_charges(station):
    assert seen(station, "port{n}/plug_lock/state/target") == "0"
    station = with_port(station, grant=GIVEN, pilot=Pilot.CONNECTED, proximity=Proximity.CABLE_32A)
    assert seen(station, "port{n}/plug_lock/state/target") == "1"


@pytest.mark.req("CCC-MQTT-073", "CCC-ERR-005", "CCC-ERR-006")
@pytest.mark.parametrize(
    ("lock", "payload"),
    [
        (Lock.LOCKED, ""),
        (Lock.CANNOT_LOCK, "PlugLockCannotLock"),
        (Lock.LOCKING_AGAIN, "PlugLockCannotLock"),
        (Lock.CANNOT_UNLOCK, "PlugLockCannotUnlock"),
        (Lock.FORCED_OPEN, "PlugLockMotorUnexpectedOpen"),
        (Lock.FORCED_SHUT, "PlugLockMotorUnexpectedClose"),
    ],
)
def test_a_failed_lock_is_named_like_its_vendor_error_code(station, lock, payload):
    assert seen(with_port(station, lock=lock), "port{n}/plug_lock/permanent_failure") == payload


@pytest.mark.req("CCC-MQTT-073")
def test_a_motor_without_charge_is_named_first(station):
    port = {"lock": Lock.CANNOT_LOCK, "reported": frozenset({Fault.LOCK_UNCHARGED})}
    assert seen(with_port(station, **port), "port{n}/plug_lock/permanent_failure") == "PlugLockMotorCapNotCharged"


@pytest.mark.req("CCC-MQTT-081", "CCC-ERR-034", "CCC-ERR-035", "CCC-ERR-036")
@pytest.mark.parametrize(
    ("changes", "payload"),
    [
        ({"proximity": Proximity.CABLE_20A, "pilot": Pilot.CONNECTED}, ""),
        ({"proximity": Proximity.OPEN, "pilot": Pilot.CONNECTED}, "ProximityNoCable"),
        ({"proximity": Proximity.INVALID}, "ProximityInvalid"),
        ({"proximity": Proximity.CABLE_13A, "cable": Cable(CableWatch.CHANGED)}, "ProximityChanged"),
    ],
)
def test_what_is_wrong_with_a_cable_is_named_like_its_vendor_error_code(station, changes, payload):
    assert seen(station, "port{n}/session/proximity_error") == ""
    assert seen(with_port(station, **changes), "port{n}/session/proximity_error") == payload


@pytest.mark.req("CCC-MQTT-078", "CCC-MQTT-079", "CCC-ERR-011", "CCC-ERR-015")
@pytest.mark.parametrize(
    ("name", "fault", "well", "ill"),
    [
        ("port{n}/rfid/available", Fault.READER_LOST, "1", "0"),
        ("port{n}/emergency_shutdown", Fault.EMERGENCY_STOP, "0", "1"),
    ],
)
def test_a_fault_turns_its_topic_round(station, name, fault, well, ill):
    assert seen(station, name) == well
    assert seen(with_port(station, reported=frozenset({fault})), name) == ill


@pytest.mark.req("CCC-MQTT-077", "CCC-ERR-007")
def test_a_meter_is_available_once_it_was_read_and_until_it_is_lost(station):
    name = "port{n}/metering/meter/available"
    assert seen(station, name) is None
    station = with_port(station, reading=READING)
    assert seen(station, name) == "1"
    assert seen(with_port(station, reported=frozenset({Fault.METER_LOST})), name) == "0"


@pytest.mark.req("CCC-MQTT-088", "CCC-MQTT-089", "CCC-MQTT-090", "CCC-MQTT-094", "CCC-REV-019")
def test_physical_limits_are_integers(station):
    station = with_port(station, proximity=Proximity.CABLE_20A)
    assert seen(station, "port{n}/cable_current_limit") == "20"
    assert seen(station, "port{n}/ci/evse/basic/grid_current_limit/actual") == "63"
    assert seen(station, "port{n}/ci/evse/basic/evse_current_limit/actual") == "32"
    assert seen(station, "port{n}/ci/evse/basic/physical_current_limit") == "20"


@pytest.mark.req("CCC-MQTT-088", "CCC-REV-019")
def test_a_fixed_cable_has_no_limit_of_its_own(station):
    assert seen(station, "port{n}/cable_current_limit", 2) == "-1"
    assert seen(station, "port{n}/ci/evse/basic/physical_current_limit", 2) == "32"


@pytest.mark.req("CCC-MQTT-093", "CCC-API-028", "CCC-API-031", "CCC-REV-005")
@pytest.mark.parametrize(
    ("limit_a", "payload"), [(20.2, "20.2"), (16.0, "16.0"), (5.9, "0.0"), (0.0, "0.0"), (None, "32.0")]
)
def test_the_offered_limit_has_one_decimal(station, limit_a, payload):
    limits = Limits(Outside.HEARD, central_a=limit_a)
    station = with_port(station, proximity=Proximity.CABLE_32A, limits=limits)
    assert seen(station, "port{n}/ci/evse/basic/offered_current_limit") == payload


@pytest.mark.req("CCC-MQTT-075")
def test_charging_is_active_while_energy_flows(station):
    station = with_port(station, proximity=Proximity.CABLE_32A, lock=Lock.LOCKED, grant=GIVEN, pilot=Pilot.READY)
    assert seen(station, "port{n}/charging") == "0"
    assert seen(with_port(station, contactor=Contactor.CLOSED), "port{n}/charging") == "1"


@pytest.mark.req("CCC-MQTT-015")
def test_a_session_has_a_protocol_from_plugging_in(station):
    assert seen(station, "port{n}/ci/charge/init/protocol") is None
    assert seen(with_port(station, pilot=Pilot.CONNECTED), "port{n}/ci/charge/init/protocol") == "IEC61851"


@pytest.mark.req("CCC-MQTT-022")
def test_without_iso_15118_there_is_no_tcp_connection(station):
    assert seen(station, "port{n}/ci/charge/tcp/status") == "0"


@pytest.mark.req("CCC-MQTT-105")
def test_a_permit_is_an_authorization(station):
    name = "port{n}/session/authorization_status"
    assert seen(station, name) == "0"
    assert seen(with_port(station, grant=GIVEN), name) == "1"
    assert seen(with_port(station, grant=replace(GIVEN, permit=Permit.STOPPING)), name) == "0"


@pytest.mark.req("CCC-MQTT-002")
@pytest.mark.parametrize("voice", ["own", "station", "customer"])
def test_each_voice_can_take_an_evse_out_of_service(station, voice):
    assert seen(station, "port{n}/availability/actual") == "operative"
    availability = Availability(**{voice: Operability.INOPERATIVE})
    assert seen(with_port(station, availability=availability), "port{n}/availability/actual") == "inoperative"


@pytest.mark.req("CCC-MQTT-027")
@pytest.mark.parametrize(
    ("registration", "payload"),
    [
        (Registration.OFFLINE, "0"),
        (Registration.ASKED, "1"),
        (Registration.PENDING, "1"),
        (Registration.REJECTED, "1"),
        (Registration.ACCEPTED, "1"),
        (Registration.AWAY, "0"),
    ],
)
def test_online_is_a_connection_to_the_central_system(station, registration, payload):
    assert seen(replace(station, registration=registration), "ocpp/online", 0) == payload


@pytest.mark.req("CCC-MQTT-025", "CCC-FW-012")
def test_the_version_is_that_of_this_software(station):
    assert seen(station, "ci/global/version/charging_software", 0) == __version__


@pytest.mark.req("CCC-REV-013")
@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("energy", "12346"),
        ("power", "11000"),
        ("frequency", "50.0"),
        ("voltage/l1", "230.0"),
        ("voltage/l3", "230.0"),
        ("current/l2", "15.9"),
    ],
)
def test_meter_values_have_the_decimals_that_mean_something(station, name, payload):
    assert seen(station, f"port{{n}}/metering/{name}") is None
    assert seen(with_port(station, reading=READING), f"port{{n}}/metering/{name}") == payload


def test_what_a_meter_cannot_deliver_is_left_out_and_not_zero(station):
    station = with_port(station, reading=Reading(1.0))
    for name in ("voltage/l1", "current/l1", "power/l1", "power", "frequency"):
        assert seen(station, f"port{{n}}/metering/{name}") is None
    assert json.loads(seen(station, "port{n}/metering/reading")) == {"energy_wh": 1.0}


def test_a_whole_reading_is_what_a_meter_elsewhere_would_say(station):
    reading = Reading(
        12345.6,
        11000.4,
        (230.0,),
        (16.0,),
        50.02,
        phase_power_w=(3680.0,),
        export_wh=0.0,
        temperature_c=31.5,
        signed=Signed("OCMF|{}|{}", "OCMF", "ECDSA-secp256r1-SHA256"),
        public_key="3059",
    )
    said = seen(with_port(station, reading=reading), "port{n}/metering/reading")
    assert meter_read(said.encode(), Place(1)).reading == reading


def test_without_high_level_communication_the_state_of_charge_is_unknown(station):
    assert seen(station, "port{n}/ci/ev/soc/actual") == "-1"
    assert seen(with_port(station, pilot=Pilot.CONNECTED, reading=READING), "port{n}/ci/ev/soc/actual") == "-1"


@pytest.mark.req("CCC-MQTT-107")
def test_the_state_of_charge_has_the_time_of_the_start_and_of_each_vehicle_that_left(story):
    name = "port{n}/ci/ev/soc/timestamp"
    begun = replace(story.begin(), event=Begun(BootCause.POWER_UP), moment=Moment(0.0, 1687503295.123))
    assert topic_that_says(name).says(begun, 1) == "2023-06-23T06:54:55.123Z"
    assert topic_that_says(name).says(replace(begun, moment=Moment(0.0, utc_trusted=False)), 1) is None
    assert said(story, name, PilotMeasured(1, 9.0, 9.0)) is None
    assert said(story, name, PilotMeasured(1, 12.0, 12.0)) == "1970-01-01T00:00:00.000Z"
    assert said(story, name, PilotMeasured(1, 12.0, 12.0)) is None


def test_a_single_phase_meter_says_nothing_of_other_phases(station):
    station = with_port(station, reading=Reading(1.0, 2.0, (230.0,), (10.0,)))
    assert seen(station, "port{n}/metering/voltage/l1") == "230.0"
    assert seen(station, "port{n}/metering/voltage/l2") is None


def topic_that_says(name):
    """The row of *name*."""
    (topic,) = (topic for topic in TOPICS if topic.name == name and topic.says)
    return topic


def said(story, name, event, evse=1, **kwargs):
    """What a step says at *name*."""
    return topic_that_says(name).says(story.hear(event, **kwargs), evse)


@pytest.mark.req("CCC-MQTT-095", "CCC-API-033")
@pytest.mark.parametrize(
    ("kind", "standard"),
    [
        (TokenKind.ISO14443, "ISO14443"),
        (TokenKind.ISO15693, "ISO15693"),
        (TokenKind.KEY_CODE, "UNKNOWN"),
        (TokenKind.CENTRAL, "UNKNOWN"),
    ],
)
def test_a_card_is_an_array_of_standard_and_uid(story, kind, standard):
    card = CardShown(Token("1F2D3A4F5506C7", kind), 1)
    assert said(story, "port{n}/rfid/authorization_request", card) == f'["{standard}", "1F2D3A4F5506C7"]'


def test_a_card_belongs_to_the_reader_of_its_evse(story):
    for_one, for_all = CardShown(Token("AA"), 2), CardShown(Token("BB"), 0)
    name = "port{n}/rfid/authorization_request"
    assert said(story, name, for_one, 1) is None
    assert said(story, name, for_one, 2) == '["UNKNOWN", "AA"]'
    assert said(story, name, for_all, 1) == '["UNKNOWN", "BB"]'
    assert said(story, name, for_all, 2) is None


@pytest.mark.req("CCC-MQTT-026")
def test_the_time_is_set_once_host_or_central_system_know_it(story):
    card, name = CardShown(Token("AA")), "ci/global/time_set/status"
    assert said(story, name, card, 0, utc_trusted=False) is None
    assert said(story, name, card, 0, utc_trusted=True) == "1"
    story.station = replace(story.station, clock=Clock(1000.0))
    assert said(story, name, card, 0, utc_trusted=False) == "1"
