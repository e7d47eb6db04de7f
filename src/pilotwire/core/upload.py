"""The upload of a log: asked for, named at once, sent in the background (OCPP 1.6 5.9; whitepaper and 2.0.1 N01)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.job import By, CancelJob, Failure, LogKind, Patience
from pilotwire.core.machine import Machine, for_all, ignoring
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.reply import Reply, ReplyTo, Verdict

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.rules import Rules
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


class UploadPhase(Enum):
    """How far the upload is."""

    IDLE = "idle"
    UPLOADING = "uploading"
    PAUSED = "paused"  # between two tries


class UploadStatus(Enum):
    """What is told (OCPP 2.0.1 UploadLogStatusEnumType)."""

    UPLOADING = "Uploading"
    UPLOADED = "Uploaded"
    FAILED = "UploadFailure"
    BAD_MESSAGE = "BadMessage"
    NOT_SUPPORTED = "NotSupportedOperation"
    PERMISSION_DENIED = "PermissionDenied"


@dataclass(frozen=True, slots=True)
class LogOrder:
    """Which log goes where; *oldest_utc_s* and *latest_utc_s* bound it, None: all there is."""

    by: By
    kind: LogKind
    location: str
    oldest_utc_s: float | None = None
    latest_utc_s: float | None = None
    patience: Patience = Patience()
    request_id: int | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """The upload that runs, if any. Durable."""

    phase: UploadPhase = UploadPhase.IDLE
    id: str = ""
    order: LogOrder | None = None
    file: str = ""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class LogAsked:
    """Somebody wants a log."""

    reply_to: ReplyTo
    order: LogOrder


@dataclass(frozen=True, slots=True)
class UploadEnded:
    """The log of the job *id* is where it was wanted, or is not; None: it is."""

    id: str
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class UploadLog:
    """Send the log as *file*. Answered by :class:`UploadEnded`."""

    id: str
    order: LogOrder
    file: str


@dataclass(frozen=True, slots=True)
class UploadStatusChanged:
    """The upload *by* somebody is at *status* now; *request_id* is the id they gave it."""

    by: By
    status: UploadStatus
    request_id: int | None


def on_asked(station: Station, event: LogAsked, moment: Moment) -> Said:
    """The name of the file, at once; a newer wish takes the place of one that is not fulfilled (N01.FR.12)."""
    order = ruled(event.order, station.rules)
    if order.by is By.CENTRAL_BY_ID and order.kind not in station.rules.logs:
        return station, Outcome(
            replies=(Reply(event.reply_to, Verdict.REJECTED, why=f"there is no {order.kind.value} log"),)
        )
    old = station.upload
    is_first = old.phase is UploadPhase.IDLE
    cancelled = () if is_first else (CancelJob(old.id),)
    station, id = station.named()
    file = f"{order.kind.value}-{id}.log"
    verdict = Verdict.ACCEPTED if is_first else Verdict.ACCEPTED_CANCELED
    said = Outcome(commands=cancelled, replies=(Reply(event.reply_to, verdict, file=file),))
    station, begun = _uploading(replace(station, upload=Upload(UploadPhase.IDLE, id, order, file)))
    return station, said + begun


def ruled(order: LogOrder, rules: Rules) -> LogOrder:
    """*order* as this station understands it (seen at chargebyte: times are ignored, guide 3.3.1)."""
    return order if rules.log_times_count else replace(order, oldest_utc_s=None, latest_utc_s=None)


def _uploading(station: Station) -> Said:
    upload, order = station.upload, station.upload.order
    assert order is not None
    is_first = upload.tries == 0
    upload = replace(upload, phase=UploadPhase.UPLOADING, tries=upload.tries + 1)
    station = replace(station, upload=upload).disarmed(UPLOAD)
    told = _told(upload, UploadStatus.UPLOADING) if is_first else NOTHING
    return station, told + Outcome(commands=(UploadLog(upload.id, order, upload.file),))


def on_ended(station: Station, event: UploadEnded, moment: Moment) -> Said:
    """There, to be tried again, or given up."""
    upload = station.upload
    if event.id != upload.id or upload.order is None:
        return station, NOTHING
    if event.failure is not None and upload.tries < upload.order.patience.tries:
        station = replace(station, upload=replace(upload, phase=UploadPhase.PAUSED))
        return station.armed(UPLOAD, moment.mono_s + upload.order.patience.pause_s), NOTHING
    status = UploadStatus.UPLOADED if event.failure is None else FAILURES.get(event.failure, UploadStatus.FAILED)
    return replace(station, upload=replace(upload, phase=UploadPhase.IDLE)), _told(upload, status)


def on_due(station: Station, event: Due, moment: Moment) -> Said:
    """Once more."""
    return _uploading(station)


def _told(upload: Upload, status: UploadStatus) -> Outcome:
    if upload.order is None:
        return NOTHING
    return Outcome(facts=(UploadStatusChanged(upload.order.by, status, upload.order.request_id),))


def resumed(upload: Upload) -> tuple[Upload, Outcome]:
    """*upload* after a restart: what was cut off begins again."""
    order = upload.order
    if upload.phase is UploadPhase.IDLE or order is None:
        return upload, NOTHING
    upload = replace(upload, phase=UploadPhase.UPLOADING, tries=1)
    return upload, Outcome(commands=(UploadLog(upload.id, order, upload.file),))


FAILURES: Final = {
    Failure.BAD_MESSAGE: UploadStatus.BAD_MESSAGE,
    Failure.NOT_SUPPORTED: UploadStatus.NOT_SUPPORTED,
    Failure.PERMISSION_DENIED: UploadStatus.PERMISSION_DENIED,
}
UPLOAD: Final = Due(STATION, Timer.UPLOAD)

UPLOADING: Machine[Station, Outcome] = Machine(
    name="upload",
    phases=UploadPhase,
    phase_of=lambda station: station.upload.phase,
    hears=(LogAsked, UploadEnded, Timer.UPLOAD),
    table={
        **for_all(UploadPhase, LogAsked, on_asked),
        (UploadPhase.UPLOADING, UploadEnded): on_ended,
        (UploadPhase.PAUSED, Timer.UPLOAD): on_due,
    },
    ignored=ignoring(set(UploadPhase) - {UploadPhase.UPLOADING}, UploadEnded)  # of an upload that was cancelled
    | ignoring(set(UploadPhase) - {UploadPhase.PAUSED}, Timer.UPLOAD),
    nothing=NOTHING,
)
