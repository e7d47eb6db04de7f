"""Telling the service manager how we are: one datagram for each word (sd_notify(3))."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

READY, STOPPING, ALIVE = "READY=1", "STOPPING=1", "WATCHDOG=1"


def notify(word: str, environment: Mapping[str, str] = os.environ) -> None:
    """Say *word* to the socket named by ``NOTIFY_SOCKET``; without one, or when nobody listens, nothing happens."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address:
        return
    path = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as door:
        door.setblocking(False)
        try:
            door.sendto(word.encode(), path)
        except OSError:
            return  # a manager that does not listen will not hear the next word either


def watchdog_s(environment: Mapping[str, str] = os.environ) -> float | None:
    """Within how many seconds the manager wants to hear that we live; None: it does not ask us."""
    pid = environment.get("WATCHDOG_PID")
    if pid is not None and pid != str(os.getpid()):
        return None
    try:
        return int(environment["WATCHDOG_USEC"]) / 1e6
    except (KeyError, ValueError):
        return None
