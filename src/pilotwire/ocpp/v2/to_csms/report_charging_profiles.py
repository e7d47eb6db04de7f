"""ReportChargingProfiles: installed profiles in parts, each about one EVSE (OCPP 2.0.1 K09)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pilotwire.core.profile import Installed, Profiles
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v2.charging_profile import to_profile
from pilotwire.ocpp.v2.messages.datatypes import ChargingLimitSourceEnumType
from pilotwire.ocpp.v2.messages.report_charging_profiles import ReportChargingProfilesRequest

IN_ONE = 5  # of a thousand periods each


def parts(request_id: int, profiles: Profiles, station: Station) -> tuple[Message, ...]:
    """*profiles* in messages, all but the last to be continued (K09.FR.01, K09.FR.02)."""
    chunks = list(_chunks(profiles))
    return tuple(
        Message(
            "ReportChargingProfiles",
            ReportChargingProfilesRequest(
                request_id=request_id,
                charging_limit_source=ChargingLimitSourceEnumType.CSO,
                charging_profile=tuple(to_profile(each, station) for each in chunk),
                evse_id=chunk[0].evse,
                tbc=True if number < len(chunks) else None,
            ),
        )
        for number, chunk in enumerate(chunks, 1)
    )


def _chunks(profiles: Profiles) -> Iterator[list[Installed]]:
    for _, group in groupby(sorted(profiles, key=_evse), key=_evse):
        alike = list(group)
        yield from (alike[start : start + IN_ONE] for start in range(0, len(alike), IN_ONE))


def _evse(installed: Installed) -> int:
    return installed.evse
