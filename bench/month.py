"""A month of a station that ten drivers visit each day, on a virtual clock: does anything grow?"""

from __future__ import annotations

import asyncio
import gc
import os
import tempfile
from pathlib import Path

import psutil
from tests.core.bench import Host
from tests.ocpp.talk import Talk

from bench.figure import Figure
from pilotwire.core import registry
from pilotwire.core.token import Token
from pilotwire.store.ledger import Ledger

DAYS, SESSIONS, WARM_DAYS = 30, 10, 3
DAY_S, CHARGES_S = 86400.0, 1800.0
SETTINGS = {registry.SAMPLE_INTERVAL_S: 300, registry.UNKNOWN_OFFLINE: True, registry.ALIGNED_INTERVAL_S: 900}


def figures() -> list[Figure]:
    """Objects and megabytes after three days and after thirty."""
    with tempfile.TemporaryDirectory() as folder:
        (objects, rss_mb), (more_objects, more_rss_mb), rows = asyncio.run(_lived(Path(folder, "transactions.db")))
    text = (
        f"{rows} rows; {objects} objects and {rss_mb:.1f} MB after {WARM_DAYS} days, "
        f"{more_objects} and {more_rss_mb:.1f} MB after {DAYS}"
    )
    is_flat = more_objects <= objects * 1.01 and more_rss_mb <= rss_mb + 2.0
    name = f"memory over a month with {SESSIONS} sessions and an outage a day, core to wire"
    return [Figure(name, text, "objects within 1 %, memory within 2 MB", is_flat)]


async def _lived(path: Path) -> tuple[tuple[int, float], tuple[int, float], int]:
    ledger = Ledger(path)
    talk = Talk("1.6", ledger, settings=SETTINGS, host=Host())
    await talk.accepted()
    warm = (0, 0.0)
    for day in range(1, DAYS + 1):
        await _day(talk)
        if day == WARM_DAYS:
            warm = _size()
    assert ledger.unsent() == 0
    grown, rows = _size(), ledger.last_row
    ledger.close()
    return warm, grown, rows


async def _day(talk: Talk) -> None:
    """The third driver of each day comes and goes while the CSMS is away."""
    for number in range(SESSIONS):
        if number == 2:
            await talk.down()
        await _session(talk, Token(f"DRIVER{number}"))
        if number == 2:
            await talk.up()
            await talk.fine()
        await _pass(talk, DAY_S / SESSIONS - CHARGES_S)


async def _session(talk: Talk, driver: Token) -> None:
    talk.history.plug()
    talk.history.card(driver)
    await talk.settle()
    await talk.fine()
    await _pass(talk, CHARGES_S)
    assert talk.history.station.transactions
    talk.history.unplug()
    await _pass(talk, 10.0)
    assert not talk.history.station.transactions


async def _pass(talk: Talk, span_s: float) -> None:
    """Time passes on both clocks, everything is answered, and what the bench itself remembers is forgotten."""
    talk.history.go(span_s)
    talk.now_s += span_s
    await talk.settle()
    await talk.fine()
    talk.forget()


def _size() -> tuple[int, float]:
    gc.collect()
    return len(gc.get_objects()), psutil.Process(os.getpid()).memory_info().rss / 1e6
