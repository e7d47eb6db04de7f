"""A station from the command line: how soon it boots, and how much memory it takes."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time

import psutil

from bench.figure import Figure
from pilotwire.csms import BenchCsms


def figures() -> list[Figure]:
    """Process start to BootNotification on the wire, and resident memory once it serves."""
    return asyncio.run(_measured())


async def _measured() -> list[Figure]:
    async with BenchCsms(is_judging=False) as csms:
        spent_s, rss_mb = zip(*[await _one(csms, f"CP{number}") for number in range(3)], strict=True)
    best_s, most_mb = min(spent_s), max(rss_mb)
    return [
        Figure("process start to BootNotification on the wire", f"{best_s:.2f} s", "under 1 s", best_s < 1),
        Figure(
            "memory of a running station (HTTP, MQTT client, OCPP; no page)",
            f"{most_mb:.0f} MB resident",
            "under 80 MB",
            most_mb < 80,
        ),
    ]


async def _one(csms: BenchCsms, identity: str) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        started_s = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "pilotwire", "run", "--config", f"{folder}/config", "--data", f"{folder}/data"),
            *("--csms", csms.url, "--identity", identity, "--http", "127.0.0.1:0"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            boot = await csms.wait_for(identity, "BootNotification", timeout_s=20)
            booted_s = boot.frame.at_mono_s - started_s
            await asyncio.sleep(1.0)  # let everything that starts late be there, too
            return booted_s, psutil.Process(process.pid).memory_info().rss / 1e6
        finally:
            process.terminate()
            await process.wait()
