"""A station from the command line: how soon it boots, and how much memory it takes."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench.figure import Figure
from pilotwire.csms import BenchCsms

IDLE_S = 10.0
# an installed program finds its modules compiled by an earlier start, also where this shell forbids to keep them
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def figures() -> list[Figure]:
    """Process start to BootNotification on the wire, and resident memory once it serves."""
    return asyncio.run(_measured())


async def _measured() -> list[Figure]:
    async with BenchCsms(is_judging=False) as csms:
        runs = [await _one(csms, f"CP{number}") for number in range(3)]
    spent_s, rss_mb, idle_pct = zip(*runs, strict=True)
    best_s, most_mb, most_pct = min(spent_s), max(rss_mb), max(idle_pct)
    return [
        Figure("process start to BootNotification on the wire", f"{best_s:.2f} s", "under 1 s", best_s < 1),
        Figure(
            "memory of a running station (HTTP, MQTT client, OCPP; no page)",
            f"{most_mb:.0f} MB resident",
            "under 80 MB",
            most_mb < 80,
        ),
        Figure("two EVSEs at rest, online", f"{most_pct:.1f} % of a core", "under 2 %", most_pct < 2),
    ]


def _configured(directory: Path) -> None:
    """Two EVSEs."""
    directory.mkdir()
    (directory / "customer.json").write_text('{"ports": [{}, {}]}', encoding="utf-8")


async def _one(csms: BenchCsms, identity: str) -> tuple[float, float, float]:
    """Seconds to the boot, megabytes, and percent of a core at rest."""
    with tempfile.TemporaryDirectory() as folder:
        _configured(Path(folder, "config"))
        started_s = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "pilotwire", "run", "--config", f"{folder}/config", "--data", f"{folder}/data"),
            *("--csms", csms.url, "--identity", identity, "--http", "127.0.0.1:0"),
            env=COMPILED,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            boot = await csms.wait_for(identity, "BootNotification", timeout_s=20)
            booted_s = boot.frame.at_mono_s - started_s
            await asyncio.sleep(1.0)  # let everything that starts late be there, too
            station = psutil.Process(process.pid)
            before = station.cpu_times()
            await asyncio.sleep(IDLE_S)
            after = station.cpu_times()
            busy_s = after.user + after.system - before.user - before.system
            return booted_s, station.memory_info().rss / 1e6, busy_s / IDLE_S * 100.0
        finally:
            process.terminate()
            await process.wait()
