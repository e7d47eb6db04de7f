"""The clock of the host: what it shows, whether somebody keeps it right, and the door through which it is set.

Used with a real board only; the simulated one believes its host. See docs/adr/0016-time.md.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import structlog

from pilotwire.core.clock import EARLIEST_UTC_S, SetClock
from pilotwire.core.command import Command

log = structlog.get_logger("pilotwire.hardware.clock")
TIME_ERROR: Final = 5  # adjtimex(2): the clock is not synchronised
FAILED: Final = -1
TIMEX_BYTES: Final = 512  # more than struct timex has on any machine


def clock_state() -> int:
    """What the kernel says of its clock (adjtimex(2), reading only): 0 to 5, or -1 where it may not be asked."""
    adjtimex = _adjtimex()
    return (
        FAILED if adjtimex is None else adjtimex(ctypes.create_string_buffer(TIMEX_BYTES))
    )  # all zero: change nothing


@lru_cache(maxsize=1)
def _adjtimex() -> Callable[[ctypes.Array[ctypes.c_char]], int] | None:
    """The call itself; asked for with every event, and looked up once."""
    try:
        found: Callable[[ctypes.Array[ctypes.c_char]], int] = ctypes.CDLL(None).adjtimex
    except (OSError, AttributeError):
        return None
    return found


def set_clock(utc_s: float) -> None:
    """Set the clock of the host. Raises OSError, usually because it takes the capability CAP_SYS_TIME."""
    time.clock_settime(time.CLOCK_REALTIME, utc_s)


class HostClock:
    """Shows the host's time and, as a :class:`pilotwire.core.driver.Driver`, sets it."""

    __slots__ = ("_has_failed", "_now_s", "_set", "_state")

    def __init__(
        self,
        state: Callable[[], int] = clock_state,
        set_to: Callable[[float], None] = set_clock,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        self._state, self._set, self._now_s = state, set_to, now_s
        self._has_failed = False

    def utc_s(self) -> float:
        """Seconds since 1970, as the host believes."""
        return self._now_s()

    def is_trusted(self) -> bool:
        """Whoever keeps the clock (timesyncd, chrony, ntpd, ptp4l) has told the kernel that it is right."""
        return self._state() not in (TIME_ERROR, FAILED) and self._now_s() >= EARLIEST_UTC_S

    def obey(self, command: Command) -> None:
        """Set the host's clock; where that is not allowed the station goes on with its own, and says so once."""
        if not isinstance(command, SetClock):
            return
        try:
            self._set(command.utc_s)
        except (OSError, OverflowError, ValueError) as error:
            if not self._has_failed:
                log.warning("the host's clock is wrong and cannot be set; the station keeps its own", error=str(error))
            self._has_failed = True
            return
        self._has_failed = False
        log.info("the host's clock is set to the time of the central system", utc_s=command.utc_s)
