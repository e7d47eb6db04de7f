"""Where a Variable stands on the wire: component, variable and their instances (OCPP 2.0.1 part 1, 4)."""

from __future__ import annotations

from dataclasses import dataclass

from pilotwire.ocpp.v2.messages.datatypes import ComponentType, EVSEType, VariableType

Place = tuple[str, str, int, int]  # component, its instance, EVSE, connector
Spot = tuple[Place, str, str]  # variable and its instance in a place


@dataclass(frozen=True, slots=True)
class Address:
    """A component and one of its variables; EVSE 0: of the whole station, connector 0: of the whole EVSE."""

    component: str
    variable: str
    instance: str = ""  # of the variable
    evse: int = 0
    connector: int = 0

    @property
    def place(self) -> Place:
        """The component, as names compare: without case (OCPP 2.0.1 part 2, 2.1.4 identifierString)."""
        return self.component.casefold(), "", self.evse, self.connector

    @property
    def spot(self) -> Spot:
        """The variable in its component, as names compare."""
        return self.place, self.variable.casefold(), self.instance.casefold()

    def component_type(self) -> ComponentType:
        """The component on the wire."""
        evse = EVSEType(id=self.evse, connector_id=self.connector or None) if self.evse else None
        return ComponentType(name=self.component, evse=evse)

    def variable_type(self) -> VariableType:
        """The variable on the wire."""
        return VariableType(name=self.variable, instance=self.instance or None)


def place_of(component: ComponentType) -> Place:
    """Which component the other side means; an empty instance is none (OCPP 2.0.1 B06.FR.15)."""
    evse = component.evse
    numbers = (evse.id, evse.connector_id or 0) if evse else (0, 0)
    return component.name.casefold(), (component.instance or "").casefold(), *numbers


def spot_of(component: ComponentType, variable: VariableType) -> Spot:
    """Which variable the other side means."""
    return place_of(component), variable.name.casefold(), (variable.instance or "").casefold()
