"""``pilotwire sim`` against a station that runs."""

import json

import pytest


@pytest.fixture
async def address(run):
    """Where the station is."""
    station = await run("--http", "127.0.0.1:0")
    return (await station.ready())["http"]


async def test_a_vehicle_is_plugged_in(start, address):
    sim = await start("sim", "plug", 'vehicle={"max_a": 20, "phases": 1}', "--at", address)
    assert await sim.end() == 0
    board = json.loads("\n".join(sim.out))
    assert board["evses"][0]["vehicle"]["max_a"] == 20
    assert sim.err == []


async def test_a_card_of_digits_is_a_text(start, address):
    sim = await start("sim", "swipe", "token=0123", "--at", f"{address}/")
    assert await sim.end() == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("plugg",), "known are plug"),
        (("plug", "evse=9"), "evse"),
        (("plug", 'vehicle={"max_a": "x"}'), "vehicle.max_a"),
        (("swipe",), "token"),
    ],
)
async def test_what_the_board_does_not_know_is_said(start, address, words, told):
    sim = await start("sim", *words, "--at", address)
    assert await sim.end() == 1
    assert sim.out == []
    assert told in sim.err[0]


async def test_a_field_without_a_value_is_refused(start):
    sim = await start("sim", "plug", "evse")
    assert await sim.end() == 2
    assert sim.err == ["'evse': KEY=VALUE is expected"]


@pytest.mark.parametrize(
    "at",
    [
        "http://127.0.0.1:1",
        "nonsense",
    ],
)
async def test_no_station_there_is_one_line(start, at):
    sim = await start("sim", "plug", "--at", at)
    assert await sim.end() == 1
    assert len(sim.err) == 1
    assert sim.err[0].startswith(f"no station at {at}")
