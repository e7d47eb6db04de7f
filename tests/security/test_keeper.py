"""The keeper: which certificates are taken and why others are not, how they are named, and what is kept of them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from structlog.testing import capture_logs
from tests.security.authority import NOW, PEM, Authority, build, certify, name, new_key

from pilotwire.core.certificate import (
    Accept,
    CertificateId,
    CertificateWorkDone,
    Delete,
    DoCertificateWork,
    Hash,
    Install,
    List,
    Use,
)
from pilotwire.core.event import Event
from pilotwire.core.incident import Incident
from pilotwire.core.keyring import Keyring, KeyringSeen
from pilotwire.core.reply import Verdict
from pilotwire.core.signing import MakeRequest, RequestMade
from pilotwire.security.keeper import Done, Keeper, Policy
from pilotwire.security.vault import Vault

DAY_S = 86400.0
BOTH = (Use.CSMS, Use.MANUFACTURER)


@dataclass
class Room:
    keeper: Keeper
    vault: Vault
    policy: Policy
    utc_s: float | None = NOW.timestamp()

    def install(self, root: Authority | str, use: Use = Use.CSMS) -> Done:
        return self.keeper.work(Install(use, root if isinstance(root, str) else root.pem))

    def found(self, *uses: Use) -> tuple[CertificateId, ...]:
        return self.keeper.work(List(uses or BOTH)).found

    def requested(self) -> str:
        """A request to sign, whose key waits in the vault."""
        (made,) = self.keeper.answers(MakeRequest("S1", "Operator"))
        assert isinstance(made, RequestMade)
        assert made.request is not None
        return made.request

    def accept(self, chain: str) -> Done:
        return self.keeper.work(Accept(chain))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    vault = Vault(tmp_path / "vault")
    room: Room

    def policy() -> Policy:
        return room.policy

    room = Room(
        Keeper(vault, lambda event: None, policy, lambda: room.utc_s),
        vault,
        Policy(common_name="S1", organization="Operator"),
    )
    return room


ROOT = Authority()


def weak_root() -> str:
    key = rsa.generate_private_key(65537, 1024)
    return Authority(key=key).pem


def no_authority() -> str:
    key = new_key()
    return build(name("leaf"), key, ROOT, (-1.0, 10.0)).public_bytes(PEM).decode()


# -- roots


def test_a_root_is_installed_and_found_by_its_hashes(room: Room) -> None:
    assert room.install(ROOT).verdict is Verdict.ACCEPTED
    assert room.install(ROOT, Use.MANUFACTURER).verdict is Verdict.ACCEPTED
    assert [each.use for each in room.found()] == [Use.CSMS, Use.MANUFACTURER]
    (found,) = room.found(Use.CSMS)
    assert found.serial_number == f"{ROOT.certificate.serial_number:X}"
    assert room.keeper.keyring() == Keyring(has_root=True)


@pytest.mark.parametrize("hash", list(Hash))
@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)])
def test_hashes_are_those_of_ocsp(room: Room, hash: Hash, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> None:
    """Compared with the library's own OCSP requests (RFC 6960 4.1.1), an implementation that is not ours."""
    root = Authority(key=key)
    algorithm = {Hash.SHA256: hashes.SHA256(), Hash.SHA384: hashes.SHA384(), Hash.SHA512: hashes.SHA512()}[hash]
    asked = ocsp.OCSPRequestBuilder().add_certificate(root.certificate, root.certificate, algorithm).build()
    wanted = CertificateId(
        hash,
        asked.issuer_name_hash.hex().upper(),
        asked.issuer_key_hash.hex(),
        f"00{asked.serial_number:x}",
    )
    room.install(root)
    assert room.keeper.work(Delete(wanted)).verdict is Verdict.ACCEPTED
    assert room.found() == ()


@pytest.mark.req("ALF-201G-005")
def test_a_listed_certificate_is_named_as_the_whitepaper_says(room: Room) -> None:
    room.install(ROOT)
    (found,) = room.found()
    point = ROOT.key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    assert found == CertificateId(
        Hash.SHA256,
        hashlib.sha256(ROOT.certificate.issuer.public_bytes()).hexdigest(),
        hashlib.sha256(point).hexdigest(),
        f"{ROOT.certificate.serial_number:X}",
        Use.CSMS,
    )


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: "nonsense", "not a certificate"),
        (lambda: "", "not a certificate"),
        (lambda: ROOT.pem.replace("M", "N", 3), "not a certificate"),
        (lambda: ROOT.pem + Authority("B").pem, "2 certificates"),
        (lambda: Authority(begin=-10.0, end=-1.0).pem, "expired"),
        (weak_root, "1024 bits"),
        (no_authority, "not a certificate of an authority"),
    ],
)
def test_a_root_that_is_no_good_is_refused_and_says_why(room: Room, make: Callable[[], str], why: str) -> None:
    done = room.install(make())
    assert (done.verdict, done.incident) == (Verdict.REJECTED, Incident.INVALID_CSMS_CERTIFICATE)
    assert why in done.text
    assert room.found() == ()
    assert room.install(make(), Use.MANUFACTURER).incident is Incident.INVALID_FIRMWARE_CERTIFICATE


