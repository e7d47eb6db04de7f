"""TLS on the loopback: which servers are believed, which versions and ciphers are spoken, what a refusal is called."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from cryptography.hazmat.primitives import hashes
from tests.ocpp.test_link import PROTOCOL, Heard, ran, serving
from tests.security.authority import Authority, build, context_of, file_of, name, new_key

from pilotwire.core import registry
from pilotwire.core.incident import Incident
from pilotwire.ocpp.address import Address, BadAddress, Tls
from pilotwire.ocpp.link import Link, LinkRefused

ROOT = Authority()


async def refused(url: str, tls: Tls, profile: int = 2) -> LinkRefused:
    """Why no connection came about."""
    link = Link(Address(url, "CP", b"secret", profile=profile, tls=tls), PROTOCOL, patience_s=5.0)
    with pytest.raises(LinkRefused) as refusal:
        await ran(link, Heard())
    return refusal.value


async def let_in(url: str, tls: Tls, profile: int = 2) -> Link:
    """The link after a connection that came about."""
    heard, link = Heard(), Link(Address(url, "CP", b"secret", profile=profile, tls=tls), PROTOCOL, patience_s=5.0)
    await ran(link, heard)
    assert heard.up.is_set()
    return link


def roots(*authorities: Authority) -> Tls:
    return Tls(roots=tuple(each.pem for each in authorities))


@asynccontextmanager
async def shaking(context: ssl.SSLContext) -> AsyncIterator[str]:
    """A server that shakes hands as OpenSSL does, and says why if it will not; the one of asyncio just hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        shaken = asyncio.create_task(asyncio.to_thread(shake, listener, context))
        yield f"wss://127.0.0.1:{listener.getsockname()[1]}/ocpp"
        await shaken


def shake(listener: socket.socket, context: ssl.SSLContext) -> None:
    peer, _ = listener.accept()
    with peer, contextlib.suppress(ssl.SSLError, OSError):
        context.wrap_socket(peer, server_side=True).close()


async def close(peer: web.WebSocketResponse) -> None:
    await peer.close()


@pytest.mark.req("ALF-412-004", "ABB-SEC-003")
@pytest.mark.parametrize(
    ("server", "trusted"),
    [
        (Authority("Other"), ROOT),
        (Authority("Expired", -10.0, -1.0), None),
        (Authority("Middle", -10.0, -1.0, signed_by=ROOT), ROOT),
    ],
    ids=["a root nobody installed", "a root that has expired", "an intermediate that nobody sent"],
)
async def test_a_server_whose_chain_is_not_good_to_the_root_is_refused(
    tmp_path: Path, server: Authority, trusted: Authority | None
) -> None:
    async with serving(tls=server.server(tmp_path)) as peer:
        error = await refused(peer.url, roots(trusted or server))
        assert error.incident is Incident.INVALID_CSMS_CERTIFICATE
        assert peer.requests == []


@pytest.mark.req("ALF-412-004")
async def test_a_server_whose_own_certificate_has_expired_is_refused(tmp_path: Path) -> None:
    async with serving(tls=ROOT.server(tmp_path, begin=-10.0, end=-1.0)) as peer:
        error = await refused(peer.url, roots(ROOT))
        assert "expired" in str(error)
        assert error.incident is Incident.INVALID_CSMS_CERTIFICATE


@pytest.mark.req("ALF-412-004")
async def test_an_expired_link_in_the_middle_of_the_chain_is_refused(tmp_path: Path) -> None:
    middle, key = Authority("Middle", -10.0, -1.0, signed_by=ROOT), new_key()
    leaf = build(name("127.0.0.1"), key, middle, (-1.0, 10.0), host="127.0.0.1")
    context = context_of(tmp_path, leaf, key, middle.pem)
    async with serving(tls=context) as peer:
        assert "expired" in str(await refused(peer.url, roots(ROOT)))


async def test_a_server_of_another_name_is_refused(tmp_path: Path) -> None:
    async with serving(tls=ROOT.server(tmp_path, "csms.example")) as peer:
        assert (await refused(peer.url, roots(ROOT))).incident is Incident.INVALID_CSMS_CERTIFICATE


async def test_a_server_whose_name_stands_in_its_common_name_alone_is_believed(tmp_path: Path) -> None:
    async with serving(close, tls=ROOT.server(tmp_path, "localhost")) as peer:
        await let_in(peer.url.replace("127.0.0.1", "localhost"), roots(ROOT))


async def test_one_of_several_roots_is_enough_and_the_one_that_was_believed_is_known(tmp_path: Path) -> None:
    async with serving(close, tls=ROOT.server(tmp_path)) as peer:
        link = await let_in(peer.url, roots(Authority("Other"), ROOT))
    assert link.root == ROOT.certificate.fingerprint(hashes.SHA256()).hex()


@pytest.mark.req("CCC-NET-008")
async def test_without_a_root_of_its_own_the_station_believes_those_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "ca-certificates.crt"
    bundle.write_text(ROOT.pem)
    async with serving(close, tls=ROOT.server(tmp_path)) as peer:
        assert (await refused(peer.url, Tls())).incident is Incident.INVALID_CSMS_CERTIFICATE
        monkeypatch.setenv("SSL_CERT_FILE", str(bundle))  # where OpenSSL looks, as update-ca-certificates fills it
        await let_in(peer.url, Tls())


async def test_a_root_signed_by_its_predecessor_is_a_root_all_the_same(tmp_path: Path) -> None:
    new = Authority("New root", signed_by=ROOT)
    async with serving(close, tls=new.server(tmp_path)) as peer:
        await let_in(peer.url, roots(new))


