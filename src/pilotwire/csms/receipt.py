"""Transactions as a back office would bill them, the same whichever version told them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pilotwire.csms.frame import Direction, Message, MessageKind
from pilotwire.csms.reading import register_wh

REASON_WHEN_OMITTED = "Local"  # OCPP 1.6 StopTransaction.req and 2.0.1 TransactionType: may be left out when Local


@dataclass(frozen=True, slots=True)
class SeenTransaction:
    """One transaction; what was not told yet is None. `messages` are the station's calls that belong to it."""

    id: str
    token: str | None = None
    evse: int | None = None
    meter_start_wh: float | None = None
    meter_stop_wh: float | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    reason: str | None = None
    seq_nos: tuple[int, ...] = ()
    messages: tuple[Message, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether its end has not been told."""
        return self.stopped_at is None

    @property
    def energy_wh(self) -> float | None:
        """What the receipt charges for."""
        if self.meter_start_wh is None or self.meter_stop_wh is None:
            return None
        return self.meter_stop_wh - self.meter_start_wh


def receipts(messages: Iterable[Message]) -> list[SeenTransaction]:
    """The transactions in a station's history, in the order they were first heard of."""
    book: dict[str, SeenTransaction] = {}
    starts: dict[str, Message] = {}
    for message in messages:
        if message.frame.direction is Direction.FROM_STATION:
            if message.kind is MessageKind.CALL and message.action == "StartTransaction":
                starts[message.id] = message
            elif message.kind is MessageKind.CALL and message.action in READERS:
                READERS[message.action](book, message)
        elif message.kind is MessageKind.RESULT and message.action == "StartTransaction" and message.id in starts:
            # only our answer gives a 1.6 transaction its number
            _started(book, starts.pop(message.id), str(message.payload.get("transactionId")))
    return list(book.values())


def _started(book: dict[str, SeenTransaction], message: Message, number: str) -> None:
    asked = message.payload
    seen = SeenTransaction(
        id=number,
        token=asked.get("idTag"),
        evse=asked.get("connectorId"),
        meter_start_wh=asked.get("meterStart"),
        started_at=_instant(asked.get("timestamp")),
    )
    _note(book, seen, message)


def _stopped(book: dict[str, SeenTransaction], message: Message) -> None:
    asked = message.payload
    seen = _find(book, str(asked.get("transactionId")))
    stopped = replace(
        seen,
        token=seen.token or asked.get("idTag"),
        meter_stop_wh=asked.get("meterStop"),
        stopped_at=_instant(asked.get("timestamp")),
        reason=asked.get("reason", REASON_WHEN_OMITTED),
    )
    _note(book, stopped, message)


def _metered(book: dict[str, SeenTransaction], message: Message) -> None:
    number = str(message.payload.get("transactionId"))
    if number in book:
        _note(book, book[number], message)


def _event(book: dict[str, SeenTransaction], message: Message) -> None:
    asked = message.payload
    info = _object(asked.get("transactionInfo"))
    seen = _find(book, str(info.get("transactionId")))
    seen = replace(
        seen,
        token=seen.token or _object(asked.get("idToken")).get("idToken"),
        evse=seen.evse or _object(asked.get("evse")).get("id"),
        seq_nos=(*seen.seq_nos, asked.get("seqNo", -1)),
    )
    if asked.get("eventType") == "Started":
        seen = replace(
            seen,
            started_at=_instant(asked.get("timestamp")),
            meter_start_wh=register_wh(asked, "Transaction.Begin"),
        )
    if asked.get("eventType") == "Ended":
        seen = replace(
            seen,
            stopped_at=_instant(asked.get("timestamp")),
            meter_stop_wh=register_wh(asked, "Transaction.End"),
            reason=info.get("stoppedReason", REASON_WHEN_OMITTED),
        )
    _note(book, seen, message)


READERS = {"StopTransaction": _stopped, "MeterValues": _metered, "TransactionEvent": _event}


def _find(book: dict[str, SeenTransaction], number: str) -> SeenTransaction:
    return book.get(number) or SeenTransaction(id=number)


def _note(book: dict[str, SeenTransaction], seen: SeenTransaction, message: Message) -> None:
    book[seen.id] = replace(seen, messages=(*seen.messages, message))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _instant(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
