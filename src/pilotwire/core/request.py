"""Small requests from outside that are decided on the spot: availability, settings, the cache."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.consistency import contradiction
from pilotwire.core.deadline import STATION
from pilotwire.core.frozen import replace
from pilotwire.core.keyring import objection_to
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.availability import ANNOUNCED, AvailabilityChosen, Patience, Voice
from pilotwire.core.port.phase import TAKEN, Operability
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.rules import ClearingCache, Leaving
from pilotwire.core.settings import Settings, Write, WriteVerdict, edited, write
from pilotwire.core.transaction import Phase
from pilotwire.core.variable import refusal_of

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


@dataclass(frozen=True, slots=True)
class AvailabilityAsked:
    """The central system wants *evses* in or out of service; EVSE 0 is the station itself, above all of them."""

    reply_to: ReplyTo
    evses: tuple[int, ...]
    operative: bool


@dataclass(frozen=True, slots=True)
class VariablesWritten:
    """Somebody wants other values; each is taken or refused by itself, or all *together*: then none if not all."""

    reply_to: ReplyTo
    writes: tuple[Write, ...]
    together: bool = False


@dataclass(frozen=True, slots=True)
class ConfigurationEdited:
    """A person has changed the configuration file, which was read and is right; *changes* are all its news."""

    changes: tuple[Write, ...]


@dataclass(frozen=True, slots=True)
class CacheClearAsked:
    """What is remembered of tokens is to be forgotten."""

    reply_to: ReplyTo


def on_availability_asked(station: Station, event: AvailabilityAsked, moment: Moment) -> Said:
    """Accepted, or scheduled where a transaction has to end first (OCPP 1.6 5.2, OCPP 2.0.1 G03, G04)."""
    if any(not 0 <= evse <= len(station.ports) for evse in event.evses):
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.REJECTED, why="there is no such EVSE"),))
    said = NOTHING
    for evse in event.evses:
        station, more = _chosen(station, evse, event, moment)
        said += more
    leaving = any(_is_leaving(station, evse) for evse in event.evses)
    verdict = Verdict.SCHEDULED if leaving else Verdict.ACCEPTED
    return station, Outcome(replies=(Reply(event.reply_to, verdict),)) + said


def _chosen(station: Station, evse: int, event: AvailabilityAsked, moment: Moment) -> Said:
    if evse != STATION:
        chosen = AvailabilityChosen(evse, Voice.OWN, event.operative, _patience(station, evse))
        return station.step_port(chosen, moment)
    operability = Operability.OPERATIVE if event.operative else Operability.INOPERATIVE
    station, said = replace(station, operability=operability), NOTHING
    for port in station.ports:
        chosen = AvailabilityChosen(port.evse, Voice.STATION, event.operative, _patience(station, port.evse))
        station, more = station.step_port(chosen, moment)
        said += more
    return station, said


def _patience(station: Station, evse: int) -> Patience:
    """A transaction that began before anybody was authorised lasts as long as its vehicle is there (2.0.1 G03, E01)."""
    transaction = station.transactions.get(evse)
    is_running = transaction is not None and transaction.phase is not Phase.ENDING
    is_unauthorised = is_running and station.ports[evse - 1].grant.permit not in TAKEN
    waits_for_vehicle = station.rules.leaving is Leaving.AFTER_VEHICLE
    return Patience.VEHICLE if waits_for_vehicle or is_unauthorised else Patience.CHARGING


def _is_leaving(station: Station, evse: int) -> bool:
    if evse == STATION:
        return any(port.availability.station in ANNOUNCED for port in station.ports)
    return station.ports[evse - 1].availability.own in ANNOUNCED


def on_variables_written(station: Station, event: VariablesWritten, moment: Moment) -> Said:
    """One verdict for each value; what is refused changes nothing.

    Together they may be right where one after the other they are not, so they are tried together first.
    """
    evses = len(station.ports)
    settings, verdicts = _written(station, station.settings, event.writes)
    why = contradiction(station.settings, settings, [(each.name, each.evse) for each in event.writes], evses)
    if why is not None:
        settings, verdicts = _one_by_one(station, event.writes)
    taken = all(each in (WriteVerdict.ACCEPTED, WriteVerdict.REBOOT_REQUIRED) for each in verdicts)
    if settings is not station.settings and (taken or not event.together):
        station = replace(station, settings=settings)
    verdict = Verdict.ACCEPTED if taken else Verdict.REJECTED
    why = why or _reason(station, event.writes, verdicts)
    return station, Outcome(replies=(Reply(event.reply_to, verdict, writes=tuple(verdicts), why=why),))


def _reason(station: Station, writes: tuple[Write, ...], verdicts: list[WriteVerdict]) -> str | None:
    """Why the first that was refused was; never with its value, which may be a secret."""
    for wanted, became in zip(writes, verdicts, strict=True):
        if became not in (WriteVerdict.ACCEPTED, WriteVerdict.REBOOT_REQUIRED):
            said = _refused(station, wanted) if became is WriteVerdict.REFUSED else None
            return f"{wanted.name}: {said or became.value}"
    return None


def _refused(station: Station, wanted: Write) -> str | None:
    if not _is_measurable(station, wanted):
        return "the station has one phase"
    refusal = refusal_of(station.settings.layers.variables[wanted.name], wanted.value)
    return objection_to(station, wanted) if refusal is None else refusal.value


def _written(station: Station, settings: Settings, writes: tuple[Write, ...]) -> tuple[Settings, list[WriteVerdict]]:
    verdicts: list[WriteVerdict] = []
    for wanted in writes:
        settings, became = _written_one(station, settings, wanted)
        verdicts.append(became)
    return settings, verdicts


def _written_one(station: Station, settings: Settings, wanted: Write) -> tuple[Settings, WriteVerdict]:
    if not 0 <= wanted.evse <= len(station.ports):
        return settings, WriteVerdict.UNKNOWN
    if not _is_measurable(station, wanted) or objection_to(station, wanted) is not None:
        return settings, WriteVerdict.REFUSED
    settings, became, _ = write(settings, wanted)
    return settings, became


def _one_by_one(station: Station, writes: tuple[Write, ...]) -> tuple[Settings, list[WriteVerdict]]:
    """As many of *writes* as go together with what there is."""
    settings, verdicts = station.settings, list[WriteVerdict]()
    for wanted in writes:
        changed, became = _written_one(station, settings, wanted)
        is_right = contradiction(settings, changed, [(wanted.name, wanted.evse)], len(station.ports)) is None
        settings = changed if is_right else settings
        verdicts.append(became if is_right else WriteVerdict.CONTRADICTS)
    return settings, verdicts


def _is_measurable(station: Station, wanted: Write) -> bool:
    """A station without phases cannot tell of one (OCPP 1.6 3.16.4, chargebyte guide 3.3.6)."""
    variable = station.settings.layers.variables.get(wanted.name)
    if variable is None or not variable.compounds or not isinstance(wanted.value, tuple):
        return True
    has_phases = any(port.build.phases > 1 for port in station.ports)
    return has_phases or not any(word in variable.compounds for word in wanted.value)


def on_configuration_edited(station: Station, event: ConfigurationEdited, moment: Moment) -> Said:
    """What applies at once counts from now on, everything else when its time has come."""
    changes = tuple(change for change in event.changes if change.evse <= len(station.ports))
    if not changes:
        return station, NOTHING
    return replace(station, settings=edited(station.settings, changes)), NOTHING


def on_cache_clear_asked(station: Station, event: CacheClearAsked, moment: Moment) -> Said:
    """Forgotten; rejected where nothing is remembered on purpose (OCPP 1.6 5.4, OCPP 2.0.1 C11.FR.04)."""
    if not station.settings.get(registry.CACHE_ENABLED):
        is_polite = station.rules.clearing_cache is ClearingCache.ACCEPTED
        verdict = Verdict.ACCEPTED if is_polite else Verdict.REJECTED
        return station, Outcome(replies=(Reply(event.reply_to, verdict),))
    return replace(station, cache={}), Outcome(replies=(Reply(event.reply_to, Verdict.ACCEPTED),))
