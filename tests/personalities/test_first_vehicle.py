"""Whoever tries a vendor's station for the first time types `pilotwire sim plug`, as the tutorial says."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from pilotwire.app.options import Options
from pilotwire.app.root import App
from pilotwire.hardware.sim.action import Plug
from pilotwire.personality.load import available


@pytest.mark.parametrize("personality", available())
def test_a_vehicle_can_be_plugged_into_every_vendors_station_as_it_is_shipped(tmp_path: Path, personality: str) -> None:
    app = App(Options(tmp_path / "config", tmp_path / "data", personality=personality))
    with closing(app.ledger), closing(app.board):
        assert app.bench is not None
        view = app.bench.do(Plug(1))
    assert view.refused is None
    assert view.evses[0].vehicle is not None
