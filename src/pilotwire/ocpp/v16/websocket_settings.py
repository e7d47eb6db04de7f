"""The address of the central system in one key: ``WS,host,port,path,protocol,user,password,`` (X-Cheng FAQ 3.3).

Seen at X-Cheng: seven parts, told with an eighth that is empty; ``socpp1.6`` is no subprotocol but means TLS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv6Address
from urllib.parse import urlsplit

from pilotwire.core.settings import Settings, Write
from pilotwire.core.variable import Value, Variable, refusal_of
from pilotwire.ocpp.v16.keys import Key
from pilotwire.ocpp.v16.spelling import Unreadable

PLAIN, SECURE = "ocpp1.6", "socpp1.6"
SCHEMES = {PLAIN: "ws", SECURE: "wss"}
PORTS = {"ws": 80, "wss": 443}
PARTS = (7, 8)
MOST_PORT = 65535
EMPTY = ",".join(["WS", *[""] * 7])
NAME = re.compile(r"(?=.{1,253}$)[0-9A-Za-z_]([0-9A-Za-z_-]{0,62}(?<!-))?([.][0-9A-Za-z_][0-9A-Za-z_-]{0,62}(?<!-))*")
PATH = re.compile(r"/[!\"$-~]*")  # of what can be seen, but for #
PORT = re.compile(r"[0-9]{1,5}")


def told(key: Key, settings: Settings) -> str:
    """The address in parts; the password never leaves the station."""
    url, user, _ = key.variables
    try:
        parts = urlsplit(str(settings.reported(url) or ""))
        number = parts.port
    except ValueError:  # somebody else wrote it
        return EMPTY
    if not parts.hostname:
        return EMPTY
    port = str(number or PORTS[parts.scheme])
    protocol = SECURE if parts.scheme == "wss" else PLAIN
    path = parts._replace(scheme="", netloc="", fragment="").geturl()
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return ",".join(["WS", host, port, path or "/", protocol, str(settings.reported(user) or ""), "", ""])


def writes(key: Key, text: str) -> Iterator[Write]:
    """The same from such a *text*; an empty password leaves it as it is. Raises Unreadable."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in PARTS or any(parts[7:]) or parts[0] != "WS" or parts[4] not in SCHEMES:
        raise Unreadable(text)
    _, host, port, path, protocol, user, password = parts[:7]
    if not _is_host(host) or not PORT.fullmatch(port) or not 0 < int(port) <= MOST_PORT or not PATH.fullmatch(path):
        raise Unreadable(text)
    url = f"{SCHEMES[protocol]}://{host}:{port}{path}"
    values = zip(key.variables, (url, user or None, password or None), strict=True)
    yield from (_write(variable, value) for variable, value in values if value is not None or not variable.secret)


def _is_host(text: str) -> bool:
    """A name, an address of IPv4, or one of IPv6 in brackets."""
    if not text.startswith("["):
        return NAME.fullmatch(text) is not None
    try:
        IPv6Address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return text.endswith("]")


def _write(variable: Variable[Value], value: Value) -> Write:
    if refusal_of(variable, value) is not None:
        raise Unreadable(str(value))
    return Write(variable.name, value)
