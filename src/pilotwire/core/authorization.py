"""A driver shows a card: it stops what it started, or it is judged here or by the central system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.authentication import reads_cards, takes_tokens
from pilotwire.core.claim import Claim, claimed, dropped, is_free
from pilotwire.core.clock import date_s
from pilotwire.core.csms import is_expected, is_online, offline_s
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.local_list import compared
from pilotwire.core.neighbour import Door, HandOver, doors_of, whose
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.charging import Origin, Permitted, Withdrawn
from pilotwire.core.port.guard import is_held_for_driver, is_plugged
from pilotwire.core.port.phase import TAKEN, Permit
from pilotwire.core.reservation import is_barred
from pilotwire.core.reset import Resetting
from pilotwire.core.rules import Groups, SecondCard, Stranger
from pilotwire.core.schedule import permitted
from pilotwire.core.stop import BY_CARD, BY_MASTER_PASS, Trigger
from pilotwire.core.token import (
    Token,
    TokenInfo,
    TokenJudged,
    TokenStatus,
    is_master,
    judged_offline,
    judged_online,
    known,
    listed,
    named,
    remembered,
)

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]
OFFLINE = Due(STATION, Timer.OFFLINE)  # waited for while a question waits

MOST_QUESTIONS = 50  # drivers who wait for the central system's word at once; more only a flood can bring


@dataclass(frozen=True, slots=True)
class CardShown:
    """*token* was shown at a reader: the one of *evse*, or one that all EVSEs share (0)."""

    token: Token
    evse: int = 0


@dataclass(frozen=True, slots=True)
class AuthorizationAnswered:
    """The central system on the question *ask*; *info* None: it could not be reached."""

    ask: str
    info: TokenInfo | None


@dataclass(frozen=True, slots=True)
class AskAuthorization:
    """May *token* charge? An :class:`AuthorizationAnswered` with the same *ask* says so (OCPP 1.6 4.1, 2.0.1 C01)."""

    ask: str
    token: Token


@dataclass(frozen=True, slots=True)
class Question:
    """An open question about *token*, shown at (or meant for) *evse*."""

    token: Token
    evse: int
    origin: Origin


def on_card(station: Station, event: CardShown, moment: Moment) -> Said:
    """A card stops its own charging or waiting; any other is a driver who wants to charge, where cards count."""
    if not event.token.id:
        return _refused(station, event.token, event.evse, TokenStatus.INVALID)
    if doors_of(station, event.evse):
        return _shown_for_all(station, event, moment)
    return _shown_here(station, event, moment)


def _shown_for_all(station: Station, event: CardShown, moment: Moment) -> Said:
    """A card at a reader that boards next door share: it is for one of the vehicles that wait (guide 15.18.1)."""
    place = whose(station, event.evse, waiting_at(station, event.evse), moment.mono_s)
    if isinstance(place, Door):
        return station, Outcome(commands=(HandOver(place, event.token),))
    if place is None:
        return _refused(station, event.token, event.evse, TokenStatus.NO_PLACE)
    return _shown_here(station, replace(event, evse=place), moment)


def _shown_here(station: Station, event: CardShown, moment: Moment) -> Said:
    for port in station.ports:
        if _is_taken(port) and event.token.is_same(port.grant.token):
            return _shown_again(station, port, moment)
    for evse, claim in station.claims.items():
        if event.token.is_same(claim.token):
            return dropped(station, evse, BY_CARD, moment)
    if not reads_cards(station, event.evse):
        return station, NOTHING
    info = known(station, event.token, date_s(station, moment))
    if info is not None and _is_known_to_stop(station, event, info):
        return settle(station, named(station, event.token, info), event.evse, Origin(), info.status, moment)
    is_vehicle_there = waiting_at(station, event.evse) or _may_stop(station, event.evse)
    if station.settings.get(registry.TOKEN_NEEDS_VEHICLE) and not is_vehicle_there:
        return _refused(station, event.token, event.evse, TokenStatus.NO_PLACE)
    return ask(station, event.token, event.evse, Origin(), moment)


def _is_known_to_stop(station: Station, event: CardShown, info: TokenInfo) -> bool:
    """*info*, remembered here, is enough to stop somebody: no question is asked (OCPP 2.0.1 C09.FR.07, E07.FR.01)."""
    is_good = info.status is TokenStatus.ACCEPTED and station.rules.stranger is Stranger.CHANGES_NOTHING
    return is_good and bool(stopped_by(station, named(station, event.token, info), event.evse))


def _may_stop(station: Station, evse: int) -> bool:
    """Somebody charges at *evse* (0: anywhere) whom another card than their own could stop."""
    rules = station.rules
    is_possible = station.settings.get(registry.TOKEN_STOPS) and rules.groups is Groups.COUNT
    return bool(_charging_at(station, evse)) and (is_possible or rules.stranger is Stranger.STOPS)


def _charging_at(station: Station, evse: int) -> tuple[Port, ...]:
    """Where a driver could be stopped, or given back a cable that is held for them (errata 3.5)."""
    ports = (port for port in station.ports if evse in (STATION, port.evse))
    return tuple(
        port for port in ports if port.grant.permit in (Permit.GIVEN, Permit.WITHHELD) or is_held_for_driver(port)
    )


def stopped_by(station: Station, token: Token, evse: int) -> tuple[Port, ...]:
    """Whom an accepted *token* stops at the reader of *evse* (0: the one of all EVSEs) instead of charging itself.

    Somebody of its group, if no vehicle waits there and it is clear who is meant (OCPP 1.6 4.10, OCPP 2.0.1 C09);
    a master pass stops everybody (C16.FR.02).
    """
    if is_master(station, token):
        return _charging_at(station, STATION)
    if not station.settings.get(registry.TOKEN_STOPS) or waiting_at(station, evse):
        return ()
    is_any_good = station.rules.stranger is Stranger.STOPS
    stopped = tuple(port for port in _charging_at(station, evse) if is_any_good or token.is_kin(port.grant.token))
    return stopped if len(stopped) == 1 else ()


def _is_taken(port: Port) -> bool:
    """Somebody has this EVSE, or at least a cable in it that waits for its driver."""
    return port.grant.permit in TAKEN or is_held_for_driver(port)


def _is_here(station: Station, token: Token) -> bool:
    """*token* charges or waits here already."""
    permitted = any(port.grant.permit is Permit.GIVEN and token.is_same(port.grant.token) for port in station.ports)
    return permitted or any(token.is_same(claim.token) for claim in station.claims.values())


def _shown_again(station: Station, port: Port, moment: Moment) -> Said:
    if not station.settings.get(registry.TOKEN_STOPS):
        return station, NOTHING
    return station.step_port(Withdrawn(port.evse, BY_CARD), moment)


def ask(station: Station, token: Token, evse: int, origin: Origin, moment: Moment) -> Said:
    """Judge *token* here where the rules allow it, else ask the central system; never the same question twice."""
    if any(token.is_same(question.token) for question in station.asking.values()):
        return station, NOTHING
    judge = judged_online if is_online(station) or is_expected(station, moment) else judged_offline
    info = judge(station, token, date_s(station, moment))
    if info is not None:
        return settle(station, named(station, token, info), evse, origin, info.status, moment)
    if not may_ask(station):
        return _refused(station, token, evse, TokenStatus.NO_PLACE)
    station, name = station.named()
    station = replace(station, asking={**station.asking, name: Question(token, evse, origin)})
    if is_expected(station, moment):
        return station.armed(OFFLINE, offline_s(station)), NOTHING
    return station, Outcome(commands=(AskAuthorization(name, token),))


def asked_late(before: Station, station: Station, moment: Moment) -> Said:
    """*station* having put the questions that waited for a central system, now that it has answered for the first time.

    One that does not accept the station cannot be asked: then the rules for offline count.
    """
    if before.registration is station.registration or OFFLINE not in station.deadlines:
        return station, NOTHING
    if is_online(station):
        commands = (AskAuthorization(name, question.token) for name, question in station.asking.items())
        return station.disarmed(OFFLINE), Outcome(commands=tuple(commands))
    return (station, NOTHING) if is_expected(station, moment) else _judged_alone(station.disarmed(OFFLINE), moment)


def on_offline_due(station: Station, event: Due, moment: Moment) -> Said:
    """The central system was not found: the rules for offline count (chargebyte guide 3.4 T14)."""
    return _judged_alone(station, moment)


def _judged_alone(station: Station, moment: Moment) -> Said:
    said = NOTHING
    for name in station.asking:
        station, more = on_answered(station, AuthorizationAnswered(name, None), moment)
        said += more
    return station, said


def may_ask(station: Station) -> bool:
    """There is room for another question."""
    return len(station.asking) < MOST_QUESTIONS


def on_answered(station: Station, event: AuthorizationAnswered, moment: Moment) -> Said:
    """The central system's word, or the rules for offline if it could not be reached; late answers find no question."""
    question = station.asking.get(event.ask)
    if question is None:
        return station, NOTHING
    asking = {name: other for name, other in station.asking.items() if name != event.ask}
    station = replace(station, asking=asking)
    info = event.info or judged_offline(station, question.token, date_s(station, moment))
    if event.info is not None:
        station = learnt(station, question.token, event.info, moment)
    if info.status is TokenStatus.ACCEPTED and _is_here(station, question.token):
        return station, NOTHING  # a remote start was faster
    token = named(station, question.token, info)
    return settle(station, token, question.evse, question.origin, info.status, moment)


