"""An update of the firmware: fetched when it may be, installed when nobody is disturbed, told at every step.

What moves by itself is a walk, :func:`drive_firmware`: it brings the job on whenever something has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pilotwire.core import registry
from pilotwire.core.csms import is_online
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.firmware import (
    Checking,
    CheckSignature,
    CheckSigner,
    Download,
    DownloadEnded,
    Firmware,
    FirmwareAsked,
    FirmwareOrder,
    FirmwarePhase,
    FirmwareStatus,
    FirmwareStatusChanged,
    Install,
    InstallEnded,
    OwnerWishes,
    SignatureChecked,
    SignerChecked,
    SignerVerdict,
)
from pilotwire.core.frozen import replace
from pilotwire.core.image import slices_of
from pilotwire.core.incident import Incident
from pilotwire.core.job import By, CancelJob, Failure, JobProgressed, now_s, patience
from pilotwire.core.machine import Machine, for_all, ignoring
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.phase import Operability
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.rules import Image, UpdateManner
from pilotwire.core.security import recorded

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]

OVERTAKEN, INSTALLING = "a newer order came", "other firmware is being installed"

# -- what is asked


def on_asked(station: Station, event: FirmwareAsked, moment: Moment) -> Said:
    """Begun, once the certificate is known to be good; a newer order takes the place of one that can be cancelled."""
    order = event.order
    if order.by is By.OWNER:
        order = replace(order, patience=station.firmware.wish)
    if order.signed is None:
        return _taken(station, event.reply_to, order, moment)
    station, old = _uncheck(station)
    station, id = station.named()
    checking = Checking(id, order, event.reply_to)
    station = replace(station, firmware=replace(station.firmware, checking=checking))
    station = station.armed(SIGNER, moment.mono_s + CHECK_PATIENCE_S)
    return station, old + Outcome(commands=(CheckSigner(id, order.signed.certificate),))


def on_signer_checked(station: Station, event: SignerChecked, moment: Moment) -> Said:
    """Taken, or refused with the reason (security whitepaper L01.FR.23 to 25)."""
    checking = station.firmware.checking
    if checking is None or checking.id != event.id:
        return station, NOTHING
    station = replace(station, firmware=replace(station.firmware, checking=None)).disarmed(SIGNER)
    if event.verdict is SignerVerdict.VALID:
        return _taken(station, checking.reply_to, checking.order, moment)
    verdict = Verdict.INVALID_CERTIFICATE if event.verdict is SignerVerdict.INVALID else Verdict.REVOKED_CERTIFICATE
    refused = Outcome(replies=(Reply(checking.reply_to, verdict),))
    station, incident = recorded(station, Incident.INVALID_FIRMWARE_CERTIFICATE, event.verdict.value, moment)
    return station, refused + incident


def on_signer_overdue(station: Station, event: Due, moment: Moment) -> Said:
    """What could not be verified is not valid (security whitepaper L01, 3)."""
    checking = station.firmware.checking
    if checking is None:
        return station, NOTHING
    return on_signer_checked(station, SignerChecked(checking.id, SignerVerdict.INVALID), moment)


def _uncheck(station: Station) -> Said:
    """Who asked before and has no answer yet is overtaken."""
    checking = station.firmware.checking
    return station, NOTHING if checking is None else Outcome(
        replies=(Reply(checking.reply_to, Verdict.REJECTED, why=OVERTAKEN),)
    )


def _taken(station: Station, reply_to: ReplyTo, order: FirmwareOrder, moment: Moment) -> Said:
    """What is being installed cannot be stopped any more (chargebyte guide 11.6; security whitepaper L01.FR.26, 27)."""
    firmware = station.firmware
    if firmware.phase in (FirmwarePhase.INSTALLING, FirmwarePhase.REBOOTING):
        return station, Outcome(replies=(Reply(reply_to, Verdict.REJECTED, why=INSTALLING),))
    is_first = firmware.phase is FirmwarePhase.IDLE
    verdict = Verdict.ACCEPTED if is_first else Verdict.ACCEPTED_CANCELED
    cancelled = () if is_first else (CancelJob(firmware.id),)
    station, id = station.named()
    begun = Firmware(FirmwarePhase.DOWNLOAD_SCHEDULED, id, order, told=firmware.told, wish=firmware.wish)
    said = Outcome(commands=cancelled, replies=(Reply(reply_to, verdict),))
    station = replace(station, firmware=begun)
    if not _is_time(order.retrieve_utc_s, station, moment) and order.by is By.CENTRAL_BY_ID:
        station, told = tell(station, FirmwareStatus.DOWNLOAD_SCHEDULED)
        said += told
    return station, said


# -- what became of it


def on_downloaded(station: Station, event: DownloadEnded, moment: Moment) -> Said:
    """Fetched, to be tried again, or given up."""
    firmware, order = station.firmware, station.firmware.order
    if event.id != firmware.id or order is None:
        return station, NOTHING
    if event.failure is None:
        return _downloaded(station, order, moment)
    if firmware.tries < order.patience.tries:
        return _paused(station, order, event.failure, moment), NOTHING
    return _failed(station, FirmwareStatus.DOWNLOAD_FAILED, event.failure)


def _paused(station: Station, order: FirmwareOrder, failure: Failure, moment: Moment) -> Station:
    station = _in(station, FirmwarePhase.PAUSED, failure=failure)
    return station.armed(UPDATE, moment.mono_s + order.patience.pause_s)


def _downloaded(station: Station, order: FirmwareOrder, moment: Moment) -> Said:
    station, said = tell(station, FirmwareStatus.DOWNLOADED)
    if order.signed is None:
        return _fetched(station, moment), said
    station = _in(station, FirmwarePhase.VERIFYING)
    return station, said + Outcome(commands=(CheckSignature(station.firmware.id, order.signed),))


def _fetched(station: Station, moment: Moment) -> Station:
    """In a step of its own it goes on, so that whoever looks at the state sees this one."""
    return _in(station, FirmwarePhase.INSTALL_SCHEDULED).armed(UPDATE, moment.mono_s)


def on_paused_enough(station: Station, event: Due, moment: Moment) -> Said:
    """Once more."""
    return _downloading(station)


def on_signature_checked(station: Station, event: SignatureChecked, moment: Moment) -> Said:
    """Nothing is installed that is not the maker's (security whitepaper L01.FR.04)."""
    order = station.firmware.order
    if event.id != station.firmware.id or order is None:
        return station, NOTHING
    if not event.is_valid:
        station, said = _failed(station, FirmwareStatus.INVALID_SIGNATURE, Failure.VERIFICATION)
        station, incident = recorded(station, Incident.INVALID_FIRMWARE_SIGNATURE, "", moment)
        return station, said + incident
    station, said = tell(station, FirmwareStatus.SIGNATURE_VERIFIED)
    station = _fetched(station, moment)
    if not _is_time(order.install_utc_s, station, moment):
        station, more = tell(station, FirmwareStatus.INSTALL_SCHEDULED)
        said += more
    return station, said


