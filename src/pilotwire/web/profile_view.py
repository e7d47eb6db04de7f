"""A charging profile as the page shows it: what it is for, not each of its periods."""

from __future__ import annotations

from dataclasses import dataclass

from pilotwire.core.profile import Installed, ProfileKind, Purpose, RateUnit


@dataclass(frozen=True, slots=True)
class ProfileView:
    """``evse`` 0 is the station, or all of them; a validity without an end is None, in UTC seconds since 1970."""

    id: int
    evse: int
    purpose: Purpose
    stack_level: int
    kind: ProfileKind
    unit: RateUnit
    periods: int
    valid_from_s: float | None
    valid_to_s: float | None


def profile_view(installed: Installed) -> ProfileView:
    """*installed* in short."""
    profile = installed.profile
    return ProfileView(
        id=profile.id,
        evse=installed.evse,
        purpose=profile.purpose,
        stack_level=profile.stack_level,
        kind=profile.kind,
        unit=profile.schedule.unit,
        periods=len(profile.schedule.periods),
        valid_from_s=profile.valid_from_utc_s,
        valid_to_s=profile.valid_to_utc_s,
    )
