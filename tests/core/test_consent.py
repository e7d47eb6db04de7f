"""Charging without a token: customer software or a key says who may, or nobody is asked at all."""

from __future__ import annotations

import pytest
from tests.core.bench import ALICE, BOB, CoreBench, Settings, online

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.consent import CustomerPermission, KeyTurned
from pilotwire.core.delivery import Delivered
from pilotwire.core.event import Event
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.phase import Permit
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.request import VariablesWritten
from pilotwire.core.reset import How, ResetAsked
from pilotwire.core.settings import Write
from pilotwire.core.stop import Reason, Trigger
from pilotwire.core.token import NOBODY, Token, TokenInfo, TokenKind, TokenStatus
from pilotwire.core.transaction import Kind

MQTT = {registry.USER_AUTHENTICATION: "mqtt"}
KEY = {registry.USER_AUTHENTICATION: "key-switch"}
STANDING, FORBIDDEN = CustomerPermission(1, True, True), CustomerPermission(1, False, True)
ONCE, STOP = CustomerPermission(1, True, False), CustomerPermission(1, False, False)
ON, OFF = KeyTurned(1, True), KeyTurned(1, False)
BY_MQTT, BY_KEY = (MQTT, STANDING, FORBIDDEN), (KEY, ON, OFF)
WAYS = pytest.mark.parametrize(("settings", "yes", "no"), [BY_MQTT, (MQTT, ONCE, STOP), BY_KEY])
STANDING_WAYS = pytest.mark.parametrize(("settings", "yes", "no"), [BY_MQTT, BY_KEY])


def session(bench: CoreBench) -> Charging:
    """What becomes of a vehicle that comes now."""
    bench.go(10.0)
    bench.plug()
    bench.go(1.0)
    return bench.charging()


@pytest.mark.req("CCC-SYS-014")
@WAYS
def test_a_vehicle_waits_for_consent_and_charges_with_it(settings: Settings, yes: Event, no: Event) -> None:
    bench = online(settings)
    assert session(bench) is Charging.PLUGGED
    bench.hear(yes)
    bench.go(1.0)
    assert (bench.charging(), bench.said(AskAuthorization)) == (Charging.CHARGING, [])
    assert bench.rows()[0].token == NOBODY


@pytest.mark.req("CCC-SYS-014")
@WAYS
def test_consent_may_come_before_the_vehicle(settings: Settings, yes: Event, no: Event) -> None:
    bench = online(settings)
    bench.hear(yes)
    assert session(bench) is Charging.CHARGING


@pytest.mark.req("CCC-SYS-014")
@WAYS
def test_consent_taken_back_ends_the_session(settings: Settings, yes: Event, no: Event) -> None:
    bench = online(settings)
    bench.hear(yes)
    session(bench)
    bench.hear(no)
    assert bench.port().duty_pct == 100.0
    bench.go(10.0)
    (last,) = bench.rows(Kind.ENDED)
    assert (bench.charging(), last.trigger, last.reason) == (Charging.FINISHED, Trigger.STOP_AUTHORIZED, Reason.LOCAL)
    bench.unplug()
    assert session(bench) is Charging.PLUGGED


@STANDING_WAYS
def test_a_standing_consent_holds_for_every_vehicle(settings: Settings, yes: Event, no: Event) -> None:
    bench = online(settings)
    bench.hear(yes)
    for _ in range(2):
        assert session(bench) is Charging.CHARGING
        bench.unplug()
    assert len({row.transaction for row in bench.rows()}) == 2


def test_a_permission_for_one_session_is_used_up_with_it() -> None:
    bench = online(MQTT)
    bench.hear(ONCE)
    assert session(bench) is Charging.CHARGING
    bench.unplug()
    assert session(bench) is Charging.PLUGGED


def test_a_permission_for_one_session_waits_no_longer_than_a_card() -> None:
    bench = online({**MQTT, registry.CONNECTION_TIMEOUT_S: 30})
    bench.hear(ONCE)
    assert bench.statuses()[-1] is Charging.CLAIMED
    bench.go(31.0)
    assert session(bench) is Charging.PLUGGED


def test_a_permission_for_one_session_taken_back_before_the_vehicle_came_is_gone() -> None:
    bench = online(MQTT)
    bench.hear(ONCE, STOP)
    assert (session(bench), bench.rows()) == (Charging.PLUGGED, [])


def test_a_word_on_one_session_leaves_the_standing_consent_as_it_is() -> None:
    bench = online(MQTT)
    bench.hear(STANDING)
    session(bench)
    bench.hear(STOP)
    bench.go(10.0)
    assert bench.charging() is Charging.FINISHED
    bench.unplug()
    assert session(bench) is Charging.CHARGING


@STANDING_WAYS
def test_consent_that_is_only_repeated_starts_nothing_again(settings: Settings, yes: Event, no: Event) -> None:
    bench = online(settings)
    bench.hear(yes)
    session(bench)
    bench.stop()
    bench.go(10.0)
    before = bench.station
    bench.hear(yes)
    assert (bench.station, bench.charging()) == (before, Charging.FINISHED)


@WAYS
def test_consent_given_anew_charges_the_same_vehicle_again(settings: Settings, yes: Event, no: Event) -> None:
    bench = online(settings)
    bench.hear(yes)
    session(bench)
    bench.hear(no)
    bench.go(10.0)
    bench.hear(yes)
    bench.go(10.0)
    assert bench.charging() is Charging.CHARGING
    assert len({row.transaction for row in bench.rows()}) == 2