def on_installed(station: Station, event: InstallEnded, moment: Moment) -> Said:
    """What the central system wanted begins with a restart; the owner restarts when they like (guide 11.5, 11.6)."""
    firmware, order = station.firmware, station.firmware.order
    if event.id != firmware.id or order is None:
        return station, NOTHING
    if event.failure is not None and is_streamed(order) and firmware.tries < order.patience.tries:
        return _paused(station, order, event.failure, moment), NOTHING
    if event.failure is not None:
        is_bad = event.failure is Failure.VERIFICATION
        status = FirmwareStatus.VERIFICATION_FAILED if is_bad else FirmwareStatus.INSTALLATION_FAILED
        return _failed(station, status, event.failure)
    if order.by is By.OWNER:
        station, said = tell(station, FirmwareStatus.INSTALLED)
        return _in(station, FirmwarePhase.IDLE), said
    station, said = tell(station, FirmwareStatus.INSTALL_REBOOTING)
    return _in(station, FirmwarePhase.REBOOTING), said


def is_streamed(order: FirmwareOrder) -> bool:
    """Its download is part of the installation, which is therefore what is tried again (guide 11.5, 11.7)."""
    return order.location.endswith(".raucb")


def on_wished(station: Station, event: OwnerWishes, moment: Moment) -> Said:
    """For the next one: an update that runs goes on as it began."""
    old = station.firmware.wish
    tries = old.tries if event.tries is None else event.tries
    pause_s = old.pause_s if event.pause_s is None else event.pause_s
    return replace(station, firmware=replace(station.firmware, wish=patience(tries, pause_s))), NOTHING


