"""Somebody who watches every step of a station and says what must never be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import Enum

from pilotwire.core import registry
from pilotwire.core.csms import is_online
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.event import Event
from pilotwire.core.outcome import Outcome
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.effect import blocking_faults
from pilotwire.core.port.fault import Fault
from pilotwire.core.port.guard import is_operative
from pilotwire.core.port.lock import DriveLock
from pilotwire.core.port.phase import Contactor, Lock, Permit, Rcd, Secondary, Switching, Ventilation
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.port.port import MACHINES, Port
from pilotwire.core.report import status_of
from pilotwire.core.station import Station, next_deadline
from pilotwire.core.transaction import Kind, Phase, TransactionChanged

LIVE = (Contactor.CLOSED, Contactor.CLOSING)
MAYBE_LIVE = (*LIVE, Contactor.OPENING, Contactor.WELDED, Contactor.STUCK)
ALIKE = 1e-6


class Witness:
    """Watches one station over all its restarts."""

    def __init__(self) -> None:
        self.steps = 0
        self.energised = 0
        self.edges: Counter[tuple[str, str, str]] = Counter()
        self.opened_s: dict[int, float] = {}
        self.stopping_s: dict[int, float] = {}
        self.rows: dict[str, list[TransactionChanged]] = {}
        self.replied: Counter[str] = Counter()

    def watch(self, before: Station, event: Event, after: Station, said: Outcome, now_s: float) -> None:
        """Check everything about one step."""
        self.steps += 1
        for old, new in zip(before.ports, after.ports, strict=True):
            self._watch_port(old, new, said, now_s)
        self.energised += any(port.contactor in LIVE for port in after.ports)
        self._watch_edges(before, after)
        self.hear_rows(said)
        self._watch_transactions(after)
        self._watch_replies(event, said)
        assert_told(after)
        assert_time_goes_on(event, after, now_s)

    # -- the port

    def _watch_port(self, old: Port, new: Port, said: Outcome, now_s: float) -> None:
        if old is new and new.contactor not in LIVE:
            return
        mine = [each for each in said.commands if getattr(each, "evse", 0) == new.evse]
        if old.grant.permit is not Permit.STOPPING and new.grant.permit is Permit.STOPPING:
            self.stopping_s[new.evse] = now_s
        if new.contactor in LIVE:
            self._assert_may_be_live(new, now_s)
        self._watch_switching(old, new, mine, now_s)
        self._watch_lock(new, mine)

    def _assert_may_be_live(self, port: Port, now_s: float) -> None:
        is_stopping = port.grant.permit is Permit.STOPPING
        assert port.grant.permit is Permit.GIVEN or is_stopping
        if is_stopping:
            assert now_s <= self.stopping_s[port.evse] + 6.0 + ALIKE
        is_aired = port.build.accepts_ventilation or port.ventilation.phase is Ventilation.RUNNING
        assert port.pilot is Pilot.READY or (port.pilot is Pilot.READY_VENTILATED and is_aired), port.pilot
        is_forgone = Fault.RCD_TEST_FAILED in port.masked and port.rcd.phase in (Rcd.IDLE, Rcd.DUE)
        assert port.rcd.phase is Rcd.READY or is_forgone, "nothing flows past a monitor that is not known to work"
        if port.build.switches_phases:
            assert port.phases.secondary in (Secondary.CLOSED, Secondary.OPEN), "switched while nothing flows"
            assert port.phases.switching is not Switching.WAITING
        assert not blocking_faults(port)
        assert port.lock is Lock.LOCKED or not port.build.has_socket
        assert is_operative(port)

    def _watch_switching(self, old: Port, new: Port, said: list[object], now_s: float) -> None:
        if old.contactor in LIVE and new.contactor not in LIVE:
            assert SetContactor(new.evse, closed=False) in said, "opened in the same step as its cause"
        if old.contactor in MAYBE_LIVE and new.contactor is Contactor.RESTING:
            self.opened_s[new.evse] = now_s
        if SetContactor(new.evse, closed=True) in said:
            assert now_s - self.opened_s.get(new.evse, -6.0) >= 6.0 - ALIKE, "rests before it closes again"
        if SetContactor(new.evse, closed=False) in said:
            self.opened_s[new.evse] = now_s

    def _watch_lock(self, port: Port, said: list[object]) -> None:
        if DriveLock(port.evse, locked=False) in said:
            assert port.contactor not in (*LIVE, Contactor.OPENING), "nothing is unlocked under load"

    # -- transactions

    def hear_rows(self, said: Outcome) -> None:
        """Check the rows of one outcome against those before."""
        for row in said.facts:
            if isinstance(row, TransactionChanged):
                self._hear(row)

    def _hear(self, row: TransactionChanged) -> None:
        rows = self.rows.setdefault(row.transaction, [])
        assert row.seq == len(rows), "no gap and no double"
        assert (row.kind is Kind.STARTED) == (not rows)
        assert not rows or rows[-1].kind is not Kind.ENDED, "ends once, and nothing comes after"
        assert (row.reason is not None) == (row.kind is Kind.ENDED)
        self._hear_meter(row, rows)
        became = sum(each.becomes_chargeable for each in rows)
        assert became + row.becomes_chargeable <= 1
        assert row.was_chargeable == bool(became), "what became chargeable has been so since"
        rows.append(row)

    def _hear_meter(self, row: TransactionChanged, rows: list[TransactionChanged]) -> None:
        known = [each.meter_wh for each in rows if each.meter_wh is not None and each.evse == row.evse]
        assert row.meter_wh is None or not known or row.meter_wh >= known[-1] - ALIKE

    def _watch_transactions(self, station: Station) -> None:
        patience_s = station.settings.get(registry.CONNECTION_TIMEOUT_S)
        assert not patience_s or all(Due(evse, Timer.CLAIM) in station.deadlines for evse in station.claims)
        for port in station.ports:
            transaction = station.transactions.get(port.evse)
            if charging_of(port) is Charging.CHARGING:
                assert transaction is not None, "no energy flows without a transaction"
                assert transaction.phase is not Phase.ENDING
        for evse, transaction in station.transactions.items():
            self._watch_transaction(station, evse, transaction.phase)

    def _watch_transaction(self, station: Station, evse: int, phase: Phase) -> None:
        if phase is Phase.ENDING:
            assert Due(evse, Timer.FINAL_READING) in station.deadlines, "somebody waits for the last reading"
            return
        assert evse in station.claims or evse != STATION, "a driver without an EVSE waits somewhere"
        if evse and evse not in station.claims:
            port = station.ports[evse - 1]
            is_there = port.pilot is not Pilot.GONE or port.grant.permit is not Permit.NONE
            assert is_there, "no transaction outlives driver and vehicle"

    def assert_over(self, ids: Iterable[str]) -> None:
        """All transactions but those of *ids* have ended."""
        still = {name for name, rows in self.rows.items() if rows[-1].kind is not Kind.ENDED}
        assert still == set(ids)

    # -- everything else

    def _watch_edges(self, before: Station, after: Station) -> None:
        if before is after:
            return
        for old, new in zip(before.ports, after.ports, strict=True):
            if old is not new:
                for machine in MACHINES:
                    self._note(machine.name, machine.phase_of(old), machine.phase_of(new))
        self._note("registration", before.registration, after.registration)
        self._note("resetting", before.resetting, after.resetting)

    def _note(self, machine: str, old: Enum, new: Enum) -> None:
        if old is not new:
            self.edges[(machine, old.name, new.name)] += 1

    def _watch_replies(self, event: Event, said: Outcome) -> None:
        for reply in said.replies:
            self.replied[reply.reply_to] += 1
            assert self.replied[reply.reply_to] == 1, "a request is answered once"
        asked = getattr(event, "reply_to", None)
        is_slow = type(event).__name__ == "UnlockAsked"
        assert asked is None or is_slow or self.replied[asked] == 1, "and at once, but for an unlock"


def assert_told(station: Station) -> None:
    """Whoever is online knows the status of everything."""
    if is_online(station):
        for evse in range(len(station.ports) + 1):
            assert station.told[evse] == status_of(station, evse)


def assert_time_goes_on(event: Event, station: Station, now_s: float) -> None:
    """A deadline that has passed does not stand any more."""
    deadline = next_deadline(station)
    if isinstance(event, Due) and deadline is not None:
        assert deadline[1] != event or deadline[0] > now_s
