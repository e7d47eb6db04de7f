"""The broker that comes with the station (``--mqtt embedded``): Mosquitto where it is installed, else one in Python."""

from __future__ import annotations

import socket
from contextlib import AsyncExitStack
from enum import Enum
from types import TracebackType
from typing import Self

from pilotwire.mqtt.error import BrokerFailed
from pilotwire.mqtt.login import Login
from pilotwire.mqtt.mosquitto import Mosquitto, is_installed
from pilotwire.mqtt.url import BrokerUrl

LOOPBACK = "127.0.0.1"
NEAR = {"0.0.0.0": LOOPBACK, "::": "::1"}  # who listens everywhere is near, too


class Engine(Enum):
    """Which broker it is."""

    MOSQUITTO = "mosquitto"
    AMQTT = "amqtt"


def best_engine() -> Engine:
    """Mosquitto where it is installed: a process of its own, fast, and with nothing of it in ours."""
    return Engine.MOSQUITTO if is_installed() else Engine.AMQTT


class EmbeddedBroker:
    """A broker for one station: ``async with EmbeddedBroker(1883) as broker:``, then it is at ``broker.url``.

    It listens on loopback unless *host* says otherwise. Without *login* it lets everybody in, without *port* it takes a
    free one. ``url`` is how we reach it ourselves.
    """

    def __init__(
        self,
        port: int | None = None,
        engine: Engine | None = None,
        *,
        host: str = LOOPBACK,
        login: Login | None = None,
    ) -> None:
        self.engine = engine or best_engine()
        self._port, self._host, self._login = port, host, login
        self._stack = AsyncExitStack()
        self.url = self._url(port or 0)

    def _url(self, port: int) -> BrokerUrl:
        host = NEAR.get(self._host, self._host)
        if self._login is None:
            return BrokerUrl(host, port)
        return BrokerUrl(host, port, username=self._login.username, password=self._login.password)

    async def __aenter__(self) -> Self:
        """Start it; it accepts connections from now on. Raises BrokerFailed, an OSError."""
        port = listenable(self._port, self._host)
        self.url = self._url(port)
        if self.engine is Engine.MOSQUITTO:
            await self._stack.enter_async_context(Mosquitto(self._host, port, self._login))
        else:
            from pilotwire.mqtt.amqtt_broker import AmqttBroker  # heavy, and seldom needed

            await self._stack.enter_async_context(AmqttBroker(self._host, port, self._login))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()


def listenable(port: int | None, host: str = LOOPBACK) -> int:
    """*port*, or a free one. Raises BrokerFailed if nobody could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port or 0))
            probe.listen(1)
        except (OSError, OverflowError) as error:
            raise BrokerFailed(f"no MQTT broker at {host}:{port}: {_cause(error)}") from None
        return int(probe.getsockname()[1])


def _cause(error: OSError | OverflowError) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else "no such port"