def on_progressed(station: Station, event: JobProgressed, moment: Moment) -> Said:
    """For whoever looks."""
    if event.id != station.firmware.id:
        return station, NOTHING
    return replace(station, firmware=replace(station.firmware, done_pct=event.done_pct)), NOTHING


def _failed(station: Station, status: FirmwareStatus, failure: Failure) -> Said:
    station, said = tell(station, status)
    return _in(station, FirmwarePhase.IDLE, failure=failure), said


def tell(station: Station, status: FirmwareStatus) -> Said:
    """*station* having said that its update is at *status*."""
    order = station.firmware.order
    station = replace(station, firmware=replace(station.firmware, told=status))
    if order is None:
        return station, NOTHING
    return station, Outcome(facts=(FirmwareStatusChanged(order.by, status, order.request_id),))


def _in(station: Station, phase: FirmwarePhase, failure: Failure | None = None) -> Station:
    firmware = replace(station.firmware, phase=phase, failure=failure, done_pct=0)
    return replace(station, firmware=firmware).disarmed(UPDATE)


# -- what moves by itself


def on_due(station: Station, event: Due, moment: Moment) -> Said:
    """A time has come; the walk that follows every step does the rest."""
    return replace(station, firmware=replace(station.firmware)), NOTHING


def drive_firmware(before: Station, station: Station, moment: Moment) -> Said:
    """The update brought on by a step, at most, from where it was *before*; a second walk changes nothing."""
    order = station.firmware.order
    said = NOTHING
    if order is not None and station.firmware.phase is FirmwarePhase.DOWNLOAD_SCHEDULED:
        station, said = _fetch(station, order, moment)
    elif order is not None and station.firmware.phase is before.firmware.phase is FirmwarePhase.INSTALL_SCHEDULED:
        station, said = _install(station, order, moment)
    station, more = _withdrawn(station, moment)
    return _watched(station, moment), said + more


def _watched(station: Station, moment: Moment) -> Station:
    """Who works long says from time to time that it still does, where that is the custom."""
    every_s, is_busy = station.rules.update_told_every_s, station.firmware.phase in LONG
    if not every_s or is_busy is (TOLD in station.deadlines):
        return station
    return station.armed(TOLD, moment.mono_s + every_s) if is_busy else station.disarmed(TOLD)


def on_told_due(station: Station, event: Due, moment: Moment) -> Said:
    """Nothing new."""
    told = station.firmware.told
    if station.firmware.phase not in LONG or told is None:
        return station, NOTHING
    return tell(station.armed(TOLD, moment.mono_s + station.rules.update_told_every_s), told)


def _fetch(station: Station, order: FirmwareOrder, moment: Moment) -> Said:
    if not _is_time(order.retrieve_utc_s, station, moment):
        return _waiting(station, order.retrieve_utc_s, moment), NOTHING
    rules = station.rules
    is_busy = rules.update_manner is UpdateManner.OUT_OF_SERVICE and bool(station.transactions)
    is_away = rules.update_waits_for_link and order.by is not By.OWNER and not is_online(station)
    if is_busy or is_away:
        return station, NOTHING
    if _slices(station, order) is None:
        return _failed(station, FirmwareStatus.DOWNLOAD_FAILED, Failure.BAD_MESSAGE)
    station, said = tell(station, FirmwareStatus.DOWNLOADING)
    station, more = _downloading(station)
    return station, said + more


def _slices(station: Station, order: FirmwareOrder) -> int | None:
    """How many there are to be fetched; None: nobody can tell."""
    if station.rules.image is Image.ONE_FILE or order.by is By.OWNER:
        return 1
    return slices_of(order.location, station.settings.get(registry.CSMS_URL))


def _downloading(station: Station) -> Said:
    firmware = station.firmware
    assert firmware.order is not None
    slices = _slices(station, firmware.order) or 1
    station = _in(replace(station, firmware=replace(firmware, tries=firmware.tries + 1)), FirmwarePhase.DOWNLOADING)
    return station, Outcome(commands=(Download(firmware.id, firmware.order.location, slices),))


