"""``/api/sim``: doing something to the simulated board."""

import pytest
from aiohttp import ClientSession

from pilotwire.hardware.sim.fault import FAULTS
from pilotwire.hardware.sim.parse import ACTIONS
from pilotwire.web.bind import Bind
from pilotwire.web.server import WebServer


async def test_the_names_of_all_actions_and_faults_are_told(client):
    status, names = await client.get("/api/sim")
    assert status == 200
    assert names["actions"] == list(ACTIONS)
    assert names["faults"] == list(FAULTS)
    assert names["board"]["evses"][0]["vehicle"] is None


async def test_the_answer_says_what_the_board_is_then(client):
    status, board = await client.ask("POST", "/api/sim/plug", json={"vehicle": {"soc_pct": 20}})
    assert status == 200
    assert board["evses"][0]["vehicle"]["soc_pct"] == 20


async def test_an_action_without_fields_needs_no_body(client):
    await client.ask("POST", "/api/sim/plug")
    status, board = await client.ask("POST", "/api/sim/unplug")
    assert (status, board["evses"][0]["vehicle"]) == (200, None)


@pytest.mark.parametrize(
    ("action", "body", "path"),
    [
        ("dance", {}, "action"),
        ("plug", {"evse": 2}, "evse"),
        ("plug", {"colour": "red"}, "colour"),
        ("plug", {"vehicle": {"soc_pct": 101}}, "vehicle.soc_pct"),
        ("fault", {"name": "flood", "active": True}, "name"),
        ("swipe", {}, "token"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_its_path_and_changes_nothing(house, client, action, body, path):
    before = house.rig.board.view()
    status, answer = await client.ask("POST", f"/api/sim/{action}", json=body)
    assert (status, answer["error"]["path"]) == (422, path)
    assert house.rig.board.view() == before


async def test_real_hardware_has_no_simulated_board(house):
    server = WebServer(house.say, lambda: house.station, bind=Bind(port=0))
    house.server = server
    await server.start()
    async with ClientSession(f"http://{server.address}") as session:
        for path in ("/api/sim", "/api/transactions", "/api/log"):
            async with session.get(path) as response:
                assert response.status == 404
                assert (await response.json())["error"]["text"].startswith("this station ")
    await server.stop()
