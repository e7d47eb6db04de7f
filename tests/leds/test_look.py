"""Colour, rhythm, delay and duration of what a LED shows, on the virtual clock."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.leds.bench import LINES, LedBench, led
from tests.leds.test_condition import charging, finished, in_error, online

from pilotwire.config.leds import read_leds
from pilotwire.config.leds_factory import factory_text
from pilotwire.core.led import Behavior, Color, Condition, Mode
from pilotwire.core.token import TokenStatus
from pilotwire.leds.look import NEVER, look
from pilotwire.leds.pattern import PATTERNS, Pattern

ON, OFF = (True,), (False,)
WHITE = Color.WHITE


@pytest.mark.req("CCC-HMI-007", "CCC-LJSON-004")
@pytest.mark.parametrize(
    ("color", "lamps"),
    [
        (Color.BLACK, (0, 0, 0)),
        (Color.RED, (1, 0, 0)),
        (Color.GREEN, (0, 1, 0)),
        (Color.BLUE, (0, 0, 1)),
        (Color.CYAN, (0, 1, 1)),
        (Color.YELLOW, (1, 1, 0)),
        (Color.MAGENTA, (1, 0, 1)),
        (Color.WHITE, (1, 1, 1)),
    ],
)
def test_the_outputs_are_red_green_and_blue_in_this_order(color: Color, lamps: tuple[int, int, int]) -> None:
    ready = Behavior(Condition.READY, Mode.SOLID, color)
    bench = online()
    assert bench.lit(led(ready)) == lamps
    assert bench.lit(led(ready, gpios=LINES[:2])) == lamps[:2]
    assert bench.lit(led(ready, gpios=LINES[:1])) == (color is not Color.BLACK,)


@pytest.mark.req("CCC-HMI-007", "CCC-LJSON-003")
@pytest.mark.parametrize(("mode", "half_s"), [(Mode.BLINK_SLOW, 1.0), (Mode.BLINK_FAST, 0.1)])
def test_a_blinking_led_is_as_long_on_as_off(mode: Mode, half_s: float) -> None:
    bench = online()
    behavior = Behavior(Condition.CONNECTED, mode, WHITE)
    bench.plug(asks=False)
    bench.now_s = bench.scenes[1].since_s[Condition.CONNECTED]
    seen = bench.timeline(led(behavior, gpios=(84,)), 3.5 * half_s)
    assert seen == [(0.0, ON), (half_s, OFF), (2 * half_s, ON), (round(3 * half_s, 6), OFF)]


@pytest.mark.req("CCC-HMI-007", "CCC-LJSON-003")
def test_a_solid_led_is_never_looked_at_again() -> None:
    bench = online()
    seen = look(led(Behavior(Condition.READY, Mode.SOLID, WHITE)), bench.scenes[1], bench.now_s)
    assert (all(seen.lit.values()), seen.next_change_s) == (True, NEVER)


@pytest.mark.req("CCC-HMI-007", "CCC-LJSON-005")
def test_a_behavior_with_a_duration_gives_its_place_to_the_next_one() -> None:
    bench = charging()
    bench.now_s = bench.scenes[1].since_s[Condition.CHARGE]
    short = Behavior(Condition.CHARGE, Mode.SOLID, Color.GREEN, duration_s=5.0)
    lasting = Behavior(Condition.CONNECTED, Mode.SOLID, Color.BLUE)
    assert bench.timeline(led(short, lasting), 60.0) == [(0.0, (False, True, False)), (5.0, (False, False, True))]
    assert bench.timeline(led(short), 60.0) == [(0.0, (False, True, False)), (5.0, (False, False, False))]


@pytest.mark.req("CCC-HMI-007", "CCC-LJSON-005")
def test_a_duration_counts_from_the_beginning_of_the_condition_whatever_else_is_told_meanwhile() -> None:
    short = Behavior(Condition.CHARGE, Mode.SOLID, WHITE, duration_s=60.0)
    bench = charging()  # its meter speaks every five seconds
    bench.go(50.0)
    assert bench.lit(led(short)) == (True, True, True)
    bench.go(12.0)
    assert bench.lit(led(short)) == (False, False, False)


@pytest.mark.req("CCC-HMI-007", "CCC-LJSON-005")
def test_a_behavior_without_a_duration_lasts_as_long_as_its_condition() -> None:
    bench = charging()
    behavior = Behavior(Condition.CHARGE, Mode.SOLID, WHITE)
    bench.go(86_400.0)
    assert bench.lit(led(behavior)) == (True, True, True)
    bench.stop()
    bench.unplug()
    assert bench.lit(led(behavior)) == (False, False, False)


@pytest.mark.parametrize("verdict", [TokenStatus.ACCEPTED, TokenStatus.BLOCKED])
def test_a_message_with_a_duration_is_shown_that_long_whatever_happens_meanwhile(verdict: TokenStatus) -> None:
    is_accepted = verdict is TokenStatus.ACCEPTED
    condition = Condition.AUTH_ACCEPTED if is_accepted else Condition.AUTH_REJECTED
    message = led(Behavior(condition, Mode.SOLID, WHITE, duration_s=30.0), gpios=(84,))
    bench = online()
    bench.plug()
    bench.card()
    assert bench.lit(message) == OFF
    bench.answer(verdict)
    bench.go(29.9)
    assert bench.lit(message) == ON
    bench.go(0.2)
    assert bench.lit(message) == OFF


def test_a_message_without_a_duration_is_shown_until_something_else_becomes_true() -> None:
    message = led(Behavior(Condition.AUTH_REJECTED, Mode.SOLID, WHITE), gpios=(84,))
    bench = online()
    bench.plug()
    bench.card()
    bench.answer(TokenStatus.BLOCKED)
    bench.go(3600.0)
    assert bench.lit(message) == ON
    bench.unplug()
    assert bench.lit(message) == OFF
    bench.plug()
    assert bench.lit(message) == OFF


def test_the_next_card_makes_the_last_message_history() -> None:
    message = led(Behavior(Condition.AUTH_REJECTED, Mode.SOLID, WHITE, duration_s=30.0), gpios=(84,))
    bench = online()
    bench.card()
    bench.answer(TokenStatus.BLOCKED)
    bench.go(1.0)
    bench.card()
    assert (bench.lit(message), bench.condition()) == (OFF, Condition.AUTH_PENDING)
    bench.answer()
    assert bench.lit(message) == OFF
    assert bench.condition() is Condition.AUTH_ACCEPTED


@pytest.mark.req("ALF-412-023")
def test_a_led_can_show_some_time_after_the_session_that_the_cable_can_be_removed() -> None:
    orange = Behavior(Condition.FINISHED, Mode.SOLID, Color.YELLOW, delay_s=60.0)
    bench = finished()
    bench.now_s = bench.scenes[1].since_s[Condition.FINISHED]
    dark, lit = (False, False, False), (True, True, False)
    assert bench.timeline(led(orange), 600.0) == [(0.0, dark), (60.0, lit)]
    bench.go(120.0)
    assert bench.lit(led(orange)) == lit
    bench.unplug()
    assert bench.lit(led(orange)) == dark


def status_led(bench: LedBench) -> list[tuple[float, tuple[bool, ...]]]:
    """What the factory's LED does from the moment its condition began."""
    (factory,) = read_leds(factory_text()).leds
    assert factory.gpios == (84,)
    condition = bench.condition(of=(Condition.ERROR, Condition.CHARGE, Condition.READY))
    assert condition is not None
    bench.now_s = bench.scenes[1].since_s[condition]
    return bench.timeline(factory, 2.05)


