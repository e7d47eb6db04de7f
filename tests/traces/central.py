"""The central system of the traces: it answers at once, and says Invalid to the tokens it is told to."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.traces.stage import UTC_S, Answers

from pilotwire.ocpp.dialect import Dialect
from pilotwire.ocpp.v2.dialect import V201
from pilotwire.ocpp.v16.dialect import v16_of
from pilotwire.personality.load import load

CLOCK = "2026-10-26T07:33:20.000Z"  # the stage says what time it is


def dialect_of(version: str, clock: Any) -> Dialect:
    """The dialect for *version*; *clock* gives the moment of what has none of its own."""
    return v16_of(load("pilotwire")) if version == "1.6" else V201(clock)


def answers_of(version: str, invalid: frozenset[str]) -> Answers:
    """How each request is answered; tokens in *invalid* are refused where a transaction is told, not before."""
    return _answers16(invalid) if version == "1.6" else _answers201(invalid)


def _boot(payload: dict[str, Any]) -> dict[str, Any]:
    return {"status": "Accepted", "interval": 86400, "currentTime": CLOCK}


def _answers16(invalid: frozenset[str]) -> Answers:
    numbers = count(1)

    def start(payload: dict[str, Any]) -> dict[str, Any]:
        status = "Invalid" if payload["idTag"] in invalid else "Accepted"
        return {"transactionId": next(numbers), "idTagInfo": {"status": status}}

    return {
        "BootNotification": _boot,
        "Authorize": lambda payload: {"idTagInfo": {"status": "Accepted"}},
        "StartTransaction": start,
    }


def _answers201(invalid: frozenset[str]) -> Answers:
    def event(payload: dict[str, Any]) -> dict[str, Any]:
        token = payload.get("idToken")
        if token is None or payload["eventType"] == "Ended":
            return {}
        return {"idTokenInfo": {"status": "Invalid" if token["idToken"] in invalid else "Accepted"}}

    return {
        "BootNotification": _boot,
        "Authorize": lambda payload: {"idTokenInfo": {"status": "Accepted"}},
        "TransactionEvent": event,
    }


__all__ = ["UTC_S", "answers_of", "dialect_of"]
