"""The central system hears of a change once, and of what changed while it was away when it is back."""

from __future__ import annotations

import pytest
from tests.core.bench import ALICE, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.csms import BootAnswered, Registration, SendBoot
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.delivery import Delivered
from pilotwire.core.outcome import NOTHING
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo
from pilotwire.core.report import StatusChanged
from pilotwire.core.rules import LinkBack, RejectedEnd, Rules
from pilotwire.core.token import TokenInfo, TokenStatus

EMPTY, PLUGGED, CHARGING = Charging.EMPTY, Charging.PLUGGED, Charging.CHARGING


def test_everything_is_told_when_the_station_is_accepted() -> None:
    bench = CoreBench(sockets=(False, False))
    bench.connect()
    assert [(fact.evse, fact.status.charging, fact.was) for fact in bench.said(StatusChanged)] == [
        (0, EMPTY, None),
        (1, EMPTY, None),
        (2, EMPTY, None),
    ]


def test_everything_is_told_anew_to_a_central_system_that_accepts_the_station_anew() -> None:
    bench = online()
    bench.hear(BootAnswered(Registration.PENDING, 600), BootAnswered(Registration.ACCEPTED, 600))
    assert [fact.evse for fact in bench.said(StatusChanged)] == [0, 1]


def test_a_boot_out_of_turn_that_is_accepted_repeats_nothing() -> None:
    bench = online()
    bench.hear(BootAnswered(Registration.ACCEPTED, 600))
    assert bench.said(StatusChanged) == []


def test_a_change_is_told_once() -> None:
    bench = online()
    bench.vehicle(Pilot.CONNECTED)
    bench.vehicle(Pilot.CONNECTED)
    bench.vehicle(Pilot.READY)
    assert bench.statuses() == [PLUGGED]


def test_a_whole_session_is_told_step_by_step() -> None:
    bench = online(sockets=(True,))
    bench.charge()
    bench.vehicle(Pilot.CONNECTED)
    bench.go(1.0)
    bench.card()
    bench.go(10.0)
    bench.unplug()
    told = [PLUGGED, Charging.READY, Charging.SUSPENDED_EV, CHARGING, Charging.SUSPENDED_EV]
    assert bench.statuses() == [*told, Charging.STOPPING, Charging.FINISHED, EMPTY]


def test_nothing_is_told_offline_and_only_what_differs_afterwards() -> None:
    bench = online(sockets=(False, False))
    bench.disconnect()
    bench.plug(1)
    bench.plug(2)
    bench.unplug(2)
    assert bench.said(StatusChanged) == []
    bench.connect()
    assert [(fact.evse, fact.status.charging) for fact in bench.said(StatusChanged)] == [(1, PLUGGED)]


def test_a_vendor_tells_every_status_when_its_link_is_back_be_it_news_or_not() -> None:
    bench = online(rules=Rules(link_back=LinkBack.STATUSES))
    bench.disconnect()
    bench.forget()
    bench.connect()
    assert (bench.statuses(0), bench.statuses(1)) == ([EMPTY], [EMPTY])
    assert bench.said(SendBoot) == []


def test_a_change_and_back_again_offline_is_never_told() -> None:
    bench = online()
    bench.disconnect()
    bench.plug()
    bench.unplug()
    bench.connect()
    assert bench.said(StatusChanged) == []


def test_finished_is_told_when_the_meter_did_not_answer_in_time() -> None:
    bench = online()
    bench.charge()
    bench.evses[0].broken.add("meter")
    bench.card()
    bench.vehicle(Pilot.CONNECTED)
    assert bench.statuses()[-1] is Charging.STOPPING
    bench.go(3.0)
    assert bench.statuses()[-1] is Charging.FINISHED


