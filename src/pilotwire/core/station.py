"""The station: its state, who hears which event, and what follows from every step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pilotwire.core import (
    authorization,
    certificate,
    claim,
    consent,
    csms,
    delivery,
    keyring,
    local_list,
    metering,
    neighbour,
    recloser,
    remote,
    request,
    reservation,
    reset,
    schedule,
    security,
    sequel,
    service,
    signing,
    silence,
    trigger,
    tunnel,
    unlock,
)
from pilotwire.core.authentication import Consent
from pilotwire.core.clock import Clock, noticed
from pilotwire.core.composite import Allowance
from pilotwire.core.consequence import follow
from pilotwire.core.deadline import STATION, Due, Timer, arm, disarm
from pilotwire.core.event import Event
from pilotwire.core.firmware import Firmware, OwnerWishes
from pilotwire.core.frozen import replace
from pilotwire.core.job import JobProgressed
from pilotwire.core.machine import Heard, heard_as
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.phase import Operability
from pilotwire.core.port.port import HEARERS, Port, step_port
from pilotwire.core.profile import Profiles
from pilotwire.core.reading import Registers
from pilotwire.core.reply import ReplyTo
from pilotwire.core.report import Status, Untold, on_status_due
from pilotwire.core.rules import Rules
from pilotwire.core.sampling import Occasion
from pilotwire.core.settings import Settings
from pilotwire.core.token import Cache
from pilotwire.core.transaction import Transaction
from pilotwire.core.trial import TrialEnded, on_trial_ended
from pilotwire.core.update import Update, UpdateSeen
from pilotwire.core.update import on_seen as on_update_seen
from pilotwire.core.updating import FIRMWARE, on_progressed, on_signer_overdue, on_told_due, on_wished
from pilotwire.core.upload import UPLOADING, Upload

Said = tuple["Station", Outcome]


@dataclass(frozen=True, slots=True)
class Station:
    """Everything the station knows. Mappings are replaced whole and never changed in place; keys are EVSE numbers."""

    boot: str
    settings: Settings
    ports: tuple[Port, ...]
    rules: Rules = Rules()
    begun_s: float = 0.0  # when this life began (monotonic seconds)
    boot_cause: csms.BootCause = csms.BootCause.POWER_UP
    registration: csms.Registration = csms.Registration.OFFLINE
    accepted_by: str | None = None  # the address under which a central system accepted this station last; durable
    operability: Operability = Operability.OPERATIVE
    resetting: reset.Resetting = reset.Resetting.NO
    reset_cause: csms.BootCause = csms.BootCause.REMOTE_RESET  # whose wish the next restart is
    update: Update = Update.NONE
    clock: Clock = Clock()
    transactions: Mapping[int, Transaction] = field(default_factory=dict)
    claims: Mapping[int, claim.Claim] = field(default_factory=dict)
    asking: Mapping[str, authorization.Question] = field(default_factory=dict)
    reservations: Mapping[int, reservation.Reservation] = field(default_factory=dict)  # by their ids
    consents: frozenset[Consent] = frozenset()
    cache: Cache = field(default_factory=dict)
    local_list: local_list.LocalList = local_list.LocalList()
    profiles: Profiles = ()  # charging profiles, all that count
    delays: Mapping[int, Allowance] = field(default_factory=dict)  # what EVSEs have until the delay is over
    stored_profiles: Profiles = ()  # those a power cut would leave
    told: Mapping[int, Status] = field(default_factory=dict)
    told_s: Mapping[int, float] = field(default_factory=dict)  # when; kept only where a distance has to be kept
    counted: Mapping[tuple[int, Occasion], Registers] = field(default_factory=dict)  # where an interval began
    untold: Mapping[int, Untold] = field(default_factory=dict)
    unlocks: Mapping[int, tuple[ReplyTo, ...]] = field(default_factory=dict)
    orders: Mapping[int, tuple[recloser.Wanted, ...]] = field(default_factory=dict)
    plugged: Mapping[int, float] = field(default_factory=dict)  # EVSEs with a vehicle in the order of coming, and when
    neighbours: Mapping[neighbour.Door, neighbour.Neighbour] = field(default_factory=dict)
    transfers: tunnel.Transfers = tunnel.Transfers()
    watch: security.Watch = security.Watch()
    keyring: keyring.Keyring = keyring.Keyring()
    signing: signing.Signing = signing.Signing.NONE
    signings: int = 0  # how often the certificate that is waited for was asked for again
    certifying: Mapping[str, certificate.CertificateAsked] = field(default_factory=dict)
    firmware: Firmware = Firmware()
    upload: Upload = Upload()
    made: int = 0  # names given since the start
    deadlines: Mapping[Due, float] = field(default_factory=dict)

    def named(self) -> tuple[Station, str]:
        """The station and a name that no other start of it ever gives (so the core needs no chance for it)."""
        return replace(self, made=self.made + 1), f"{self.boot}-{self.made + 1}"

    def armed(self, due: Due, at_s: float) -> Station:
        """The station with *due* at monotonic time *at_s*."""
        return replace(self, deadlines=arm(self.deadlines, due, at_s))

    def disarmed(self, due: Due) -> Station:
        """The station that no longer waits for *due*."""
        return replace(self, deadlines=disarm(self.deadlines, due)) if due in self.deadlines else self

    def with_transaction(self, evse: int, transaction: Transaction | None) -> Station:
        """The station with *transaction*, or none, at *evse*."""
        others = {each: running for each, running in self.transactions.items() if each != evse}
        return replace(self, transactions=others if transaction is None else {**others, evse: transaction})

    def with_port(self, port: Port) -> Station:
        """The station with *port* in its place."""
        return replace(self, ports=(*self.ports[: port.evse - 1], port, *self.ports[port.evse :]))

    def step_port(self, event: Any, moment: Moment) -> Said:
        """The station after the port ``event.evse`` heard *event* and walked."""
        port, commands = step_port(self.ports[event.evse - 1], event, moment)
        said = Outcome(commands=commands) if commands else NOTHING
        return (self if port is self.ports[event.evse - 1] else self.with_port(port)), said


Handler = Callable[[Station, Any, Moment], Said]


def on_port_event(station: Station, event: Any, moment: Moment) -> Said:
    """An event of one port, or (EVSE 0) of all of them; an EVSE the station does not have is nobody's."""
    if not STATION <= event.evse <= len(station.ports):
        return station, NOTHING
    if event.evse != STATION:
        return station.step_port(event, moment)
    said = NOTHING
    for port in station.ports:
        station, more = station.step_port(replace(event, evse=port.evse), moment)
        said += more
    return station, said


