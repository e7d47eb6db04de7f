"""A charging session told in TransactionEvents, from the hardware's events to the schema."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pilotwire.core import registry
from pilotwire.core.authorization import AuthorizationAnswered, CardShown
from pilotwire.core.csms import LinkChanged
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.moment import Moment
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.reading import Reading, Signed
from pilotwire.core.restart import Plan, kept_of, restore
from pilotwire.core.settings import Layers
from pilotwire.core.stop import Reason
from pilotwire.core.token import Token, TokenInfo, TokenKind, TokenStatus
from pilotwire.core.transaction import TransactionChanged
from pilotwire.ocpp.dialect import Row
from pilotwire.ocpp.v2.to_csms import transaction_event

if TYPE_CHECKING:
    from tests.ocpp.v2.conftest import Central, Payload

CARD = Token("04A2B3C4", TokenKind.ISO14443)
ACCEPTED = TokenInfo(TokenStatus.ACCEPTED)
LATER = Reading(5000.0, 0.0, (230.0, 230.0, 230.0), (0.0, 0.0, 0.0))


def show(central: Central, token: Token = CARD, evse: int = 0) -> None:
    """Show a card; the central system accepts it if it is asked."""
    said = central.happen(CardShown(token, evse))
    for command in said.commands:
        central.happen(AuthorizationAnswered(command.ask, ACCEPTED))  # type: ignore[union-attr]


def stop(central: Central, evse: int = 1) -> None:
    """The vehicle stops drawing and the meter gives its last reading."""
    central.pilot("B", evse)
    central.happen(MeterRead(evse, LATER))


def fact_of(central: Central, evse: int = 1) -> TransactionChanged:
    """The first row of a session at *evse*."""
    rows = [fact for fact in central.pilot("B", evse).facts if isinstance(fact, TransactionChanged)]
    return rows[0]


@pytest.mark.req("ALF-201-E03", "ALF-201-E07", "ALF-412-007", "ALF-201G-020", "ALF-201G-024")
def test_a_session_begun_and_ended_by_card_has_its_events_in_order(central: Central) -> None:
    show(central)
    central.pilot("B")
    central.charge()
    central.happen(CardShown(CARD, 1))
    stop(central)
    events = central.events()
    assert [event["eventType"] for event in events] == ["Started", "Updated", "Ended"]
    assert [event["triggerReason"] for event in events] == ["CablePluggedIn", "ChargingStateChanged", "StopAuthorized"]
    assert [event["seqNo"] for event in events] == [0, 1, 2]
    states = [event["transactionInfo"]["chargingState"] for event in events]
    assert states[1] == "Charging"
    assert len({event["transactionInfo"]["transactionId"] for event in events}) == 1
    assert events[2]["transactionInfo"]["stoppedReason"] == "Local"
    assert all("offline" not in event for event in events)


@pytest.mark.req("ALF-201-E03")
def test_the_token_is_named_where_it_becomes_known_and_where_it_ends_the_session(central: Central) -> None:
    show(central)
    central.pilot("B")
    central.charge()
    central.happen(CardShown(CARD, 1))
    stop(central)
    assert [event.get("idToken") for event in central.events()] == [
        {"idToken": "04A2B3C4", "type": "ISO14443"},
        None,
        {"idToken": "04A2B3C4", "type": "ISO14443"},
    ]


def test_a_transaction_without_an_evse_names_none_until_the_vehicle_comes(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.TX_START_POINT: ("Authorized",)})
    show(central)
    central.pilot("B", 2)
    events = central.events()
    assert [event.get("evse") for event in events] == [None, {"id": 2, "connectorId": 1}]
    assert [event["triggerReason"] for event in events] == ["Authorized", "CablePluggedIn"]


@pytest.mark.req("ALF-201-E02")
def test_with_start_point_evconnected_the_cable_begins_and_the_card_is_an_update(
    central_with: Callable[..., Central],
) -> None:
    central = central_with({registry.TX_START_POINT: ("EVConnected",)})
    central.pilot("B")
    show(central, evse=1)
    started, updated = central.events()[:2]
    assert (started["eventType"], started["triggerReason"]) == ("Started", "CablePluggedIn")
    assert started["transactionInfo"]["chargingState"] == "EVConnected"
    assert "idToken" not in started
    assert (updated["eventType"], updated["triggerReason"]) == ("Updated", "Authorized")
    assert updated["idToken"] == {"idToken": "04A2B3C4", "type": "ISO14443"}


@pytest.mark.req("ALF-201G-009")
def test_with_start_point_authorized_and_a_cable_connected_the_card_begins(
    central_with: Callable[..., Central],
) -> None:
    central = central_with({registry.TX_START_POINT: ("Authorized",)})
    central.pilot("B")
    show(central, evse=1)
    started = central.events()[0]
    assert (started["eventType"], started["triggerReason"]) == ("Started", "Authorized")
    assert started["evse"] == {"id": 1, "connectorId": 1}


@pytest.mark.req("ALF-201G-023")
def test_with_start_point_powerpathclosed_nothing_claims_to_charge_before_energy_flows(central: Central) -> None:
    show(central)
    central.pilot("B")
    central.pilot("C")
    assert all(event["transactionInfo"]["chargingState"] != "Charging" for event in central.events())
    central.charge()
    assert central.events()[-1]["transactionInfo"]["chargingState"] == "Charging"


@pytest.mark.req("ALF-201G-008", "ALF-201-E09")
def test_unplugging_ends_with_evdisconnected(central: Central) -> None:
    show(central)
    central.pilot("B")
    central.pilot("A")
    central.happen(MeterRead(1, LATER))
    ended = central.events()[-1]
    assert (ended["eventType"], ended["triggerReason"]) == ("Ended", "EVCommunicationLost")
    assert ended["transactionInfo"]["stoppedReason"] == "EVDisconnected"


@pytest.mark.req("ALF-201-E06")
def test_the_start_and_the_end_have_readings_with_their_context(central: Central) -> None:
    show(central)
    central.pilot("B")
    central.happen(CardShown(CARD, 1))
    stop(central)
    events = central.events()
    assert events[0]["meterValue"] == [
        {
            "timestamp": events[0]["timestamp"],
            "sampledValue": [
                {
                    "value": 1234.5678,
                    "context": "Transaction.Begin",
                    "measurand": "Energy.Active.Import.Register",
                    "unitOfMeasure": {"unit": "Wh"},
                }
            ],
        }
    ]
    assert events[-1]["meterValue"][0]["sampledValue"][0]["value"] == 5000
    assert events[-1]["meterValue"][0]["sampledValue"][0]["context"] == "Transaction.End"


@pytest.mark.req("ALF-201-J02")
def test_a_periodic_sample_is_an_update_with_all_phases(central: Central) -> None:
    show(central)
    central.pilot("B")
    central.happen(Due(1, Timer.SAMPLE))
    event = central.events()[-1]
    assert event["triggerReason"] == "MeterValuePeriodic"
    values = event["meterValue"][0]["sampledValue"]
    assert [(value["measurand"], value.get("phase"), value["unitOfMeasure"]["unit"]) for value in values] == [
        ("Energy.Active.Import.Register", None, "Wh"),
        ("Power.Active.Import", None, "W"),
        ("Current.Import", "L1", "A"),
        ("Current.Import", "L2", "A"),
        ("Current.Import", "L3", "A"),
        ("Voltage", "L1-N", "V"),
        ("Voltage", "L2-N", "V"),
        ("Voltage", "L3-N", "V"),
    ]
    assert {value["context"] for value in values} == {"Sample.Periodic"}


def test_frequency_is_told_in_hz_and_an_unknown_soc_not_at_all(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.SAMPLED: ("Frequency", "SoC")})
    show(central)
    central.pilot("B")
    central.happen(Due(1, Timer.SAMPLE))
    assert central.events()[-1]["meterValue"][0]["sampledValue"] == [
        {
            "value": 50,
            "context": "Sample.Periodic",
            "measurand": "Frequency",
            "unitOfMeasure": {"unit": "Hz"},
        }
    ]


def test_what_the_meter_has_signed_goes_with_the_end(central: Central) -> None:
    show(central)
    central.pilot("B")
    central.pilot("C")
    central.pilot("A")
    central.happen(MeterRead(1, Reading(5000.0, signed=Signed("OCMF|{}|{}"), public_key="3056")))
    end = central.events()[-1]
    assert end["eventType"] == "Ended"
    (value,) = end["meterValue"][0]["sampledValue"]
    assert value["value"] == 5000
    assert value["signedMeterValue"] == {
        "signedMeterData": base64.b64encode(b"OCMF|{}|{}").decode(),
        "signingMethod": "",
        "encodingMethod": "OCMF",
        "publicKey": base64.b64encode(b"oca:base16:asn1:3056").decode(),
    }


def test_a_sample_without_a_known_value_leaves_the_field_out(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.SAMPLED: ("SoC",)})
    show(central)
    central.pilot("B")
    central.happen(Due(1, Timer.SAMPLE))
    assert central.events()[-1]["triggerReason"] == "MeterValuePeriodic"
    assert "meterValue" not in central.events()[-1]


@pytest.mark.req("ALF-201-E08", "ALF-201-E12")
def test_what_happens_offline_says_so(central: Central) -> None:
    show(central)
    central.pilot("B")
    central.happen(LinkChanged(online=False))
    central.happen(CardShown(CARD, 1))
    stop(central)
    assert [event.get("offline") for event in central.events()] == [None, True]


def test_a_token_accepted_offline_is_told_with_the_session(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.UNKNOWN_OFFLINE: True})
    central.happen(LinkChanged(online=False), CardShown(CARD, 0))
    central.pilot("B")
    started = central.events()[0]
    assert started["offline"] is True
    assert started["idToken"]["idToken"] == "04A2B3C4"


def test_free_charging_names_an_empty_token_that_needs_no_authorization(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.USER_AUTHENTICATION: "free"})
    central.pilot("B")
    assert central.events()[0]["idToken"] == {"idToken": "", "type": "NoAuthorization"}


def test_a_transaction_cut_off_by_a_power_loss_ends_with_what_was_durable(central: Central) -> None:
    show(central)
    central.pilot("B")
    plan = Plan("boot-2", Layers(registry.VARIABLES), 2)
    station, said = restore(kept_of(central.station), plan, Moment(0.0, 1_800_001_000.0))
    fact = said.facts[0]
    assert isinstance(fact, TransactionChanged)
    ended = central.hear(transaction_event.told(fact, station))
    assert ended["transactionInfo"]["stoppedReason"] == "PowerLoss"
    assert ended["triggerReason"] == "AbnormalCondition"
    assert ended["offline"] is True
    assert ended["meterValue"][0]["sampledValue"][0]["value"] == 1234.5678


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason.RESET_AT_ONCE, "ImmediateReset"),
        (Reason.RESET_ORDERLY, "Reboot"),
        (Reason.UNLOCK_COMMAND, "Other"),
        (Reason.LOCAL, "Local"),
        (Reason.REMOTE, "Remote"),
        (Reason.TIMEOUT, "Timeout"),
        (Reason.DEAUTHORIZED, "DeAuthorized"),
        (Reason.EMERGENCY_STOP, "EmergencyStop"),
    ],
)
def test_every_reason_has_a_word_in_this_version(central: Central, reason: Reason, said: str) -> None:
    show(central)
    fact = replace(fact_of(central), reason=reason)
    event = central.hear(transaction_event.told(fact, central.station))
    assert event["transactionInfo"]["stoppedReason"] == said


def test_a_clock_learnt_later_corrects_the_timestamp(central: Central) -> None:
    show(central)
    fact = fact_of(central)
    unsure = replace(fact, stamp=replace(fact.stamp, utc_s=0.0, utc_trusted=False))
    before, learnt = (central.hear(transaction_event.told(each, central.station)) for each in (fact, unsure))
    assert abs(_seconds(before) - _seconds(learnt)) < 60
    assert learnt["timestamp"].startswith("2027-")


def _seconds(event: Payload) -> float:
    return float(event["timestamp"][17:23])


@pytest.mark.req("ALF-201-E05")
def test_a_token_refused_in_the_answer_is_heard(central: Central) -> None:
    show(central)
    row = Row(7, fact_of(central))
    answer = b'{"idTokenInfo":{"status":"Blocked","cacheExpiryDateTime":"2027-01-16T00:00:00Z"}}'
    heard = central.dialect.heard(row, "TransactionEvent", answer)
    assert heard.info == TokenInfo(TokenStatus.BLOCKED, 1_800_057_600.0)
    assert heard.note is None


def test_what_the_answer_says_of_a_token_that_was_not_named_is_not_heard(central: Central) -> None:
    show(central)
    row = Row(7, replace(fact_of(central), names_token=False))
    heard = central.dialect.heard(row, "TransactionEvent", b'{"idTokenInfo":{"status":"Blocked"}}')
    assert heard.info is None


def test_an_empty_answer_says_nothing(central: Central) -> None:
    show(central)
    assert central.dialect.heard(Row(7, fact_of(central)), "TransactionEvent", b"{}").info is None
