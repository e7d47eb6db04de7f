"""Transfers that only take their time: nothing is fetched, installed or sent. Sans-I/O, on the station's clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar
from urllib.parse import urlsplit

from pilotwire.core.command import Command
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
from pilotwire.core.job import CancelJob, Failure, JobProgressed
from pilotwire.core.upload import UploadEnded, UploadLog
from pilotwire.update.trouble import DOWNLOADS, INSTALLATIONS, SIGNERS, UPLOADS, Trouble

SCHEMES: Final = ("http", "https", "ftp", "ftps")
CHECK_S, DOWNLOAD_S, VERIFY_S, INSTALL_S, UPLOAD_S = 0.0, 10.0, 1.0, 20.0, 5.0  # of a small image over a quick line
STEP_PCT: Final = 10
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Work:
    """A step of the job *id*: when it began, how long it takes, what is said at its end, how far it was told to be."""

    id: str
    began_s: float
    takes_s: float
    end: Callable[[], JobEvent]
    shown_pct: int = 0
    is_shown: bool = False

    def pct(self, now_s: float) -> int:
        """How far it is, in steps of :data:`STEP_PCT`."""
        share = (now_s - self.began_s) / self.takes_s if self.takes_s else 1.0
        return min(100, STEP_PCT * int(100.0 * share / STEP_PCT + 1e-9))

    def next_s(self) -> float:
        """When there is more to say."""
        if not self.is_shown:
            return self.began_s + self.takes_s
        return self.began_s + self.takes_s * min(100, self.shown_pct + STEP_PCT) / 100.0


class SimulatedTransfer:
    """All of a station's transfers."""

    def __init__(self) -> None:
        self.troubles: frozenset[Trouble] = frozenset()
        self._works: dict[str, Work] = {}

    def suffer(self, trouble: Trouble, *, active: bool) -> None:
        """From now on *trouble* is there, or over."""
        self.troubles = self.troubles | {trouble} if active else self.troubles - {trouble}

    def cut(self) -> None:
        """The power is gone, or the station begins anew: nothing goes on by itself."""
        self._works.clear()

    def obey(self, command: Command, now_s: float) -> None:
        """Begin what *command* wants."""
        match command:
            case CheckSigner():
                self._begin(Work(command.id, now_s, CHECK_S, partial(self._signer, command)))
            case Download():
                self._begin(Work(command.id, now_s, DOWNLOAD_S, partial(self._download, command), is_shown=True))
            case CheckSignature():
                self._begin(Work(command.id, now_s, VERIFY_S, partial(self._signature, command)))
            case Install():
                self._begin(Work(command.id, now_s, INSTALL_S, partial(self._install, command), is_shown=True))
            case UploadLog():
                self._begin(Work(command.id, now_s, UPLOAD_S, partial(self._upload, command)))
            case CancelJob():
                self._works.pop(command.id, None)

    def _begin(self, work: Work) -> None:
        self._works[work.id] = work

    def next_due_s(self) -> float | None:
        """When :meth:`advance` has something to say."""
        if Trouble.TRANSFER_STALLS in self.troubles:
            return None
        return min((work.next_s() for work in self._works.values()), default=None)

    def advance(self, now_s: float) -> list[JobEvent]:
        """What has happened by *now_s*."""
        if Trouble.TRANSFER_STALLS in self.troubles:
            return []
        events: list[JobEvent] = []
        for work in tuple(self._works.values()):
            if now_s >= work.began_s + work.takes_s:
                del self._works[work.id]
                events.append(work.end())
            elif work.is_shown and work.pct(now_s) > work.shown_pct:
                self._works[work.id] = replace(work, shown_pct=work.pct(now_s))
                events.append(JobProgressed(work.id, work.pct(now_s)))
        return events

    # -- how it ends

    def _first(self, meanings: Mapping[Trouble, T]) -> T | None:
        return next((meaning for trouble, meaning in meanings.items() if trouble in self.troubles), None)

    def _signer(self, command: CheckSigner) -> JobEvent:
        is_certificate = "BEGIN CERTIFICATE" in command.certificate
        usual = SignerVerdict.VALID if is_certificate else SignerVerdict.INVALID
        return SignerChecked(command.id, self._first(SIGNERS) or usual)

    def _download(self, command: Download) -> JobEvent:
        return DownloadEnded(command.id, self._first(DOWNLOADS) or unreachable(command.location))

    def _signature(self, command: CheckSignature) -> JobEvent:
        is_there = bool(command.signed.signature)
        return SignatureChecked(command.id, is_there and Trouble.SIGNATURE_INVALID not in self.troubles)

    def _install(self, command: Install) -> JobEvent:
        return InstallEnded(command.id, self._first(INSTALLATIONS))

    def _upload(self, command: UploadLog) -> JobEvent:
        return UploadEnded(command.id, self._first(UPLOADS) or unreachable(command.order.location))


def unreachable(location: str) -> Failure | None:
    """Why nobody could ever fetch from *location*, or send there; None: somebody could."""
    try:
        url = urlsplit(location)
    except ValueError:
        return Failure.BAD_MESSAGE
    if not url.scheme or not url.hostname:
        return Failure.BAD_MESSAGE
    return None if url.scheme in SCHEMES else Failure.NOT_SUPPORTED
