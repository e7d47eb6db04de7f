"""``pilotwire run``: what starts, what does not, and what it says then."""

import asyncio
import signal
import socket

import aiohttp
import pytest

from pilotwire.trace import replayed

GOOD = '{ "ports": [{ "evse_current_limit": 20 }] } // mine'
SYNTAX = '{ "ports": [\n  { "evse_current_limit": 16\n'
WRONG = """{
  "ports": [
    { "evse_current_limit": "many",
      "bogus": 1 }
  ],
  "ocpp": { "MeterValueSampleInterval": -7 }
}"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_station_says_that_it_is_ready_and_stops_in_order(run, number):
    station = await run()
    words = await station.ready()
    assert words["evses"] == "1"
    assert words["personality"] == "pilotwire"
    assert await station.stop(number) == 0
    assert len(station.out) == 1  # stdout is the ready line and nothing else


async def test_a_personality_of_ones_own_and_its_variant_are_said(run, tmp_path):
    acme = tmp_path / "acme.toml"
    acme.write_text('inherits = "pilotwire"\n[variants.old]\nidentity = { vendor = "Acme", source = "x" }')
    station = await run("--personality", str(acme), "--variant", "old", "--record", str(tmp_path / "trace"))
    words = await station.ready()
    assert (words["personality"], words["variant"]) == ("acme", "old")
    assert await station.stop() == 0
    assert next(replayed(tmp_path / "trace"))[0] == "begin"


async def test_a_station_with_limitations_says_so(run):
    station = await run("--personality", "chargebyte_charge_control_c", "--set", "Limitations=on")
    words = await station.ready()
    assert (words["personality"], words["limitations"]) == ("chargebyte_charge_control_c", "on")
    assert await station.stop() == 0


async def test_a_new_station_writes_its_configuration_and_says_so(run, config, tmp_path):
    station = await run()
    await station.ready()
    assert (config / "customer.json").exists()
    assert (tmp_path / "data" / "transactions.db").exists()
    assert any("missing or empty" in line for line in station.err)


async def test_every_mistake_in_customer_json_is_a_line_on_stderr(run, config):
    (config / "customer.json").write_text(WRONG)
    station = await run()
    assert await station.end() == 2
    assert station.out == []
    assert [line.split(": ")[:2] for line in station.err] == [
        ["customer.json:3", "ports[0]/evse_current_limit"],
        ["customer.json:4", "ports[0]/bogus"],
        ["customer.json:6", "ocpp/MeterValueSampleInterval"],
    ]


async def test_a_mistake_of_syntax_names_its_line(run, config):
    (config / "customer.json").write_text(SYNTAX)
    station = await run()
    assert await station.end() == 2
    assert len(station.err) == 1
    assert station.err[0].startswith("customer.json:3: column 1: ")


@pytest.mark.parametrize("text", [WRONG, SYNTAX])
async def test_a_station_with_a_backup_starts_on_it_and_says_so(run, config, tmp_path, text):
    backup = tmp_path / "data" / "backups" / "customer.json"
    backup.parent.mkdir(parents=True)
    backup.write_text(GOOD)
    (config / "customer.json").write_text(text)
    station = await run()
    await station.ready()
    assert await station.stop() == 0
    assert any("the station runs on the backup" in line for line in station.err)
    assert (config / "customer.json").read_text() == text  # left for the person who made the mistake


async def test_a_station_started_again_finds_its_configuration(run, config):
    (config / "customer.json").write_text(GOOD)
    for _ in range(2):
        station = await run()
        await station.ready()
        assert await station.stop() == 0
        assert [line for line in station.err if "first meter update" not in line] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--csms", "http://x"), "begins with ws:// or wss://"),
        (("--set", "HeartbeatIntervall=3"), "HeartbeatIntervall is not known; did you mean HeartbeatInterval?"),
        (("--set", "HeartbeatInterval=often"), "HeartbeatInterval cannot be 'often'"),
        (("--set", "HeartbeatInterval"), "NAME=VALUE is expected"),
        (("--set", "ports[7]/evse_current_limit=16"), "there are only 1"),
        (("--http", "nonsense"), "127.0.0.1:8080"),
        (("--http", "0.0.0.0:0"), "needs a password"),
        (("--mqtt", "ftp://x"), "mqtt://"),
        (("--personality", "nobody"), "there is no such personality"),
        (("--personality", "pilotwire", "--variant", "moon"), "moon: there is no such variant"),
        (("--board", "linux", "--root", "/nonexistent"), "no GPIO chip below /nonexistent/dev"),
        (("--board", "linux", "--table", "abacus"), "no such board; there are charge_control_c"),
        (("--record", "/nonexistent/trace"), "/nonexistent/trace"),
    ],
)
async def test_a_run_that_cannot_be_is_refused_in_one_clear_line(run, config, words, told):
    (config / "customer.json").write_text(GOOD)
    station = await run(*words)
    assert await station.end() == 2
    assert station.out == []
    assert len(station.err) == 1
    assert told in station.err[0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--bogus",), "--bogus"),
        (("--speed", "500"), "--speed"),
        (("--ocpp", "9"), "--ocpp"),
        (("--board", "x"), "--board"),
    ],
)
async def test_a_flag_that_is_wrong_is_named(run, words, told):
    station = await run(*words)
    assert await station.end() == 2
    assert station.out == []
    assert any(told in line for line in station.err)
    assert not any("Traceback" in line for line in station.err)


async def test_a_port_that_is_taken_is_one_clear_line(run, config):
    (config / "customer.json").write_text(GOOD)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        station = await run("--http", f"127.0.0.1:{port}")
        assert await station.end() == 2
    assert station.err == [f"http: 127.0.0.1:{port} is taken"]


@pytest.mark.parametrize("below", [False, True])
async def test_a_data_directory_that_cannot_be_one_is_one_clear_line(run, config, tmp_path, below):
    (config / "customer.json").write_text(GOOD)
    file = tmp_path / "file"
    file.write_text("not a directory")
    data = file / "data" if below else file
    station = await run("--data", data)
    assert await station.end() == 2
    assert "Traceback" not in "\n".join(station.err)
    assert str(data) in station.err[-1]


async def test_a_configuration_directory_that_is_a_file_is_refused(run, tmp_path):
    file = tmp_path / "file"
    file.write_text("not a directory")
    station = await run("--config", file)
    assert await station.end() == 2
    assert len(station.err) == 1
    assert str(file) in station.err[0]


async def test_two_stations_do_not_share_a_data_directory(run):
    first = await run()
    await first.ready()
    second = await run()
    async with asyncio.timeout(5):
        assert await second.end() == 2
    assert "Traceback" not in "\n".join(second.err)


async def test_the_embedded_broker_is_named_in_the_ready_line_and_goes_last(run):
    station = await run("--mqtt", "embedded", "--http", "127.0.0.1:0")
    words = await station.ready()
    assert words["mqtt"].startswith("mqtt://127.0.0.1:")
    await station.line("at the broker", of=station.err)
    listening = f"{words['http']}/api/events"  # whoever listens makes the end of the web server slow
    async with aiohttp.ClientSession() as client, client.get(listening):
        assert await station.stop() == 0
    assert [line for line in station.err if "no broker" in line or "died" in line] == []
