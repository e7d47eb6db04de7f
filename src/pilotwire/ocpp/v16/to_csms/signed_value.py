"""What a meter has signed, as a text in a SampledValue (OCPP 1.6 7.49 SignedData; OCA signed meter values 1.0, 3.2)."""

import json

from pilotwire.core import registry
from pilotwire.core.reading import Signed
from pilotwire.core.sampling import Sampled
from pilotwire.core.station import Station
from pilotwire.ocpp.signed_value import signed_fields


def signed_text(signed: Signed, sampled: Sampled, station: Station) -> str:
    """*signed* in the format that is set: the object of the application note, or the bare data (guide 14.1 T48)."""
    match station.settings.get(registry.SIGNED_FORMAT):
        case "ocmf,plain":
            return signed.data
        case "ocmf,hex":
            return signed.data.encode().hex()
        case _:
            return _object(signed, sampled, station)


def _object(signed: Signed, sampled: Sampled, station: Station) -> str:
    """SignedMeterValueType of OCPP 2.0.1, as a text."""
    fields = signed_fields(signed, sampled, station)
    texts = {
        "signedMeterData": fields.data,
        "signingMethod": fields.method,
        "encodingMethod": fields.encoding,
        "publicKey": fields.public_key,
    }
    return json.dumps(texts, separators=(",", ":"))
