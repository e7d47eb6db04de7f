"""``/api/variables``: what can be set, and setting it."""

import asyncio

import pytest

from pilotwire.core import registry


async def test_every_variable_is_listed_with_what_it_is(client):
    status, variables = await client.get("/api/variables")
    assert status == 200
    assert [each["name"] for each in variables] == list(registry.VARIABLES)
    (heartbeat,) = (each for each in variables if each["name"] == "OCPPCommCtrlr.HeartbeatInterval")
    assert heartbeat == {
        "name": "OCPPCommCtrlr.HeartbeatInterval",
        "kind": "integer",
        "unit": "s",
        "allowed": [[1, 86400.0]],
        "choices": [],
        "max_length": None,
        "access": "ReadWrite",
        "applies": "now",
        "is_per_evse": False,
        "is_secret": False,
        "default": 600,
        "source": "default",
        "value": 600,
    }


async def test_a_written_value_is_stored_effective_and_shown(house, client):
    assert await client.put("OCPPCommCtrlr.HeartbeatInterval", 300) == (200, {"verdict": "accepted"})
    assert house.station.settings.get(registry.HEARTBEAT_INTERVAL_S) == 300
    _, variable = await client.get("/api/variables/OCPPCommCtrlr.HeartbeatInterval")
    assert (variable["value"], variable["source"]) == (300, "written")
    assert "effective" not in variable


async def test_a_value_that_waits_for_a_reboot_is_reported_and_not_effective(client):
    assert await client.put("EVSE@1.CurrentLimit", 16) == (200, {"verdict": "reboot required"})
    _, variable = await client.get("/api/variables/EVSE@1.CurrentLimit")
    assert (variable["value"], variable["effective"]) == (16, 32)


async def test_a_list_is_written_as_a_list(house, client):
    assert (await client.put("TxCtrlr.TxStartPoint", ["EVConnected", "Authorized"]))[0] == 200
    assert house.station.settings.get(registry.TX_START_POINT) == ("EVConnected", "Authorized")


async def test_a_variable_of_every_evse_shows_all_of_them(build, serve):
    async with serve(build(evses=2)) as client:
        await client.put("EVSE@2.CurrentLimit", 20)
        _, variable = await client.get("/api/variables/EVSE.CurrentLimit")
    assert variable["evses"] == [
        {"evse": 1, "source": "default", "value": 32},
        {"evse": 2, "source": "written", "value": 20, "effective": 32},
    ]


async def test_each_layer_is_named_where_it_speaks(build, serve):
    heartbeat, ping, pong = (
        (variable.name, 0)
        for variable in (registry.HEARTBEAT_INTERVAL_S, registry.PING_INTERVAL_S, registry.PONG_TIMEOUT_S)
    )
    async with serve(build(base={heartbeat: 10, ping: 20, pong: 30}, pinned={heartbeat: 11})) as client:
        await client.put(ping[0], 22)
        sources = [(await client.get(f"/api/variables/{name}"))[1]["source"] for name, _ in (heartbeat, ping, pong)]
    assert sources == ["pinned", "written", "file"]


async def test_what_a_flag_of_this_run_holds_cannot_be_written(build, serve):
    heartbeat = registry.HEARTBEAT_INTERVAL_S.name
    async with serve(build(pinned={(heartbeat, 0): 11})) as client:
        status, answer = await client.put(heartbeat, 22)
        assert (status, answer["error"]["text"]) == (409, "is held by a flag of this run")
        assert (await client.get(f"/api/variables/{heartbeat}"))[1]["value"] == 11


async def test_a_secret_can_be_written_and_never_read(build, serve):
    house = build(base={(registry.PASSWORD.name, 0): "geheim"})
    async with serve(house) as client:
        assert (await client.put("SecurityCtrlr.BasicAuthPassword", "streng"))[0] == 200
        _, variables = await client.get("/api/variables")
        _, variable = await client.get("/api/variables/SecurityCtrlr.BasicAuthPassword")
    assert house.station.settings.reported(registry.PASSWORD) == "streng"
    assert variable["is_secret"]
    assert not {"value", "effective", "default"} & set(variable)
    assert "geheim" not in str(variables)
    assert "streng" not in str(variables)


async def test_the_answer_comes_when_the_write_is_durable(house, client):
    house.shut_gate()
    asking = asyncio.create_task(client.put("OCPPCommCtrlr.HeartbeatInterval", 300))
    await house.has_held.wait()
    await client.get("/api/station")  # a whole round trip of another request does not bring the answer
    assert not asking.done()
    house.open_gate()
    assert await asking == (200, {"verdict": "accepted"})


async def test_two_writers_get_their_own_answers(client):
    answers = await asyncio.gather(
        client.put("OCPPCommCtrlr.HeartbeatInterval", 300), client.put("OCPPCommCtrlr.HeartbeatInterval", 0)
    )
    assert [status for status, _ in answers] == [200, 422]