def test_without_a_clock_nothing_is_called_expired(room: Room) -> None:
    room.utc_s = None
    assert room.install(Authority(begin=-10.0, end=-1.0)).verdict is Verdict.ACCEPTED


def test_there_is_room_for_so_many_roots_and_one_that_is_there_needs_none(room: Room) -> None:
    room.policy = replace(room.policy, store_length=2)
    assert room.install(ROOT).verdict is Verdict.ACCEPTED
    assert room.install(Authority("B")).verdict is Verdict.ACCEPTED
    done = room.install(Authority("C"))
    assert (done.verdict, done.incident) == (Verdict.REJECTED, None)
    assert room.install(ROOT).verdict is Verdict.ACCEPTED
    assert len(room.found()) == 2


def test_a_disk_that_refuses_is_a_failure(room: Room) -> None:
    (room.vault.directory / "roots" / "csms").rmdir()
    (room.vault.directory / "roots" / "csms").write_text("")
    assert room.install(ROOT).verdict is Verdict.FAILED


def test_a_root_that_is_not_there_cannot_be_deleted_and_the_one_in_use_may_not(room: Room) -> None:
    room.install(ROOT)
    (found,) = room.found()
    assert room.keeper.work(Delete(replace(found, serial_number="0"))).verdict is Verdict.NOT_FOUND
    assert room.keeper.work(Delete(replace(found, hash=Hash.SHA512))).verdict is Verdict.NOT_FOUND
    room.keeper.root_in_use = ROOT.certificate.fingerprint(hashes.SHA256()).hex()
    assert room.keeper.work(Delete(found)).verdict is Verdict.FAILED
    room.keeper.root_in_use = None
    assert room.keeper.work(Delete(found)).verdict is Verdict.ACCEPTED


def test_a_new_root_replaces_the_old_one_only_if_that_vouches_for_it(room: Room) -> None:
    room.policy = replace(room.policy, root_check=True)
    assert room.install(ROOT).verdict is Verdict.ACCEPTED
    assert room.install(Authority("Stranger")).verdict is Verdict.REJECTED
    new = Authority("Heir", signed_by=ROOT)
    assert room.install(new).verdict is Verdict.ACCEPTED
    assert room.vault.roots(Use.CSMS) == (new.pem,)
    assert room.vault.fallback() == (ROOT.pem,)
    room.vault.drop_fallback()
    assert room.vault.fallback() == ()


# -- the certificate of the station


def test_a_request_says_who_the_station_is_and_whose_and_the_key_stays_here(room: Room) -> None:
    request = x509.load_pem_x509_csr(room.requested().encode())
    assert request.is_signature_valid
    assert request.subject == name("S1", "Operator")
    assert "PRIVATE KEY" in room.vault.pending_key.read_text()


def test_a_certificate_for_the_key_that_was_made_is_taken_with_its_chain(room: Room) -> None:
    room.install(ROOT)
    middle = Authority("Middle", signed_by=ROOT)
    done = room.accept(middle.sign(room.requested()) + middle.pem)
    assert (done.verdict, done.incident) == (Verdict.ACCEPTED, None)
    assert not room.vault.pending_key.exists()
    keyring = room.keeper.keyring()
    assert keyring.certificate is not None
    assert keyring.until_utc_s == NOW.timestamp() + 50 * DAY_S
    assert "PRIVATE" not in repr(keyring)
    own = room.keeper.newest()
    assert own is not None
    assert own.read_text().count("BEGIN CERTIFICATE") == 2


def test_one_that_comes_once_more_is_taken_once_more(room: Room) -> None:
    room.install(ROOT)
    chain = ROOT.sign(room.requested())
    assert [room.accept(chain).verdict for _ in range(2)] == [Verdict.ACCEPTED] * 2


def somebody_elses() -> str:
    return certify(name("S1"), new_key().public_key(), ROOT, (-1.0, 10.0)).public_bytes(PEM).decode()


