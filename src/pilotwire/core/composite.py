"""What all charging profiles together mean for each EVSE, now and in the time to come (OCPP 1.6 3.13, 5.7; K08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.clock import is_set, utc_s_of
from pilotwire.core.moment import stamp
from pilotwire.core.port.limits import local_a
from pilotwire.core.port.phase import Installation, Permit
from pilotwire.core.profile import Installed, Period, Purpose, RateUnit
from pilotwire.core.sharing import shared
from pilotwire.core.timeline import FOREVER_MS, Clocks, Cursor, Run, ruling, run_of, shade_of
from pilotwire.core.transaction import Phase

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment, Stamp
    from pilotwire.core.port.port import Port
    from pilotwire.core.station import Station

CAPS = (Purpose.EXTERNAL, Purpose.STATION_MAX)
MOST_PERIODS = 1000  # of an answer: one with more is cut, and says so with its duration
MOST_STEPS = 2000  # looked at for an answer, however often profiles recur in the time it is about


@dataclass(frozen=True, slots=True)
class Allowance:
    """What profiles let an EVSE have, in ampere per phase (None: as much as there is), and on how many phases."""

    limit_a: float | None = None
    phases: int | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What an EVSE has without profiles: *local_a* per phase on *phases*; ``may_switch``: one phase can be chosen."""

    local_a: float
    phases: int
    may_switch: bool


@dataclass(frozen=True, slots=True)
class Composite:
    """The limits of *evse* (0: of the station) from *start_utc_s* on: *periods* one after the other."""

    evse: int
    start_utc_s: float
    duration_s: int
    unit: RateUnit
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Now:
    """When we look: *utc_s* is None while nobody knows; *holds* as :func:`pilotwire.core.timeline.run_of` has it."""

    mono_s: float
    utc_s: float | None
    holds: bool


