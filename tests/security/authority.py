"""A certificate authority for tests: roots, servers, stations; also expired, for another host, or weak."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

PEM = serialization.Encoding.PEM
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
NOW = datetime.now(UTC).replace(microsecond=0)


def new_key() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def name(common: str, organization: str = "Operator") -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def days(count: float) -> datetime:
    return NOW + timedelta(days=count)


@dataclass
class Authority:
    """*signed_by* another one, or by itself."""

    common: str = "Root"
    begin: float = -1.0
    end: float = 100.0
    signed_by: Authority | None = None
    key: Key = field(default_factory=new_key)

    def __post_init__(self) -> None:
        issuer = self.signed_by or self
        self.certificate = build(name(self.common), self.key, issuer, (self.begin, self.end), is_authority=True)

    @property
    def subject(self) -> x509.Name:
        return name(self.common)

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(PEM).decode()

    def server(self, path: Path, host: str = "127.0.0.1", **more: float) -> ssl.SSLContext:
        """A context for a server called *host* in its CN, as the whitepaper has it."""
        key = new_key()
        span = (more.get("begin", -1.0), more.get("end", 10.0))
        certificate = build(name(host), key, self, span, host=host)
        return context_of(path, certificate, key)

    def sign(self, request: str, begin: float = -1.0, end: float = 50.0) -> str:
        """The certificate for a request, in PEM."""
        csr = x509.load_pem_x509_csr(request.encode())
        assert csr.is_signature_valid
        return certify(csr.subject, csr.public_key(), self, (begin, end)).public_bytes(PEM).decode()


def build(
    subject: x509.Name,
    key: Key,
    issuer: Authority,
    span: tuple[float, float],
    *,
    is_authority: bool = False,
    host: str | None = None,
) -> x509.Certificate:
    return certify(subject, key.public_key(), issuer, span, is_authority=is_authority, host=host)


def certify(
    subject: x509.Name,
    public: object,
    issuer: Authority,
    span: tuple[float, float],
    *,
    is_authority: bool = False,
    host: str | None = None,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject)
        .public_key(public)  # type: ignore[arg-type]
        .serial_number(x509.random_serial_number())
        .not_valid_before(days(span[0]))
        .not_valid_after(days(span[1]))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if host is not None and host[0].isdigit():  # an address is found in no CN
        builder = builder.add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False
        )
    return builder.sign(issuer.key, hashes.SHA256())


def context_of(path: Path, certificate: x509.Certificate, key: Key, chain: str = "") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file_of(path, certificate, key, chain))
    return context


def file_of(path: Path, certificate: x509.Certificate, key: Key, chain: str = "") -> Path:
    """A file with the key, the certificate and *chain*."""
    file = path / f"server-{certificate.serial_number:x}.pem"
    private = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + certificate.public_bytes(PEM) + chain.encode())
    return file