def test_an_evse_that_somebody_is_about_to_use_is_told_as_such() -> None:
    bench = online(sockets=(False, False))
    bench.hear(RemoteStartAsked(ReplyTo("start"), ALICE, 2))
    assert (bench.statuses(1), bench.statuses(2)) == ([], [Charging.CLAIMED])
    bench.go(60.0)
    assert bench.statuses(2) == [Charging.CLAIMED, EMPTY]


def test_a_card_says_where_its_driver_will_plug_in_if_there_is_only_one_evse() -> None:
    one, two = online(), online(sockets=(False, False))
    one.authorize()
    two.authorize()
    assert one.statuses() == [Charging.CLAIMED]
    assert (two.statuses(1), two.statuses(2)) == ([], [])


def test_a_fault_is_told_with_its_name_and_its_end_without() -> None:
    bench = online()
    bench.hear(FaultSeen(1, Fault.READER_LOST), FaultCleared(1, Fault.READER_LOST))
    assert [fact.status.fault for fact in bench.said(StatusChanged)] == [Fault.READER_LOST, None]
    assert bench.statuses() == [EMPTY, EMPTY]


@pytest.mark.req("CCC-LIM-023")
def test_a_fault_that_came_and_went_while_nobody_listened_is_not_told() -> None:
    bench = online()
    bench.disconnect()
    bench.hear(FaultSeen(1, Fault.OVER_TEMPERATURE), FaultSeen(1, Fault.READER_LOST))
    bench.hear(FaultCleared(1, Fault.OVER_TEMPERATURE))
    bench.connect()
    assert [fact.status.fault for fact in bench.said(StatusChanged)] == [Fault.READER_LOST]


def test_a_fault_that_forbids_charging_makes_the_evse_faulted_whatever_it_was() -> None:
    bench = online({registry.USER_AUTHENTICATION: "free"})
    bench.plug()
    bench.hear(FaultSeen(1, Fault.OVER_TEMPERATURE))
    assert bench.statuses()[-1] is Charging.FAULTED


@pytest.mark.req("TIM-005", "CCC-STAT-001")
def test_two_statuses_of_an_evse_keep_their_distance_and_the_newest_is_told() -> None:
    bench = online(rules=Rules(status_gap_s=10.0))
    bench.go(10.0)
    bench.vehicle(Pilot.CONNECTED)
    assert [fact.status.charging for fact in bench.said(StatusChanged)] == [PLUGGED]
    bench.go(5.0)
    bench.vehicle(Pilot.GONE)
    bench.vehicle(Pilot.CONNECTED)
    bench.hear(FaultSeen(1, Fault.EMERGENCY_STOP))
    bench.go(4.9)
    assert len(bench.said(StatusChanged)) == 1
    bench.go(0.2)
    late = bench.said(StatusChanged)[1:]
    assert [(fact.was and fact.was.charging, fact.status.charging) for fact in late] == [(PLUGGED, Charging.FAULTED)]


@pytest.mark.req("CCC-SUP-005")
def test_of_the_errors_that_came_while_a_status_had_to_wait_the_most_important_that_still_stands_is_told() -> None:
    bench = online(rules=Rules(status_gap_s=10.0))
    bench.go(10.0)
    bench.vehicle(Pilot.CONNECTED)
    for fault in (Fault.OVERCURRENT, Fault.METER_LOST, Fault.LOCK_UNCHARGED):
        bench.hear(FaultSeen(1, fault))
    bench.hear(FaultCleared(1, Fault.LOCK_UNCHARGED))
    bench.go(9.9)
    assert [fact.status.fault for fact in bench.said(StatusChanged)] == [None]
    bench.go(0.2)
    assert [fact.status.fault for fact in bench.said(StatusChanged)] == [None, Fault.METER_LOST]


@pytest.mark.req("CCC-SUP-005")
def test_an_error_that_is_over_before_its_status_may_be_told_is_never_told() -> None:
    bench = online(rules=Rules(status_gap_s=10.0))
    bench.go(10.0)
    bench.vehicle(Pilot.CONNECTED)
    bench.hear(FaultSeen(1, Fault.OVERCURRENT))
    bench.go(5.0)
    bench.hear(FaultCleared(1, Fault.OVERCURRENT))
    bench.go(60.0)
    assert [fact.status.fault for fact in bench.said(StatusChanged)] == [None]


