"""What a run is asked to be, before anything is read: the flags of the command line as plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pilotwire.app.doors import LogTail
from pilotwire.core.variable import Values
from pilotwire.hardware.clock import HostClock
from pilotwire.ocpp.traffic import Watch, unwatched

if TYPE_CHECKING:
    from pilotwire.hardware.linux.hardware import Hardware


@dataclass(frozen=True, slots=True)
class Options:
    """``pins`` are values of this run only, by Variable; they stand above every other layer.

    ``hardware`` is a real board, opened and safe; without it the board is simulated. ``clock`` is that of a real host,
    which may be wrong and be set; without it the host is believed as it is.
    """

    config_dir: Path
    data_dir: Path
    personality: str = "pilotwire"
    variant: str | None = None
    pins: Values = field(default_factory=dict)
    speed: float = 1.0
    record: Path | None = None
    clock: HostClock | None = None
    watch: Watch = unwatched
    log_tail: LogTail = field(default_factory=LogTail)
    on_ready: Callable[[str], None] = print
    hardware: Hardware | None = None
