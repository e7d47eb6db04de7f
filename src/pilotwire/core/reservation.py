"""An EVSE, or any of them, is kept for one driver until a certain time (OCPP 1.6 5.13 and 5.1, OCPP 2.0.1 H)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.authentication import reads_cards
from pilotwire.core.clock import date_s, is_set
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.port.guard import is_blocked, is_operative
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.rules import Groups
from pilotwire.core.token import Token

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port
    from pilotwire.core.station import Station
    from pilotwire.core.transaction import Transaction

Said = tuple["Station", Outcome]
EXPIRY = Due(STATION, Timer.RESERVATION)
ROUNDING_S = 0.001  # a date since 1970 and a clock since the start do not add up to the last digit


@dataclass(frozen=True, slots=True)
class Reservation:
    """*evse* (0: one of them, whichever) is kept for *token* and its group until *expires_s*, UTC since 1970."""

    id: int
    evse: int
    token: Token
    expires_s: float


@dataclass(frozen=True, slots=True)
class ReservationAsked:
    """The central system wants *reservation*; it takes the place of one with the same id."""

    reply_to: ReplyTo
    reservation: Reservation


@dataclass(frozen=True, slots=True)
class CancellationAsked:
    """The reservation *id* is not needed any more."""

    reply_to: ReplyTo
    id: int


class Loss(Enum):
    """Why a reservation ended though nobody used or cancelled it (OCPP 2.0.1 ReservationUpdateStatusEnumType)."""

    EXPIRED = "Expired"
    REMOVED = "Removed"


@dataclass(frozen=True, slots=True)
class ReservationLost:
    """The reservation *id* has ended, and its driver never came."""

    id: int
    why: Loss


def on_asked(station: Station, event: ReservationAsked, moment: Moment) -> Said:
    """Kept, or why not; a refused one leaves the one it was to replace as it is (OCPP 1.6 5.13, OCPP 2.0.1 H01)."""
    wanted = event.reservation
    others = without(station, (wanted.id,))
    why = _nonsense(station, wanted, moment)
    verdict = Verdict.REJECTED if why is not None else _obstacles(others, wanted.evse)
    if verdict is not None:
        return station, Outcome(replies=(Reply(event.reply_to, verdict, why=why),))
    station = replace(station, reservations={**others.reservations, wanted.id: wanted})
    return station, Outcome(replies=(Reply(event.reply_to, Verdict.ACCEPTED),))


def on_cancelled(station: Station, event: CancellationAsked, moment: Moment) -> Said:
    """As if it had never been (OCPP 1.6 5.1, OCPP 2.0.1 H02)."""
    if event.id not in station.reservations:
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.REJECTED, why="nothing is kept under this id"),))
    return without(station, (event.id,)), Outcome(replies=(Reply(event.reply_to, Verdict.ACCEPTED),))


def on_expiry_due(station: Station, event: Due, moment: Moment) -> Said:
    """The time of one or more is over (OCPP 1.6 5.13, OCPP 2.0.1 H04)."""
    until_s = date_s(station, moment) + ROUNDING_S
    over = tuple(each.id for each in station.reservations.values() if each.expires_s <= until_s)
    station, said = lost(station, over, Loss.EXPIRED)
    return armed(station, moment), said


def lost(station: Station, ids: tuple[int, ...], why: Loss) -> Said:
    """*station* without the reservations *ids*, which is told."""
    facts = tuple(ReservationLost(each, why) for each in ids)
    return (without(station, ids), Outcome(facts=facts)) if ids else (station, NOTHING)


def without(station: Station, ids: Iterable[int]) -> Station:
    """*station* without the reservations *ids*."""
    left = {each: kept for each, kept in station.reservations.items() if each not in ids}
    return station if len(left) == len(station.reservations) else replace(station, reservations=left)


def _nonsense(station: Station, wanted: Reservation, moment: Moment) -> str | None:
    """Why *wanted* makes no sense here, in words for the log; None: it does."""
    settings = station.settings
    if not settings.get(registry.RESERVATION_ENABLED):
        return "reservations are switched off"
    if wanted.evse == STATION and not settings.get(registry.RESERVE_ANY_EVSE):
        return "only particular EVSEs are kept"
    if not STATION <= wanted.evse <= len(station.ports):
        return f"there is no EVSE {wanted.evse}"
    if not reads_cards(station, wanted.evse) or not wanted.token.id:
        return "nobody could use it with a token"
    return "it is over already" if wanted.expires_s <= date_s(station, moment) else None


def _obstacles(station: Station, evse: int) -> Verdict | None:
    """Why *evse* (0: every one) cannot be kept for anybody else; None: it can."""
    if evse != STATION:
        return _obstacle(station, station.ports[evse - 1]) or _spoken_for(station, besides=evse)
    obstacles = {_obstacle(station, port) for port in station.ports}
    if None in obstacles:
        return _spoken_for(station, besides=_places(station)[0])
    return next(each for each in (Verdict.OCCUPIED, Verdict.FAULTED, Verdict.UNAVAILABLE) if each in obstacles)


def _obstacle(station: Station, port: Port) -> Verdict | None:
    """Why *port* cannot be kept for anybody; None: it can (OCPP 2.0.1 H01.FR.11, FR.12, FR.14)."""
    if is_blocked(port):
        return Verdict.FAULTED
    if not is_operative(port):
        return Verdict.UNAVAILABLE
    return None if port.evse in _places(station) else Verdict.OCCUPIED


def _spoken_for(station: Station, besides: int) -> Verdict | None:
    """Too few EVSEs *besides* this one are left for those who may come to any (OCPP 2.0.1 H01.FR.07)."""
    left = sum(evse != besides for evse in _places(station))
    waiting = 1 if STATION in station.claims else 0  # somebody authorised already, who has yet to choose
    return Verdict.OCCUPIED if left < len(_for_any(station)) + waiting else None


def _places(station: Station) -> tuple[int, ...]:
    """The EVSEs that are free, and kept for nobody in particular."""
    kept = {each.evse for each in station.reservations.values()}
    return tuple(port.evse for port in station.ports if _is_free(station, port) and port.evse not in kept)


def _is_free(station: Station, port: Port) -> bool:
    is_used = port.evse in station.claims or port.evse in station.transactions
    return charging_of(port) is Charging.EMPTY and not is_used


def _for_any(station: Station) -> tuple[Reservation, ...]:
    return tuple(each for each in station.reservations.values() if each.evse == STATION)


def is_barred(station: Station, evse: int, token: Token) -> bool:
    """*token* may not charge at *evse*: it is kept for somebody else (OCPP 1.6 5.13, OCPP 2.0.1 H03)."""
    if not station.reservations:
        return False
    kept = [each for each in station.reservations.values() if each.evse == evse]
    if kept:
        return not any(token.is_kin(each.token) for each in kept)
    strangers = sum(not token.is_kin(each.token) for each in _for_any(station))
    return sum(each != evse for each in _places(station)) < strangers


def is_kept(station: Station, evse: int) -> bool:
    """*evse*, which is empty, is kept for somebody: for it alone, or because no other is left (H01.FR.20, FR.23)."""
    if not station.reservations:
        return False
    if any(each.evse == evse for each in station.reservations.values()):
        return True
    places = _places(station)
    return evse in places and len(places) <= len(_for_any(station))


def as_kin(station: Station, evse: int, token: Token) -> Token:
    """*token*, of which nothing is known here, as it would be if it belonged to whom *evse* (0: any) is kept for."""
    if station.rules.groups is not Groups.COUNT:
        return token
    kept = (each for each in station.reservations.values() if STATION in (evse, each.evse) or each.evse == evse)
    group = next((each.token.group for each in kept if each.token.group), None)
    return token if group is None else replace(token, group=group)


def used(station: Station, evse: int, transaction: Transaction) -> Station:
    """*station* with *transaction* at *evse*, and without the reservation that brought its driver here (H01.FR.15)."""
    token = transaction.token
    if token is not None and transaction.reservation is None:
        mine = [each for each in station.reservations.values() if token.is_kin(each.token)]
        mine = [each for each in mine if each.evse in (STATION, evse)]
        best = min(mine, key=lambda each: (each.evse != evse, not token.is_same(each.token)), default=None)
        if best is not None:
            transaction = replace(transaction, reservation=best.id)
            station = without(station, (best.id,))
    return station.with_transaction(evse, transaction)


def followed(before: Station, station: Station, moment: Moment) -> Said:
    """What became of the reservations in this step: some may be lost, and the next one expires when it does."""
    station, said = lost(station, _unusable(station), Loss.REMOVED)
    if before.reservations is not station.reservations or before.clock is not station.clock:
        station = armed(station, moment)
    return station, said


def _unusable(station: Station) -> tuple[int, ...]:
    """Those whose EVSE, or every EVSE, is faulted or out of service (OCPP 1.6 5.13, OCPP 2.0.1 H01.FR.16, FR.17)."""
    if not station.reservations:
        return ()
    usable = {port.evse for port in station.ports if is_operative(port) and not is_blocked(port)}
    usable |= {STATION} if usable else set()
    return tuple(each.id for each in station.reservations.values() if each.evse not in usable)


def armed(station: Station, moment: Moment) -> Station:
    """*station* waiting for the next reservation to expire, as soon as it is known what time it is."""
    if not station.reservations or not is_set(station.clock):
        return station.disarmed(EXPIRY)
    next_s = min(each.expires_s for each in station.reservations.values())
    return station.armed(EXPIRY, moment.mono_s + max(0.0, next_s - date_s(station, moment)))
