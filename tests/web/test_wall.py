"""Whatever comes in, the answer is JSON, says what is wrong, and nothing has changed."""

import asyncio
import gzip
import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yarl import URL

from pilotwire.core import registry
from pilotwire.core.settings import WriteVerdict
from pilotwire.hardware.sim.parse import SHAPES
from pilotwire.web.body import MAX_BODY_BYTES

NAME = "/api/variables/OCPPCommCtrlr.HeartbeatInterval"
PATHS = [("PUT", NAME), ("POST", "/api/sim/plug")]
WORDS = st.sampled_from(["evse", "vehicle", "state", "token", "name", "value", "volts", "soc_pct", "B", "SW2", "é", ""])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | WORDS
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=4)
)


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{'value': 1}",
        b'{"value": NaN}',
        b'{"value": 1e999}',
        b"\xff\xfe",
        b'{"value": "\xff"}',
        b'{"a": "\\ud800"}',
    ],
)
async def test_broken_json_is_a_400(house, client, method, path, body):
    status, answer = await client.ask(method, path, data=body)
    assert (status, answer["error"]["path"]) == (400, "")
    assert house.said == []


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_json_that_is_nested_too_deep_is_a_400(client, method, path):
    status, answer = await client.ask(method, path, data=b'{"a":' * 12_000)
    assert (status, answer["error"]["text"]) == (400, "JSON nested too deep")


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_a_body_that_is_too_large_is_a_413(client, method, path):
    status, answer = await client.ask(method, path, data=b" " * (MAX_BODY_BYTES + 1))
    assert (status, answer["error"]["text"]) == (413, "request entity too large")


async def test_a_body_that_grows_when_unpacked_is_a_413(client):
    packed = gzip.compress(b" " * 50_000_000)
    status, _ = await client.ask("PUT", NAME, data=packed, headers={"Content-Encoding": "gzip"})
    assert status == 413


async def test_a_body_that_cannot_be_unpacked_is_a_400(client):
    status, _ = await client.ask("PUT", NAME, data=b"no gzip", headers={"Content-Encoding": "gzip"})
    assert status == 400


async def test_a_body_that_does_not_come_is_a_408(house, serve):
    async with serve(house, body_s=0.05) as client:
        host, port = house.server.address.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"PUT {NAME} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\n\r\n{{".encode())
        assert await reader.readline() == b"HTTP/1.1 408 Request Timeout\r\n"
        writer.close()
        assert (await client.get("/api/station"))[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/api/station", "GET,HEAD"),
        ("DELETE", NAME, "GET,HEAD,PUT"),
        ("GET", "/api/sim/plug", "POST"),
        ("HEAD", "/api/events", "GET"),
    ],
)
async def test_a_wrong_method_is_a_405_that_says_which_are_right(client, method, path, allowed):
    async with client.session.request(method, client.url + path) as response:
        assert response.status == 405
        assert response.headers["Allow"] == allowed
        assert method == "HEAD" or (await response.json())["error"]["text"] == "method not allowed"


async def test_an_unknown_path_is_a_404(client):
    assert await client.get("/api/nothing") == (404, {"error": {"path": "", "text": "not found"}})


async def test_a_mistake_of_ours_is_a_500_that_tells_nothing_of_the_inside(house, client):
    house.told_station = None
    status, answer = await client.get("/api/station")
    assert status == 500
    assert answer == {"error": {"path": "", "text": "the station made a mistake; its log says which"}}


async def test_the_first_page_leads_to_everything_else(client):
    async with client.session.get(client.url + "/") as response:
        text = await response.text()
    assert "The page is not built" in text
    for path in ("/api/station", "/api/variables", "/api/sim", "/metrics"):
        assert f'href="{path}"' in text


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_no_body_of_a_write_does_any_harm(build, serve, data):
    """A value either passes the rules of the registry, or is refused with a path and changes nothing."""
    name = data.draw(st.sampled_from([each.name for each in registry.VARIABLES.values() if not each.per_evse]))
    body = data.draw(st.binary(max_size=60) | JSON.map(as_json) | JSON.map(lambda value: as_json({"value": value})))

    async def put() -> None:
        house = build()
        async with serve(house) as client:
            before = house.station
            status, answer = await client.ask("PUT", f"/api/variables/{name}", data=body)
            if status == 200:
                assert WriteVerdict(answer["verdict"]) in (WriteVerdict.ACCEPTED, WriteVerdict.REBOOT_REQUIRED)
                return
            assert status in (400, 403, 422), answer
            assert set(answer["error"]) == {"path", "text"}
            assert house.station is before

    asyncio.run(put())


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_no_body_of_an_action_does_any_harm(build, serve, data):
    """An action is done, or refused with a path and changes nothing."""
    action = data.draw(
        st.sampled_from(sorted(set(SHAPES) - {"network", "power"})) | st.sampled_from(["x", "%00", "%ff", "é"])
    )
    body = data.draw(st.binary(max_size=60) | JSON.map(as_json))

    async def post() -> None:
        house = build()
        async with serve(house) as client:
            before = house.rig.board.view()
            status, answer = await client.ask("POST", f"/api/sim/{action}", data=body)
            if status == 200:
                assert answer["evses"]
                return
            assert status in (400, 422), answer
            assert set(answer["error"]) == {"path", "text"}
            assert house.rig.board.view() == before

    asyncio.run(post())


@settings(max_examples=120, deadline=None)
@given(name=st.text(min_size=1, max_size=30).filter(lambda name: name not in (".", "..", *registry.VARIABLES)))
def test_no_name_of_a_variable_does_any_harm(build, serve, name):
    async def get() -> None:
        async with (
            serve(build()) as client,
            client.session.get(URL(f"{client.url}/api/variables/{quote(name, safe='')}", encoded=True)) as answer,
        ):
            assert answer.status == 404
            assert (await answer.json())["error"]["text"]

    asyncio.run(get())


def as_json(value):
    """*value* as Python writes JSON, NaN and lone surrogates included."""
    return json.dumps(value).encode()
