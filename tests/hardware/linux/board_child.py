"""A board's driver in a process of its own, under the preload shim: commands on stdin, events on stdout, as JSON lines.

``python board_child.py ROOT WIRING`` where WIRING is the arguments of ``Wiring`` as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import structlog

from pilotwire.core.command import HardwareCommand
from pilotwire.core.lamp import BoardLed
from pilotwire.hardware.linux.catalogue import BOARDS
from pilotwire.hardware.linux.driver import LinuxDriver
from pilotwire.hardware.linux.hardware import Hardware
from pilotwire.hardware.linux.table import Pin, Polarity
from pilotwire.hardware.linux.wiring import Feedback, Rcd, Second, Wiring

COMMANDS = {each.__name__: each for each in get_args(HardwareCommand)}


def pin_of(row: list[Any] | None) -> Pin | None:
    return None if row is None else Pin(row[0], Polarity(row[1]))


def wiring_of(row: dict[str, Any]) -> Wiring:
    """The wiring a test wrote down as plain values."""
    kinds = {
        "contactor": Feedback,
        "second_feedback": Feedback,
        "second": lambda use: None if use is None else Second(use),
        "emergency": pin_of,
        "rcd": lambda pins: Rcd(pin_of(pins[0]), pin_of(pins[1])),
    }
    return Wiring(**{name: kinds.get(name, lambda value: value)(value) for name, value in row.items()})


def say(event: Any) -> None:
    values = {name: getattr(value, "name", value) for name, value in asdict(event).items()}
    print(json.dumps({"said": type(event).__name__, **values}), flush=True)


async def main(root: str, wiring: str, threshold_mv: str) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    hardware = Hardware(BOARDS["charge_control_c"], Path(root))
    driver = LinuxDriver(hardware, [wiring_of(json.loads(wiring))], float(threshold_mv), say)
    running = asyncio.create_task(driver.run())
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        name, *values = json.loads(line)
        if name in COMMANDS:
            driver.obey(COMMANDS[name](1, *values))
        elif name == "switch":
            print(json.dumps({"said": "switch", "at": driver.switch(*values)}), flush=True)
        elif name == "light":
            line, is_on = values
            driver.lamps.light(line if isinstance(line, int) else BoardLed(line), is_on=is_on)
        else:
            getattr(driver, name)()
        print(json.dumps({"said": "done"}), flush=True)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    driver.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
