"""A central system that is silent for too long: the station starts anew."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.csms import BootCause
from pilotwire.core.port.charging import Charging
from pilotwire.core.reply import ReplyTo
from pilotwire.core.reset import How, ResetAsked, Restart
from pilotwire.core.rules import Rules

DAY_S, MINUTE_S = 86400.0, 60.0
VENDOR = Rules(silence_reset_s=DAY_S + 5 * MINUTE_S)


def station(rules: Rules = VENDOR) -> CoreBench:
    return online({registry.OCPP_ENABLED: True}, rules=rules)


@pytest.mark.req("TIM-032")
def test_a_day_and_five_minutes_after_the_last_sign_of_life_it_starts_anew() -> None:
    bench = station()
    bench.go(3 * DAY_S)
    bench.disconnect()
    bench.go(DAY_S + 5 * MINUTE_S - 1.0)
    assert bench.said(Restart) == []
    bench.go(3.0)
    assert bench.said(Restart) == [Restart(BootCause.WATCHDOG)]


@pytest.mark.req("TIM-032")
def test_a_link_that_comes_back_is_a_sign_of_life() -> None:
    bench = station()
    bench.disconnect()
    bench.go(DAY_S)
    bench.connect()
    bench.disconnect()
    bench.go(DAY_S)
    assert bench.said(Restart) == []


def test_a_link_that_stands_is_no_silence() -> None:
    bench = station(Rules(silence_reset_s=DAY_S))
    bench.go(10 * DAY_S)
    assert bench.said(Restart) == []


def test_who_charges_is_waited_for() -> None:
    bench = station()
    bench.charge()
    bench.disconnect()
    bench.go(2 * DAY_S)
    assert (bench.charging(), bench.said(Restart)) == (Charging.CHARGING, [])
    bench.connect()
    bench.unplug()
    bench.go(10.0)
    assert bench.said(Restart) == [Restart(BootCause.WATCHDOG)]


def test_the_next_life_has_a_day_of_its_own() -> None:
    bench = station().restarted()
    bench.go(DAY_S)
    assert bench.said(Restart) == []
    bench.go(6 * MINUTE_S)
    assert bench.said(Restart) == [Restart(BootCause.WATCHDOG)]


@pytest.mark.parametrize(("rules", "enabled"), [(Rules(), True), (VENDOR, False)])
def test_nobody_is_missed_by_a_station_without_such_a_rule_or_without_a_central_system(
    rules: Rules, enabled: bool
) -> None:
    bench = CoreBench({registry.OCPP_ENABLED: enabled}, rules=rules)
    bench.go(3 * DAY_S)
    assert bench.said(Restart) == []


def test_whoever_asks_for_a_reset_while_a_silence_waits_for_its_driver_is_its_cause() -> None:
    bench = station()
    bench.charge()
    bench.disconnect()
    bench.go(2 * DAY_S)
    bench.connect()
    bench.hear(ResetAsked(ReplyTo("reset"), How.ORDERLY))
    bench.go(20.0)
    assert bench.said(Restart) == [Restart(BootCause.REMOTE_RESET)]


@pytest.mark.parametrize("how", [How.AT_ONCE, How.WHEN_IDLE])
@pytest.mark.parametrize("enabled", [True, False])
def test_a_reset_that_somebody_asks_for_is_theirs(how: How, enabled: bool) -> None:
    bench = online({registry.OCPP_ENABLED: enabled}, rules=VENDOR)
    bench.hear(ResetAsked(ReplyTo("reset"), how))
    bench.go(5.0)
    assert bench.said(Restart) == [Restart(BootCause.REMOTE_RESET)]
