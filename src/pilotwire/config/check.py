"""Checks of single values that no range or choice can express."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv4Interface, NetmaskValueError
from typing import Final
from urllib.parse import urlsplit

from pilotwire.core.variable import Value
from pilotwire.core.wording import shown

_OUI: Final = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){0,5}(?::[0-9A-Fa-f])?|[0-9A-Fa-f]")
_FULL_MAC_CHARS: Final = 17


def is_websocket_uri(value: Value) -> str | None:
    """T48: must begin with lowercase ws:// or wss://."""
    return _uri(value, ("ws", "wss"))


def is_mqtt_uri(value: Value) -> str | None:
    """T47: mqtt://192.168.0.1:9001."""
    return _uri(value, ("mqtt", "mqtts"))


def are_mqtt_uris(value: Value) -> str | None:
    """T47: each is one."""
    words = value if isinstance(value, tuple) else ()
    return next((f"{shown(word)!r} {wrong}" for word in words if (wrong := is_mqtt_uri(word))), None)


def is_broker(value: Value) -> str | None:
    """``embedded``, ``off`` or the URI of a broker."""
    return None if value in ("embedded", "off") else _uri(value, ("mqtt", "mqtts"), "'embedded', 'off' or ")


def _uri(value: Value, schemes: tuple[str, ...], others: str = "") -> str | None:
    if value is None:
        return None
    text = str(value)
    wanted = " or ".join(f"{scheme}://" for scheme in schemes)
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        has_host = False
    if not text.startswith(tuple(f"{scheme}://" for scheme in schemes)):
        return f"must be {others}an address that begins with {wanted} in small letters"
    return (
        None
        if has_host and not re.search(r"\s", text)
        else f"is not an address of the form {schemes[0]}://host:port/path"
    )


def is_interface(value: Value) -> str | None:
    """T51: CIDR notation."""
    if value is None:
        return None
    try:
        IPv4Interface(str(value))
    except (AddressValueError, NetmaskValueError, ValueError):
        return "is not an IPv4 address with prefix length like 192.168.178.2/24"
    return None if "/" in str(value) else "needs a prefix length, like 192.168.178.2/24"


def are_addresses(value: Value) -> str | None:
    """T51: IPv4 addresses."""
    for word in value if isinstance(value, tuple) else ():
        try:
            IPv4Address(word)
        except AddressValueError:
            return f"{shown(word)!r} is not an IPv4 address"
    return None


def are_mac_prefixes(value: Value) -> str | None:
    """T48: two-digit hex numbers separated by colons, as long or short as one likes, up to a whole MAC address."""
    for word in value if isinstance(value, tuple) else ():
        if not _OUI.fullmatch(word) or len(word) > _FULL_MAC_CHARS:
            return f"{shown(word)!r} is not the beginning of a MAC address like 98:ED:5C"
    return None


def is_bind(value: Value) -> str | None:
    """``off`` or host:port."""
    return None if value == "off" or _is_address(value) else "must be 'off' or an address like 127.0.0.1:8080"


def is_listener(value: Value) -> str | None:
    """Nothing, or host:port."""
    return None if value is None or _is_address(value) else "must be an address like 0.0.0.0:1883"


def _is_address(value: Value) -> bool:
    host, colon, port = str(value).rpartition(":")
    is_port = port.isascii() and port.isdecimal() and len(port) <= 5 and int(port) < 65536
    return bool(colon) and is_port and not re.search(r"\s", host)
