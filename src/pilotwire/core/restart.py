"""The one beginning: process start, reset and power cut all restore what was durable and go on from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pilotwire.core import registry, silence, updating, upload
from pilotwire.core.clock import Boots, begun
from pilotwire.core.command import HardwareCommand
from pilotwire.core.csms import BootCause
from pilotwire.core.deadline import NO_DEADLINES, Timer, arm
from pilotwire.core.delivery import LedgerErased
from pilotwire.core.fact import Fact
from pilotwire.core.firmware import Firmware, resumed
from pilotwire.core.frozen import replace
from pilotwire.core.local_list import LocalList
from pilotwire.core.metering import aligned_armed
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import Outcome
from pilotwire.core.port.availability import Availability, settled
from pilotwire.core.port.build import Build, Fan, RcdTest, WakeUp
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.limits import STEADY_PCT, SetDutyCycle
from pilotwire.core.port.lock import run_motor
from pilotwire.core.port.phase import Contactor, Lock, Operability
from pilotwire.core.port.phase import Rcd as RcdPhase
from pilotwire.core.port.phases import at_most
from pilotwire.core.port.port import Port
from pilotwire.core.port.rcd import Rcd, SetRcdTest
from pilotwire.core.port.secondary import SetSecondary
from pilotwire.core.port.ventilation import SetVentilation
from pilotwire.core.port.wake import DropPilot
from pilotwire.core.profile import Profiles
from pilotwire.core.reading import Reading
from pilotwire.core.reservation import Reservation
from pilotwire.core.reservation import armed as reservations_armed
from pilotwire.core.row import last_words
from pilotwire.core.rules import OldRows, Rules
from pilotwire.core.sampling import NO_OFFER, Occasion, Sampled, told_wh
from pilotwire.core.schedule import followed
from pilotwire.core.security import IncidentRecorded, Watch, at_start
from pilotwire.core.settings import Layers, Settings
from pilotwire.core.station import Station
from pilotwire.core.stop import BY_POWER_LOSS
from pilotwire.core.token import Cache
from pilotwire.core.transaction import ChargingState, Ending, Phase, Transaction, TransactionChanged
from pilotwire.core.transaction_data import at_end
from pilotwire.core.trial import proven
from pilotwire.core.tuning import holds_cable, masked_faults, most_phases, outlasts_vehicle, wired_a
from pilotwire.core.variable import Values


@dataclass(frozen=True, slots=True)
class Kept:
    """What survives a power cut. ``transactions`` are those that were open, by EVSE."""

    transactions: Mapping[int, Transaction] = field(default_factory=dict)
    availability: Mapping[int, Availability] = field(default_factory=dict)
    operability: Operability = Operability.OPERATIVE
    cache: Cache = field(default_factory=dict)
    local_list: LocalList = LocalList()
    reservations: Mapping[int, Reservation] = field(default_factory=dict)
    settings: Values = field(default_factory=dict)
    boots: Boots = field(default_factory=dict)
    firmware: Firmware = Firmware()
    upload: upload.Upload = upload.Upload()
    accepted_by: str | None = None
    profiles: Profiles = ()
    proven: Values = field(default_factory=dict)
    incidents: tuple[IncidentRecorded, ...] = ()


def kept_of(station: Station) -> Kept:
    """What of *station* is durable."""
    return Kept(
        transactions=station.transactions,
        availability={port.evse: port.availability for port in station.ports},
        operability=station.operability,
        cache=station.cache,
        local_list=replace(station.local_list, disputed=frozenset()),  # found out again as soon as it matters
        reservations=station.reservations,
        settings=station.settings.stored,
        boots=station.clock.boots,
        firmware=station.firmware,
        upload=station.upload,
        accepted_by=station.accepted_by,
        profiles=station.stored_profiles,
        proven=proven(station.settings),
        incidents=station.watch.waiting,
    )


@dataclass(frozen=True, slots=True)
class Begun:
    """The station has begun: not an event it hears, but the cause of what it says first."""

    cause: BootCause


@dataclass(frozen=True, slots=True)
class Plan:
    """What a start is given besides what was kept: a name for this boot, configuration, quirks, number of EVSEs."""

    boot: str
    layers: Layers
    evses: int
    rules: Rules = Rules()
    cause: BootCause = BootCause.POWER_UP


def restore(kept: Kept, plan: Plan, moment: Moment) -> tuple[Station, Outcome]:
    """A station at its beginning: everything open, what was running closed with its last durable reading."""
    stored, proven_values = _known(kept.settings, plan.layers), _known(kept.proven, plan.layers)
    settings = Settings(plan.layers, stored, {**stored, **proven_values})
    ports, said = [], Outcome()
    for evse in range(1, plan.evses + 1):
        port, more = _port(evse, kept, settings, plan.rules, moment)
        ports.append(port)
        said += more
    update, ended = resumed(kept.firmware)
    sending, sent = upload.resumed(kept.upload)
    facts: tuple[Fact, ...] = tuple(
        _closed(evse, transaction, settings, plan.rules) for evse, transaction in kept.transactions.items()
    )
    erased = _erased(kept, settings, plan.rules)
    station = Station(
        boot=plan.boot,
        settings=settings,
        ports=tuple(ports),
        rules=plan.rules,
        begun_s=moment.mono_s,
        boot_cause=plan.cause,
        accepted_by=None if erased else kept.accepted_by,
        operability=kept.operability,
        cache=kept.cache,
        local_list=kept.local_list,
        reservations=kept.reservations,
        clock=begun(kept.boots, plan.boot, moment),
        firmware=update,
        upload=sending,
        profiles=tuple(each for each in kept.profiles if each.valid and each.evse <= plan.evses),
        stored_profiles=kept.profiles,
        watch=Watch(waiting=kept.incidents),
    )
    said += Outcome(facts=facts + erased) + ended + sent
    station = silence.begun(reservations_armed(aligned_armed(station, moment), moment), moment)
    station, more = followed(station, moment)
    station, incidents = at_start(station, moment)
    station, updated = updating.updated(kept.firmware, station, moment)
    station, brought_on = updating.drive_firmware(station, station, moment)
    return station, said + more + incidents + updated + brought_on


def _known(values: Values, layers: Layers) -> Values:
    """*values* without those of Variables that were another personality's."""
    if all(name in layers.variables for name, _ in values):
        return values
    return {key: value for key, value in values.items() if key[0] in layers.variables}