HEARS: Mapping[Heard, Handler] = {
    **dict.fromkeys(HEARERS, on_port_event),
    **dict.fromkeys(csms.REGISTRATION.hears, csms.REGISTRATION.hear),
    **dict.fromkeys(signing.SIGNING.hears, signing.SIGNING.hear),
    **dict.fromkeys(FIRMWARE.hears, FIRMWARE.hear),
    **dict.fromkeys(UPLOADING.hears, UPLOADING.hear),
    JobProgressed: on_progressed,
    OwnerWishes: on_wished,
    Timer.UPDATE_TOLD: on_told_due,
    Timer.SIGNER: on_signer_overdue,
    MeterRead: metering.on_meter_read,
    authorization.CardShown: authorization.on_card,
    authorization.AuthorizationAnswered: authorization.on_answered,
    consent.CustomerPermission: consent.on_permission,
    consent.KeyTurned: consent.on_key,
    neighbour.NeighbourSeen: neighbour.on_seen,
    remote.RemoteStartAsked: remote.on_start_asked,
    remote.RemoteStopAsked: remote.on_stop_asked,
    unlock.UnlockAsked: unlock.on_asked,
    reset.ResetAsked: reset.on_asked,
    request.AvailabilityAsked: request.on_availability_asked,
    request.VariablesWritten: request.on_variables_written,
    request.ConfigurationEdited: request.on_configuration_edited,
    request.CacheClearAsked: request.on_cache_clear_asked,
    local_list.LocalListSent: local_list.on_sent,
    reservation.ReservationAsked: reservation.on_asked,
    reservation.CancellationAsked: reservation.on_cancelled,
    trigger.TriggerAsked: trigger.on_asked,
    tunnel.TransferAsked: tunnel.on_asked,
    tunnel.TransferConfirmed: tunnel.on_confirmed,
    service.ServiceRegistered: service.on_registered,
    service.ServiceAsked: service.on_asked,
    service.ServiceMisspoke: service.on_misspoke,
    service.TransferReturned: service.on_returned,
    schedule.ProfileSet: schedule.on_profile_set,
    schedule.ProfilesClearAsked: schedule.on_profiles_clear_asked,
    schedule.CompositeAsked: schedule.on_composite_asked,
    delivery.Delivered: delivery.on_delivered,
    delivery.Discarded: delivery.on_discarded,
    UpdateSeen: on_update_seen,
    certificate.CertificateAsked: certificate.on_asked,
    certificate.CertificateWorkDone: certificate.on_done,
    keyring.KeyringSeen: keyring.on_seen,
    security.IncidentSeen: security.on_seen,
    security.IncidentTold: security.on_told,
    TrialEnded: on_trial_ended,
    Timer.CLAIM: claim.on_patience_over,
    Timer.OFFLINE: authorization.on_offline_due,
    Timer.UNLOCK: unlock.on_overdue,
    Timer.SAMPLE: metering.on_sample_due,
    Timer.CLOCK_ALIGNED: metering.on_aligned_due,
    Timer.FINAL_READING: metering.on_final_reading_due,
    Timer.STATUS: on_status_due,
    Timer.TRANSFER: tunnel.on_overdue,
    Timer.SCHEDULE: schedule.on_schedule_due,
    Timer.DELAY: schedule.on_delay_due,
    Timer.PROFILES: schedule.on_profiles_due,
    Timer.RESERVATION: reservation.on_expiry_due,
    Timer.SILENCE: silence.on_silence_due,
    Timer.RESTART: reset.on_restart_due,
    Timer.RECONNECT: sequel.on_reconnect_due,
    Timer.INTRODUCE: sequel.on_introduce_due,
    Timer.INCIDENT: security.on_again_due,
    Timer.EXPIRY: signing.on_expiry_due,
}


def step(station: Station, event: Event, moment: Moment) -> Said:
    """*station* after *event* at *moment*, and everything it says."""
    before = _without_deadline(station, event) if isinstance(event, Due) else station
    after, said = HEARS[heard_as(event)](noticed(before, moment), event, moment)
    return follow(before, after, said, moment)


def _without_deadline(station: Station, due: Due) -> Station:
    """A deadline that has passed is gone, even where nobody minds it: otherwise it would pass for ever."""
    if due.evse == STATION or due in station.deadlines:
        return station.disarmed(due)
    if due.evse > len(station.ports):
        return station
    port = station.ports[due.evse - 1]
    return station.with_port(replace(port, deadlines=disarm(port.deadlines, due.timer)))


def next_deadline(station: Station) -> tuple[float, Due] | None:
    """The soonest deadline of the station or one of its ports, and when it is on the monotonic clock."""
    soonest: tuple[float, Due] | None = None
    for due, at_s in station.deadlines.items():
        if soonest is None or at_s < soonest[0]:
            soonest = at_s, due
    for port in station.ports:
        for timer, at_s in port.deadlines.items():
            if soonest is None or at_s < soonest[0]:
                soonest = at_s, Due(port.evse, timer)
    return soonest
