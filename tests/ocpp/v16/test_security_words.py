"""Security events and requests to sign in the words of 1.6, and in those of 2.0.1."""

from __future__ import annotations

import msgspec
import pytest
from tests.ocpp.v16.conftest import Wire

from pilotwire.core.incident import Incident
from pilotwire.core.moment import Stamp
from pilotwire.core.security import IncidentRecorded, IncidentTold, TellIncident
from pilotwire.core.signing import AskSigning, SigningAnswered
from pilotwire.core.station import Station
from pilotwire.csms import schema
from pilotwire.csms.policy import Protocol
from pilotwire.ocpp.v2.dialect import V201
from pilotwire.ocpp.v16.dialect import V16

STAMP = Stamp("b1", 1.0, 1795143845.123, utc_trusted=True)
# security whitepaper 8, letter by letter
LIST = (
    "FirmwareUpdated",
    "FailedToAuthenticationAtCentralSystem",
    "CentralSystemFailedToAuthentication",
    "SettingSystemTime",
    "StartupOfTheDevice",
    "ResetOrReboot",
    "SecurityLogWasCleared",
    "ReconfigurationOfSecurityParameters",
    "MemoryExhaustion",
    "InvalidMessages",
    "AttemptedReplayAttacks",
    "TamperDetectionActivated",
    "InvalidFirmwareSignature",
    "InvalidFirmwareSigningCertificate",
    "InvalidCentralSystemCertificate",
    "InvalidChargePointCertificate",
    "InvalidTLSVersion",
    "InvalidTLSCipherSuite",
)


def telling(incident: Incident, text: str = "") -> TellIncident:
    return TellIncident(IncidentRecorded("id", incident, STAMP, text))


def test_every_event_of_the_whitepaper_has_its_word(v16: V16, station: Station, wire: Wire) -> None:
    told = {wire(v16.ask(telling(incident), station))["type"] for incident in Incident}
    assert set(LIST) <= told


def test_what_the_technician_needs_goes_along_and_when_it_was(v16: V16, station: Station, wire: Wire) -> None:
    assert wire(v16.ask(telling(Incident.TAMPERING, "the lid"), station)) == {
        "type": "TamperDetectionActivated",
        "timestamp": "2026-11-20T03:04:05.123Z",
        "techInfo": "the lid",
    }
    assert "techInfo" not in wire(v16.ask(telling(Incident.STARTUP), station))


def test_an_answer_is_a_receipt_and_silence_is_none(v16: V16) -> None:
    assert v16.answered(telling(Incident.STARTUP), b"{}") == IncidentTold("id", taken=True)
    assert v16.answered(telling(Incident.STARTUP), None) == IncidentTold("id", taken=False)


@pytest.mark.parametrize(
    ("payload", "taken"), [(b'{"status":"Accepted"}', True), (b'{"status":"Rejected"}', False), (None, False)]
)
def test_a_request_to_sign_is_taken_or_not(v16: V16, payload: bytes | None, taken: bool) -> None:
    assert v16.answered(AskSigning("csr"), payload) == SigningAnswered(taken)
    assert V201().answered(AskSigning("csr"), payload) == SigningAnswered(taken)


@pytest.mark.parametrize("incident", list(Incident))
def test_the_words_of_2_0_1_are_those_of_the_core(station: Station, incident: Incident) -> None:
    message = V201().ask(telling(incident), station)
    payload = msgspec.to_builtins(message.payload)
    assert payload["type"] == incident.value
    assert schema.request_faults(Protocol.V201, message.action, payload) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("00112233445566778899aabbccddeeff", bytes.fromhex("00112233445566778899aabbccddeeff")),
        ("00112233445566778899AABBCCDDEEFF00112233", bytes.fromhex("00112233445566778899aabbccddeeff00112233")),
        ("00112233445566778899aabbccddee", b"00112233445566778899aabbccddee"),
        ("00112233445566778899aabbccddeefg", b"00112233445566778899aabbccddeefg"),
        ("päss-wörd-päss-wörd", "päss-wörd-päss-wörd".encode()),
    ],
)
def test_hexadecimal_digits_of_sixteen_to_twenty_bytes_are_those_bytes_in_1_6_alone(
    v16: V16, text: str, wanted: bytes
) -> None:
    assert v16.password(text) == wanted
    assert V201().password(text) == text.encode()
