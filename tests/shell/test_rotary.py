"""The rotary switch of the board and a whole station: read at each start, above files and central systems."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.real.living import Living, living

from pilotwire.app.options import Options
from pilotwire.app.root import App
from pilotwire.app.usage import UsageError
from pilotwire.core import registry
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.settings import Write
from pilotwire.hardware.sim.action import Power, Supply
from pilotwire.hardware.sim.parse import parse_action

GRID, PHASES = registry.GRID_LIMIT_A, registry.SUPPLY_PHASES


def turn(station: Living, value: int | str) -> None:
    station.app.bench.do(parse_action("switch", {"name": "SW2", "value": value}))


async def power_cycle(station: Living) -> None:
    boot = station.app.station.boot
    station.app.bench.do(Power(Supply.CYCLE))
    await station.until(lambda now: now.boot != boot)


def build(station: Living) -> tuple[float, int]:
    port = station.app.station.ports[0]
    return port.build.grid_a, port.build.phases


def files(path: Path, rotary: str | None) -> None:
    (path / "config").mkdir()
    (path / "config" / "customer.json").write_text('{"grid": {"current_limit": 50}}')
    if rotary is not None:
        (path / "config" / "rotaryencd.json").write_text(rotary)


@pytest.mark.req("CCC-HMI-004", "CCC-HMI-005")
async def test_the_switch_sets_grid_limit_and_phases_and_is_read_at_power_up_only(tmp_path: Path) -> None:
    files(tmp_path, None)
    async with living(tmp_path, None, "1.6") as station:
        assert build(station) == (50.0, 3)
        turn(station, "3")
        assert build(station) == (50.0, 3)
        await power_cycle(station)
        assert build(station) == (16.0, 1)
        turn(station, 13)
        await power_cycle(station)
        assert build(station) == (32.0, 3)


@pytest.mark.req("CCC-HMI-005")
async def test_a_switch_between_two_positions_gives_the_lowest_limit(tmp_path: Path) -> None:
    async with living(tmp_path, None, "1.6") as station:
        turn(station, "between")
        await power_cycle(station)
        assert build(station) == (6.0, 1)


@pytest.mark.req("CCC-ADD-017", "CCC-HMI-008", "CCC-LJSON-006", "CCC-LJSON-007")
async def test_a_file_redefines_what_a_position_means(tmp_path: Path) -> None:
    files(tmp_path, '{"rotary_switch_1": [{}, {"current_limit": 25, "phase_count": 3}]} // our houses have 25 A')
    async with living(tmp_path, None, "1.6") as station:
        turn(station, 1)
        await power_cycle(station)
        assert build(station) == (25.0, 3)


async def test_what_the_electrician_has_set_cannot_be_raised_from_afar(tmp_path: Path) -> None:
    async with living(tmp_path, None, "1.6") as station:
        turn(station, 3)
        await power_cycle(station)
        station.app.inbox.put(VariablesWritten(ReplyTo("w"), (Write(GRID.name, 63),)))
        station.app.inbox.put(VariablesWritten(ReplyTo("w"), (Write(registry.CONNECTION_TIMEOUT_S.name, 9),)))
        await station.until(lambda now: now.settings.get(registry.CONNECTION_TIMEOUT_S) == 9)
        assert station.app.station.settings.reported(GRID) == 16


async def test_a_flag_of_this_run_wins_over_the_switch(tmp_path: Path) -> None:
    async with living(tmp_path, None, "1.6", "grid/current_limit=40") as station:
        turn(station, 3)
        await power_cycle(station)
        assert build(station) == (40.0, 1)


async def test_phases_that_cannot_be_switched_are_told(tmp_path: Path) -> None:
    async with living(tmp_path, None, "1.6", "ports[0]/switch3to1phase/enable=true") as station:
        turn(station, 3)
        await power_cycle(station)
        assert (await station.until_logged("phases cannot be switched"))["evse"] == 1


def test_a_station_does_not_begin_with_a_broken_file(tmp_path: Path) -> None:
    files(tmp_path, '{"rotary_switch_1": [{"current_limit": 0}]}')
    with pytest.raises(UsageError, match=r"rotaryencd\.json:1: rotary_switch_1\[0\]/current_limit: 0 is not allowed"):
        App(Options(tmp_path / "config", tmp_path / "data"))


async def test_a_file_that_breaks_while_the_station_runs_does_not_keep_it_from_beginning_again(tmp_path: Path) -> None:
    files(tmp_path, '{"rotary_switch_1": [{"current_limit": 8}]}')
    async with living(tmp_path, None, "1.6") as station:
        turn(station, 0)
        (tmp_path / "config" / "rotaryencd.json").write_text("{")
        await power_cycle(station)
        assert build(station) == (8.0, 1)
        assert "rotaryencd.json:1" in str(await station.until_logged("rotaryencd.json"))
