"""From the central system to the owner's software: handed over, and answered by it or by a deadline.

Which matters there is somebody for, stands in the configuration (chargebyte guide 3.3.8.1 T9) and in the personality.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pilotwire.core import recloser, registry
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.transfer import REJECTED, Content, Purpose, TransferResult, TransferStatus

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]
MOST_OPEN: Final = 50  # requests that wait for the owner's software; more are rejected at once
MARK: Final = "\t"  # between the parts of a Tunnel in one text


@dataclass(frozen=True, slots=True)
class TransferAsked:
    """The central system wants *content* carried; *id* is its own name for this request."""

    reply_to: ReplyTo
    id: str
    content: Content


@dataclass(frozen=True, slots=True)
class TransferConfirmed:
    """The owner's software answers the request *id*."""

    id: str
    result: TransferResult


@dataclass(frozen=True, slots=True)
class TransferHandedOver:
    """The request *id* is for the owner's software now."""

    id: str
    content: Content


@dataclass(frozen=True, slots=True)
class Tunnel:
    """Somebody minds *message* (None: whatever message) of *vendor*, and answers within *patience_s*."""

    vendor: str
    message: str | None
    patience_s: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits for an answer, and until when (monotonic seconds)."""

    reply_to: ReplyTo
    until_s: float


@dataclass(frozen=True, slots=True)
class Transfers:
    """What is under way: ``waiting`` from the central system by its id, ``sent`` to it by ours, with the service that
    sent it and its name for it; ``services`` are those that have registered, the newest last.
    """

    waiting: Mapping[str, Waiting] = field(default_factory=dict)
    services: tuple[str, ...] = ()
    sent: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def tunnel_text(vendor: str, message: str | None, patience_s: int) -> str:
    """How one tunnel stands in the Variable of all of them."""
    return MARK.join((str(patience_s), vendor, *(() if message is None else (message,))))


@lru_cache(maxsize=16)
def tunnels_of(texts: tuple[str, ...]) -> tuple[Tunnel, ...]:
    """The tunnels that :func:`tunnel_text` wrote; what is no such text is none."""
    parts = (text.split(MARK, 2) for text in texts)
    return tuple(
        Tunnel(vendor, message[0] if message else None, float(patience))
        for patience, vendor, *message in (each for each in parts if len(each) > 1 and each[0].isdigit())
    )


def tunnel_for(content: Content, tunnels: tuple[Tunnel, ...]) -> Tunnel | TransferStatus:
    """Who minds *content*: whoever named the very message comes before those who mind all; or what it lacks."""
    of_vendor = [tunnel for tunnel in tunnels if tunnel.vendor == content.vendor]
    if not of_vendor:
        return TransferStatus.UNKNOWN_VENDOR
    exact = [tunnel for tunnel in of_vendor if tunnel.message is not None and tunnel.message == content.message]
    every = [tunnel for tunnel in of_vendor if tunnel.message is None]
    return (*exact, *every)[0] if exact or every else TransferStatus.UNKNOWN_MESSAGE


def on_asked(station: Station, event: TransferAsked, moment: Moment) -> Said:
    """Handed over, or answered at once where nobody minds it (OCPP 1.6 5.6, OCPP 2.0.1 P01)."""
    transfers, content = station.transfers, event.content
    for own in station.rules.transfers:
        if (own.vendor, own.name) == (content.vendor, content.message):
            return OWN[own.does](station, event.reply_to, content.data, moment)
    tunnel = tunnel_for(content, tunnels_of(station.settings.get(registry.TUNNELS)))
    if tunnel is TransferStatus.UNKNOWN_VENDOR and any(own.vendor == content.vendor for own in station.rules.transfers):
        tunnel = TransferStatus.UNKNOWN_MESSAGE
    if isinstance(tunnel, TransferStatus):
        return station, answer(event.reply_to, TransferResult(tunnel))
    if event.id in transfers.waiting or len(transfers.waiting) >= MOST_OPEN:
        return station, answer(event.reply_to, REJECTED)
    waiting = {**transfers.waiting, event.id: Waiting(event.reply_to, moment.mono_s + tunnel.patience_s)}
    station = _with_waiting(station, waiting)
    return station, Outcome(facts=(TransferHandedOver(event.id, event.content),))


def on_confirmed(station: Station, event: TransferConfirmed, moment: Moment) -> Said:
    """An answer in time is passed on; one that comes late, or to nothing, is nobody's."""
    waiting = station.transfers.waiting.get(event.id)
    if waiting is None:
        return station, NOTHING
    return _without(station, event.id), answer(waiting.reply_to, event.result)


def on_overdue(station: Station, event: Due, moment: Moment) -> Said:
    """Nobody has answered in time (chargebyte guide 3.3.8.1 T9)."""
    said = NOTHING
    for id, waiting in station.transfers.waiting.items():
        if waiting.until_s <= moment.mono_s:
            station = _without(station, id)
            said += answer(waiting.reply_to, REJECTED)
    return _armed(station), said


def answer(reply_to: ReplyTo, result: TransferResult) -> Outcome:
    """The reply that says *result*."""
    verdict = Verdict.ACCEPTED if result.status is TransferStatus.ACCEPTED else Verdict.REJECTED
    return Outcome(replies=(Reply(reply_to, verdict, transfer=result),))


def _without(station: Station, id: str) -> Station:
    return _with_waiting(station, {each: one for each, one in station.transfers.waiting.items() if each != id})


def _with_waiting(station: Station, waiting: Mapping[str, Waiting]) -> Station:
    return _armed(replace(station, transfers=replace(station.transfers, waiting=waiting)))


def _armed(station: Station) -> Station:
    """*station* with the deadline of whoever's patience ends first."""
    waiting = station.transfers.waiting
    if not waiting:
        return station.disarmed(PATIENCE)
    return station.armed(PATIENCE, min(each.until_s for each in waiting.values()))


OWN: Final[Mapping[Purpose, Callable[[Station, ReplyTo, str | None, Moment], Said]]] = {
    Purpose.RECLOSER_STATE: recloser.on_state_asked,
    Purpose.RECLOSER_ORDER: recloser.on_change_asked,
}
PATIENCE: Final = Due(STATION, Timer.TRANSFER)
