"""The tunnel on its topics: frames of OCPP-J, read and written."""

import json
from dataclasses import replace

import pytest
from tests.mqtt.customer import spots

from pilotwire.core import registry
from pilotwire.core.csms import BootAnswered, LinkChanged, Registration
from pilotwire.core.reply import ReplyTo
from pilotwire.core.service import ServiceAsked, ServiceMisspoke, ServiceRegistered, TransferReturned
from pilotwire.core.settings import Layers, Settings
from pilotwire.core.transfer import Content, TransferError, TransferResult, TransferStatus
from pilotwire.core.tunnel import TransferAsked, TransferConfirmed, tunnel_text
from pilotwire.mqtt.announcer import Announcer
from pilotwire.mqtt.ear import Ear
from pilotwire.mqtt.publication import Publication
from pilotwire.mqtt.topic import TopicError

EAR = Ear(spots(), 2)
TO_CS, FROM_CS = "ocpp/data_transfer_to_cs", "ocpp/data_transfer_from_cs"
CALL = [2, "73a0d9a1-12d1-4223-ad16-90928d30de1e", "DataTransfer", {"vendorId": "com.vendor", "data": "eA=="}]


def heard(topic, frame, **more):
    payload = frame if isinstance(frame, bytes) else json.dumps(frame).encode()
    return EAR.hear(topic, payload, retained=False, **more)


@pytest.fixture
def announcer(story):
    layers = Layers(registry.VARIABLES, {(registry.TUNNELS.name, 0): (tunnel_text("com.vendor", None, 1),)})
    story.station = replace(story.station, settings=Settings(layers))
    announcer = Announcer(spots())
    announcer.step(story.begin())
    for event in (LinkChanged(True), BootAnswered(Registration.ACCEPTED, 600), ServiceRegistered("4711")):
        announcer.step(story.hear(event))
    return announcer


def said(publications):
    return [
        (each.topic, json.loads(each.payload), each.retain)
        for each in publications
        if isinstance(each, Publication) and "data_transfer" in each.topic
    ]


@pytest.mark.req("CCC-DT-001", "CCC-MQTT-003", "CCC-ADD-014")
def test_a_request_of_the_central_system_is_published_whole_and_not_retained(announcer, story):
    content = Content("com.vendor", "fooBar", "base64encodedData")
    publications = announcer.step(story.hear(TransferAsked(ReplyTo("r"), CALL[1], content)))
    fields = {"vendorId": "com.vendor", "messageId": "fooBar", "data": "base64encodedData"}
    assert said(publications) == [(f"{FROM_CS}/request", [2, CALL[1], "DataTransfer", fields], False)]
    publications = announcer.step(story.hear(TransferAsked(ReplyTo("s"), "other", Content("com.vendor"))))
    assert said(publications)[0][1] == [2, "other", "DataTransfer", {"vendorId": "com.vendor"}]


@pytest.mark.req("CCC-DT-006", "CCC-MQTT-007", "CCC-DT-004")
@pytest.mark.parametrize(
    ("result", "frame"),
    [
        (TransferResult(TransferStatus.ACCEPTED, "eA=="), [3, "mine", {"status": "Accepted", "data": "eA=="}]),
        (TransferResult(TransferStatus.UNKNOWN_VENDOR), [3, "mine", {"status": "UnknownVendorId"}]),
        (
            TransferResult(error=TransferError("NotSupported", "never", '{"a": {"b": [1]}}')),
            [4, "mine", "NotSupported", "never", {"a": {"b": [1]}}],
        ),
        (None, [4, "mine", "GenericError", "the central system has not answered", {}]),
    ],
)
def test_the_answer_goes_to_the_topic_of_the_service(announcer, story, result, frame):
    story.hear(ServiceAsked("4711", "mine", Content("v")))
    [id] = story.station.transfers.sent
    assert said(announcer.step(story.hear(TransferReturned(id, result)))) == [(f"{TO_CS}/4711/confirm", frame, False)]


@pytest.mark.req("CCC-DT-006", "CCC-ADD-014")
def test_what_is_not_sent_is_an_error_at_the_topic_of_the_service(announcer, story):
    for event in (
        ServiceAsked("stranger", "mine", Content("v")),
        ServiceMisspoke("4711", "-1", TransferError("FormationViolation", "not JSON")),
    ):
        [(topic, frame, retain)] = said(announcer.step(story.hear(event)))
        assert (topic, frame[:2], retain) == (f"{TO_CS}/{event.service}/confirm", [4, event.id], False)


