"""What a written value sets off besides being the value: a new connection, a restart, a reload.

Which Variable sets off what, a personality says (``Variable.effect``). It is decided by comparison, like everything
that follows from a step, so that it does not matter by which road a value came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core import reset
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.settings import taken_over
from pilotwire.core.variable import Applies, Effect, Value, Variable

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.settings import Settings
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


@dataclass(frozen=True, slots=True)
class Reconnect:
    """Close the connection to the central system, and open it anew with the settings as they are now."""


def sequels(before: Station, station: Station, moment: Moment) -> Said:
    """*station* after whatever its new settings set off; each effect once, however many Variables want it."""
    wanted = _wanted(before.settings, station.settings)
    said = NOTHING
    for effect, follow in SEQUELS.items():
        if effect in wanted:
            station, more = follow(station, moment)
            said += more
    return station, said


def _wanted(before: Settings, after: Settings) -> frozenset[Effect]:
    """The effects of Variables that are told with another value than before."""
    with_effect = [each for each in after.layers.variables.values() if each.effect is not Effect.NONE]
    return frozenset(each.effect for each in with_effect if _is_new(each, before, after))


def _is_new(variable: Variable[Value], before: Settings, after: Settings) -> bool:
    if variable.applies is Applies.CONNECTED and after.reported(variable) == after.get(variable):
        return False  # the connection there is has proven it already
    named = (before.stored, after.stored, before.layers.base, after.layers.base)
    evses = {evse for values in named for name, evse in values if name == variable.name}
    return any(before.reported(variable, evse) != after.reported(variable, evse) for evse in evses)


def _reloaded(station: Station, moment: Moment) -> Said:
    return replace(station, settings=taken_over(station.settings, Applies.REBOOT)), NOTHING


def _reconnecting(station: Station, moment: Moment) -> Said:
    """As soon as the answer that promised it got out."""
    return station.armed(RECONNECT, moment.mono_s + station.rules.restart_delay_s), NOTHING


def on_reconnect_due(station: Station, event: Due, moment: Moment) -> Said:
    """Now."""
    return station, Outcome(commands=(Reconnect(),))


def _introducing(station: Station, moment: Moment) -> Said:
    """The same, and not before: until then the one who listens is the one who has accepted the station."""
    return station.armed(INTRODUCE, moment.mono_s + station.rules.restart_delay_s), NOTHING


def on_introduce_due(station: Station, event: Due, moment: Moment) -> Said:
    """Now; nobody has accepted the station where it calls next, or by that name (OCPP 1.6 4.2)."""
    return replace(station, accepted_by=None), Outcome(commands=(Reconnect(),))


def _rebooting(station: Station, moment: Moment) -> Said:
    """In order, as if somebody had asked for it."""
    return reset.started(station, reset.How.ORDERLY, moment)


RECONNECT, INTRODUCE = Due(STATION, Timer.RECONNECT), Due(STATION, Timer.INTRODUCE)
# an emptied ledger is no sequel: the next start compares the address with that of its rows (``restart``)
SEQUELS: Mapping[Effect, Callable[[Station, Moment], Said]] = {
    Effect.RELOAD: _reloaded,
    Effect.RECONNECT: _reconnecting,
    Effect.INTRODUCE: _introducing,
    Effect.REBOOT: _rebooting,
}
