"""Updates of the firmware by the owner's software, and how far any update is (chargebyte guide 11.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from pilotwire.core.firmware import FirmwareAsked, FirmwareOrder, FirmwarePhase, FirmwareStatus, OwnerWishes
from pilotwire.core.job import By, Failure
from pilotwire.core.reply import ReplyTo
from pilotwire.core.station import Station
from pilotwire.mqtt.topic import Place, Retain, Topic, TopicError
from pilotwire.mqtt.value import integer_or, word

SCHEMES: Final = ("http", "https", "ftp", "ftps")
SUCCEEDED, FAILED, IDLE = "install-succeeded", "failed", "idle"
PHASES: Final[Mapping[FirmwarePhase, str]] = {
    FirmwarePhase.DOWNLOADING: "downloading",
    FirmwarePhase.PAUSED: "download-failed",
    FirmwarePhase.VERIFYING: "download-succeeded",
    FirmwarePhase.INSTALL_SCHEDULED: "download-succeeded",
    FirmwarePhase.INSTALLING: "installing",
    FirmwarePhase.REBOOTING: SUCCEEDED,
}
MESSAGES: Final[Mapping[Failure, str]] = {
    Failure.FAILED: "the transfer or the installation failed",
    Failure.BAD_MESSAGE: "the address cannot be understood",
    Failure.NOT_SUPPORTED: "files cannot be transferred this way",
    Failure.PERMISSION_DENIED: "the server denies access",
    Failure.VERIFICATION: "the firmware is damaged or not the maker's",
}
TRIES, PAUSE = integer_or(1), integer_or(0)


def asked(payload: bytes, place: Place) -> FirmwareAsked:
    """Where the firmware is; the update begins. Raises TopicError."""
    location = word(payload)
    try:
        url = urlsplit(location)
    except ValueError:
        url = urlsplit("")
    if url.scheme not in SCHEMES or not url.hostname:
        raise TopicError(f"not an address that begins with {'://, '.join(SCHEMES)}://")
    return FirmwareAsked(ReplyTo("mqtt"), FirmwareOrder(By.OWNER, location))


def tries(payload: bytes, place: Place) -> OwnerWishes:
    """How often a download is tried; what is less than 1, or nothing, counts as 1."""
    return OwnerWishes(tries=TRIES(payload))


def pause(payload: bytes, place: Place) -> OwnerWishes:
    """How long to rest between two tries; what is less than 0, or nothing, counts as 0."""
    return OwnerWishes(pause_s=float(PAUSE(payload)))


def state(station: Station, evse: int) -> str:
    """What the update does, whoever wanted it; after a start it is idle."""
    firmware = station.firmware
    if firmware.phase is not FirmwarePhase.IDLE:
        return PHASES.get(firmware.phase, IDLE)
    if _has_succeeded(station):
        return SUCCEEDED
    if firmware.failure is None:
        return IDLE
    return "download-failed" if firmware.told is FirmwareStatus.DOWNLOAD_FAILED else "install-failed"


def _has_succeeded(station: Station) -> bool:
    """The owner's update is installed, and waits for a start that is theirs to order."""
    firmware = station.firmware
    is_owners = firmware.order is not None and firmware.order.by is By.OWNER
    return is_owners and firmware.phase is FirmwarePhase.IDLE and firmware.told is FirmwareStatus.INSTALLED


def progress(station: Station, evse: int) -> str:
    """How far the running step is, roughly."""
    return str(100 if state(station, evse) == SUCCEEDED else station.firmware.done_pct)


def result(station: Station, evse: int) -> str:
    """How the last one ended: when all tries have failed, or after the first good one; nothing since the start."""
    firmware = station.firmware
    if firmware.phase is FirmwarePhase.REBOOTING or _has_succeeded(station):
        return "succeeded"
    return FAILED if firmware.phase is FirmwarePhase.IDLE and firmware.failure is not None else ""


def message(station: Station, evse: int) -> str:
    """Why it, or its last try, did not succeed."""
    failure = station.firmware.failure
    return "" if failure is None else MESSAGES[failure]


FIRMWARE: Final[tuple[Topic, ...]] = (
    Topic(
        "firmware/update/target/url",
        "URL",
        "11.5",
        "Where the firmware is (http, https, ftp, ftps); whoever writes it starts the update. You restart.",
        Retain.NO,
        parse=asked,
    ),
    Topic(
        "firmware/update/target/max_trials",
        "integer or empty",
        "11.5",
        "How often a download is tried; less than 1 counts as 1.",
        parse=tries,
    ),
    Topic(
        "firmware/update/target/interval",
        "s, integer or empty",
        "11.5",
        "Pause between two tries; less than 0 counts as 0.",
        parse=pause,
    ),
    Topic("firmware/update/state/actual", "idle, downloading, ...", "11.5", "What the update does.", view=state),
    Topic("firmware/update/state/progress", "%, integer", "11.5", "How far it is, roughly.", view=progress),
    Topic("firmware/update/result/state", "succeeded, failed or empty", "11.5", "How it ended.", view=result),
    Topic("firmware/update/result/message", "text", "11.5", "Why it failed.", view=message),
)
