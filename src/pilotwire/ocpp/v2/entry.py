"""One line of the device model: a Variable at an address, and what is told about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pilotwire.core.station import Station
from pilotwire.core.variable import Access, Kind, Value, Variable
from pilotwire.ocpp.v2.address import Address
from pilotwire.ocpp.v2.messages.datatypes import AttributeEnumType
from pilotwire.ocpp.v2.messages.notify_report import (
    DataEnumType,
    MutabilityEnumType,
    ReportDataType,
    VariableAttributeType,
    VariableCharacteristicsType,
)
from pilotwire.ocpp.value_text import to_text

MAX_VALUE = 2500  # characters of a reported value (OCPP 2.0.1 ReportingValueSize)
MAX_VALUES_LIST = 1000

Reader = Callable[[Station, int, float], Value]  # of the station, an EVSE, and the time it is now (UTC in seconds)
Most = Callable[[Station, int], float]
MUTABILITIES: Mapping[Access, MutabilityEnumType] = {each: MutabilityEnumType(each.value) for each in Access}


@dataclass(frozen=True, slots=True)
class Entry:
    """*variable* at *address*. With *read* it is a view of the station, without it a setting."""

    address: Address
    variable: Variable[Value]
    read: Reader | None = None
    is_time: bool = False
    most: Most | None = None  # the largest value there can be, where that depends on how the station is built
    is_readable: bool = field(init=False)  # the value may be told; asked for with every value

    def __post_init__(self) -> None:
        is_readable = not self.variable.secret and self.variable.access is not Access.WRITE_ONLY
        object.__setattr__(self, "is_readable", is_readable)

    @property
    def access(self) -> Access:
        """What the other side may do; a secret never leaves, so that at most it can be written."""
        is_secret = self.variable.secret and self.variable.access is Access.READ_WRITE
        return Access.WRITE_ONLY if is_secret else self.variable.access

    @property
    def is_settable(self) -> bool:
        """The value may be written."""
        return self.access is not Access.READ_ONLY

    def value(self, station: Station, utc_s: float) -> Value:
        """What is told: of a setting what was written, even where it does not apply yet."""
        if self.read is not None:
            return self.read(station, self.address.evse, utc_s)
        return station.settings.reported(self.variable, self.address.evse)

    def text(self, station: Station, now: Callable[[], float]) -> str:
        """The value on the wire; *now* is asked only by what needs the time."""
        utc_s = now() if self.is_time else 0.0
        return (to_text(self.value(station, utc_s)) or "")[:MAX_VALUE]


def reported(entry: Entry, station: Station, utc_s: float) -> ReportDataType:
    """Everything about *entry* but what may not be told (OCPP 2.0.1 B07.FR.08, B07.FR.11; errata 2025-09, 2.10)."""
    attribute = VariableAttributeType(
        type=AttributeEnumType.ACTUAL,
        value=entry.text(station, lambda: utc_s) if entry.is_readable else None,
        mutability=MUTABILITIES[entry.access],
        persistent=entry.read is None,
        constant=entry.read is None and not entry.is_settable,
    )
    return ReportDataType(
        component=entry.address.component_type(),
        variable=entry.address.variable_type(),
        variable_attribute=(attribute,),
        variable_characteristics=_characteristics(entry, station),
    )


def _characteristics(entry: Entry, station: Station) -> VariableCharacteristicsType:
    variable = entry.variable
    choices = ",".join(variable.choices)
    low = min((low for low, _ in variable.allowed), default=None)
    high = max((high for _, high in variable.allowed), default=None)
    if entry.most is not None:
        low, high = 0, entry.most(station, entry.address.evse)
    return VariableCharacteristicsType(
        data_type=_data_type(entry),
        supports_monitoring=False,
        unit=variable.unit or None,
        min_limit=low,
        max_limit=variable.max_length if high is None else high,
        values_list=choices[:MAX_VALUES_LIST] if _is_list(variable) else None,
    )


def _data_type(entry: Entry) -> DataEnumType:
    if entry.is_time:
        return DataEnumType.DATE_TIME
    if entry.variable.kind in LISTS and not _is_list(entry.variable):
        return DataEnumType.STRING
    return DataEnumType(entry.variable.kind.value)


def _is_list(variable: Variable[Value]) -> bool:
    """Choices that contain commas themselves cannot be told as a comma list; words without choices are a text."""
    return variable.kind in LISTS and bool(variable.choices) and not any("," in choice for choice in variable.choices)


LISTS = frozenset({Kind.OPTION, Kind.MEMBERS, Kind.SEQUENCE})
