"""Both directions at once: every request gets its answer, no earlier than it is true, whatever else is going on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from tests.ocpp.talk import STATUS, Frame, Talk, actions

from pilotwire.core import registry
from pilotwire.core.csms import LinkChanged, Registration, SendHeartbeat
from pilotwire.core.event import Asked
from pilotwire.core.port.availability import Availability
from pilotwire.core.reply import Reply
from pilotwire.core.restart import kept_of
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Notes, Taken
from pilotwire.ocpp.v2.dialect import V201
from pilotwire.store.ledger import Ledger

both = pytest.mark.parametrize("version", ["1.6", "2.0.1"])
INOPERATIVE = {
    "1.6": {"connectorId": 1, "type": "Inoperative"},
    "2.0.1": {"evse": {"id": 1}, "operationalStatus": "Inoperative"},
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "transactions.db")
    yield ledger
    ledger.close()


@pytest.fixture
async def talk(version: str, ledger: Ledger) -> Talk:
    """An accepted station that has nothing to say."""
    talk = Talk(version, ledger)
    await talk.accepted()
    return talk


async def asked(talk: Talk, action: str, payload: dict[str, Any]) -> list[Frame]:
    """The central system asks; everything that follows."""
    talk.hear(2, "theirs", action, payload)
    return await talk.settle()


@both
async def test_a_request_that_changes_something_is_answered_when_that_is_durable(talk: Talk, ledger: Ledger) -> None:
    talk.hear(2, "theirs", "ChangeAvailability", INOPERATIVE[talk.version])
    (event,) = talk.conversation.events()
    assert talk.collect() == []
    talk.history.hear(event)
    tolds = talk.history.new()
    assert talk.collect() == []
    await ledger.keep(tolds)
    for told in tolds:
        talk.conversation.tell(told, talk.now_s)
    frames = talk.collect()
    assert frames[0] == [3, "theirs", {"status": "Accepted"}]
    assert actions(frames) == [STATUS]  # what was promised follows its promise
    assert ledger.kept().availability == kept_of(talk.history.station).availability != {1: Availability()}


@both
async def test_a_question_that_changes_nothing_is_answered_at_once(talk: Talk) -> None:
    talk.hear(2, "theirs", "GetLocalListVersion", {})
    assert talk.conversation.events() == []
    (answer,) = talk.collect()
    assert answer[:2] == [3, "theirs"]


@both
async def test_a_request_is_answered_while_ours_is_under_way(talk: Talk) -> None:
    talk.conversation.ask(SendHeartbeat(), talk.now_s)
    assert actions(await talk.settle()) == ["Heartbeat"]
    frames = await asked(talk, "ChangeAvailability", INOPERATIVE[talk.version])
    assert frames == [[3, "theirs", {"status": "Accepted"}]]
    assert actions(await talk.answer()) == [STATUS]


@both
async def test_many_requests_at_once_are_each_answered_under_their_own_id(talk: Talk) -> None:
    for number in range(50):
        talk.hear(2, f"theirs-{number}", "ClearCache", {})
    assert [frame[1] for frame in await talk.settle()] == [f"theirs-{number}" for number in range(50)]


@both
async def test_an_id_that_comes_twice_is_answered_twice(talk: Talk) -> None:
    talk.hear(2, "same", "ClearCache", {})
    talk.hear(2, "same", "ClearCache", {})
    assert await talk.settle() == [[3, "same", {"status": "Accepted"}]] * 2


@both
async def test_what_was_asked_before_the_link_broke_is_answered_to_nobody(talk: Talk) -> None:
    talk.hear(2, "theirs", "ChangeAvailability", INOPERATIVE[talk.version])
    talk.conversation.link_down()
    talk.conversation.link_up(talk.now_s)
    assert [frame for frame in await talk.settle() if frame[0] != 2] == []


@both
async def test_the_core_hears_of_the_link(talk: Talk) -> None:
    await talk.down()
    assert talk.history.station.registration is Registration.AWAY
    talk.conversation.link_up(talk.now_s)
    assert talk.conversation.events() == [LinkChanged(online=True)]


@both
async def test_every_way_a_link_can_break_is_heard_by_the_core(talk: Talk) -> None:
    talk.conversation.ask(SendHeartbeat(), talk.now_s)
    talk.conversation.ask(SendHeartbeat(), talk.now_s)
    await talk.settle()
    await talk.down()
    assert talk.history.station.registration is Registration.AWAY


async def test_a_rejected_station_of_1_6_is_silent(ledger: Ledger) -> None:
    talk = await rejected("1.6", ledger)
    assert await asked(talk, "GetLocalListVersion", {}) == []
    assert await asked(talk, "ChangeAvailability", INOPERATIVE["1.6"]) == []
    assert await asked(talk, "MakeCoffee", {}) == []


async def test_a_rejected_station_of_2_0_1_gives_nothing_but_a_security_error(ledger: Ledger) -> None:
    talk = await rejected("2.0.1", ledger)
    for action in ("GetLocalListVersion", "ChangeAvailability", "MakeCoffee"):
        (answer,) = await asked(talk, action, {})
        assert answer[:3] == [4, "theirs", "SecurityError"]


async def rejected(version: str, ledger: Ledger) -> Talk:
    talk = Talk(version, ledger)
    await talk.up()
    await talk.answer({"status": "Rejected", "currentTime": "2025-06-15T15:10:00Z", "interval": 60})
    assert talk.history.station.registration is Registration.REJECTED
    return talk


@both
async def test_a_pending_station_answers_and_tells_no_rows(version: str, ledger: Ledger) -> None:
    free = {registry.USER_AUTHENTICATION: "free", registry.UNKNOWN_OFFLINE: True}
    talk = Talk(version, ledger, settings=free)
    await talk.up()
    await talk.answer({"status": "Pending", "currentTime": "2025-06-15T15:10:00Z", "interval": 60})
    talk.history.plug()
    talk.history.go(10.0)
    await talk.settle()
    frames = await asked(talk, "GetLocalListVersion", {})
    assert [frame[:2] for frame in frames] == [[3, "theirs"]]
    assert talk.open is None
    assert ledger.unsent() > 0


@both
async def test_before_it_is_accepted_a_station_says_nothing_but_who_it_is(version: str, ledger: Ledger) -> None:
    talk = Talk(version, ledger)
    assert actions(await talk.up()) == ["BootNotification"]
    talk.history.plug()
    assert await talk.settle() == []


@both
@pytest.mark.parametrize("frame", ["", "[", "{}", "[2]", '[2,"a"]', "[[[[", "\ud800", "7", "null", '[true,"a",{}]'])
async def test_no_frame_is_too_strange(talk: Talk, frame: str) -> None:
    talk.conversation.receive(frame, talk.now_s)
    for answer in talk.collect():
        assert answer[0] == 4
    assert [each[:2] for each in await asked(talk, "GetLocalListVersion", {})] == [[3, "theirs"]]


@both
@pytest.mark.parametrize("answer", [[3, "nobody", {}], [4, "nobody", "x", "", {}], [3, "nobody"], [3], [4, "nobody"]])
async def test_an_answer_nobody_waits_for_is_never_answered(talk: Talk, answer: Frame) -> None:
    talk.hear(*answer)
    assert await talk.settle() == []


@both
async def test_the_answer_to_another_request_is_not_taken_for_ours(talk: Talk) -> None:
    talk.conversation.ask(SendHeartbeat(), talk.now_s)
    await talk.settle()
    talk.hear(3, "id-1", {"status": "Rejected", "currentTime": "2025-06-15T15:10:00Z", "interval": 1})
    assert await talk.settle() == []
    assert talk.history.station.registration is Registration.ACCEPTED
    assert actions([talk.open or []]) == ["Heartbeat"]


@both
async def test_a_payload_that_breaks_the_schema_is_refused_and_changes_nothing(talk: Talk) -> None:
    before = talk.history.station
    (answer,) = await asked(talk, "ChangeAvailability", {"connectorId": "one", "evse": 7, "type": 5})
    assert answer[:2] == [4, "theirs"]
    assert talk.history.station is before


@pytest.mark.parametrize(
    ("connector", "transaction", "why"),
    [(0, None, "a profile of a transaction is of one EVSE"), (1, 7, "transaction 7 is not known")],
)
async def test_why_a_profile_is_rejected_stands_in_the_log(
    ledger: Ledger, connector: int, transaction: int | None, why: str
) -> None:
    talk = Talk("1.6", ledger)
    await talk.accepted()
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 6}]}
    kind = {"chargingProfilePurpose": "TxProfile", "chargingProfileKind": "Relative"}
    named = {} if transaction is None else {"transactionId": transaction}
    profile = {"chargingProfileId": 1, "stackLevel": 0, **kind, **named, "chargingSchedule": schedule}
    with capture_logs() as logs:
        request = {"connectorId": connector, "csChargingProfiles": profile}
        assert await asked(talk, "SetChargingProfile", request) == [[3, "theirs", {"status": "Rejected"}]]
    expected = {"event": "request rejected", "log_level": "warning", "action": "SetChargingProfile", "why": why}
    assert logs == [expected]


# -- bugs of ours, which there will be


@dataclass(frozen=True)
class Buggy(V201):
    """Cannot take a Reset, and cannot word the answer to ClearCache."""

    def take(self, action: str, payload: bytes, reply_to: Any, station: Station, notes: Notes) -> Taken:
        if action == "Reset":
            raise IndexError("a bug")
        return super().take(action, payload, reply_to, station, notes)

    def reply(self, action: str, reply: Reply, asked: Asked, station: Station) -> Any:
        if action == "ClearCache":
            raise IndexError("a bug")
        return super().reply(action, reply, asked, station)


@pytest.mark.parametrize("action", ["Reset", "ClearCache"])
async def test_a_bug_in_a_request_is_an_internal_error_and_nothing_else(ledger: Ledger, action: str) -> None:
    talk = Talk("2.0.1", ledger, Buggy())
    await talk.accepted()
    with capture_logs() as logs:
        (answer,) = await asked(talk, action, {"type": "Immediate"} if action == "Reset" else {})
    assert answer[:3] == [4, "theirs", "InternalError"]
    assert [entry["log_level"] for entry in logs] == ["error"]
    assert [each[:2] for each in await asked(talk, "GetLocalListVersion", {})] == [[3, "theirs"]]
    assert "a bug" not in json.dumps(answer)


# --- frames that are read elsewhere


async def read_elsewhere(talk: Talk, *frame: Any) -> list[Frame]:
    """What is said when *frame* is read in another thread, and heard then."""
    read = await asyncio.to_thread(talk.conversation.read, json.dumps(frame))
    talk.conversation.hear(read, talk.now_s)
    return await talk.settle()


@both
async def test_a_long_list_may_be_read_in_another_thread(talk: Talk) -> None:
    entries = {
        "1.6": [{"idTag": f"T{number}", "idTagInfo": {"status": "Accepted"}} for number in range(10_000)],
        "2.0.1": [
            {"idToken": {"idToken": f"T{number}", "type": "Central"}, "idTokenInfo": {"status": "Accepted"}}
            for number in range(10_000)
        ],
    }[talk.version]
    version = {"1.6": "listVersion", "2.0.1": "versionNumber"}[talk.version]
    payload = {version: 1, "updateType": "Full", "localAuthorizationList": entries}
    assert await read_elsewhere(talk, 2, "theirs", "SendLocalList", payload) == [[3, "theirs", {"status": "Accepted"}]]
    assert len(talk.history.station.local_list.entries) == 10_000
    again = await asked(talk, "ChangeAvailability", INOPERATIVE[talk.version])
    assert again[0] == [3, "theirs", {"status": "Accepted"}]


@both
@pytest.mark.parametrize(
    ("action", "payload", "code"),
    [("ChangeAvailability", {"connectorId": "one"}, None), ("Nonsense", {}, "NotImplemented")],
)
async def test_what_is_refused_is_refused_also_if_it_was_read_elsewhere(
    talk: Talk, action: str, payload: dict[str, Any], code: str | None
) -> None:
    (there,) = await read_elsewhere(talk, 2, "theirs", action, payload)
    (here,) = await asked(talk, action, payload)
    assert there == here
    assert there[0] == 4
    assert code in (None, there[2])


@both
async def test_an_answer_counts_also_if_it_was_read_elsewhere(talk: Talk) -> None:
    talk.conversation.ask(SendHeartbeat(), talk.now_s)
    await talk.settle()
    frame = talk.taken()
    await read_elsewhere(talk, 3, frame[1], {"currentTime": "2025-06-15T15:10:00Z"})
    talk.conversation.ask(SendHeartbeat(), talk.now_s)
    assert actions(await talk.settle()) == ["Heartbeat"]
