"""The WebSocket against a real server on the loopback: who is let in, who is refused, and how it ends."""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import trustme
from aiohttp import web
from structlog.testing import capture_logs

from pilotwire.core import registry
from pilotwire.core.settings import Layers, Settings
from pilotwire.ocpp.address import Address, BadAddress, Tls
from pilotwire.ocpp.backoff import LEAST_S, Backoff
from pilotwire.ocpp.central_system import beat_of
from pilotwire.ocpp.link import MAX_FRAME_BYTES, MOST_WAITING, Beat, Link, LinkRefused
from pilotwire.personality.load import load

Serve = Callable[[web.WebSocketResponse], Awaitable[None]]
PROTOCOL = "ocpp1.6"


class Server:
    """A WebSocket server that does what a test wants and remembers how each connection ended."""

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[web.Request] = []
        self.codes: asyncio.Queue[int | None] = asyncio.Queue()
        self.heard: asyncio.Queue[str | bytes] = asyncio.Queue()

    async def until_closed(self, socket: web.WebSocketResponse) -> None:
        """Read on until the connection is over."""
        async for message in socket:
            self.heard.put_nowait(message.data)
            if message.type is aiohttp.WSMsgType.PING:
                await socket.pong(message.data)

    async def code(self) -> int | None:
        """How the connection ended."""
        return await asyncio.wait_for(self.codes.get(), 5.0)


async def refuse(request: web.Request) -> web.Response:
    return web.Response(status=int(request.match_info["status"]))


