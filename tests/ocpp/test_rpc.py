"""Frames of OCPP-J: what is understood, what is named as malformed, and what goes out."""

import json

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pilotwire.ocpp.rpc import Call, CallError, CallResult, Malformed, encode_call, encode_error, encode_result, parse
from pilotwire.ocpp.rpc_error import RpcErrorKind as Kind
from pilotwire.ocpp.v16.messages.boot_notification import BootNotificationRequest
from pilotwire.ocpp.v16.messages.clear_cache import ClearCacheResponse, ClearCacheStatus

DEEP = "[" * 90_000
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


def test_a_call_is_read_with_its_payload_untouched() -> None:
    call = parse('[2,"19223201","BootNotification",{"chargePointVendor": "VendorX"}]')
    assert isinstance(call, Call)
    assert (call.id, call.action, bytes(call.payload)) == (
        "19223201",
        "BootNotification",
        b'{"chargePointVendor": "VendorX"}',
    )


def test_a_result_and_an_error_are_read() -> None:
    result = parse(b' [ 3 , "a" , {"status":"Accepted"} ] ')
    assert isinstance(result, CallResult)
    assert (result.id, bytes(result.payload)) == ("a", b'{"status":"Accepted"}')
    error = parse('[4,"162376037","NotSupported","not supported",{"x":1}]')
    assert isinstance(error, CallError)
    assert (error.id, error.code, error.description) == ("162376037", "NotSupported", "not supported")
    assert bytes(error.details) == b'{"x":1}'


def test_an_error_without_description_and_details_still_ends_its_call() -> None:
    assert parse('[4,"a","InternalError"]') == CallError("a", "InternalError")


MALFORMED = [
    ("", None, Kind.RPC_FRAMEWORK, None),
    ("{", None, Kind.RPC_FRAMEWORK, None),
    ('{"a":1}', None, Kind.RPC_FRAMEWORK, None),
    ("[]", None, Kind.RPC_FRAMEWORK, None),
    ("[2]", None, Kind.RPC_FRAMEWORK, 2),
    ('["2","a","Reset",{}]', None, Kind.RPC_FRAMEWORK, None),
    ('[2,7,"Reset",{}]', None, Kind.RPC_FRAMEWORK, 2),
    ('[2,null,"Reset",{}]', None, Kind.RPC_FRAMEWORK, 2),
    ('[2,"a"]', "a", Kind.RPC_FRAMEWORK, 2),
    ('[2,"a","Reset"]', "a", Kind.RPC_FRAMEWORK, 2),
    ('[2,"a","Reset",{},1]', "a", Kind.RPC_FRAMEWORK, 2),
    ('[2,"a",5,{}]', "a", Kind.RPC_FRAMEWORK, 2),
    ('[2,"1234567890123456789012345678901234567","Reset",{}]', "1234567890123456789012345678901234567",
     Kind.RPC_FRAMEWORK, 2),
    ('[3,"a"]', "a", Kind.RPC_FRAMEWORK, 3),
    ('[4,"a",{}]', "a", Kind.RPC_FRAMEWORK, 4),
    ('[5,"a","Reset",{}]', "a", Kind.MESSAGE_TYPE_NOT_SUPPORTED, 5),
    ('[-1,"a"]', "a", Kind.MESSAGE_TYPE_NOT_SUPPORTED, -1),
    ('[2,"a","Reset",{"type":}]', "a", Kind.FORMAT_VIOLATION, 2),
    ('[2,"a\\"b","Reset",{"type"', 'a"b', Kind.FORMAT_VIOLATION, 2),
    ('[2,"a","Reset",{}] []', "a", Kind.FORMAT_VIOLATION, 2),
    ('[2,"a', None, Kind.RPC_FRAMEWORK, 2),
    ('[2,"\\ud800","Reset",{}]', None, Kind.RPC_FRAMEWORK, 2),
    ('[2,"\ud800","Reset",{}]', None, Kind.RPC_FRAMEWORK, 2),
    (b"\xff\xfe", None, Kind.RPC_FRAMEWORK, None),
    (b'[2,"a","DataTransfer",{"vendorId":"\xff"}]', "a", Kind.FORMAT_VIOLATION, 2),
    (f'[2,"a","Reset",{DEEP}', "a", Kind.FORMAT_VIOLATION, 2),
    (DEEP, None, Kind.RPC_FRAMEWORK, None),
]  # fmt: skip


@pytest.mark.parametrize(("frame", "id", "kind", "message_type"), MALFORMED, ids=lambda value: repr(value)[:40])
def test_a_malformed_frame_is_named_with_what_can_be_read(
    frame: str | bytes, id: str | None, kind: Kind, message_type: int | None
) -> None:
    found = parse(frame)
    assert isinstance(found, Malformed)
    assert (found.id, found.kind, found.message_type) == (id, kind, message_type)
    assert found.text


def test_only_a_malformed_answer_is_never_answered() -> None:
    found = [parse(frame) for frame in ('[3,"a"]', '[4,"a"]', '[2,"a"]', "{")]
    assert [isinstance(each, Malformed) and each.is_answer for each in found] == [True, True, False, False]


@given(st.text() | st.binary())
@example("[" * 100_000)
@example('[2,"' + "\\" * 10_001)
def test_parse_never_raises_on_noise(frame: str | bytes) -> None:
    assert isinstance(parse(frame), Malformed)


@given(JSON | st.lists(JSON, max_size=6) | st.tuples(st.sampled_from([2, 3, 4, 5]), JSON, JSON, JSON, JSON))
def test_parse_never_raises_on_json_and_never_loses_a_readable_id(value: object) -> None:
    found = parse(json.dumps(value))
    sequence = list(value) if isinstance(value, list | tuple) else []
    if len(sequence) > 1 and type(sequence[0]) is int and isinstance(sequence[1], str):
        assert found.id == sequence[1]


@given(st.text(max_size=36), st.text(), st.dictionaries(st.text(), JSON), st.integers(0, 200))
def test_a_good_call_cut_short_anywhere_is_malformed(id: str, action: str, payload: object, cut: int) -> None:
    frame = json.dumps([2, id, action, payload], ensure_ascii=False)
    whole = parse(frame.encode())
    assert isinstance(whole, Call)
    assert (whole.id, whole.action, json.loads(bytes(whole.payload))) == (id, action, payload)
    assert isinstance(parse(frame.encode()[: min(cut, len(frame.encode()) - 1)]), Malformed)


def test_a_call_and_a_result_go_out_with_wire_names_and_without_absent_fields() -> None:
    boot = BootNotificationRequest(charge_point_vendor="V", charge_point_model="M")
    wire = b'[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'
    assert encode_call("1", "BootNotification", boot) == wire
    assert encode_result("2", ClearCacheResponse(status=ClearCacheStatus.ACCEPTED)) == b'[3,"2",{"status":"Accepted"}]'


def test_an_error_goes_out_with_five_elements_and_at_most_255_characters() -> None:
    assert encode_error("7", "NotSupported", "no") == b'[4,"7","NotSupported","no",{}]'
    assert msgspec.json.decode(encode_error(None, "RpcFrameworkError", "ü" * 300)) == [
        4,
        "-1",
        "RpcFrameworkError",
        "ü" * 255,
        {},
    ]


def test_an_error_about_a_broken_text_can_itself_be_sent() -> None:
    assert parse(encode_error("7", "FormatViolation", "bad \ud800 text")) == CallError(
        "7", "FormatViolation", "bad ? text"
    )
