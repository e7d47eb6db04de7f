"""A key of the board and the clock of the host, in a whole station with a central system over a real socket."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.real.living import IDENTITY, living

from pilotwire.core.clock import is_set
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.csms import BenchCsms
from pilotwire.hardware.clock import TIME_ERROR, HostClock
from pilotwire.hardware.sim.action import Plug, Turn, Unplug

KEY = "AuthCtrlr@1.UserAuthentication=key-switch"
both = pytest.mark.parametrize("version", ["1.6", "2.0.1"])


@both
async def test_a_key_lets_a_vehicle_charge_and_nobody_is_asked(version: str, tmp_path: Path) -> None:
    async with BenchCsms() as csms, living(tmp_path, csms.url, version, KEY) as station:
        await station.online()
        station.app.bench.do(Plug(1))
        station.app.bench.do(Turn("key", True))
        await station.until(lambda now: charging_of(now.ports[0]) is Charging.CHARGING)
        station.app.bench.do(Turn("key", False))
        await station.until(lambda now: charging_of(now.ports[0]) is Charging.FINISHED)
        station.app.bench.do(Unplug(1))
        await station.until(lambda now: not now.transactions)
        await station.delivered()
        assert "Authorize" not in {message.action for message in csms.messages(IDENTITY)}
        (seen,) = csms.transactions(IDENTITY)
        assert not seen.is_open
        assert csms.violations == []


@both
async def test_a_host_without_the_time_learns_it_from_the_central_system_and_nothing_charges_before(
    version: str, tmp_path: Path
) -> None:
    set_to: list[float] = []
    host = HostClock(lambda: TIME_ERROR, set_to.append, now_s=lambda: 7.0)
    settings = (KEY.replace("key-switch", "free"), "TxCtrlr.AllowTxWithInvalidTime=false")
    async with BenchCsms() as csms:
        async with living(tmp_path, "ws://127.0.0.1:9/ocpp", version, *settings, clock=host) as station:
            station.app.bench.do(Plug(1))
            await station.until(lambda now: charging_of(now.ports[0]) is Charging.PLUGGED)
            assert not is_set(station.app.station.clock)
        before_s = time.time()
        async with living(tmp_path, csms.url, version, *settings, clock=host) as station:
            station.app.bench.do(Plug(1))
            await station.until(lambda now: charging_of(now.ports[0]) is Charging.CHARGING)
            assert before_s - 2.0 <= set_to[0] <= time.time() + 2.0
        assert csms.violations == []
