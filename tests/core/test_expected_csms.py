"""A station that has just started waits a while for its central system before it judges cards alone (guide 3.4 T14)."""

from __future__ import annotations

import pytest
from tests.core.bench import ALICE, BOB, CoreBench, Settings

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.csms import BootAnswered, LinkChanged, Registration
from pilotwire.core.deadline import Timer
from pilotwire.core.port.charging import Charging
from pilotwire.core.rules import Rules
from pilotwire.core.token import TokenJudged, TokenStatus

NAMED: Settings = {registry.OCPP_ENABLED: True, registry.CSMS_URL: "ws://csms.example/ocpp"}
UNKNOWN_MAY: Settings = {**NAMED, registry.UNKNOWN_OFFLINE: True}


def started(settings: Settings = NAMED) -> CoreBench:
    """Ten seconds after the start."""
    return CoreBench(settings, rules=Rules(offline_after_s=120.0))


def judged(bench: CoreBench) -> list[TokenStatus]:
    return [fact.status for fact in bench.said(TokenJudged)]


@pytest.mark.req("TIM-003")
def test_a_card_waits_until_the_central_system_is_given_up_and_is_judged_offline_then() -> None:
    bench = started(UNKNOWN_MAY)
    bench.plug()
    bench.card()
    bench.go(107.9)  # and two for the plug
    assert (judged(bench), bench.charging()) == ([], Charging.PLUGGED)
    bench.go(0.2)
    assert (judged(bench), bench.charging()) == ([TokenStatus.ACCEPTED], Charging.CHARGING)


def test_a_central_system_that_is_found_in_time_is_asked_what_waited() -> None:
    bench = started()
    bench.plug()
    bench.card()
    bench.hear(LinkChanged(online=True), BootAnswered(Registration.ACCEPTED, 300))
    assert [question.token for question in bench.said(AskAuthorization)] == [ALICE]
    assert not bench.waits_for(Timer.OFFLINE)
    bench.answer()
    assert judged(bench) == [TokenStatus.ACCEPTED]


@pytest.mark.parametrize("answer", [Registration.PENDING, Registration.REJECTED])
def test_a_central_system_that_does_not_accept_the_station_is_not_waited_for(answer: Registration) -> None:
    bench = started()
    bench.card()
    bench.hear(LinkChanged(online=True), BootAnswered(answer, 300))
    assert (judged(bench), bench.said(AskAuthorization)) == ([TokenStatus.UNKNOWN], [])
    assert not bench.waits_for(Timer.OFFLINE)


def test_what_waited_for_a_link_that_broke_again_goes_on_waiting() -> None:
    bench = started()
    bench.card()
    bench.hear(LinkChanged(online=True), LinkChanged(online=False))
    assert (judged(bench), bench.waits_for(Timer.OFFLINE)) == ([], True)


def test_later_nobody_waits_for_a_central_system_that_is_away() -> None:
    bench = started()
    bench.go(120.0)
    bench.card()
    assert judged(bench) == [TokenStatus.UNKNOWN]


def test_a_station_without_a_central_system_judges_at_once() -> None:
    bench = started({})
    bench.card(BOB)
    assert judged(bench) == [TokenStatus.UNKNOWN]
