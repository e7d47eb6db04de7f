"""The SIM card of the station, as far as it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.rules import SimCard

if TYPE_CHECKING:
    from pilotwire.core.station import Station

NO_CARD = (None, None)


def told_card(station: Station) -> tuple[str | None, str | None]:
    """Its ICCID and its IMSI; None: there is none, or it is not told now."""
    settings = station.settings
    is_in_use = settings.get(registry.CONNECTIVITY) == registry.MOBILE
    if station.rules.sim_card is SimCard.IN_USE and not is_in_use:
        return NO_CARD
    return settings.get(registry.ICCID), settings.get(registry.IMSI)
