"""``pilotwire call`` through a bench central system to a station that runs."""

from contextlib import AsyncExitStack

import pytest

from pilotwire.csms.bench import BenchCsms
from pilotwire.csms.serve import serve_remote


@pytest.fixture
async def bench():
    async with BenchCsms() as csms, AsyncExitStack() as stack:
        yield csms, await serve_remote(csms, 0, stack)


async def linked(run, csms, data, identity="CP1"):
    station = await run("--csms", csms.url, "--identity", identity, "--ocpp", "1.6", "--data", data / identity)
    await station.ready()
    await csms.wait_for(identity, "BootNotification")


async def test_the_only_station_is_asked_and_its_answer_printed(start, run, bench, tmp_path):
    csms, remote = bench
    await linked(run, csms, tmp_path)
    call = await start("call", "GetConfiguration", '{"key": ["Nope"]}', "--at", remote)
    assert await call.end() == 0
    assert "".join(call.out).replace(" ", "") == '{"unknownKey":["Nope"]}'


async def test_a_payload_may_be_in_a_file(start, run, bench, tmp_path):
    csms, remote = bench
    await linked(run, csms, tmp_path)
    (tmp_path / "list.json").write_text('{"key": ["FromAFile"]}')
    call = await start("call", "GetConfiguration", f"@{tmp_path}/list.json", "--at", remote, "--station", "CP1")
    assert await call.end() == 0
    assert "FromAFile" in "".join(call.out)


async def test_an_error_of_the_station_is_one_line_with_its_reason(start, run, bench, tmp_path):
    csms, remote = bench
    await linked(run, csms, tmp_path)
    call = await start("call", "FlyToTheMoon", "--at", remote)
    assert await call.end() == 1
    assert call.err == ["CP1 answered FlyToTheMoon with NotImplemented: unknown action 'FlyToTheMoon'"]


async def test_a_bench_without_a_station_says_so(start, bench):
    _, remote = bench
    call = await start("call", "ClearCache", "--at", remote)
    assert await call.end() == 2
    assert call.err == ["no station is connected to the bench"]


async def test_of_several_stations_one_has_to_be_named(start, run, bench, tmp_path):
    csms, remote = bench
    await linked(run, csms, tmp_path)
    await linked(run, csms, tmp_path, "CP2")
    call = await start("call", "ClearCache", "--at", remote)
    assert await call.end() == 2
    assert call.err == ["which station? --station, one of CP1, CP2"]


@pytest.mark.parametrize(("payload", "told"), [("[1]", "a JSON object"), ("@/nowhere", "/nowhere")])
async def test_a_payload_that_is_none_is_said(start, run, bench, tmp_path, payload, told):
    csms, remote = bench
    await linked(run, csms, tmp_path)
    call = await start("call", "ClearCache", payload, "--at", remote)
    assert await call.end() != 0
    assert told in call.err[0]


async def test_no_bench_there_is_one_line(start):
    call = await start("call", "ClearCache", "--at", "http://127.0.0.1:1")
    assert await call.end() == 1
    assert len(call.err) == 1
    assert call.err[0].startswith("no bench central system at http://127.0.0.1:1 (pilotwire csms --http 9001 is one)")
