"""How frames look: ids, blanks and times as a personality says, and nothing else changed."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ocpp.talk import Talk, actions

from pilotwire.ocpp.v16.messages.data_transfer import DataTransferRequest
from pilotwire.ocpp.v16.messages.datatypes import AuthorizationStatus, IdTagInfo
from pilotwire.ocpp.v16.messages.heartbeat import HeartbeatRequest, HeartbeatResponse
from pilotwire.ocpp.v16.messages.meter_values import MeterValue, MeterValuesRequest, SampledValue
from pilotwire.ocpp.v16.messages.send_local_list import AuthorizationData, SendLocalListRequest, UpdateType
from pilotwire.ocpp.writer import Writer
from pilotwire.personality.model import MessageIds, Spacing, Timestamps, Wire
from pilotwire.store.ledger import Ledger

TIME = "2026-11-20T03:04:05.678Z"
VALUES = MeterValuesRequest(
    connector_id=1, meter_value=(MeterValue(timestamp=TIME, sampled_value=(SampledValue(value="1"),)),)
)


def ids(wire: Wire, count: int) -> list[str]:
    writer = Writer(wire)
    return [writer.new_id() for _ in range(count)]


def test_ids_of_a_station_that_counts_begin_with_1_at_each_start() -> None:
    assert ids(Wire(MessageIds.COUNTER), 3) == ids(Wire(MessageIds.COUNTER), 3) == ["1", "2", "3"]


def test_ids_of_seven_digits_keep_their_zeros_and_begin_alike_at_each_start() -> None:
    first, again = (ids(Wire(MessageIds.SEVEN_DIGITS), 100_000) for _ in range(2))

    assert first == again
    assert first[0] == "7053156"  # facts from the field: the same on a W22 and on a W7
    assert {len(id) for id in first} == {7}
    assert any(id.startswith("0") for id in first)
    assert len(set(first)) == len(first)


def test_ids_are_unique_where_nobody_says_otherwise() -> None:
    made = ids(Wire(), 1000) + ids(Wire(), 1000)
    assert len(set(made)) == 2000
    assert max(map(len, made)) <= 36


def test_a_frame_has_blanks_where_a_station_writes_them() -> None:
    assert (
        Writer(Wire(spacing=Spacing.SPACED)).call("7", "Heartbeat", HeartbeatRequest()) == b'[2, "7", "Heartbeat", {}]'
    )
    assert Writer().call("7", "Heartbeat", HeartbeatRequest()) == b'[2,"7","Heartbeat",{}]'


def test_members_come_in_the_order_of_a_station_and_those_it_does_not_name_behind_them() -> None:
    writer = Writer(Wire(members={"DataTransfer": ("data", "moon")}))
    said = DataTransferRequest(vendor_id="a", message_id="b", data="c")

    named, other = (json.loads(writer.call("1", action, said))[3] for action in ("DataTransfer", "Heartbeat"))

    assert list(named.items()) == [("data", "c"), ("vendorId", "a"), ("messageId", "b")]
    assert list(other) == ["vendorId", "messageId", "data"]


def test_blanks_inside_a_text_stay_as_they_are() -> None:
    odd = DataTransferRequest(vendor_id="a,b:c", data='{"x":1,"y":[2,3]}')

    frame = Writer(Wire(spacing=Spacing.SPACED)).call("7", "DataTransfer", odd)

    assert json.loads(frame)[3] == {"vendorId": "a,b:c", "data": '{"x":1,"y":[2,3]}'}


@pytest.mark.parametrize(
    ("style", "spelled"),
    [
        (Timestamps.MILLISECONDS, TIME),
        (Timestamps.ZERO_MILLISECONDS, "2026-11-20T03:04:05.000Z"),
        (Timestamps.SECONDS, "2026-11-20T03:04:05Z"),
    ],
)
def test_times_are_written_as_a_station_writes_them_wherever_they_stand(style: Timestamps, spelled: str) -> None:
    writer = Writer(Wire(timestamps=style))
    card = AuthorizationData(id_tag="A", id_tag_info=IdTagInfo(status=AuthorizationStatus.ACCEPTED, expiry_date=TIME))
    cards = SendLocalListRequest(list_version=1, update_type=UpdateType.FULL, local_authorization_list=(card,))

    values, answer, nested = (
        json.loads(frame)
        for frame in (
            writer.call("1", "MeterValues", VALUES),
            writer.result("1", HeartbeatResponse(current_time=TIME)),
            writer.call("1", "SendLocalList", cards),
        )
    )

    assert values[3]["meterValue"] == [{"timestamp": spelled, "sampledValue": [{"value": "1"}]}]
    assert answer[2] == {"currentTime": spelled}
    assert nested[3]["localAuthorizationList"][0]["idTagInfo"]["expiryDate"] == spelled


def test_a_text_that_only_looks_like_a_time_is_passed_on_untouched() -> None:
    sent = Writer(Wire(timestamps=Timestamps.SECONDS)).call(
        "1", "DataTransfer", DataTransferRequest(vendor_id=TIME, data=TIME)
    )

    assert json.loads(sent)[3] == {"vendorId": TIME, "data": TIME}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "transactions.db")
    yield ledger
    ledger.close()


async def test_a_station_that_pauses_says_nothing_until_its_time_has_come(ledger: Ledger) -> None:
    talk = Talk("1.6", ledger, wire=Wire(boot_pause_s=5.0, accepted_pause_s=10.0))

    assert await talk.up() == []
    assert talk.conversation.next_deadline() == talk.now_s + 5.0
    assert await talk.wait(4.9) == []
    assert actions(await talk.wait(0.1)) == ["BootNotification"]
    assert await talk.answer() == []
    assert talk.conversation.next_deadline() == talk.now_s + 10.0
    assert await talk.wait(9.9) == []
    assert actions(await talk.wait(0.1)) == ["StatusNotification"]


async def test_a_station_that_pauses_answers_all_the_same(ledger: Ledger) -> None:
    talk = Talk("1.6", ledger, wire=Wire(boot_pause_s=5.0))
    await talk.up()

    talk.hear(2, "x", "GetConfiguration", {"key": ["HeartbeatInterval"]})

    assert [frame[:2] for frame in await talk.settle()] == [[3, "x"]]


async def test_a_link_that_breaks_in_a_pause_ends_it(ledger: Ledger) -> None:
    talk = Talk("1.6", ledger, wire=Wire(boot_pause_s=5.0))
    await talk.up()

    await talk.down()

    assert talk.conversation.next_deadline() is None
    assert await talk.wait(10.0) == []


def test_ids_of_one_link_run_on_over_the_next() -> None:
    writer = Writer(Wire(MessageIds.COUNTER))
    first = list(itertools.islice(iter(writer.new_id, None), 2))
    assert (*first, writer.new_id()) == ("1", "2", "3")
