"""One process, several lives: resets and power cuts leave nothing behind and lose nothing."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path
from typing import cast

import pytest
from tests.real.living import IDENTITY, Living, living
from tests.shell.disk import Disk

from pilotwire.app import life
from pilotwire.app.options import Options
from pilotwire.app.root import App
from pilotwire.app.usage import UsageError
from pilotwire.core.csms import BootCause
from pilotwire.core.event import Event
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.port.fault import Fault
from pilotwire.core.registry import CONNECTION_TIMEOUT_S, CSMS_URL, HEARTBEAT_INTERVAL_S
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.reset import How, ResetAsked
from pilotwire.core.settings import Write
from pilotwire.core.stop import Reason
from pilotwire.core.transaction import Kind, TransactionChanged
from pilotwire.csms import BenchCsms, Policy
from pilotwire.hardware.sim.action import Network, Power, Supply
from pilotwire.store.ledger import Ledger

NOWHERE = "ws://127.0.0.1:9/ocpp"


async def reborn(station: Living, how: How = How.AT_ONCE) -> None:
    """Reset, and wait for the next life."""
    boot = station.app.station.boot
    station.app.inbox.put(ResetAsked(ReplyTo("reset"), how))
    await station.until(lambda now: now.boot != boot)


def ends(station: Living) -> list[TransactionChanged]:
    return [fact for fact in station.facts if isinstance(fact, TransactionChanged) and fact.kind is Kind.ENDED]


async def test_a_reset_begins_a_life_with_all_that_is_kept(tmp_path: Path) -> None:
    async with BenchCsms(policy=Policy(boot_interval_s=321)) as csms, living(tmp_path, csms.url, "2.0.1") as station:
        await station.online()
        writes = (Write(CONNECTION_TIMEOUT_S.name, 99),)
        station.app.inbox.put(VariablesWritten(ReplyTo("w"), writes))
        await station.charge()
        mark = len(csms.messages(IDENTITY))
        await reborn(station)
        await csms.wait_for(IDENTITY, "BootNotification", lambda m: m.payload["reason"] == "RemoteReset", after=mark)
        await station.delivered()
        now = station.app.station
        assert now.boot_cause is BootCause.REMOTE_RESET
        assert (now.settings.get(CONNECTION_TIMEOUT_S), now.settings.get(HEARTBEAT_INTERVAL_S)) == (99, 321)
        assert charging_of(now.ports[0]) is not Charging.CHARGING
        assert len(ends(station)) == 1
        assert csms.violations == []


async def test_lives_leave_no_tasks_no_threads_and_no_connections_behind(tmp_path: Path) -> None:
    async with BenchCsms() as csms:
        async with living(tmp_path, csms.url, "1.6") as station:
            await station.online()
            before = {task.get_name() for task in asyncio.all_tasks() if not task.get_name().startswith("Task-")}
            for _ in range(5):
                await reborn(station)
                await station.online()
            after = {task.get_name() for task in asyncio.all_tasks() if not task.get_name().startswith("Task-")}
            files = {"customer.json", "leds.json"}
            assert before == after == {"board", "leds", "transfers", "gate", "loop", "central system", *files}
            assert len(csms.arrivals(IDENTITY)) == 6
        await csms.wait_disconnected(IDENTITY)
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("ledger")] == []


async def test_a_power_cut_is_at_once_and_ends_what_ran_with_its_last_reading(tmp_path: Path) -> None:
    async with living(tmp_path, NOWHERE, "1.6") as station:
        await station.charge()
        await station.more_energy(100.0)
        running = station.app.station.transactions[1]
        boot = station.app.station.boot
        station.app.bench.do(Power(Supply.CUT))
        station.app.bench.do(Power(Supply.CYCLE))
        await station.until(lambda now: now.boot != boot and not now.transactions)
        (end,) = ends(station)
        assert (end.transaction, end.reason) == (running.id, Reason.POWER_LOSS)
        assert running.reading is not None
        assert end.meter_wh is not None
        assert end.meter_wh >= running.reading.energy_wh


async def test_a_simulated_meter_counts_on_where_the_process_before_left_it(tmp_path: Path) -> None:
    async with living(tmp_path, NOWHERE, "1.6") as station:
        await station.charge()
        await station.more_energy(60.0)
        station.app.bench.do(Power(Supply.CYCLE))  # an end with the last durable reading
        await station.until(lambda now: not now.transactions)
        (end,) = ends(station)
    async with living(tmp_path, NOWHERE, "1.6") as again:
        await again.until(lambda now: now.ports[0].reading)
        reading = again.app.station.ports[0].reading
        assert end.meter_wh
        assert reading is not None
        assert reading.energy_wh >= end.meter_wh


async def test_the_network_that_is_gone_is_still_gone_after_a_reset(tmp_path: Path) -> None:
    async with BenchCsms() as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        station.app.bench.do(Network(online=False))
        await station.away()
        arrivals = len(csms.arrivals(IDENTITY))
        await reborn(station)
        await station.charge()
        await station.stop()
        assert len(csms.arrivals(IDENTITY)) == arrivals
        station.app.bench.do(Network(online=True))
        await station.delivered()


async def test_a_failing_disk_is_a_fault_while_charging_goes_on_and_nothing_is_lost(tmp_path: Path) -> None:
    async with BenchCsms() as csms, living(tmp_path, csms.url, "2.0.1") as station:
        await station.online()
        await station.charge()
        await station.delivered()
        disk = Disk(tmp_path / "data" / "transactions.db")
        disk.refuse()
        disk.refuse("slice")
        station.app.bench.do(Network(online=False))
        line = await station.until_logged("cannot keep")
        assert "the disk is full" in line["error"]
        told = len(station.stations)
        disk.recover()
        disk.recover("slice")
        await station.until(lambda now: Fault.STORE_FAILED in now.ports[0].reported)
        await station.until(lambda now: Fault.STORE_FAILED not in now.ports[0].reported)
        assert len(station.stations) > told
        assert charging_of(station.app.station.ports[0]) is Charging.CHARGING
        station.app.bench.do(Network(online=True))
        await station.stop()
        await station.delivered()
        (seen,) = csms.transactions(IDENTITY)
        assert list(seen.seq_nos) == list(range(len(seen.seq_nos)))
        assert not seen.is_open


async def test_a_reset_does_not_wait_for_a_disk_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "LAST_COMMIT_S", 0.1)
    async with living(tmp_path, NOWHERE, "1.6") as station:
        boot = station.app.station.boot
        disk = Disk(tmp_path / "data" / "transactions.db")
        disk.refuse("slice")
        station.app.inbox.put(VariablesWritten(ReplyTo("w"), (Write(HEARTBEAT_INTERVAL_S.name, 77),)))
        station.app.inbox.put(ResetAsked(ReplyTo("r"), How.AT_ONCE))
        await station.until_logged("the last words are not durable")
        disk.recover("slice")
        await station.until(lambda now: now.boot != boot)
        station.app.inbox.put(VariablesWritten(ReplyTo("v"), (Write(HEARTBEAT_INTERVAL_S.name, 78),)))
        await station.until(lambda now: now.settings.get(HEARTBEAT_INTERVAL_S) == 78)  # whatever failed before is over
        await station.charge()


async def test_an_orderly_stop_makes_durable_what_was_decided(tmp_path: Path) -> None:
    async with living(tmp_path, NOWHERE, "1.6") as station:
        await station.charge()
        station.app.inbox.put(VariablesWritten(ReplyTo("w"), (Write(HEARTBEAT_INTERVAL_S.name, 77),)))
        await station.until(lambda now: now.settings.get(HEARTBEAT_INTERVAL_S) == 77)
    ledger = Ledger(tmp_path / "data" / "transactions.db")
    assert ledger.kept().settings == {(HEARTBEAT_INTERVAL_S.name, 0): 77}
    ledger.close()


@pytest.mark.parametrize("turns", range(12))
async def test_a_stop_that_meets_the_end_of_the_link_still_ends(tmp_path: Path, turns: int) -> None:
    """Whatever turn of the event loop the stop comes in while the central system hangs up."""
    async with BenchCsms() as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        going = asyncio.create_task(csms.stop())
        for _ in range(turns):
            await asyncio.sleep(0)
        async with asyncio.timeout(10.0):
            await station.stopped()
        await going


async def test_an_orderly_stop_leaves_nobody_charging(tmp_path: Path) -> None:
    async with living(tmp_path, NOWHERE, "1.6") as station:
        await station.charge()
        running = station.app.station.transactions[1].id
    ledger = Ledger(tmp_path / "data" / "transactions.db")
    assert ledger.kept().transactions == {}
    last = ledger.rows_of(running)[-1]
    assert (last.kind, last.reason) == (Kind.ENDED, Reason.REBOOT)
    ledger.close()


class Unspeakable:
    """An event nobody hears, and nobody can even write down."""

    def __repr__(self) -> str:
        raise MemoryError("of all things")


async def test_a_loop_that_dies_is_another_life_and_not_the_end(tmp_path: Path) -> None:
    async with living(tmp_path, NOWHERE, "1.6") as station:
        boot = station.app.station.boot
        station.app.inbox.put(cast("Event", Unspeakable()))
        await station.until(lambda now: now.boot != boot)
        assert station.app.station.boot_cause is BootCause.WATCHDOG
        await station.charge()


def is_closed(station: Living) -> bool:
    """Whether the contactor of the simulated board is."""
    return station.app.bench.view().evses[0].contactor_closed


async def test_a_loop_that_dies_opens_before_it_waits_for_a_disk(tmp_path: Path) -> None:
    """Safe first, then the disk: this one never comes back while the test looks."""
    async with living(tmp_path, NOWHERE, "1.6") as station:
        await station.charge()
        Disk(tmp_path / "data" / "transactions.db").refuse("slice")
        station.app.inbox.put(VariablesWritten(ReplyTo("w"), (Write(HEARTBEAT_INTERVAL_S.name, 77),)))
        await station.until_logged("cannot keep")
        assert is_closed(station)
        station.app.inbox.put(cast("Event", Unspeakable()))
        async with asyncio.timeout(life.LAST_COMMIT_S / 2):
            while is_closed(station):
                await asyncio.wait({asyncio.ensure_future(asyncio.Event().wait())}, timeout=0.01)
        assert not any("the last words" in str(entry) for entry in station.logs)
        Disk(tmp_path / "data" / "transactions.db").recover("slice")


def has_seen(station: Living, fault: Fault) -> bool:
    """Whether *fault* has stood at EVSE 1."""
    return any(fault in each.ports[0].reported for each in station.stations)


async def test_a_board_whose_task_dies_is_safe_and_a_fault_until_it_lives_again(tmp_path: Path) -> None:
    async with living(tmp_path, NOWHERE, "1.6") as station:
        await station.charge()
        board, say = station.app.board, station.app.inbox.say

        def fail(event: Event) -> None:
            board._say = say
            raise MemoryError("of all things")

        board._say = fail  # as if the inbox had a bug
        await station.until(lambda now: has_seen(station, Fault.INTERNAL))
        assert not is_closed(station)
        await station.until(lambda now: charging_of(now.ports[0]) is Charging.CHARGING)  # nobody believes it welded


async def test_a_gate_that_dies_is_a_fault_until_it_lives_again(tmp_path: Path) -> None:
    """What is not durable is not told: with nobody to keep the books nobody charges."""
    async with living(tmp_path, NOWHERE, "1.6") as station:
        await station.charge()
        station.app._died(life.GATE)
        station.app._revived(life.GATE)
        await station.until(lambda now: has_seen(station, Fault.INTERNAL))
        await station.until(lambda now: charging_of(now.ports[0]) is Charging.CHARGING)


def test_an_address_that_is_none_is_refused_before_anything_begins(tmp_path: Path) -> None:
    pins = {(CSMS_URL.name, 0): "http://host/ocpp", ("OCPPCommCtrlr.Enabled", 0): True}
    with pytest.raises(UsageError, match="ws://"):
        App(Options(tmp_path / "config", tmp_path / "data", pins=pins))


@pytest.mark.parametrize("address", ["nonsense", "ws://", "ws://host:port/x", "ws://host:99999/x"])
async def test_an_address_written_from_afar_that_is_none_does_not_stop_the_station(
    tmp_path: Path, address: str
) -> None:
    async with BenchCsms() as csms:
        (tmp_path / "config").mkdir()
        text = json.dumps({"ports": [{}], "ocpp": {"enable": True, "uri": csms.url, "identity": IDENTITY}})
        (tmp_path / "config" / "customer.json").write_text(text)
        async with living(tmp_path, None, "1.6") as station:
            await station.online()
            station.app.inbox.put(VariablesWritten(ReplyTo("w"), (Write(CSMS_URL.name, address),)))
            await reborn(station)
            await station.charge()
        async with living(tmp_path, None, "1.6") as station:
            await station.charge()


async def test_a_reset_with_a_broken_configuration_goes_on_with_the_last_good_one(tmp_path: Path) -> None:
    async with living(tmp_path, NOWHERE, "1.6") as station:
        boot = station.app.station.boot
        (tmp_path / "config" / "customer.json").write_text("{")
        (tmp_path / "data" / "backups" / "customer.json").write_text("{")
        station.app.inbox.put(ResetAsked(ReplyTo("r"), How.AT_ONCE))
        await station.until(lambda now: now.boot != boot)
        await station.until_logged("the last one that could still counts")
        await station.charge()
