"""The public key of a meter that signs, told to the central system after each BootNotification (guide 3.3.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.transfer import MeterKeys, SendTransfer

if TYPE_CHECKING:
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


def told(station: Station) -> Said:
    """*station* having told the keys it knows, if that is wanted; whatever is answered, nothing follows from it."""
    known = ((port.evse, port.reading.public_key) for port in station.ports if port.reading is not None)
    keys = tuple((evse, key) for evse, key in known if key)
    if not keys or not station.settings.get(registry.PUBLIC_KEY_AT_BOOT):
        return station, NOTHING
    station, id = station.named()
    return station, Outcome(commands=(SendTransfer(id, MeterKeys(keys)),))
