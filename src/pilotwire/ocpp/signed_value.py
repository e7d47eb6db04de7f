"""What a meter has signed, in the fields that OCPP 1.6 and 2.0.1 share (OCA signed meter values 1.0, 3.2.1, 4.2.1)."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from pilotwire.core import registry
from pilotwire.core.reading import Signed
from pilotwire.core.sampling import Occasion, Sampled
from pilotwire.core.station import Station


@dataclass(frozen=True, slots=True)
class SignedFields:
    """SignedMeterValueType; ``data`` and ``public_key`` are Base64."""

    data: str
    method: str
    encoding: str
    public_key: str


def signed_fields(signed: Signed, sampled: Sampled, station: Station) -> SignedFields:
    """The fields of *signed*; the key is empty where it is not to be sent, and once is with the last value."""
    wanted = station.settings.get(registry.PUBLIC_KEY_WITH_SIGNED)
    is_due = wanted == "EveryMeterValue" or (wanted == "OncePerTransaction" and sampled.occasion is Occasion.END)
    key = public_key_text(sampled.reading.public_key) if is_due else ""
    return SignedFields(base64.b64encode(signed.data.encode()).decode(), signed.method, signed.encoding, key)


def public_key_text(key_hex: str | None) -> str:
    """The public key of a meter, Base64 of ``oca:base16:asn1:`` and the key (OCA signed meter values 1.0, 3.2.2)."""
    return base64.b64encode(f"oca:base16:asn1:{key_hex}".encode()).decode() if key_hex else ""
