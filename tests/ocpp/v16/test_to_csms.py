"""What the station asks and tells, as it stands on the wire."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered
from pilotwire.core.clock import Clock
from pilotwire.core.csms import BootAnswered, BootCause, HeartbeatAnswered, Registration, SendBoot, SendHeartbeat
from pilotwire.core.moment import Stamp
from pilotwire.core.reading import Reading
from pilotwire.core.sampling import Occasion, Sampled
from pilotwire.core.station import Station
from pilotwire.core.stop import Reason
from pilotwire.core.token import NOBODY, Token, TokenInfo, TokenJudged, TokenKind, TokenStatus
from pilotwire.core.trigger import Message as Wanted
from pilotwire.core.trigger import MessageTriggered, MeterSampled
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.dialect import Heard, Message, Row, Untellable
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v16.dialect import V16
from pilotwire.ocpp.v16.messages.stop_transaction import Reason as WireReason
from pilotwire.ocpp.v16.to_csms.sampled_value import text_of

T0 = 1795143845.123
T0_TEXT = "2026-11-20T03:04:05.123Z"
BOOT, BEAT = SendBoot(BootCause.POWER_UP), SendHeartbeat()
AUTHORIZE = AskAuthorization("q1", Token("04E1FF"))

Rows = Callable[..., Row]
Samples = Callable[..., Sampled]
Wire = Callable[[Message], dict[str, Any]]
Make = Callable[..., Station]
Stamps = Callable[..., Stamp]


class Notes:
    def __init__(self, *samples: Sampled, **notes: str) -> None:
        self.notes = {"b1-1": "42", **notes}
        self.samples = samples

    def note_of(self, transaction: str) -> str | None:
        return self.notes.get(transaction)

    def samples_of(self, transaction: str) -> tuple[Sampled, ...]:
        return self.samples

    def transaction_of(self, note: str) -> str | None:
        return None


class NoNotes(Notes):
    def __init__(self) -> None:
        super().__init__()
        self.notes = {}


# --- BootNotification


def boot(v16: V16, make_station: Make, wire: Wire, **names: str) -> dict[str, Any]:
    values = {(getattr(registry, name).name, 0): text for name, text in names.items()}
    message = v16.ask(BOOT, make_station(values=values))
    assert message.action == "BootNotification"
    return wire(message)


@pytest.mark.req("CCC-MSG-002", "ABB-MSG-002")
def test_a_boot_notification_names_the_station(v16: V16, make_station: Make, wire: Wire) -> None:
    names = {"VENDOR": "Acme", "MODEL": "One", "SERIAL_NUMBER": "S1", "FIRMWARE_VERSION": "1.2"}
    assert boot(v16, make_station, wire, **names) == {
        "chargePointVendor": "Acme",
        "chargePointModel": "One",
        "chargePointSerialNumber": "S1",
        "firmwareVersion": "1.2",
    }


@pytest.mark.req("CCC-SYS-007", "CCC-CFG-061", "CCC-CFG-062", "CCC-CFG-063")
def test_names_too_long_for_1_6_are_cut(v16: V16, make_station: Make, wire: Wire) -> None:
    long = "x" * 99
    payload = boot(v16, make_station, wire, VENDOR=long, MODEL=long, SERIAL_NUMBER=long, FIRMWARE_VERSION=long)
    assert {name: len(text) for name, text in payload.items()} == {
        "chargePointVendor": 20,
        "chargePointModel": 20,
        "chargePointSerialNumber": 25,
        "firmwareVersion": 50,
    }


def test_names_that_are_not_known_are_left_out(v16: V16, make_station: Make, wire: Wire) -> None:
    assert set(boot(v16, make_station, wire)) == {"chargePointVendor", "chargePointModel"}


@pytest.mark.parametrize("status", [Registration.ACCEPTED, Registration.PENDING, Registration.REJECTED])
def test_the_boot_answer_is_the_registration(v16: V16, status: Registration) -> None:
    payload = f'{{"status":"{status.value.title()}","currentTime":"{T0_TEXT}","interval":300}}'
    assert v16.answered(BOOT, payload.encode()) == BootAnswered(status, 300, pytest.approx(T0))


def test_nobody_answered_the_boot_notification(v16: V16) -> None:
    assert v16.answered(BOOT, None) == BootAnswered(None)


def test_an_odd_date_does_not_stop_the_start(v16: V16) -> None:
    payload = b'{"status":"Accepted","currentTime":"yesterday","interval":-5}'
    assert v16.answered(BOOT, payload) == BootAnswered(Registration.ACCEPTED, 0, None)


def test_a_broken_boot_answer_is_refused(v16: V16) -> None:
    with pytest.raises(RefusedPayload):
        v16.answered(BOOT, b'{"status":"Maybe","currentTime":"","interval":1}')


# --- Heartbeat and Authorize


@pytest.mark.req("CCC-MSG-005", "ABB-MSG-005")
def test_a_heartbeat_is_empty_and_its_answer_the_time(v16: V16, station: Station, wire: Wire) -> None:
    message = v16.ask(BEAT, station)
    assert (message.action, wire(message)) == ("Heartbeat", {})
    heard = v16.answered(BEAT, b'{"currentTime":"2026-11-20T04:04:05.123+01:00"}')
    assert heard == HeartbeatAnswered(pytest.approx(T0))


def test_a_heartbeat_that_nobody_answers_says_nothing(v16: V16) -> None:
    assert v16.answered(BEAT, None) == HeartbeatAnswered(None)


@pytest.mark.parametrize("payload", [b"{}", b'{"currentTime":"noon"}'])
def test_a_heartbeat_without_a_time_is_refused(v16: V16, payload: bytes) -> None:
    with pytest.raises(RefusedPayload):
        v16.answered(BEAT, payload)


@pytest.mark.req("CCC-MSG-001")
def test_authorize_asks_for_the_id_tag(v16: V16, station: Station, wire: Wire) -> None:
    message = v16.ask(AUTHORIZE, station)
    assert (message.action, wire(message)) == ("Authorize", {"idTag": "04E1FF"})


@pytest.mark.parametrize(
    ("status", "judged"),
    [
        ("Accepted", TokenStatus.ACCEPTED),
        ("Blocked", TokenStatus.BLOCKED),
        ("Expired", TokenStatus.EXPIRED),
        ("Invalid", TokenStatus.INVALID),
        ("ConcurrentTx", TokenStatus.CONCURRENT),
    ],
)
def test_the_answer_to_authorize_judges_the_token(v16: V16, status: str, judged: TokenStatus) -> None:
    payload = f'{{"idTagInfo":{{"status":"{status}","expiryDate":"{T0_TEXT}","parentIdTag":"P"}}}}'
    assert v16.answered(AUTHORIZE, payload.encode()) == AuthorizationAnswered(
        "q1", TokenInfo(judged, pytest.approx(T0), "P")
    )


def test_an_expiry_date_nobody_can_read_does_not_undo_the_verdict(v16: V16) -> None:
    payload = b'{"idTagInfo":{"status":"Blocked","expiryDate":"never"}}'
    assert v16.answered(AUTHORIZE, payload) == AuthorizationAnswered("q1", TokenInfo(TokenStatus.BLOCKED))


def test_nobody_answered_authorize(v16: V16) -> None:
    assert v16.answered(AUTHORIZE, None) == AuthorizationAnswered("q1", None)


# --- StartTransaction


@pytest.mark.req("CCC-MSG-007", "ABB-MSG-008")
def test_a_transaction_starts_when_vehicle_and_permission_have_met(
    v16: V16, station: Station, wire: Wire, row: Rows
) -> None:
    (message,) = v16.render(row(), station, NoNotes())
    assert message.action == "StartTransaction"
    assert wire(message) == {"connectorId": 1, "idTag": "04E1FF", "meterStart": 5001, "timestamp": T0_TEXT}


def test_an_authorisation_alone_is_no_transaction(v16: V16, station: Station, row: Rows) -> None:
    assert v16.render(row(becomes_chargeable=False), station, NoNotes()) == ()


def test_a_late_vehicle_starts_it_with_a_later_row(v16: V16, station: Station, update: Rows) -> None:
    late = update(becomes_chargeable=True, was_chargeable=False)
    assert [each.action for each in v16.render(late, station, NoNotes())] == ["StartTransaction"]


def test_without_a_meter_it_starts_at_0(v16: V16, station: Station, wire: Wire, row: Rows) -> None:
    (message,) = v16.render(row(meter_wh=None), station, NoNotes())
    assert wire(message)["meterStart"] == 0


@pytest.mark.parametrize("token", [NOBODY, None])
def test_who_charges_freely_has_the_name_of_nobody(
    v16: V16, station: Station, wire: Wire, row: Rows, token: Token | None
) -> None:
    (message,) = v16.render(row(token=token), station, NoNotes())
    assert wire(message)["idTag"] == "NoAuthorization"


def test_a_token_longer_than_1_6_knows_is_cut_alike_in_all_messages(
    v16: V16, station: Station, wire: Wire, row: Rows, end: Rows
) -> None:
    token = Token("DE-8AC-C12E45-77L-0123456789", TokenKind.EMAID)
    messages = (
        v16.ask(AskAuthorization("q", token), station),
        *v16.render(row(token=token), station, NoNotes()),
        *v16.render(end(token=token, names_token=True), station, Notes()),
    )
    assert {wire(each)["idTag"] for each in messages} == {"DE-8AC-C12E45-77L-01"}


def test_a_clock_learnt_later_corrects_what_was_before(
    v16: V16, make_station: Make, wire: Wire, row: Rows, stamped: Stamps
) -> None:
    (message,) = v16.render(row(stamp=stamped(3.0)), make_station(clock=Clock(T0 + 60.0)), NoNotes())
    assert wire(message)["timestamp"] == "2026-11-20T03:05:08.123Z"


def test_the_answer_is_the_number_and_a_word_on_the_driver(v16: V16, row: Rows) -> None:
    heard = v16.heard(row(), "StartTransaction", b'{"transactionId":42,"idTagInfo":{"status":"Blocked"}}')
    assert heard == Heard("42", TokenInfo(TokenStatus.BLOCKED))


def test_a_broken_answer_is_refused(v16: V16, row: Rows) -> None:
    with pytest.raises(RefusedPayload) as refused:
        v16.heard(row(), "StartTransaction", b'{"transactionId":"42","idTagInfo":{"status":"Accepted"}}')
    assert refused.value.kind is RpcErrorKind.TYPE_CONSTRAINT


# --- MeterValues


@pytest.mark.req("CCC-MSG-006", "ABB-MSG-016")
def test_samples_of_a_transaction_carry_its_number(
    v16: V16, station: Station, wire: Wire, update: Rows, sample: Samples
) -> None:
    samples = (sample("Energy.Active.Import.Register", "Voltage"),)
    (message,) = v16.render(update(samples=samples), station, Notes())
    assert message.action == "MeterValues"
    common = {"context": "Sample.Periodic"}
    volts = {**common, "measurand": "Voltage", "unit": "V"}
    assert wire(message) == {
        "connectorId": 1,
        "transactionId": 42,
        "meterValue": [
            {
                "timestamp": T0_TEXT,
                "sampledValue": [
                    {**common, "value": "5000.4", "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
                    {**volts, "value": "230", "phase": "L1-N"},
                    {**volts, "value": "231.5", "phase": "L2-N"},
                    {**volts, "value": "229.96", "phase": "L3-N"},
                ],
            }
        ],
    }


def test_every_measurand_and_occasion_is_known_to_the_schema(
    v16: V16, station: Station, wire: Wire, update: Rows, sample: Samples
) -> None:
    samples = tuple(sample(*registry.MEASURANDS, occasion=occasion) for occasion in Occasion)
    (message,) = v16.render(update(samples=samples), station, Notes())
    told = wire(message)["meterValue"]
    assert [each["sampledValue"][0]["context"] for each in told] == [occasion.value for occasion in Occasion]
    assert {each["measurand"] for each in told[0]["sampledValue"]} == set(registry.MEASURANDS)
    elsewhere = {each["measurand"]: each["location"] for each in told[0]["sampledValue"] if "location" in each}
    assert elsewhere == {"Temperature": "Body", "SoC": "EV"}


def test_a_row_without_samples_is_not_told(v16: V16, station: Station, update: Rows) -> None:
    assert v16.render(update(), station, Notes()) == ()


def test_a_sample_without_values_is_not_told(v16: V16, station: Station, update: Rows, sample: Samples) -> None:
    assert v16.render(update(samples=(sample(),)), station, Notes()) == ()


def test_samples_before_the_start_have_no_number(
    v16: V16, station: Station, wire: Wire, update: Rows, sample: Samples
) -> None:
    early = update(was_chargeable=False, samples=(sample("Voltage"),))
    (message,) = v16.render(early, station, NoNotes())
    assert "transactionId" not in wire(message)


def test_of_a_transaction_whose_start_was_given_up_nothing_can_be_told(
    v16: V16, station: Station, update: Rows, end: Rows, sample: Samples
) -> None:
    for lost in (update(samples=(sample("Voltage"),)), end()):
        with pytest.raises(Untellable, match="StartTransaction was given up"):
            v16.render(lost, station, NoNotes())
    assert v16.render(update(), station, NoNotes()) == ()


@pytest.mark.req("CCC-REV-001")
@pytest.mark.parametrize("number", [0, -1, -7, 2**31, 2**53 - 1, 2**80])
def test_every_whole_number_is_the_id_of_a_transaction(
    v16: V16, station: Station, wire: Wire, update: Rows, end: Rows, sample: Samples, number: int
) -> None:
    answer = json.dumps({"transactionId": number, "idTagInfo": {"status": "Accepted"}}).encode()
    heard = v16.heard(end(), "StartTransaction", answer)

    class Given(Notes):
        def note_of(self, transaction: str) -> str | None:
            return heard.note

    told = (*v16.render(update(samples=(sample("Voltage"),)), station, Given()), *v16.render(end(), station, Given()))
    assert [wire(message)["transactionId"] for message in told] == [number, number]


@pytest.mark.parametrize("number", ["", "7", 7.5, True, None, [7]])
def test_an_answer_to_a_start_without_a_whole_number_is_none(v16: V16, end: Rows, number: object) -> None:
    answer = json.dumps({"transactionId": number, "idTagInfo": {"status": "Accepted"}}).encode()
    with pytest.raises(RefusedPayload, match="transactionId"):
        v16.heard(end(), "StartTransaction", answer)


def test_readings_outside_of_rows_are_told_too(v16: V16, station: Station, wire: Wire, sample: Samples) -> None:
    fact = MeterSampled(2, (sample("Frequency", occasion=Occasion.TRIGGER),), None)
    (message,) = v16.notify(fact, station, Notes())
    assert wire(message)["connectorId"] == 2
    (value,) = wire(message)["meterValue"][0]["sampledValue"]
    assert value == {"value": "50.02", "context": "Trigger", "measurand": "Frequency"}  # errata 3.86: no unit


def test_readings_that_were_asked_for_name_the_transaction_that_runs(
    v16: V16, station: Station, wire: Wire, sample: Samples
) -> None:
    fact = MeterSampled(1, (sample("Voltage", occasion=Occasion.TRIGGER),), "b1-1")
    (known,) = v16.notify(fact, station, Notes())
    (unknown,) = v16.notify(fact, station, NoNotes())
    assert (wire(known)["transactionId"], "transactionId" in wire(unknown)) == (42, False)


def test_the_answer_to_meter_values_says_nothing(v16: V16, update: Rows) -> None:
    assert v16.heard(update(), "MeterValues", b"{}") == Heard()


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.001, "0"), (100.0, "100"), (12.5, "12.5"), (0.126, "0.13"), (1e8, "100000000"), (-3.1, "-3.1")],
)
def test_numbers_have_no_exponent_and_no_empty_decimals(value: float, text: str) -> None:
    assert text_of(value) == text


# --- StopTransaction


@pytest.mark.req("CCC-MSG-009", "ABB-MSG-009")
def test_a_transaction_stops_with_its_number_meter_and_reason(
    v16: V16, station: Station, wire: Wire, end: Rows
) -> None:
    (message,) = v16.render(end(), station, Notes())
    assert message.action == "StopTransaction"
    assert wire(message) == {"transactionId": 42, "meterStop": 9000, "timestamp": T0_TEXT, "reason": "Remote"}


REASONS = {
    Reason.DEAUTHORIZED: "DeAuthorized",
    Reason.EMERGENCY_STOP: "EmergencyStop",
    Reason.VEHICLE_UNPLUGGED: "EVDisconnected",
    Reason.LOCAL: "Local",
    Reason.MASTER_PASS: "Local",
    Reason.OTHER: "Other",
    Reason.POWER_LOSS: "PowerLoss",
    Reason.REBOOT: "Reboot",
    Reason.REMOTE: "Remote",
    Reason.RESET_AT_ONCE: "HardReset",
    Reason.RESET_ORDERLY: "SoftReset",
    Reason.TIMEOUT: "Other",
    Reason.UNLOCK_COMMAND: "UnlockCommand",
}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_word(v16: V16, station: Station, wire: Wire, end: Rows, reason: Reason) -> None:
    (message,) = v16.render(end(reason=reason), station, Notes())
    assert wire(message)["reason"] == REASONS[reason]


def test_every_word_for_a_reason_is_used() -> None:
    assert set(REASONS.values()) == {each.value for each in WireReason}


def test_who_stops_by_card_is_named(v16: V16, station: Station, wire: Wire, end: Rows) -> None:
    (message,) = v16.render(end(reason=Reason.LOCAL, names_token=True), station, Notes())
    assert (wire(message)["idTag"], wire(message)["reason"]) == ("04E1FF", "Local")


def test_a_transaction_that_never_was_chargeable_does_not_stop(v16: V16, station: Station, end: Rows) -> None:
    assert v16.render(end(was_chargeable=False), station, NoNotes()) == ()


def test_the_readings_of_the_end_go_with_the_stop(
    v16: V16, station: Station, wire: Wire, end: Rows, sample: Samples
) -> None:
    samples = (sample("Energy.Active.Import.Register", "Frequency", "SoC", occasion=Occasion.END),)
    (message,) = v16.render(end(samples=samples), station, Notes())
    (meter_value,) = wire(message)["transactionData"]
    energy, frequency, soc = meter_value["sampledValue"]
    assert (energy["value"], energy["context"], energy["unit"]) == ("5000.4", "Transaction.End", "Wh")
    assert "unit" not in frequency
    assert soc["unit"] == "Percent"


def test_what_the_ledger_kept_of_the_transaction_goes_before_them(
    v16: V16, station: Station, wire: Wire, end: Rows, sample: Samples
) -> None:
    register = "Energy.Active.Import.Register"
    kept = [sample(register, occasion=each) for each in (Occasion.BEGIN, Occasion.PERIODIC, Occasion.CLOCK)]
    last = end(samples=(sample(register, occasion=Occasion.END),))
    (message,) = v16.render(last, station, Notes(*kept, sample("SoC", reading=Reading(1.0))))
    contexts = [each["sampledValue"][0]["context"] for each in wire(message)["transactionData"]]
    assert contexts == ["Transaction.Begin", "Sample.Periodic", "Sample.Clock", "Transaction.End"]


def test_no_readings_go_with_it_where_none_are_wanted(
    v16: V16, make_station: Make, wire: Wire, end: Rows, sample: Samples
) -> None:
    station = make_station(values={(registry.SAMPLED_AT_END.name, 0): ()})
    (message,) = v16.render(end(samples=(sample("SoC"),)), station, Notes())
    assert "transactionData" not in wire(message)


def test_the_answer_to_a_stop_may_say_something_of_the_driver(v16: V16, end: Rows) -> None:
    assert v16.heard(end(), "StopTransaction", b"{}") == Heard()
    heard = v16.heard(end(), "StopTransaction", b'{"idTagInfo":{"status":"Expired"}}')
    assert heard == Heard(None, TokenInfo(TokenStatus.EXPIRED))


# --- out of turn


def test_a_triggered_boot_and_heartbeat_are_the_usual_ones(v16: V16, station: Station, wire: Wire) -> None:
    triggered = [*v16.notify(MessageTriggered(Wanted.BOOT, 0), station, Notes())]
    triggered += v16.notify(MessageTriggered(Wanted.HEARTBEAT, 0), station, Notes())
    assert triggered == [v16.ask(BOOT, station), v16.ask(BEAT, station)]


def test_facts_1_6_has_no_words_for_are_not_told(v16: V16, station: Station) -> None:
    assert v16.notify(TokenJudged(Token("A"), TokenStatus.ACCEPTED, 1), station, Notes()) == ()
    assert v16.notify(MessageTriggered(Wanted.TRANSACTION, 0), station, Notes()) == ()


def test_speaks_the_subprotocol_of_1_6_and_its_spelling_of_errors(v16: V16) -> None:
    assert v16.subprotocol == "ocpp1.6"
    assert v16.code(RpcErrorKind.FORMAT_VIOLATION) == "FormationViolation"
    assert v16.code(RpcErrorKind.OCCURRENCE_CONSTRAINT) == "OccurenceConstraintViolation"
    assert (v16.error_while_rejected, v16.answers_unreadable) == (None, False)
