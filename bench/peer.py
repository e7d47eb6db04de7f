"""The same station on the `ocpp` library: its objects, validation and routing, over a wire that costs nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from ocpp.routing import on
from ocpp.v201 import ChargePoint as ChargePoint201
from ocpp.v201 import call as call201
from ocpp.v201 import call_result as result201

from ocpp.v16 import ChargePoint as ChargePoint16
from ocpp.v16 import call as call16
from ocpp.v16 import call_result as result16


class Wire:
    """Answers every request at once with *answer*; what is sent in answer to a request goes nowhere."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer, self.peer = json.dumps(answer), None

    async def send(self, text: str) -> None:
        """Take a frame; a request is answered before this returns."""
        if text.startswith("[2"):
            message_id = json.loads(text)[1]
            await self.peer.route_message(f'[3,"{message_id}",{self.answer}]')


class Station16(ChargePoint16):
    """A 1.6 station that takes charging profiles."""

    @on("SetChargingProfile")
    def on_profile(self, **payload: Any) -> Any:
        """Refuse, as ours does."""
        return result16.SetChargingProfile(status="Rejected")


class Station201(ChargePoint201):
    """A 2.0.1 station that knows its variables."""

    @on("GetVariables")
    def on_get(self, get_variable_data: list[dict[str, Any]]) -> Any:
        """Answer each with a number."""
        return result201.GetVariables(
            get_variable_result=[
                {**each, "attribute_status": "Accepted", "attribute_value": "300"} for each in get_variable_data
            ]
        )


def station16() -> Station16:
    """A 1.6 station of the library."""
    return _wired(Station16, {})


def station201() -> Station201:
    """A 2.0.1 station of the library."""
    return _wired(Station201, {})


def _wired(kind: Any, answer: dict[str, Any]) -> Any:
    wire = Wire(answer)
    wire.peer = kind("bench", wire)
    return wire.peer


def meter_values(payload: dict[str, Any]) -> Any:
    """The library's object for a 1.6 MeterValues."""
    return call16.MeterValues(
        connector_id=payload["connectorId"], meter_value=_snake(payload["meterValue"]), transaction_id=1
    )


def transaction_event(payload: dict[str, Any]) -> Any:
    """The library's object for a 2.0.1 TransactionEvent."""
    fields = _snake(payload)
    return call201.TransactionEvent(**fields)


def _snake(value: Any) -> Any:
    from ocpp.charge_point import camel_to_snake_case

    return camel_to_snake_case({"it": value})["it"]


async def per_await_us(work: Callable[[], Awaitable[object]], calls: int = 10, rounds: int = 200) -> float:
    """Microseconds one ``await work()`` takes, the best of many short rounds."""
    await work()
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        for _ in range(calls):
            await work()
        best = min(best, (time.perf_counter() - started) / calls)
    return best * 1e6
