"""The public key of a meter that signs, told to the central system after each BootNotification (guide 3.3.10)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from pilotwire.core import registry
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.transfer import Content, SendTransfer

if TYPE_CHECKING:
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]
# what has.to.be has specified for it, and other central systems understand as well
VENDOR: Final = "generalConfiguration"
MESSAGE: Final = "setMeterConfiguration"


def told(station: Station) -> Said:
    """*station* having told the keys it knows, if that is wanted; whatever is answered, nothing follows from it."""
    keys = {port.evse: port.reading.public_key for port in station.ports if port.reading is not None}
    meters = [
        {"connectorId": evse, "meterSerial": "", "type": "SIGNATURE", "publicKey": key}
        for evse, key in keys.items()
        if key
    ]
    if not meters or not station.settings.get(registry.PUBLIC_KEY_AT_BOOT):
        return station, NOTHING
    station, id = station.named()
    content = Content(VENDOR, MESSAGE, json.dumps({"meters": meters}))
    return station, Outcome(commands=(SendTransfer(id, content),))
