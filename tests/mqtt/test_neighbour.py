"""A board next door as its broker tells of it, and a card that is shown there."""

import json

import pytest
from tests.mqtt.conftest import station_with
from tests.mqtt.story import Story

from pilotwire.config.configuration import load
from pilotwire.core import registry
from pilotwire.core.csms import BootCause
from pilotwire.core.neighbour import Door, HandOver, NeighbourSeen, Presence
from pilotwire.core.restart import Begun
from pilotwire.core.settings import Settings
from pilotwire.core.token import Token, TokenKind
from pilotwire.mqtt.link import Way
from pilotwire.mqtt.neighbour import CARD, CHARGING, PERMIT, PILOT, Neighbours, NextDoor
from pilotwire.mqtt.publication import Publication
from pilotwire.mqtt.topic import TopicError
from pilotwire.mqtt.url import BrokerUrl
from pilotwire.personality.load import load as load_personality

DOOR = Door(1, 1)


@pytest.fixture
def said():
    return []


@pytest.fixture
def board(said):
    return NextDoor(DOOR, said.append)


async def tell(board, *messages, retained=False):
    for topic, payload in messages:
        await board.hear(topic, payload, retained=retained)


async def test_a_vehicle_comes_charges_and_leaves(board, said):
    await tell(board, (PILOT, b"A"), (PERMIT, b"0"), (PILOT, b"B"), (PERMIT, b"1"), (PILOT, b"C"), (CHARGING, b"1"))
    await tell(board, (CHARGING, b"0"), (PERMIT, b"0"), (PILOT, b"A"))
    assert said == [
        NeighbourSeen(DOOR, Presence.WAITING),
        NeighbourSeen(DOOR, Presence.CHARGING),
        NeighbourSeen(DOOR, Presence.WAITING),
        NeighbourSeen(DOOR, Presence.NOBODY),
    ]


async def test_what_was_retained_is_no_news(board, said):
    await tell(board, (PILOT, b"B"), retained=True)
    assert said == [NeighbourSeen(DOOR, Presence.WAITING, is_news=False)]


@pytest.mark.parametrize("unclear", [b"E", b"F"])
async def test_an_unclear_pilot_takes_nobody_away(board, said, unclear):
    await tell(board, (PILOT, b"C"), (PILOT, unclear))
    assert board.presence is Presence.WAITING
    assert len(said) == 1


async def test_a_board_that_cannot_be_heard_has_nobody(board, said):
    await tell(board, (PILOT, b"C"), (PERMIT, b"1"))
    board.lose()
    assert said[-1] == NeighbourSeen(DOOR, Presence.NOBODY)
    await tell(board, (PILOT, b"C"), retained=True)
    assert said[-1] == NeighbourSeen(DOOR, Presence.WAITING, is_news=False)


@pytest.mark.parametrize(("topic", "payload"), [(PILOT, b"G"), (PILOT, b""), (PERMIT, b"2"), (CHARGING, b"\xff")])
async def test_nonsense_from_next_door_changes_nothing(board, said, topic, payload):
    with pytest.raises(TopicError):
        await board.hear(topic, payload, retained=False)
    assert said == []


def test_each_new_life_of_the_station_is_told_whom_it_shares_with(said):
    neighbours = Neighbours({DOOR: Way(BrokerUrl("127.0.0.1"))}, said.append)
    told = Story(station_with({})).begin()
    neighbours.tell(told)
    assert said == []
    neighbours.tell(type(told)(Begun(BootCause.POWER_UP), told.moment, told.before, told.after))
    assert said == [NeighbourSeen(DOOR, Presence.NOBODY, is_news=False)]


@pytest.mark.req("CCC-API-033")
async def test_a_card_is_shown_next_door_as_it_would_be_here_and_not_retained(said):
    neighbours = Neighbours({DOOR: Way(BrokerUrl("127.0.0.1"))}, said.append)
    link = neighbours.links[DOOR]
    neighbours.obey(HandOver(DOOR, Token("1F2D", TokenKind.ISO14443)))
    assert len(link) == 0  # nobody is there
    link.is_connected.set()
    neighbours.obey(HandOver(DOOR, Token("1F2D", TokenKind.ISO14443)))
    assert link._outbox.take() == Publication(CARD, '["ISO14443", "1F2D"]', retain=False)


@pytest.mark.req("CCC-ADD-029", "CCC-SHARE-001")
@pytest.mark.parametrize(
    ("uris", "found"),
    [
        (["mqtt://a", "mqtt://b", "mqtt://c", "mqtt://d"], ("mqtt://a", "mqtt://b", "mqtt://c")),
        ([None, "mqtt://b", "mqtt://c", "mqtt://d"], ("mqtt://b", "mqtt://c")),
        ([None, None, None, "mqtt://d"], ()),
    ],
)
def test_the_first_three_objects_count_also_those_without_uri(tmp_path, uris, found):
    ports = [{} if uri is None else {"uri": uri} for uri in uris]
    (tmp_path / "customer.json").write_text(json.dumps({"ports": [{"rfid": {"remote_ports": ports}}]}))
    configuration = load(tmp_path, tmp_path, load_personality("pilotwire"), {})
    assert Settings(configuration.layers).get(registry.READER_REMOTE_PORTS, 1) == found
