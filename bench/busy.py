"""The crowd around a station that is measured: a central system, customer software, and a list that is written."""

from __future__ import annotations

import asyncio
import itertools
import time

from pilotwire.core.local_list import LocalListSent, Update
from pilotwire.core.reply import ReplyTo
from pilotwire.core.station import Station
from pilotwire.core.token import TokenInfo, TokenStatus
from pilotwire.inbox import Inbox
from pilotwire.mqtt.topic import Place
from pilotwire.mqtt.topics import TOPICS
from pilotwire.ocpp.conversation import Conversation
from pilotwire.ocpp.v2.dialect import V201
from pilotwire.ocpp.writer import Writer
from pilotwire.store.volatile import VolatileLedger

MESSAGES_PER_S = 200
LIST_ENTRIES = 10_000
CROWD = f"{MESSAGES_PER_S} OCPP and {MESSAGES_PER_S} MQTT messages/s, commits of 30 ms, {LIST_ENTRIES} tokens written"
REQUEST = '[2,"bench","ChangeAvailability",{"operationalStatus":"Operative","evse":{"id":2}}]'
LIMITS = "ci/global/dyn_current_limit"


async def central_system(inbox: Inbox, station: Station) -> None:
    """Requests of a central system, decoded as they come."""
    conversation = Conversation(V201(), VolatileLedger(), Writer(), station)
    while True:
        conversation.receive(REQUEST, time.monotonic())
        for event in conversation.events():
            inbox.put(event)
        await asyncio.sleep(1 / MESSAGES_PER_S)


async def customer(inbox: Inbox) -> None:
    """Limits of customer software, parsed as they come from the broker."""
    parse = next(topic.parse for topic in TOPICS if topic.name == f"{LIMITS}/+" and topic.parse is not None)
    for number in itertools.count():
        inbox.put(parse(b"%d" % (16 + number % 10), Place(name="bench")))
        await asyncio.sleep(1 / MESSAGES_PER_S)


async def list_writer(inbox: Inbox) -> None:
    """A local list of ten thousand tokens, of which one changes again and again."""
    everybody = tuple((f"{number:020X}", TokenInfo(TokenStatus.ACCEPTED)) for number in range(LIST_ENTRIES))
    inbox.put(LocalListSent(ReplyTo("list"), 1, Update.FULL, everybody))
    for version in itertools.count(2):
        await asyncio.sleep(0.02)
        id, _ = everybody[version % LIST_ENTRIES]
        status = TokenStatus.BLOCKED if version // LIST_ENTRIES % 2 else TokenStatus.EXPIRED
        inbox.put(LocalListSent(ReplyTo("list"), version, Update.DIFFERENTIAL, ((id, TokenInfo(status)),)))
