"""The masks and error bits of X-Cheng's M3, bit by bit (FAQ 3.6, 3.12, 3.13)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import ContactorRead, SetContactor
from pilotwire.core.port.fault import Fault, FaultSeen, first_fault, standing_faults
from pilotwire.core.port.limits import offered_a
from pilotwire.core.port.pilot import Pilot, PilotMeasured
from pilotwire.core.port.proximity import ProximityMeasured
from pilotwire.core.port.rcd import RcdRead, SetRcdTest
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.settings import Write, WriteVerdict
from pilotwire.core.variable import Variable
from pilotwire.personality.load import load

M3 = load("xcheng_m3")
OPEN = SetContactor(1, closed=False)
RESERVED = [1 << bit for bit in (*range(2, 8), *range(17, 32))]


def station(settings: dict[Variable[Any], Any] | None = None, **kinds: Any) -> CoreBench:
    return online(settings, rules=M3.ruled, variables=M3.changed(), **kinds)


def charging(**kinds: Any) -> CoreBench:
    bench = station(**kinds)
    bench.charge()
    bench.forget()
    return bench


def mask(bench: CoreBench, value: int, variable: Variable[int] = registry.FAULT_MASK) -> WriteVerdict:
    bench.hear(VariablesWritten(ReplyTo("mask"), (Write(variable.name, value),)))
    return bench.replies[-1].writes[0]


def standing(bench: CoreBench) -> set[Fault]:
    return set(standing_faults(bench.port()))


# --- OEM_FaultMask


@pytest.mark.parametrize(
    ("bit", "fault"),
    [
        pytest.param(1, Fault.GROUND_MISSING, marks=pytest.mark.req("XCH-MASK-001")),
        pytest.param(256, Fault.GROUND_MISSING, marks=pytest.mark.req("XCH-MASK-002")),
        pytest.param(1024, Fault.OVER_TEMPERATURE, marks=pytest.mark.req("XCH-MASK-004")),
        pytest.param(2048, Fault.OVERCURRENT, marks=pytest.mark.req("XCH-MASK-005")),
        pytest.param(4096, Fault.OVERVOLTAGE, marks=pytest.mark.req("XCH-MASK-006")),
        pytest.param(8192, Fault.UNDERVOLTAGE, marks=pytest.mark.req("XCH-MASK-007")),
    ],
)
def test_a_fault_that_is_reported_stops_charging_unless_its_bit_is_set(bit: int, fault: Fault) -> None:
    bench = charging()
    assert bench.hear(FaultSeen(1, fault)).commands[0] == OPEN
    assert bench.charging() is Charging.FAULTED
    assert mask(bench, bit) is WriteVerdict.ACCEPTED
    bench.go(10.0)
    assert (bench.charging(), standing(bench)) == (Charging.CHARGING, set())
    mask(bench, 0)
    assert (bench.charging(), standing(bench)) == (Charging.FAULTED, {fault})


@pytest.mark.req("XCH-MASK-001")
def test_a_lost_pilot_is_an_error_and_with_bit_1_only_a_pause() -> None:
    bench = charging()
    bench.vehicle(Pilot.LOST)
    assert (bench.charging(), standing(bench)) == (Charging.FAULTED, {Fault.PILOT_LOST})
    mask(bench, 2)
    assert (bench.charging(), standing(bench)) == (Charging.SUSPENDED_EV, set())
    bench.vehicle(Pilot.READY)
    bench.go(10.0)
    assert bench.charging() is Charging.CHARGING
    bench.forget()
    bench.vehicle(Pilot.LOST)
    assert bench.said(SetContactor) == [OPEN]
    assert bench.charging() is Charging.SUSPENDED_EV


@pytest.mark.req("XCH-MASK-003")
@pytest.mark.parametrize("broken", ["stuck", "silent"])
def test_a_contactor_that_seems_to_stick_is_an_error_unless_bit_9_is_set(broken: str) -> None:
    bench = station()
    bench.evses[0].broken.add(broken)
    bench.plug()
    bench.authorize()
    assert standing(bench) == {Fault.CONTACTOR_STUCK}
    mask(bench, 512)
    assert standing(bench) == set()
    bench.authorize()
    bench.go(10.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("XCH-MASK-003")
def test_a_contactor_that_seems_welded_is_an_error_unless_bit_9_is_set() -> None:
    bench = station()
    mask(bench, 512)
    bench.hear(ContactorRead(1, closed=True))
    assert standing(bench) == set()
    mask(bench, 0)
    bench.hear(ContactorRead(1, closed=True))
    assert standing(bench) == {Fault.CONTACTOR_WELDED}


@pytest.mark.req("XCH-MASK-008")
def test_with_bit_14_there_is_no_self_test_and_nothing_waits_for_one() -> None:
    bench = station({registry.RCD_ENABLED: True})
    mask(bench, 16384)
    bench.forget()
    bench.charge()
    assert bench.said(SetRcdTest) == []
    bench.unplug()
    mask(bench, 0)
    bench.plug()
    assert bench.said(SetRcdTest)[0] == SetRcdTest(1, active=True)


@pytest.mark.req("XCH-MASK-008")
def test_with_bit_14_the_leakage_is_still_detected() -> None:
    bench = station({registry.RCD_ENABLED: True})
    mask(bench, 16384)
    bench.charge()
    bench.hear(RcdRead(1, tripped=True))
    assert standing(bench) == {Fault.RESIDUAL_CURRENT}


@pytest.mark.req("XCH-MASK-009")
@pytest.mark.parametrize("begin", [CoreBench.charge, CoreBench.go])
def test_with_bit_15_leakage_is_not_detected(begin: Callable[..., None]) -> None:
    bench = station({registry.RCD_ENABLED: True})
    mask(bench, 32768)
    begin(bench, 1)
    bench.forget()
    bench.hear(RcdRead(1, tripped=True))
    bench.go(10.0)
    assert (standing(bench), bench.said(SetContactor)) == (set(), [])
    mask(bench, 0)
    assert standing(bench) <= {Fault.RESIDUAL_CURRENT, Fault.RCD_SPURIOUS}
    assert bench.charging() is Charging.FAULTED


@pytest.mark.parametrize(
    ("variable", "bit"),
    [
        pytest.param(registry.FAULT_MASK, 65536, marks=pytest.mark.req("XCH-MASK-010")),
        (registry.FUNCTION_MASK, 4),
    ],
)
def test_a_missing_diode_is_an_error_unless_its_bit_is_set(variable: Variable[int], bit: int) -> None:
    bench = charging()
    mask(bench, bit, variable)
    bench.hear(PilotMeasured(1, 6.0, -6.0))
    assert (bench.charging(), standing(bench)) == (Charging.CHARGING, set())
    mask(bench, 0, variable)
    bench.hear(PilotMeasured(1, 6.0, -6.0))
    assert (bench.charging(), standing(bench)) == (Charging.FAULTED, {Fault.DIODE_MISSING})


@pytest.mark.req("XCH-MASK-011")
def test_bits_add_up() -> None:
    bench = station()
    assert mask(bench, 768) is WriteVerdict.ACCEPTED
    assert bench.port().masked == {Fault.GROUND_MISSING, Fault.CONTACTOR_WELDED, Fault.CONTACTOR_STUCK}
    assert mask(bench, 0x1FF03) is WriteVerdict.ACCEPTED


@pytest.mark.req("XCH-MASK-011")
@pytest.mark.parametrize("bit", RESERVED)
def test_a_reserved_bit_is_refused_and_changes_nothing(bit: int) -> None:
    bench = station()
    mask(bench, 256)
    assert mask(bench, 512 + bit) is WriteVerdict.REFUSED
    assert bench.port().masked == {Fault.GROUND_MISSING}


@pytest.mark.req("XCH-MASK-011")
def test_nothing_is_masked_by_default() -> None:
    assert station().port().masked == set()


# --- OEM_FunctionMask (XCH-MASK-012 and 013 are not proven: there is neither a buzzer nor a reduction when hot)


@pytest.mark.parametrize("ohm", [None, 3000.0])
def test_with_bit_1_the_configured_cable_counts_and_not_the_proximity(ohm: float | None) -> None:
    bench = station({registry.CABLE_LIMIT_A: 24}, sockets=(True,))
    bench.charge()
    assert offered_a(bench.port()) == 32.0
    bench.hear(ProximityMeasured(1, ohm))
    assert bench.charging() is Charging.FAULTED
    mask(bench, 2, registry.FUNCTION_MASK)
    bench.go(10.0)
    assert (bench.charging(), standing(bench), offered_a(bench.port())) == (Charging.CHARGING, set(), 24.0)


def test_with_bit_1_a_cable_that_changes_is_none_of_our_business() -> None:
    bench = charging(sockets=(True,))
    mask(bench, 2, registry.FUNCTION_MASK)
    bench.hear(ProximityMeasured(1, 1500.0))
    assert first_fault(bench.port()) is None


@pytest.mark.parametrize("bit", [1, 8])
def test_what_there_is_not_is_stored_and_hides_nothing(bit: int) -> None:
    bench = station()
    assert mask(bench, bit, registry.FUNCTION_MASK) is WriteVerdict.ACCEPTED
    assert bench.station.settings.get(registry.FUNCTION_MASK) == bit
    assert bench.port().masked == set()


@pytest.mark.parametrize("bit", [1 << bit for bit in range(4, 32)])
def test_a_bit_that_does_not_exist_is_refused(bit: int) -> None:
    assert mask(station(), bit, registry.FUNCTION_MASK) is WriteVerdict.REFUSED
