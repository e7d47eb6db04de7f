"""Messages that somebody asks for out of their turn."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.rules import Rules, StationMeter
from pilotwire.core.sampling import Occasion
from pilotwire.core.stop import Trigger
from pilotwire.core.trigger import Message, MessageTriggered, MeterSampled, TriggerAsked


def asked(bench: CoreBench, message: Message, evse: int = 0) -> Verdict:
    bench.forget()
    return bench.hear(TriggerAsked(ReplyTo("trigger"), message, evse)).replies[0].verdict


@pytest.mark.parametrize("message", [Message.BOOT, Message.HEARTBEAT, Message.STATUS])
@pytest.mark.parametrize("evse", [0, 1])
def test_a_message_is_promised_and_then_sent(message: Message, evse: int) -> None:
    bench = online()
    assert asked(bench, message, evse) is Verdict.ACCEPTED
    assert bench.facts == [MessageTriggered(message, evse)]


def test_meter_values_of_all_evses_are_read_out() -> None:
    bench = online(sockets=(False, False))
    bench.charge(2)
    assert asked(bench, Message.METER_VALUES) is Verdict.ACCEPTED
    sampled = bench.said(MeterSampled)
    assert [(each.evse, each.transaction is None) for each in sampled] == [(1, True), (2, False)]
    assert {sample.occasion for each in sampled for sample in each.samples} == {Occasion.TRIGGER}


def test_meter_values_are_rejected_where_no_meter_ever_answered() -> None:
    bench = CoreBench(settle_s=0.0)
    bench.connect()
    assert asked(bench, Message.METER_VALUES) is Verdict.REJECTED


def of_station(bench: CoreBench) -> Verdict:
    bench.forget()
    asked = TriggerAsked(ReplyTo("trigger"), Message.METER_VALUES, of_station=True)
    return bench.hear(asked).replies[0].verdict


def test_a_station_has_no_meter_of_its_own() -> None:
    bench = online()
    assert (of_station(bench), bench.said(MeterSampled)) == (Verdict.REJECTED, [])


def test_where_the_rules_say_so_the_first_evse_is_read_for_the_station() -> None:
    bench = online(sockets=(False, False), rules=Rules(station_meter=StationMeter.FIRST_EVSE))
    bench.charge(1)
    assert of_station(bench) is Verdict.ACCEPTED
    (told,) = bench.said(MeterSampled)
    assert (told.evse, told.transaction, len(told.samples)) == (0, None, 1)  # errata 3.16: no transaction


def test_a_running_transaction_is_told_again() -> None:
    bench = online(sockets=(False, False))
    bench.charge(2)
    assert asked(bench, Message.TRANSACTION) is Verdict.ACCEPTED
    assert [(row.evse, row.trigger) for row in bench.rows()] == [(2, Trigger.TRIGGERED)]


def test_a_transaction_is_rejected_where_none_runs() -> None:
    assert asked(online(), Message.TRANSACTION) is Verdict.REJECTED


@pytest.mark.parametrize("evse", [-1, 2])
def test_an_evse_nobody_has_is_rejected(evse: int) -> None:
    assert asked(online(), Message.STATUS, evse) is Verdict.REJECTED
