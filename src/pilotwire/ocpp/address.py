"""Where the central system is, and who we are to it."""

from __future__ import annotations

import ssl
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit


class BadAddress(ValueError):
    """The URL of the central system cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Address:
    """``ws://host/path`` of the central system; the identity is appended on the wire (OCPP-J 3.1.1)."""

    url: str
    identity: str
    password: str | None = None
    is_verified: bool = True  # check the certificate of a wss:// server (security profile 2)
    trusted_file: Path | None = None  # PEM roots to trust instead of the system's

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("ws", "wss"):
            raise BadAddress(f"{self.url!r}: a CSMS URL begins with ws:// or wss://")
        if not parts.hostname:
            raise BadAddress(f"{self.url!r}: no host")
        try:
            parts.port  # noqa: B018  raises for a port that is no number
        except ValueError as error:
            raise BadAddress(f"{self.url!r}: {error}") from error

    @property
    def full_url(self) -> str:
        """The URL with our identity at its end."""
        return f"{self.url.rstrip('/')}/{quote(self.identity, safe='')}"

    @property
    def headers(self) -> dict[str, str]:
        """HTTP Basic authentication where there is a password (security profiles 1 and 2)."""
        if self.password is None:
            return {}
        credentials = b64encode(f"{self.identity}:{self.password}".encode()).decode()
        return {"Authorization": f"Basic {credentials}"}

    def tls(self) -> ssl.SSLContext | bool:
        """How the server is verified; True: nothing to verify on ws://. Raises BadAddress for unreadable roots."""
        if not self.url.startswith("wss"):
            return True
        if not self.is_verified:
            return False
        try:
            context = ssl.create_default_context(cafile=self.trusted_file)
        except (OSError, ssl.SSLError) as error:
            raise BadAddress(f"{self.trusted_file}: {error}") from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context
