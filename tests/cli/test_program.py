"""The command itself, and the bench central system."""

import socket

import pytest

COMMANDS = ("demo", "run", "sim", "csms", "check", "personalities", "lint", "replay")


async def test_the_help_names_every_command(start):
    program = await start("--help")
    assert await program.end() == 0
    text = "\n".join(program.out)
    assert all(command in text for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
async def test_every_command_explains_itself(start, command):
    program = await start(command, "--help")
    assert await program.end() == 0
    assert f"pilotwire {command}" in "\n".join(program.out)


async def test_the_list_of_personalities_says_whose_station_this_can_be(start):
    program = await start("personalities")
    assert await program.end() == 0
    names = [line.split()[0] for line in program.out]
    assert {"pilotwire", "chargebyte_charge_control_c"} <= set(names)


async def test_an_unknown_command_is_refused(start):
    program = await start("charge")
    assert await program.end() == 2
    assert any("charge" in line for line in program.err)


async def test_the_bench_says_where_it_is_and_stops_in_order(start):
    bench = await start("csms", "--port", "0", "--http", "0")
    line = await bench.line("pilotwire csms ready")
    assert "ws://127.0.0.1:" in line
    assert "http://127.0.0.1:" in line
    assert await bench.stop() == 0


async def test_a_station_boots_at_the_bench(start, run):
    bench = await start("csms", "--port", "0")
    url = (await bench.line("pilotwire csms ready")).split()[3]
    station = await run("--csms", url, "--identity", "CP1")
    assert (await station.ready())["csms"] == f"{url}/CP1"
    await bench.line("CP1 BootNotification ok")
    assert await station.stop() == 0
    assert await bench.stop() == 0


async def test_a_bench_whose_port_is_taken_says_so(start):
    with socket.create_server(("127.0.0.1", 0)) as other:
        bench = await start("csms", "--port", other.getsockname()[1])
        assert await bench.end() == 2
    assert len(bench.err) == 1
