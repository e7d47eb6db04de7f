"""Where a broker is: ``mqtt://[user:password@]host[:port]``, with TLS ``mqtts://``."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import SplitResult, unquote, urlsplit


class Scheme(Enum):
    """How the connection is made."""

    PLAIN = "mqtt"
    TLS = "mqtts"


PORTS = {Scheme.PLAIN: 1883, Scheme.TLS: 8883}  # IANA service names mqtt and secure-mqtt; chargebyte guide 15.1


class UrlError(ValueError):
    """The text names no broker."""


@dataclass(frozen=True, slots=True)
class BrokerUrl:
    """Host and port of a broker, and as whom to log in there."""

    host: str
    port: int = 1883
    scheme: Scheme = Scheme.PLAIN
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        """The URL without its password: for logs and people."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        user = f"{self.username}@" if self.username else ""
        return f"{self.scheme.value}://{user}{host}:{self.port}"

    @classmethod
    def parse(cls, text: str) -> BrokerUrl:
        """The broker *text* names. Raises UrlError that says what is wrong, without repeating a password."""
        parts = _split(text)
        try:
            scheme = Scheme(parts.scheme)
        except ValueError:
            raise UrlError("an MQTT URL begins with mqtt:// or mqtts://") from None
        if not parts.hostname:
            raise UrlError("an MQTT URL names a host: mqtt://host[:port]")
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise UrlError("an MQTT URL ends after the port: mqtt://host[:port]")
        if parts.password is not None and not parts.username:
            raise UrlError("an MQTT URL with a password names a user, too: mqtt://user:password@host")
        return cls(parts.hostname, _port(parts, scheme), scheme, _word(parts.username), _word(parts.password))


def _split(text: str) -> SplitResult:
    if any(character.isspace() or not character.isprintable() for character in text):
        raise UrlError("an MQTT URL has no spaces and no control characters")
    try:
        return urlsplit(text)
    except ValueError as error:
        raise UrlError(f"not an MQTT URL: {error}") from None


def _port(parts: SplitResult, scheme: Scheme) -> int:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise UrlError("the port of an MQTT URL is a number from 1 to 65535")
    return port or PORTS[scheme]


def _word(text: str | None) -> str | None:
    return unquote(text) if text else None
