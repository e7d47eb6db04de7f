"""What a DataTransfer carries, as it is spelled on the wire of either version."""

from __future__ import annotations

import json
from typing import Final

from pilotwire.core.transfer import Content, MeterKeys

# what has.to.be has specified for the keys of meters, and other central systems understand as well (guide 3.3.10)
VENDOR: Final = "generalConfiguration"
MESSAGE: Final = "setMeterConfiguration"


def carried(content: Content | MeterKeys) -> Content:
    """*content* as vendor, message and data. The serial number of a meter is not known to the core: it stays empty."""
    if isinstance(content, Content):
        return content
    meters = [
        {"connectorId": evse, "meterSerial": "", "type": "SIGNATURE", "publicKey": key} for evse, key in content.keys
    ]
    return Content(VENDOR, MESSAGE, json.dumps({"meters": meters}))
