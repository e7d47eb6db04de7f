"""The people and the vehicle of a case."""

from __future__ import annotations

from tests.conformance.ocpp16.station import Station

from pilotwire.core.token import Token, TokenKind
from pilotwire.hardware.sim.action import Move, Plug, Swipe, Unplug
from pilotwire.hardware.sim.vehicle import Ask


class Driver:
    """One driver after the other, with their cards."""

    def __init__(self, station: Station) -> None:
        self._station = station

    def plugs_in(self, evse: int = 1, *, asks: bool = True, cable_a: float | None = None) -> None:
        """A vehicle is plugged in, and soon *asks* for energy or does not."""
        state = Ask.ENERGY if asks else Ask.NOTHING
        self._station.act(Plug(evse, state=state, cable_a=cable_a))

    def unplugs(self, evse: int = 1) -> None:
        """The vehicle leaves; not while the plug is locked."""
        self._station.act(Unplug(evse))

    def unplugs_the_vehicle_only(self, evse: int = 1) -> None:
        """The cable is pulled out of the vehicle and stays in the socket."""
        self._station.act(Unplug(evse, cable_stays=True))

    def shows(self, card: str, evse: int = 0) -> None:
        """*card* is held against the reader of *evse*, or against the one that all share (0)."""
        self._station.act(Swipe(Token(card, TokenKind.ISO14443), evse))


class Vehicle:
    """What the vehicle wants."""

    def __init__(self, station: Station) -> None:
        self._station = station

    def pauses(self, evse: int = 1) -> None:
        """It wants no energy for a while."""
        self._station.act(Move(evse, state=Ask.NOTHING))

    def goes_on(self, evse: int = 1) -> None:
        """It wants energy again."""
        self._station.act(Move(evse, state=Ask.ENERGY))
