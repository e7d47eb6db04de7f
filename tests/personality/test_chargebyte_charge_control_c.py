"""What a Charge Control C does otherwise than pilotwire, besides its keys and messages: all of it, and nothing else.

What each of these means is tested where it is read; here it says that this vendor's station has it.
"""

from __future__ import annotations

from dataclasses import fields

from pilotwire.core.profile import ProfileKind, Purpose
from pilotwire.core.rules import (
    Groups,
    Leaving,
    ListUpdates,
    LostMeter,
    OfferTold,
    OfflineSamples,
    OldRows,
    OrderlyReset,
    PhasesTold,
    RejectedEnd,
    Rules,
    StartProfile,
    Unregistered,
    UpdateManner,
)
from pilotwire.personality.load import load

BENT = {
    "orderly_reset": OrderlyReset.STOPS_AT_ONCE,
    "leaving": Leaving.AFTER_VEHICLE,
    "rejected_end": RejectedEnd.UNTOLD,
    "lost_meter": LostMeter.WAITS,
    "unregistered": Unregistered.WAITS,
    "most_kept_transactions": 336,
    "groups": Groups.IGNORED,
    "list_updates": ListUpdates.FULL_ONLY,
    "offer_told": OfferTold.BY_PHASE,
    "update_manner": UpdateManner.BACKGROUND,
    "update_waits_for_link": True,
    "log_times_count": False,
    "phases_told": PhasesTold.LINES,
    "status_gap_s": 10.0,
    "boot_earliest_s": 40.0,
    "boot_latest_s": 60.0,
    "profile_persist_s": 60.0,
    "profile_purposes": (Purpose.STATION_MAX, Purpose.TX),
    "profile_kinds": (ProfileKind.RELATIVE,),
    "start_profile": StartProfile.IGNORED,
    "offline_after_s": 120.0,
    "old_rows": OldRows.ERASED,
    "incidents_told": frozenset(),
}


def different(one: Rules, other: Rules) -> dict[str, object]:
    """The fields in which *one* is not *other*."""
    return {
        each.name: getattr(one, each.name)
        for each in fields(Rules)
        if getattr(one, each.name) != getattr(other, each.name)
    }


def test_these_rules_are_bent_and_no_other() -> None:
    assert different(load("chargebyte_charge_control_c").ruled, load("pilotwire").ruled) == BENT


def test_who_asks_for_its_limitations_gets_one_more() -> None:
    plain, limited = (load("chargebyte_charge_control_c", with_limitations=each).ruled for each in (False, True))
    assert different(limited, plain) == {"offline_samples": OfflineSamples.LOST}