def _erased(kept: Kept, settings: Settings, rules: Rules) -> tuple[LedgerErased, ...]:
    """The ledger of another central system is nobody's, where the rules say so; also what was closed just now."""
    old = kept.accepted_by
    if old is None or old == settings.get(registry.CSMS_URL) or rules.old_rows is OldRows.KEPT:
        return ()
    return (LedgerErased(old),)


def _fan(settings: Settings, evse: int) -> Fan:
    """Whose the fan is (chargebyte guide table 79)."""
    is_internal = settings.get(registry.VENTILATION_CONTROL, evse) == "internal"
    if settings.get(registry.VENTILATION_ENABLED, evse):
        return Fan.INTERNAL if is_internal else Fan.EXTERNAL
    return Fan.NONE if is_internal else Fan.CUSTOMERS_OWN


def _rcd_test(settings: Settings, evse: int) -> RcdTest | None:
    """No test without monitoring, nor without a line to drive (chargebyte guide 14.1: -1 disables the test)."""
    if not settings.get(registry.RCD_ENABLED, evse) or settings.get(registry.RCD_TEST_GPIO, evse) < 0:
        return None
    times_ms = (registry.RCD_TRIGGER_MS, registry.RCD_TRIPPED_MS, registry.RCD_NORMAL_MS)
    return RcdTest(*(settings.get(each, evse) / 1000.0 for each in times_ms))


def _wake_up(settings: Settings, evse: int) -> WakeUp:
    if settings.get(registry.FORCE_WAKE_UP, evse):
        return WakeUp.AT_ONCE
    return WakeUp.AFTER_TIMEOUT if settings.get(registry.WAKE_UP_AFTER_TIMEOUT, evse) else WakeUp.NEVER


def _switches_phases(settings: Settings, evse: int) -> bool:
    """Two relays, three phases, basic charging and no fan on the second relay (chargebyte guide 15.20)."""
    return (
        settings.get(registry.PHASE_SWITCH_ENABLED, evse)
        and settings.get(registry.SUPPLY_PHASES, evse) == 3
        and settings.get(registry.CHARGING_TYPE, evse) == "basic"
        and _fan(settings, evse) is Fan.NONE
    )


