"""Security profiles of a whole station, with a central system that listens on real sockets, with and without TLS."""

from __future__ import annotations

import json
import ssl
import stat
from pathlib import Path
from typing import Any

import pytest
from tests.real.living import IDENTITY, Living, living
from tests.security.authority import Authority

from pilotwire.core import registry
from pilotwire.core.certificate import Use
from pilotwire.core.incident import Incident
from pilotwire.core.reply import ReplyTo
from pilotwire.core.security import IncidentRecorded
from pilotwire.core.trial import is_on_trial
from pilotwire.core.trigger import Message, TriggerAsked
from pilotwire.csms import BenchCsms
from pilotwire.security.vault import Vault

OLD, NEW = "old-password-1234", "new-password-5678"
HEX = "00112233445566778899aabbccddeeff00112233"


def configure(path: Path, **ocpp: Any) -> None:
    """customer.json says so: what is pinned on the command line nobody can change."""
    (path / "config").mkdir(exist_ok=True)
    (path / "config" / "customer.json").write_text(json.dumps({"ocpp": ocpp}))


async def change(csms: BenchCsms, key: str, value: str) -> str:
    answer = await csms.call(IDENTITY, "ChangeConfiguration", {"key": key, "value": value})
    return str(answer.payload["status"])


async def read(csms: BenchCsms, key: str) -> dict[str, Any]:
    answer = await csms.call(IDENTITY, "GetConfiguration", {"key": [key]})
    found: dict[str, Any] = answer.payload["configurationKey"][0]
    return found


async def install(csms: BenchCsms, root: Authority, use: str = "CentralSystemRootCertificate") -> str:
    answer = await csms.call(IDENTITY, "InstallCertificate", {"certificateType": use, "certificate": root.pem})
    return str(answer.payload["status"])


def incidents(station: Living) -> list[Incident]:
    return [fact.incident for fact in station.facts if isinstance(fact, IncidentRecorded)]


async def settled(station: Living) -> None:
    """What was on trial has worked, or has been taken back."""
    await station.until(lambda now: not is_on_trial(now.settings))
    await station.online()


def files_with(path: Path, text: str) -> list[str]:
    files = (file for file in path.rglob("*") if file.is_file())
    return sorted(str(file.relative_to(path)) for file in files if text.encode() in file.read_bytes())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def certified(station: Living, csms: BenchCsms, root: Authority, begin: float = -1.0) -> str:
    """The station asks for a certificate and is sent one that *root* has signed, good for *begin* days from now."""
    mark = len(csms.messages(IDENTITY))
    station.app.inbox.put(TriggerAsked(ReplyTo("test"), Message.SIGN_CERTIFICATE))
    request = await csms.wait_for(IDENTITY, "SignCertificate", after=mark)
    chain = root.sign(request.payload["csr"], begin)
    answer = await csms.call(IDENTITY, "CertificateSigned", {"certificateChain": chain})
    return str(answer.payload["status"])


@pytest.mark.oca("TC_073_CS")
async def test_another_password_is_used_at_once_and_after_a_restart(tmp_path: Path) -> None:
    configure(tmp_path, password=OLD)
    async with BenchCsms(passwords={IDENTITY: OLD}) as csms:
        async with living(tmp_path, csms.url, "1.6") as station:
            await station.online()
            csms.passwords = {IDENTITY: NEW}
            assert await change(csms, "AuthorizationKey", NEW) == "Accepted"
            await settled(station)
            assert len(csms.arrivals(IDENTITY)) == 2
            assert Incident.RECONFIGURATION in incidents(station)
        async with living(tmp_path, csms.url, "1.6") as again:
            await again.online()
        assert csms.violations == []


async def test_hexadecimal_digits_are_the_bytes_they_stand_for(tmp_path: Path) -> None:
    async with BenchCsms() as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        csms.passwords = {IDENTITY: bytes.fromhex(HEX)}
        assert await change(csms, "AuthorizationKey", HEX) == "Accepted"
        await settled(station)
        assert len(csms.arrivals(IDENTITY)) == 2


