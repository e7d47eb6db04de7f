"""BootNotification, Heartbeat and Authorize: how they are put, and what their answers mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered
from pilotwire.core.csms import BootAnswered, BootCause, HeartbeatAnswered, Registration, SendBoot, SendHeartbeat
from pilotwire.core.token import Token, TokenInfo, TokenKind, TokenStatus
from pilotwire.ocpp.decode import RefusedPayload

if TYPE_CHECKING:
    from tests.ocpp.v2.conftest import Central

ASK = AskAuthorization("boot-1", Token("04A2B3C4", TokenKind.ISO14443))


@pytest.mark.req("ALF-201-B01")
@pytest.mark.parametrize("cause", BootCause)
def test_a_boot_says_who_and_why(central: Central, cause: BootCause) -> None:
    assert central.hear(central.dialect.ask(SendBoot(cause), central.station)) == {
        "reason": cause.value,
        "chargingStation": {"model": "pilotwire", "vendorName": "pilotwire"},
    }


def test_a_boot_is_cut_to_the_lengths_of_the_wire(central_with: Callable[..., Central]) -> None:
    long = "x" * 60
    names = (registry.MODEL, registry.VENDOR, registry.SERIAL_NUMBER, registry.FIRMWARE_VERSION)
    central = central_with(dict.fromkeys(names, long))
    who = central.hear(central.dialect.ask(SendBoot(BootCause.POWER_UP), central.station))["chargingStation"]
    assert {name: len(text) for name, text in who.items()} == {
        "model": 20,
        "vendorName": 50,
        "serialNumber": 25,
        "firmwareVersion": 50,
    }


@pytest.mark.req("ALF-201-B01", "ALF-201-B02", "ALF-201-B03")
@pytest.mark.parametrize("status", [Registration.ACCEPTED, Registration.PENDING, Registration.REJECTED])
def test_the_answer_to_a_boot_is_a_registration_an_interval_and_the_time(
    central: Central, status: Registration
) -> None:
    answer = f'{{"status":"{status.value.title()}","interval":42,"currentTime":"2027-01-15T09:00:00.5+01:00"}}'
    heard = central.dialect.answered(SendBoot(BootCause.POWER_UP), answer.encode())
    assert heard == BootAnswered(status, 42, 1_800_000_000.5)


def test_nobody_answers_a_boot(central: Central) -> None:
    assert central.dialect.answered(SendBoot(BootCause.POWER_UP), None) == BootAnswered(None)


@pytest.mark.parametrize(
    "broken",
    [
        b"{}",
        b'{"status":"Maybe","interval":1,"currentTime":"2027-01-15T09:00:00Z"}',
        b'{"status":"Accepted","interval":1,"currentTime":"yesterday"}',
        b"[]",
    ],
)
def test_a_broken_answer_to_a_boot_is_refused(central: Central, broken: bytes) -> None:
    with pytest.raises(RefusedPayload):
        central.dialect.answered(SendBoot(BootCause.POWER_UP), broken)


@pytest.mark.req("ALF-201-G02")
def test_a_heartbeat_says_nothing_and_hears_the_time(central: Central) -> None:
    assert central.hear(central.dialect.ask(SendHeartbeat(), central.station)) == {}
    answer = b'{"currentTime":"2027-01-15T08:00:00Z"}'
    assert central.dialect.answered(SendHeartbeat(), answer) == HeartbeatAnswered(1_800_000_000.0)


@pytest.mark.req("ALF-201-C01")
def test_a_token_is_put_with_its_type(central: Central) -> None:
    assert central.hear(central.dialect.ask(ASK, central.station)) == {
        "idToken": {"idToken": "04A2B3C4", "type": "ISO14443"}
    }


@pytest.mark.parametrize("kind", TokenKind)
def test_every_kind_of_token_has_its_word(central: Central, kind: TokenKind) -> None:
    message = central.dialect.ask(AskAuthorization("1", Token("1", kind)), central.station)
    assert central.hear(message)["idToken"]["type"] == kind.value


@pytest.mark.req("ALF-201-C01")
@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Accepted", TokenStatus.ACCEPTED),
        ("Blocked", TokenStatus.BLOCKED),
        ("ConcurrentTx", TokenStatus.CONCURRENT),
        ("Expired", TokenStatus.EXPIRED),
        ("Invalid", TokenStatus.INVALID),
        ("NoCredit", TokenStatus.BLOCKED),
        ("NotAllowedTypeEVSE", TokenStatus.BLOCKED),
        ("NotAtThisLocation", TokenStatus.BLOCKED),
        ("NotAtThisTime", TokenStatus.BLOCKED),
        ("Unknown", TokenStatus.UNKNOWN),
    ],
)
def test_every_verdict_about_a_token_is_understood(central: Central, said: str, status: TokenStatus) -> None:
    heard = central.dialect.answered(ASK, f'{{"idTokenInfo":{{"status":"{said}"}}}}'.encode())
    assert heard == AuthorizationAnswered("boot-1", TokenInfo(status))


def test_a_verdict_has_an_end(central: Central) -> None:
    answer = b'{"idTokenInfo":{"status":"Accepted","cacheExpiryDateTime":"2027-01-15T08:00:00Z"}}'
    assert central.dialect.answered(ASK, answer) == AuthorizationAnswered(
        "boot-1", TokenInfo(TokenStatus.ACCEPTED, 1_800_000_000.0)
    )


def test_a_verdict_with_an_odd_end_holds_for_this_once(central: Central) -> None:
    answer = b'{"idTokenInfo":{"status":"Accepted","cacheExpiryDateTime":"soon"}}'
    assert central.dialect.answered(ASK, answer) == AuthorizationAnswered(
        "boot-1", TokenInfo(TokenStatus.ACCEPTED, 0.0)
    )


def test_nobody_answers_a_question_about_a_token(central: Central) -> None:
    assert central.dialect.answered(ASK, None) == AuthorizationAnswered("boot-1", None)
