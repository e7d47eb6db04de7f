"""Whatever a central system sends, the station lives on, answers what can be answered, and comes back."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.real.living import IDENTITY, Living, living

from pilotwire.csms import BenchCsms, Policy

both = pytest.mark.parametrize("version", ["1.6", "2.0.1"])
CODES = {  # OCPP-J 1.6 4.2.3; OCPP 2.0.1 part 4, 4.3
    "1.6": {"broken": "FormationViolation", "framework": "GenericError"},
    "2.0.1": {"broken": "FormatViolation", "framework": "RpcFrameworkError"},
}
LIMIT = 4 * 1024 * 1024


@pytest.fixture
async def csms() -> AsyncIterator[BenchCsms]:
    async with BenchCsms(policy=Policy(boot_interval_s=300), is_judging=False) as bench:
        yield bench


@pytest.fixture
async def station(tmp_path: Path, csms: BenchCsms, version: str) -> AsyncIterator[Living]:
    async with living(tmp_path, csms.url, version) as station:
        await station.online()
        yield station
        assert station.app.life is not None


async def is_well(csms: BenchCsms) -> None:
    """It answers an ordinary request."""
    answer = await csms.call(IDENTITY, "ChangeAvailability", {"connectorId": 0, "type": "Operative"})
    if answer.is_error:  # in the words of 2.0.1
        answer = await csms.call(IDENTITY, "ChangeAvailability", {"operationalStatus": "Operative"})
    assert answer.status == "Accepted"


def answers(csms: BenchCsms) -> list[list[Any]]:
    """The CALLERRORs of the station."""
    frames = [json.loads(frame.text) for frame in csms.frames(IDENTITY) if frame.direction == "from_station"]
    return [frame for frame in frames if frame[0] == 4]


async def answer_to(csms: BenchCsms, frame: str) -> list[Any]:
    """Send *frame*, and an ordinary request behind it; the CALLERROR that came in between."""
    before = len(answers(csms))
    await csms.send_raw(IDENTITY, frame)
    await is_well_after(csms)
    new = answers(csms)[before:]
    return new[0] if new else []


async def is_well_after(csms: BenchCsms) -> None:
    """A request that is answered at once, so that whatever was said before it has been heard."""
    assert (await csms.call(IDENTITY, "GetLocalListVersion", {})).payload is not None


@both
async def test_an_action_nobody_knows_is_not_implemented(csms: BenchCsms, station: Living) -> None:
    assert (await csms.call(IDENTITY, "MakeCoffee", {"sugar": 2})).error_code == "NotImplemented"
    await is_well(csms)
    assert len(csms.arrivals(IDENTITY)) == 1


@both
@pytest.mark.parametrize(
    ("frame", "kind"),
    [
        ('[2,"id-1","Reset",{"type":', "broken"),
        ('[2,"id-1","Reset"]', "framework"),
        ('[2,"id-1","Reset",{},{}]', "framework"),
        ('[2,"id-1",7,{}]', "framework"),
    ],
)
async def test_a_broken_call_with_a_readable_id_is_answered_under_it(
    csms: BenchCsms, station: Living, version: str, frame: str, kind: str
) -> None:
    answer = await answer_to(csms, frame)
    assert answer[:2] == [4, "id-1"]
    assert answer[2] in (CODES[version][kind], CODES[version]["broken"])


@both
@pytest.mark.parametrize("frame", ["", "nonsense", "{}", "[]", '["2","x"]', "[" * 100_000, '{"a":' * 50_000, "[2]"])
async def test_a_frame_without_an_id_is_survived(csms: BenchCsms, station: Living, version: str, frame: str) -> None:
    answer = await answer_to(csms, frame)
    assert answer == [] if version == "1.6" else answer[:2] == [4, "-1"]
    assert len(csms.arrivals(IDENTITY)) == 1


@both
async def test_a_message_type_nobody_knows_is_survived(csms: BenchCsms, station: Living, version: str) -> None:
    answer = await answer_to(csms, '[9,"id-1","Reset",{}]')
    assert version == "1.6" or answer[:3] == [4, "id-1", "MessageTypeNotSupported"]
    assert len(csms.arrivals(IDENTITY)) == 1


@both
@pytest.mark.parametrize("frame", ['[3,"nobody",{}]', '[4,"nobody","GenericError","",{}]', '[3,"nobody"]', "[4]"])
async def test_an_answer_to_nothing_is_passed_over(csms: BenchCsms, station: Living, frame: str) -> None:
    assert await answer_to(csms, frame) == []


@both
async def test_a_deeply_nested_payload_is_refused_under_its_id(csms: BenchCsms, station: Living) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    answer = await answer_to(csms, f'[2,"deep","DataTransfer",{{"vendorId":"x","data":{deep}}}]')
    assert answer[:2] == [4, "deep"]


@both
async def test_a_frame_of_more_than_four_megabytes_ends_the_connection_and_the_station_comes_back(
    csms: BenchCsms, station: Living
) -> None:
    with contextlib.suppress(ConnectionError):  # it is not read to its end
        await csms.send_raw(IDENTITY, "[" + " " * LIMIT + "]")
    await station.away()
    await station.online()
    await is_well(csms)
    assert len(csms.arrivals(IDENTITY)) == 2
    (refused,) = [entry for entry in station.logs if entry["event"] == "frame refused"]
    assert "exceeds limit 4194304" in refused["error"]


@both
async def test_a_binary_frame_ends_the_connection_and_the_station_comes_back(csms: BenchCsms, station: Living) -> None:
    await csms.send_raw(IDENTITY, b'[2,"id-1","Reset",{"type":"Hard"}]')
    await station.away()
    await station.online()
    await is_well(csms)
    assert len(csms.arrivals(IDENTITY)) == 2


@both
async def test_requests_that_come_all_at_once_while_ours_waits_are_all_answered(
    csms: BenchCsms, station: Living, version: str
) -> None:
    csms.change(silent_actions=frozenset({"Authorize"}))
    charging = asyncio.create_task(station.charge())
    await csms.wait_for(IDENTITY, "Authorize")
    many = [csms.call(IDENTITY, "GetLocalListVersion", {}) for _ in range(150)]
    some = [csms.call(IDENTITY, "DataTransfer", {"vendorId": "x"}) for _ in range(50)]
    given = await asyncio.gather(*many, is_well(csms), *some)
    assert all(answer is None or not answer.is_error for answer in given)
    charging.cancel()


@both
async def test_more_requests_than_the_inbox_has_room_for_are_all_answered(csms: BenchCsms, station: Living) -> None:
    sent = asyncio.gather(*(csms.call(IDENTITY, "ClearCache", {}, timeout_s=30.0) for _ in range(2500)))
    assert {answer.status for answer in await sent} == {"Accepted"}
    assert len(csms.arrivals(IDENTITY)) == 1
