"""The broker that comes with the station (``--mqtt embedded``): Mosquitto where it is installed, else one in Python."""

from __future__ import annotations

import socket
from contextlib import AsyncExitStack
from enum import Enum
from types import TracebackType
from typing import Self

from pilotwire.mqtt.error import BrokerFailed
from pilotwire.mqtt.mosquitto import Mosquitto, is_installed
from pilotwire.mqtt.url import BrokerUrl

LOOPBACK = "127.0.0.1"


class Engine(Enum):
    """Which broker it is."""

    MOSQUITTO = "mosquitto"
    AMQTT = "amqtt"


def best_engine() -> Engine:
    """Mosquitto where it is installed: a process of its own, fast, and with nothing of it in ours."""
    return Engine.MOSQUITTO if is_installed() else Engine.AMQTT


class EmbeddedBroker:
    """A broker for one station: ``async with EmbeddedBroker(1883) as broker:``, then it is at ``broker.url``.

    It listens on loopback only and lets everybody in. Without *port* it takes a free one.
    """

    def __init__(self, port: int | None = None, engine: Engine | None = None) -> None:
        self.engine = engine or best_engine()
        self._port = port
        self._stack = AsyncExitStack()
        self.url = BrokerUrl(LOOPBACK, port or 0)

    async def __aenter__(self) -> Self:
        """Start it; it accepts connections from now on. Raises BrokerFailed, an OSError."""
        port = listenable(self._port)
        self.url = BrokerUrl(LOOPBACK, port)
        if self.engine is Engine.MOSQUITTO:
            await self._stack.enter_async_context(Mosquitto(LOOPBACK, port))
        else:
            from pilotwire.mqtt.amqtt_broker import AmqttBroker  # heavy, and seldom needed

            await self._stack.enter_async_context(AmqttBroker(LOOPBACK, port))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()


def listenable(port: int | None) -> int:
    """*port*, or a free one. Raises BrokerFailed if nobody could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port or 0))
            probe.listen(1)
        except (OSError, OverflowError) as error:
            raise BrokerFailed(f"no MQTT broker at {LOOPBACK}:{port}: {_cause(error)}") from None
        return int(probe.getsockname()[1])


def _cause(error: OSError | OverflowError) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else "no such port"
