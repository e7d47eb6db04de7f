"""ABB Terra AC on the wire: its frames beside those that people recorded at stations in use (2021 to 2026).

Digits of serial numbers and cards were masked there; times and readings are ours.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.core.bench import Host
from tests.ocpp.talk import Frame, Talk
from tests.personalities.impersonated import defaults_of

from pilotwire.core.port.meter import MeterRead
from pilotwire.core.reading import Reading
from pilotwire.ocpp.conversation import Conversation
from pilotwire.ocpp.v16.dialect import v16_of
from pilotwire.ocpp.writer import Writer
from pilotwire.personality.load import load
from pilotwire.store.ledger import Ledger

BOOT = (
    '[2, "7053156", "BootNotification", {"chargePointModel": "CDT_TACW22::NET_WIFI", "chargePointVendor": "ABB", '
    '"chargeBoxSerialNumber": "TACW220000000000", "chargePointSerialNumber": "TACW220000000000", '
    '"firmwareVersion": "TAC3Z9119006710273::V1.8.21", "meterType": "V1"}]'
)
STARTUP = {"type": "StartupOfTheDevice", "timestamp": "2024-08-21T14:09:31.000Z"}
TIME_SET = {"type": "SettingSystemTime", "techInfo": "ocppBoot", "timestamp": "2024-08-30T08:39:09.000Z"}
IDLE = {"connectorId": 0, "errorCode": "NoError", "info": "null", "status": "Available", "vendorErrorCode": "0x0000"}
START = {"connectorId": 1, "idTag": "********", "meterStart": 0, "timestamp": "2025-12-12T10:59:00.000Z"}
STOP: dict[str, Any] = {
    "meterStop": 34238,
    "idTag": "********",
    "timestamp": "2025-11-12T07:49:51.000Z",
    "transactionId": 200,
    "reason": "EVDisconnected",
}
SAMPLED = [
    {"value": "8.85", "context": "Trigger", "format": "Raw", "measurand": "Current.Import", "phase": "L3", "unit": "A"},
    {"value": "184", "context": "Trigger", "format": "Raw", "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
]
PHASE = [("Voltage", "-N", "9.9"), ("Current.Import", "", "9.9"), ("Power.Active.Import", "", "9")]
TOTALS = [
    ("Energy.Active.Import.Register", None, "9"),
    ("Current.Offered", None, "9"),
    ("Current.Import", None, "9.9"),
    ("Power.Active.Import", None, "9"),
]
READING = Reading(
    5000.0,
    power_w=6225.4,
    voltage_v=(228.1, 231.7, 230.0),
    current_a=(9.0, 9.04, 9.0),
    phase_power_w=(2052.9, 2094.5, 2078.0),
    current_sum_a=27.04,
)


class Recorded(Talk):
    """The station as its data makes it, with the frames themselves."""

    def __init__(self, path: Path, variant: str | None = None) -> None:
        self.raw: list[str] = []
        personality = load("abb_terra_ac", variant)
        dialect, ledger = v16_of(personality), Ledger(path / "transactions.db")
        ours = {"rules": personality.ruled, "variables": personality.changed()}
        nobody_set_it = Host(is_trusted=False)
        super().__init__("1.6", ledger, dialect, settings=defaults_of(personality), host=nobody_set_it, **ours)
        self.conversation = Conversation(dialect, ledger, Writer(personality.wire), self.history.station)

    def collect(self) -> list[Frame]:
        """What is on the wire since the last look."""
        frames = [frame if isinstance(frame, str) else frame.decode() for frame in self.conversation.frames()]
        self.raw += frames
        self.open = next((json.loads(frame) for frame in frames if frame.startswith("[2")), self.open)
        self.conversation.foresee()
        return [json.loads(frame) for frame in frames]

    def said(self, action: str) -> list[dict[str, Any]]:
        """The payloads of *action* so far."""
        return [json.loads(frame)[3] for frame in self.raw if f'"{action}"' in frame]


@pytest.fixture
async def talk(tmp_path: Path) -> Recorded:
    talk = Recorded(tmp_path)
    talk.history.evses[0].register_wh = READING.energy_wh
    talk.history.hear(MeterRead(1, READING))
    await talk.accepted()
    return talk


def form(payload: dict[str, Any]) -> list[tuple[str, str]]:
    """The members of *payload* in their order, and what their values look like: digits are any digits."""
    return [(name, re.sub(r"\d+", "9", str(value))) for name, value in payload.items()]


@pytest.mark.req("ABB-MSG-002")
def test_it_introduces_itself_letter_by_letter_as_recorded(talk: Recorded) -> None:
    assert talk.raw[0] == BOOT


@pytest.mark.parametrize(
    ("variant", "model", "serial_number", "firmware"),
    [
        ("w11", "CDT_TACW11::NET_WIFI", "TACW110000000000", "TAC3Z9119006710273::V1.8.21"),
        ("w7", "CDT_TACW7::NET_WIFI", "TACW70000000000", "TAC1Z9118606710273::V1.8.32"),
    ],
)
async def test_each_model_has_its_own_name(
    tmp_path: Path, variant: str, model: str, serial_number: str, firmware: str
) -> None:
    talk = Recorded(tmp_path, variant)
    await talk.up()
    (boot,) = talk.said("BootNotification")
    assert list(boot.values()) == [model, "ABB", serial_number, serial_number, firmware, "V1"]


def test_its_first_words_after_that_are_its_start_and_its_time(talk: Recorded) -> None:
    actions = [json.loads(frame)[2] for frame in talk.raw]
    assert actions[:2] == ["BootNotification", "SecurityEventNotification"]
    assert sorted(actions[2:]) == ["SecurityEventNotification", "StatusNotification", "StatusNotification"]
    startup, time_set = talk.said("SecurityEventNotification")
    assert [form(startup), form(time_set)] == [form(STARTUP), form(TIME_SET)]
    assert startup["timestamp"] < time_set["timestamp"]


@pytest.mark.req("ABB-MSG-010")
def test_a_status_has_the_word_null_and_no_time(talk: Recorded) -> None:
    assert [list(each.items()) for each in talk.said("StatusNotification")] == [
        list((IDLE | {"connectorId": connector}).items()) for connector in (0, 1)
    ]


def test_every_frame_has_blanks_and_an_id_of_seven_digits(talk: Recorded) -> None:
    assert len({json.loads(frame)[1] for frame in talk.raw}) == len(talk.raw)
    assert all(re.match(r'\[2, "\d{7}", "[A-Za-z]+", \{"', frame) for frame in talk.raw)
    assert not [frame for frame in talk.raw if re.search(r'":[^ ]|",[^ ]', frame)]


@pytest.mark.req("ABB-FV-004", "ABB-FV-001", "ABB-MSG-008")
async def test_a_new_station_charges_whoever_plugs_in_and_counts_from_nothing(talk: Recorded) -> None:
    talk.history.plug()
    await talk.settle()
    await talk.fine()
    (start,) = talk.said("StartTransaction")
    assert start["idTag"] == "TACW220000000000"
    assert form(start | {"idTag": START["idTag"]}) == form(START)
    assert "Authorize" not in "".join(talk.raw)


@pytest.mark.req("ABB-MSG-009")
async def test_a_session_ends_with_what_it_has_taken_and_its_tag(talk: Recorded) -> None:
    talk.history.plug()
    await talk.settle()
    await talk.fine()
    talk.history.evses[0].register_wh += STOP["meterStop"]
    talk.history.unplug()
    talk.history.go(5.0)
    await talk.settle()
    await talk.fine()
    (stop,) = talk.said("StopTransaction")
    assert STOP["meterStop"] <= stop["meterStop"] < STOP["meterStop"] + 100
    assert form(stop | {"idTag": STOP["idTag"]}) == form(STOP)


async def test_back_on_a_new_socket_it_does_not_introduce_itself_and_tells_its_statuses(talk: Recorded) -> None:
    talk.raw.clear()
    talk.history.disconnect()
    await talk.down()
    await talk.settle()
    talk.history.connect()
    await talk.up()
    await talk.fine()
    assert [(json.loads(frame)[2], json.loads(frame)[3]["connectorId"]) for frame in talk.raw] == [
        ("StatusNotification", 0),
        ("StatusNotification", 1),
    ]


@pytest.mark.parametrize("connector", [0, 1])
@pytest.mark.req("ABB-MSG-020", "ABB-MSG-016", "ABB-MSG-029")
async def test_triggered_values_come_phase_by_phase_as_recorded(talk: Recorded, connector: int) -> None:
    wanted = {"requestedMessage": "MeterValues", "connectorId": connector}
    talk.hear(2, "x", "TriggerMessage", wanted)
    await talk.settle()
    (values,) = talk.said("MeterValues")
    assert [list(values), values["connectorId"]] == [["connectorId", "meterValue"], connector]
    sampled = values["meterValue"][0]["sampledValue"]
    by_phase = [(name, f"L{line}{end}", digits) for line in (1, 2, 3) for name, end, digits in PHASE]
    assert [(each["measurand"], each.get("phase"), re.sub(r"\d+", "9", each["value"])) for each in sampled] == [
        *by_phase,
        *TOTALS,
    ]
    current, energy = sampled[7], sampled[9]
    assert [form(current), form(energy)] == [form(each) for each in SAMPLED]