def test_a_status_that_does_not_last_is_never_told() -> None:
    bench = online({registry.MINIMUM_STATUS_S: 5})
    bench.vehicle(Pilot.CONNECTED)
    bench.go(4.0)
    bench.vehicle(Pilot.GONE)
    bench.go(20.0)
    assert bench.said(StatusChanged) == []
    bench.vehicle(Pilot.CONNECTED)
    bench.go(5.1)
    assert [fact.status.charging for fact in bench.said(StatusChanged)] == [PLUGGED]


def test_a_status_has_to_last_and_to_keep_its_distance_and_each_evse_by_itself() -> None:
    bench = online({registry.MINIMUM_STATUS_S: 5}, sockets=(False, False), rules=Rules(status_gap_s=10.0))
    bench.go(10.0)
    bench.vehicle(Pilot.CONNECTED, 1)
    bench.go(5.1)
    assert [fact.evse for fact in bench.said(StatusChanged)] == [1]
    bench.vehicle(Pilot.GONE, 1)
    bench.vehicle(Pilot.CONNECTED, 2)
    bench.go(5.1)
    assert [fact.evse for fact in bench.said(StatusChanged)] == [1, 2]  # it has lasted; that of EVSE 1 is too near
    bench.go(5.0)
    assert [fact.evse for fact in bench.said(StatusChanged)] == [1, 2, 1]


def test_what_waited_to_be_told_is_told_with_the_rest_after_another_boot() -> None:
    bench = online({registry.MINIMUM_STATUS_S: 5})
    bench.vehicle(Pilot.CONNECTED)
    bench.hear(BootAnswered(Registration.PENDING, 600), BootAnswered(Registration.ACCEPTED, 600))
    assert [fact.status.charging for fact in bench.said(StatusChanged)][-1] is PLUGGED
    assert bench.station.untold == {}


def test_the_time_of_a_status_of_an_evse_that_is_not_there_is_nobodys() -> None:
    bench = online()
    before = bench.station
    assert bench.hear(Due(7, Timer.STATUS)) == NOTHING
    assert bench.station == before


# -- a driver the central system has refused itself


def refused(rules: Rules) -> CoreBench:
    """A driver charges; the answer to the start of the transaction says that they may not."""
    bench = online(rules=rules)
    bench.charge()
    bench.forget()
    running = bench.station.transactions[1].id
    bench.hear(Delivered(1, running, "7", ALICE, TokenInfo(TokenStatus.INVALID)))
    bench.go(10.0)
    assert bench.charging() is Charging.FINISHED
    return bench


@pytest.mark.req("CCC-LIM-015")
def test_a_vendor_tells_nothing_of_a_refused_driver_before_the_vehicle_has_gone() -> None:
    bench = refused(Rules(rejected_end=RejectedEnd.UNTOLD))
    assert Charging.FINISHED not in bench.statuses()
    bench.unplug()
    assert bench.statuses()[-1] is EMPTY


@pytest.mark.req("CCC-LIM-015")
def test_a_vendor_tells_a_fault_and_everybody_elses_end_all_the_same() -> None:
    bench = refused(Rules(rejected_end=RejectedEnd.UNTOLD))
    bench.hear(FaultSeen(1, Fault.OVERCURRENT))
    assert bench.statuses()[-1] is Charging.FAULTED
    other = online(rules=Rules(rejected_end=RejectedEnd.UNTOLD))
    other.charge()
    other.card()
    other.go(10.0)
    assert other.statuses()[-1] is Charging.FINISHED


def test_otherwise_the_end_of_a_refused_driver_is_told_like_any_other() -> None:
    assert refused(Rules()).statuses()[-1] is Charging.FINISHED