async def test_no_reply_in_time_is_a_504(house, serve):
    house.shut_gate()
    async with serve(house, reply_s=0.05) as client:
        status, answer = await client.put("OCPPCommCtrlr.HeartbeatInterval", 300)
        assert status == 504
        assert answer["error"]["text"] == "no reply in time; it may still come true"
        house.open_gate()  # the late reply finds nobody, and disturbs nobody
        assert (await client.put("OCPPCommCtrlr.HeartbeatInterval", 301))[0] == 200


async def test_who_waits_is_told_when_the_station_stops(house, client):
    house.shut_gate()
    asking = asyncio.create_task(client.put("OCPPCommCtrlr.HeartbeatInterval", 300))
    await house.has_held.wait()
    await house.server.stop()
    assert await asking == (503, {"error": {"path": "", "text": "the station is stopping"}})


async def test_too_many_who_wait_are_a_503(house, serve):
    house.shut_gate()
    async with serve(house, questions=1) as client:
        first = asyncio.create_task(client.put("OCPPCommCtrlr.HeartbeatInterval", 300))
        await house.has_held.wait()
        assert (await client.put("OCPPCommCtrlr.HeartbeatInterval", 301))[0] == 503
        house.open_gate()
        assert (await first)[0] == 200


@pytest.mark.parametrize(
    ("name", "value", "status", "path", "text"),
    [
        ("OCPPCommCtrlr.HeartbeatInterval", 0, 422, "value", "0 is not allowed: 1 to 86400 s"),
        ("OCPPCommCtrlr.HeartbeatInterval", "300", 422, "value", "must be a whole number"),
        ("OCPPCommCtrlr.HeartbeatInterval", 300.5, 422, "value", "must be a whole number"),
        ("OCPPCommCtrlr.HeartbeatInterval", True, 422, "value", "must be a whole number"),
        ("OCPPCommCtrlr.HeartbeatInterval", None, 422, "value", "must be a whole number, not null"),
        ("OCPPCommCtrlr.HeartbeatInterval", 2**70, 422, "value", "is too large"),
        (
            "OCPPCommCtrlr.HeartbeatInterval",
            {},
            422,
            "value",
            "must be true, false, a number, a text, a list of texts or null",
        ),
        ("EVSE@1.FailsafeCurrentLimit", -2, 422, "value", "-2 is not allowed: -1 or 0 to 10000 A"),
        (
            "AuthCtrlr@1.UserAuthentication",
            "magic",
            422,
            "value",
            "'magic' is not allowed: one of free | ocpp | mqtt | key-switch",
        ),
        ("TxCtrlr.TxStartPoint", ["Authorized", ["Authorized"]], 422, "value[1]", "must be a text"),
        ("TxCtrlr.TxStartPoint", ["x"], 422, "value", f"x is not allowed: a list of {' | '.join(registry.TX_POINTS)}"),
        ("TxCtrlr.TxStartPoint", "Authorized", 422, "value", "must be a list of texts"),
        ("SecurityCtrlr.Identity", "x" * 49, 422, "value", "is too long: at most 48 characters"),
        ("ChargingStation.Model", "other", 403, "name", "is read only"),
        ("Nobody.Nothing", 1, 404, "name", "there is no such variable"),
        ("Nobody", 1, 404, "name", "there is no such variable"),
        ("EVSE@2.CurrentLimit", 16, 404, "name", "there is no such variable at EVSE 2"),
        ("OCPPCommCtrlr@1.HeartbeatInterval", 16, 404, "name", "there is no such variable at EVSE 1"),
        ("EVSE.CurrentLimit", 16, 404, "name", "every EVSE has its own: EVSE@1.CurrentLimit"),
    ],
)
async def test_a_refused_write_says_which_field_and_why(house, client, name, value, status, path, text):
    before = house.station
    assert await client.put(name, value) == (status, {"error": {"path": path, "text": text}})
    assert house.station is before


@pytest.mark.parametrize(
    ("body", "status", "path", "text"),
    [
        ("{}", 422, "value", "is missing"),
        ("", 422, "value", "is missing"),
        ('{"value": 1, "force": true}', 422, "force", "unknown; known is value"),
        ("[]", 422, "", "the body must be a JSON object"),
        ("null", 422, "", "the body must be a JSON object"),
    ],
)
async def test_a_body_of_another_form_is_refused(house, client, body, status, path, text):
    answer = await client.ask("PUT", "/api/variables/OCPPCommCtrlr.HeartbeatInterval", data=body)
    assert answer == (status, {"error": {"path": path, "text": text}})
    assert house.said == []


async def test_an_unknown_name_cannot_be_read(client):
    assert (await client.get("/api/variables/Nobody.Nothing"))[0] == 404
    assert (await client.get("/api/variables/EVSE@9.CurrentLimit"))[0] == 404
