"""A central system nobody has heard of for so long that the station starts anew (Alfen release notes 4.12.0, 3).

A link that is up is a sign of life: its own pings answer for it. Without a vendor's rule nothing of this happens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.csms import UP, BootCause
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.reset import Resetting

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]
SILENCE = Due(STATION, Timer.SILENCE)


def begun(station: Station, moment: Moment) -> Station:
    """*station* that has just begun, with its silence counted from now."""
    is_wanted = station.rules.silence_reset_s and station.settings.get(registry.OCPP_ENABLED)
    return _heard(station, moment) if is_wanted else station


def followed(before: Station, station: Station, moment: Moment) -> Station:
    """*station* with its silence counted anew where a link came or went: until then somebody was there."""
    is_news = (before.registration in UP) is not (station.registration in UP)
    return _heard(station, moment) if is_news and SILENCE in station.deadlines else station


def on_silence_due(station: Station, event: Due, moment: Moment) -> Said:
    """Start anew as soon as nobody charges; a link that is up is no silence."""
    if station.registration in UP:
        return _heard(station, moment), NOTHING
    is_first = station.resetting is Resetting.NO
    waiting = replace(station, resetting=Resetting.WAITING, reset_cause=BootCause.WATCHDOG)
    return waiting if is_first else station, NOTHING


def _heard(station: Station, moment: Moment) -> Station:
    return station.armed(SILENCE, moment.mono_s + station.rules.silence_reset_s)