@asynccontextmanager
async def serving(
    serve: Serve | None = None,
    protocols: tuple[str, ...] = (PROTOCOL,),
    tls: ssl.SSLContext | None = None,
    *,
    autoping: bool = True,
) -> AsyncIterator[Server]:
    server = Server()

    async def knock(request: web.Request) -> web.StreamResponse:
        server.requests.append(request)
        socket = web.WebSocketResponse(protocols=protocols, max_msg_size=0, timeout=1.0, autoping=autoping)
        await socket.prepare(request)
        if serve is not None:
            await serve(socket)
        await server.until_closed(socket)
        server.codes.put_nowait(socket.close_code)
        return socket

    application = web.Application()
    application.router.add_get("/ocpp/{identity:.+}", knock)
    application.router.add_get("/{status:[0-9]+}/{identity}", refuse)
    runner = web.AppRunner(application, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    server.url = f"{'ws' if tls is None else 'wss'}://127.0.0.1:{runner.addresses[0][1]}/ocpp"
    try:
        yield server
    finally:
        await runner.cleanup()


class Heard:
    """What a link said to its owner."""

    def __init__(self) -> None:
        self.up, self.texts = asyncio.Event(), asyncio.Queue[str]()

    async def text(self, text: str) -> None:
        self.texts.put_nowait(text)


async def ran(link: Link, heard: Heard) -> None:
    await asyncio.wait_for(link.run(heard.up.set, heard.text), 10.0)


async def refusal(url: str, also_offers: tuple[str, ...] = (), **more: object) -> str:
    address = Address(url, "CP 1", **more)  # type: ignore[arg-type]
    with pytest.raises(LinkRefused) as refused:
        await ran(Link(address, PROTOCOL, patience_s=0.3, also_offers=also_offers), Heard())
    return str(refused.value)


async def test_frames_go_both_ways_under_our_identity_and_subprotocol() -> None:
    async with serving(lambda socket: socket.send_str("welcome")) as server:
        heard, link = Heard(), Link(Address(server.url + "/", "CP 1/ä", "pass:wörd".encode()), PROTOCOL)
        running = asyncio.create_task(ran(link, heard))
        assert await asyncio.wait_for(heard.texts.get(), 5.0) == "welcome"
        link.send(b"one")
        link.send("zw\u00f6lf".encode())
        assert [await server.heard.get(), await server.heard.get()] == ["one", "zw\u00f6lf"]
        link.hang_up()
        await running
        assert await server.code() == 1000
    (request,) = server.requests
    assert request.raw_path == "/ocpp/CP%201%2F%C3%A4"
    assert request.headers["Sec-WebSocket-Protocol"] == PROTOCOL
    assert request.headers["Authorization"] == "Basic Q1AgMS/DpDpwYXNzOnfDtnJk"


@pytest.mark.req("ABB-WS-002")
async def test_what_is_offered_besides_stands_behind_what_is_spoken() -> None:
    async with serving() as server:
        link = Link(Address(server.url, "CP"), PROTOCOL, also_offers=("ocpp1.5",))
        link.hang_up()
        await ran(link, Heard())
    (request,) = server.requests
    assert request.headers["Sec-WebSocket-Protocol"] == "ocpp1.6,ocpp1.5"
    assert request.headers["Sec-WebSocket-Version"] == "13"


@pytest.mark.req("ABB-WS-004")
async def test_what_is_offered_besides_is_never_spoken() -> None:
    async with serving(protocols=("ocpp1.5",)) as server:
        assert await refusal(server.url, also_offers=("ocpp1.5",)) == "the CSMS does not speak ocpp1.6"
        assert await server.code() == 1002


async def test_what_was_sent_before_hanging_up_is_still_written() -> None:
    async with serving() as server:
        link, heard = Link(Address(server.url, "CP"), PROTOCOL), Heard()
        for number in range(100):
            link.send(str(number).encode())
        link.hang_up()
        await ran(link, heard)
        assert [server.heard.get_nowait() for _ in range(100)] == [str(number) for number in range(100)]


async def test_what_was_sent_before_the_owner_stops_is_still_written() -> None:
    async with serving() as server:
        link, heard = Link(Address(server.url, "CP"), PROTOCOL), Heard()
        running = asyncio.create_task(ran(link, heard))
        await asyncio.wait_for(heard.up.wait(), 5.0)
        for number in range(100):
            link.send(str(number).encode())
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert await server.code() == 1000
        assert [server.heard.get_nowait() for _ in range(100)] == [str(number) for number in range(100)]


async def test_a_server_that_speaks_another_version_is_refused() -> None:
    async with serving(protocols=("ocpp2.0.1",)) as server:
        assert await refusal(server.url) == "the CSMS does not speak ocpp1.6"
        assert await server.code() == 1002


async def test_a_refused_handshake_says_why() -> None:
    async with serving() as server:
        assert await refusal(server.url.replace("/ocpp", "/401")) == "HTTP 401: wrong identity or password"
        assert await refusal(server.url.replace("/ocpp", "/404")) == "HTTP 404: the CSMS does not know this station"


async def test_nobody_there_is_refused_at_once() -> None:
    async with serving() as server:
        pass
    assert "onnect" in await refusal(server.url)


async def test_a_server_that_takes_the_connection_and_never_answers_is_given_up() -> None:
    silent = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    assert await refusal(f"ws://127.0.0.1:{port}/ocpp") == "no answer within 0.3 s"
    silent.close()


async def test_a_server_that_talks_something_else_is_refused() -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    assert await refusal(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/ocpp")
    server.close()


async def send_binary(socket: web.WebSocketResponse, transport: asyncio.Transport) -> None:
    await socket.send_bytes(b"[2]")


async def send_no_utf8(socket: web.WebSocketResponse, transport: asyncio.Transport) -> None:
    await socket.send_frame(b"\xff\xfe", aiohttp.WSMsgType.TEXT)


async def send_too_much(socket: web.WebSocketResponse, transport: asyncio.Transport) -> None:
    transport.write(b"\x81\x7f" + (MAX_FRAME_BYTES + 1).to_bytes(8, "big"))  # the head says enough (RFC 6455, 5.2)


@pytest.mark.parametrize(("send", "code"), [(send_binary, 1003), (send_no_utf8, 1007), (send_too_much, 1009)])
async def test_what_the_standard_does_not_allow_ends_the_connection_with_its_code(
    send: Callable[[web.WebSocketResponse, asyncio.Transport], Awaitable[None]], code: int
) -> None:
    async def misbehave(socket: web.WebSocketResponse) -> None:
        transport = server.requests[0].transport
        assert transport is not None
        await send(socket, transport)

    with capture_logs() as logs:
        async with serving(misbehave) as server:
            heard = Heard()
            await ran(Link(Address(server.url, "CP"), PROTOCOL), heard)
            assert await server.code() == code
    assert heard.texts.empty()
    assert [entry["log_level"] for entry in logs] == ["warning"]


async def test_a_server_that_goes_ends_the_link() -> None:
    async with serving(lambda socket: socket.close(code=1001)) as server:
        await ran(Link(Address(server.url, "CP"), PROTOCOL), Heard())


@pytest.mark.req("CCC-OCPP-010")
async def test_a_server_that_answers_no_ping_in_time_is_left() -> None:
    async def deaf(socket: web.WebSocketResponse) -> None:
        await asyncio.wait_for(gone.wait(), 5.0)

    gone = asyncio.Event()
    with capture_logs() as logs:
        async with serving(deaf) as server:
            await ran(Link(Address(server.url, "CP"), PROTOCOL, Beat(0.05, 0.1)), Heard())
            gone.set()
    assert [entry["event"] for entry in logs if entry["log_level"] == "warning"] == ["no answer to a ping"]


@pytest.mark.req("CCC-OCPP-001")
@pytest.mark.req("ABB-WS-005")
async def test_pings_go_both_ways_and_are_answered() -> None:
    async def ping(socket: web.WebSocketResponse) -> None:
        await socket.ping(b"are you there?")

    async with serving(ping, autoping=False) as server:
        link = Link(Address(server.url, "CP"), PROTOCOL, Beat(0.01, 5.0))
        running = asyncio.create_task(ran(link, Heard()))
        answered = [await asyncio.wait_for(server.heard.get(), 5.0) for _ in range(6)]
        link.hang_up()
        await running
    assert answered.count(b"are you there?") == 1
    assert answered.count(b"") == 5  # each of our pings came when the one before was answered


async def test_a_new_interval_counts_at_once() -> None:
    async with serving(autoping=False) as server:
        heard = Heard()
        link = Link(Address(server.url, "CP"), PROTOCOL)
        running = asyncio.create_task(ran(link, heard))
        await asyncio.wait_for(heard.up.wait(), 5.0)
        link.set_beat(Beat(0.01, 5.0))
        assert await asyncio.wait_for(server.heard.get(), 5.0) == b""
        link.hang_up()
        await running


async def test_frames_wait_while_the_owner_is_busy() -> None:
    busy, seen = asyncio.Event(), []

    async def slow(text: str) -> None:
        seen.append(text)
        await busy.wait()

    async def send_two(socket: web.WebSocketResponse) -> None:
        await socket.send_str("one")
        await socket.send_str("two")
        await socket.close()

    async with serving(send_two) as server:
        link = Link(Address(server.url, "CP"), PROTOCOL)
        running = asyncio.create_task(link.run(lambda: None, slow))
        await server.code()
        assert seen == ["one"]
        busy.set()
        await asyncio.wait_for(running, 5.0)
    assert seen == ["one", "two"]


async def test_others_get_their_turn_between_two_frames_of_a_full_socket() -> None:
    turns, seen = 0, list[int]()

    async def work() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def note(text: str) -> None:
        seen.append(turns)

    async def flood(socket: web.WebSocketResponse) -> None:
        for _ in range(1000):
            await socket.send_str("?")
        await socket.close()

    async with serving(flood) as server:
        link = Link(Address(server.url, "CP"), PROTOCOL)
        working = asyncio.create_task(work())
        await asyncio.wait_for(link.run(lambda: None, note), 20.0)
        working.cancel()
    assert len(seen) == 1000
    assert len(set(seen)) == len(seen)


async def test_a_server_that_does_not_take_our_answers_is_not_read_without_end() -> None:
    taking, answered = asyncio.Event(), 0

    async def flood(socket: web.WebSocketResponse) -> None:
        for _ in range(3 * MOST_WAITING):
            await socket.send_str("?")
        await asyncio.wait_for(taking.wait(), 5.0)

    async def answer(text: str) -> None:
        nonlocal answered
        answered += 1
        link.send(b"x" * 200_000)
        if answered == MOST_WAITING:
            full.set()

    full = asyncio.Event()
    async with serving(flood) as server:
        link = Link(Address(server.url, "CP"), PROTOCOL)
        running = asyncio.create_task(link.run(lambda: None, answer))
        await asyncio.wait_for(full.wait(), 10.0)
        for _ in range(50):
            await asyncio.sleep(0)
        assert answered < MOST_WAITING + 100
        taking.set()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


# -- TLS


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def roots(tmp_path: Path, authority: trustme.CA) -> Path:
    authority.cert_pem.write_to_path(str(tmp_path / "roots.pem"))
    return tmp_path / "roots.pem"


@pytest.mark.req("ABB-SEC-003")
async def test_a_server_with_a_trusted_root_is_spoken_to(tls: ssl.SSLContext, roots: Path) -> None:
    async with serving(lambda socket: socket.close(), tls=tls) as server:
        heard = Heard()
        await ran(Link(Address(server.url, "CP", tls=Tls(trusted_file=roots)), PROTOCOL), heard)
        assert heard.up.is_set()


async def test_a_server_with_an_unknown_root_is_refused_in_plain_words(tls: ssl.SSLContext, tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    async with serving(tls=tls) as server:
        assert "certificate" in await refusal(server.url)
        assert "certificate" in await refusal(server.url, tls=Tls(trusted_file=tmp_path / "other.pem"))
        assert server.requests == []


async def test_a_certificate_for_another_host_is_refused(authority: trustme.CA, roots: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("elsewhere.example").configure_cert(context)
    async with serving(tls=context) as server:
        assert "certificate" in await refusal(server.url, tls=Tls(trusted_file=roots))


async def test_verification_can_be_switched_off(tls: ssl.SSLContext) -> None:
    async with serving(lambda socket: socket.close(), tls=tls) as server:
        heard = Heard()
        await ran(Link(Address(server.url, "CP", is_verified=False), PROTOCOL), heard)
        assert heard.up.is_set()


@pytest.mark.req("ABB-SEC-001")
async def test_tls_before_1_2_is_not_spoken(tls: ssl.SSLContext, roots: Path) -> None:
    context = Address("wss://example.com/ocpp", "CP", tls=Tls(trusted_file=roots)).context()
    assert isinstance(context, ssl.SSLContext)
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize("text", ["", "nonsense"])
async def test_roots_that_cannot_be_read_are_named(tls: ssl.SSLContext, tmp_path: Path, text: str) -> None:
    (tmp_path / "roots.pem").write_text(text)
    async with serving(tls=tls) as server:
        assert "roots.pem" in await refusal(server.url, tls=Tls(trusted_file=tmp_path / "roots.pem"))
        assert "gone.pem" in await refusal(server.url, tls=Tls(trusted_file=tmp_path / "gone.pem"))


@pytest.mark.parametrize("url", ["http://host/ocpp", "WSS//host", "ws://", "ws://host:port/x", "ws://host:99999", ""])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        Address(url, "CP")


# -- the pause before the next attempt


def settings(minimum: int, more: int, times: int) -> Settings:
    values = {registry.BACKOFF_MINIMUM_S: minimum, registry.BACKOFF_RANDOM_S: more, registry.BACKOFF_DOUBLINGS: times}
    return Settings(Layers(registry.VARIABLES, {(variable.name, 0): value for variable, value in values.items()}))


def test_each_wait_is_twice_the_one_before_until_the_last_doubling() -> None:
    backoff, how = Backoff(random.Random(1)), settings(minimum=5, more=0, times=3)
    assert [backoff.wait_s(how) for _ in range(6)] == [5.0, 10.0, 20.0, 40.0, 40.0, 40.0]
    backoff.succeeded()
    assert backoff.wait_s(how) == 5.0


def test_no_two_stations_wait_alike() -> None:
    how = settings(minimum=5, more=10, times=0)
    waits = {Backoff(random.Random(seed)).wait_s(how) for seed in range(50)}
    assert len(waits) == 50
    assert 5.0 <= min(waits) < 6.0
    assert 14.0 < max(waits) < 15.0


def test_settings_of_nothing_are_still_a_pause() -> None:
    assert Backoff(random.Random(1)).wait_s(settings(minimum=0, more=0, times=0)) == LEAST_S > 0.0


@pytest.mark.req("TIM-022")
@pytest.mark.parametrize("personality", ["pilotwire", "chargebyte_charge_control_c"])
def test_who_does_not_answer_a_ping_has_two_minutes_unless_somebody_says_otherwise(personality: str) -> None:
    assert beat_of(Settings(Layers(load(personality).changed()))).pong_s == 120.0
