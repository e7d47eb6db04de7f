"""The host's clock: trusted as far as the kernel trusts it, set where that is allowed."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from pilotwire.core.clock import SetClock
from pilotwire.core.port.meter import ReadMeter
from pilotwire.hardware.clock import FAILED, TIME_ERROR, HostClock, clock_state

UTC_S = 1_793_000_000.0


@pytest.mark.parametrize(
    ("state", "now_s", "is_trusted"),
    [
        (0, UTC_S, True),
        (1, UTC_S, True),  # a leap second is about to be inserted
        (TIME_ERROR, UTC_S, False),
        (FAILED, UTC_S, False),
        (0, 1000.0, False),  # whatever the kernel says, it is not 1970
    ],
)
def test_the_clock_is_trusted_while_somebody_keeps_it_right(state: int, now_s: float, is_trusted: bool) -> None:
    clock = HostClock(lambda: state, now_s=lambda: now_s)
    assert (clock.is_trusted(), clock.utc_s()) == (is_trusted, now_s)


def test_the_kernel_can_be_asked() -> None:
    assert clock_state() in range(FAILED, TIME_ERROR + 1)


def test_the_clock_is_set_as_it_is_told_and_nothing_else_is_obeyed() -> None:
    times: list[float] = []
    clock = HostClock(set_to=times.append)
    clock.obey(SetClock(UTC_S))
    clock.obey(ReadMeter(1))
    assert times == [UTC_S]


def test_a_clock_that_may_not_be_set_is_said_so_once_until_it_could_be() -> None:
    refusals = [PermissionError("not permitted"), PermissionError("not permitted"), None, OSError("again")]

    def set_to(utc_s: float) -> None:
        refusal = refusals.pop(0)
        if refusal is not None:
            raise refusal

    clock = HostClock(set_to=set_to)
    with capture_logs() as logs:
        for _ in range(4):
            clock.obey(SetClock(UTC_S))
    assert [entry["log_level"] for entry in logs] == ["warning", "info", "warning"]
