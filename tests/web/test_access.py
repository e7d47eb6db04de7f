"""Who may ask: no web page of somebody else, and nobody without the password where there is one."""

import base64
import socket

import pytest

from pilotwire.core import registry
from pilotwire.web.bind import Bind
from pilotwire.web.server import WebServer

NAME = "/api/variables/OCPPCommCtrlr.HeartbeatInterval"
OPEN = Bind("0.0.0.0", 0, "geheim")
FOREIGN_ORIGINS = ("https://evil.example", "null", "http://localhost:1", "http://127.0.0.1", "file://")


def basic(user, password):
    """The header of HTTP Basic authentication."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "localhost.evil.example", "0.0.0.0", "10.0.0.1", ""]
)
@pytest.mark.parametrize("path", ["/", "/api/station", "/api/events", "/metrics", "/nowhere"])
async def test_a_foreign_name_that_was_made_to_point_here_gets_nothing(client, host, path):
    status, answer = await client.get(path, headers={"Host": host})
    assert status == 403
    assert answer == {"error": {"path": "Host", "text": "this station is not known by that name"}}


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9000", "127.0.0.1:80", "[::1]:8080", "127.0.0.2"])
async def test_every_name_of_the_loopback_is_ours_on_whatever_port(client, host):
    assert (await client.get("/api/station", headers={"Host": host}))[0] == 200


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
@pytest.mark.parametrize(("method", "path"), [("PUT", NAME), ("POST", "/api/sim/plug"), ("GET", "/api/events")])
async def test_a_page_of_another_origin_changes_nothing_and_hears_nothing(house, client, method, path, origin):
    before = house.rig.board.view()
    status, answer = await client.ask(method, path, headers={"Origin": origin}, data='{"value": 300}')
    assert (status, answer["error"]["path"]) == (403, "Origin")
    assert house.said == []
    assert house.rig.board.view() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(("method", "path"), [("PUT", NAME), ("POST", "/api/sim/plug"), ("GET", "/api/events")])
async def test_a_browser_that_says_the_page_is_foreign_is_believed(house, client, method, path, site):
    status, answer = await client.ask(method, path, headers={"Sec-Fetch-Site": site}, data='{"value": 300}')
    assert (status, answer["error"]["path"]) == (403, "Sec-Fetch-Site")
    assert house.said == []


async def test_a_link_on_another_page_may_lead_here(client):
    assert (await client.get("/api/station", headers={"Sec-Fetch-Site": "cross-site"}))[0] == 200


async def test_our_own_page_may_do_everything(house, client):
    own = {"Origin": client.url, "Sec-Fetch-Site": "same-origin"}
    assert (await client.ask("PUT", NAME, headers=own, json={"value": 300}))[0] == 200
    async with client.listen(headers=own):
        pass


async def test_every_answer_forbids_to_be_kept_framed_or_guessed_at(client):
    for path in ("/", "/api/station", "/metrics", "/nowhere"):
        async with client.session.get(client.url + path) as response:
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
            assert response.headers["Server"] == "pilotwire"
            assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.168.1.5", "station.example"])
def test_an_open_address_without_a_password_is_refused_before_anything_listens(host):
    with pytest.raises(ValueError, match=r"^http: listening on \S+ needs a password; without one use 127\.0\.0\.1$"):
        Bind(host)


def test_an_empty_password_is_none():
    with pytest.raises(ValueError, match=r"^http: the password is empty$"):
        Bind("0.0.0.0", password="")


def test_a_port_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"^http: 70000 is not a port \(0 to 65535\)$"):
        Bind(port=70000)


def test_the_password_is_not_in_what_is_logged_of_a_bind():
    assert "geheim" not in repr(OPEN)


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Basic", "Basic !", "Basic Z2VoZWlt", "Bearer geheim", "Basic eDpmYWxzY2g=", "Basic /////w=="],
)
async def test_with_a_password_nobody_gets_in_without_it(house, serve, authorization):
    headers = {} if authorization is None else {"Authorization": authorization}
    async with serve(house, OPEN) as client:
        for method, path in (("GET", "/api/station"), ("PUT", NAME), ("GET", "/api/events"), ("GET", "/nowhere")):
            async with client.session.request(method, client.url + path, headers=headers) as response:
                assert response.status == 401
                assert response.headers["WWW-Authenticate"].startswith('Basic realm="pilotwire"')
                assert (await response.json())["error"]["text"] == "the password is missing or wrong"
    assert house.station.settings.get(registry.HEARTBEAT_INTERVAL_S) == 600


async def test_with_the_password_everybody_gets_in_whatever_the_user_name(house, serve):
    async with serve(house, OPEN) as client:
        for user in ("", "admin"):
            assert (await client.get("/api/station", headers=basic(user, "geheim")))[0] == 200


async def test_a_password_of_any_letters_works(house, serve):
    async with serve(house, Bind(port=0, password="gehe:im ß")) as client:
        assert (await client.get("/api/station"))[0] == 401
        assert (await client.get("/api/station", headers=basic("me", "gehe:im ß")))[0] == 200


async def test_an_open_address_answers_to_the_name_of_the_machine(house, serve):
    async with serve(house, OPEN) as client:
        for name in (socket.gethostname(), f"{socket.gethostname()}.local"):
            assert (await client.get("/api/station", headers={"Host": f"{name}:80", **basic("", "geheim")}))[0] == 200


async def test_an_open_address_answers_to_addresses_and_not_to_foreign_names(house, serve):
    async with serve(house, OPEN) as client:
        known = basic("me", "geheim")
        assert (await client.get("/api/station", headers={"Host": "192.168.1.5:8080", **known}))[0] == 200
        assert (await client.get("/api/station", headers={"Host": "evil.example", **known}))[0] == 403


async def test_a_taken_port_is_one_clear_line(house, serve):
    async with serve(house):
        port = int(house.server.address.split(":")[1])
        other = WebServer(house.say, lambda: house.station, bind=Bind(port=port))
        with pytest.raises(OSError, match=rf"^http: 127\.0\.0\.1:{port} is taken$"):
            await other.start()
        await other.stop()


async def test_an_address_that_is_not_ours_is_one_clear_line(house):
    server = WebServer(house.say, lambda: house.station, bind=Bind("192.0.2.1", 0, "geheim"))
    with pytest.raises(OSError, match=r"^http: cannot listen on 192\.0\.2\.1:0: .+$"):
        await server.start()


async def test_a_server_can_be_started_again(house):
    server = WebServer(house.say, lambda: house.station, bind=Bind(port=0))
    assert server.address == "127.0.0.1:0"
    for _ in range(2):
        await server.start()
        assert server.address.startswith("127.0.0.1:")
        assert not server.address.endswith(":0")
        await server.stop()


async def test_a_step_may_be_told_before_the_start_and_after_the_stop(house, serve):
    async with serve(house):
        pass
    house.go(1)
    WebServer(house.say, lambda: house.station).tell(None)  # a mistake of the shell does not stop the gate
