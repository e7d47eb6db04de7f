"""The names table: where each Variable of the registry stands on the wire, and the device model made of it.

The registry has the names of OCPP 2.0.1 already; here is what differs: instances, EVSEs, and what is a view.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from pilotwire.core import registry
from pilotwire.core.settings import Layers
from pilotwire.core.station import Station
from pilotwire.core.variable import Access, Value, Variable
from pilotwire.ocpp.v2.address import Address, Place, Spot, place_of, spot_of
from pilotwire.ocpp.v2.connector import CONNECTOR
from pilotwire.ocpp.v2.entry import Entry
from pilotwire.ocpp.v2.messages.datatypes import ComponentType, VariableType
from pilotwire.ocpp.v2.view import ENTRIES, OF_CONNECTOR, OF_EVSE, OF_STATION, POWER, most_listed, most_power_w, now

# Variable of the registry -> the instances it stands for (part 2 appendix 3).
REPORTING = ("GetReport", "GetVariables", "SetVariables")
INSTANCES: Mapping[str, tuple[str, ...]] = {
    registry.MESSAGE_TIMEOUT_S.name: ("Default",),
    registry.MESSAGE_ATTEMPTS.name: ("TransactionEvent",),
    registry.MESSAGE_INTERVAL_S.name: ("TransactionEvent",),
    registry.ITEMS_PER_MESSAGE.name: REPORTING,
    registry.BYTES_PER_MESSAGE.name: REPORTING,
    registry.NEXT_TIME_OFFSET.name: ("NextTransition",),
    registry.PROFILE_ENTRIES.name: ("ChargingProfiles",),
}
RENAMED: Mapping[str, str] = {registry.NEXT_TIME_OFFSET.name: "ClockCtrlr.TimeOffset"}  # only the instance differs
READ_ONLY = (registry.SECURITY_PROFILE.name,)  # raised with SetNetworkProfile here (A05), not by writing it
TIMES = (registry.DATE_TIME.name, registry.NEXT_TIME_OFFSET_AT.name)
NO_INSTANCE = ("",)


@dataclass(frozen=True, slots=True)
class DeviceModel:
    """All entries of one station, by address; the same for as long as the station is built and configured the same."""

    spots: Mapping[Spot, Entry]
    places: frozenset[Place]
    by_name: Mapping[tuple[str, str], Entry]  # spelled as we spell it, of the station, without instances: the usual way

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, in the order of the report."""
        return tuple(self.spots.values())

    def find(self, component: ComponentType, variable: VariableType) -> Entry | None:
        """The entry the other side means."""
        if component.evse is None and component.instance is None and variable.instance is None:
            found = self.by_name.get((component.name, variable.name))
            if found is not None:
                return found
        return self.spots.get(spot_of(component, variable))

    def has_component(self, component: ComponentType) -> bool:
        """There is such a component."""
        return place_of(component) in self.places


def model_of(station: Station) -> DeviceModel:
    """The device model of *station*; a setting that has the name of a view takes its place."""
    return _model(station.settings.layers, len(station.ports))


@lru_cache(maxsize=16)
def _model(layers: Layers, evses: int) -> DeviceModel:
    """Made once for each configuration, and not for each question."""
    spots = {entry.address.spot: entry for entry in _entries(layers, evses)}
    plain = (each for each in spots.values() if not each.address.evse and not each.address.instance)
    by_name = {(each.address.component, each.address.variable): each for each in plain}
    return DeviceModel(spots, frozenset(place for place, _, _ in spots), by_name)


def written_name(variable: str, evse: int) -> Address:
    """The first address of the setting *variable*: the one under which it is written."""
    component, _, name = RENAMED.get(variable, variable).partition(".")
    return Address(component, name, INSTANCES.get(variable, NO_INSTANCE)[0], evse)


def _entries(layers: Layers, evses: int) -> Iterator[Entry]:
    numbers = tuple(range(1, evses + 1))
    for component, (variable, read) in OF_STATION:
        yield Entry(Address(component, variable.name), variable, read)
    entries, read = ENTRIES
    yield Entry(Address("LocalAuthListCtrlr", entries.name), entries, read, most=most_listed)
    for evse in numbers:
        yield from _views_of_evse(evse)
    for setting in layers.variables.values():
        yield from _settings(setting, numbers)


def _settings(variable: Variable[Value], evses: tuple[int, ...]) -> Iterator[Entry]:
    if variable.name in READ_ONLY:
        variable = replace(variable, access=Access.READ_ONLY)
    for evse in evses if variable.per_evse else (0,):
        for instance in INSTANCES.get(variable.name, NO_INSTANCE):
            address = replace(written_name(variable.name, evse), instance=instance)
            read = now if variable.name == registry.DATE_TIME.name else None
            yield Entry(address, variable, read, variable.name in TIMES)


def _views_of_evse(evse: int) -> Iterator[Entry]:
    for variable, read in OF_EVSE:
        yield Entry(Address("EVSE", variable.name, evse=evse), variable, read)
    power, read = POWER
    yield Entry(Address("EVSE", power.name, evse=evse), power, read, most=most_power_w)
    for variable, read in OF_CONNECTOR:
        yield Entry(Address("Connector", variable.name, evse=evse, connector=CONNECTOR), variable, read)
