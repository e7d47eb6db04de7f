"""``/api/transactions`` and ``/api/log``: what was."""

import pytest

CARD = {"token": "04A1B2"}


async def test_a_transaction_is_summed_up_from_its_rows(registered, client):
    await charge(registered, client)
    status, (running,) = await client.get("/api/transactions")
    assert status == 200
    assert running["token"] == "04A1B2"
    assert (running["ended"], running["reason"]) == (None, None)
    assert running["began"]["utc"].startswith("2026-01-01T00:00:1")
    await client.ask("POST", "/api/sim/swipe", json=CARD)
    registered.go(15)
    (over,) = (await client.get("/api/transactions"))[1]
    assert over["reason"] == "Local"
    assert over["ended"]["utc"] > over["began"]["utc"]
    assert over["energy_wh"] == pytest.approx(over["meter_last_wh"] - over["meter_start_wh"])
    assert over["energy_wh"] > 0


async def test_one_transaction_comes_with_every_row(registered, client):
    await charge(registered, client)
    (running,) = (await client.get("/api/transactions"))[1]
    status, whole = await client.get(f"/api/transactions/{running['id']}")
    assert status == 200
    assert whole["transaction"] == running
    assert [row["seq"] for row in whole["rows"]] == list(range(running["rows"]))


async def test_the_newest_transaction_stands_first(registered, client):
    await charge(registered, client)
    await client.ask("POST", "/api/sim/unplug")
    registered.go(15)
    await charge(registered, client)
    ids = [each["id"] for each in (await client.get("/api/transactions"))[1]]
    assert ids == list(reversed(registered.ledger.rows))
    assert len(ids) == 2


async def test_an_unknown_transaction_is_a_404(client):
    assert await client.get("/api/transactions/nobody") == (
        404,
        {"error": {"path": "id", "text": "there is no such transaction"}},
    )


async def test_the_newest_lines_of_the_log_come_last(client):
    status, lines = await client.get("/api/log?lines=2")
    assert status == 200
    assert lines == [
        {"utc": "2026-01-01T00:01:38.000Z", "level": "info", "logger": "pilotwire.test", "text": "line 98"},
        {"utc": "2026-01-01T00:01:39.000Z", "level": "info", "logger": "pilotwire.test", "text": "line 99"},
    ]


@pytest.mark.parametrize("lines", ["0", "-1", "1001", "many", "", "9" * 5000, "²"])
async def test_a_number_of_lines_that_is_none_is_refused(client, lines):
    status, answer = await client.get("/api/log", params={"lines": lines})
    assert (status, answer["error"]["path"]) == (422, "lines")


async def charge(house, client):
    """A vehicle is plugged in and charges."""
    await client.ask("POST", "/api/sim/plug")
    await client.ask("POST", "/api/sim/swipe", json=CARD)
    house.go(20)
