"""From the owner's software to the central system: services register, ask, and are always answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pilotwire.core.csms import is_online
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.transfer import Content, Hitch, SendTransfer, TransferError, TransferResult

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]
MOST_SERVICES: Final = 100  # the one that registered first makes room
MOST_OF_ONE: Final = 10  # requests of one service that wait, so that it leaves room for the others
MOST_SENT: Final = 100  # and of all of them


@dataclass(frozen=True, slots=True)
class ServiceRegistered:
    """A program of the owner announces itself under *name*."""

    name: str


@dataclass(frozen=True, slots=True)
class ServiceAsked:
    """*service* wants *content* carried to the central system; *id* is its own name for this request."""

    service: str
    id: str
    content: Content


@dataclass(frozen=True, slots=True)
class ServiceMisspoke:
    """*service* asked for something that cannot be read; *error* says what is wrong with it."""

    service: str
    id: str
    error: TransferError


@dataclass(frozen=True, slots=True)
class TransferReturned:
    """What the central system said to :class:`SendTransfer` *id*; None: nobody answered."""

    id: str
    result: TransferResult | None


@dataclass(frozen=True, slots=True)
class ServiceAnswered:
    """*service* is told what became of its request *id*."""

    service: str
    id: str
    result: TransferResult


def on_registered(station: Station, event: ServiceRegistered, moment: Moment) -> Said:
    """From now on it may ask."""
    others = tuple(name for name in station.transfers.services if name != event.name)
    services = (*others, event.name)[-MOST_SERVICES:]
    return replace(station, transfers=replace(station.transfers, services=services)), NOTHING


def on_asked(station: Station, event: ServiceAsked, moment: Moment) -> Said:
    """Sent, or answered at once with what stands in its way (chargebyte guide 3.3.8.3)."""
    hitch = _hitch(station, event)
    if hitch is not None:
        return station, _told(event.service, event.id, TransferResult(hitch=hitch))
    station, id = station.named()
    sent = {**station.transfers.sent, id: (event.service, event.id)}
    station = replace(station, transfers=replace(station.transfers, sent=sent))
    return station, Outcome(commands=(SendTransfer(id, event.content),))


def _hitch(station: Station, event: ServiceAsked) -> Hitch | None:
    if event.service not in station.transfers.services:
        return Hitch.UNREGISTERED
    if not is_online(station):
        return Hitch.OFFLINE
    sent = station.transfers.sent.values()
    is_much = sum(service == event.service for service, _ in sent) >= MOST_OF_ONE or len(sent) >= MOST_SENT
    return Hitch.TOO_MANY if is_much else None


def on_misspoke(station: Station, event: ServiceMisspoke, moment: Moment) -> Said:
    """Said back to it, and never carried on (chargebyte guide 3.3.8.3)."""
    return station, _told(event.service, event.id, TransferResult(error=event.error))


def on_returned(station: Station, event: TransferReturned, moment: Moment) -> Said:
    """Exactly what the central system said."""
    asker = station.transfers.sent.get(event.id)
    if asker is None:
        return station, NOTHING
    sent = {each: one for each, one in station.transfers.sent.items() if each != event.id}
    station = replace(station, transfers=replace(station.transfers, sent=sent))
    return station, _told(*asker, event.result or TransferResult(hitch=Hitch.SILENT))


def _told(service: str, id: str, result: TransferResult) -> Outcome:
    return Outcome(facts=(ServiceAnswered(service, id, result),))
