"""Zones, offsets and summer time are for people's eyes only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ocpp.talk import Talk

from pilotwire.core import registry
from pilotwire.core.settings import Layers, Settings
from pilotwire.core.variable import Value, Variable
from pilotwire.store.ledger import Ledger
from pilotwire.web.local_time import local_text

UTC_S = 1_793_000_000.0  # 2026-10-26T07:33:20Z
Values = Mapping[Variable[str], Value]
ABB = {registry.TIME_OFFSET: "-05:00"}
AHEAD = {
    registry.TIME_OFFSET: "+01:00",
    registry.NEXT_TIME_OFFSET_AT: "2022-03-27T02:00:00+01:00",
    registry.NEXT_TIME_OFFSET: "+02:00",
}
TURN_S = 1648342800.0  # 2022-03-27T01:00:00Z


def settings(values: Values) -> Settings:
    return Settings(Layers(registry.VARIABLES, {(variable.name, 0): value for variable, value in values.items()}))


@pytest.mark.req("ABB-FV-003")
@pytest.mark.parametrize(
    ("values", "utc_s", "shown"),
    [
        ({}, UTC_S, "2026-10-26 07:33:20+00:00"),
        ({registry.TIME_OFFSET: "Z"}, UTC_S, "2026-10-26 07:33:20+00:00"),
        (ABB, UTC_S, "2026-10-26 02:33:20-05:00"),
        ({registry.TIME_OFFSET: "+05:45"}, UTC_S, "2026-10-26 13:18:20+05:45"),
        (AHEAD, TURN_S - 1.0, "2022-03-27 01:59:59+01:00"),
        (AHEAD, TURN_S, "2022-03-27 03:00:00+02:00"),
        ({**AHEAD, registry.NEXT_TIME_OFFSET: ""}, TURN_S, "2022-03-27 02:00:00+01:00"),
        ({**AHEAD, registry.NEXT_TIME_OFFSET_AT: ""}, TURN_S, "2022-03-27 02:00:00+01:00"),
        ({**AHEAD, registry.NEXT_TIME_OFFSET_AT: "2022-02-31T02:00:00Z"}, TURN_S, "2022-03-27 02:00:00+01:00"),
        ({**AHEAD, registry.NEXT_TIME_OFFSET_AT: "2022-03-27T01:00:00"}, TURN_S, "2022-03-27 03:00:00+02:00"),
    ],
)
def test_offsets_move_what_is_shown_and_the_next_one_takes_over(values: Values, utc_s: float, shown: str) -> None:
    assert local_text(utc_s, settings(values)) == shown


@pytest.mark.parametrize(
    ("zone", "utc_s", "shown"),
    [
        ("Europe/Oslo", 1774745999.0, "2026-03-29 01:59:59+01:00"),
        ("Europe/Oslo", 1774746000.0, "2026-03-29 03:00:00+02:00"),
        ("Middle/Earth", UTC_S, "2026-10-26 02:33:20-05:00"),  # the offset then
        ("../../etc/passwd", UTC_S, "2026-10-26 02:33:20-05:00"),
    ],
)
def test_a_time_zone_that_is_known_goes_before_offsets(zone: str, utc_s: float, shown: str) -> None:
    assert local_text(utc_s, settings({**ABB, registry.TIME_ZONE: zone})) == shown


@given(st.floats(), st.from_regex(registry.TIME_OFFSET.pattern, fullmatch=True), st.text(max_size=64))
def test_whatever_is_configured_something_or_nothing_is_shown(utc_s: float, offset: str, zone: str) -> None:
    shown = local_text(utc_s, settings({registry.TIME_OFFSET: offset, registry.TIME_ZONE: zone}))
    assert shown is None or len(shown) >= len("2026-10-26 07:33:20+00:00")


@pytest.mark.req("ABB-FV-003")
@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_nothing_on_the_wire_changes_with_them(version: str, tmp_path: Path) -> None:
    said = []
    for number, values in enumerate(({}, {**AHEAD, registry.TIME_ZONE: "Europe/Oslo"})):
        ledger = Ledger(tmp_path / f"{number}.db")
        talk = Talk(version, ledger, settings={registry.USER_AUTHENTICATION: "free", **values})
        await talk.accepted()
        talk.history.plug()
        talk.history.go(100.0)
        await talk.settle()
        said.append([frame[2:] for frame in await talk.fine()])
        ledger.close()
    assert said[0] == said[1] != []


@pytest.mark.parametrize(
    ("key", "value", "status"),
    [
        ("TimeOffset", "-04:00", "Accepted"),
        ("TimeOffset", "", "Accepted"),
        ("TimeOffset", "4", "Rejected"),
        ("TimeOffset", "+25:00", "Rejected"),
        ("TimeOffsetNextTransition", "-04:00", "Accepted"),
        ("NextTimeOffsetTransitionDateTime", "2022-03-28T02:00:00+01:00", "Accepted"),
        ("NextTimeOffsetTransitionDateTime", "tomorrow", "Rejected"),
    ],
)
async def test_what_is_no_offset_and_no_date_is_refused(key: str, value: str, status: str, tmp_path: Path) -> None:
    talk = Talk("1.6", Ledger(tmp_path / "transactions.db"))
    await talk.accepted()
    talk.hear(2, "theirs", "ChangeConfiguration", {"key": key, "value": value})
    assert (await talk.settle())[0] == [3, "theirs", {"status": status}]


async def test_the_next_offset_is_an_instance_of_the_offset_in_201(tmp_path: Path) -> None:
    talk = Talk("2.0.1", Ledger(tmp_path / "transactions.db"))
    await talk.accepted()
    where = {
        "component": {"name": "ClockCtrlr"},
        "variable": {"name": "TimeOffset", "instance": "NextTransition"},
        "attributeValue": "+02:00",
    }
    talk.hear(2, "theirs", "SetVariables", {"setVariableData": [where]})
    assert (await talk.settle())[0][2]["setVariableResult"][0]["attributeStatus"] == "Accepted"
    assert talk.history.station.settings.get(registry.NEXT_TIME_OFFSET) == "+02:00"
    assert talk.history.station.settings.get(registry.TIME_OFFSET) == ""