@pytest.mark.req("CCC-SYS-014")
@pytest.mark.parametrize("mode", ["ocpp", "key-switch", "mqtt"])
def test_only_the_means_that_is_configured_counts(mode: str) -> None:
    bench = online({registry.USER_AUTHENTICATION: mode})
    others = {"ocpp": (STANDING, ONCE, ON), "key-switch": (STANDING, ONCE), "mqtt": (ON,)}[mode]
    session(bench)
    bench.hear(*others)
    bench.go(1.0)
    assert (bench.charging(), bench.rows()) == (Charging.PLUGGED, [])


def test_only_the_means_that_is_configured_ends_a_session() -> None:
    bench = online()
    bench.charge()
    bench.hear(OFF, STOP, FORBIDDEN)
    bench.go(10.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.parametrize("settings", [MQTT, KEY])
def test_a_card_is_nobodys_business_where_somebody_else_decides(settings: Settings) -> None:
    bench = online(settings)
    session(bench)
    before = bench.station
    bench.card()
    assert (bench.station, bench.said(AskAuthorization), bench.judged()) == (before, [], [])


def test_a_remote_start_does_not_go_round_the_key() -> None:
    bench = online(KEY)
    session(bench)
    bench.hear(RemoteStartAsked(ReplyTo("one"), ALICE, 1))
    bench.hear(ON)
    bench.stop()
    bench.go(10.0)
    bench.hear(RemoteStartAsked(ReplyTo("two"), ALICE, 1))
    bench.go(10.0)
    assert bench.verdicts() == [Verdict.REJECTED, Verdict.ACCEPTED, Verdict.ACCEPTED]
    assert (bench.charging(), bench.port().grant.token) == (Charging.CHARGING, ALICE)


def test_the_driver_of_the_shared_reader_does_not_get_an_evse_with_a_key() -> None:
    bench = online(KEY, sockets=(False, False))
    bench.station.settings.layers.base[registry.USER_AUTHENTICATION.name, 2] = "ocpp"  # type: ignore[index]
    bench.authorize()
    bench.plug(1)
    assert bench.port(1).grant.permit is Permit.NONE
    bench.plug(2)
    assert (bench.port(2).grant.permit, bench.port(2).grant.token) == (Permit.GIVEN, ALICE)


def test_the_key_of_the_station_is_the_key_of_every_evse() -> None:
    bench = online(KEY, sockets=(False, False))
    bench.plug(1)
    bench.hear(KeyTurned(0, True))
    bench.plug(2)
    assert [port.grant.permit for port in bench.station.ports] == [Permit.GIVEN, Permit.GIVEN]
    bench.hear(KeyTurned(0, False))
    bench.go(10.0)
    assert [port.grant.permit for port in bench.station.ports] == [Permit.SPENT, Permit.SPENT]


def test_the_key_of_one_evse_is_not_the_key_of_another() -> None:
    bench = online(KEY, sockets=(False, False))
    bench.plug(1)
    bench.plug(2)
    bench.hear(KeyTurned(2, True), KeyTurned(3, True), CustomerPermission(9, True, False))
    assert [port.grant.permit for port in bench.station.ports] == [Permit.NONE, Permit.GIVEN]


def test_a_reset_that_waits_lets_nobody_in() -> None:
    bench = online(KEY, sockets=(False, False))
    bench.hear(ON)
    bench.plug(1)
    bench.hear(ResetAsked(ReplyTo("reset"), How.WHEN_IDLE))
    bench.plug(2)
    bench.hear(KeyTurned(2, True))
    assert bench.port(2).grant.permit is Permit.NONE


def test_after_a_restart_consent_is_asked_for_again() -> None:
    bench = online(KEY)
    bench.hear(ON)
    session(bench)
    again = bench.restarted()
    assert session(again) is Charging.PLUGGED


# --- free vend


FREE_VEND = {registry.FREE_VEND: True, registry.FREE_VEND_TOKEN: "PW-0001"}


@pytest.mark.parametrize("mode", ["ocpp", "key-switch", "mqtt", "free"])
def test_free_vend_asks_nobody_and_is_told_under_its_own_token(mode: str) -> None:
    bench = online({**FREE_VEND, registry.USER_AUTHENTICATION: mode})
    assert (session(bench), bench.said(AskAuthorization)) == (Charging.CHARGING, [])
    assert {row.token for row in bench.rows()} == {Token("PW-0001", TokenKind.LOCAL)}


def test_free_vend_without_a_token_of_its_own_is_told_under_the_serial_number() -> None:
    bench = online({registry.FREE_VEND: True, registry.SERIAL_NUMBER: "TACW2240123G0001"})
    session(bench)
    assert {row.token for row in bench.rows()} == {Token("TACW2240123G0001", TokenKind.LOCAL)}


def test_free_vend_asks_no_card_and_a_remote_stop_ends_it_until_the_next_vehicle() -> None:
    bench = online(FREE_VEND)
    session(bench)
    bench.card(BOB)
    bench.stop()
    bench.go(10.0)
    assert (bench.charging(), bench.said(AskAuthorization)) == (Charging.FINISHED, [])
    bench.unplug()
    assert session(bench) is Charging.CHARGING


def test_free_vend_switched_on_charges_the_vehicle_that_waits_and_switched_off_asks_the_next_one() -> None:
    bench = online()
    session(bench)
    bench.hear(VariablesWritten(ReplyTo("on"), (Write(registry.FREE_VEND.name, True),)))
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING
    bench.hear(VariablesWritten(ReplyTo("off"), (Write(registry.FREE_VEND.name, False),)))
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING
    bench.unplug()
    assert session(bench) is Charging.PLUGGED


def test_a_free_vend_token_the_central_system_refuses_gets_no_energy() -> None:
    bench = online(FREE_VEND)
    session(bench)
    row = bench.rows()[0]
    bench.hear(Delivered(1, row.transaction, token=row.token, info=TokenInfo(TokenStatus.INVALID)))
    bench.go(10.0)
    assert bench.charging() is Charging.FINISHED