async def test_a_password_is_found_in_the_vault_and_nowhere_else(tmp_path: Path) -> None:
    async with BenchCsms() as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        assert await change(csms, "AuthorizationKey", NEW) == "Accepted"
        await settled(station)
        assert "value" not in await read(csms, "AuthorizationKey")
        assert files_with(tmp_path, NEW) == ["data/vault/passwords.json"]
        assert mode(tmp_path / "data/vault/passwords.json") == 0o600
        assert mode(tmp_path / "data/vault") == 0o700
        assert NEW not in repr(station.stations) + repr(station.facts) + repr(station.logs)


async def test_a_password_the_central_system_does_not_take_after_all_is_taken_back(tmp_path: Path) -> None:
    configure(tmp_path, password=OLD)
    async with BenchCsms(passwords={IDENTITY: OLD}) as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        assert await change(csms, "AuthorizationKey", NEW) == "Accepted"
        await station.until_logged("wrong identity or password")
        await settled(station)
        assert Incident.NOT_LET_IN in incidents(station)
        assert incidents(station).count(Incident.RECONFIGURATION) >= 2
        vault = station.app.vault
        assert vault.opened(station.app.station.settings.reported(registry.PASSWORD)) == OLD


async def test_a_person_who_edits_the_file_while_the_station_is_off_has_the_last_word(tmp_path: Path) -> None:
    configure(tmp_path, password=OLD)
    async with BenchCsms(passwords={IDENTITY: OLD}) as csms:
        async with living(tmp_path, csms.url, "1.6") as station:
            await station.online()
            csms.passwords = {IDENTITY: NEW}
            assert await change(csms, "AuthorizationKey", NEW) == "Accepted"
            await settled(station)
        configure(tmp_path, password="edited-by-a-person")
        csms.passwords = {IDENTITY: "edited-by-a-person"}
        async with living(tmp_path, csms.url, "1.6") as again:
            await again.online()


async def test_a_short_password_is_refused_as_soon_as_a_profile_asks_for_more(tmp_path: Path) -> None:
    configure(tmp_path, password=OLD, SecurityProfile=1)
    async with BenchCsms() as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        assert await change(csms, "AuthorizationKey", "swordfish") == "Rejected"
        assert await change(csms, "AuthorizationKey", "x" * 41) == "Rejected"
        assert len(csms.arrivals(IDENTITY)) == 1


async def test_a_profile_is_raised_only_with_all_it_needs_and_never_lowered(tmp_path: Path) -> None:
    async with BenchCsms() as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        assert await change(csms, "SecurityProfile", "1") == "Rejected"  # no password
        assert await change(csms, "AuthorizationKey", NEW) == "Accepted"
        await settled(station)
        assert await change(csms, "SecurityProfile", "2") == "Rejected"  # no root
        assert await change(csms, "SecurityProfile", "1") == "Accepted"
        await settled(station)
        assert (await read(csms, "SecurityProfile"))["value"] == "1"
        assert await change(csms, "SecurityProfile", "1") == "Rejected"
        assert await change(csms, "SecurityProfile", "0") == "Rejected"
        root = Authority()
        assert await install(csms, root) == "Accepted"
        assert await change(csms, "SecurityProfile", "3") == "Rejected"  # no certificate
        assert len(csms.arrivals(IDENTITY)) == 3


async def test_a_higher_profile_that_does_not_work_is_left_again(tmp_path: Path) -> None:
    configure(tmp_path, password=OLD, SecurityProfile=1)
    async with BenchCsms() as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        assert await install(csms, Authority()) == "Accepted"
        assert await change(csms, "SecurityProfile", "2") == "Accepted"
        await station.until(lambda now: now.settings.reported(registry.SECURITY_PROFILE) == 2)
        await settled(station)
        assert (await read(csms, "SecurityProfile"))["value"] == "1"