def learnt(station: Station, token: Token, info: TokenInfo, moment: Moment) -> Station:
    """*station* with what the central system says of *token* in its cache (OCPP 1.6 3.5.1, OCPP 2.0.1 C10).

    What the list has is not put into the cache; it may turn out to be wrong (OCPP 1.6 3.5.2, 3.5.3).
    """
    utc_s = date_s(station, moment)
    if listed(station, token, utc_s) is not None:
        return compared(station, token, info, utc_s)
    if not station.settings.get(registry.CACHE_ENABLED):
        return station
    cache = remembered(station.cache, token, info, utc_s)
    return station if cache is station.cache else replace(station, cache=cache)


def settle(station: Station, token: Token, evse: int, origin: Origin, status: TokenStatus, moment: Moment) -> Said:
    """A judged token charges where a vehicle waits, or waits for a vehicle itself."""
    if status is not TokenStatus.ACCEPTED:
        return _refused(station, token, evse, status)
    stopped = stopped_by(station, token, evse) if origin.trigger is Trigger.AUTHORIZED else ()
    if stopped:
        return _stopped(station, token, stopped, moment)
    if is_master(station, token) or not has_place(station, evse, token):
        return _refused(station, token, evse, TokenStatus.NO_PLACE)
    waiting = waiting_for(station, evse, token)
    if waiting:
        station, said = permitted(station, Permitted(waiting[-1], token, origin), moment)
        return station, Outcome(facts=(TokenJudged(token, status, waiting[-1]),)) + said
    if must_wait(station, evse):
        return _refused(station, token, evse, TokenStatus.NO_PLACE)
    station, said = claimed(station, evse, Claim(token, origin), moment)
    return station, Outcome(facts=(TokenJudged(token, status, evse),)) + said