@pytest.mark.req("CCC-HMI-006")
def test_the_status_led_is_on_while_the_station_is_ready() -> None:
    assert status_led(online()) == [(0.0, ON)]


@pytest.mark.req("CCC-HMI-006", "TIM-025")
def test_the_status_led_blinks_slowly_while_a_vehicle_charges() -> None:
    assert status_led(charging()) == [(0.0, ON), (1.0, OFF), (2.0, ON)]


@pytest.mark.req("CCC-HMI-006", "TIM-026")
def test_the_status_led_blinks_fast_while_there_is_an_error() -> None:
    seen = status_led(in_error())
    assert [lit for _, lit in seen] == [ON, OFF] * 10 + [ON]
    assert [at_s for at_s, _ in seen] == pytest.approx([0.1 * turn for turn in range(21)])


@given(st.floats(0.0, 1e8), st.sampled_from([*PATTERNS.values(), Pattern(0.25)]))
def test_a_pattern_is_asked_again_later_and_then_has_changed(elapsed_s: float, pattern: Pattern) -> None:
    change_s = pattern.next_change_s(elapsed_s)
    if change_s is None:
        assert pattern.is_lit(elapsed_s) is pattern.is_on
        return
    assert elapsed_s < change_s
    assert pattern.half_s is not None
    assert change_s - elapsed_s <= pattern.half_s + 1e-5
    assert pattern.is_lit(change_s) is not pattern.is_lit(elapsed_s)
    assert math.isfinite(change_s)
