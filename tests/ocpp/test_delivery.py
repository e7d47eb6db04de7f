"""One request at a time: questions, notifications, rows; nothing lost, nothing doubled, nothing out of order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from tests.core.bench import ALICE, Host
from tests.ocpp.talk import FINE, NOW, ROW, STATUS, Frame, Talk, actions

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.csms import HeartbeatAnswered, Registration, SendHeartbeat
from pilotwire.core.delivery import RowDiscarded
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.reading import Reading
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo
from pilotwire.core.restart import kept_of
from pilotwire.core.rules import OfflineSamples, RefusedRows, RowPause, Rules
from pilotwire.core.station import Station
from pilotwire.core.transaction import TransactionChanged
from pilotwire.core.trigger import Message as Wanted
from pilotwire.core.trigger import TriggerAsked
from pilotwire.ocpp.dialect import Message, Notes, Row
from pilotwire.ocpp.outbox import MAX_NOTICES
from pilotwire.ocpp.timestamp import to_wire as from_epoch
from pilotwire.ocpp.v2.dialect import V201
from pilotwire.ocpp.v16.dialect import V16
from pilotwire.ocpp.v16.keys import keys_of
from pilotwire.personality.load import load
from pilotwire.store.ledger import Ledger

FREE = {registry.USER_AUTHENTICATION: "free", registry.MESSAGE_ATTEMPTS: 3, registry.MESSAGE_INTERVAL_S: 10}
both = pytest.mark.parametrize("version", ["1.6", "2.0.1"])


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "transactions.db")
    yield ledger
    ledger.close()


@pytest.fixture
async def talk(version: str, ledger: Ledger) -> Talk:
    """An accepted station where whoever plugs in charges; it has nothing to say."""
    talk = Talk(version, ledger, settings=FREE)
    await talk.accepted()
    assert talk.open is None
    return talk


@pytest.fixture
async def strict(version: str, ledger: Ledger) -> Talk:
    """The same where a card is needed to charge."""
    talk = Talk(version, ledger)
    await talk.accepted()
    return talk


async def busy(talk: Talk) -> None:
    """A heartbeat is under way, so that everything else has to wait."""
    talk.conversation.ask(SendHeartbeat(), talk.now_s)
    assert actions(await talk.settle()) == ["Heartbeat"]


async def charging(talk: Talk) -> list[Frame]:
    """A vehicle comes and charges; what is said at once."""
    talk.history.plug()
    talk.history.go(5.0)
    return await talk.settle()


async def until_row(talk: Talk) -> Frame:
    """Answer as usual until a row is under way."""
    while talk.open is not None and talk.open[2] != ROW[talk.version]:
        await talk.answer()
    assert talk.open is not None
    return talk.open


@both
async def test_questions_go_before_notices_and_notices_before_rows(strict: Talk) -> None:
    await busy(strict)
    strict.history.plug()
    strict.history.hear(RemoteStartAsked(ReplyTo("r"), ALICE, 1))
    assert await strict.settle() == []
    strict.history.go(5.0)
    strict.conversation.ask(AskAuthorization("q", ALICE), strict.now_s)
    assert await strict.settle() == []
    said = await strict.fine()
    assert actions(said)[:4] == ["Heartbeat", "Authorize", STATUS, ROW[strict.version]]


@both
async def test_no_charging_before_the_row_that_begins_it_and_nothing_earlier_behind_it(
    strict: Talk, version: str
) -> None:
    await busy(strict)
    strict.history.plug()
    strict.history.hear(RemoteStartAsked(ReplyTo("r"), ALICE, 1))
    strict.history.go(5.0)
    await strict.settle()  # all of it is one commit
    said = (await strict.fine())[1:]
    row = actions(said).index(ROW[version])
    statuses = [frame[3].get("status", frame[3].get("connectorStatus")) for frame in said]
    assert statuses[:row] == (["Preparing"] if version == "1.6" else ["Occupied"])
    assert [each for each in statuses[row:] if each][-1:] == (["Charging"] if version == "1.6" else [])


async def test_a_reading_goes_behind_its_start_and_the_status_behind_both(ledger: Ledger) -> None:
    talk = Talk("1.6", ledger, settings={**FREE, registry.SAMPLED_AFTER_START: registry.REGISTER})
    await talk.accepted()
    await charging(talk)
    said = actions(await talk.fine())
    start = said.index("StartTransaction")
    assert said[start : start + 3] == ["StartTransaction", "MeterValues", STATUS]


@pytest.mark.req("CCC-DT-009", "CCC-DT-010")
@pytest.mark.parametrize("answer", [None, {"status": "Rejected"}, {"status": "Accepted"}])
async def test_a_public_key_goes_behind_each_boot_once_whatever_the_answer(
    ledger: Ledger, answer: dict[str, Any] | None
) -> None:
    talk = Talk("1.6", ledger, settings={**FREE, registry.PUBLIC_KEY_AT_BOOT: True, registry.BOOT_ON_RECONNECT: True})
    talk.history.hear(MeterRead(1, Reading(1.0, public_key="3056")))
    said: list[Frame] = []
    for _ in range(2):
        await talk.settle()
        said += await talk.up()
        while talk.open is not None:
            is_key = talk.open[2] == "DataTransfer"
            said += await (talk.refuse() if is_key and answer is None else talk.answer(answer if is_key else None))
        await talk.down()
    heard = [each for each in actions(said) if each in ("BootNotification", "DataTransfer")]
    assert heard == ["BootNotification", "DataTransfer"] * 2


async def test_an_old_backlog_does_not_hold_up_notices(ledger: Ledger) -> None:
    talk = Talk("1.6", ledger, settings=FREE)
    await talk.accepted()
    await talk.down()
    await charging(talk)
    for _ in range(5):
        talk.history.go(60.0)
    await talk.settle()
    assert ledger.unsent() > 5
    said = actions([*await talk.up(), *await talk.fine()])
    assert said[0] == STATUS
    assert said.count("StartTransaction") == 1
    assert said.index(STATUS) < said.index("StartTransaction")
    assert ledger.unsent() == 0


@both
async def test_only_one_request_is_under_way_and_no_id_comes_twice(talk: Talk) -> None:
    for _ in range(3):
        await charging(talk)
        talk.history.go(130.0)
        talk.history.unplug()
        talk.history.go(20.0)
        await talk.settle()
        await talk.fine()
    assert len(talk.ids) > 20
    assert len(set(talk.ids)) == len(talk.ids)


@both
async def test_the_next_row_waits_until_the_receipt_of_the_last_one_is_durable(talk: Talk, ledger: Ledger) -> None:
    await charging(talk)
    talk.history.go(130.0)
    await talk.settle()
    first = await until_row(talk)
    unsent = ledger.unsent()
    talk.hear(3, talk.taken()[1], FINE[talk.version].get(first[2], {}))
    frames = talk.collect()
    assert not any(frame[2] == ROW[talk.version] or "transactionId" in frame[3] for frame in frames)
    assert ledger.unsent() == unsent
    await talk.settle()
    assert ledger.unsent() == unsent - 1
    await talk.fine()
    assert ledger.unsent() == 0


@both
async def test_a_station_that_is_steady_waits_for_the_same_time_before_each_try(version: str, ledger: Ledger) -> None:
    talk = Talk(version, ledger, settings=FREE, rules=Rules(row_pause=RowPause.EVEN))
    await talk.accepted()
    await charging(talk)
    first = await until_row(talk)
    for _ in range(2):
        await talk.refuse()
        await talk.fine()
        assert actions(await talk.wait(9.9)) == []
        assert [frame[2:] for frame in await talk.wait(0.1)] == [first[2:]]
    await talk.fine()
    assert ledger.unsent() == 0


@both
@pytest.mark.req("ABB-CONF-007")
async def test_a_row_nobody_answers_is_sent_again_after_a_pause_as_often_as_it_takes(talk: Talk) -> None:
    await charging(talk)
    first = await until_row(talk)
    for _ in range(10):
        talk.open = None
        assert first[2] not in actions(await talk.wait(30.0))  # overdue: from here on it pauses
        while talk.open is not None:  # notices may use the pause
            await talk.answer()
        assert talk.conversation.next_deadline() == talk.now_s + 10.0
        assert actions(await talk.wait(9.9)) == []
        again = (await talk.wait(0.1))[0]
        assert (again[2:], again[1] != first[1]) == (first[2:], True)
    await talk.fine()
    assert talk.ledger.unsent() == 0


@both
@pytest.mark.req("CCC-REV-014")
async def test_a_refused_row_is_tried_again_after_growing_pauses_and_given_up_at_last(
    talk: Talk, ledger: Ledger
) -> None:
    await charging(talk)
    first = await until_row(talk)
    for pause_s in (10.0, 20.0):
        await talk.refuse()
        while talk.open is not None:
            await talk.answer()
        assert actions(await talk.wait(pause_s - 0.1)) == []
        assert [frame[2:] for frame in await talk.wait(0.1)] == [first[2:]]
        assert [fact for fact in talk.history.facts if isinstance(fact, RowDiscarded)] == []
    unsent = ledger.unsent()
    await talk.refuse("GenericError")
    assert [fact.error for fact in talk.history.facts if isinstance(fact, RowDiscarded)] == ["GenericError"]
    assert ledger.unsent() < unsent
    await talk.fine()
    assert ledger.unsent() == 0


async def test_of_a_transaction_whose_start_was_given_up_all_else_is_given_up_and_the_next_one_is_told(
    ledger: Ledger,
) -> None:
    talk = Talk("1.6", ledger, settings={**FREE, registry.MESSAGE_ATTEMPTS: 1})
    await talk.accepted()
    await charging(talk)
    await until_row(talk)
    said = await talk.refuse("GenericError")
    talk.history.go(130.0)  # two samples
    talk.history.unplug()
    talk.history.go(10.0)
    said += [*await talk.settle(), *await talk.fine()]
    lost = [fact for fact in talk.history.facts if isinstance(fact, RowDiscarded)]
    assert not {"MeterValues", "StopTransaction"} & set(actions(said))
    assert [fact.error for fact in lost] == ["GenericError", *["its StartTransaction was given up"] * 3]
    assert len({fact.transaction for fact in lost}) == 1
    await charging(talk)
    talk.history.unplug()
    talk.history.go(10.0)
    said = [*await talk.settle(), *await talk.fine()]
    (stop,) = [frame for frame in said if frame[2] == "StopTransaction"]
    assert (stop[3]["transactionId"], ledger.unsent()) == (7, 0)


@pytest.mark.parametrize("number", [0, -1, -(2**40)])
async def test_a_stop_waits_for_the_answer_to_its_start_and_has_the_id_it_brings(ledger: Ledger, number: int) -> None:
    talk = Talk("1.6", ledger, settings=FREE)
    await talk.accepted()
    await charging(talk)
    await until_row(talk)
    talk.history.unplug()
    talk.history.go(10.0)
    assert await talk.settle() == []
    said = await talk.answer({"transactionId": number, "idTagInfo": {"status": "Accepted"}})
    said += await talk.fine()
    (stop,) = [frame for frame in said if frame[2] == "StopTransaction"]
    assert (stop[3]["transactionId"], ledger.unsent()) == (number, 0)


@pytest.mark.req("CCC-OCPP-002")
@pytest.mark.parametrize("settings", [FREE, {}], ids=["plug", "remote"])
async def test_without_a_meter_and_a_reader_only_the_readings_are_missing(
    ledger: Ledger, settings: dict[Any, Any]
) -> None:
    talk = Talk("1.6", ledger, settings=settings, settle_s=0.0)
    talk.history.evses[0].meter_s = float("inf")
    talk.history.evses[0].broken.add("meter")
    talk.history.go(10.0)
    await talk.accepted()
    talk.history.hear(RemoteStartAsked(ReplyTo("r"), ALICE, 1))
    talk.history.plug()
    talk.history.go(130.0)
    said = [*await talk.settle(), *await talk.fine()]
    talk.history.unplug()
    talk.history.go(10.0)
    await talk.settle()
    said += await talk.fine()
    rows = {frame[2]: frame[3] for frame in said if frame[2] in ("StartTransaction", "MeterValues", "StopTransaction")}
    assert list(rows) == ["StartTransaction", "StopTransaction"], rows
    assert (rows["StartTransaction"]["meterStart"], rows["StopTransaction"]["meterStop"]) == (0, 0)
    assert rows["StopTransaction"]["reason"] == "EVDisconnected"


async def test_an_answer_without_an_id_is_no_answer_and_the_start_is_offered_again(ledger: Ledger) -> None:
    talk = Talk("1.6", ledger, settings=FREE)
    await talk.accepted()
    await charging(talk)
    first = await until_row(talk)
    await talk.answer({"idTagInfo": {"status": "Accepted"}})
    await talk.fine()
    assert [frame[2:] for frame in await talk.wait(10.0)] == [first[2:]]
    await talk.fine()
    assert ledger.unsent() == 0


@both
@pytest.mark.req("ABB-CONF-007")
async def test_a_station_that_never_gives_up_offers_a_refused_row_for_ever_with_a_pause_that_stops_growing(
    version: str, ledger: Ledger
) -> None:
    talk = Talk(version, ledger, settings=FREE, rules=Rules(refused_rows=RefusedRows.KEPT))
    await talk.accepted()
    await charging(talk)
    first = await until_row(talk)
    for pause_s in (10.0, 20.0, *[30.0] * 20):
        await talk.refuse()
        await talk.fine()
        assert actions(await talk.wait(pause_s - 0.1)) == []
        assert [frame[2:] for frame in await talk.wait(0.1)] == [first[2:]]
    assert not [fact for fact in talk.history.facts if isinstance(fact, RowDiscarded)]
    await talk.fine()
    assert ledger.unsent() == 0


@both
async def test_while_pending_only_what_was_asked_for_is_said(version: str, ledger: Ledger) -> None:
    talk = Talk(version, ledger, settings={**FREE, registry.BOOT_ON_RECONNECT: True})
    await talk.accepted()
    await busy(talk)
    talk.history.vehicle(Pilot.CONNECTED)
    await talk.settle()  # a status waits behind the heartbeat, and the link breaks
    await talk.down()
    await talk.up()
    said = await talk.answer({"status": "Pending", "currentTime": NOW, "interval": 60})
    assert (said, talk.open) == ([], None)
    talk.history.hear(TriggerAsked(ReplyTo("t"), Wanted.HEARTBEAT))
    assert actions(await talk.settle()) == ["Heartbeat"]
    assert await talk.fine() == [[2, talk.ids[-1], "Heartbeat", {}]]
    talk.history.hear(TriggerAsked(ReplyTo("t"), Wanted.STATUS, 1))
    assert len(actions([*await talk.settle(), *await talk.fine()])) >= 1
    talk.history.hear(TriggerAsked(ReplyTo("t"), Wanted.BOOT))
    assert actions(await talk.settle()) == ["BootNotification"]
    assert STATUS in actions(await talk.fine())
    assert ledger.unsent() == 0


@both
@pytest.mark.parametrize("answer", ["Pending", "Rejected"])
async def test_a_driver_does_not_wait_for_a_central_system_that_takes_its_acceptance_back(
    strict: Talk, answer: str
) -> None:
    await busy(strict)
    strict.history.hear(TriggerAsked(ReplyTo("t"), Wanted.BOOT))
    await strict.settle()
    strict.history.card()
    await strict.settle()
    assert strict.history.station.asking
    assert actions(await strict.answer()) == ["BootNotification"]
    said = await strict.answer({"status": answer, "currentTime": NOW, "interval": 60})
    assert (actions(said), strict.history.station.asking) == ([], {})


@both
async def test_while_rejected_nothing_is_said_and_nobody_is_answered_as_accepted(version: str, ledger: Ledger) -> None:
    talk = Talk(version, ledger, settings=FREE)
    await talk.up()
    await talk.answer({"status": "Rejected", "currentTime": NOW, "interval": 60})
    talk.history.plug()
    talk.history.go(30.0)
    talk.conversation.ask(SendHeartbeat(), talk.now_s)
    assert await talk.settle() == []
    assert ledger.unsent() > 0
    talk.history.go(31.0)
    assert actions(await talk.settle()) == ["BootNotification"]
    await talk.fine()
    assert ledger.unsent() == 0


@both
@pytest.mark.parametrize("payload", [{"nonsense": True}, {"transactionId": "x", "idTokenInfo": 5}, {"idTagInfo": 5}])
async def test_an_answer_nobody_understands_counts_as_a_refusal(talk: Talk, payload: dict[str, Any]) -> None:
    await charging(talk)
    first = await until_row(talk)
    with capture_logs() as logs:
        await talk.answer(payload)
    if talk.ledger.unsent() == 0:  # 2.0.1 may answer a TransactionEvent with next to nothing
        assert talk.version == "2.0.1"
        return
    assert "answer not understood" in [entry["event"] for entry in logs]
    while talk.open is not None:
        await talk.answer()
    assert [frame[2:] for frame in await talk.wait(10.0)] == [first[2:]]


@both
async def test_a_broken_answer_frame_fails_its_call_at_once(talk: Talk) -> None:
    await charging(talk)
    first = await until_row(talk)
    talk.hear(3, talk.taken()[1])
    await talk.settle()
    while talk.open is not None:
        await talk.answer()
    assert [frame[2:] for frame in await talk.wait(10.0)] == [first[2:]]


@both
async def test_a_row_under_way_when_the_link_breaks_is_sent_again_equal_but_for_its_id(talk: Talk) -> None:
    await charging(talk)
    first = await until_row(talk)
    await talk.down()
    assert await talk.wait(100.0) == []
    await talk.up()
    again = await until_row(talk)
    assert again[2:] == first[2:]
    assert again[1] != first[1]
    await talk.fine()
    assert talk.ledger.unsent() == 0


@both
async def test_an_answer_that_comes_after_the_link_has_broken_is_nobodys(talk: Talk) -> None:
    await charging(talk)
    first = await until_row(talk)
    await talk.down()
    await talk.up()
    unsent = talk.ledger.unsent()
    talk.hear(3, first[1], {"transactionId": 99, "idTagInfo": {"status": "Accepted"}} if talk.version == "1.6" else {})
    await talk.settle()
    assert talk.ledger.unsent() == unsent
    assert talk.ledger.transaction_of("99") is None


@both
async def test_a_notice_under_way_when_the_link_breaks_is_the_first_to_be_sent_again(strict: Talk) -> None:
    talk = strict
    talk.history.plug(asks=False)
    (first,) = await talk.settle()
    assert first[2] == STATUS
    await talk.down()
    again = await talk.up()
    assert (again[0][2:], again[0][1] != first[1]) == (first[2:], True)
    assert actions(await talk.fine()).count(STATUS) == 1


@both
async def test_questions_under_way_or_waiting_when_the_link_breaks_are_answered_by_silence(strict: Talk) -> None:
    talk = strict
    await busy(talk)
    talk.history.card()
    assert await talk.settle() == []
    assert talk.history.station.asking
    await talk.down()
    assert not talk.history.station.asking
    assert talk.history.station.registration is Registration.AWAY
    talk.conversation.ask(SendHeartbeat(), talk.now_s)
    assert await talk.settle() == []
    assert actions(await talk.up())[:1] != ["Heartbeat"]


@both
async def test_a_heartbeat_that_is_refused_or_overdue_is_over(talk: Talk) -> None:
    await busy(talk)
    assert await talk.refuse() == []
    await busy(talk)
    talk.open = None
    assert await talk.wait(30.0) == []
    await busy(talk)
    assert await talk.answer() == []


@both
async def test_heartbeats_do_not_pile_up_while_nobody_answers(talk: Talk) -> None:
    await busy(talk)
    for _ in range(500):
        talk.conversation.ask(SendHeartbeat(), talk.now_s)
    assert actions(await talk.fine()) == ["Heartbeat", "Heartbeat"]


@both
async def test_notices_wait_without_end_but_not_without_number(strict: Talk) -> None:
    talk = strict
    await busy(talk)
    for _ in range(MAX_NOTICES):
        talk.history.vehicle(Pilot.CONNECTED)
        talk.history.vehicle(Pilot.GONE)
    assert await talk.settle() == []
    said = await talk.fine()
    assert actions(said).count(STATUS) == MAX_NOTICES
    status = said[-1][3].get("status", said[-1][3].get("connectorStatus"))
    assert status == "Available"


@both
async def test_nothing_asks_for_time_while_only_the_registration_is_missing(version: str, ledger: Ledger) -> None:
    talk = Talk(version, ledger, settings={**FREE, registry.BOOT_ON_RECONNECT: True})
    await talk.accepted()
    await charging(talk)
    await until_row(talk)
    await talk.down()
    assert talk.conversation.next_deadline() is None
    assert actions(await talk.up()) == ["BootNotification"]
    await talk.answer({"status": "Pending", "currentTime": "2025-06-15T15:10:00Z", "interval": 60})
    await talk.fine()
    assert talk.conversation.next_deadline() is None
    assert ledger.unsent() > 0


async def test_what_was_prepared_while_a_row_was_under_way_is_told_as_the_station_is_when_its_turn_comes(
    ledger: Ledger,
) -> None:
    talk = Talk("1.6", ledger, settings={**FREE, registry.SAMPLE_INTERVAL_S: 60}, host=Host(is_trusted=False))
    await talk.accepted()
    await charging(talk)
    await talk.fine()
    talk.history.go(125.0)
    await talk.settle()  # one sample is under way, the next one is prepared
    prepared = talk.conversation._delivery._outbox._foreseen
    assert prepared is not None
    later_s = 3600.0
    talk.history.hear(HeartbeatAnswered(prepared[1].row.fact.stamp.utc_s + later_s))  # the clock is set right
    await talk.settle()
    said = [*await talk.answer(), *await talk.fine()]
    told = next(frame for frame in said if frame[2] == "MeterValues")
    assert told[3]["meterValue"][0]["timestamp"] > from_epoch(prepared[1].row.fact.stamp.utc_s + later_s / 2)


async def test_rows_without_words_in_a_version_are_passed_over_one_commit_each(ledger: Ledger) -> None:
    talk = Talk("1.6", ledger, settings=FREE)
    await talk.accepted()
    await charging(talk)
    await talk.fine()
    for _ in range(5):
        talk.history.vehicle(Pilot.CONNECTED)
        talk.history.go(8.0)
        talk.history.vehicle(Pilot.READY)
        talk.history.go(8.0)
    said = actions([*await talk.settle(), *await talk.fine()])
    rows = [fact for fact in talk.history.facts if isinstance(fact, TransactionChanged)]
    assert len([row for row in rows if not row.samples]) > 5
    assert set(said) <= {STATUS, "MeterValues"}
    assert ledger.unsent() == 0


@pytest.mark.req("CCC-LIM-019")
@pytest.mark.parametrize("lost", [True, False])
async def test_a_vendor_forgets_readings_taken_offline_with_a_restart_and_nothing_else(
    ledger: Ledger, *, lost: bool
) -> None:
    limited = load("chargebyte_charge_control_c", with_limitations=lost).ruled
    assert (limited.offline_samples is OfflineSamples.LOST) is lost
    rules = Rules(offline_samples=limited.offline_samples)
    first = Talk("1.6", ledger, settings=FREE, rules=rules)
    await first.accepted()
    await charging(first)
    await first.fine()
    await first.down()
    first.history.go(200.0)
    first.history.unplug()
    first.history.go(10.0)
    await first.settle()
    kept = kept_of(first.history.station)
    again = Talk("1.6", ledger, settings=FREE, rules=rules, kept=kept, boot="later", now_s=1000.0)
    await again.up()
    said = await again.fine()
    again.history.plug()
    again.history.go(70.0)
    await again.settle()
    said += await again.fine()
    told = [each for each in actions(said) if each not in (STATUS, "BootNotification")]
    forgotten = [] if lost else ["MeterValues"] * 3
    assert told == [*forgotten, "StopTransaction", "StartTransaction", "MeterValues"]
    errors = {fact.error for fact in again.history.facts if isinstance(fact, RowDiscarded)}
    assert errors == ({"measured offline, before a restart"} if lost else set())
    assert ledger.unsent() == 0


# -- bugs of ours, which there will be


@dataclass(frozen=True)
class Buggy16(V16):
    """Cannot tell the first row, and no status at all."""

    def render(self, row: Row, station: Station, notes: Notes) -> tuple[Message, ...]:
        return () if row.number > 1 else (1 / 0,)  # type: ignore[return-value]

    def notify(self, fact: Any, station: Station) -> tuple[Message, ...]:
        raise KeyError("no word for it")


@dataclass(frozen=True)
class Buggy201(V201):
    """Cannot ask for an authorization."""

    def ask(self, question: Any, station: Station) -> Message:
        if isinstance(question, AskAuthorization):
            raise KeyError("no word for it")
        return super().ask(question, station)


async def test_a_row_that_cannot_be_rendered_is_given_up_and_the_others_go_on(ledger: Ledger) -> None:
    talk = Talk("1.6", ledger, Buggy16(keys_of(load("pilotwire"))), settings=FREE)
    with capture_logs() as logs:
        await talk.accepted()
        await charging(talk)
        await talk.fine()
    (discarded,) = [fact for fact in talk.history.facts if isinstance(fact, RowDiscarded)]
    assert (discarded.row, "ZeroDivisionError" in discarded.error) == (1, True)
    assert ledger.unsent() == 0
    assert "cannot be told" in [entry["event"] for entry in logs]


async def test_a_question_that_cannot_be_asked_is_answered_by_silence(ledger: Ledger) -> None:
    talk = Talk("2.0.1", ledger, Buggy201())
    await talk.accepted()
    with capture_logs():
        talk.history.card()
        await talk.settle()
    assert not talk.history.station.asking
    await busy(talk)
