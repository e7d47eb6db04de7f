"""What a meter has signed, as a text in a SampledValue (OCPP 1.6 7.49 SignedData; OCA signed meter values 1.0, 3.2)."""

import base64
import json

from pilotwire.core import registry
from pilotwire.core.reading import Signed
from pilotwire.core.sampling import Occasion, Sampled
from pilotwire.core.station import Station


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
    fields = {
        "signedMeterData": base64.b64encode(signed.data.encode()).decode(),
        "signingMethod": signed.method,
        "encodingMethod": signed.encoding,
        "publicKey": _key(sampled, station),
    }
    return json.dumps(fields, separators=(",", ":"))


def _key(sampled: Sampled, station: Station) -> str:
    """Empty where it is not to be sent; once per transaction means with its last value."""
    wanted = station.settings.get(registry.PUBLIC_KEY_WITH_SIGNED)
    is_due = wanted == "EveryMeterValue" or (wanted == "OncePerTransaction" and sampled.occasion is Occasion.END)
    return public_key_text(sampled.reading.public_key) if is_due else ""


def public_key_text(key_hex: str | None) -> str:
    """The public key of a meter, Base64 of ``oca:base16:asn1:`` and the key (OCA signed meter values 1.0, 3.2.2)."""
    return base64.b64encode(f"oca:base16:asn1:{key_hex}".encode()).decode() if key_hex else ""