def build_of(settings: Settings, evse: int, rules: Rules) -> Build:
    """What EVSE *evse* is built of, as configured; read once, at the start (chargebyte guide 15.16)."""
    failsafe_a = settings.get(registry.FAILSAFE_LIMIT_A, evse)
    return Build(
        has_socket=settings.get(registry.HAS_SOCKET, evse),
        phases=settings.get(registry.SUPPLY_PHASES, evse),
        grid_a=float(settings.get(registry.GRID_LIMIT_A)),
        evse_a=wired_a(settings, evse),
        cable_a=float(settings.get(registry.CABLE_LIMIT_A, evse)),
        failsafe_a=None if failsafe_a < 0 else float(failsafe_a),
        accepts_ventilation=settings.get(registry.ACCEPT_STATE_D, evse),
        fan=_fan(settings, evse),
        rcd_test=_rcd_test(settings, evse),
        switches_phases=_switches_phases(settings, evse),
        switch_delay_s=float(settings.get(registry.PHASE_SWITCH_DELAY_S, evse)),
        wake_up=_wake_up(settings, evse),
        outlasts_vehicle=outlasts_vehicle(settings),
        holds_cable=holds_cable(settings),
        asks_hlc=settings.get(registry.CHARGING_TYPE, evse) == "basic+fake_highlevel_dc",
        has_contactor_feedback=settings.get(registry.CONTACTOR_FEEDBACK, evse) != "none",
        has_recloser=settings.get(registry.RECLOSER_ENABLED, evse),
        recloser_s=rules.recloser_s,
        stop_grace_s=rules.stop_grace_s,
        contactor_rest_s=rules.contactor_rest_s,
        contactor_travel_s=rules.contactor_travel_s,
        lock_travel_s=rules.lock_travel_s,
    )


def _port(evse: int, kept: Kept, settings: Settings, rules: Rules, moment: Moment) -> tuple[Port, Outcome]:
    """A port whose contactor may have opened only just now, when the power went: it rests before it closes again."""
    build = build_of(settings, evse, rules)
    port = Port(
        evse=evse,
        build=build,
        contactor=Contactor.RESTING,
        phases=at_most(most_phases(settings)),
        rcd=Rcd(RcdPhase.READY if build.rcd_test is None else RcdPhase.DUE),
        masked=masked_faults(settings, rules),
        availability=_availability(evse, kept),
        deadlines=arm(NO_DEADLINES, Timer.REST, moment.mono_s + build.contactor_rest_s),
    )
    opened = (SetContactor(evse, closed=False), *_others_off(evse, build), SetDutyCycle(evse, STEADY_PCT))
    if not build.has_socket:
        return port, Outcome(commands=opened)
    port, unlocking = run_motor(port, Lock.UNLOCKING, moment)
    return port, Outcome(commands=(*opened, *unlocking))


def _availability(evse: int, kept: Kept) -> Availability:
    """What each voice said; an update says again what it wants, if it goes on."""
    return replace(
        settled(kept.availability.get(evse, Availability(station=kept.operability))), update=Operability.OPERATIVE
    )


def _others_off(evse: int, build: Build) -> tuple[HardwareCommand, ...]:
    """What else a power cut may have left on."""
    off: tuple[tuple[bool, HardwareCommand], ...] = (
        (build.switches_phases, SetSecondary(evse, closed=False)),
        (build.fan is Fan.INTERNAL, SetVentilation(evse, running=False)),
        (build.rcd_test is not None, SetRcdTest(evse, active=False)),
        (build.wake_up is not WakeUp.NEVER, DropPilot(evse, dropped=False)),
    )
    return tuple(command for is_there, command in off if is_there)


def _closed(evse: int, transaction: Transaction, settings: Settings, rules: Rules) -> TransactionChanged:
    """The last words of a transaction that was open when the power went (OCPP 1.6 4.10, OCPP 2.0.1 E06, E12)."""
    reading = transaction.reading
    meter_wh = None if reading is None else told_wh(rules, transaction, reading.energy_wh)
    ending = transaction.ending or _lost(transaction)
    return last_words(evse, transaction, ending, meter_wh, _last_sample(ending, meter_wh, settings))


def _lost(transaction: Transaction) -> Ending:
    """An end nobody saw: as late as the last thing that is known of the transaction."""
    was_chargeable = transaction.phase is not Phase.OPEN
    return Ending(BY_POWER_LOSS, transaction.known, ChargingState.IDLE, was_chargeable, offline=True)


def _last_sample(ending: Ending, meter_wh: float | None, settings: Settings) -> tuple[Sampled, ...]:
    """The register is all that is durable."""
    if meter_wh is None or not set(registry.REGISTER) & set(at_end(settings)):
        return ()
    return (Sampled(ending.stamp, Occasion.END, Reading(meter_wh), NO_OFFER, registry.REGISTER),)
