"""Charging profiles between the words of 2.0.1 and the core's (OCPP 2.0.1 part 2, 3.9 and K01)."""

from __future__ import annotations

from collections.abc import Iterator

from pilotwire.core.profile import (
    ChargingProfile,
    Installed,
    Period,
    ProfileKind,
    Purpose,
    RateUnit,
    Recurrency,
    Schedule,
)
from pilotwire.core.station import Station
from pilotwire.ocpp.timestamp import to_wire
from pilotwire.ocpp.v2.instant import utc_s_from
from pilotwire.ocpp.v2.messages.datatypes import (
    ChargingProfileKindEnumType,
    ChargingProfilePurposeEnumType,
    ChargingProfileType,
    ChargingRateUnitEnumType,
    ChargingSchedulePeriodType,
    ChargingScheduleType,
    RecurrencyKindEnumType,
)


def profile_of(wire: ChargingProfileType) -> ChargingProfile:
    """The core has the words of 2.0.1. Raises RefusedPayload where a date is none."""
    return ChargingProfile(
        id=wire.id,
        stack_level=wire.stack_level,
        purpose=Purpose(wire.charging_profile_purpose.value),
        kind=ProfileKind(wire.charging_profile_kind.value),
        schedule=_schedule_of(wire.charging_schedule[0]),
        recurrency=None if wire.recurrency_kind is None else Recurrency(wire.recurrency_kind.value),
        valid_from_utc_s=_utc_s(wire.valid_from, "validFrom"),
        valid_to_utc_s=_utc_s(wire.valid_to, "validTo"),
    )


def _schedule_of(wire: ChargingScheduleType) -> Schedule:
    return Schedule(
        unit=RateUnit(wire.charging_rate_unit.value),
        periods=tuple(
            Period(each.start_period, each.limit, each.number_phases) for each in wire.charging_schedule_period
        ),
        duration_s=wire.duration,
        start_utc_s=_utc_s(wire.start_schedule, "chargingSchedule[0].startSchedule"),
        least=wire.min_charging_rate,
        id=wire.id,
    )


def _utc_s(text: str | None, field: str) -> float | None:
    return None if text is None else utc_s_from(text, f"chargingProfile.{field}")


def faults(wire: ChargingProfileType, evses: tuple[int, ...], station: Station) -> Iterator[str]:
    """What 2.0.1 forbids and other versions leave to the station (K01.FR.34, 38, 40, 41, 43, 48)."""
    is_relative = wire.charging_profile_kind is ChargingProfileKindEnumType.RELATIVE
    is_of_station = wire.charging_profile_purpose is ChargingProfilePurposeEnumType.CHARGING_STATION_MAX_PROFILE
    if len(wire.charging_schedule) > 1:
        yield "more than one schedule is for vehicles that choose one"
    if is_relative and is_of_station:
        yield "a profile of the station is relative to nothing"
    if is_relative is not (wire.charging_schedule[0].start_schedule is None):
        yield "startSchedule is for profiles that are not relative"
    for period in wire.charging_schedule[0].charging_schedule_period:
        if period.phase_to_use not in (None, 1):
            yield "the phase cannot be chosen"
        if any(period.number_phases is not None and period.number_phases < _least(station, evse) for evse in evses):
            yield f"it cannot be ensured that no more than {period.number_phases} phases are used"


def _least(station: Station, evse: int) -> int:
    """To how few phases an EVSE can be brought."""
    build = station.ports[evse - 1].build
    return 1 if build.switches_phases else build.phases


def to_profile(installed: Installed, station: Station) -> ChargingProfileType:
    """*installed* as it is told; one of a transaction is of the one that runs at its EVSE."""
    profile = installed.profile
    transaction = station.transactions.get(installed.evse) if profile.purpose is Purpose.TX else None
    recurrency, valid_from, valid_to = profile.recurrency, profile.valid_from_utc_s, profile.valid_to_utc_s
    return ChargingProfileType(
        id=profile.id,
        stack_level=profile.stack_level,
        charging_profile_purpose=ChargingProfilePurposeEnumType(profile.purpose.value),
        charging_profile_kind=ChargingProfileKindEnumType(profile.kind.value),
        charging_schedule=(_to_schedule(profile.schedule),),
        recurrency_kind=None if recurrency is None else RecurrencyKindEnumType(recurrency.value),
        valid_from=None if valid_from is None else to_wire(valid_from),
        valid_to=None if valid_to is None else to_wire(valid_to),
        transaction_id=transaction.id if transaction else None,
    )


def _to_schedule(schedule: Schedule) -> ChargingScheduleType:
    return ChargingScheduleType(
        id=schedule.id,
        charging_rate_unit=ChargingRateUnitEnumType(schedule.unit.value),
        charging_schedule_period=to_periods(schedule.periods),
        start_schedule=None if schedule.start_utc_s is None else to_wire(schedule.start_utc_s),
        duration=schedule.duration_s,
        min_charging_rate=schedule.least,
    )


def to_periods(periods: tuple[Period, ...]) -> tuple[ChargingSchedulePeriodType, ...]:
    """*periods* as they are told."""
    return tuple(
        ChargingSchedulePeriodType(start_period=each.start_s, limit=each.limit, number_phases=each.phases)
        for each in periods
    )