@pytest.mark.oca("TC_083_CS", "TC_087_CS")
async def test_from_a_password_over_tls_to_a_certificate_of_its_own(tmp_path: Path) -> None:
    root, files = Authority(), tmp_path / "server"
    files.mkdir()
    configure(tmp_path, password=OLD, SecurityProfile=1)
    async with living(tmp_path, "ws://127.0.0.1:9", "1.6") as idle:
        assert idle.app.station.keyring.certificate is None
    async with BenchCsms() as plain:
        port = plain.port
        async with living(tmp_path, plain.url, "1.6", "SecurityCtrlr.OrganizationName=Operator") as station:
            await station.online()
            assert await install(plain, root) == "Accepted"
            assert await change(plain, "SecurityProfile", "2") == "Accepted"
            await plain.stop()
            async with BenchCsms(port, passwords={IDENTITY: OLD}, ssl_context=root.server(files)) as secure:
                await settled(station)
                assert station.app.station.settings.get(registry.SECURITY_PROFILE) == 2
                assert await certified(station, secure, root) == "Accepted"
                assert await change(secure, "SecurityProfile", "3") == "Accepted"
            mutual = root.server(files)
            mutual.verify_mode = ssl.CERT_REQUIRED
            mutual.load_verify_locations(cadata=root.pem)
            async with BenchCsms(port, ssl_context=mutual) as strict:
                await settled(station)
                assert station.app.station.settings.get(registry.SECURITY_PROFILE) == 3
                assert [arrival.authorization for arrival in strict.arrivals(IDENTITY)] == [None]
                assert files_with(tmp_path, "PRIVATE KEY") == sorted(
                    [
                        *(str(each.relative_to(tmp_path)) for each in (tmp_path / "data/vault/station").iterdir()),
                        *(str(each.relative_to(tmp_path)) for each in files.iterdir()),
                    ]
                )
                assert {mode(each) for each in (tmp_path / "data/vault/station").iterdir()} == {0o600}


async def test_another_certificate_is_shown_as_soon_as_it_has_come(tmp_path: Path) -> None:
    root, files = Authority(), tmp_path / "server"
    files.mkdir()
    configure(tmp_path, SecurityProfile=0)
    mutual = root.server(files)
    mutual.verify_mode = ssl.CERT_OPTIONAL
    mutual.load_verify_locations(cadata=root.pem)
    roots = tmp_path / "roots.pem"
    roots.write_text(root.pem)
    flags = ("SecurityCtrlr.OrganizationName=Operator", f"SecurityCtrlr.TrustedRoots={roots}")
    async with BenchCsms(ssl_context=mutual) as csms, living(tmp_path, csms.url, "1.6", *flags) as station:
        await station.online()
        assert await certified(station, csms, root) == "Accepted"
        first = station.app.station.keyring.certificate
        assert first is not None
        assert await change(csms, "SecurityProfile", "3") == "Accepted"
        await settled(station)
        arrivals = len(csms.arrivals(IDENTITY))
        assert await certified(station, csms, root, begin=-0.5) == "Accepted"
        await station.until(lambda now: now.keyring.certificate != first)
        await csms.wait_for(IDENTITY, "StatusNotification") if False else None
        await station.away()
        await station.online()
        assert len(csms.arrivals(IDENTITY)) == arrivals + 1


@pytest.mark.oca("TC_085_CS")
async def test_a_station_with_a_password_shows_it_and_another_one_is_not_let_in(tmp_path: Path) -> None:
    configure(tmp_path, password=OLD, SecurityProfile=1)
    async with BenchCsms(passwords={IDENTITY: OLD}) as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        assert await change(csms, "SecurityProfile", "0") == "Rejected"
    async with BenchCsms(passwords={IDENTITY: NEW}) as csms, living(tmp_path, csms.url, "1.6") as station:
        await station.until(lambda now: Incident.NOT_LET_IN in incidents(station))
        assert csms.arrivals(IDENTITY) == []


@pytest.mark.oca("TC_086_CS")
async def test_a_station_with_the_second_profile_believes_a_server_whose_root_it_has(tmp_path: Path) -> None:
    root, roots = Authority(), tmp_path / "roots.pem"
    roots.write_text(root.pem)
    configure(tmp_path, password=OLD, SecurityProfile=2)
    flag = f"SecurityCtrlr.TrustedRoots={roots}"
    async with BenchCsms(passwords={IDENTITY: OLD}, ssl_context=root.server(tmp_path)) as csms:
        async with living(tmp_path, csms.url, "1.6", flag) as station:
            await station.online()
        assert csms.violations == []


