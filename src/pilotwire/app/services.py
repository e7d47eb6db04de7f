"""The services around a station that outlive its resets: web server, broker, MQTT client; each only if wanted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from pilotwire.app.doors import Bench, TransactionReader
from pilotwire.app.options import Options
from pilotwire.app.usage import UsageError
from pilotwire.core import registry
from pilotwire.core.event import Event
from pilotwire.core.neighbour import Door
from pilotwire.core.settings import Settings
from pilotwire.core.station import Station
from pilotwire.inbox import Inbox
from pilotwire.mqtt.option import is_reader_elsewhere, options_for
from pilotwire.store.ledger import Ledger
from pilotwire.supervisor import Supervisor

if TYPE_CHECKING:
    from pilotwire.mqtt.adapter import MqttAdapter
    from pilotwire.mqtt.broker import EmbeddedBroker
    from pilotwire.mqtt.link import Way
    from pilotwire.mqtt.neighbour import Neighbours
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
    bench: Bench | None,
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
    bench: Bench | None,
    supervisor: Supervisor,
) -> MqttAdapter | None:
    """The MQTT client, with a broker of our own where none is named, or None. Raises UsageError or BrokerFailed."""
    where = _text(settings, "MqttCtrlr.Broker")
    if where in (None, OFF):
        return None
    from pilotwire.mqtt.adapter import MqttAdapter
    from pilotwire.mqtt.link import Way

    if where == EMBEDDED:
        broker = await stack.enter_async_context(_embedded(settings))
        way = Way(broker.url)
    else:
        way = _own_way(str(where), settings)
    act = None if bench is None else bench.act_by_topic
    adapter = MqttAdapter(inbox.put, way, options_for(settings, evses), act=act, room=inbox.room)
    supervisor.start(MQTT, adapter.run)
    stack.push_async_callback(supervisor.stop, MQTT)  # before the broker, which is not missing then but wanted gone
    return adapter


def opened_neighbours(
    stack: AsyncExitStack, settings: Settings, evses: int, inbox: Inbox, supervisor: Supervisor
) -> Neighbours | None:
    """The boards that share a card reader of ours, or None where there are none. Raises UsageError."""
    uris = {
        Door(evse, number): uri
        for evse in range(1, evses + 1)
        if settings.get(registry.READER_ENABLED, evse) and not is_reader_elsewhere(settings, evse)
        for number, uri in enumerate(settings.get(registry.READER_REMOTE_PORTS, evse), start=1)
        if uri
    }
    if not uris:
        return None
    from pilotwire.mqtt.neighbour import Neighbours

    neighbours = Neighbours({door: _way(uri, settings) for door, uri in uris.items()}, inbox.put)
    for door, link in neighbours.links.items():
        name = f"neighbour {door.evse}.{door.number}"
        supervisor.start(name, link.run)
        stack.push_async_callback(supervisor.stop, name)
    return neighbours


def _way(where: str, settings: Settings) -> Way:
    """How to reach the broker *where*. Raises UsageError."""
    from pilotwire.mqtt.link import Way
    from pilotwire.mqtt.url import BrokerUrl, UrlError

    roots = _text(settings, "MqttCtrlr.Roots")
    try:
        return Way(BrokerUrl.parse(where), None if roots is None else Path(roots))
    except UrlError as error:
        raise UsageError(f"mqtt: {error}") from error


def _embedded(settings: Settings) -> EmbeddedBroker:
    """The broker that comes with us, where the settings want it to listen."""
    from pilotwire.mqtt.broker import EmbeddedBroker
    from pilotwire.mqtt.login import Login

    bind, username, password = (_text(settings, f"MqttCtrlr.{name}") for name in ("Bind", "Username", "Password"))
    login = None if username is None else Login(username, password or "")
    if bind is None:
        return EmbeddedBroker(login=login)
    host, _, port = bind.rpartition(":")
    return EmbeddedBroker(int(port), host=host.strip("[]"), login=login)


def _own_way(where: str, settings: Settings) -> Way:
    """The same for our own broker, whose user may stand in the settings instead of the URL."""
    way, username = _way(where, settings), _text(settings, "MqttCtrlr.Username")
    if way.url.username is not None or username is None:
        return way
    return replace(way, url=replace(way.url, username=username, password=_text(settings, "MqttCtrlr.Password")))


def _text(settings: Settings, name: str) -> str | None:
    variable = settings.layers.variables.get(name)
    value = None if variable is None else settings.get(variable)
    return None if value is None else str(value)
