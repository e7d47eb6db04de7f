"""A Variable as the page shows it: what it is, what was written, what the station runs on, and who said so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import msgspec

from pilotwire.core.deadline import STATION
from pilotwire.core.settings import Settings
from pilotwire.core.station import Station
from pilotwire.core.variable import Access, Applies, Kind, Value, Variable
from pilotwire.web.secret import is_secret, masked


class Layer(Enum):
    """Where a value comes from, the strongest first (house.md section 5)."""

    PINNED = "pinned"  # a flag of this run
    WRITTEN = "written"  # by the central system or the page
    FILE = "file"  # customer.json, or the personality under it
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class ValueView:
    """The value of one EVSE (0: the station): ``value`` is reported; ``effective`` is there only while it differs."""

    evse: int
    source: Layer
    value: Value | msgspec.UnsetType = msgspec.UNSET
    effective: Value | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class VariableView:
    """One Variable; the values of a secret one are not there at all."""

    name: str
    kind: Kind
    unit: str
    allowed: tuple[tuple[float, float], ...]
    choices: tuple[str, ...]
    max_length: int | None
    access: Access
    applies: Applies
    is_per_evse: bool
    is_secret: bool
    default: Value | msgspec.UnsetType = msgspec.UNSET
    source: Layer | msgspec.UnsetType = msgspec.UNSET
    value: Value | msgspec.UnsetType = msgspec.UNSET
    effective: Value | msgspec.UnsetType = msgspec.UNSET
    evses: tuple[ValueView, ...] | msgspec.UnsetType = msgspec.UNSET


def variable_view(station: Station, variable: Variable[Value], evse: int = STATION) -> VariableView:
    """*variable*: its one value (of EVSE *evse*), or those of all EVSEs where it has many and none is named."""
    single = evse != STATION or not variable.per_evse
    shown = value_view(station.settings, variable, evse) if single else None
    evses = () if single else tuple(value_view(station.settings, variable, port.evse) for port in station.ports)
    return VariableView(
        name=variable.name,
        kind=variable.kind,
        unit=variable.unit,
        allowed=variable.allowed,
        choices=variable.choices,
        max_length=variable.max_length,
        access=variable.access,
        applies=variable.applies,
        is_per_evse=variable.per_evse,
        is_secret=is_secret(variable),
        default=msgspec.UNSET if is_secret(variable) else masked(variable.default),
        source=shown.source if shown else msgspec.UNSET,
        value=shown.value if shown else msgspec.UNSET,
        effective=shown.effective if shown else msgspec.UNSET,
        evses=evses if shown is None else msgspec.UNSET,
    )


def value_view(settings: Settings, variable: Variable[Value], evse: int) -> ValueView:
    """The value of *variable* at *evse*, and who said so."""
    source = layer_of(settings, variable, evse)
    if is_secret(variable):
        return ValueView(evse, source)
    reported, effective = settings.reported(variable, evse), settings.get(variable, evse)
    differs = effective != reported
    return ValueView(evse, source, masked(reported), masked(effective) if differs else msgspec.UNSET)


def layer_of(settings: Settings, variable: Variable[Value], evse: int) -> Layer:
    """The layer the reported value of *variable* comes from."""
    key = (variable.name, evse)
    layers = (
        (Layer.PINNED, settings.layers.pinned),
        (Layer.WRITTEN, settings.stored),
        (Layer.FILE, settings.layers.base),
    )
    return next((layer for layer, values in layers if key in values), Layer.DEFAULT)