@pytest.mark.oca("TC_076_CS")
async def test_a_root_in_use_is_not_deleted_and_another_is(tmp_path: Path) -> None:
    root, roots = Authority(), tmp_path / "roots.pem"
    roots.write_text(root.pem)
    configure(tmp_path, password=OLD, SecurityProfile=2)
    flag = f"SecurityCtrlr.TrustedRoots={roots}"
    async with BenchCsms(ssl_context=root.server(tmp_path)) as csms, living(tmp_path, csms.url, "1.6", flag) as station:
        await station.online()
        use = {"certificateType": "CentralSystemRootCertificate"}
        assert await install(csms, root) == "Accepted"
        (used,) = (await csms.call(IDENTITY, "GetInstalledCertificateIds", use)).payload["certificateHashData"]
        assert await install(csms, Authority("Other")) == "Accepted"
        listed = (await csms.call(IDENTITY, "GetInstalledCertificateIds", use)).payload["certificateHashData"]
        (other,) = (each for each in listed if each != used)
        for data, status in ((used, "Failed"), (other, "Accepted")):
            answer = await csms.call(IDENTITY, "DeleteCertificate", {"certificateHashData": data})
            assert answer.payload["status"] == status


async def test_a_root_that_replaces_another_proves_itself_or_the_old_one_is_believed_once_more(tmp_path: Path) -> None:
    old, files = Authority(), tmp_path / "server"
    new = Authority("Heir", signed_by=old)
    files.mkdir()
    configure(tmp_path, password=OLD, SecurityProfile=2)
    flag = "SecurityCtrlr.AdditionalRootCertificateCheck=true"
    Vault(tmp_path / "data" / "vault").add_root(Use.CSMS, "old", old.pem)
    async with BenchCsms(ssl_context=old.server(files)) as csms:
        port = csms.port
        async with living(tmp_path, csms.url, "1.6", flag) as station:
            await station.online()
            assert await install(csms, Authority("Stranger")) == "Rejected"
            assert await install(csms, new) == "Accepted"
            vault = station.app.vault
            csms.drop(IDENTITY)
            await station.away()
            await station.online()  # the server has not changed yet
            assert vault.fallback() == (old.pem,)
            await csms.stop()
            async with BenchCsms(port, ssl_context=new.server(files)):
                await station.away()
                await station.online()
                assert (vault.roots(Use.CSMS), vault.fallback()) == ((new.pem,), ())


@pytest.mark.parametrize(
    ("root", "server", "incident"),
    [
        (Authority(), Authority("Somebody else"), Incident.INVALID_CSMS_CERTIFICATE),
    ],
    ids=["a root nobody knows"],
)
async def test_a_central_system_that_cannot_be_trusted_is_noted_and_told_to_the_one_that_can(
    tmp_path: Path, root: Authority, server: Authority, incident: Incident
) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_text(root.pem)
    configure(tmp_path, password=OLD, SecurityProfile=2)
    flag = f"SecurityCtrlr.TrustedRoots={roots}"
    async with BenchCsms(ssl_context=server.server(tmp_path)) as wrong:
        port = wrong.port
        async with living(tmp_path, wrong.url, "1.6", flag) as station:
            await station.until(lambda now: incident in incidents(station))
            assert wrong.arrivals(IDENTITY) == []
            await wrong.stop()
            async with BenchCsms(port, ssl_context=root.server(tmp_path)) as right:
                await station.online()
                await right.wait_for(
                    IDENTITY,
                    "SecurityEventNotification",
                    lambda m: m.payload["type"] == "InvalidCentralSystemCertificate",
                )
                said = [each.payload["type"] for each in right.received("SecurityEventNotification")]
                assert said[0] == "StartupOfTheDevice"
                assert right.violations == []
