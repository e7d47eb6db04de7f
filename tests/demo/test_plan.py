"""What follows from the flags."""

import pytest

from pilotwire.demo.plan import MAX_GOAL_WH, Plan


@pytest.mark.parametrize(
    ("speed", "goal_wh"), [(1.0, 150.0), (25.0, 1000.0), (60.0, MAX_GOAL_WH), (100.0, MAX_GOAL_WH)]
)
def test_more_flows_in_a_faster_demo_within_limits(speed, goal_wh):
    assert Plan(speed=speed).goal_wh == goal_wh


@pytest.mark.parametrize("speed", [25.0, 60.0, 100.0])
def test_at_the_usual_speeds_the_energy_needs_less_than_forty_seconds(speed):
    plan, eleven_kw, seven_kw = Plan(speed=speed), 11_000.0, 6_900.0
    station_s = 3600.0 * (plan.goal_wh / eleven_kw + plan.limited_goal_wh / seven_kw)
    assert station_s / speed < 40.0


def test_patience_grows_with_the_time_the_station_needs():
    assert Plan(speed=10.0).patience_s() == 10.0
    assert Plan(speed=10.0).patience_s(60.0) == 16.0
    assert Plan(speed=1.0).charging_patience_s(1000.0) == 1810.0
