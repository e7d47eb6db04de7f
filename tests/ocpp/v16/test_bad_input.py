"""Every field of every request of the CSMS wrong in every way: the right CALLERROR, and the station is as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Kind, Station
from tests.ocpp.v16.walk import whole, wrongs

from pilotwire.core.station import Station as Core
from pilotwire.csms import schema
from pilotwire.csms.policy import Protocol
from pilotwire.ocpp.v16.requests import TAKES
from pilotwire.personality.load import available, load

SUPPORTED = tuple(sorted(load("pilotwire").messages.supported))
# statuses of answers that promise nothing
NO = frozenset(
    {
        "Rejected",
        "NotSupported",
        "NotImplemented",
        "UnknownVendorId",
        "UnknownMessageId",
        "Failed",
        "VersionMismatch",
        "Faulted",
        "Occupied",
        "Unavailable",
        "Unknown",
        "UnlockFailed",
        "NotFound",
    }
)


class Wire:
    """What the station says, frame by frame."""

    def __init__(self) -> None:
        self.frames: list[list[Any]] = []

    def hear(self, frame: str) -> None:
        self.frames.append(json.loads(frame))


class Bench:
    """A station that charges, and a CSMS that sends it things."""

    def __init__(self, station: Station) -> None:
        self.station, self.wire, self._ids = station, Wire(), count(1)
        self.was_at_once = True
        station.listener = self.wire

    def answer(self, action: str, payload: Any) -> list[Any]:
        """What *action* with *payload* is answered, if need be after somebody has looked at it."""
        id = f"bad-{next(self._ids)}"
        self.wire.frames.clear()
        self.station.receives(json.dumps([2, id, action, payload]))
        self.was_at_once = bool(self.wire.frames)
        self.station.pass_to(self.station.now_s + 60.0, lambda: bool(self.wire.frames))
        assert [frame[:2] for frame in self.wire.frames if frame[0] in (3, 4)][:1] in ([[3, id]], [[4, id]]), action
        return self.wire.frames[0]


@pytest.fixture
def charging(tmp_path: Path) -> Iterator[Station]:
    with capture_logs():
        station = Station(Kind(), tmp_path)
        csms, driver = Csms(station), Driver(station)
        station.boots()
        driver.plugs_in()
        driver.shows("CARD")
        station.pass_to(station.now_s + 30)
        assert station.delivers_energy()
        csms.forgets()
        yield station
        station.close()


def is_untouched(before: Core, after: Core) -> bool:
    """Nothing has changed but what is noted for the security log, and the names that were given."""
    return replace(after, watch=before.watch, made=before.made, certifying=before.certifying) == before


@pytest.mark.parametrize("action", SUPPORTED)
def test_a_request_that_breaks_its_schema_gets_the_code_for_it_and_changes_nothing(
    charging: Station, action: str
) -> None:
    bench, wrong_ones = Bench(charging), []
    rows = charging.ledger.last_row
    for wrong in wrongs(action):
        if wrong.code is None:
            continue
        before = charging.core
        frame = bench.answer(action, wrong.payload)
        code = frame[2] if frame[0] == 4 else f"an answer: {frame[2]}"
        if code != wrong.code:
            wrong_ones.append((wrong.about, wrong.code, code, frame[3:4]))
        if charging.core is not before or len(bench.wire.frames) != 1:
            wrong_ones.append((wrong.about, "nothing else", bench.wire.frames[1:], is_untouched(before, charging.core)))
    assert wrong_ones == []
    assert charging.ledger.last_row == rows


@pytest.mark.parametrize("action", SUPPORTED)
def test_a_value_no_schema_forbids_is_answered_in_form_and_changes_nothing_where_it_is_refused(
    tmp_path: Path, action: str, charging: Station
) -> None:
    bench, wrong_ones = Bench(charging), []
    for wrong in wrongs(action):
        if wrong.code is not None or action == "Reset":
            continue
        before = charging.core
        frame = bench.answer(action, wrong.payload)
        if frame[0] == 4:
            is_well = frame[2] not in ("InternalError", "GenericError") and is_untouched(before, charging.core)
        else:
            is_refused = frame[2].get("status") in NO
            faults = schema.answer_faults(Protocol.V16, action, frame[2])
            is_well = faults == [] and (not is_refused or is_untouched(before, charging.core))
        if not is_well:
            wrong_ones.append((wrong.about, frame, is_untouched(before, charging.core)))
    assert wrong_ones == []


@pytest.mark.parametrize("name", available())
def test_a_vendors_station_refuses_what_breaks_a_schema_as_every_other(tmp_path: Path, name: str) -> None:
    wrong_ones = []
    with capture_logs():
        station = Station(Kind(personality=name), tmp_path)
        Csms(station)
        station.boots()
        bench, before = Bench(station), station.core
        for action in station.personality.messages.supported:
            for wrong in wrongs(action):
                frame = bench.answer(action, wrong.payload) if wrong.code else [4, "", None]
                if frame[2] != wrong.code or station.core is not before:
                    wrong_ones.append((action, wrong.about, wrong.code, frame[2:4]))
        station.close()
    assert wrong_ones == []


def test_the_walk_goes_to_every_field_of_every_request() -> None:
    assert set(SUPPORTED) <= set(TAKES)
    counts = {action: len(list(wrongs(action))) for action in SUPPORTED}
    assert min(counts.values()) >= 5
    assert sum(counts.values()) > 1500


@pytest.mark.parametrize("action", SUPPORTED)
def test_the_request_the_walk_begins_with_has_nothing_wrong(action: str) -> None:
    assert schema.request_faults(Protocol.V16, action, whole(action)) == []
