"""How far an update of the firmware is, as far as people at the station have to know: do not switch it off now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.firmware import FirmwarePhase
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


class Update(Enum):
    """What is installed without a job, from a drive. A new beginning is at NONE: an update ends with a restart."""

    NONE = "none"
    SEARCHING = "searching"  # a drive was plugged in and is searched for something to install
    INSTALLING = "installing"


@dataclass(frozen=True, slots=True)
class UpdateSeen:
    """Whoever installs firmware is at *update* now."""

    update: Update


def update_of(station: Station) -> Update:
    """What people at the station are shown, whoever installs: from a drive, or as a job."""
    return Update.INSTALLING if station.firmware.phase is FirmwarePhase.INSTALLING else station.update


def on_seen(station: Station, event: UpdateSeen, moment: Moment) -> Said:
    """Nothing but the lamps follows from it."""
    return replace(station, update=event.update), NOTHING