@pytest.mark.req("CCC-MQTT-004")
@pytest.mark.parametrize(
    ("frame", "result"),
    [
        ([3, "u", {"status": "Accepted"}], TransferResult(TransferStatus.ACCEPTED)),
        ([3, "u", {"status": "Rejected", "data": ""}], TransferResult(TransferStatus.REJECTED, "")),
        ([3, "u", {"status": "UnknownMessageId"}], TransferResult(TransferStatus.UNKNOWN_MESSAGE)),
        ([4, "u", "Bad", "no", {"x": 1}], TransferResult(error=TransferError("Bad", "no", '{"x": 1}'))),
    ],
)
def test_a_confirm_is_a_result_or_an_error(frame, result):
    assert heard(f"{FROM_CS}/confirm", frame) == TransferConfirmed("u", result)


@pytest.mark.parametrize(
    "frame",
    [
        [3, "u", {}],
        [3, "u", "Accepted"],
        [3, "u", {"status": "accepted"}],
        [3, "u", {"status": 1}],
        [3, "u", {"status": "Accepted", "data": 1}],
        [3, "u", {"status": "Accepted", "more": "x"}],
        [3, "u" * 37, {"status": "Accepted"}],
        [4, "u"],
        [4, "u", 1, "", {}],
        [4, "u", "GenericError", "", []],
        CALL,
        b"\xff",
    ],
)
def test_anything_else_confirms_nothing(frame):
    with pytest.raises(TopicError):
        heard(f"{FROM_CS}/confirm", frame)


@pytest.mark.req("CCC-MQTT-005", "CCC-DT-004")
def test_a_service_registers_under_a_name():
    assert heard(f"{TO_CS}/service_id", b"4711\n") == ServiceRegistered("4711")


@pytest.mark.req("CCC-DT-005")
@pytest.mark.parametrize("name", [b"", b"a/b", b"a b", b"a+b", b"a#", b"$a", b"x" * 256])
def test_a_name_that_cannot_stand_in_a_topic_is_refused(name):
    with pytest.raises(TopicError, match="not a name"):
        heard(f"{TO_CS}/service_id", name)


@pytest.mark.req("CCC-DT-005")
@pytest.mark.parametrize("name", ["a b", "$a", "a+b", ""])
def test_under_such_a_name_nobody_asks(name):
    with pytest.raises(TopicError, match="nobody can be registered"):
        heard(f"{TO_CS}/{name}/request", CALL)


@pytest.mark.req("CCC-MQTT-006")
def test_a_call_is_a_question_of_its_service():
    assert heard(f"{TO_CS}/me/request", CALL) == ServiceAsked("me", CALL[1], Content("com.vendor", None, "eA=="))


@pytest.mark.req("CCC-ADD-014")
@pytest.mark.parametrize(
    ("frame", "id", "code", "words"),
    [
        (b"[2,", "-1", "FormationViolation", "not JSON"),
        (b"\xff", "-1", "FormationViolation", "not UTF-8"),
        ({}, "-1", "FormationViolation", "begins with 2"),
        ([2], "-1", "FormationViolation", "not 4 elements"),
        ([True, "u", "DataTransfer", {"vendorId": "v"}], "u", "FormationViolation", "begins with 2"),
        ([3, "u", {"status": "Accepted"}], "u", "FormationViolation", "begins with 2"),
        ([2, "u" * 37, "DataTransfer", {"vendorId": "v"}], "-1", "FormationViolation", "unique id"),
        ([2, 1, "DataTransfer", {"vendorId": "v"}], "-1", "FormationViolation", "unique id"),
        ([2, "u", "Reset", {"vendorId": "v"}], "u", "NotSupported", "DataTransfer"),
        ([2, "u", "DataTransfer", []], "u", "FormationViolation", "no object"),
        ([2, "u", "DataTransfer", {}], "u", "OccurenceConstraintViolation", "vendorId: is missing"),
        ([2, "u", "DataTransfer", {"vendorId": "v" * 256}], "u", "PropertyConstraintViolation", "vendorId: longer"),
        ([2, "u", "DataTransfer", {"vendorId": "v", "data": {}}], "u", "TypeConstraintViolation", "data: not a text"),
        ([2, "u", "DataTransfer", {"vendorId": "v", "x": "y"}], "u", "FormationViolation", "'x': no such field"),
    ],
)
def test_what_is_no_call_is_an_error_for_its_service(frame, id, code, words):
    event = heard(f"{TO_CS}/me/request", frame)
    assert isinstance(event, ServiceMisspoke)
    assert (event.service, event.id, event.error.code) == ("me", id, code)
    assert words in event.error.text


@pytest.mark.parametrize("topic", [f"{FROM_CS}/confirm", f"{TO_CS}/service_id", f"{TO_CS}/me/request"])
def test_a_message_of_the_tunnel_is_about_a_moment(topic):
    with pytest.raises(TopicError, match="must not be retained"):
        EAR.hear(topic, json.dumps(CALL).encode(), retained=True)
