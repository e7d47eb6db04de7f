"""Payloads on their way in: which error each fault gets, and the few liberties taken."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotwire.ocpp.decode import RefusedPayload, decode_request, decode_response
from pilotwire.ocpp.rpc_error import RpcErrorKind as Kind
from pilotwire.ocpp.v2 import error_codes as v2_codes
from pilotwire.ocpp.v2 import messages as v2
from pilotwire.ocpp.v2.messages.custom_data import CustomData
from pilotwire.ocpp.v2.messages.data_transfer import DataTransferRequest
from pilotwire.ocpp.v2.messages.heartbeat import HeartbeatRequest
from pilotwire.ocpp.v16 import error_codes as v16_codes
from pilotwire.ocpp.v16 import messages as v16
from pilotwire.ocpp.v16.messages.clear_cache import ClearCacheRequest
from pilotwire.ocpp.v16.messages.remote_start_transaction import RemoteStartTransactionRequest
from pilotwire.ocpp.v16.messages.set_charging_profile import SetChargingProfileRequest

# msgspec knows its errors by text only: an update that words one differently must fail here.
REFUSALS = [
    (b'{"idTag": 1}', Kind.TYPE_CONSTRAINT, "Expected `str`, got `int` - at `$.idTag`"),
    (b'{"idTag": null}', Kind.TYPE_CONSTRAINT, "Expected `str`, got `null` - at `$.idTag`"),
    (b'{"idTag": "A", "connectorId": "1"}', Kind.TYPE_CONSTRAINT, "Expected `int`, got `str` - at `$.connectorId`"),
    (b'{"idTag": "A", "connectorId": 1.5}', Kind.TYPE_CONSTRAINT, "Expected `int`, got `float` - at `$.connectorId`"),
    (b'{"idTag": "A", "connectorId": null}', Kind.TYPE_CONSTRAINT, "Expected a value, got `null` - at `$.connectorId`"),
    (b"{}", Kind.OCCURRENCE_CONSTRAINT, "Object missing required field `idTag`"),
    (b'{"idTag": "A", "x": 1}', Kind.FORMAT_VIOLATION, "Object contains unknown field `x`"),
    (b'{"idTag": "123456789012345678901"}', Kind.PROPERTY_CONSTRAINT, "Expected `str` of length <= 20 - at `$.idTag`"),
    (b'["A"]', Kind.FORMAT_VIOLATION, "Expected `object`, got `array`"),
    (b'"A"', Kind.FORMAT_VIOLATION, "Expected `object`, got `str`"),
    (b'{"idTag": "A"', Kind.FORMAT_VIOLATION, "Input data was truncated"),
    (b"", Kind.FORMAT_VIOLATION, "Input data was truncated"),
    (b'{"idTag": "\xff"}', Kind.FORMAT_VIOLATION, "not UTF-8"),
    (b'{"x": ' + b"[" * 9000 + b"]" * 9000 + b"}", Kind.FORMAT_VIOLATION, "Object contains unknown field `x`"),
]


def profile(limit: str = "16", unit: str = "A", minimum: str = "6") -> bytes:
    period = f'[{{"startPeriod": 0, "limit": {limit}}}]'
    schedule = f'{{"chargingRateUnit": "{unit}", "chargingSchedulePeriod": {period}, "minChargingRate": {minimum}}}'
    return (
        '{"connectorId": 1, "csChargingProfiles": {"chargingProfileId": 1, "stackLevel": 0, "chargingProfilePurpose": '
        f'"TxProfile", "chargingProfileKind": "Relative", "chargingSchedule": {schedule}}}}}'
    ).encode()


def reservation(expiry: str) -> bytes:
    return f'{{"connectorId": 1, "expiryDate": "{expiry}", "idTag": "A", "reservationId": 1}}'.encode()


@pytest.mark.parametrize("expiry", ["", "soon", "2026-13-01T00:00:00Z", "x" * 1000])
def test_a_time_nobody_can_read_is_refused_with_its_field(expiry: str) -> None:
    with pytest.raises(RefusedPayload) as refused:
        decode_request(v16, "ReserveNow", reservation(expiry))
    assert refused.value.kind is Kind.PROPERTY_CONSTRAINT
    assert refused.value.text == f"Expected a time, got {expiry[:40]!r} - at `$.expiryDate`"
    assert decode_request(v16, "ReserveNow", reservation("2099-01-01T00:00:00+01:00"))


def test_a_time_nobody_can_read_deep_in_a_list_is_found() -> None:
    entry = '{"idTag": "A", "idTagInfo": {"status": "Accepted", "expiryDate": "soon"}}'
    payload = f'{{"listVersion": 1, "updateType": "Full", "localAuthorizationList": [{entry}]}}'.encode()
    with pytest.raises(RefusedPayload) as refused:
        decode_request(v16, "SendLocalList", payload)
    assert refused.value.text.endswith("at `$.localAuthorizationList[0].idTagInfo.expiryDate`")


def test_an_answer_with_a_time_nobody_can_read_is_an_answer() -> None:
    decode_response(v16, "Authorize", b'{"idTagInfo": {"status": "Accepted", "expiryDate": "soon"}}')


def test_a_number_of_a_thousand_digits_is_refused_and_a_uuid_is_not() -> None:
    assert decode_request(v16, "RemoteStopTransaction", b'{"transactionId": %d}' % (2**128 - 1))
    for huge in (2**128, -(2**128), 10**1000):
        with pytest.raises(RefusedPayload) as refused:
            decode_request(v16, "RemoteStopTransaction", b'{"transactionId": %d}' % huge)
        assert refused.value.kind is Kind.PROPERTY_CONSTRAINT


@pytest.mark.parametrize(("payload", "kind", "text"), REFUSALS)
def test_a_bad_payload_is_refused_with_the_kind_and_the_field(payload: bytes, kind: Kind, text: str) -> None:
    with pytest.raises(RefusedPayload) as refused:
        decode_request(v16, "RemoteStartTransaction", payload)
    assert (refused.value.kind, refused.value.text) == (kind, text)


def test_an_unknown_action_is_not_implemented() -> None:
    with pytest.raises(RefusedPayload) as refused:
        decode_request(v16, "NotifyReport", b"{}")
    assert refused.value.kind is Kind.NOT_IMPLEMENTED


def test_nesting_beyond_the_stack_is_a_format_error() -> None:
    deep = b'{"vendorId": "v", "data": ' + b"[" * 90_000 + b"]" * 90_000 + b"}"
    with pytest.raises(RefusedPayload) as refused:
        decode_request(v2, "DataTransfer", deep)
    assert (refused.value.kind, refused.value.text) == (Kind.FORMAT_VIOLATION, "nested too deeply")


def test_a_request_and_a_response_become_their_own_types() -> None:
    request = decode_request(v16, "RemoteStartTransaction", msgspec.Raw(b'{"idTag": "A", "connectorId": 2}'))
    assert request == RemoteStartTransactionRequest(id_tag="A", connector_id=2)
    with pytest.raises(RefusedPayload):
        decode_response(v16, "RemoteStartTransaction", b'{"idTag": "A"}')


@pytest.mark.parametrize("limit", ["0.1", "0.3", "8.1", "16", "32.7", "1e2", "922.9", "1e300"])
def test_limits_in_steps_of_a_tenth_are_accepted_however_binary_rounds_them(limit: str) -> None:
    request = decode_request(v16, "SetChargingProfile", profile(limit))
    assert isinstance(request, SetChargingProfileRequest)
    assert request.cs_charging_profiles.charging_schedule.charging_schedule_period[0].limit == float(limit)


@pytest.mark.parametrize("limit", ["0.25", "16.01", "0.30000000000000004", "1e-7"])
def test_limits_between_the_steps_are_refused_by_name(limit: str) -> None:
    for payload, name in (
        (profile(limit), "chargingSchedulePeriod.limit"),
        (profile("1", "A", limit), "minChargingRate"),
    ):
        with pytest.raises(RefusedPayload) as refused:
            decode_request(v16, "SetChargingProfile", payload)
        assert refused.value.kind is Kind.PROPERTY_CONSTRAINT
        assert f"$.csChargingProfiles.chargingSchedule.{name}" in refused.value.text


def test_a_number_no_float_holds_is_out_of_range() -> None:
    with pytest.raises(RefusedPayload) as refused:
        decode_request(v16, "SetChargingProfile", profile("1e999"))
    assert refused.value.kind is Kind.PROPERTY_CONSTRAINT


def test_an_unknown_unit_is_a_property_constraint_as_the_errata_want() -> None:
    with pytest.raises(RefusedPayload) as refused:  # OCPP 1.6 errata 3.38
        decode_request(v16, "SetChargingProfile", profile("1", "kW"))
    assert refused.value.kind is Kind.PROPERTY_CONSTRAINT
    assert "chargingRateUnit" in refused.value.text


def test_an_integer_may_be_written_with_a_zero_fraction() -> None:
    request = decode_request(v16, "RemoteStartTransaction", b'{"idTag": "A", "connectorId": 2.0}')
    assert request == RemoteStartTransactionRequest(id_tag="A", connector_id=2)


@pytest.mark.parametrize(
    ("rest", "kind"),
    [
        (b'"x": 1', Kind.FORMAT_VIOLATION),
        (b'"x": 1e999', Kind.PROPERTY_CONSTRAINT),
        (b'"x": 1' + b"0" * 30, Kind.FORMAT_VIOLATION),
        (b'"x": ', Kind.FORMAT_VIOLATION),
        (b'"idTag": 5', Kind.TYPE_CONSTRAINT),
    ],
)
def test_what_follows_a_zero_fraction_is_judged_as_ever(rest: bytes, kind: Kind) -> None:
    with pytest.raises(RefusedPayload) as refused:
        decode_request(v16, "RemoteStartTransaction", b'{"connectorId": 2.0, ' + rest + b"}")
    assert refused.value.kind is kind


@given(st.binary() | st.text().map(str.encode) | st.sampled_from([b"[" * 90_000, b'{"data":' * 90_000]))
def test_nothing_but_a_refusal_comes_out_of_noise(payload: bytes) -> None:
    for messages, action in ((v16, "RemoteStartTransaction"), (v2, "DataTransfer")):
        with pytest.raises(RefusedPayload):
            decode_request(messages, action, payload)


def test_a_null_payload_means_an_empty_one() -> None:
    assert decode_request(v16, "ClearCache", b"null") == ClearCacheRequest()
    assert decode_request(v2, "Heartbeat", b" null ") == HeartbeatRequest()
    with pytest.raises(RefusedPayload) as refused:
        decode_request(v16, "RemoteStartTransaction", b"null")
    assert refused.value.kind is Kind.OCCURRENCE_CONSTRAINT


def test_the_word_null_in_a_text_is_no_null() -> None:
    request = decode_request(v16, "RemoteStartTransaction", b'{"idTag": "null"}')
    assert request == RemoteStartTransactionRequest(id_tag="null")


def test_custom_data_keeps_what_it_carries() -> None:
    payload = b'{"customData":{"vendorId":"v","more":{"deep":[1,null]}}}'
    request = decode_request(v2, "Heartbeat", payload)
    assert request == HeartbeatRequest(custom_data=CustomData(vendorId="v", more={"deep": [1, None]}))
    assert msgspec.json.encode(request) == payload


def test_data_of_a_data_transfer_is_any_json() -> None:
    for text, value in (("[1,null]", [1, None]), ("null", None), ('{"customData":null}', {"customData": None})):
        request = decode_request(v2, "DataTransfer", f'{{"vendorId":"v","data":{text}}}'.encode())
        assert request == DataTransferRequest(vendor_id="v", data=value)


def test_both_versions_spell_every_kind() -> None:
    assert set(v16_codes.CODES) == set(v2_codes.CODES) == set(Kind)
    assert v16_codes.CODES[Kind.FORMAT_VIOLATION] == "FormationViolation"
    assert v16_codes.CODES[Kind.OCCURRENCE_CONSTRAINT] == "OccurenceConstraintViolation"
    assert v2_codes.CODES[Kind.FORMAT_VIOLATION] == "FormatViolation"
    assert v2_codes.CODES[Kind.OCCURRENCE_CONSTRAINT] == "OccurrenceConstraintViolation"
