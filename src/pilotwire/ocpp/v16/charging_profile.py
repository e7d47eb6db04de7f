"""Charging profiles between the words of 1.6 and the core's (OCPP 1.6 7.8 to 7.14)."""

from collections.abc import Mapping

from pilotwire.core.composite import Composite
from pilotwire.core.profile import (
    ChargingProfile,
    Period,
    ProfileKind,
    Purpose,
    RateUnit,
    Recurrency,
    Schedule,
)
from pilotwire.ocpp.v16.instant import utc_s_from
from pilotwire.ocpp.v16.messages import datatypes as wire
from pilotwire.ocpp.v16.messages.datatypes import ChargingProfilePurposeType, ChargingRateUnitType

PURPOSES: Mapping[ChargingProfilePurposeType, Purpose] = {
    ChargingProfilePurposeType.CHARGE_POINT_MAX_PROFILE: Purpose.STATION_MAX,
    ChargingProfilePurposeType.TX_DEFAULT_PROFILE: Purpose.TX_DEFAULT,
    ChargingProfilePurposeType.TX_PROFILE: Purpose.TX,
}


def profile_of(profile: wire.ChargingProfile, field: str) -> ChargingProfile:
    """*profile*, which stands in *field* of a request. Raises RefusedPayload where a date is none."""
    recurrency = profile.recurrency_kind
    return ChargingProfile(
        id=profile.charging_profile_id,
        stack_level=profile.stack_level,
        purpose=PURPOSES[profile.charging_profile_purpose],
        kind=ProfileKind(profile.charging_profile_kind.value),
        schedule=_schedule_of(profile.charging_schedule, f"{field}.chargingSchedule"),
        recurrency=None if recurrency is None else Recurrency(recurrency.value),
        valid_from_utc_s=utc_s_from(profile.valid_from, f"{field}.validFrom"),
        valid_to_utc_s=utc_s_from(profile.valid_to, f"{field}.validTo"),
    )


def _schedule_of(schedule: wire.ChargingSchedule, field: str) -> Schedule:
    return Schedule(
        unit=RateUnit(schedule.charging_rate_unit.value),
        periods=tuple(Period(*_values(each)) for each in schedule.charging_schedule_period),
        duration_s=schedule.duration,
        start_utc_s=utc_s_from(schedule.start_schedule, f"{field}.startSchedule"),
        least=schedule.min_charging_rate,
    )


def _values(period: wire.ChargingSchedulePeriod) -> tuple[int, float, int | None]:
    return period.start_period, period.limit, period.number_phases


def schedule_of(composite: Composite) -> wire.ChargingSchedule:
    """*composite* on the wire; when it starts stands beside it (errata 3.57)."""
    return wire.ChargingSchedule(
        charging_rate_unit=ChargingRateUnitType(composite.unit.value),
        duration=composite.duration_s,
        charging_schedule_period=tuple(
            wire.ChargingSchedulePeriod(start_period=each.start_s, limit=each.limit, number_phases=each.phases)
            for each in composite.periods
        ),
    )
