"""``GET /api/events``: facts as they become true."""

import asyncio

import pytest

from pilotwire.core.csms import BootAnswered, LinkChanged, Registration
from pilotwire.core.outcome import Outcome
from pilotwire.core.token import Token, TokenJudged, TokenStatus
from pilotwire.gate import Told

ACCEPTED = BootAnswered(Registration.ACCEPTED, 300)


def judged(house, count=1, size=2):
    """A step that says *count* facts of at least *size* characters each."""
    fact = TokenJudged(Token("x" * size), TokenStatus.BLOCKED, 1)
    return Told(ACCEPTED, house.moment(), house.station, house.station, Outcome(facts=(fact,) * count))


async def test_a_fact_is_an_event_with_its_name_a_number_and_its_data(house, client):
    async with client.listen() as ear:
        house.hear(LinkChanged(online=True))
        house.hear(ACCEPTED)
        assert await ear.frame() == ["id: 1", "event: registered", 'data: {"registration":"accepted"}']
        name, data = await ear.event()
    assert name == "status_changed"
    assert data["status"] == {"charging": "empty", "fault": None, "together": [], "is_parted": False}
    assert data["stamp"] == {
        "utc": "2026-01-01T00:00:00.000Z",
        "local": "2026-01-01 00:00:00+00:00",
        "boot": "boot1",
        "mono_s": 0.0,
    }


async def test_a_session_is_told_in_order(registered, client):
    async with client.listen() as ear:
        await client.ask("POST", "/api/sim/plug", json={})
        await client.ask("POST", "/api/sim/swipe", json={"token": "04A1B2"})
        registered.go(15)
        await client.ask("POST", "/api/sim/swipe", json={"token": "04A1B2"})
        registered.go(15)
        told = [await ear.event() for _ in range(3)]
        while told[-1][1].get("kind") != "Ended":
            told.append(await ear.event())
    rows = [data for name, data in told if name == "transaction_changed"]
    assert [row["seq"] for row in rows] == list(range(len(rows)))
    assert rows[0]["kind"] == "Started"
    assert rows[-1]["reason"] == "Local"
    assert rows[-1]["meter_wh"] > rows[0]["meter_wh"]
    assert "Charging" in [row["charging"] for row in rows]


async def test_nothing_is_told_before_it_is_durable(house, client):
    house.shut_gate()
    async with client.listen() as ear:
        house.hear(LinkChanged(online=True))
        house.hear(ACCEPTED)
        reading = asyncio.create_task(ear.frame())
        await client.get("/api/station")
        assert not reading.done()
        house.open_gate()
        assert (await reading)[1] == "event: registered"


async def test_the_station_itself_comes_at_once_and_after_each_change_where_it_is_wanted(house, client):
    async with client.listen("/api/events?station=1") as ear:
        name, station = await ear.event()
        assert (name, station["registration"]) == ("station", "offline")
        house.hear(LinkChanged(online=True))
        name, station = await ear.event()
        assert (name, station["registration"]) == ("station", "asked")


async def test_many_changes_at_once_are_one_station(house, client):
    async with client.listen("/api/events?station=1") as ear:
        await ear.event()
        house.hear(LinkChanged(online=True))
        house.hear(ACCEPTED)
        house.hear(LinkChanged(online=False))
        names = await ear.events_until("station")
        assert names == ["registered", "status_changed", "status_changed", "station"]


async def test_a_silent_stream_says_that_it_lives(house, serve):
    async with serve(house, keep_alive_s=0.01) as client, client.listen() as ear:
        assert await ear.frame() == [": keep-alive"]
        assert await ear.frame() == [": keep-alive"]


async def test_every_client_hears_every_fact(house, client):
    async with client.listen() as one, client.listen() as other:
        house.server.tell(judged(house, 3))
        assert await one.events_until("token_judged") == await other.events_until("token_judged")


async def test_a_client_that_does_not_read_is_cut_off_and_others_hear_everything(house, serve):
    async with serve(house, waiting_frames=8) as client, client.listen() as ear:
        host, port = house.server.address.split(":")
        slow, writer = await asyncio.open_connection(host, int(port), limit=1024)
        writer.write(f"GET /api/events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        await slow.readuntil(b"retry: 2000\n\n")
        told = judged(house, 4, size=200_000)
        rounds = 0
        while await streams(client) == 2:
            assert rounds < 500
            rounds += 1
            house.server.tell(told)
            for _ in range(4):
                assert (await ear.event())[0] == "token_judged"
        house.server.tell(judged(house))
        assert (await ear.frame())[0] == f"id: {4 * rounds + 1}"
        writer.close()
        assert rounds > 1, rounds  # it was not cut off while its socket still took something


async def test_a_client_that_has_gone_is_forgotten(house, client):
    async with client.listen():
        assert await streams(client) == 1
    while await streams(client):
        house.server.tell(judged(house))


async def test_one_stream_too_many_is_a_503_and_harms_nobody(house, serve):
    async with serve(house, streams=1) as client, client.listen() as ear:
        assert (await client.get("/api/events"))[0] == 503
        house.server.tell(judged(house))
        assert (await ear.event())[0] == "token_judged"


async def test_a_stop_ends_every_stream(house, serve):
    async with serve(house) as client, client.listen() as ear:
        await house.server.stop()
        with pytest.raises(asyncio.IncompleteReadError):
            await ear.response.content.readexactly(1)


async def test_an_unknown_wish_is_refused(client):
    assert await client.get("/api/events?station=maybe") == (
        422,
        {"error": {"path": "station", "text": "must be 1 or 0"}},
    )


async def streams(client):
    """How many listen, as the metrics say."""
    async with client.session.get(client.url + "/metrics") as response:
        lines = (await response.text()).splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("pilotwire_http_streams ")))
