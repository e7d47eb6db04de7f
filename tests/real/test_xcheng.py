"""An M3 is sent to another central system by its hidden keys, and fetched back on site (X-Cheng FAQ 3.2, 3.3)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from tests.real.living import Living, living
from tests.security.authority import Authority

from pilotwire.core.registry import CSMS_URL
from pilotwire.csms import BenchCsms

PILE, PASSWORD = "123456789", "secret-of-the-pile"
ROOT = Authority()


@asynccontextmanager
async def pile(path: Path, csms: BenchCsms, http: str = "off", **more: object) -> AsyncIterator[Living]:
    """An M3 that calls *csms* as customer.json says: what a flag says cannot be written."""
    (path / "config").mkdir(exist_ok=True)
    ocpp = {"enable": True, "uri": csms.url, "chargePointSerialNumber": PILE, **more}
    (path / "config" / "customer.json").write_text(json.dumps({"ocpp": ocpp}))
    async with living(path, None, "1.6", personality="xcheng_m3", http=http) as station:
        await station.online()
        yield station


async def change(csms: BenchCsms, key: str, value: str, by: str = PILE) -> str:
    answer = await csms.call(by, "ChangeConfiguration", {"key": key, "value": value})
    return str(answer.payload["status"])


async def read(csms: BenchCsms, key: str, by: str = PILE) -> str:
    answer = await csms.call(by, "GetConfiguration", {"key": [key]})
    return str(answer.payload["configurationKey"][0]["value"])


def settings_of(csms: BenchCsms, protocol: str = "ocpp1.6", login: str = ",") -> str:
    return f"WS,127.0.0.1,{csms.port},/ocpp/,{protocol},{login},"


@pytest.mark.req("XCH-CONF-005", "XCH-KEY-040")
async def test_it_calls_another_central_system_as_soon_as_it_is_told_to_and_still_does_after_a_restart(
    tmp_path: Path,
) -> None:
    async with BenchCsms() as old, BenchCsms(passwords={"pile": PASSWORD}) as new:
        new.passwords = {PILE: PASSWORD}
        async with pile(tmp_path, old) as station:
            assert (
                await change(old, "VendorWebsocketSettings", settings_of(new, login=f"{PILE},{PASSWORD}")) == "Accepted"
            )
            await new.wait_for(PILE, "BootNotification")
            await station.online()
            assert await read(new, "VendorWebsocketSettings") == settings_of(new, login=f"{PILE},")
        async with living(tmp_path, None, "1.6", personality="xcheng_m3") as again:
            await again.online()
        assert (len(old.arrivals(PILE)), len(new.arrivals(PILE))) == (1, 2)
        assert (old.violations, new.violations) == ([], [])


@pytest.mark.req("XCH-CONF-005")
async def test_socpp_means_tls_and_the_subprotocol_is_the_same(tmp_path: Path) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_text(ROOT.pem)
    async with BenchCsms() as old, BenchCsms(ssl_context=ROOT.server(tmp_path)) as new:
        async with pile(tmp_path, old, verifyCert=False):
            assert await change(old, "VendorWebsocketSettings", settings_of(new, "socpp1.6")) == "Accepted"
            await new.wait_for(PILE, "BootNotification")
        assert new.violations == []


@pytest.mark.req("XCH-CONF-005", "XCH-SUP-008")
async def test_with_a_wrong_address_it_is_gone_until_somebody_on_site_writes_the_right_one(tmp_path: Path) -> None:
    async with BenchCsms() as csms, pile(tmp_path, csms, http="127.0.0.1:0") as station:
        wrong = "WS,127.0.0.1,9,/ocpp/,ocpp1.6,,,"
        assert await change(csms, "VendorWebsocketSettings", wrong) == "Accepted"
        await station.away()
        await station.until_logged("no link to the CSMS")
        assert len(csms.arrivals(PILE)) == 1
        web = station.app.web
        assert web is not None
        page = f"http://{web.address}/api/variables/{CSMS_URL.name}"
        async with aiohttp.ClientSession() as session, session.put(page, json={"value": csms.url}) as answer:
            assert answer.status == 200
        await station.online()
        assert len(csms.arrivals(PILE)) == 2


@pytest.mark.parametrize("url", ["ws://[bad", "ws://a b/ocpp", f"ws://{'x' * 64}.example/"])
async def test_what_is_no_address_at_all_does_it_no_harm(tmp_path: Path, url: str) -> None:
    async with BenchCsms() as csms, pile(tmp_path, csms, http="127.0.0.1:0") as station:
        web = station.app.web
        assert web is not None
        page = f"http://{web.address}/api/variables/{CSMS_URL.name}"
        async with aiohttp.ClientSession() as session:
            async with session.put(page, json={"value": url}) as answer:
                assert answer.status == 200
            await station.away()
            await station.until_logged("no link to the CSMS")
            await station.charge()
            async with session.put(page, json={"value": csms.url}) as answer:
                assert answer.status == 200
        await station.online()


@pytest.mark.req("XCH-CONF-003", "XCH-KEY-042")
@pytest.mark.parametrize("key", ["VendorChargePointName", "ChargePointName"])
async def test_its_name_is_what_it_calls_itself_to_the_server_and_empty_is_its_number(tmp_path: Path, key: str) -> None:
    name = "x" * 63
    async with BenchCsms() as csms, pile(tmp_path, csms):
        assert await read(csms, key) == PILE
        assert await change(csms, key, "x" * 64) == "Rejected"
        assert await change(csms, key, name) == "Accepted"
        await csms.wait_for(name, "BootNotification")
        assert await read(csms, key, by=name) == name
        assert await change(csms, key, "", by=name) == "Accepted"
        await csms.wait_for(PILE, "BootNotification", after=len(csms.messages(PILE)))
        assert await read(csms, key) == PILE
        assert csms.violations == []


@pytest.mark.req("XCH-CONF-002", "XCH-KEY-041")
async def test_its_alias_is_told_and_does_nothing_else(tmp_path: Path) -> None:
    async with BenchCsms() as csms, pile(tmp_path, csms):
        assert await read(csms, "VendorChargeBoxId") == PILE
        assert await change(csms, "VendorChargeBoxId", "x" * 64) == "Rejected"
        assert await change(csms, "VendorChargeBoxId", "x" * 63) == "Accepted"
        assert await read(csms, "VendorChargeBoxId") == "x" * 63
        assert await change(csms, "VendorChargeBoxId", "") == "Accepted"
        assert await read(csms, "VendorChargeBoxId") == PILE
        assert (csms.stations(), len(csms.arrivals(PILE))) == ({PILE: True}, 1)


@pytest.mark.req("XCH-CONF-004", "XCH-KEY-043")
async def test_it_puts_its_number_behind_the_address_unless_that_has_a_token_already(tmp_path: Path) -> None:
    async with BenchCsms() as csms, pile(tmp_path, csms):
        assert [arrival.path for arrival in csms.arrivals(PILE)] == [f"/ocpp/{PILE}"]
        assert await change(csms, "UrlHasServerToken", "true") == "Accepted"
        await csms.wait_for("ocpp", "BootNotification")
        assert [arrival.path for arrival in csms.arrivals("ocpp")] == ["/ocpp"]
        assert await change(csms, "UrlHasServerToken", "false", by="ocpp") == "Accepted"
        await csms.wait_for(PILE, "BootNotification", after=len(csms.messages(PILE)))
        assert [arrival.path for arrival in csms.arrivals(PILE)] == [f"/ocpp/{PILE}"] * 2
