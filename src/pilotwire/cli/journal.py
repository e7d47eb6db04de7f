"""The log: to stderr for people, and its newest lines kept for whoever asks over HTTP."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog

from pilotwire.app.doors import LogTail
from pilotwire.web.door import LogLine

Entry = MutableMapping[str, Any]


def configure(tail: LogTail, verbose: bool = False, quiet: bool = False) -> None:
    """Lines of level info and above (*verbose*: debug, *quiet*: only errors) to stderr and to *tail*."""
    level = logging.DEBUG if verbose else logging.ERROR if quiet else logging.INFO
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S.%f", utc=False),
            structlog.processors.format_exc_info,
            _kept(tail),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=32),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _kept(tail: LogTail) -> Callable[[Any, str, Entry], Entry]:
    def keep(logger: Any, method: str, entry: Entry) -> Entry:
        more = " ".join(f"{key}={value}" for key, value in entry.items() if key not in ("event", "level", "timestamp"))
        tail.add(
            LogLine(time.time(), str(entry.get("level", method)), "pilotwire", f"{entry.get('event')} {more}".strip())
        )
        return entry

    return keep
