"""What a Terra AC decides otherwise than pilotwire; what each of these means is tested where it is read."""

from __future__ import annotations

import pytest

from pilotwire.core.rules import (
    ClearingCache,
    ImmediateReset,
    PhasesTold,
    RefusedRows,
    RegisterTold,
    RemoteQuestion,
    StationMeter,
    Stranger,
    TopStackLevel,
    UnknownOffline,
)
from pilotwire.core.upload import LogKind
from pilotwire.personality.load import load

BENT = {
    "immediate_reset": ImmediateReset.STOPS_ORDERLY,
    "refused_rows": RefusedRows.KEPT,
    "unknown_offline": UnknownOffline.REFUSED,
    "remote_question": RemoteQuestion.NEVER,
    "clearing_cache": ClearingCache.ACCEPTED,
    "stranger": Stranger.STOPS,
    "logs": (LogKind.SECURITY,),
    "phases_told": PhasesTold.LINES,
    "register_told": RegisterTold.TRANSACTION,
    "station_meter": StationMeter.FIRST_EVSE,
    "top_stack_level": TopStackLevel.REFUSED,
}


@pytest.mark.parametrize("variant", [None, "display"])
def test_these_rules_are_bent_with_a_display_and_without(variant: str | None) -> None:
    rules = load("abb_terra_ac", variant).ruled
    assert {name: getattr(rules, name) for name in BENT} == BENT