def _install(station: Station, order: FirmwareOrder, moment: Moment) -> Said:
    if not _is_time(order.install_utc_s, station, moment):
        return _waiting(station, order.install_utc_s, moment), NOTHING
    if station.transactions and not _is_quiet(station, order):
        return station, NOTHING
    station, said = tell(_in(station, FirmwarePhase.INSTALLING), FirmwareStatus.INSTALLING)
    return station, said + Outcome(commands=(Install(station.firmware.id),))


def _is_quiet(station: Station, order: FirmwareOrder) -> bool:
    """Whether it is installed behind the back of whoever charges."""
    return order.by is By.OWNER or station.rules.update_manner is UpdateManner.BACKGROUND


def _is_time(utc_s: float | None, station: Station, moment: Moment) -> bool:
    return utc_s is None or utc_s <= now_s(station, moment)


def _waiting(station: Station, utc_s: float | None, moment: Moment) -> Station:
    assert utc_s is not None
    at_s = moment.mono_s + utc_s - now_s(station, moment)
    return station if station.deadlines.get(UPDATE) == at_s else station.armed(UPDATE, at_s)


def wants_out_of_service(station: Station, moment: Moment) -> bool:
    """No new driver may begin: the update is about to take the station, or has it (security whitepaper L01.FR.07)."""
    firmware, order = station.firmware, station.firmware.order
    if order is None or firmware.phase is FirmwarePhase.IDLE or _is_quiet(station, order):
        return False
    if firmware.phase is FirmwarePhase.INSTALL_SCHEDULED:
        return _is_time(order.install_utc_s, station, moment) or _is_exclusive(station)
    return firmware.phase in (FirmwarePhase.INSTALLING, FirmwarePhase.REBOOTING) or _is_exclusive(station)


def _is_exclusive(station: Station) -> bool:
    return station.rules.update_manner is UpdateManner.OUT_OF_SERVICE


def _withdrawn(station: Station, moment: Moment) -> Said:
    """Its EVSEs out of service for the update, or back."""
    operative, said = not wants_out_of_service(station, moment), NOTHING
    for port in station.ports:
        if (port.availability.update is Operability.OPERATIVE) is not operative:
            station, more = station.step_port(AvailabilityChosen(port.evse, Voice.UPDATE, operative), moment)
            said += more
    return station, said


# -- a new beginning


def updated(kept: Firmware, station: Station, moment: Moment) -> Said:
    """*station* having noted that it runs other firmware than before its last start."""
    if kept.phase is not FirmwarePhase.REBOOTING:
        return station, NOTHING
    return recorded(station, Incident.FIRMWARE_UPDATED, "", moment)


SIGNER: Final = Due(STATION, Timer.SIGNER)
CHECK_PATIENCE_S: Final = 10.0  # a look at a certificate that takes longer has failed; chosen
UPDATE: Final = Due(STATION, Timer.UPDATE)
TOLD: Final = Due(STATION, Timer.UPDATE_TOLD)
LONG: Final = (FirmwarePhase.DOWNLOADING, FirmwarePhase.PAUSED, FirmwarePhase.INSTALLING)
P: Final = FirmwarePhase

FIRMWARE: Machine[Station, Outcome] = Machine(
    name="firmware",
    phases=FirmwarePhase,
    phase_of=lambda station: station.firmware.phase,
    hears=(FirmwareAsked, SignerChecked, DownloadEnded, SignatureChecked, InstallEnded, Timer.UPDATE),
    table={
        **for_all(FirmwarePhase, FirmwareAsked, on_asked),
        **for_all(FirmwarePhase, SignerChecked, on_signer_checked),
        (P.DOWNLOADING, DownloadEnded): on_downloaded,
        (P.VERIFYING, SignatureChecked): on_signature_checked,
        (P.INSTALLING, InstallEnded): on_installed,
        (P.PAUSED, Timer.UPDATE): on_paused_enough,
        **for_all((P.DOWNLOAD_SCHEDULED, P.INSTALL_SCHEDULED), Timer.UPDATE, on_due),
    },
    ignored=ignoring(set(P) - {P.DOWNLOADING}, DownloadEnded)  # of a job that was cancelled meanwhile
    | ignoring(set(P) - {P.VERIFYING}, SignatureChecked)
    | ignoring(set(P) - {P.INSTALLING}, InstallEnded)
    | ignoring(set(P) - {P.PAUSED, P.DOWNLOAD_SCHEDULED, P.INSTALL_SCHEDULED}, Timer.UPDATE),
    nothing=NOTHING,
)
