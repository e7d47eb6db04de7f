"""A service manager as small as it can be: it runs the project's own unit file the way systemd does.

Only what the station's safety rests on: the notify socket, the watchdog, and the stop hook that runs whenever the main
process has ended, however it ended.
"""

from __future__ import annotations

import asyncio
import configparser
import os
import shlex
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

UNIT = Path(__file__).parents[2] / "deploy/systemd/pilotwire.service"
PATIENCE_S = 30.0


class Unit(configparser.RawConfigParser):
    """A unit file; settings that occur twice do not concern us."""

    def __init__(self) -> None:
        super().__init__(strict=False, delimiters=("=",), comment_prefixes=("#",))
        self.read_string(UNIT.read_text())

    def optionxform(self, optionstr: str) -> str:
        return optionstr

    def command(self, key: str) -> list[str]:
        """A command line of the unit, with this interpreter in place of the installed program."""
        program, *arguments = shlex.split(self["Service"][key])
        assert Path(program).name == "pilotwire"
        return [sys.executable, "-m", "pilotwire", *arguments]


class Manager:
    """Starts the unit in *environment*, with *more* arguments for the station and *root* for both commands."""

    def __init__(self, path: Path, environment: Mapping[str, str], root: tuple[str, ...], watchdog_s: float) -> None:
        self.unit = Unit()
        self.words: list[str] = []
        self.hook_status: int | None = None
        self.hook_said = ""
        self.was_killed_by_watchdog = False
        self._path, self._root, self._watchdog_s = path, root, watchdog_s
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._door.setblocking(False)
        self._door.bind(str(path / "notify"))
        self._environment = {
            **environment,
            "NOTIFY_SOCKET": str(path / "notify"),
            "WATCHDOG_USEC": str(round(watchdog_s * 1e6)),
        }
        self._heard = asyncio.Event()
        self.process: asyncio.subprocess.Process

    async def start(self, *more: str) -> None:
        """Start the main process; it is not ready yet."""
        self.words.clear()
        command = [*self.unit.command("ExecStart"), *self._root, *more]
        with (self._path / "stderr").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *command, env=self._environment, stdout=asyncio.subprocess.DEVNULL, stderr=log
            )
        self._watching = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        """Hear what the process says; kill it when it says nothing for too long once it has begun to say it lives."""
        loop, allowed_s = asyncio.get_running_loop(), None
        while True:
            try:
                word = await asyncio.wait_for(loop.sock_recv(self._door, 4096), allowed_s)
            except TimeoutError:
                self.was_killed_by_watchdog = True
                self.process.kill()
                return
            self.words.append(word.decode())
            allowed_s = self._watchdog_s if "READY=1" in self.words else None
            self._heard.set()

    async def said(self, word: str, times: int = 1) -> None:
        """Until the process has said *word* so often."""
        async with asyncio.timeout(PATIENCE_S):
            while self.words.count(word) < times:
                assert self.process.returncode is None, self.log()
                self._heard.clear()
                await self._heard.wait()

    async def ended(self) -> int:
        """When the main process has ended, its status; the manager has not done anything about it yet."""
        status = await asyncio.wait_for(self.process.wait(), PATIENCE_S)
        self._watching.cancel()
        await asyncio.gather(self._watching, return_exceptions=True)
        return status

    async def clean_up(self) -> None:
        """What the manager does once the main process has ended: the stop hook."""
        await self.ended()
        hook = await asyncio.create_subprocess_exec(
            *self.unit.command("ExecStopPost"),
            *self._root,
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await asyncio.wait_for(hook.communicate(), PATIENCE_S)
        self.hook_status, self.hook_said = hook.returncode, said.decode()

    async def close(self) -> None:
        """Leave nothing behind."""
        if self.process.returncode is None:
            self.process.kill()
        await self.ended()
        self._door.close()
        os.unlink(self._path / "notify")

    def log(self) -> str:
        """What the station wrote to stderr."""
        return (self._path / "stderr").read_text()[-3000:]
