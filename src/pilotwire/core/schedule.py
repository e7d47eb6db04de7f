"""Charging profiles: taken or refused, kept, cleared, asked about, and followed (OCPP 1.6 3.13, OCPP 2.0.1 K)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core import delay, registry
from pilotwire.core.composite import Allowance, Scene, composite
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.inconsistency import inconsistency_of
from pilotwire.core.moment import stamp
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.limits import LimitHeard, ScheduleLimitSet
from pilotwire.core.port.phase import TAKEN
from pilotwire.core.port.phases import PhasesChosen
from pilotwire.core.profile import ChargingProfile, Installed, Profiles, Purpose, RateUnit
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.rules import ClearedProfiles, TopStackLevel, UnfitPhases
from pilotwire.core.timeline import FOREVER_MS
from pilotwire.core.transaction import Phase

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.charging import Origin, Permitted
    from pilotwire.core.port.port import Port
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]
SCHEDULE = Due(STATION, Timer.SCHEDULE)
PROFILES = Due(STATION, Timer.PROFILES)
ROUNDING_S = 0.002  # a date and a moment are each known to the millisecond
MOST_PERIODS_IN_ALL = 50_000  # of all profiles that are kept, whatever a personality promises: some 8 MB


@dataclass(frozen=True, slots=True)
class ProfileSet:
    """The central system wants *profile* for *evse* (0: the station, or all of them).

    ``transaction`` is the one it is meant for, where it says so.
    """

    reply_to: ReplyTo
    evse: int
    profile: ChargingProfile
    transaction: str | None = None


@dataclass(frozen=True, slots=True)
class ProfilesClearAsked:
    """The profile with *id* is to go, or without one all that fit the rest; None fits all."""

    reply_to: ReplyTo
    id: int | None = None
    evse: int | None = None
    purpose: Purpose | None = None
    stack_level: int | None = None


@dataclass(frozen=True, slots=True)
class CompositeAsked:
    """What will *evse* (0: the station) be limited to in the next *duration_s*? None: in the unit we like best."""

    reply_to: ReplyTo
    evse: int
    duration_s: int
    unit: RateUnit | None = None


def on_profile_set(station: Station, event: ProfileSet, moment: Moment) -> Said:
    """Taken where it is right and there is room; whatever stood in its place, or had its id, is gone."""
    places = _places(station, event)
    why = _refusal(station, event, places, moment)
    if why is not None:
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.REJECTED, why=why),))
    came = stamp(station.boot, moment)
    station = _installed(station, tuple(Installed(evse, event.profile, came) for evse in places))
    station = _kept(station, moment)
    said = Outcome(replies=(Reply(event.reply_to, Verdict.ACCEPTED),))
    for port in station.ports:
        if STATION in places or port.evse in places:
            station, more = station.step_port(LimitHeard(port.evse), moment)
            said += more
    return station, said


def _places(station: Station, event: ProfileSet) -> tuple[int, ...]:
    """Where a profile goes: where it is wanted, or to every transaction that runs, for who may ask for that."""
    is_everywhere = event.profile.purpose is Purpose.TX and event.evse == STATION
    if is_everywhere and station.rules.tx_profile_everywhere:
        return tuple(evse for evse in station.transactions if evse and _runs(station, evse))
    return (event.evse,)


def _refusal(station: Station, event: ProfileSet, places: tuple[int, ...], moment: Moment) -> str | None:
    """Why a profile is not taken; None: it is."""
    purpose = event.profile.purpose
    if not 0 <= event.evse <= len(station.ports):
        return f"there is no EVSE {event.evse}"
    if purpose is Purpose.STATION_MAX and event.evse != STATION:
        return "a limit of the whole station is not of one EVSE"
    if purpose is Purpose.TX and STATION in places:
        return "a profile of a transaction is of one EVSE"
    if purpose is Purpose.TX and not (places and all(_runs(station, evse) for evse in places)):
        return "no transaction runs there"
    if purpose is Purpose.TX and event.transaction not in (None, *_running(station, places)):
        return "another transaction runs there"
    return refusal_of(station, event.profile, places, moment)


def _runs(station: Station, evse: int) -> bool:
    transaction = station.transactions.get(evse)
    return transaction is not None and transaction.phase is not Phase.ENDING


def _running(station: Station, places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(station.transactions[evse].id for evse in places)


def refusal_of(station: Station, profile: ChargingProfile, places: tuple[int, ...], moment: Moment) -> str | None:
    """Why *profile* is not taken anywhere, or not at *places*; None: it can be."""
    return (
        inconsistency_of(profile)
        or _not_spoken(station, profile)
        or _unfit(station, profile, places)
        or _no_room(station, profile, places, moment)
    )


def _not_spoken(station: Station, profile: ChargingProfile) -> str | None:
    """What this station does not do."""
    rules, settings, schedule = station.rules, station.settings, profile.schedule
    top = settings.get(registry.PROFILE_STACK_LEVEL) - (rules.top_stack_level is TopStackLevel.REFUSED)
    most = settings.get(registry.PERIODS_PER_SCHEDULE)
    if profile.purpose not in rules.profile_purposes:
        return f"{profile.purpose.value} is not supported"
    if profile.kind not in rules.profile_kinds:
        return f"{profile.kind.value} profiles are not supported"
    if profile.stack_level > top:
        return f"the stack level is above {top}"
    if schedule.unit.value not in settings.get(registry.RATE_UNITS):
        return f"the unit {schedule.unit.value} is not allowed"
    return f"it has more than {most} periods" if len(schedule.periods) > most else None


def _unfit(station: Station, profile: ChargingProfile, places: tuple[int, ...]) -> str | None:
    """A number of phases that is not that of the EVSE, where that is not adapted (Alfen release notes 6.0.0)."""
    if station.rules.unfit_phases is UnfitPhases.ADAPTED:
        return None
    wanted = {period.phases for period in profile.schedule.periods} - {None}
    for port in station.ports:
        is_concerned = STATION in places or port.evse in places
        able = {1, port.build.phases} if port.build.switches_phases else {port.build.phases}
        if is_concerned and wanted - able:
            return f"EVSE {port.evse} does not charge on {max(map(int, filter(None, wanted - able)))} phases"
    return None


def _no_room(station: Station, profile: ChargingProfile, places: tuple[int, ...], moment: Moment) -> str | None:
    """Too many already, of all or of this purpose at one EVSE (OCPP 1.6 9.4.1, 9.4.5), or too long ones."""
    settings = station.settings
    most, most_alike = settings.get(registry.PROFILE_ENTRIES), max(1, settings.get(registry.PROFILE_STACK_LEVEL))
    came = stamp(station.boot, moment)
    others = _beside(station.profiles, tuple(Installed(evse, profile, came) for evse in places))
    if len(others) + len(places) > most:
        return f"{most} profiles are installed"
    for evse in places:
        alike = [each for each in others if each.evse == evse and each.profile.purpose is profile.purpose]
        if len(alike) >= most_alike:
            return f"{most_alike} of this purpose are installed"
    periods = sum(len(each.profile.schedule.periods) for each in others) + len(profile.schedule.periods)
    return f"there is room for {MOST_PERIODS_IN_ALL} periods in all" if periods > MOST_PERIODS_IN_ALL else None


def _beside(profiles: Profiles, new: Profiles) -> Profiles:
    """What of *profiles* stays when *new* come (OCPP 1.6 5.16.3: same id, or same place)."""
    ids, taken = {each.profile.id for each in new}, {each.place for each in new}
    return tuple(each for each in profiles if each.profile.id not in ids and each.place not in taken)


def _installed(station: Station, new: Profiles) -> Station:
    return replace(station, profiles=(*_beside(station.profiles, new), *new))


def permitted(station: Station, event: Permitted, moment: Moment) -> Said:
    """*station* after the permit *event*, and before it whatever limits a start: its own profile (5.16.2), its delay.

    So the vehicle is never offered more for a moment.
    """
    station, said = _bound(station, event.evse, event.origin, moment)
    station, more = station.step_port(event, moment)
    return station, said + more


def _bound(station: Station, evse: int, origin: Origin, moment: Moment) -> Said:
    before, said = station, NOTHING
    station = delay.begun(station, evse, moment)
    if origin.profile is not None:
        station = _installed(station, (Installed(evse, origin.profile, stamp(station.boot, moment)),))
        station = _kept(station, moment)  # it may have taken the place of one that is stored
        station, said = station.step_port(LimitHeard(evse), moment)
    if station is before:
        return station, NOTHING
    station, more = applied(station, moment)
    return station, said + more


def on_profiles_clear_asked(station: Station, event: ProfilesClearAsked, moment: Moment) -> Said:
    """All that fit are gone, from the disk too; a transaction goes on without (OCPP 1.6 errata 3.8, 3.25, 3.26)."""
    kept = tuple(each for each in station.profiles if not _fits(each, event))
    if len(kept) == len(station.profiles):
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.NOT_FOUND),))
    stored = tuple(each for each in station.stored_profiles if each.valid and not _fits(each, event))
    records = _records(station, tuple(each for each in station.profiles if _fits(each, event)))
    station = replace(station, profiles=kept, stored_profiles=(*stored, *records))
    return _kept(station, moment), Outcome(replies=(Reply(event.reply_to, Verdict.ACCEPTED),))


def _records(station: Station, cleared: Profiles) -> Profiles:
    """What is kept of *cleared* profiles and earlier ones: nothing, or as many records as there may be profiles."""
    if station.rules.cleared_profiles is ClearedProfiles.ERASED:
        return ()
    new = tuple(replace(each, valid=False) for each in cleared if each.profile.purpose is not Purpose.TX)
    return (*_invalid(station), *new)[-station.settings.get(registry.PROFILE_ENTRIES) :]


def _invalid(station: Station) -> Profiles:
    return tuple(each for each in station.stored_profiles if not each.valid)


def _fits(installed: Installed, event: ProfilesClearAsked) -> bool:
    profile = installed.profile
    if event.id is not None:
        return profile.id == event.id
    return (
        event.evse in (None, installed.evse)
        and event.purpose in (None, profile.purpose)
        and event.stack_level in (None, profile.stack_level)
    )


def _kept(station: Station, moment: Moment) -> Station:
    """*station* with its profiles stored, at once or so long after they came (chargebyte guide 3.3, 3.4: 60 s)."""
    if not station.rules.profile_persist_s:
        return _stored(station)
    if PROFILES in station.deadlines:
        return station
    return station.armed(PROFILES, moment.mono_s + station.rules.profile_persist_s)


def _stored(station: Station) -> Station:
    """A profile of a transaction is not stored: it does not outlive a restart, because its transaction does not."""
    lasting = tuple(each for each in station.profiles if each.profile.purpose is not Purpose.TX)
    stored = (*lasting, *_invalid(station))
    return station if stored == station.stored_profiles else replace(station, stored_profiles=stored)


def on_profiles_due(station: Station, event: Due, moment: Moment) -> Said:
    """Time to store what has come."""
    return _stored(station), NOTHING


def on_composite_asked(station: Station, event: CompositeAsked, moment: Moment) -> Said:
    """Answered here and not from what was told last, because only an event knows what time it is."""
    if not 0 <= event.evse <= len(station.ports) or event.duration_s <= 0:
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.REJECTED, why="no such EVSE, or no time"),))
    units = station.settings.get(registry.RATE_UNITS)
    unit = event.unit or RateUnit(min(units, default="A"))
    if unit.value not in units:
        why = f"the unit {unit.value} is not allowed"
        return station, Outcome(replies=(Reply(event.reply_to, Verdict.REJECTED, why=why),))
    answer = composite(station, event.evse, event.duration_s, unit, moment)
    return station, Outcome(replies=(Reply(event.reply_to, Verdict.ACCEPTED, composite=answer),))


def on_schedule_due(station: Station, event: Due, moment: Moment) -> Said:
    """Another period begins somewhere."""
    allowed, _ = Scene(station, moment, holds=True).allowances(0)
    for port in station.ports:
        if _is_new(port, allowed[port.evse]):
            station = delay.changed(station, port.evse, moment)
    return applied(station, moment)


def on_delay_due(station: Station, event: Due, moment: Moment) -> Said:
    """The wait is over: what counts now counts."""
    return applied(delay.without(station, event.evse), moment)


def followed(station: Station, moment: Moment) -> Said:
    """*station* without profiles of transactions that are over, and with its EVSEs limited as the others say."""
    if not (station.profiles or station.delays or SCHEDULE in station.deadlines or _is_limited(station)):
        return station, NOTHING
    station = delay.settled(station)
    used = tuple(each for each in station.profiles if _is_used(station, each))
    if len(used) < len(station.profiles):
        station = replace(station, profiles=used)
    return applied(station, moment)


def _is_used(station: Station, installed: Installed) -> bool:
    """It is of no transaction, or of one that runs or is about to begin."""
    evse = installed.evse
    if installed.profile.purpose is not Purpose.TX:
        return True
    return _runs(station, evse) or (evse not in station.transactions and station.ports[evse - 1].grant.permit in TAKEN)


def _is_limited(station: Station) -> bool:
    return any(port.limits.schedule_a is not None for port in station.ports)


def applied(station: Station, moment: Moment) -> Said:
    """*station* with each EVSE limited to what its profiles say now, and awake again when they say something else."""
    allowed, until_ms = Scene(station, moment, holds=True).allowances(0)
    said = NOTHING
    for evse, allowance in allowed.items():
        station, more = _allowed(station, evse, station.delays.get(evse, allowance), moment)
        said += more
    if until_ms >= FOREVER_MS:
        return station.disarmed(SCHEDULE), said
    return _awake(station, moment.mono_s + until_ms / 1000), said


def _awake(station: Station, at_s: float) -> Station:
    """*station* with its next change at *at_s*; one that is there already is left, and not moved by a rounding."""
    armed_s = station.deadlines.get(SCHEDULE)
    is_there = armed_s is not None and abs(armed_s - at_s) < ROUNDING_S
    return station if is_there else station.armed(SCHEDULE, at_s)


def _is_new(port: Port, allowance: Allowance) -> bool:
    return (port.limits.schedule_a, port.limits.schedule_phases) != (allowance.limit_a, allowance.phases)


def _allowed(station: Station, evse: int, allowance: Allowance, moment: Moment) -> Said:
    """Three phases come back when profiles no longer want one; who chose one otherwise is not overruled."""
    limits, said = station.ports[evse - 1].limits, NOTHING
    if not _is_new(station.ports[evse - 1], allowance):
        return station, said
    station, said = station.step_port(ScheduleLimitSet(evse, allowance.limit_a, allowance.phases), moment)
    if allowance.phases != limits.schedule_phases:
        station, more = station.step_port(PhasesChosen(evse, allowance.phases or 3), moment)
        said += more
    return station, said
