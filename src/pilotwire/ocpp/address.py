"""Where the central system is, who we are to it, and by what both sides are known."""

from __future__ import annotations

import ssl
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from pilotwire.core import registry
from pilotwire.core.keyring import MUTUAL

OVER_TLS: Final = 2  # security profiles from this one on (security whitepaper 2.4)
VERSIONS: Mapping[str, ssl.TLSVersion] = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}


class BadAddress(ValueError):
    """The URL of the central system, or what is needed to reach it, cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Tls:
    """How TLS is spoken: versions from ``least`` to ``most``, ``ciphers`` by OpenSSL's names (before TLS 1.3).

    ``roots`` are those trusted besides ``trusted_file``, in PEM; without either the system's are. ``certificate`` is a
    file with the key and the chain the station shows.
    """

    least: str = registry.TLS_LEAST.default
    most: str = registry.TLS_MOST.default
    ciphers: tuple[str, ...] = registry.CIPHER_SUITES.default
    roots: tuple[str, ...] = ()
    trusted_file: Path | None = None
    certificate: Path | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """``ws://host/path`` of the central system; the identity is appended on the wire (OCPP-J 3.1.1).

    ``profile`` is the security profile: from 2 on nothing but TLS is spoken, whatever the URL says, and the server is
    always verified; in 3 the station shows its certificate instead of a password. 0: the URL alone decides.
    ``username`` is a name of its own beside the password; without it there stands the identity. *is_whole*: the URL is
    used as it is, and nothing appended.
    """

    url: str
    identity: str
    password: bytes | None = field(default=None, repr=False)
    is_verified: bool = True  # check the certificate of a wss:// server
    profile: int = 0
    tls: Tls = Tls()
    username: str | None = None
    is_whole: bool = False

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            parts.port  # noqa: B018  raises for a port that is no number
        except ValueError as error:
            raise BadAddress(f"{self.url!r}: {error}") from error
        if parts.scheme not in ("ws", "wss"):
            raise BadAddress(f"{self.url!r}: a CSMS URL begins with ws:// or wss://")
        if not parts.hostname:
            raise BadAddress(f"{self.url!r}: no host")

    @property
    def is_secure(self) -> bool:
        """TLS is spoken."""
        return self.profile >= OVER_TLS or self.url.startswith("wss")

    @property
    def full_url(self) -> str:
        """The URL with our identity at its end."""
        parts = urlsplit(self.url)._replace(scheme="wss" if self.is_secure else "ws")
        if self.is_whole:
            return urlunsplit(parts)
        return f"{urlunsplit(parts).rstrip('/')}/{quote(self.identity, safe='')}"

    @property
    def headers(self) -> dict[str, str]:
        """HTTP Basic authentication where there is a password, and no certificate in its place (profile 3)."""
        if self.password is None or self.profile == MUTUAL:
            return {}
        credentials = b64encode((self.username or self.identity).encode() + b":" + self.password).decode()
        return {"Authorization": f"Basic {credentials}"}

    def context(self) -> ssl.SSLContext | bool:
        """How the server is verified; True: nothing to verify on ws://. Raises BadAddress."""
        if not self.is_secure:
            return True
        context = self._trusting()
        context.minimum_version, context.maximum_version = VERSIONS[self.tls.least], VERSIONS[self.tls.most]
        weak = ":@SECLEVEL=0" if context.minimum_version < ssl.TLSVersion.TLSv1_2 else ""
        try:
            context.set_ciphers(":".join(self.tls.ciphers) + weak)
        except ssl.SSLError as error:
            raise BadAddress(f"cipher suites: {error}") from error
        if self.profile == MUTUAL:
            self._show_certificate(context)
        return context

    def _trusting(self) -> ssl.SSLContext:
        """Who is believed to be the central system: the whole chain is checked, with its dates (RFC 5280, 6)."""
        roots = "".join(self.tls.roots)
        try:
            context = ssl.create_default_context(cafile=self.tls.trusted_file, cadata=roots or None)
        except (OSError, ssl.SSLError) as error:
            raise BadAddress(f"{self.tls.trusted_file or 'installed roots'}: {error}") from error
        context.hostname_checks_common_name = True  # security whitepaper A00.FR.510: the name stands in the CN
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # a root signed by its predecessor is one all the same
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT  # Python 3.13 would refuse most operators' own authorities
        if not self.is_verified and self.profile < OVER_TLS:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    def _show_certificate(self, context: ssl.SSLContext) -> None:
        if self.tls.certificate is None:
            raise BadAddress("security profile 3 without a certificate of the station")
        try:
            context.load_cert_chain(self.tls.certificate)
        except (OSError, ssl.SSLError) as error:
            raise BadAddress(f"the certificate of the station: {error}") from error


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to connect: to *address*, *is_trial* if it needs settings that no connection has proven yet.

    *is_fallback*: it trusts a root that has been replaced, only because nothing else worked.
    """

    address: Address
    is_trial: bool = False
    is_fallback: bool = False
