"""X.509 as the station needs it: reading, judging and naming certificates, and asking for one (RFC 5280, RFC 2986).

The only module that knows the library; it is imported when the first certificate is looked at, and not before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.x509.oid import ExtensionOID, NameOID

from pilotwire.core.certificate import CertificateId, Hash, Use

PUBLIC = serialization.PublicFormat
LEAST_RSA_BITS, LEAST_EC_BITS = 2048, 224  # security whitepaper A00.FR.502, A00.FR.503
BROKEN_HASHES = (hashes.MD5, hashes.SHA1)  # A00.FR.504
MOST_IN_CHAIN = 10


class BadCertificate(ValueError):
    """A certificate that cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate."""

    raw: x509.Certificate

    @property
    def name(self) -> str:
        """Tells it from all others: the SHA-256 of all of it."""
        return self.raw.fingerprint(hashes.SHA256()).hex()

    @property
    def from_utc_s(self) -> float:
        """Good from then on."""
        return self.raw.not_valid_before_utc.timestamp()

    @property
    def until_utc_s(self) -> float:
        """And no longer than this."""
        return self.raw.not_valid_after_utc.timestamp()

    def is_valid(self, now_utc_s: float) -> bool:
        """As far as its dates go."""
        return self.from_utc_s <= now_utc_s <= self.until_utc_s

    @property
    def pem(self) -> str:
        """As it is stored."""
        return self.raw.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def is_self_signed(self) -> bool:
        """It vouches for itself."""
        return self.raw.subject == self.raw.issuer and self.is_issued_by(self)

    def is_issued_by(self, issuer: Certificate) -> bool:
        """*issuer* has signed it: the names fit, and the signature is right."""
        try:
            self.raw.verify_directly_issued_by(issuer.raw)
        except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
            return False
        return True

    def words(self, oid: x509.ObjectIdentifier) -> tuple[str, ...]:
        """What its subject says."""
        return tuple(str(each.value) for each in self.raw.subject.get_attributes_for_oid(oid))


def read(pem: str) -> tuple[Certificate, ...]:
    """All certificates of *pem*, in order. Raises BadCertificate."""
    try:
        found = x509.load_pem_x509_certificates(pem.encode())
        made = tuple(map(Certificate, found))
        for each in made:  # what is wrong inside shows only when it is read
            each.raw.public_key(), each.raw.extensions, each.raw.signature_hash_algorithm
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension) as error:
        raise BadCertificate(f"not a certificate in PEM: {str(error)[:100]}") from error
    if len(made) > MOST_IN_CHAIN:
        raise BadCertificate(f"a chain of {len(made)} certificates")
    return made


def judge(certificate: Certificate, now_utc_s: float | None) -> None:
    """Strong enough, and not expired, as far as the time is known. Raises BadCertificate (A00.FR.501 to A00.FR.504)."""
    key = certificate.raw.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < LEAST_RSA_BITS:
            raise BadCertificate(f"an RSA key of {key.key_size} bits")
    elif isinstance(key, ec.EllipticCurvePublicKey):
        if key.key_size < LEAST_EC_BITS:
            raise BadCertificate(f"a key of {key.key_size} bits")
    elif not isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        raise BadCertificate("a kind of key that is not used here")
    if isinstance(certificate.raw.signature_hash_algorithm, BROKEN_HASHES):
        raise BadCertificate("signed with a hash that is broken")
    if now_utc_s is not None and certificate.until_utc_s < now_utc_s:
        raise BadCertificate(f"expired at {datetime.fromtimestamp(certificate.until_utc_s, UTC).isoformat()}")


def judge_root(certificate: Certificate, now_utc_s: float | None) -> None:
    """A certificate that may vouch for others. Raises BadCertificate."""
    judge(certificate, now_utc_s)
    try:
        constraints = certificate.raw.extensions.get_extension_for_oid(ExtensionOID.BASIC_CONSTRAINTS).value
    except x509.ExtensionNotFound:
        if not certificate.is_self_signed:
            raise BadCertificate("not a certificate of an authority") from None
        return
    if not isinstance(constraints, x509.BasicConstraints) or not constraints.ca:
        raise BadCertificate("not a certificate of an authority")


def judge_chain(chain: tuple[Certificate, ...], roots: Iterable[Certificate], now_utc_s: float | None) -> None:
    """Each is signed by the next, the last by one of *roots* (RFC 5280, 6). Raises BadCertificate."""
    known = tuple(roots)
    for place, certificate in enumerate(chain):
        judge(certificate, now_utc_s)
        if place:
            judge_root(certificate, now_utc_s)
        if any(certificate.name == root.name or certificate.is_issued_by(root) for root in known):
            return
        if place + 1 == len(chain):
            raise BadCertificate("no root that is installed vouches for it")
        if not certificate.is_issued_by(chain[place + 1]):
            raise BadCertificate("the chain is broken")


def judge_subject(certificate: Certificate, common_name: str, organization: str) -> None:
    """It is ours: our name, and that of the operator (A00.FR.509, A00.FR.511). Raises BadCertificate."""
    if common_name not in certificate.words(NameOID.COMMON_NAME):
        raise BadCertificate("its common name is not that of this station")
    if organization and organization not in certificate.words(NameOID.ORGANIZATION_NAME):
        raise BadCertificate("its organization is not the operator")


def id_of(certificate: Certificate, issuer: Certificate, hash: Hash, use: Use | None = None) -> CertificateId:
    """How OCSP names it (RFC 6960 4.1.1; security whitepaper 6.1)."""
    digest = {Hash.SHA256: hashlib.sha256, Hash.SHA384: hashlib.sha384, Hash.SHA512: hashlib.sha512}[hash]
    return CertificateId(
        hash,
        digest(certificate.raw.issuer.public_bytes()).hexdigest(),
        digest(_key_bits(issuer)).hexdigest(),
        f"{certificate.raw.serial_number:X}",
        use,
    )


def _key_bits(certificate: Certificate) -> bytes:
    """The value of the BIT STRING subjectPublicKey, without tag, length and unused bits."""
    key = certificate.raw.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.public_bytes(serialization.Encoding.DER, PUBLIC.PKCS1)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.public_bytes(serialization.Encoding.X962, PUBLIC.UncompressedPoint)
    return key.public_bytes(serialization.Encoding.Raw, PUBLIC.Raw)


def same(one: CertificateId, other: CertificateId) -> bool:
    """Both name the same certificate; hexadecimal digits are of either case, and may have leading zeros."""
    return (
        one.hash is other.hash
        and one.issuer_name.casefold() == other.issuer_name.casefold()
        and one.issuer_key.casefold() == other.issuer_key.casefold()
        and one.serial_number.lstrip("0").casefold() == other.serial_number.lstrip("0").casefold()
    )


# -- a key of our own


def new_key() -> str:
    """A private key on the curve P-256, in PEM (security whitepaper A02.FR.02, A00.FR.318)."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def request(key: str, common_name: str, organization: str) -> str:
    """A request to sign the public half of *key* (RFC 2986), in PEM (security whitepaper A02.FR.03, A02.FR.13)."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]),
        ]
    )
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    signed = builder.sign(_private(key), hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM).decode()


def fits(key: str, certificate: Certificate) -> bool:
    """*certificate* is for the public half of *key*."""
    return _public_bits(_private(key).public_key()) == _public_bits(certificate.raw.public_key())


def _private(pem: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise BadCertificate("not a key of ours")
    return key


def _public_bits(key: object) -> bytes:
    bits: bytes = key.public_bytes(serialization.Encoding.DER, PUBLIC.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return bits
