"""NotifyReport: the device model in parts (OCPP 2.0.1 B07, B08)."""

from __future__ import annotations

from collections.abc import Sequence

from pilotwire.core import registry
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.timestamp import to_wire
from pilotwire.ocpp.v2.entry import Entry, reported
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.notify_report import NotifyReportRequest


def parts(request_id: int, entries: Sequence[Entry], incoming: Incoming) -> tuple[Message, ...]:
    """*entries* in messages of at most ItemsPerMessage, numbered from 0 (OCPP 2.0.1 B07.FR.04, B07.FR.10)."""
    station, size = incoming.station, incoming.station.settings.get(registry.ITEMS_PER_MESSAGE)
    time = to_wire(incoming.utc_s)
    starts = range(0, len(entries), size)
    return tuple(
        Message(
            "NotifyReport",
            NotifyReportRequest(
                request_id=request_id,
                generated_at=time,
                seq_no=number,
                tbc=True if number + 1 < len(starts) else None,
                report_data=tuple(reported(each, station, incoming.utc_s) for each in entries[start : start + size]),
            ),
        )
        for number, start in enumerate(starts)
    )
