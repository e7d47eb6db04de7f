"""What others publish becomes an event, or is refused; nothing else happens, whatever the bytes are."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.mqtt.customer import OWN, REMOTE, spots

from pilotwire.core.authorization import CardShown
from pilotwire.core.consent import CustomerPermission
from pilotwire.core.event import CustomerEvent
from pilotwire.core.firmware import FirmwareAsked
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.limits import CentralLimitSet, DynamicLimitSet
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.reading import Reading, Signed
from pilotwire.core.request import VariablesWritten
from pilotwire.core.settings import Write
from pilotwire.core.token import Token, TokenKind
from pilotwire.mqtt.ear import Ear
from pilotwire.mqtt.topic import Option, TopicError

EAR = Ear(spots(2, REMOTE), 2)
FILTERS = EAR.filters


def heard(topic, payload, *, retained=False):
    return EAR.hear(topic, payload, retained=retained)


@pytest.mark.req("CCC-MQTT-091", "CCC-API-031", "CCC-REV-005")
@pytest.mark.parametrize(
    ("payload", "limit_a"),
    [
        (b"20.2", 20.2),
        (b"16", 16.0),
        (b"5.9", 5.9),
        (b"0", 0.0),
        (b"0.0", 0.0),
        (b"-1", None),
        (b"-1.0", None),
        (b"16\n", 16.0),
    ],
)
def test_the_limit_of_the_station_is_an_integer_or_one_decimal(payload, limit_a):
    assert heard("ci/evse/basic/maxcurrentlimit", payload) == CentralLimitSet(0, limit_a)


@pytest.mark.req("CCC-MQTT-092", "CCC-API-031")
def test_a_dynamic_limit_has_the_name_of_its_topic():
    assert heard("ci/global/dyn_current_limit/solar", b"10.5") == DynamicLimitSet(0, "solar", 10.5)
    assert heard("ci/global/dyn_current_limit/solar", b"-1", retained=True) == DynamicLimitSet(0, "solar", None)


@pytest.mark.req("CCC-API-031")
@pytest.mark.parametrize(
    "payload",
    [
        *(b"", b"-2", b"-0.5", b"-1.5", b"20,2", b"20.25", b"20.", b".5", b"+6", b"1e1", b"nan", b"inf", b"6 A"),
        *(b"0x10", b"\xff\xfe", "\u0661\u0666".encode(), b"1" * 6, b"16" + b" " * 70000, b"true", b"[16]", b'"16"'),
    ],
)
@pytest.mark.parametrize("topic", ["ci/evse/basic/maxcurrentlimit", "ci/global/dyn_current_limit/x"])
def test_anything_else_is_no_limit(topic, payload):
    with pytest.raises(TopicError):
        heard(topic, payload)


@pytest.mark.parametrize("name", ["", "x" * 65])
def test_a_dynamic_limit_has_a_short_name(name):
    with pytest.raises(TopicError, match="name"):
        heard(f"ci/global/dyn_current_limit/{name}", b"16")


@pytest.mark.req("CCC-MQTT-001")
def test_the_customer_chooses_the_availability_of_an_evse():
    assert heard("port0/ci/availability/target", b"inoperative") == AvailabilityChosen(1, Voice.CUSTOMER, False)
    assert heard("port1/ci/availability/target", b"operative") == AvailabilityChosen(2, Voice.CUSTOMER, True)
    with pytest.raises(TopicError, match="neither operative nor inoperative"):
        heard("port0/ci/availability/target", b"Operative")


@pytest.mark.req("CCC-SHARE-001", "CCC-API-033", "CCC-CFG-035")
@pytest.mark.parametrize("name", ["authorization_request", "authorizeReq"])
@pytest.mark.parametrize(
    ("standard", "kind"),
    [("ISO14443", TokenKind.ISO14443), ("ISO15693", TokenKind.ISO15693), ("UNKNOWN", TokenKind.CENTRAL)],
)
def test_a_card_at_a_remote_reader_is_a_card(name, standard, kind):
    payload = f'["{standard}", "1F2D3A4F5506C7"]'.encode()
    assert heard(f"port1/rfid/{name}", payload) == CardShown(Token("1F2D3A4F5506C7", kind), 2)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"1F2D3A4F",
        b"[]",
        b'["ISO14443"]',
        b'["ISO14443", 12]',
        b'["ISO14443", ""]',
        b'["ISO14443", "1F2"]',
        b'["ISO14443", "1F:2D"]',
        b'["ISO14443", "' + b"AB" * 19 + b'"]',
        b'["ISO9999", "1F2D"]',
        b'{"ISO14443": "1F2D"}',
        b"[" * 60000,
    ],
)
def test_anything_else_is_no_card(payload):
    with pytest.raises(TopicError):
        heard("port0/rfid/authorization_request", payload)


def test_a_retained_card_was_shown_long_ago():
    with pytest.raises(TopicError, match="retained"):
        heard("port0/rfid/authorization_request", b'["ISO14443", "1F2D3A4F"]', retained=True)


@pytest.mark.req("CCC-API-002")
@pytest.mark.parametrize(
    "topic", ["port2/ci/availability/target", "ci/availability/target", "x", "", "/", "ocpp/online"]
)
def test_ports_the_station_does_not_have_are_not_listened_to(topic):
    with pytest.raises(TopicError, match="nobody listens"):
        heard(topic, b"operative")
    assert not [each for each in FILTERS if each.startswith(("port2", "port-1"))]


@pytest.mark.req("CCC-ADD-056")
@pytest.mark.parametrize(
    "topic",
    [
        "port0/cable_current_limit",
        "port0/ci/evse/basic/grid_current_limit/actual",
        "port0/ci/evse/basic/evse_current_limit/actual",
    ],
)
def test_what_belongs_to_the_station_is_not_heard_from_others(topic):
    assert topic not in FILTERS
    with pytest.raises(TopicError):
        heard(topic, b"6")


@pytest.mark.parametrize("options", [OWN, REMOTE, OWN | {Option.OLD_CARD_TOPIC}])
def test_the_station_never_hears_what_it_publishes(options):
    published = {spot.name for spot in spots(2, options) if spot.topic.is_published}
    assert not published & {spot.name for spot in spots(2, options) if spot.topic.is_heard}


def test_an_action_goes_to_the_simulated_board_of_its_evse():
    done = []
    ear = Ear(spots(2, REMOTE), 2, lambda *action: done.append(action))
    assert ear.hear("port1/sim/plug", b'{"cable_a": 20}', retained=False) is None
    assert done == [("plug", b'{"cable_a": 20}', 2)]


def test_an_action_that_makes_no_sense_is_refused():
    def refuse(action, payload, evse):
        raise ValueError("volts: a number")

    ear = Ear(spots(1, REMOTE), 1, refuse)
    with pytest.raises(TopicError, match="volts: a number"):
        ear.hear("port0/sim/pilot", b"{}", retained=False)


@pytest.mark.parametrize("payload", [b"\xff", b"x" * 65537])
def test_an_action_is_text_of_a_reasonable_size(payload):
    ear = Ear(spots(1, REMOTE), 1, lambda *action: None)
    with pytest.raises(TopicError):
        ear.hear("port0/sim/plug", payload, retained=False)


def test_a_retained_action_was_done_long_ago():
    ear = Ear(spots(1, REMOTE), 1, lambda *action: None)
    with pytest.raises(TopicError, match="retained"):
        ear.hear("port0/sim/plug", b"{}", retained=True)


def test_without_a_simulated_board_nobody_listens_to_actions():
    assert not [each for each in FILTERS if "sim" in each]
    with pytest.raises(TopicError, match="nobody listens"):
        heard("port0/sim/plug", b"{}")


@pytest.mark.req("CCC-MQTT-105", "CCC-FAKE-003")
@pytest.mark.parametrize(("payload", "may_charge"), [(b"1", True), (b"0", False)])
@pytest.mark.parametrize("retained", [True, False])
def test_a_permission_stands_if_it_is_retained(payload, may_charge, retained):
    name = "port1/session/authorization_status"
    assert heard(name, payload, retained=retained) == CustomerPermission(2, may_charge, retained)
    assert EAR.minds_retain(name)


@pytest.mark.req("CCC-MQTT-105", "CCC-FAKE-003")
def test_where_the_central_system_permits_the_customer_is_not_heard():
    with pytest.raises(TopicError, match="nobody listens"):
        Ear(spots(2), 2).hear("port0/session/authorization_status", b"1", retained=False)


@pytest.mark.req("CCC-MQTT-105")
@pytest.mark.parametrize("payload", [b"", b"2", b"true", b"-1"])
def test_anything_else_is_no_permission(payload):
    with pytest.raises(TopicError):
        heard("port0/session/authorization_status", payload)


@pytest.mark.req("CCC-REV-011")
def test_another_central_system_is_a_setting_that_is_written():
    event = heard("ocpp/uri/target", b"wss://csms.example/ocpp")
    assert isinstance(event, VariablesWritten)
    assert event.writes == (Write("OCPPCommCtrlr.CentralSystemUrl", "wss://csms.example/ocpp"),)


@pytest.mark.parametrize("payload", [b"", b"http://csms.example", b"csms.example", b"ws://a b", b"ws://" + b"x" * 300])
def test_anything_else_is_no_central_system(payload):
    with pytest.raises(TopicError):
        heard("ocpp/uri/target", payload)


def test_a_retained_address_is_not_written_again_at_every_start():
    with pytest.raises(TopicError, match="retained"):
        heard("ocpp/uri/target", b"wss://csms.example/ocpp", retained=True)


def test_a_meter_elsewhere_says_what_it_can():
    assert heard("port0/metering/reading", b'{"energy_wh": 12}') == MeterRead(1, Reading(12.0), 60.0)
    whole = (
        b'{"energy_wh": 12345.6, "power_w": 11000, "voltage_v": [230, 231, 229], "current_a": [16, 15.9, 16],'
        b' "phase_power_w": [3680, 3673, 3664], "frequency_hz": 50.02}'
    )
    reading = Reading(
        12345.6, 11000.0, (230.0, 231.0, 229.0), (16.0, 15.9, 16.0), 50.02, None, (3680.0, 3673.0, 3664.0)
    )
    assert heard("port1/metering/reading", whole) == MeterRead(2, reading, 60.0)


def test_a_meter_that_signs_says_so_and_names_its_key():
    text = b'{"energy_wh": 1, "signed": "OCMF|{}|{}", "public_key": "30AB"}'
    reading = heard("port0/metering/reading", text).reading
    assert (reading.signed, reading.public_key) == (Signed("OCMF|{}|{}"), "30ab")
    more = b'{"energy_wh": 1, "signed": {"data": "1-1:1.8.0", "encoding": "EDL", "method": "ECDSA-secp192r1-SHA256"}}'
    reading = heard("port0/metering/reading", more).reading
    assert (reading.signed, reading.public_key) == (Signed("1-1:1.8.0", "EDL", "ECDSA-secp192r1-SHA256"), None)


def test_without_a_power_of_all_phases_they_are_added_up():
    event = heard("port0/metering/reading", b'{"energy_wh": 1, "phase_power_w": [100, 200, 300]}')
    assert event.reading.power_w == 600.0


def test_what_flows_back_is_zero():
    payload = b'{"energy_wh": 1, "power_w": -5, "current_a": [-1, 2], "phase_power_w": [-230, 460]}'
    reading = heard("port0/metering/reading", payload).reading
    assert (reading.power_w, reading.current_a, reading.phase_power_w) == (0.0, (0.0, 2.0), (0.0, 460.0))


@pytest.mark.parametrize(
    ("payload", "complaint"),
    [
        (b"", "not JSON"),
        (b"12", "not a JSON object"),
        (b"[]", "not a JSON object"),
        (b"{}", "energy_wh: is missing"),
        (b'{"energy_wh": "12"}', "energy_wh: not a number"),
        (b'{"energy_wh": true}', "energy_wh: not a number"),
        (b'{"energy_wh": -1}', "energy_wh: a register is not negative"),
        (b'{"energy_wh": 1e400}', "energy_wh: not a number"),
        (b'{"energy_wh": NaN}', "not JSON"),
        (b'{"energy_wh": 1' + b"0" * 400 + b"}", "energy_wh: not a number"),
        (b'{"energy_wh": 1, "voltage_v": 230}', "voltage_v: not an array of one to 3 numbers"),
        (b'{"energy_wh": 1, "voltage_v": []}', "voltage_v"),
        (b'{"energy_wh": 1, "voltage_v": [1, 2, 3, 4]}', "voltage_v"),
        (b'{"energy_wh": 1, "voltage_v": [null]}', "voltage_v: not a number"),
        (b'{"energy_wh": 1, "energy_kwh": 1}', "'energy_kwh': no such field"),
        (b'{"energy_wh": 1, "export_wh": -1}', "export_wh: a register is not negative"),
        (b'{"energy_wh": 1, "signed": 12}', "signed: neither a text nor an object with data"),
        (b'{"energy_wh": 1, "signed": {"method": "x"}}', "signed: neither a text nor an object with data"),
        (b'{"energy_wh": 1, "signed": {"data": "x", "key": "x"}}', "signed: 'key': no such field"),
        (b'{"energy_wh": 1, "signed": "' + b"x" * 1801 + b'"}', "signed: data: not a text of at most 1800 bytes"),
        (b'{"energy_wh": 1, "signed": {"data": "x", "method": 1}}', "signed: method: not a text"),
        (b'{"energy_wh": 1, "public_key": "xy"}', "public_key: not a key in hexadecimal digits, nor empty"),
        (b'{"energy_wh": 1, "public_key": 3}', "public_key"),
    ],
)
def test_a_reading_that_is_none_is_refused_with_its_field(payload, complaint):
    with pytest.raises(TopicError, match=complaint):
        heard("port0/metering/reading", payload)


@pytest.mark.parametrize(
    ("topic", "fault"),
    [("port0/metering/meter/available", Fault.METER_LOST), ("port0/rfid/available", Fault.READER_LOST)],
)
def test_a_part_elsewhere_says_whether_it_works(topic, fault):
    assert heard(topic, b"0") == FaultSeen(1, fault)
    assert heard(topic, b"1", retained=True) == FaultCleared(1, fault)
    with pytest.raises(TopicError):
        heard(topic, b"yes")


@pytest.mark.parametrize(
    ("topic", "payload", "needs"),
    [
        ("port0/ci/evse/parameter/maxcurrentlimit", b'{"Multiplier": 0, "Value": 32}', "ISO 15118"),
        ("port0/ci/charge/reinit_session", b"", "ISO 15118"),
    ],
)
def test_what_nobody_minds_yet_is_checked_and_says_what_it_needs(topic, payload, needs):
    with pytest.raises(TopicError, match=f"is well formed, but nobody minds it yet: it needs {needs}"):
        heard(topic, payload)
    with pytest.raises(TopicError, match="UTF-8"):
        heard(topic, b"\xff")


@pytest.mark.parametrize("topic", ["ocpp/data_transfer_to_cs/a/b/request", "ocpp/data_transfer_to_cs/request"])
def test_a_free_level_of_a_topic_is_one_level(topic):
    with pytest.raises(TopicError, match="nobody listens"):
        heard(topic, b"[]")


NUMBERS = st.floats() | st.integers() | st.booleans() | st.none() | st.text(max_size=5)
FIELDS = st.sampled_from(
    ["energy_wh", "power_w", "voltage_v", "current_a", "Multiplier", "Value", "Unit", "Start", "x"]
)
OBJECTS = st.dictionaries(FIELDS, NUMBERS | st.lists(NUMBERS, max_size=4), max_size=6)
FRAMES = st.lists(NUMBERS | st.just("DataTransfer") | OBJECTS, max_size=5)
NAMES = st.text(st.characters(exclude_characters="/+#\0", exclude_categories=["Cs"]), max_size=80)
LIKELY = st.sampled_from([b"16", b"-1", b"operative", b'["ISO14443", "AB"]', b"[1, 2]", b'["ISO14443", ["AB"]]'])
SHREDS = st.lists(st.sampled_from([b"[", b"]", b'"', b"-", b".", b"1", b"ISO14443", b",", b"\xff"])).map(b"".join)
JSONS = (OBJECTS | FRAMES).map(lambda value: json.dumps(value).encode())
PAYLOADS = st.binary() | LIKELY | SHREDS | JSONS | st.text().map(lambda text: text.encode("utf-8", "surrogatepass"))


@given(topic=st.sampled_from(FILTERS), name=NAMES, payload=PAYLOADS, retained=st.booleans())
@example(topic="ci/global/dyn_current_limit/+", name="x", payload=b"9" * 5000, retained=False)
@example(topic="port0/rfid/authorizeReq", name="", payload=b"9" * 5000, retained=False)
def test_any_bytes_are_an_event_or_refused_in_one_line(topic, name, payload, retained):
    said, event = None, None
    try:
        event = EAR.hear(topic.replace("+", name), payload, retained=retained)
    except TopicError as error:
        said = str(error)
    if said is None:
        assert isinstance(
            event, CustomerEvent | MeterRead | CardShown | VariablesWritten | FaultSeen | FaultCleared | FirmwareAsked
        )
    else:
        assert 0 < len(said) < 400
        assert said.isprintable()
