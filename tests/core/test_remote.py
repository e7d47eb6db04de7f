"""The central system starts and stops somebody from afar."""

from __future__ import annotations

import pytest
from tests.core.bench import ALICE, BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.port.phase import Permit
from pilotwire.core.remote import RemoteStartAsked, RemoteStopAsked
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.reset import How, ResetAsked
from pilotwire.core.rules import RemoteQuestion, Rules, SecondCard
from pilotwire.core.stop import Reason, Trigger
from pilotwire.core.token import Token, TokenStatus
from pilotwire.core.transaction import Kind

START = RemoteStartAsked(ReplyTo("start"), ALICE, 1, remote_start_id=77)
ANYWHERE = RemoteStartAsked(ReplyTo("anywhere"), BOB)
AT_PLUG = {registry.TX_START_POINT: ("EVConnected",)}


def asked(bench: CoreBench, event: RemoteStartAsked | RemoteStopAsked) -> Verdict:
    return bench.hear(event).replies[0].verdict


def test_a_vehicle_that_waits_is_started() -> None:
    bench = online()
    bench.plug()
    assert asked(bench, START) is Verdict.ACCEPTED
    bench.go(1.0)
    assert (bench.charging(), bench.said(AskAuthorization)) == (Charging.CHARGING, [])


@pytest.mark.parametrize("start", [START, ANYWHERE])
def test_a_driver_started_before_plugging_in_is_waited_for(start: RemoteStartAsked) -> None:
    bench = online()
    assert asked(bench, start) is Verdict.ACCEPTED
    bench.plug()
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING
    assert bench.rows()[0].trigger is Trigger.REMOTE_START


@pytest.mark.req("CCC-SYS-016")
def test_where_remote_tokens_are_checked_the_central_system_is_asked_first() -> None:
    bench = online({registry.AUTHORIZE_REMOTE_START: True})
    bench.plug()
    assert asked(bench, START) is Verdict.ACCEPTED
    assert bench.port().grant.permit is Permit.NONE
    bench.answer(TokenStatus.BLOCKED)
    assert bench.port().grant.permit is Permit.NONE
    bench.hear(RemoteStartAsked(ReplyTo("again"), BOB, 1))
    bench.answer()
    assert bench.port().grant.token == BOB


@pytest.mark.req("CCC-LIM-005")
def test_an_empty_token_is_rejected() -> None:
    assert asked(online(), RemoteStartAsked(ReplyTo("start"), Token(""))) is Verdict.REJECTED


def test_the_log_says_why_nobody_is_started_from_afar() -> None:
    def why(bench: CoreBench, event: RemoteStartAsked | RemoteStopAsked = START) -> str | None:
        return bench.hear(event).replies[0].why

    early, resetting, charging = CoreBench(), online(), online()
    resetting.hear(ResetAsked(ReplyTo("reset"), How.ORDERLY))
    charging.charge()
    waited_for = online(rules=Rules(second_card=SecondCard.WAITS))
    assert why(waited_for) is None
    assert why(waited_for, RemoteStartAsked(ReplyTo("start"), BOB, 1)) == "another driver is waited for"
    assert why(early) == "the central system has not accepted the station's boot yet"
    assert why(early, RemoteStopAsked(ReplyTo("stop"), "any")) == why(early)
    assert why(online(), RemoteStopAsked(ReplyTo("stop"), "any")) == "the transaction has ended, or is ending"
    assert why(online(), RemoteStartAsked(ReplyTo("start"), ALICE, 2)) == "there is no such EVSE"
    assert why(online(), RemoteStartAsked(ReplyTo("start"), Token(""))) == "the token is empty"
    assert why(resetting) == "a reset is on its way"
    assert why(charging) == "no EVSE is free for this token"


@pytest.mark.parametrize("evse", [-1, 2, 99])
def test_an_evse_nobody_has_is_rejected(evse: int) -> None:
    assert asked(online(), RemoteStartAsked(ReplyTo("start"), ALICE, evse)) is Verdict.REJECTED


def test_offline_nothing_is_started_or_stopped_from_afar() -> None:
    bench = CoreBench()
    assert asked(bench, START) is Verdict.REJECTED
    assert asked(bench, RemoteStopAsked(ReplyTo("stop"), "any")) is Verdict.REJECTED


@pytest.mark.parametrize(
    "event",
    [
        AvailabilityChosen(1, Voice.OWN, operative=False),
        FaultSeen(1, Fault.OVERCURRENT),
        ResetAsked(ReplyTo("reset"), How.ORDERLY),
    ],
)
def test_a_place_that_cannot_be_used_is_rejected(event: AvailabilityChosen | FaultSeen | ResetAsked) -> None:
    bench = online()
    bench.hear(event)
    assert asked(bench, START) is Verdict.REJECTED


