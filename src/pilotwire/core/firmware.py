"""Words of an update of the firmware: what is asked, how far it is, what is to be done, what became of it.

The same for all versions and ways (OCPP 1.6 5.19; security whitepaper ed. 3 and OCPP 2.0.1 L01; chargebyte guide 11.5,
11.6). What follows from them stands in updating.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from pilotwire.core.frozen import replace
from pilotwire.core.job import By, Failure, Patience
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.reply import ReplyTo


class FirmwarePhase(Enum):
    """How far an update is."""

    IDLE = "idle"
    DOWNLOAD_SCHEDULED = "download scheduled"  # until its time has come and it may be fetched
    DOWNLOADING = "downloading"
    PAUSED = "paused"  # between two tries
    VERIFYING = "verifying"  # the signature
    INSTALL_SCHEDULED = "install scheduled"  # fetched; until its time has come and nobody is disturbed
    INSTALLING = "installing"
    REBOOTING = "rebooting"  # installed; the restart into it waits until nobody charges


class FirmwareStatus(Enum):
    """What is told (OCPP 2.0.1 FirmwareStatusEnumType)."""

    DOWNLOAD_SCHEDULED = "DownloadScheduled"
    DOWNLOADING = "Downloading"
    DOWNLOADED = "Downloaded"
    DOWNLOAD_FAILED = "DownloadFailed"
    SIGNATURE_VERIFIED = "SignatureVerified"
    INVALID_SIGNATURE = "InvalidSignature"
    INSTALL_SCHEDULED = "InstallScheduled"
    INSTALLING = "Installing"
    INSTALL_REBOOTING = "InstallRebooting"
    INSTALLED = "Installed"
    INSTALLATION_FAILED = "InstallationFailed"
    VERIFICATION_FAILED = "InstallVerificationFailed"


@dataclass(frozen=True, slots=True)
class Signed:
    """How to tell that firmware is the maker's: certificate (PEM) and signature (Base64)."""

    certificate: str
    signature: str


@dataclass(frozen=True, slots=True)
class FirmwareOrder:
    """What somebody wants installed; times in UTC seconds, None: as soon as possible."""

    by: By
    location: str
    retrieve_utc_s: float | None = None
    install_utc_s: float | None = None
    patience: Patience = Patience()
    request_id: int | None = None
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class Checking:
    """An order whose certificate is looked at before it is taken; whoever waits for that."""

    id: str
    order: FirmwareOrder
    reply_to: ReplyTo


OWNERS_PATIENCE: Final = Patience(1, 0.0)  # chargebyte guide 11.5: what is unset counts as 1, and as 0


@dataclass(frozen=True, slots=True)
class Firmware:
    """The update that runs, if any, and what was told last. Durable but for ``checking`` and ``done_pct``."""

    phase: FirmwarePhase = FirmwarePhase.IDLE
    id: str = ""
    order: FirmwareOrder | None = None
    tries: int = 0  # that were made
    told: FirmwareStatus | None = None
    failure: Failure | None = None  # why the last one did not succeed
    done_pct: int = 0
    checking: Checking | None = None
    wish: Patience = OWNERS_PATIENCE  # what the owner wishes for the next update of their own


@dataclass(frozen=True, slots=True)
class OwnerWishes:
    """How patient the next update of the owner is to be; None: as before (chargebyte guide 11.5)."""

    tries: int | None = None
    pause_s: float | None = None


@dataclass(frozen=True, slots=True)
class FirmwareAsked:
    """Somebody wants other firmware."""

    reply_to: ReplyTo
    order: FirmwareOrder


class SignerVerdict(Enum):
    """What a signing certificate is worth."""

    VALID = "valid"
    INVALID = "invalid"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class SignerChecked:
    """The certificate of the order *id* was looked at."""

    id: str
    verdict: SignerVerdict


@dataclass(frozen=True, slots=True)
class DownloadEnded:
    """The firmware of the job *id* is here, or is not; None: it is."""

    id: str
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class SignatureChecked:
    """The signature of the firmware of the job *id* was checked."""

    id: str
    is_valid: bool


@dataclass(frozen=True, slots=True)
class InstallEnded:
    """The firmware of the job *id* is installed, or is not; None: it is."""

    id: str
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class CheckSigner:
    """Is *certificate* one of the maker's? Answered by :class:`SignerChecked`."""

    id: str
    certificate: str


@dataclass(frozen=True, slots=True)
class Download:
    """Fetch firmware, of so many *slices* one after the other. Answered by :class:`DownloadEnded`."""

    id: str
    location: str
    slices: int = 1


@dataclass(frozen=True, slots=True)
class CheckSignature:
    """Check what was fetched. Answered by :class:`SignatureChecked`."""

    id: str
    signed: Signed


@dataclass(frozen=True, slots=True)
class Install:
    """Install what was fetched. Answered by :class:`InstallEnded`; what is installed begins with the next start."""

    id: str


@dataclass(frozen=True, slots=True)
class FirmwareStatusChanged:
    """The update *by* somebody is at *status* now; *request_id* is the id they gave it."""

    by: By
    status: FirmwareStatus
    request_id: int | None


def resumed(firmware: Firmware) -> tuple[Firmware, Outcome]:
    """*firmware* after a restart: what was installed is running now; what was interrupted goes on or is given up.

    An installation that was cut off has left the old firmware in place (chargebyte guide 11, 11.8).
    """
    order, phase = firmware.order, firmware.phase
    firmware = replace(firmware, checking=None, done_pct=0)
    if order is None or phase is FirmwarePhase.IDLE:
        is_owners = order is not None and order.by is By.OWNER
        return (Firmware(wish=firmware.wish) if is_owners else replace(firmware, failure=None)), NOTHING
    if phase is FirmwarePhase.REBOOTING:
        return _ended(firmware, order, FirmwareStatus.INSTALLED)
    if phase is FirmwarePhase.INSTALLING:
        return _ended(replace(firmware, failure=Failure.FAILED), order, FirmwareStatus.INSTALLATION_FAILED)
    if phase is FirmwarePhase.INSTALL_SCHEDULED:
        return firmware, NOTHING
    return replace(firmware, phase=FirmwarePhase.DOWNLOAD_SCHEDULED, tries=0), NOTHING


def _ended(firmware: Firmware, order: FirmwareOrder, status: FirmwareStatus) -> tuple[Firmware, Outcome]:
    fact = FirmwareStatusChanged(order.by, status, order.request_id)
    return replace(firmware, phase=FirmwarePhase.IDLE, told=status), Outcome(facts=(fact,))
