"""A message that somebody asks for out of its turn (OCPP 1.6 5.17, OCPP 2.0.1 F06)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core import registry, signing
from pilotwire.core.deadline import STATION
from pilotwire.core.outcome import Outcome
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.row import tell
from pilotwire.core.rules import StationMeter
from pilotwire.core.sampling import Occasion, Sampled, sampled
from pilotwire.core.stop import Trigger
from pilotwire.core.transaction import Kind, Phase

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


class Message(Enum):
    """What can be asked for."""

    BOOT = "boot"
    HEARTBEAT = "heartbeat"
    METER_VALUES = "meter values"
    STATUS = "status"
    TRANSACTION = "transaction"
    SIGN_CERTIFICATE = "sign certificate"


@dataclass(frozen=True, slots=True)
class TriggerAsked:
    """*message* is wanted now, about *evse*; 0: about all of them, or of the station itself."""

    reply_to: ReplyTo
    message: Message
    evse: int = 0
    of_station: bool = False


@dataclass(frozen=True, slots=True)
class MessageTriggered:
    """*message* about *evse* (0: about all) is to be sent; a fact and not a command, so that it follows the reply."""

    message: Message
    evse: int


@dataclass(frozen=True, slots=True)
class MeterSampled:
    """The meter of *evse* was read outside the rows of *transaction*, the one that runs there, if any."""

    evse: int
    samples: tuple[Sampled, ...]
    transaction: str | None


def on_asked(station: Station, event: TriggerAsked, moment: Moment) -> Said:
    """Promised, and then done: the reply stands before the fact in the same outcome."""
    if not 0 <= event.evse <= len(station.ports):
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.REJECTED, why="there is no such EVSE"),))
    if event.of_station and event.message is Message.METER_VALUES:
        return _of_station(station, event, moment)
    evses = (event.evse,) if event.evse else tuple(port.evse for port in station.ports)
    station, said = _triggered(station, event, evses, moment)
    if said.facts or said.commands:
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.ACCEPTED),)) + said
    is_nameless = event.message is Message.SIGN_CERTIFICATE and not signing.may_ask(station)
    why = f"{registry.ORGANIZATION.name} is not set" if is_nameless else "there is nothing to tell"
    return station, Outcome(replies=(Reply(event.reply_to, Verdict.REJECTED, why=why),)) + said


def _of_station(station: Station, event: TriggerAsked, moment: Moment) -> Said:
    """The readings of the meter of the whole station, if there is something that counts as one."""
    facts: tuple[MeterSampled, ...] = ()
    if station.rules.station_meter is StationMeter.FIRST_EVSE:
        facts = tuple(MeterSampled(STATION, each.samples, None) for each in _meter_values(station, 1, moment))
    verdict = Verdict.ACCEPTED if facts else Verdict.REJECTED
    return station, Outcome(facts=facts, replies=(Reply(event.reply_to, verdict),))


def _triggered(station: Station, event: TriggerAsked, evses: tuple[int, ...], moment: Moment) -> Said:
    match event.message:
        case Message.METER_VALUES:
            return station, Outcome(
                facts=tuple(fact for evse in evses for fact in _meter_values(station, evse, moment))
            )
        case Message.TRANSACTION:
            return _transactions(station, evses, moment)
        case Message.SIGN_CERTIFICATE:
            return signing.begun(station) if signing.may_ask(station) else (station, Outcome())
        case _:
            return station, Outcome(facts=(MessageTriggered(event.message, event.evse),))


def _meter_values(station: Station, evse: int, moment: Moment) -> tuple[MeterSampled, ...]:
    samples = sampled(station, evse, Occasion.TRIGGER, station.settings.get(registry.SAMPLED), moment)
    transaction = station.transactions.get(evse)
    return (MeterSampled(evse, samples, transaction.id if transaction else None),) if samples else ()


def _transactions(station: Station, evses: tuple[int, ...], moment: Moment) -> Said:
    said = Outcome()
    for evse in evses:
        transaction = station.transactions.get(evse)
        if transaction is not None and transaction.phase is not Phase.ENDING:
            samples = sampled(station, evse, Occasion.TRIGGER, station.settings.get(registry.SAMPLED), moment)
            station, more = tell(station, evse, Kind.UPDATED, Trigger.TRIGGERED, moment, samples)
            said += more
    return station, said
