import asyncio

import aiohttp
import pytest

from pilotwire.csms import BenchCsms, ViolationKind


async def test_a_request_of_the_bench_is_answered_by_the_station(csms: BenchCsms, connect):
    station = await connect()
    asking = asyncio.create_task(csms.call("CP1", "Reset", {"type": "Soft"}))
    kind, message_id, action, payload = await station.hear()
    assert (kind, action, payload) == (2, "Reset", {"type": "Soft"})
    await station.say(3, message_id, {"status": "Accepted"})
    answer = await asking
    assert (answer.status, answer.is_error, answer.payload) == ("Accepted", False, {"status": "Accepted"})
    assert csms.violations == []


async def test_a_request_may_be_answered_by_a_callerror(csms: BenchCsms, connect):
    station = await connect("ocpp2.0.1")
    asking = asyncio.create_task(csms.call("CP1", "Reset", {"type": "OnIdle"}))
    message_id = (await station.hear())[1]
    await station.say(4, message_id, "NotSupported", "no such thing", {})
    answer = await asking
    assert (answer.error_code, answer.error_description, answer.status) == ("NotSupported", "no such thing", None)
    assert csms.violations == []


async def test_requests_do_not_wait_for_each_other(csms: BenchCsms, connect):
    station = await connect()
    asking = [asyncio.create_task(csms.call("CP1", "ClearCache")) for _ in range(3)]
    ids = [(await station.hear())[1] for _ in asking]
    for message_id in reversed(ids):
        await station.say(3, message_id, {"status": "Accepted"})
    assert [answer.status for answer in await asyncio.gather(*asking)] == ["Accepted"] * 3


async def test_a_request_nobody_answers_times_out_in_clear_words(csms: BenchCsms, connect):
    await connect()
    with pytest.raises(TimeoutError, match="CP1 did not answer ClearCache"):
        await csms.call("CP1", "ClearCache", timeout_s=0.01)


async def test_a_request_to_a_station_that_leaves_or_is_not_there_fails_at_once(csms: BenchCsms, connect):
    station = await connect()
    asking = asyncio.create_task(csms.call("CP1", "ClearCache"))
    await station.hear()
    csms.drop("CP1")
    with pytest.raises(ConnectionError):
        await asking
    await csms.wait_disconnected("CP1")
    with pytest.raises(ConnectionError, match="CP1 is not connected"):
        await csms.call("CP1", "ClearCache")


async def test_raw_frames_leave_as_they_are(csms: BenchCsms, connect):
    station = await connect()
    await csms.send_raw("CP1", "[2,")
    await csms.send_raw("CP1", b"\xff")
    text, binary = await station.socket.receive(timeout=5), await station.socket.receive(timeout=5)
    assert (text.type, text.data) == (aiohttp.WSMsgType.TEXT, "[2,")
    assert (binary.type, binary.data) == (aiohttp.WSMsgType.BINARY, b"\xff")
    assert len(csms.frames("CP1")) == 2


async def test_a_raw_request_makes_its_answer_known(csms: BenchCsms, connect):
    station = await connect()
    await csms.send_raw("CP1", '[2,"raw","ClearCache",{}]')
    await station.hear()
    await station.say(3, "raw", {"status": "Accepted"})
    await station.ask("m1", "Heartbeat", {})
    assert csms.messages("CP1")[1].action == "ClearCache"
    assert csms.violations == []


async def test_wait_for_finds_what_was_heard_before_and_what_comes_later(csms: BenchCsms, connect):
    station = await connect()
    await station.ask("m1", "Authorize", {"idTag": "A"})
    assert (await csms.wait_for("CP1", "Authorize")).id == "m1"
    mark = len(csms.messages("CP1"))
    waiting = asyncio.create_task(csms.wait_for("CP1", "Authorize", after=mark))
    choosing = asyncio.create_task(csms.wait_for("CP1", "Authorize", lambda m: m.payload["idTag"] == "C"))
    await station.ask("m2", "Authorize", {"idTag": "B"})
    await station.ask("m3", "Authorize", {"idTag": "C"})
    assert ((await waiting).id, (await choosing).id) == ("m2", "m3")


async def test_waiting_in_vain_says_what_was_heard_instead(csms: BenchCsms, connect):
    station = await connect()
    await station.ask("m1", "Heartbeat", {})
    with pytest.raises(TimeoutError, match=r"StopTransaction from CP1.*Heartbeat"):
        await csms.wait_for("CP1", "StopTransaction", timeout_s=0.01)


async def test_violations_on_the_socket_are_recorded_and_the_station_is_answered_all_the_same(csms: BenchCsms, connect):
    station = await connect()
    await station.socket.send_str("not json")
    await station.ask("m1", "Heartbeat", {})
    answer = await station.ask("m1", "Heartbeat", {"surprise": 1})
    assert answer[0] == 3
    assert [v.kind for v in csms.violations] == [
        ViolationKind.MALFORMED,
        ViolationKind.DUPLICATE_ID,
        ViolationKind.SCHEMA,
    ]
    assert {v.identity for v in csms.violations} == {"CP1"}


async def test_an_unknown_action_is_answered_with_a_callerror_by_the_library(csms: BenchCsms, connect):
    station = await connect()
    assert (await station.ask("m1", "Dance", {}))[:3] == [4, "m1", "NotSupported"]
    assert (await station.ask("m2", "Reset", {"type": "Soft"}))[:3] == [4, "m2", "NotImplemented"]
