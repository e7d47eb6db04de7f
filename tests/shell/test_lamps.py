"""A whole station lights the lamps of the simulated board."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from tests.real.living import CARD, Living, living
from tests.shell.test_life import NOWHERE, reborn

from pilotwire.app import watch
from pilotwire.core.lamp import Line
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.token import Token
from pilotwire.core.update import Update, UpdateSeen
from pilotwire.hardware.sim.action import Break, Move, Plug, Power, Supply, Swipe, Unplug
from pilotwire.hardware.sim.fault import SimFault
from pilotwire.hardware.sim.lamp import SimLamps
from pilotwire.hardware.sim.vehicle import Ask

COLORS = {
    (False, False, False): "black",
    (True, False, False): "red",
    (False, True, False): "green",
    (False, False, True): "blue",
    (False, True, True): "cyan",
    (True, True, False): "yellow",
    (True, False, True): "magenta",
    (True, True, True): "white",
}
SHOWN = {
    "ready": "green",
    "connected": "blue",
    "charge_1": "cyan",
    "finished": "yellow",
    "error": "red",
    "reserved": "white",
}


def write(path: Path, shown: dict[str, str], gpios: tuple[int, ...] = (84, 85, 86)) -> None:
    """leds.json with one LED that is always on."""
    behaviors = [{"condition": each, "mode": "solid", "color": color} for each, color in shown.items()]
    (path / "config").mkdir(exist_ok=True)
    (path / "config" / "leds.json").write_text(json.dumps({"leds": [{"gpios": gpios, "behaviors": behaviors}]}))


async def until(station: Living, lamps: dict[str, bool]) -> None:
    """Return as soon as the board shows *lamps*. (A lamp rings no bell: it is looked at often.)"""
    try:
        async with asyncio.timeout(10.0):
            while not lamps.items() <= station.app.bench.view().lamps.items():
                await asyncio.wait({asyncio.create_task(station._ring())}, timeout=0.01)
    except TimeoutError:
        raise AssertionError(f"{lamps} not seen; now {station.app.bench.view().lamps}") from None


async def until_color(station: Living, color: str) -> None:
    """Return as soon as the LED has *color*."""
    (lit,) = (lamps for lamps, name in COLORS.items() if name == color)
    await until(station, {f"gpio{84 + number}": is_on for number, is_on in enumerate(lit)})


@pytest.mark.req("CCC-HMI-007")
async def test_a_session_is_seen_from_plug_to_goodbye(tmp_path: Path) -> None:
    write(tmp_path, SHOWN)
    async with living(tmp_path, NOWHERE, "1.6") as station:
        bench = station.app.bench
        await until_color(station, "green")
        bench.do(Swipe(Token(CARD), 1))
        await until_color(station, "white")
        bench.do(Plug(1, state=Ask.NOTHING))
        await until_color(station, "blue")
        bench.do(Move(1, Ask.ENERGY))
        await until_color(station, "cyan")
        bench.do(Break(SimFault.EMERGENCY_STOP, active=True))
        await until_color(station, "red")
        bench.do(Break(SimFault.EMERGENCY_STOP, active=False))
        await station.until(lambda now: charging_of(now.ports[0]) is not Charging.FAULTED)
        if station.app.station.transactions:
            bench.do(Swipe(Token(CARD), 1))
        await until_color(station, "yellow")
        bench.do(Unplug(1))
        await until_color(station, "green")


async def test_without_a_file_the_status_led_of_the_guide_is_lit(tmp_path: Path) -> None:
    async with living(tmp_path, NOWHERE, "1.6") as station:
        await until(station, {"LED1": True, "LED2": False, "gpio84": True})
        assert (tmp_path / "config" / "leds.json").exists()


@pytest.mark.req("CCC-HMI-001", "CCC-ADD-053", "CCC-HMI-002")
async def test_an_update_is_over_when_the_station_is_back_and_the_first_led_is_on(tmp_path: Path) -> None:
    async with living(tmp_path, NOWHERE, "1.6") as station:
        await until(station, {"LED1": True, "LED2": False})
        station.app.inbox.put(UpdateSeen(Update.INSTALLING))
        await until(station, {"LED1": True, "LED2": True})
        await until(station, {"LED1": True, "LED2": False})
        station.app.bench.do(Power(Supply.CUT))
        await until(station, {"LED1": False, "LED2": False, "LED3": False, "gpio84": False})
        station.app.bench.do(Power(Supply.CYCLE))
        await until(station, {"LED1": True, "LED2": False, "gpio84": True})
        assert station.app.station.update is Update.NONE


async def test_an_edited_file_counts_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_S", 0.05)
    write(tmp_path, {"ready": "green", "charge_1": "blue"})
    async with living(tmp_path, NOWHERE, "1.6") as station:
        await until_color(station, "green")
        await station.charge()
        await until_color(station, "blue")
        write(tmp_path, {"charge_1": "cyan"})
        await until_color(station, "cyan")
        assert "cyan" in (tmp_path / "data" / "backups" / "leds.json").read_text()


async def test_a_mistake_in_an_edited_file_is_told_and_everything_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "LOOK_S", 0.05)
    write(tmp_path, {"ready": "green"})
    async with living(tmp_path, NOWHERE, "1.6") as station:
        await until_color(station, "green")
        write(tmp_path, {"ready": "orange"})
        line = await station.until_logged("leds.json is wrong; the station runs on the backup")
        assert "must be one of black" in line["errors"][0]
        await reborn(station)
        await until_color(station, "green")
        write(tmp_path, {"ready": "yellow"})
        await until_color(station, "yellow")


async def test_a_broken_file_is_an_error_in_the_log_and_the_station_charges(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "leds.json").write_text('{"leds": [{"gpios": ["red"]}]}')
    async with living(tmp_path, NOWHERE, "1.6") as station:
        line = await station.until_logged("leds.json is wrong; the station runs on the factory default")
        assert line["errors"] == ["leds.json:1: leds[0]/gpios[0]: must be a whole number"]
        await station.charge()
        await until(station, {"gpio84": False})
        await until(station, {"gpio84": True})


class Refusing(SimLamps):
    """A board whose lamps cannot be moved for a while."""

    is_broken = False

    def light(self, line: Line, *, is_on: bool) -> None:
        if self.is_broken:
            raise OSError(5, "no lamp")
        super().light(line, is_on=is_on)


@pytest.mark.req("ALF-IMP2-014")
async def test_lamps_that_fail_and_come_back_do_not_disturb_a_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pilotwire.hardware.sim.board.SimLamps", Refusing)
    write(tmp_path, SHOWN)
    async with living(tmp_path, NOWHERE, "1.6") as station:
        await station.charge()
        await until_color(station, "cyan")
        running, life = station.app.station.transactions[1].id, station.app.life
        Refusing.is_broken = True
        station.app.bench.do(Break(SimFault.OVER_TEMPERATURE, active=True))
        await station.until_logged("task died")
        await station.until(lambda now: charging_of(now.ports[0]) is Charging.FAULTED)
        station.app.bench.do(Break(SimFault.OVER_TEMPERATURE, active=False))
        Refusing.is_broken = False
        await until_color(station, "cyan")
        assert (station.app.station.transactions[1].id, station.app.life) == (running, life)
        await station.stop()
        await until_color(station, "green")
