"""The shell of simulated transfers, and what stands in their place where there is nothing to simulate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

import structlog

from pilotwire.core.command import Command
from pilotwire.core.driver import Driver
from pilotwire.core.event import JobEvent
from pilotwire.core.firmware import (
    CheckSignature,
    CheckSigner,
    Download,
    DownloadEnded,
    Install,
    InstallEnded,
    SignatureChecked,
    SignerChecked,
    SignerVerdict,
)
from pilotwire.core.job import Failure
from pilotwire.core.upload import UploadEnded, UploadLog
from pilotwire.update.simulated import SimulatedTransfer

log = structlog.get_logger("pilotwire.update")


class StationClock(Protocol):
    """The clock of the station, which may run faster than the real one."""

    def now_s(self) -> float:
        """Seconds since any beginning, never backwards."""

    def real_delay_s(self, until_s: float) -> float:
        """How many real seconds from now until this clock shows *until_s*; 0 when it already does."""


class Transfers(Driver, Protocol):
    """Whoever fetches, installs and sends; the real one will take the place of the simulated one here."""

    async def run(self) -> None:
        """Work, until cancelled."""

    def cut(self) -> None:
        """The station begins anew: it orders again what is to go on."""


class SimulatedTransfers:
    """Obeys at once, says what became of it from its own task."""

    def __init__(self, transfer: SimulatedTransfer, say: Callable[[JobEvent], None], clock: StationClock) -> None:
        self.transfer, self._say, self._clock = transfer, say, clock
        self._woken = asyncio.Event()

    def obey(self, command: Command) -> None:
        """Begin what *command* wants."""
        self.transfer.obey(command, self._clock.now_s())
        self._woken.set()

    def cut(self) -> None:
        """Nothing goes on by itself."""
        self.transfer.cut()

    def wake(self) -> None:
        """Somebody has changed what happens."""
        self._woken.set()

    async def run(self) -> None:
        """Say what has happened, when it has, until cancelled."""
        while True:
            self._woken.clear()
            for event in self.transfer.advance(self._clock.now_s()):
                self._say(event)
            due_s = self.transfer.next_due_s()
            delay_s = None if due_s is None else self._clock.real_delay_s(due_s)
            try:
                async with asyncio.timeout(delay_s):
                    await self._woken.wait()
            except TimeoutError:
                pass  # it is due


class NoTransfers:
    """On real hardware nothing may be pretended: until the real transfer is there, every job fails and says why."""

    def __init__(self, say: Callable[[JobEvent], None]) -> None:
        self._say = say

    def obey(self, command: Command) -> None:
        """Refuse *command*."""
        event = refused(command)
        if event is not None:
            log.warning("files cannot be transferred yet", command=type(command).__name__)
            self._say(event)

    def cut(self) -> None:
        """Nothing runs."""

    async def run(self) -> None:
        """Nothing to do."""
        await asyncio.Event().wait()


def refused(command: Command) -> JobEvent | None:
    """The event that says no to *command*; None where nobody waits for one."""
    match command:
        case CheckSigner():
            return SignerChecked(command.id, SignerVerdict.INVALID)
        case Download():
            return DownloadEnded(command.id, Failure.NOT_SUPPORTED)
        case CheckSignature():
            return SignatureChecked(command.id, is_valid=False)
        case Install():
            return InstallEnded(command.id, Failure.NOT_SUPPORTED)
        case UploadLog():
            return UploadEnded(command.id, Failure.NOT_SUPPORTED)
        case _:
            return None
