"""Fills in the receipt from the books of the CSMS, of the meter and of the vehicle."""

from __future__ import annotations

from pilotwire.csms import SeenTransaction
from pilotwire.demo.feed import Feed
from pilotwire.demo.notes import Notes
from pilotwire.demo.receipt import Books, Receipt
from pilotwire.demo.stage import Stage


def receipt_of(stage: Stage, notes: Notes, feed: Feed) -> Receipt:
    """The receipt of the session that is over."""
    seen = stage.transaction() or SeenTransaction("")
    return Receipt(
        token=seen.token,
        started_at=seen.started_at,
        stopped_at=seen.stopped_at,
        reason=seen.reason,
        books=Books(seen.energy_wh, _metered_wh(notes), notes.gained_wh, notes.lost_wh),
        sent=feed.sent,
        received=feed.received,
        of_transaction=len(seen.messages),
        followed_s=notes.followed_s,
        violations=tuple(f"{each.kind}: {each.reason}" for each in stage.csms.violations),
    )


def _metered_wh(notes: Notes) -> float | None:
    return None if notes.meter_stop_wh is None else notes.meter_stop_wh - notes.meter_start_wh
