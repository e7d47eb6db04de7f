"""Charging profiles as a CSMS writes them."""

from __future__ import annotations

from typing import Any

Payload = dict[str, Any]


def profile(purpose: str, *periods: tuple[int, float], id: int = 1, level: int = 0, **different: Any) -> Payload:
    """A profile of *purpose* with *periods* (start, limit in ampere); a transaction's is relative, others are absolute.

    ``start`` is when an absolute one begins, ``duration`` how long its schedule lasts; the rest stands beside it.
    """
    schedule: Payload = {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": start_s, "limit": limit_a} for start_s, limit_a in periods],
    }
    if "start" in different:
        schedule["startSchedule"] = different.pop("start")
    if "duration" in different:
        schedule["duration"] = different.pop("duration")
    return {
        "chargingProfileId": id,
        "stackLevel": level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Absolute" if "startSchedule" in schedule else "Relative",
        "chargingSchedule": schedule,
        **different,
    }


def limits(answer: Payload) -> list[tuple[int, float]]:
    """(start, limit) of the periods of a composite schedule."""
    assert answer["status"] == "Accepted", answer
    return [(each["startPeriod"], each["limit"]) for each in answer["chargingSchedule"]["chargingSchedulePeriod"]]
