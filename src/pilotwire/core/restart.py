"""The one beginning: process start, reset and power cut all restore what was durable and go on from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pilotwire.core import registry
from pilotwire.core.csms import BootCause
from pilotwire.core.deadline import NO_DEADLINES, Timer, arm
from pilotwire.core.metering import aligned_armed
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import Outcome
from pilotwire.core.port.availability import Availability, settled
from pilotwire.core.port.build import Build
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.limits import STEADY_PCT, SetDutyCycle
from pilotwire.core.port.lock import run_motor
from pilotwire.core.port.phase import Contactor, Lock, Operability
from pilotwire.core.port.port import Port
from pilotwire.core.reading import Reading
from pilotwire.core.row import last_words
from pilotwire.core.rules import Rules
from pilotwire.core.sampling import Occasion, Sampled
from pilotwire.core.settings import Layers, Settings
from pilotwire.core.station import Station
from pilotwire.core.stop import BY_POWER_LOSS
from pilotwire.core.token import Cache
from pilotwire.core.transaction import ChargingState, Ending, Phase, Transaction, TransactionChanged
from pilotwire.core.variable import Values


@dataclass(frozen=True, slots=True)
class Kept:
    """What survives a power cut. ``transactions`` are those that were open, by EVSE."""

    transactions: Mapping[int, Transaction] = field(default_factory=dict)
    availability: Mapping[int, Availability] = field(default_factory=dict)
    operability: Operability = Operability.OPERATIVE
    cache: Cache = field(default_factory=dict)
    settings: Values = field(default_factory=dict)


def kept_of(station: Station) -> Kept:
    """What of *station* is durable."""
    return Kept(
        transactions=station.transactions,
        availability={port.evse: port.availability for port in station.ports},
        operability=station.operability,
        cache=station.cache,
        settings=station.settings.stored,
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
    settings = Settings(plan.layers, kept.settings, kept.settings)
    ports, said = [], Outcome()
    for evse in range(1, plan.evses + 1):
        port, more = _port(evse, kept, settings, plan.rules, moment)
        ports.append(port)
        said += more
    facts = tuple(_closed(evse, transaction) for evse, transaction in kept.transactions.items())
    station = Station(
        boot=plan.boot,
        settings=settings,
        ports=tuple(ports),
        rules=plan.rules,
        boot_cause=plan.cause,
        operability=kept.operability,
        cache=kept.cache,
    )
    return aligned_armed(station, moment), said + Outcome(facts=facts)


def build_of(settings: Settings, evse: int, rules: Rules) -> Build:
    """What EVSE *evse* is built of, as configured; read once, at the start (chargebyte guide 15.16)."""
    failsafe_a = settings.get(registry.FAILSAFE_LIMIT_A, evse)
    return Build(
        has_socket=settings.get(registry.HAS_SOCKET, evse),
        phases=settings.get(registry.SUPPLY_PHASES, evse),
        grid_a=float(settings.get(registry.GRID_LIMIT_A)),
        evse_a=float(settings.get(registry.EVSE_LIMIT_A, evse)),
        cable_a=float(settings.get(registry.CABLE_LIMIT_A, evse)),
        failsafe_a=None if failsafe_a < 0 else float(failsafe_a),
        accepts_ventilation=settings.get(registry.ACCEPT_STATE_D, evse),
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
        availability=settled(kept.availability.get(evse, Availability(station=kept.operability))),
        deadlines=arm(NO_DEADLINES, Timer.REST, moment.mono_s + build.contactor_rest_s),
    )
    opened = (SetContactor(evse, closed=False), SetDutyCycle(evse, STEADY_PCT))
    if not build.has_socket:
        return port, Outcome(commands=opened)
    port, unlocking = run_motor(port, Lock.UNLOCKING, moment)
    return port, Outcome(commands=(*opened, *unlocking))


def _closed(evse: int, transaction: Transaction) -> TransactionChanged:
    """The last words of a transaction that was open when the power went (OCPP 1.6 4.10, OCPP 2.0.1 E06, E12)."""
    reading = transaction.reading
    ending = transaction.ending or _lost(transaction)
    return last_words(
        evse, transaction, ending, reading.energy_wh if reading else None, _last_sample(transaction, ending)
    )


def _lost(transaction: Transaction) -> Ending:
    """An end nobody saw: as late as the last thing that is known of the transaction."""
    was_chargeable = transaction.phase is not Phase.OPEN
    return Ending(BY_POWER_LOSS, transaction.known, ChargingState.IDLE, was_chargeable, offline=True)


def _last_sample(transaction: Transaction, ending: Ending) -> tuple[Sampled, ...]:
    if transaction.reading is None:
        return ()
    reading = Reading(transaction.reading.energy_wh)
    return (Sampled(ending.stamp, Occasion.END, reading, 0.0, ("Energy.Active.Import.Register",)),)
