"""Jobs that take long and survive a restart: words that an update of the firmware and the upload of a log share.

A job is a durable phase; what is to be done is a command with the job's id, what became of it an event with the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from pilotwire.core.clock import utc_s_of
from pilotwire.core.moment import stamp

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

DEFAULT_PAUSE_S: Final = 30.0  # between two tries, where nobody says: "it is left to Charge Point to decide"
MOST_TRIES: Final = 100
MOST_PAUSE_S: Final = 86400.0


class By(Enum):
    """Who wants a job, and so who is told of it and how."""

    CENTRAL = "central"  # the central system, by the plain messages that have no id
    CENTRAL_BY_ID = "central by id"  # by those with an id
    OWNER = "owner"  # the owner's software


class LogKind(Enum):
    """Which log."""

    DIAGNOSTICS = "diagnostics"
    SECURITY = "security"


class Failure(Enum):
    """Why a transfer or an installation failed."""

    FAILED = "failed"
    BAD_MESSAGE = "bad message"
    NOT_SUPPORTED = "not supported"
    PERMISSION_DENIED = "permission denied"
    VERIFICATION = "verification failed"


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a transfer is tried before it is given up, and how long to rest between two tries."""

    tries: int = 1
    pause_s: float = DEFAULT_PAUSE_S


def patience(tries: int | None, pause_s: float | None) -> Patience:
    """What somebody outside wishes, within reason: once at least, and not for ever."""
    pause_s = DEFAULT_PAUSE_S if pause_s is None else min(max(pause_s, 0.0), MOST_PAUSE_S)
    return Patience(min(max(tries or 1, 1), MOST_TRIES), pause_s)


@dataclass(frozen=True, slots=True)
class CancelJob:
    """Nobody waits for the job *id* any more."""

    id: str


@dataclass(frozen=True, slots=True)
class JobProgressed:
    """The running step of the job *id* is about *done_pct* done."""

    id: str
    done_pct: int


def now_s(station: Station, moment: Moment) -> float:
    """What time it is, in UTC, as well as it is known."""
    return utc_s_of(stamp(station.boot, moment), station.clock, station.boot)