class Scene:
    """All profiles of a station from one moment on, read forward.

    ``stacks`` are those of each EVSE, the strongest first; ``caps`` those of the station; ``drawing`` the EVSEs that
    are in use, in the order in which they came.
    """

    def __init__(self, station: Station, moment: Moment, *, holds: bool = False) -> None:
        self.voltage_v = float(station.settings.get(registry.NOMINAL_VOLTAGE_V))
        may_switch = station.settings.get(registry.PHASES_3TO1)
        self.feeds = {port.evse: feed_of(port, may_switch=may_switch) for port in station.ports}
        self.drawing = drawing(station)
        now = Now(moment.mono_s, _utc_s(station, moment) if is_set(station.clock) else None, holds)
        self.caps = [_caps(station, purpose, now) for purpose in CAPS]
        self.stacks = {}
        for evse in self.feeds:
            clocks = Clocks(now.utc_s, _elapsed_s(station, evse, now))
            own, defaults = _ranked(_of(station, Purpose.TX, evse)), _ranked(_defaults(station, evse))
            self.stacks[evse] = [
                *_cursors(run_of(each.profile, clocks, holds=holds) for each in own),
                *_cursors(shade_of(each.profile, clocks) for each in own),  # OCPP 1.6 3.13.1: overruled altogether
                *_cursors(run_of(each.profile, clocks, holds=holds) for each in defaults),
            ]

    def allowances(self, at_ms: int) -> tuple[Mapping[int, Allowance], int]:
        """What each EVSE is allowed at *at_ms*, and when that may change."""
        rules, caps, until_ms = self._ruling(at_ms)
        phases = {evse: self._phases(evse, rule, caps) for evse, rule in rules.items()}
        own_a = {evse: self._limit_a(rule, phases[evse]) for evse, rule in rules.items()}
        cap_a = self._cap_a(caps, max(phases.values(), default=1))
        wish = {evse: 1 if phases[evse] < self.feeds[evse].phases else None for evse in phases}
        if cap_a is None:
            return {evse: Allowance(limit_a, wish[evse]) for evse, limit_a in own_a.items()}, until_ms
        return {evse: Allowance(self._share_a(evse, cap_a, own_a), wish[evse]) for evse in own_a}, until_ms

    def limit(self, evse: int, at_ms: int) -> tuple[float, int, int]:
        """What *evse* may draw per phase at *at_ms*, on how many phases, and when that may change.

        The other EVSEs matter only where something is shared with them.
        """
        feed = self.feeds[evse]
        if any(self.caps):
            allowed, until_ms = self.allowances(at_ms)
            limit_a, phases = allowed[evse].limit_a, allowed[evse].phases or feed.phases
        else:
            rule, until_ms = ruling(self.stacks[evse], at_ms)
            phases = self._phases(evse, rule, [])
            limit_a = self._limit_a(rule, phases)
        return feed.local_a if limit_a is None or limit_a > feed.local_a else limit_a, phases, until_ms

    def whole(self, at_ms: int) -> tuple[float, int, int]:
        """What the station may draw per phase at *at_ms*, on how many phases, and when that may change."""
        rules, caps, until_ms = self._ruling(at_ms)
        phases = {evse: self._phases(evse, rule, caps) for evse, rule in rules.items()}
        own_a = {evse: self._limit_a(rule, phases[evse]) for evse, rule in rules.items()}
        total_a = sum(self._wanted_a(evse, limit_a) for evse, limit_a in own_a.items())
        most = max(phases.values(), default=1)
        cap_a = self._cap_a(caps, most)
        return total_a if cap_a is None else min(cap_a, total_a), most, until_ms

    def _ruling(self, at_ms: int) -> tuple[dict[int, Cursor | None], list[Cursor], int]:
        rules: dict[int, Cursor | None] = {}
        until_ms = FOREVER_MS
        for evse, stack in self.stacks.items():
            rules[evse], changes_ms = ruling(stack, at_ms)
            until_ms = min(until_ms, changes_ms)
        caps: list[Cursor] = []
        for stack in self.caps:
            rule, changes_ms = ruling(stack, at_ms)
            until_ms = min(until_ms, changes_ms)
            caps += [] if rule is None else [rule]
        return rules, caps, until_ms

    def _phases(self, evse: int, rule: Cursor | None, caps: list[Cursor]) -> int:
        """Those in use; more than there are mean those there are, fewer only where they can be switched off (3.34)."""
        feed = self.feeds[evse]
        if not feed.may_switch:
            return feed.phases
        is_single = any(each is not None and each.wants_one_phase for each in (rule, *caps))
        return 1 if is_single else feed.phases

    def _limit_a(self, rule: Cursor | None, phases: int) -> float | None:
        return None if rule is None else rule.limit_a(self.voltage_v, phases)

    def _cap_a(self, caps: list[Cursor], phases: int) -> float | None:
        limits_a = (self._limit_a(rule, phases) for rule in caps)
        return min((limit_a for limit_a in limits_a if limit_a is not None), default=None)

    def _share_a(self, evse: int, cap_a: float, own_a: Mapping[int, float | None]) -> float:
        """One that is not in use is told what it would get if it were."""
        sharing = self.drawing if evse in self.drawing else (*self.drawing, evse)
        wanted = {each: self._wanted_a(each, own_a[each]) for each in sharing}
        share_a, limit_a = shared(cap_a, wanted)[evse], own_a[evse]
        return share_a if limit_a is None else min(share_a, limit_a)

    def _wanted_a(self, evse: int, limit_a: float | None) -> float:
        most_a = self.feeds[evse].local_a
        return most_a if limit_a is None else min(most_a, limit_a)


def _utc_s(station: Station, moment: Moment) -> float:
    return utc_s_of(stamp(station.boot, moment), station.clock, station.boot)


def _of(station: Station, purpose: Purpose, evse: int = 0) -> list[Installed]:
    return [each for each in station.profiles if each.profile.purpose is purpose and each.evse == evse]


