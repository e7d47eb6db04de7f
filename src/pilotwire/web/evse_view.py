"""One EVSE as the page shows it: a pure function of the station."""

from __future__ import annotations

from dataclasses import dataclass

from pilotwire.core.port.availability import worst
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.effect import blocking_faults
from pilotwire.core.port.fault import Fault, first_fault, standing_faults
from pilotwire.core.port.guard import is_plugged, may_offer
from pilotwire.core.port.limits import Source, limits_of, offered_a
from pilotwire.core.port.phase import Contactor, Lock, Operability, Permit
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.port.port import Port
from pilotwire.core.port.proximity import Proximity
from pilotwire.core.reading import Reading
from pilotwire.core.report import status_of
from pilotwire.core.station import Station
from pilotwire.core.transaction import Phase, Transaction
from pilotwire.web.instant import utc_of


@dataclass(frozen=True, slots=True)
class LimitView:
    """A limit that counts now, in ampere per phase."""

    source: Source
    limit_a: float


@dataclass(frozen=True, slots=True)
class AvailabilityView:
    """What the three voices say, and the strongest of them."""

    state: Operability
    own: Operability
    station: Operability
    customer: Operability


@dataclass(frozen=True, slots=True)
class RunningView:
    """The transaction that is not over; ``known_utc`` is when it was last told of, ``durable_wh`` its kept register."""

    id: str
    phase: Phase
    token: str | None
    remote_start_id: int | None
    next_seq: int
    known_utc: str | None
    durable_wh: float | None


@dataclass(frozen=True, slots=True)
class EvseView:
    """One EVSE. ``offered_a`` is what the limits allow; the vehicle is told so while ``is_offering``."""

    evse: int
    charging: Charging
    pilot: Pilot
    is_plugged: bool
    proximity: Proximity
    has_socket: bool
    contactor: Contactor
    lock: Lock
    permit: Permit
    token: str | None
    is_offering: bool
    duty_pct: float
    offered_a: float
    limited_by: Source
    limits: tuple[LimitView, ...]
    phases: int
    availability: AvailabilityView
    fault: Fault | None
    faults: tuple[Fault, ...]
    is_blocked: bool
    reading: Reading | None
    transaction: RunningView | None


def evse_view(station: Station, port: Port) -> EvseView:
    """*port* as it is now."""
    limits = limits_of(port)
    standing = standing_faults(port)
    transaction = station.transactions.get(port.evse)
    return EvseView(
        evse=port.evse,
        charging=status_of(station, port.evse).charging,
        pilot=port.pilot,
        is_plugged=is_plugged(port),
        proximity=port.proximity,
        has_socket=port.build.has_socket,
        contactor=port.contactor,
        lock=port.lock,
        permit=port.grant.permit,
        token=port.grant.token.id if port.grant.token else None,
        is_offering=may_offer(port),
        duty_pct=round(port.duty_pct, 3),
        offered_a=offered_a(port),
        limited_by=min(limits, key=lambda limit: limit[1])[0],
        limits=tuple(LimitView(*each) for each in limits),
        phases=port.build.phases,
        availability=_availability(port),
        fault=first_fault(port),
        faults=tuple(fault for fault in Fault if fault in standing),
        is_blocked=bool(blocking_faults(port)),
        reading=port.reading,
        transaction=running_view(station, transaction) if transaction else None,
    )


def running_view(station: Station, transaction: Transaction) -> RunningView:
    """*transaction* as far as it has come."""
    return RunningView(
        id=transaction.id,
        phase=transaction.phase,
        token=transaction.token.id if transaction.token else None,
        remote_start_id=transaction.remote_start_id,
        next_seq=transaction.next_seq,
        known_utc=utc_of(transaction.known, station.clock, station.boot),
        durable_wh=transaction.reading.energy_wh if transaction.reading else None,
    )


def _availability(port: Port) -> AvailabilityView:
    said = port.availability
    return AvailabilityView(worst(port), said.own, said.station, said.customer)
