"""A CSMS that means harm: it cannot make the station forget a vehicle, fill its memory, or die."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Kind, Station
from tests.ocpp.v16.walk import PROPERTY, numbered, wrongs

from pilotwire.core.authorization import MOST_QUESTIONS
from pilotwire.ocpp.conversation import MOST_OPEN, MOST_OPEN_BYTES
from pilotwire.ocpp.outbox import MAX_NOTICES
from pilotwire.personality.load import load

Frame = list[Any]
ROOM = {"SendLocalList": 400}  # characters an entry may add, up to LocalAuthListMaxLength


class Hostile:
    """Hears everything and answers nothing but what a test makes it say."""

    def __init__(self, station: Station) -> None:
        self.station, self.frames = station, list[Frame]()
        station.listener = self

    def hear(self, frame: str) -> None:
        self.frames.append(json.loads(frame))

    def flood(self, *frames: Frame) -> list[Frame]:
        """All of *frames* before the core takes a breath; the answers."""
        self.frames.clear()
        for frame in frames:
            self.station.conversation.receive(json.dumps(frame), self.station.now_s)
        self.station.settle()
        return [frame for frame in self.frames if frame[0] != 2]

    def asked(self) -> list[Frame]:
        """The requests of the station."""
        return [frame for frame in self.frames if frame[0] == 2]


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """A station of two EVSEs that charges a vehicle at the first."""
    with capture_logs():
        station = Station(Kind(evses=2, settings={"AuthCtrlr.AuthorizeRemoteStart": True}), tmp_path)
        csms, driver = Csms(station), Driver(station)
        station.boots()
        driver.plugs_in()
        driver.shows("CARD")
        station.pass_to(station.now_s + 30)
        csms.forgets()
        yield station
        station.close()


@pytest.fixture
def hostile(station: Station) -> Iterator[Hostile]:
    hostile = Hostile(station)
    assert station.delivers_energy()
    yield hostile
    assert station.delivers_energy()
    Driver(station).unplugs()  # and hardware is still heard
    station.pass_to(station.now_s + 10)
    assert not station.delivers_energy()


def test_of_a_flood_of_requests_only_so_many_are_remembered_and_all_are_answered(hostile: Hostile) -> None:
    answers = hostile.flood(*([2, f"f{number}", "ClearCache", {}] for number in range(MOST_OPEN + 500)))
    assert len(answers) == MOST_OPEN + 500
    assert [frame[2] for frame in answers if frame[0] == 4] == ["GenericError"] * 500
    assert hostile.flood([2, "again", "ClearCache", {}]) == [[3, "again", {"status": "Accepted"}]]


def test_of_a_flood_of_giant_requests_only_so_many_bytes_are_remembered(hostile: Hostile) -> None:
    entry = {"idTag": "0123456789ABCDEF0123", "idTagInfo": {"status": "Accepted"}}
    giant = {"listVersion": 1, "updateType": "Full", "localAuthorizationList": [entry] * 40_000}
    size = len(json.dumps(giant))
    answers = hostile.flood(*([2, f"g{number}", "SendLocalList", giant] for number in range(10)))
    refused = [frame for frame in answers if frame[0] == 4]
    assert len(answers) == 10
    assert len(answers) - len(refused) <= MOST_OPEN_BYTES // size + 2
    assert hostile.station.core.settings is not None


def test_a_flood_of_remote_starts_nobody_authorises_asks_only_so_many_questions(hostile: Hostile) -> None:
    start = "RemoteStartTransaction"
    answers = hostile.flood(*([2, f"r{each}", start, {"connectorId": 2, "idTag": f"T{each}"}] for each in range(1000)))
    said = [frame[2]["status"] for frame in answers]
    assert (said.count("Accepted"), said.count("Rejected")) == (MOST_QUESTIONS, 1000 - MOST_QUESTIONS)
    assert len(hostile.station.core.asking) == MOST_QUESTIONS
    hostile.station.pass_to(hostile.station.now_s + 3600)
    assert hostile.station.core.asking == {}


def test_a_flood_of_triggers_leaves_only_so_many_messages_waiting(hostile: Hostile) -> None:
    trigger: dict[str, Any] = {"requestedMessage": "StatusNotification"}
    for _ in range(3):
        answers = hostile.flood(*([2, f"t{each}", "TriggerMessage", trigger] for each in range(MAX_NOTICES)))
        assert len(answers) == MAX_NOTICES
    hostile.station.goes_offline()
    csms = Csms(hostile.station)
    hostile.station.goes_online()
    assert len(csms.heard("StatusNotification")) <= MAX_NOTICES


@pytest.mark.parametrize("action", sorted(load("pilotwire").messages.supported))
def test_a_request_that_comes_again_and_again_does_not_make_the_station_grow(station: Station, action: str) -> None:
    hostile, sizes = Hostile(station), list[int]()
    for start in range(0, 12 * 25, 25):
        answers = hostile.flood(*([2, f"{each}", action, numbered(action, each)] for each in range(start, start + 25)))
        assert len(answers) <= 25
        station.pass_to(station.now_s + 120)
        sizes.append(len(repr(station.core)))
    assert sizes[-1] - sizes[-2] < 25 * ROOM.get(action, 0) + 500, sizes


def test_answers_to_what_nobody_asked_are_passed_over(hostile: Hostile) -> None:
    before = hostile.station.core
    answers = hostile.flood(
        *([3, f"x{each}", {"status": "Accepted"}] for each in range(1000)),
        *([4, f"x{each}", "InternalError", "x" * 10_000, {}] for each in range(100)),
    )
    assert answers == []
    assert hostile.station.core is before


@pytest.mark.parametrize("action", ["Heartbeat", "StatusNotification", "BootNotification"])
def test_a_wrong_answer_to_what_was_triggered_changes_nothing(hostile: Hostile, action: str) -> None:
    station, csms = hostile.station, Csms(hostile.station)
    for wrong in wrongs(f"{action}Response"):
        csms.answers_nonsense(action, wrong.payload)
        assert csms.sends("TriggerMessage", requestedMessage=action, connectorId=1) == "Accepted"
        csms.expects_eventually(action)
        csms.answers_as_usual(action)
        station.pass_to(station.now_s + 100)
        assert station.delivers_energy(), wrong.about


def test_an_error_of_a_megabyte_is_neither_logged_nor_kept_whole(hostile: Hostile) -> None:
    station = hostile.station
    with capture_logs() as logs:
        hostile.flood([2, "t", "TriggerMessage", {"requestedMessage": "MeterValues", "connectorId": 1}])
        for _ in range(3):
            station.pass_to(station.now_s + 400, lambda: bool(hostile.asked()))
            for frame in hostile.asked():
                hostile.flood([4, frame[1], "x" * 1_000_000, "y" * 1_000_000, {}])
        csms = Csms(station)
        csms.answers_nonsense("Heartbeat", {"x" * 1_000_000: 1})
        assert csms.sends("TriggerMessage", requestedMessage="Heartbeat") == "Accepted"
        csms.expects_eventually("Heartbeat")
    assert any(entry["event"] == "answer not understood" for entry in logs)
    assert any(entry["event"] == "request refused" for entry in logs)
    assert max(len(str(entry)) for entry in logs) < 2000


def test_a_wrong_answer_to_a_card_lets_nobody_charge_who_was_not_accepted(hostile: Hostile) -> None:
    station, csms, driver = hostile.station, Csms(hostile.station), Driver(hostile.station)
    driver.plugs_in(2)
    for number, wrong in enumerate(each for each in wrongs("AuthorizeResponse") if each.code is not None):
        csms.answers_nonsense("Authorize", wrong.payload)
        driver.shows(f"OTHER{number}", 2)
        station.pass_to(station.now_s + 10)
        assert len(csms.heard("Authorize")) == number + 1
        is_fine = "expiryDate" in wrong.about and wrong.code == PROPERTY  # a date nobody can read undoes no verdict
        assert station.delivers_energy(2) is is_fine, wrong.about
        if is_fine:
            driver.shows(f"OTHER{number}", 2)
            station.pass_to(station.now_s + 30)


def test_a_wrong_answer_to_a_start_stops_nobody(tmp_path: Path) -> None:
    with capture_logs():
        station = Station(Kind(), tmp_path)
        csms, driver = Csms(station), Driver(station)
        station.boots()
        for wrong in wrongs("StartTransactionResponse"):
            if wrong.code is None or "expiryDate" in wrong.about:
                continue
            csms.answers_nonsense("StartTransaction", wrong.payload)
            driver.plugs_in()
            driver.shows("CARD")
            station.pass_to(station.now_s + 200)
            assert station.delivers_energy(), wrong.about
            driver.unplugs()
            station.pass_to(station.now_s + 30)
            assert not station.delivers_energy()
        assert csms.heard("StopTransaction") == []  # a Stop goes with its Start, and that was never taken
        station.close()


@pytest.mark.parametrize("interval", [-1, -(10**9), 0, 10**12, 10**30])
@pytest.mark.parametrize("status", ["Accepted", "Pending", "Rejected"])
def test_an_interval_nobody_can_keep_makes_no_flood(tmp_path: Path, status: str, interval: int) -> None:
    with capture_logs():
        station = Station(Kind(), tmp_path)
        csms = Csms(station)
        csms.answers("BootNotification", status=status, interval=interval)
        station.goes_online()
        station.pass_to(station.now_s + 3600)
        assert 1 <= len(csms.heard("BootNotification")) + len(csms.heard("Heartbeat")) <= 70
        station.close()


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "soon", "", "2026-13-01T00:00:00Z"])
def test_a_time_that_cannot_be_is_believed_by_nobody(tmp_path: Path, time: str) -> None:
    with capture_logs():
        station = Station(Kind(), tmp_path)
        csms, driver = Csms(station), Driver(station)
        csms.answers("Heartbeat", currentTime="2026-10-26T07:33:20Z")
        usual = json.dumps({"status": "Accepted", "interval": 300, "currentTime": time})
        csms.is_silent_on("BootNotification")
        station.goes_online()
        hostile = Hostile(station)
        [boot] = csms.heard("BootNotification")
        assert boot["chargePointModel"] == "pilotwire"
        station.conversation.receive(f'[3,"m1",{usual}]', station.now_s)
        station.settle()
        driver.plugs_in()
        driver.shows("CARD")
        station.pass_to(station.now_s + 60)
        told = [frame for frame in hostile.asked() if "timestamp" in json.dumps(frame)]
        assert all("2026-10-26" in json.dumps(frame) for frame in told)
        station.close()
