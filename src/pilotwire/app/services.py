"""The services around a station that outlive its resets: web server, broker, MQTT client; each only if wanted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import structlog

from pilotwire.app.doors import Bench, TransactionReader
from pilotwire.app.options import Options
from pilotwire.app.usage import UsageError
from pilotwire.core.event import Event
from pilotwire.core.settings import Settings
from pilotwire.core.station import Station
from pilotwire.inbox import Inbox
from pilotwire.store.ledger import Ledger
from pilotwire.supervisor import Supervisor

if TYPE_CHECKING:
    from pilotwire.mqtt.adapter import MqttAdapter
    from pilotwire.web.server import WebServer

log = structlog.get_logger("pilotwire")
OFF, EMBEDDED = "off", "embedded"
MQTT = "mqtt"


async def opened_web(
    stack: AsyncExitStack,
    options: Options,
    settings: Settings,
    station: Callable[[], Station],
    say: Callable[[Event], None],
    bench: Bench,
    ledger: Ledger,
) -> WebServer | None:
    """The web server, listening, or None if it is off. Raises UsageError or CannotListen."""
    where, password = (_text(settings, name) for name in ("WebCtrlr.Bind", "WebCtrlr.Password"))
    if where in (None, OFF):
        return None
    from pilotwire.web.bind import Bind
    from pilotwire.web.door import Doors
    from pilotwire.web.server import WebServer

    host, _, port = str(where).rpartition(":")
    try:
        bind = Bind(host.strip("[]"), int(port), password)
    except ValueError as error:
        raise UsageError(str(error)) from error
    doors = Doors(TransactionReader(ledger), options.log_tail, bench)
    server = WebServer(say, station, doors, bind)
    await server.start()
    stack.push_async_callback(server.stop)
    return server


async def opened_mqtt(
    stack: AsyncExitStack,
    settings: Settings,
    evses: int,
    inbox: Inbox,
    bench: Bench,
    supervisor: Supervisor,
) -> MqttAdapter | None:
    """The MQTT client, with a broker of our own where none is named, or None. Raises UsageError or BrokerFailed."""
    where = _text(settings, "MqttCtrlr.Broker")
    if where in (None, OFF):
        return None
    from pilotwire.mqtt.adapter import MqttAdapter
    from pilotwire.mqtt.url import BrokerUrl, UrlError

    if where == EMBEDDED:
        from pilotwire.mqtt.broker import EmbeddedBroker

        broker = await stack.enter_async_context(EmbeddedBroker())
        url = broker.url
    else:
        try:
            url = BrokerUrl.parse(str(where))
        except UrlError as error:
            raise UsageError(f"mqtt: {error}") from error
    adapter = MqttAdapter(inbox.put, url, evses, act=bench.act_by_topic, room=inbox.room)
    supervisor.start(MQTT, adapter.run)
    stack.push_async_callback(supervisor.stop, MQTT)  # before the broker, which is not missing then but wanted gone
    return adapter


def _text(settings: Settings, name: str) -> str | None:
    value = settings.get(settings.layers.variables[name])
    return None if value is None else str(value)