def _stopped(station: Station, token: Token, ports: tuple[Port, ...], moment: Moment) -> Said:
    stop, said = BY_MASTER_PASS if is_master(station, token) else BY_CARD, NOTHING
    for port in ports:
        station, more = station.step_port(Withdrawn(port.evse, replace(stop, token=token)), moment)
        said += Outcome(facts=(TokenJudged(token, TokenStatus.ACCEPTED, port.evse),)) + more
    return station, said


def _refused(station: Station, token: Token, evse: int, status: TokenStatus) -> Said:
    return station, Outcome(facts=(TokenJudged(token, status, evse),))


def must_wait(station: Station, evse: int) -> bool:
    """Somebody else waits at *evse* already and is not to be sent away."""
    return evse in station.claims and station.rules.second_card is SecondCard.WAITS


def waiting_at(station: Station, evse: int) -> tuple[int, ...]:
    """The EVSEs at which a vehicle waits for a permit, the one plugged in last at the end."""
    plugged = (station.ports[each - 1] for each in station.plugged if evse in (STATION, each))
    return tuple(port.evse for port in plugged if _is_for_tokens(station, port) and is_plugged(port))


def waiting_for(station: Station, evse: int, token: Token) -> tuple[int, ...]:
    """The same, as far as *token* may have them: what is kept for others does not wait for it."""
    return tuple(each for each in waiting_at(station, evse) if not is_barred(station, each, token))


def has_place(station: Station, evse: int, token: Token) -> bool:
    """*token* could charge at *evse* (0: anywhere), and no reset is on its way."""
    ports = (port for port in station.ports if evse in (STATION, port.evse))
    return station.resetting is Resetting.NO and any(
        _is_for_tokens(station, port) and not is_barred(station, port.evse, token) for port in ports
    )


def _is_for_tokens(station: Station, port: Port) -> bool:
    return is_free(port) and takes_tokens(station, port.evse)