def _defaults(station: Station, evse: int) -> list[Installed]:
    """Those of the EVSE; they take the place of those of all EVSEs on the same level (OCPP 1.6 3.13.1)."""
    own = _of(station, Purpose.TX_DEFAULT, evse)
    levels = {each.profile.stack_level for each in own}
    return own + [each for each in _of(station, Purpose.TX_DEFAULT) if each.profile.stack_level not in levels]


def drawing(station: Station) -> tuple[int, ...]:
    """The EVSEs that are in use, in the order in which their vehicles came."""
    taken = [port.evse for port in station.ports if port.grant.permit in (Permit.GIVEN, Permit.STOPPING)]
    return tuple(sorted(taken, key=lambda evse: station.plugged.get(evse, float("inf"))))


def feed_of(port: Port, *, may_switch: bool) -> Feed:
    """What *port* has without profiles."""
    is_single = port.build.phases == 1 or port.phases.installation is Installation.SINGLE
    if is_single or not port.build.switches_phases:
        return Feed(local_a(port), 1 if is_single else port.build.phases, may_switch=False)
    is_brought_down = port.limits.schedule_phases == 1
    return Feed(local_a(port), port.phases.most if is_brought_down else port.phases.chosen, may_switch)


def _ranked(profiles: list[Installed]) -> list[Installed]:
    return sorted(profiles, key=lambda each: -each.profile.stack_level)


def _cursors(runs: Iterable[Run | None]) -> list[Cursor]:
    return [Cursor(run) for run in runs if run is not None]


def _caps(station: Station, purpose: Purpose, now: Now) -> list[Cursor]:
    """Those of the station; a relative one counts its time from its coming, as nothing else of it begins."""
    clocks = ((each, Clocks(now.utc_s, _since_s(station, each.came, now))) for each in _ranked(_of(station, purpose)))
    return _cursors(run_of(each.profile, clock, holds=now.holds) for each, clock in clocks)


def _elapsed_s(station: Station, evse: int, now: Now) -> float | None:
    """For how long the transaction of *evse* could draw energy; None: not yet."""
    transaction = station.transactions.get(evse)
    if transaction is None or transaction.chargeable is None or transaction.phase is Phase.ENDING:
        return None
    return max(0.0, now.mono_s - transaction.chargeable.mono_s)  # no transaction outlives its boot


def _since_s(station: Station, came: Stamp, now: Now) -> float | None:
    """How long ago *came* was; None: before this start, and nobody knows the time."""
    if came.boot == station.boot:
        return max(0.0, now.mono_s - came.mono_s)
    return None if now.utc_s is None else max(0.0, now.utc_s - utc_s_of(came, station.clock, station.boot))


def composite(station: Station, evse: int, duration_s: int, unit: RateUnit, moment: Moment) -> Composite:
    """The limits of *evse* (0: of the station) for the next *duration_s* seconds, profiles and all others together.

    As it looks now: who comes and goes, and what is limited by hand later, nobody knows.
    """
    scene = Scene(station, moment)
    periods: list[Period] = []
    at_ms, end_ms = 0, duration_s * 1000
    for _ in range(MOST_STEPS):
        if at_ms >= end_ms or len(periods) >= MOST_PERIODS:
            break
        limit_a, phases, until_ms = scene.limit(evse, at_ms) if evse else scene.whole(at_ms)
        limit = limit_a if unit is RateUnit.AMPERE else limit_a * scene.voltage_v * phases
        _append(periods, Period((at_ms + 500) // 1000, round(limit, 1), phases))
        at_ms = until_ms
    return Composite(evse, _utc_s(station, moment), min(at_ms, end_ms) // 1000, unit, tuple(periods))


def _append(periods: list[Period], period: Period) -> None:
    """A period that says what the last one says is none; one in the same second takes its place."""
    if periods and periods[-1].start_s == period.start_s:
        periods.pop()
    if not periods or (periods[-1].limit, periods[-1].phases) != (period.limit, period.phases):
        periods.append(period)
