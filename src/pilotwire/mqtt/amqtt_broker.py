"""The broker in our own process, where Mosquitto is not installed: amqtt, with what it does wrong put right.

Importing this module imports amqtt, which is heavy: import it only where it is used.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from amqtt.broker import Broker  # type: ignore[import-untyped]
from amqtt.plugins.base import BaseAuthPlugin  # type: ignore[import-untyped]

from pilotwire.mqtt.error import BrokerFailed
from pilotwire.mqtt.login import Login

logging.getLogger("amqtt").setLevel(logging.ERROR)  # it logs each state of each connection
logging.getLogger("transitions").setLevel(logging.ERROR)


class Anybody(BaseAuthPlugin):  # type: ignore[misc]  # amqtt has no types
    """Lets everybody in, or the one user there is."""

    @dataclass
    class Config:
        """Who that is; amqtt fills it in."""

        username: str | None = None
        password: str | None = None

    async def authenticate(self, *, session: Any) -> bool:
        """Whether it is the one, where there is one."""
        only = self.config.username, self.config.password
        return only == (None, None) or only == (session.username, session.password)


class RetainingBroker(Broker):  # type: ignore[misc]
    """amqtt 0.12 with two faults mended, both in what a new subscriber is sent.

    It sends every client that connects the retained messages of all other clients' subscriptions, and it turns a
    retained message of QoS 0 into QoS 1 (MQTT 3.1.1, 3.3.1.3 and 3.8.4).
    """

    async def _publish_retained_messages_for_subscription(self, subscription: tuple[str, int], session: Any) -> None:
        wanted, qos = subscription
        if not any(subscriber is session for subscriber, _ in self._subscriptions.get(wanted, ())):
            return
        handler = self._get_handler(session)
        if handler is None:
            return
        for topic, retained in list(self._retained_messages.items()):
            if self._matches(topic, wanted):
                given = qos if retained.qos is None else min(qos, retained.qos)
                await handler.mqtt_publish(retained.topic, retained.data, given, retain=True)


class AmqttBroker:
    """amqtt at *host* and *port*."""

    def __init__(self, host: str, port: int, login: Login | None = None) -> None:
        self._where, self._login = f"{host}:{port}", login
        self._broker: Broker | None = None

    async def __aenter__(self) -> Self:
        """Start it. Raises BrokerFailed."""
        plugin = f"{Anybody.__module__}.{Anybody.__qualname__}"
        who = {} if self._login is None else {"username": self._login.username, "password": self._login.password}
        config = {"listeners": {"default": {"type": "tcp", "bind": self._where}}, "plugins": {plugin: who}}
        self._broker = RetainingBroker(config)
        try:
            await self._broker.start()
        except Exception as error:  # its own kinds, and OSError
            raise BrokerFailed(f"no MQTT broker at {self._where}: {error}") from None
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._broker:
            await asyncio.shield(asyncio.ensure_future(self._broker.shutdown()))
