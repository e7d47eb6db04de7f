"""Where the server listens, and how long it waits for anybody."""

from __future__ import annotations

import errno
import ipaddress
import os
from dataclasses import dataclass, field

LOCAL_NAME = "localhost"
ANYWHERE = "0.0.0.0"
MAX_PORT = 65535


@dataclass(frozen=True, slots=True)
class Patience:
    """What is waited for, and how much is kept for a client that reads too slowly."""

    reply_s: float = 10.0  # for the core and the disk
    body_s: float = 10.0  # for a client that sends slowly
    keep_alive_s: float = 15.0  # a proxy forgets a silent connection after a minute or less
    waiting_frames: int = 256  # of one client that reads too slowly; then it is cut off
    streams: int = 32
    questions: int = 64


@dataclass(frozen=True, slots=True)
class Bind:
    """Where to listen; port 0 takes a free one. Off the loopback a password is needed, and on it one is obeyed too."""

    host: str = "127.0.0.1"
    port: int = 8080
    password: str | None = field(default=None, repr=False)
    patience: Patience = Patience()

    def __post_init__(self) -> None:
        """An open door is an error of the configuration, said before anything listens."""
        if not 0 <= self.port <= MAX_PORT:
            raise ValueError(f"http: {self.port} is not a port (0 to {MAX_PORT})")
        if self.password == "":
            raise ValueError("http: the password is empty")
        if self.password is None and not is_loopback(self.host):
            raise ValueError(f"http: listening on {self.host or ANYWHERE} needs a password; without one use 127.0.0.1")


class CannotListen(OSError):
    """The server cannot listen where it should; its text is one clear line."""


def cannot_listen(bind: Bind, error: OSError) -> CannotListen:
    """*error* in words."""
    where = shown_address(bind.host, bind.port)
    if error.errno == errno.EADDRINUSE:
        return CannotListen(f"http: {where} is taken")
    reason = os.strerror(error.errno).lower() if error.errno and error.errno > 0 else str(error)
    return CannotListen(f"http: cannot listen on {where}: {reason}")


def is_ip(host: str) -> bool:
    """*host* is an address and not a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Only this machine reaches *host*."""
    return host.lower() == LOCAL_NAME or (is_ip(host) and ipaddress.ip_address(host).is_loopback)


def shown_address(host: str, port: int) -> str:
    """``127.0.0.1:8080``, ``[::1]:8080``."""
    return f"[{host}]:{port}" if ":" in host else f"{host or ANYWHERE}:{port}"
