"""Masks of faults and the most phases: settings that are turned at the ports at the start and as they are written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import ContactorRead, SetContactor
from pilotwire.core.port.fault import Fault, FaultSeen, FaultsMasked, first_fault
from pilotwire.core.port.limits import SetDutyCycle, a_to_duty_pct, offered_a
from pilotwire.core.port.phase import Contactor, Pilot, Rcd, Secondary
from pilotwire.core.port.rcd import RcdRead, RcdTestAsked, SetRcdTest
from pilotwire.core.port.secondary import SecondaryRead, SetSecondary
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.rules import Rules
from pilotwire.core.settings import Write, WriteVerdict
from pilotwire.core.variable import Applies, Refusal, Value, Variable, refusal_of
from pilotwire.core.wording import objection

RULES = Rules(
    fault_mask={0: frozenset({Fault.OVERCURRENT}), 5: frozenset({Fault.OVERVOLTAGE, Fault.UNDERVOLTAGE})},
    function_mask={5: frozenset({Fault.OVER_TEMPERATURE})},
)
ANY_BIT = {name: registry.VARIABLES[name] for name in registry.VARIABLES} | {
    each.name: Variable(each.name, each.kind, each.default, allowed=each.allowed)
    for each in (registry.FAULT_MASK, registry.FUNCTION_MASK)
}
RELAY = frozenset({Fault.CONTACTOR_STUCK, Fault.CONTACTOR_WELDED})
RCD_TEST = frozenset({Fault.RCD_TEST_FAILED})
RCD = frozenset({Fault.RESIDUAL_CURRENT, Fault.RCD_SPURIOUS})
CLOSE, OPEN = SetContactor(1, closed=True), SetContactor(1, closed=False)
TESTED: dict[Variable[Any], Value] = {registry.RCD_ENABLED: True}


def tuned(settings: dict[Variable[Any], Value] | None = None, **kinds: Any) -> CoreBench:
    return online(settings, rules=RULES, variables=ANY_BIT, **kinds)


def write(bench: CoreBench, variable: Variable[int], value: int) -> tuple[WriteVerdict, ...]:
    bench.hear(VariablesWritten(ReplyTo("write"), (Write(variable.name, value),)))
    return bench.replies[-1].writes


# --- which faults a number hides


@pytest.mark.parametrize(
    ("variable", "value", "hidden"),
    [
        (registry.FAULT_MASK, 0, set()),
        (registry.FAULT_MASK, 1, {Fault.OVERCURRENT}),
        (registry.FAULT_MASK, 33, {Fault.OVERCURRENT, Fault.OVERVOLTAGE, Fault.UNDERVOLTAGE}),
        (registry.FUNCTION_MASK, 32, {Fault.OVER_TEMPERATURE}),
    ],
)
def test_the_set_bits_say_which_faults_are_hidden_at_every_evse(
    variable: Variable[int], value: int, hidden: set[Fault]
) -> None:
    bench = tuned(sockets=(False, True))
    assert write(bench, variable, value) == (WriteVerdict.ACCEPTED,)
    assert [port.masked for port in bench.station.ports] == [hidden, hidden]


def test_both_masks_hide_together() -> None:
    bench = tuned()
    write(bench, registry.FAULT_MASK, 1)
    write(bench, registry.FUNCTION_MASK, 32)
    assert bench.port().masked == {Fault.OVERCURRENT, Fault.OVER_TEMPERATURE}


def test_what_is_hidden_is_hidden_from_the_start() -> None:
    bench = tuned()
    write(bench, registry.FAULT_MASK, 1)
    assert bench.restarted(settle_s=0.0).port().masked == {Fault.OVERCURRENT}


def test_a_mask_that_comes_while_a_fault_stands_frees_the_evse_and_charging_goes_on() -> None:
    bench = tuned()
    bench.charge()
    bench.hear(FaultSeen(1, Fault.OVERCURRENT))
    bench.go(10.0)
    assert bench.charging() is Charging.FAULTED
    write(bench, registry.FAULT_MASK, 1)
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING


def test_a_mask_that_goes_while_charging_opens_in_the_same_step() -> None:
    bench = tuned({registry.FAULT_MASK: 1})
    bench.hear(FaultSeen(1, Fault.OVERCURRENT))
    bench.charge()
    bench.forget()
    write(bench, registry.FAULT_MASK, 0)
    assert bench.said(SetContactor) == [OPEN]
    assert bench.charging() is Charging.FAULTED


def test_another_setting_leaves_alone_what_somebody_else_masked() -> None:
    bench = tuned()
    bench.hear(FaultsMasked(1, RELAY))
    write(bench, registry.HEARTBEAT_INTERVAL_S, 77)
    assert bench.port().masked == RELAY


def test_without_a_meaning_no_bit_may_be_set() -> None:
    assert refusal_of(registry.FAULT_MASK, 0) is None
    assert refusal_of(registry.FAULT_MASK, 1) is Refusal.RESERVED_BIT
    assert refusal_of(registry.FAULT_MASK, 2**32) is Refusal.OUT_OF_RANGE


@pytest.mark.parametrize(("bits", "words"), [(0b101, "0, or any sum of 1, 4"), (0, "0")])
def test_a_reserved_bit_is_refused_with_the_bits_there_are(bits: int, words: str) -> None:
    variable = replace(registry.VARIABLES[registry.FAULT_MASK.name], bits=bits)
    assert objection(variable, 2) == f"2 is not allowed: {words}"
    assert objection(variable, bits) is None


# --- contactors whose feedback does not count


def test_a_contactor_that_failed_before_its_feedback_was_masked_rests_and_closes_again() -> None:
    bench = online()
    bench.charge()
    bench.hear(ContactorRead(1, closed=False))
    assert bench.port().contactor is Contactor.STUCK
    bench.hear(FaultsMasked(1, RELAY))
    assert (first_fault(bench.port()), bench.port().contactor) == (None, Contactor.RESTING)
    bench.authorize()
    bench.go(7.0)
    assert bench.charging() is Charging.CHARGING


def test_a_secondary_contactor_whose_feedback_is_masked_counts_as_moved_after_its_time() -> None:
    bench = online({registry.PHASE_SWITCH_ENABLED: True})
    bench.hear(FaultsMasked(1, RELAY))
    bench.evses[0].broken.add("parted")
    bench.charge()
    assert bench.port().phases.secondary is Secondary.CLOSED
    bench.hear(SecondaryRead(1, closed=False))
    assert (bench.port().phases.secondary, first_fault(bench.port())) == (Secondary.CLOSED, None)
    bench.unplug()
    assert bench.port().phases.secondary is Secondary.OPEN
    bench.hear(SecondaryRead(1, closed=True))
    assert bench.port().phases.secondary is Secondary.OPEN


def test_a_secondary_contactor_that_failed_before_its_feedback_was_masked_closes_again() -> None:
    bench = online({registry.PHASE_SWITCH_ENABLED: True})
    bench.hear(SecondaryRead(1, closed=True))
    assert first_fault(bench.port()) is Fault.CONTACTOR_WELDED
    bench.hear(FaultsMasked(1, RELAY))
    bench.forget()
    bench.charge()
    assert bench.said(SetSecondary)[0] == SetSecondary(1, closed=True)


# --- a monitor that is not tested, or not believed


def untested() -> CoreBench:
    """A station that can test its monitor, and has never done so."""
    bench = CoreBench(TESTED, settle_s=0.0)
    bench.forget()
    bench.hear(FaultsMasked(1, RCD_TEST))
    bench.go(10.0)
    bench.connect()
    return bench


def test_without_a_test_there_is_none_and_charging_begins() -> None:
    bench = untested()
    bench.charge()
    bench.unplug()
    bench.hear(RcdTestAsked(1))
    bench.go(10.0)
    bench.charge()
    bench.go(10.0)
    assert (bench.said(SetRcdTest), bench.charging()) == ([], Charging.CHARGING)


def test_a_test_that_is_asked_for_while_it_is_masked_is_not_made_up_for() -> None:
    bench = online(TESTED)
    bench.charge()
    bench.vehicle(Pilot.CONNECTED)
    bench.go(10.0)
    bench.forget()
    bench.hear(FaultsMasked(1, RCD_TEST), RcdTestAsked(1), FaultsMasked(1, frozenset()))
    assert bench.said(SetRcdTest) == []


def test_a_test_that_is_wanted_again_while_an_untested_vehicle_charges_comes_before_more_energy() -> None:
    bench = untested()
    bench.charge()
    bench.forget()
    assert bench.hear(FaultsMasked(1, frozenset())).commands[0] == OPEN
    bench.go(10.0)
    assert [each for each in bench.commands if isinstance(each, SetContactor | SetRcdTest)] == [
        OPEN,
        SetRcdTest(1, active=True),
        SetRcdTest(1, active=False),
        CLOSE,
    ]


def test_a_test_that_has_failed_and_is_masked_blocks_no_more_and_the_monitor_still_trips() -> None:
    bench = CoreBench(TESTED, settle_s=0.0)
    bench.evses[0].broken.add("rcd")
    bench.go(3.0)
    assert first_fault(bench.port()) is Fault.RCD_TEST_FAILED
    bench.hear(FaultsMasked(1, RCD_TEST))
    bench.connect()
    bench.charge()
    assert bench.hear(RcdRead(1, tripped=True)).commands[0] == OPEN
    assert first_fault(bench.port()) is Fault.RESIDUAL_CURRENT


def test_a_monitor_that_is_not_believed_stops_nothing_until_it_is_believed_again() -> None:
    bench = online(TESTED)
    bench.hear(FaultsMasked(1, RCD))
    bench.charge()
    bench.hear(RcdRead(1, tripped=True))
    bench.go(10.0)
    assert (bench.charging(), first_fault(bench.port())) == (Charging.CHARGING, None)
    assert bench.hear(FaultsMasked(1, frozenset())).commands[0] == OPEN
    assert first_fault(bench.port()) is Fault.RESIDUAL_CURRENT


def test_what_a_monitor_said_while_it_was_not_believed_is_not_held_against_it() -> None:
    bench = online(TESTED)
    bench.hear(FaultsMasked(1, RCD), RcdRead(1, tripped=True), RcdRead(1, tripped=False))
    bench.hear(FaultsMasked(1, frozenset()))
    assert (bench.port().rcd.phase, first_fault(bench.port())) == (Rcd.IDLE, None)


def test_a_monitor_that_tripped_before_it_was_masked_blocks_no_more() -> None:
    bench = online(TESTED)
    bench.hear(RcdRead(1, tripped=True), RcdRead(1, tripped=False), FaultsMasked(1, RCD))
    bench.charge()


# --- what the wires carry


@pytest.mark.parametrize("limit_a", [6, 16, 20])
def test_a_current_limit_that_counts_at_once_counts_while_a_vehicle_charges(limit_a: int) -> None:
    name = registry.EVSE_LIMIT_A.name
    bench = online(variables=registry.VARIABLES | {name: replace(registry.VARIABLES[name], applies=Applies.NOW)})
    bench.charge()
    assert offered_a(bench.port()) == 32.0
    bench.forget()
    bench.hear(VariablesWritten(ReplyTo("write"), (Write(name, limit_a, 1),)))
    assert bench.said(SetDutyCycle) == [SetDutyCycle(1, a_to_duty_pct(limit_a))]
    assert (offered_a(bench.port()), bench.charging()) == (limit_a, Charging.CHARGING)


def test_a_current_limit_that_waits_for_a_restart_changes_nothing_before_it() -> None:
    bench = online()
    bench.charge()
    bench.forget()
    bench.hear(VariablesWritten(ReplyTo("write"), (Write(registry.EVSE_LIMIT_A.name, 16, 1),)))
    assert bench.said(SetDutyCycle) == []
    assert offered_a(bench.port()) == 32.0
    assert offered_a(bench.restarted().port()) == 16.0


# --- what a vehicle leaves behind


@pytest.mark.parametrize(("is_free", "left"), [(True, Charging.EMPTY), (False, Charging.SUSPENDED_EV)])
def test_a_transaction_outlasts_its_vehicle_unless_charging_is_free(is_free: bool, left: Charging) -> None:
    bench = online(
        {registry.STOP_ON_UNPLUG: False, registry.FREE_VEND: is_free, registry.UNLOCK_ON_UNPLUG: not is_free}
    )
    if is_free:
        bench.plug()
        bench.go(5.0)
    else:
        bench.charge()
    assert bench.charging() is Charging.CHARGING
    bench.unplug()
    bench.go(5.0)
    assert bench.charging() is left
    assert (bench.station.transactions == {}) is is_free


# --- the most phases


def test_one_phase_at_most_is_one_phase_and_three_again_are_somebodys_choice() -> None:
    bench = tuned({registry.PHASE_SWITCH_ENABLED: True})
    assert write(bench, registry.MAX_PHASES, 1) == (WriteVerdict.ACCEPTED,)
    assert (bench.port().phases.count, bench.port().phases.most) == (1, 1)
    write(bench, registry.MAX_PHASES, 3)
    assert (bench.port().phases.count, bench.port().phases.most) == (1, 3)


@pytest.mark.parametrize("phases", [0, 2, 4])
def test_neither_one_nor_three_is_refused(phases: int) -> None:
    bench = tuned({registry.PHASE_SWITCH_ENABLED: True})
    assert write(bench, registry.MAX_PHASES, phases) == (WriteVerdict.REFUSED,)
    assert bench.port().phases.most == 3