def test_a_place_that_is_taken_is_rejected() -> None:
    bench = online()
    bench.charge()
    assert asked(bench, RemoteStartAsked(ReplyTo("start"), BOB, 1)) is Verdict.REJECTED
    assert asked(bench, ANYWHERE) is Verdict.REJECTED


def test_where_drivers_wait_for_each_other_the_second_is_rejected_and_not_accepted_for_nothing() -> None:
    bench = online(rules=Rules(second_card=SecondCard.WAITS))
    assert asked(bench, START) is Verdict.ACCEPTED
    assert asked(bench, RemoteStartAsked(ReplyTo("start"), BOB, 1)) is Verdict.REJECTED


@pytest.mark.parametrize("evse", [0, 2])
def test_the_reply_names_the_transaction_that_the_plug_began(evse: int) -> None:
    bench = online(AT_PLUG, sockets=(False, False))
    bench.plug(2)
    begun = bench.rows()[0].transaction
    said = bench.hear(RemoteStartAsked(ReplyTo("start"), ALICE, evse, remote_start_id=5))
    assert said.replies == (Reply(ReplyTo("start"), Verdict.ACCEPTED, begun),)
    assert [(row.trigger, row.remote_start_id, row.names_token) for row in bench.rows()[-1:]] == [
        (Trigger.REMOTE_START, 5, True)
    ]


def test_the_reply_does_not_name_the_transaction_of_a_driver_who_is_replaced() -> None:
    bench = online({registry.TX_START_POINT: ("Authorized",)})
    bench.authorize(BOB)
    assert bench.hear(RemoteStartAsked(ReplyTo("start"), ALICE)).replies[0].transaction is None


@pytest.mark.parametrize("points", ["EVConnected", "Authorized", "PowerPathClosed"])
def test_a_remote_start_is_told_in_the_first_row_after_it(points: str) -> None:
    bench = online({registry.TX_START_POINT: (points,)})
    bench.hear(START)
    bench.plug()
    row = bench.rows()[0]
    assert (row.kind, row.trigger, row.remote_start_id) == (Kind.STARTED, Trigger.REMOTE_START, 77)


def test_a_transaction_is_stopped_and_told_why() -> None:
    bench = online()
    bench.charge()
    assert asked(bench, RemoteStopAsked(ReplyTo("stop"), bench.rows()[0].transaction)) is Verdict.ACCEPTED
    bench.go(10.0)
    (ended,) = bench.rows(Kind.ENDED)
    assert (ended.trigger, ended.reason, ended.names_token) == (Trigger.REMOTE_STOP, Reason.REMOTE, False)


def test_a_transaction_nobody_knows_is_not_stopped() -> None:
    bench = online()
    bench.charge()
    assert asked(bench, RemoteStopAsked(ReplyTo("stop"), "somebody else's")) is Verdict.REJECTED
    assert bench.charging() is Charging.CHARGING


def test_a_transaction_that_is_ending_is_not_stopped_again() -> None:
    bench = online()
    bench.charge()
    bench.evses[0].broken.add("meter")
    name = bench.rows()[0].transaction
    bench.vehicle(bench.evses[0].vehicle.GONE)
    assert asked(bench, RemoteStopAsked(ReplyTo("stop"), name)) is Verdict.REJECTED


def test_a_transaction_of_a_driver_who_waits_is_stopped_with_the_claim() -> None:
    bench = online({registry.TX_START_POINT: ("Authorized",)})
    bench.authorize()
    assert asked(bench, RemoteStopAsked(ReplyTo("stop"), bench.rows()[0].transaction)) is Verdict.ACCEPTED
    assert (bench.station.claims, bench.rows(Kind.ENDED)[0].reason) == ({}, Reason.REMOTE)


def test_a_transaction_without_a_driver_is_stopped_and_the_next_driver_gets_a_new_one() -> None:
    bench = online(AT_PLUG)
    bench.plug()
    bench.stop()
    bench.go(3.0)
    assert len(bench.rows(Kind.ENDED)) == 1
    bench.authorize()
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING
    assert len(bench.rows(Kind.STARTED)) == 2


@pytest.mark.req("ABB-CONF-006")
def test_a_station_may_never_ask_about_remote_tokens_whatever_the_setting_says() -> None:
    rules = Rules(remote_question=RemoteQuestion.NEVER)
    bench = online({registry.AUTHORIZE_REMOTE_START: True}, rules=rules)
    bench.plug()
    assert asked(bench, START) is Verdict.ACCEPTED
    bench.go(2.0)
    assert (bench.charging(), bench.said(AskAuthorization)) == (Charging.CHARGING, [])
