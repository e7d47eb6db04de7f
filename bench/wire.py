"""What a station does on the wire, against the same through the `ocpp` library (its objects, schemas and routing)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bench import peer
from bench.figure import Figure, per_call_us
from bench.station import charging_station, sampled_row
from pilotwire.ocpp.conversation import Conversation
from pilotwire.ocpp.decode import Messages, decode_request, decode_response
from pilotwire.ocpp.dialect import Dialect, Message
from pilotwire.ocpp.rpc import Call, CallResult, encode_call, encode_result, parse
from pilotwire.ocpp.v2 import messages as messages201
from pilotwire.ocpp.v2.dialect import V201
from pilotwire.ocpp.v16 import messages as messages16
from pilotwire.ocpp.v16.dialect import V16
from pilotwire.ocpp.v16.keys import keys_of
from pilotwire.ocpp.v16.messages.set_charging_profile import ChargingProfileStatus, SetChargingProfileResponse
from pilotwire.ocpp.writer import Writer
from pilotwire.personality.load import load
from pilotwire.store.volatile import VolatileLedger

HOURS = [{"startPeriod": 3600 * hour, "limit": 6.0 + hour} for hour in range(4)]
SCHEDULE = {"chargingRateUnit": "A", "startSchedule": "2026-11-20T00:00:00Z", "chargingSchedulePeriod": HOURS}
PROFILE = {
    "connectorId": 1,
    "csChargingProfiles": {
        "chargingProfileId": 7,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Absolute",
        "chargingSchedule": SCHEDULE,
    },
}
NAMES = (("OCPPCommCtrlr", "HeartbeatInterval"), ("SampledDataCtrlr", "TxUpdatedInterval"))
VARIABLES = {"getVariableData": [{"component": {"name": each}, "variable": {"name": name}} for each, name in NAMES]}

ToPeer = Callable[[dict[str, Any]], Any]
Make = Callable[[], Any]


def figures() -> list[Figure]:
    """The four comparisons."""
    logging.getLogger("ocpp").setLevel(logging.CRITICAL)
    v16, v201 = V16(keys_of(load("pilotwire"))), V201()
    return [
        *_telling("1.6 MeterValues: encode, decode the answer", v16, messages16, peer.meter_values, peer.station16),
        *_telling(
            "2.0.1 TransactionEvent: encode, decode the answer",
            v201,
            messages201,
            peer.transaction_event,
            peer.station201,
        ),
        _answering("2.0.1 GetVariables: decode, validate, route, answer", "GetVariables", VARIABLES, v201),
        _profile("1.6 SetChargingProfile: decode, validate, encode an answer"),
    ]


def _telling(name: str, dialect: Dialect, messages: Messages, to_peer: ToPeer, make: Make) -> list[Figure]:
    station, _ = charging_station()
    row, notes = sampled_row(), VolatileLedger()
    notes.notes["bench-1"] = "1"
    message = dialect.render(row, station, notes)[0]
    answer = f'[3,"{"i" * 36}",{{}}]'

    def on_the_wire(told: Message = message) -> object:
        encode_call("i" * 36, told.action, told.payload)
        frame = parse(answer)
        assert isinstance(frame, CallResult)
        return decode_response(messages, told.action, frame.payload)

    def from_the_ledger() -> object:
        return on_the_wire(dialect.render(row, station, notes)[0])

    frame = json.loads(encode_call("1", message.action, message.payload))
    payload, library = to_peer(frame[3]), make()
    whole = _compared(name + ", rendered from its ledger row", from_the_ledger, lambda: library.call(payload))
    return [
        _compared(name, on_the_wire, lambda: library.call(payload)),
        replace(whole, promise="", kept=None),
    ]


def _answering(name: str, action: str, payload: object, dialect: Dialect) -> Figure:
    station, _ = charging_station()
    conversation = Conversation(dialect, VolatileLedger(), Writer(), station)
    text, library = json.dumps([2, "i" * 36, action, payload]), peer.station201()

    def ours() -> object:
        conversation.receive(text, 0.0)
        return conversation.frames()

    return _compared(name, ours, lambda: library.route_message(text))


def _profile(name: str) -> Figure:
    text, library = json.dumps([2, "i" * 36, "SetChargingProfile", PROFILE]), peer.station16()
    answer = SetChargingProfileResponse(status=ChargingProfileStatus.REJECTED)

    def ours() -> object:
        frame = parse(text)
        assert isinstance(frame, Call)
        decode_request(messages16, frame.action, frame.payload)
        return encode_result(frame.id, answer)

    return _compared(name, ours, lambda: library.route_message(text))


def _compared(name: str, ours: Callable[[], object], theirs: Callable[[], Awaitable[object]]) -> Figure:
    ours_us, theirs_us = per_call_us(ours), asyncio.run(peer.per_await_us(theirs))
    ratio = theirs_us / ours_us
    text = f"{ours_us:.1f} us against {theirs_us:.0f} us: {ratio:.0f} times faster"
    return Figure(name, text, "at least 100 times faster", ratio >= 100)
