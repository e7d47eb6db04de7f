"""The station's clock, as fast as it is told to run."""

from __future__ import annotations

import time

import pytest

from pilotwire.tempo import Tempo


@pytest.mark.parametrize("speed", [1.0, 100.0])
def test_the_clock_runs_as_fast_as_it_is_told(speed: float) -> None:
    before_s = time.monotonic()
    tempo = Tempo(speed)
    begun_s = time.monotonic()
    while time.monotonic() < begun_s + 1e-3:
        pass
    least_s = (time.monotonic() - begun_s) * speed
    now_s = tempo.now_s()
    assert least_s <= now_s <= (time.monotonic() - before_s) * speed


def test_the_wall_clock_moves_with_the_monotonic_one() -> None:
    tempo = Tempo(50.0)
    first, second = tempo.now(), tempo.now()
    assert second.utc_s - first.utc_s == pytest.approx(second.mono_s - first.mono_s, abs=1e-5)
    assert abs(first.utc_s - first.mono_s - time.time()) < 60.0


class Wrong:
    """A host that is wrong until somebody sets it."""

    time_s, is_set = 7.0, False

    def utc_s(self) -> float:
        return self.time_s

    def is_trusted(self) -> bool:
        return self.is_set


def test_the_clock_of_a_real_host_is_asked_each_time() -> None:
    host = Wrong()
    tempo = Tempo(wall=host)
    before = tempo.now()
    host.time_s, host.is_set = 1_793_000_000.0, True
    after = tempo.now()
    assert [(each.utc_s, each.utc_trusted) for each in (before, after)] == [(7.0, False), (1_793_000_000.0, True)]
    assert after.mono_s >= before.mono_s


def test_a_delay_on_the_real_clock_is_shorter_by_the_speed_and_never_negative() -> None:
    tempo = Tempo(100.0)
    assert 0.9 < tempo.real_delay_s(tempo.now_s() + 100.0) <= 1.0
    assert tempo.real_delay_s(tempo.now_s() - 100.0) == 0.0


def test_the_same_seed_gives_the_same_chances() -> None:
    one, same, other = Tempo(seed=1), Tempo(seed=1), Tempo(seed=2)
    assert [one.now().chance for _ in range(5)] == [same.now().chance for _ in range(5)]
    assert one.now().chance != other.now().chance
