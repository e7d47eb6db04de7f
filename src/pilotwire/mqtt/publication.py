"""One message of the station."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Publication:
    """*payload* at *topic*; always QoS 0 (chargebyte guide 15.1)."""

    topic: str
    payload: str
    retain: bool
