"""The durable slices of the state, as bytes: what changed since the last commit is written with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from pilotwire.core.clock import Offset
from pilotwire.core.firmware import Firmware
from pilotwire.core.local_list import LocalList
from pilotwire.core.port.availability import Availability
from pilotwire.core.port.phase import Operability
from pilotwire.core.profile import Installed
from pilotwire.core.reservation import Reservation
from pilotwire.core.restart import Kept
from pilotwire.core.security import IncidentRecorded
from pilotwire.core.station import Station
from pilotwire.core.token import Cache, TokenInfo
from pilotwire.core.transaction import Transaction
from pilotwire.core.trial import proven
from pilotwire.core.upload import Upload
from pilotwire.core.variable import Key, Value, Values

StoredValue = bool | int | float | str | tuple[str, ...] | None
SettingRow = tuple[str, int, StoredValue]  # name, EVSE, value


@dataclass(frozen=True, slots=True)
class Slice:
    """One slice: where it stands in the state and in :class:`Kept`, and what type it has on disk."""

    name: str
    pick: Callable[[Station], object]
    on_disk: Any


def _availability(station: Station) -> tuple[Availability, ...]:
    return tuple(port.availability for port in station.ports)


def _proven(station: Station) -> tuple[object, ...]:
    """Name, value, name, value: flat, so that the same objects are seen to be the same."""
    return tuple(part for (name, _), value in proven(station.settings).items() for part in (name, value))


SLICES: tuple[Slice, ...] = (
    Slice("transactions", lambda station: station.transactions, dict[int, Transaction]),
    Slice("availability", _availability, tuple[Availability, ...]),
    Slice("operability", lambda station: station.operability, Operability),
    Slice("cache", lambda station: station.cache, dict[str, TokenInfo]),
    Slice("reservations", lambda station: station.reservations, dict[int, Reservation]),
    Slice("list version", lambda station: station.local_list.version, int),  # its entries are rows of their own
    Slice("boots", lambda station: station.clock.boots, dict[str, Offset]),
    Slice("accepted_by", lambda station: station.accepted_by, str | None),
    Slice("profiles", lambda station: station.stored_profiles, tuple[Installed, ...]),
    Slice("incidents", lambda station: station.watch.waiting, tuple[IncidentRecorded, ...]),
    Slice("proven", _proven, tuple[StoredValue, ...]),
    Slice("firmware", lambda station: station.firmware, Firmware),
    Slice("upload", lambda station: station.upload, Upload),
    Slice("settings", lambda station: station.settings.stored, tuple[SettingRow, ...]),
)
DECODERS = {each.name: msgspec.json.Decoder(each.on_disk) for each in SLICES}


class Slices:
    """Remembers which objects were written last; the state replaces objects whole, so identity tells what changed."""

    def __init__(self, has_path: Callable[[Key], bool]) -> None:
        self._has_path = has_path
        self._written: dict[str, object] = {}

    def changed(self, station: Station) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of every slice of *station* that is not what was written last."""
        for each in SLICES:
            value = each.pick(station)
            if self._is_written(each.name, value):
                continue
            self._written[each.name] = value
            yield each.name, msgspec.json.encode(self._outward(each.name, value))

    def forget(self) -> None:
        """Nothing counts as written: the last commit failed."""
        self._written.clear()

    def _is_written(self, name: str, value: object) -> bool:
        last = self._written.get(name)
        if isinstance(value, tuple) and isinstance(last, tuple):  # made anew for each look
            return len(value) == len(last) and all(new is old for new, old in zip(value, last, strict=True))
        return value is last or (isinstance(value, int) and value == last)

    def _outward(self, name: str, value: object) -> object:
        if name != "settings" or not isinstance(value, Mapping):
            return value
        return [(key[0], key[1], each) for key, each in value.items() if not self._has_path(key)]


def kept_from(rows: Mapping[str, bytes], listed: Cache) -> Kept:
    """What *rows* (slice name to bytes) say survived; a slice that is missing was never written."""
    found = {name: DECODERS[name].decode(value) for name, value in rows.items() if name in DECODERS}
    availability = found.get("availability", ())
    return Kept(
        transactions=found.get("transactions", {}),
        availability=dict(enumerate(availability, 1)),
        operability=found.get("operability", Operability.OPERATIVE),
        cache=found.get("cache", {}),
        local_list=LocalList(found.get("list version", 0), listed),
        reservations=found.get("reservations", {}),
        boots=found.get("boots", {}),
        accepted_by=found.get("accepted_by"),
        profiles=found.get("profiles", ()),
        proven=_pairs(found.get("proven", ())),
        incidents=found.get("incidents", ()),
        firmware=found.get("firmware", Firmware()),
        upload=found.get("upload", Upload()),
        settings=_values(found.get("settings", ())),
    )


def _pairs(flat: tuple[StoredValue, ...]) -> Values:
    return {(str(name), 0): value for name, value in zip(flat[::2], flat[1::2], strict=True)}


def _values(rows: tuple[SettingRow, ...]) -> Values:
    values: dict[Key, Value] = {(name, evse): value for name, evse, value in rows}
    return values
