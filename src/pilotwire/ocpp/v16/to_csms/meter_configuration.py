"""The public keys of meters that sign, after every BootNotification (chargebyte guide 3.3.10).

The guide names the message and leaves the object to has.to.be; these are the fields its partners' software reads.
"""

import json

from pilotwire.core import registry
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v16.messages.data_transfer import DataTransferRequest

ACTION, VENDOR, MESSAGE = "DataTransfer", "generalConfiguration", "setMeterConfiguration"


def meter_configuration(station: Station) -> tuple[Message, ...]:
    """The keys that can be read; nothing where there is none, or nobody wants them. The answer does not matter."""
    keys = {port.evse: port.reading.public_key for port in station.ports if port.reading and port.reading.public_key}
    if not keys or not station.settings.get(registry.PUBLIC_KEY_AT_BOOT):
        return ()
    meters = [{"connectorId": evse, "type": "SIGNATURE", "publicKey": key} for evse, key in keys.items()]
    data = json.dumps({"meters": meters}, separators=(",", ":"))
    return (Message(ACTION, DataTransferRequest(vendor_id=VENDOR, message_id=MESSAGE, data=data)),)
