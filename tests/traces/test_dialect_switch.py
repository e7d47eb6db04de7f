"""The trace "dialect switch": a transaction that was half told in one version is told from its start in the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.traces.central import UTC_S, answers_of, dialect_of
from tests.traces.scenario import ANNA, MINUTES
from tests.traces.stage import Stage

from pilotwire.core.moment import Moment
from pilotwire.hardware.sim.action import Plug, Swipe
from pilotwire.store.ledger import Ledger

OTHER = {"1.6": "2.0.1", "2.0.1": "1.6"}
WHOLE = {
    "1.6": ["StartTransaction", "MeterValues", "StopTransaction"],
    "2.0.1": ["TransactionEvent"] * 4,  # started, charging, a sample, ended
}


@pytest.mark.parametrize("first", OTHER)
def test_what_was_half_told_is_told_from_its_start_in_the_other_version(first: str, tmp_path: Path) -> None:
    then, ledger = OTHER[first], Ledger(tmp_path / "transactions.db")
    speaking = {each: dialect_of(each, lambda: Moment(0.0, UTC_S)) for each in OTHER}
    ledger.speak(speaking[first].subprotocol)
    stage = Stage(speaking[first], answers_of(first, frozenset()), settings=MINUTES, ledger=ledger)
    stage.link(up=True)
    stage.act(Plug(1))
    stage.act(Swipe(ANNA))
    stage.wait(80)
    told = len(stage.wire)
    stage.switch(speaking[then], answers_of(then, frozenset()))
    stage.link(up=True)
    stage.wait(10)
    actions = [line.split()[2] for line in stage.wire[told:]]
    assert [action for action in actions if action in WHOLE[then]] == WHOLE[then]
    assert ledger.unsent() == 0
    ledger.close()
