"""What is measured again and again: told when it is new and sure, and never otherwise."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.hardware.linux.tree import Tree

from pilotwire.core.event import HardwareEvent
from pilotwire.core.port.lock import LockRead
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.port.proximity import ProximityMeasured
from pilotwire.hardware.linux.charge_control_c import CHARGE_CONTROL_C, EVSE
from pilotwire.hardware.linux.iio import Channel
from pilotwire.hardware.linux.lock_motor import KUESTER_02S
from pilotwire.hardware.linux.sampler import STALE_S, Sampler
from pilotwire.hardware.linux.sense import Detectors, LockSense, PilotSense, ProximitySense
from pilotwire.hardware.linux.table import Adc


@dataclass
class Driven:
    """A pilot that is driven in some way, since long ago."""

    is_steady: bool = False
    changed_s: float = 0.0


class Looked:
    """The senses of a board of files, without the lines that reset its detectors."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.driven, self._channels = tree, Driven(), list[Channel]()
        detectors = Detectors(self.channel(EVSE.pilot.high), self.channel(EVSE.pilot.low), (), EVSE.pilot.volts)  # type: ignore[arg-type]
        self.pilot = PilotSense(1, self.driven, detectors)  # type: ignore[arg-type]
        assert EVSE.proximity is not None
        assert EVSE.plug_lock is not None
        mv = CHARGE_CONTROL_C.adc_mv
        self.proximity = ProximitySense(1, self.channel(EVSE.proximity), mv, EVSE.proximity_ohm)
        self.lock = LockSense(1, self.channel(EVSE.plug_lock.sense), mv, KUESTER_02S)

    def channel(self, adc: Adc) -> Channel:
        self._channels.append(Channel(self.tree.root, adc))
        return self._channels[-1]

    def close(self) -> None:
        for channel in self._channels:
            channel.close()


@pytest.fixture
def looked(tree: Tree) -> Iterator[Looked]:
    looked = Looked(tree)
    yield looked
    looked.close()


def told(sense: Any, looks: int) -> list[HardwareEvent | None]:
    """What *looks* looks in a row say."""
    return [sense.look() for _ in range(looks)]


def test_a_voltage_that_is_there_for_one_look_only_is_an_edge(looked: Looked) -> None:
    looked.tree.pilot(9.0)
    first, second, third = told(looked.pilot, 3)
    assert isinstance(second, PilotMeasured)
    assert (first, third) == (None, None)
    looked.tree.pilot(6.0)
    assert told(looked.pilot, 1) == [None]
    looked.tree.pilot(9.0)
    assert told(looked.pilot, 3) == [None, None, None]


def test_a_look_during_which_the_duty_cycle_changed_says_nothing(looked: Looked) -> None:
    looked.tree.pilot(9.0)
    told(looked.pilot, 2)
    looked.tree.pilot(3.0)
    for _ in range(3):
        looked.driven.changed_s = time.monotonic()
        assert told(looked.pilot, 1) == [None]
    looked.driven.changed_s = 0.0
    assert [type(event) for event in told(looked.pilot, 2)] == [type(None), PilotMeasured]


def test_a_station_that_begins_anew_is_told_what_is_there(looked: Looked) -> None:
    told(looked.pilot, 2)
    told(looked.proximity, 2)
    told(looked.lock, 1)
    for sense in (looked.pilot, looked.proximity, looked.lock):
        sense.forget()
    assert isinstance(told(looked.pilot, 2)[1], PilotMeasured)
    assert told(looked.proximity, 1) == [ProximityMeasured(1, None)]
    assert told(looked.lock, 1) == [LockRead(1, False)]


def test_a_cable_is_told_once_and_its_noise_never(looked: Looked) -> None:
    told(looked.proximity, 2)
    looked.tree.proximity(220.0)
    events = told(looked.proximity, 2)
    for noisy_ohm in (224.0, 216.0, 222.0):
        looked.tree.proximity(noisy_ohm)
        events += told(looked.proximity, 2)
    (measured,) = [event for event in events if event is not None]
    assert isinstance(measured, ProximityMeasured)
    assert measured.ohm == pytest.approx(220.0, rel=0.02)


@dataclass
class Stuck:
    """An input whose kernel driver hangs."""

    release: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        self.release.wait()

    def forget(self) -> None: ...


def test_a_thread_that_hangs_is_noticed() -> None:
    stuck, doubts = Stuck(), list[OSError | None]()
    sampler = Sampler("stuck", [stuck], lambda event: None, doubts.append)
    sampler.start()
    began_s = time.monotonic()
    while sampler.is_alive():
        assert time.monotonic() - began_s < 10 * STALE_S
    assert doubts == []
    stuck.release.set()
    sampler.stop()


class Failing:
    """An input that cannot be read for a while."""

    def __init__(self, rounds: int) -> None:
        self.left, self.well = rounds, threading.Event()

    def look(self) -> None:
        self.left -= 1
        if self.left >= 0:
            raise OSError("no answer")
        self.well.set()

    def forget(self) -> None: ...


def test_an_input_that_fails_for_long_is_doubted_once_and_trusted_once() -> None:
    failing, doubts, trusted = Failing(5), list[OSError | None](), threading.Event()

    def doubt(error: OSError | None) -> None:
        doubts.append(error)
        if error is None:
            trusted.set()

    sampler = Sampler("failing", [failing], lambda event: None, doubt)
    sampler.start()
    assert trusted.wait(10.0)
    sampler.stop()
    assert [str(error) for error in doubts] == ["no answer", "None"]


def test_a_converter_without_that_channel_is_named(tree: Tree, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="in_voltage9_raw: No such file or directory"):
        Channel(tree.root, Adc("2198000.adc", 9))
