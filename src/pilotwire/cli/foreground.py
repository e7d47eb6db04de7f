"""Running something until it is told to stop, with the exit status a script expects."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

import typer

from pilotwire.app.garbage import begin
from pilotwire.app.notify import STOPPING, notify
from pilotwire.app.usage import UsageError

FINE, FAILED, USAGE = 0, 1, 2


def refuse(error: BaseException) -> NoReturn:
    """Say why a run cannot begin, in the words of *error*, and exit with status 2."""
    for line in str(error).splitlines():
        typer.echo(line, err=True)
    raise typer.Exit(USAGE)


def run_until_stopped(work: Coroutine[Any, Any, None], collect: Callable[[], None] = begin) -> None:
    """Run *work* until it ends or SIGINT or SIGTERM ask for an orderly stop; what cannot begin exits with status 2.

    *collect* says how garbage is collected from then on.
    """
    try:
        _runner()(_until_stopped(work, collect))
    except (UsageError, OSError) as error:
        refuse(error)


async def _until_stopped(work: Coroutine[Any, Any, None], collect: Callable[[], None]) -> None:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _stop, task)
    collect()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    sys.stdout.flush()


def _stop(task: asyncio.Future[None]) -> None:
    notify(STOPPING)
    task.cancel()


def _runner() -> Any:
    try:
        import uvloop
    except ImportError:
        return asyncio.run
    return uvloop.run
