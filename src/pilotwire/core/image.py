"""Firmware that is fetched in slices, and says in its address how many there are (ABB OCPP 1.6 overview 5.1)."""

from __future__ import annotations

import re
from typing import Final

# https://host/folder/?524&code: 524 slices, and the code of the package, which may be left out
SLICED: Final = re.compile(r"(https?)://[^/?#]+(?:/[^?#]*)?/[?]([1-9][0-9]{0,5})(?:&[^&#]*)?")
LIKE: Final = {"http": "ws", "https": "wss"}  # "the protocol should same as server connection type"


def slices_of(location: str, csms_url: str | None) -> int | None:
    """How many slices are at *location*; None: it is no such address, or not reached as the central system is."""
    found = SLICED.fullmatch(location)
    if found is None or (csms_url and not csms_url.startswith(f"{LIKE[found[1]]}:")):
        return None
    return int(found[2])
