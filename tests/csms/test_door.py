import asyncio
import ssl
from base64 import b64encode
from contextlib import suppress

import aiohttp
import pytest
import trustme

from pilotwire.csms import BenchCsms, Protocol


def basic_auth(login: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{login}:{password}".encode()).decode()}


async def status_of_refusal(http, csms, **options) -> int:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(f"{csms.url}/CP1", protocols=("ocpp1.6",), **options)
    return refused.value.status


async def test_a_wrong_or_missing_password_gets_401(csms: BenchCsms, http):
    csms.passwords = {"CP1": "secret"}
    assert await status_of_refusal(http, csms) == 401
    assert await status_of_refusal(http, csms, headers=basic_auth("CP1", "wrong")) == 401
    assert await status_of_refusal(http, csms, headers=basic_auth("CP2", "secret")) == 401
    assert await status_of_refusal(http, csms, headers={"Authorization": "Basic %%%"}) == 401
    assert csms.stations() == {}


async def test_the_right_password_opens_and_may_contain_a_colon(csms: BenchCsms, connect):
    csms.passwords = {"CP1": "a:b"}
    await connect(headers=basic_auth("CP1", "a:b"))
    assert csms.stations() == {"CP1": True}


async def test_a_foreign_subprotocol_is_closed_at_once_without_one(csms: BenchCsms, http):
    for offered in (("ocpp1.5", "soap"), ()):
        socket = await http.ws_connect(f"{csms.url}/CP1", protocols=offered)
        assert socket.protocol is None
        assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE
        await socket.close()
    assert csms.stations() == {}


async def test_the_stations_preference_among_our_subprotocols_wins(csms: BenchCsms, http):
    socket = await http.ws_connect(f"{csms.url}/CP1", protocols=("ocpp2.1", "ocpp2.0.1", "ocpp1.6"))
    await csms.wait_connected("CP1")
    assert socket.protocol == "ocpp2.0.1"
    assert csms.arrivals("CP1")[0].protocol is Protocol.V201
    await socket.close()


async def test_connections_are_refused_for_as_long_as_the_policy_says(csms: BenchCsms, http, connect):
    csms.change(refuse_with_status=503)
    assert await status_of_refusal(http, csms) == 503
    csms.change(refuse_with_status=None)
    await connect()


@pytest.mark.parametrize("path", ["", "/ocpp", "/a/b/c"])
async def test_any_path_will_do_and_the_identity_is_unquoted(csms: BenchCsms, http, path: str):
    url = csms.url.replace("/ocpp", path)
    socket = await http.ws_connect(f"{url}/CP%201", protocols=("ocpp1.6",))
    await csms.wait_connected("CP 1")
    assert csms.arrivals("CP 1")[0].path == f"{path}/CP%201"
    await socket.close()


async def test_a_dropped_station_sees_no_close_frame_and_may_come_again(csms: BenchCsms, connect):
    station = await connect()
    csms.drop("CP1")
    assert (await station.socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSED
    assert station.socket.close_code == aiohttp.WSCloseCode.ABNORMAL_CLOSURE
    await csms.wait_disconnected("CP1")
    await connect()
    assert [arrival.connection for arrival in csms.arrivals("CP1")] == [1, 2]


async def test_a_polite_close_carries_its_code(csms: BenchCsms, connect):
    station = await connect()
    closing = csms.close("CP1", 1012)
    receiving = station.socket.receive(timeout=5)
    packet, _ = await asyncio.gather(receiving, closing)
    assert (packet.type, packet.data) == (aiohttp.WSMsgType.CLOSE, 1012)


async def test_a_second_connection_of_a_station_replaces_the_first(csms: BenchCsms, connect):
    first = await connect()
    second = await connect()
    assert (await first.socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSED
    assert (await second.ask("m1", "Heartbeat", {}))[0] == 3
    assert csms.stations() == {"CP1": True}


async def test_a_frame_over_four_megabytes_closes_the_connection(csms: BenchCsms, connect):
    station = await connect()
    with suppress(ConnectionError):  # the bench closes at the frame's header, often before all of it was sent
        await station.socket.send_str("x" * (4 * 1024 * 1024 + 1))
    await csms.wait_disconnected("CP1")
    assert csms.frames("CP1") == []


async def test_the_bench_can_go_away_and_come_back_on_its_port_with_its_memory(csms: BenchCsms, connect):
    station = await connect()
    await station.ask("m1", "Heartbeat", {})
    url = csms.url
    await csms.stop()
    assert (await station.socket.receive(timeout=5)).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
    await csms.start()
    assert csms.url == url
    await connect()
    assert len(csms.received("Heartbeat", "CP1")) == 1


async def test_tls_is_served_with_a_given_context(http):
    authority = trustme.CA()
    server, client = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(server)
    authority.configure_trust(client)
    async with BenchCsms(ssl_context=server, host="localhost") as csms:
        assert csms.url.startswith("wss://localhost:")
        socket = await http.ws_connect(f"{csms.url}/CP1", protocols=("ocpp1.6",), ssl=client)
        await csms.wait_connected("CP1")
        await socket.close()


async def test_pings_are_counted_and_answered_unless_the_policy_is_silent(csms: BenchCsms, connect):
    station = await connect(autoping=False)
    await station.socket.ping(b"one")
    assert (await station.socket.receive(timeout=5)).type is aiohttp.WSMsgType.PONG
    csms.change(answer_pings=False)
    await station.socket.ping(b"two")
    assert (await station.ask("m1", "Heartbeat", {}))[0] == 3
    assert csms.pings("CP1") == 2


async def test_the_bench_pings_on_demand(csms: BenchCsms, connect):
    station = await connect(autoping=False)
    await csms.ping("CP1")
    assert (await station.socket.receive(timeout=5)).type is aiohttp.WSMsgType.PING
