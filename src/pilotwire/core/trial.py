"""Settings of the way to the central system are tried before they count: a written one is stored at once and becomes
the one the station runs on when a connection with it came about; if only the old one is let in, it is taken back.

Whether something is on trial is not remembered anywhere: it is what is stored and does not count yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from pilotwire.core import registry
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.settings import Settings, taken_over
from pilotwire.core.variable import Applies, Value, Values, Variable

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]

TRIED: Final = (cast("Variable[Value]", registry.PASSWORD), cast("Variable[Value]", registry.SECURITY_PROFILE))


@dataclass(frozen=True, slots=True)
class TrialEnded:
    """A connection came about: with what was on trial (*worked*), or only with what counted before."""

    worked: bool


def is_on_trial(settings: Settings) -> bool:
    """Something is stored that no connection has proven yet."""
    return any(settings.reported(variable) != settings.get(variable) for variable in TRIED)


def proven(settings: Settings) -> Values:
    """What counts as long as the trial lasts; empty without one. It must survive a power cut."""
    if not is_on_trial(settings):
        return {}
    return {(variable.name, 0): settings.get(variable) for variable in TRIED}


def on_trial_ended(station: Station, event: TrialEnded, moment: Moment) -> Said:
    """The new settings count from now on, or the old ones again (security whitepaper A05.FR.08)."""
    settings = station.settings
    if not is_on_trial(settings):
        return station, NOTHING
    if event.worked:
        return replace(station, settings=taken_over(settings, Applies.CONNECTED)), NOTHING
    back: dict[Any, Value] = {
        (variable.name, 0): settings.get(variable)
        for variable in TRIED
        if settings.reported(variable) != settings.get(variable)
    }
    settings = replace(settings, stored={**settings.stored, **back}, effective={**settings.effective, **back})
    return replace(station, settings=settings), NOTHING  # an incident, as every change of what guards the way out
