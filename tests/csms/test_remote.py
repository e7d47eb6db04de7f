import asyncio
from contextlib import AsyncExitStack

import pytest

from pilotwire.csms.serve import serve_remote


@pytest.fixture
async def remote(csms):
    async with AsyncExitStack() as stack:
        yield await serve_remote(csms, 0, stack)


async def fetch(http, url, method="GET", **options):
    async with http.request(method, url, **options) as response:
        return response.status, await response.json()


async def test_stations_and_their_messages_can_be_read(http, remote, connect):
    station = await connect()
    await station.ask("m1", "Heartbeat", {"odd": 1})
    status, [seen] = await fetch(http, f"{remote}/stations")
    assert (status, seen["identity"], seen["connected"], seen["protocol"]) == (200, "CP1", True, "ocpp1.6")
    status, [asked, answered] = await fetch(http, f"{remote}/stations/CP1/messages")
    assert (status, asked["action"], asked["kind"], answered["direction"]) == (200, "Heartbeat", "CALL", "to_station")
    assert (await fetch(http, f"{remote}/stations/CP1/violations"))[1][0]["kind"] == "schema"


async def test_transactions_can_be_read(http, remote, connect):
    station = await connect()
    start = {"connectorId": 1, "idTag": "A", "meterStart": 5, "timestamp": "2030-01-01T12:00:00Z"}
    await station.ask("m1", "StartTransaction", start)
    status, [seen] = await fetch(http, f"{remote}/stations/CP1/transactions")
    assert (status, seen["token"], seen["meter_start_wh"], seen["messages"]) == (200, "A", 5, 1)


async def test_a_posted_request_is_answered_by_the_station(http, remote, connect):
    station = await connect()
    url = f"{remote}/stations/CP1/call/Reset"
    for said, expected in [
        ((3, {"status": "Accepted"}), (200, {"status": "Accepted"})),
        ((4, "NotSupported"), (502, {})),
    ]:
        posting = asyncio.create_task(fetch(http, url, "POST", json={"type": "Soft"}))
        _, message_id, action, payload = await station.hear()
        assert (action, payload) == ("Reset", {"type": "Soft"})
        await station.say(said[0], message_id, said[1], *(["", {}] if said[0] == 4 else []))
        status, body = await posting
        assert status == expected[0]
        assert body == expected[1] or body["errorCode"] == "NotSupported"


async def test_errors_are_json_in_clear_words(http, remote, connect, csms):
    status, body = await fetch(http, f"{remote}/stations/CP9/messages")
    assert (status, body) == (404, {"error": "no station CP9 ever connected"})
    assert (await fetch(http, f"{remote}/nowhere"))[0] == 404
    await connect()
    status, body = await fetch(http, f"{remote}/stations/CP1/call/Reset", "POST", data=b"[1]")
    assert (status, "JSON object" in body["error"]) == (422, True)
    csms.drop("CP1")
    await csms.wait_disconnected("CP1")
    status, body = await fetch(http, f"{remote}/stations/CP1/call/Reset", "POST")
    assert (status, body) == (409, {"error": "CP1 is not connected"})


async def test_web_pages_are_kept_out(http, remote):
    assert (await fetch(http, f"{remote}/stations", headers={"Origin": "http://evil.example"}))[0] == 403
    assert (await fetch(http, f"{remote}/stations", headers={"Host": "evil.example"}))[0] == 403