@pytest.mark.parametrize(
    ("signed", "why"),
    [
        (lambda csr: somebody_elses(), "not for a key of this station"),
        (lambda csr: Authority("Stranger").sign(csr), "no root"),
        (lambda csr: ROOT.sign(csr, -10.0, -1.0), "expired"),
        (lambda csr: Authority("Middle", signed_by=ROOT).sign(csr), "no root"),
        (lambda csr: ROOT.sign(csr) + Authority("Odd").pem, ""),
        (lambda csr: Authority("M", signed_by=ROOT).sign(csr) + Authority("N", signed_by=ROOT).pem, "chain is broken"),
        (lambda csr: "nonsense", "not a certificate"),
    ],
)
def test_a_certificate_that_is_not_ours_or_not_good_is_refused(
    room: Room, signed: Callable[[str], str], why: str
) -> None:
    room.install(ROOT)
    done = room.accept(signed(room.requested()))
    if not why:  # the root vouches for ours already: what else was sent along does not matter
        assert done.verdict is Verdict.ACCEPTED
        return
    assert (done.verdict, done.incident) == (Verdict.REJECTED, Incident.INVALID_STATION_CERTIFICATE)
    assert why in done.text
    assert room.keeper.newest() is None
    assert room.vault.pending_key.exists()


@pytest.mark.parametrize(("common_name", "organization"), [("S2", "Operator"), ("S1", "Other")])
def test_a_certificate_for_another_station_or_operator_is_refused(
    room: Room, common_name: str, organization: str
) -> None:
    room.install(ROOT)
    chain = ROOT.sign(room.requested())
    room.policy = replace(room.policy, common_name=common_name, organization=organization)
    assert room.accept(chain).verdict is Verdict.REJECTED


def test_a_root_that_a_person_named_vouches_too(room: Room, tmp_path: Path) -> None:
    (tmp_path / "roots.pem").write_text(ROOT.pem)
    room.policy = replace(room.policy, trusted_file=tmp_path / "roots.pem")
    assert room.accept(ROOT.sign(room.requested())).verdict is Verdict.ACCEPTED


def test_the_newest_that_is_valid_is_shown_and_one_for_later_waits(room: Room) -> None:
    room.install(ROOT)
    for begin in (-3.0, -2.0, 5.0):
        assert room.accept(ROOT.sign(room.requested(), begin)).verdict is Verdict.ACCEPTED
    first = room.keeper.newest()
    assert room.keeper.keyring().next_utc_s == NOW.timestamp() + 5 * DAY_S
    room.utc_s = NOW.timestamp() + 6 * DAY_S
    second = room.keeper.newest()
    assert first is not None
    assert second not in (None, first)
    room.utc_s = NOW.timestamp() + 51 * DAY_S
    assert room.keeper.newest() is None


def test_a_spoilt_file_is_as_good_as_none(room: Room) -> None:
    room.install(ROOT)
    room.accept(ROOT.sign(room.requested()))
    own = room.keeper.newest()
    (room.vault.station / "spoilt.pem").write_text("nonsense")
    (room.vault.station / "empty.pem").write_text("")
    with capture_logs() as logs:
        assert room.keeper.newest() == own
        assert room.accept(ROOT.sign(room.requested(), -0.5)).verdict is Verdict.ACCEPTED
    assert {entry["file"] for entry in logs if "file" in entry} == {"spoilt.pem", "empty.pem"}


def test_old_ones_are_kept_for_a_while_but_not_for_ever(room: Room) -> None:
    room.install(ROOT)
    for begin in range(-8, 0):
        room.accept(ROOT.sign(room.requested(), float(begin)))
    assert len(list(room.vault.own())) == 3


def test_the_certificate_of_the_station_cannot_be_deleted_from_afar(room: Room) -> None:
    room.install(ROOT)
    room.accept(ROOT.sign(room.requested()))
    (file,) = room.vault.own()
    text = file.read_text()
    own = x509.load_pem_x509_certificate(text[text.index("-----BEGIN CERTIFICATE") :].encode())
    asked = ocsp.OCSPRequestBuilder().add_certificate(own, ROOT.certificate, hashes.SHA256()).build()
    wanted = CertificateId(
        Hash.SHA256, asked.issuer_name_hash.hex(), asked.issuer_key_hash.hex(), f"{own.serial_number:X}"
    )
    assert room.keeper.work(Delete(wanted)).verdict is Verdict.FAILED
    assert room.keeper.newest() is not None


async def test_work_is_done_elsewhere_and_answered_by_events(tmp_path: Path) -> None:
    said: asyncio.Queue[Event] = asyncio.Queue()
    keeper = Keeper(Vault(tmp_path / "vault"), said.put_nowait, utc_s=NOW.timestamp)
    keeper.look()
    assert await said.get() == KeyringSeen(Keyring())
    keeper.obey(DoCertificateWork("job", Install(Use.CSMS, ROOT.pem)))
    done = await said.get()
    assert isinstance(done, CertificateWorkDone)
    assert (done.job, done.verdict) == ("job", Verdict.ACCEPTED)
    assert await said.get() == KeyringSeen(Keyring(has_root=True))
    keeper.close()
