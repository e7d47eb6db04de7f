"""The blocking thread that looks at the analogue inputs of one EVSE and reports what is new."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from pilotwire.hardware.linux.sense import Report, Sense

PERIOD_S = 0.01  # a change is sure after two looks; IEC 61851-1 table A.6, sequence 8.1 allows 100 ms until open
STALE_S = 1.0  # a thread that has not finished a round for so long hangs


class Sampler:
    """``report`` hears events, ``doubt`` whether this EVSE can be seen at all; both are called in the thread."""

    def __init__(
        self, name: str, senses: Sequence[Sense], report: Report, doubt: Callable[[OSError | None], None]
    ) -> None:
        self._senses, self._report, self._doubt = senses, report, doubt
        self._over = threading.Event()
        self._is_blind = False
        self._round_s = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait until it has ended; a thread that hangs in the kernel is left behind."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(STALE_S)

    def is_alive(self) -> bool:
        """Whether it still looks."""
        return self._thread.is_alive() and time.monotonic() - self._round_s < STALE_S

    def _run(self) -> None:
        while not self._over.wait(PERIOD_S):
            self._look()
            self._round_s = time.monotonic()

    def _look(self) -> None:
        try:
            for sense in self._senses:
                event = sense.look()
                if event is not None:
                    self._report(event)
        except OSError as error:
            if not self._is_blind:
                self._is_blind = True
                self._doubt(error)
            return
        if self._is_blind:
            self._is_blind = False
            self._doubt(None)
