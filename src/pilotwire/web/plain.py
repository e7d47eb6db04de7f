"""Dataclasses of the core as plain JSON values: names as they are, enums by value, stamps with the time people use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from pilotwire.core.clock import utc_s_of
from pilotwire.core.moment import Stamp
from pilotwire.core.station import Station
from pilotwire.web.instant import utc_of
from pilotwire.web.local_time import local_text


def plain(value: object, station: Station) -> object:
    """*value* ready for JSON, as *station* tells the time."""
    if isinstance(value, Stamp):
        return _instant(value, station)
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name), station) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(each, station) for name, each in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [plain(each, station) for each in value]
    return value


def _instant(stamp: Stamp, station: Station) -> dict[str, object]:
    """When it was: in UTC, as people near the station read it, and by the clock that never jumps."""
    utc = utc_of(stamp, station.clock, station.boot)
    local = None if utc is None else local_text(utc_s_of(stamp, station.clock, station.boot), station.settings)
    return {"utc": utc, "local": local, "boot": stamp.boot, "mono_s": stamp.mono_s}


def snake_case(kind: type) -> str:
    """``TransactionChanged`` -> ``transaction_changed``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind.__name__).lower()
