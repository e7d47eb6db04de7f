"""Simulated transfers: they take their time, go as they were told to, and say so."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pilotwire.core.command import Command, JobCommand
from pilotwire.core.event import JobEvent
from pilotwire.core.firmware import (
    CheckSignature,
    CheckSigner,
    Download,
    DownloadEnded,
    Install,
    InstallEnded,
    SignatureChecked,
    Signed,
    SignerChecked,
    SignerVerdict,
)
from pilotwire.core.job import By, CancelJob, Failure, JobProgressed, LogKind
from pilotwire.core.upload import LogOrder, UploadEnded, UploadLog
from pilotwire.update.driver import NoTransfers, SimulatedTransfers, refused
from pilotwire.update.simulated import SimulatedTransfer, unreachable
from pilotwire.update.trouble import ABOUT, Trouble

URL, PEM = "https://example.com/x.image", "-----BEGIN CERTIFICATE-----"
ORDER = LogOrder(By.CENTRAL, LogKind.DIAGNOSTICS, URL)
SIGN, GET, CHECK = CheckSigner("j", PEM), Download("j", URL), CheckSignature("j", Signed(PEM, "sig"))
INSTALL, SEND = Install("j"), UploadLog("j", ORDER, "f.log")


def run(command: Command, *troubles: Trouble) -> list[JobEvent]:
    """Everything that is said about *command*, at the times it is due."""
    transfer = SimulatedTransfer()
    for trouble in troubles:
        transfer.suffer(trouble, active=True)
    transfer.obey(command, 0.0)
    events: list[JobEvent] = []
    while (due_s := transfer.next_due_s()) is not None:
        new = transfer.advance(due_s)
        assert new, "woken for nothing"
        events += new
    return events


@pytest.mark.parametrize(
    ("command", "trouble", "event"),
    [
        (SIGN, None, SignerChecked("j", SignerVerdict.VALID)),
        (CheckSigner("j", "nonsense"), None, SignerChecked("j", SignerVerdict.INVALID)),
        (SIGN, Trouble.CERTIFICATE_INVALID, SignerChecked("j", SignerVerdict.INVALID)),
        (SIGN, Trouble.CERTIFICATE_REVOKED, SignerChecked("j", SignerVerdict.REVOKED)),
        (GET, None, DownloadEnded("j")),
        (GET, Trouble.DOWNLOAD_FAILS, DownloadEnded("j", Failure.FAILED)),
        (CHECK, None, SignatureChecked("j", True)),
        (CHECK, Trouble.SIGNATURE_INVALID, SignatureChecked("j", False)),
        (CheckSignature("j", Signed(PEM, "")), None, SignatureChecked("j", False)),
        (INSTALL, None, InstallEnded("j")),
        (INSTALL, Trouble.INSTALLATION_FAILS, InstallEnded("j", Failure.FAILED)),
        (INSTALL, Trouble.VERIFICATION_FAILS, InstallEnded("j", Failure.VERIFICATION)),
        (SEND, None, UploadEnded("j")),
        (SEND, Trouble.UPLOAD_FAILS, UploadEnded("j", Failure.FAILED)),
        (SEND, Trouble.UPLOAD_DENIED, UploadEnded("j", Failure.PERMISSION_DENIED)),
    ],
)
def test_a_step_ends_as_it_was_told_to(command: Command, trouble: Trouble | None, event: JobEvent) -> None:
    events = run(command, *(() if trouble is None else (trouble,)))
    assert events[-1] == event
    assert all(isinstance(each, JobProgressed) for each in events[:-1])


def test_what_takes_long_says_how_far_it_is() -> None:
    assert [each.done_pct for each in run(GET)[:-1] if isinstance(each, JobProgressed)] == list(range(10, 100, 10))


@pytest.mark.parametrize(
    ("location", "failure"),
    [
        ("https://user:pass@example.com/x", None),
        ("ftp://example.com//abs", None),
        ("gopher://example.com/", Failure.NOT_SUPPORTED),
        ("/local/file", Failure.BAD_MESSAGE),
        ("http://[broken", Failure.BAD_MESSAGE),
        ("", Failure.BAD_MESSAGE),
    ],
)
def test_nobody_fetches_from_a_place_that_is_none(location: str, failure: Failure | None) -> None:
    assert unreachable(location) is failure


def test_what_stalls_goes_on_when_the_trouble_is_over() -> None:
    transfer = SimulatedTransfer()
    transfer.suffer(Trouble.TRANSFER_STALLS, active=True)
    transfer.obey(SEND, 0.0)
    assert (transfer.next_due_s(), transfer.advance(1000.0)) == (None, [])
    transfer.suffer(Trouble.TRANSFER_STALLS, active=False)
    assert transfer.advance(1000.0) == [UploadEnded("j")]


def test_what_is_cancelled_or_cut_off_says_nothing_more() -> None:
    transfer = SimulatedTransfer()
    transfer.obey(SEND, 0.0)
    transfer.obey(CancelJob("j"), 1.0)
    transfer.obey(GET, 1.0)
    transfer.cut()
    assert transfer.advance(1000.0) == []


def test_every_trouble_is_told_about() -> None:
    assert set(ABOUT) == set(Trouble)


class QuickClock:
    """A station's clock that runs a thousand times too fast."""

    def now_s(self) -> float:
        return asyncio.get_running_loop().time() * 1000.0

    def real_delay_s(self, until_s: float) -> float:
        return max(0.0, until_s - self.now_s()) / 1000.0


async def test_the_driver_says_what_has_happened_from_its_own_task() -> None:
    events: asyncio.Queue[Any] = asyncio.Queue()
    driver = SimulatedTransfers(SimulatedTransfer(), events.put_nowait, QuickClock())
    running = asyncio.create_task(driver.run())
    try:
        driver.obey(SEND)
        async with asyncio.timeout(10):
            assert await events.get() == UploadEnded("j")
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def test_on_real_hardware_nothing_is_pretended() -> None:
    said: list[JobEvent] = []
    driver = NoTransfers(said.append)
    for command in (SIGN, GET, CHECK, INSTALL, SEND):
        driver.obey(command)
    assert said == [refused(command) for command in (SIGN, GET, CHECK, INSTALL, SEND)]
    assert UploadEnded("j", Failure.NOT_SUPPORTED) in said
    driver.obey(CancelJob("j"))
    assert len(said) == len(JobCommand.__args__) - 1