@pytest.mark.req("ABB-SEC-001")
async def test_a_server_that_speaks_only_an_older_version_is_left_and_noted(tmp_path: Path) -> None:
    context = ROOT.server(tmp_path)
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    async with shaking(context) as url:
        assert (await refused(url, roots(ROOT))).incident is Incident.INVALID_TLS_VERSION


@pytest.mark.parametrize(
    ("least", "most", "version"),
    [
        ("1.0", "1.2", ssl.TLSVersion.TLSv1_1),
        ("1.2", "1.3", ssl.TLSVersion.TLSv1_3),
        ("1.2", "1.2", ssl.TLSVersion.TLSv1_2),
    ],
)
async def test_the_versions_are_data(tmp_path: Path, least: str, most: str, version: ssl.TLSVersion) -> None:
    context = ROOT.server(tmp_path)
    context.minimum_version = context.maximum_version = version
    context.set_ciphers("ALL:@SECLEVEL=0")
    ciphers = (*registry.CIPHER_SUITES.default, "ECDHE-ECDSA-AES128-SHA")
    async with serving(close, tls=context) as peer:
        await let_in(peer.url, Tls(least, most, ciphers, roots=(ROOT.pem,)))


async def test_a_server_that_speaks_only_weak_ciphers_is_left_and_noted(tmp_path: Path) -> None:
    context = ROOT.server(tmp_path)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-ECDSA-AES128-SHA:AES128-SHA")
    async with shaking(context) as url:
        assert (await refused(url, roots(ROOT))).incident is Incident.INVALID_TLS_CIPHER_SUITE


@pytest.mark.parametrize("cipher", ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384"])
async def test_the_ciphers_of_the_whitepaper_are_spoken(tmp_path: Path, cipher: str) -> None:
    context = ROOT.server(tmp_path)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(cipher)
    async with serving(close, tls=context) as peer:
        await let_in(peer.url, roots(ROOT))


def test_no_cipher_without_authentication_of_the_data_is_offered() -> None:
    context = Address("wss://csms.example", "CP").context()
    assert isinstance(context, ssl.SSLContext)
    names = {str(each["name"]) for each in context.get_ciphers()}
    assert {"AES128-GCM-SHA256", "AES256-GCM-SHA384"} <= names
    assert "AES128-SHA" not in names
    assert not [each for each in names if "GCM" not in each and not each.startswith("TLS_")]


def test_nothing_is_compressed() -> None:
    context = Address("wss://csms.example", "CP").context()
    assert isinstance(context, ssl.SSLContext)
    assert context.options & ssl.OP_NO_COMPRESSION


async def test_with_a_profile_over_tls_nothing_else_is_spoken_whatever_the_url_says(tmp_path: Path) -> None:
    async with serving() as plain:
        error = await refused(plain.url, roots(ROOT))
        assert error.incident is None or error.incident is Incident.INVALID_TLS_VERSION
        assert plain.requests == []  # no password went out in the clear


async def test_with_a_profile_over_tls_the_server_is_verified_whatever_the_setting_says(tmp_path: Path) -> None:
    async with serving(tls=Authority("Other").server(tmp_path)) as peer:
        link = Link(Address(peer.url, "CP", is_verified=False, profile=2, tls=roots(ROOT)), PROTOCOL)
        with pytest.raises(LinkRefused):
            await ran(link, Heard())


async def test_the_third_profile_shows_a_certificate_and_no_password(tmp_path: Path) -> None:
    context = ROOT.server(tmp_path)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=ROOT.pem)
    key = new_key()
    own = file_of(tmp_path, build(name("CP"), key, ROOT, (-1.0, 10.0)), key)
    async with serving(close, tls=context) as peer:
        await let_in(peer.url, Tls(roots=(ROOT.pem,), certificate=own), profile=3)
        assert "Authorization" not in peer.requests[0].headers


async def test_the_third_profile_without_a_certificate_does_not_even_begin() -> None:
    with pytest.raises(BadAddress, match="without a certificate"):
        Address("wss://csms.example", "CP", profile=3).context()


async def test_a_password_goes_with_every_attempt_of_the_first_two_profiles(tmp_path: Path) -> None:
    for profile, tls in ((1, None), (2, ROOT.server(tmp_path))):
        async with serving(close, tls=tls) as peer:
            await let_in(peer.url, roots(ROOT), profile)
            assert peer.requests[0].headers["Authorization"] == "Basic Q1A6c2VjcmV0"


@pytest.mark.req("CCC-LIM-012")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    seen: list[str] = []

    async def elsewhere(request: web.Request) -> web.Response:
        seen.append(request.path)
        return web.Response(status=status, headers={"Location": "/another/CP"})

    application = web.Application()
    application.router.add_get("/{path:.*}", elsewhere)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        error = await refused(f"ws://127.0.0.1:{runner.addresses[0][1]}/ocpp", Tls(), profile=1)
    finally:
        await runner.cleanup()
    assert str(error) == f"HTTP {status}: a redirect is not followed"
    assert seen == ["/ocpp/CP"]


async def test_who_is_not_let_in_knows_it() -> None:
    async with serving() as peer:
        error = await refused(peer.url.replace("/ocpp", "/401"), Tls(), profile=1)
        assert error.incident is Incident.NOT_LET_IN
        assert (await refused(peer.url.replace("/ocpp", "/404"), Tls(), profile=1)).incident is None


def test_a_password_is_not_in_the_words_of_an_address() -> None:
    assert "secret" not in repr(Address("ws://csms.example", "CP", b"secret"))
