"""The command as a process of its own: its lines are read as they come, and nothing is waited for without a limit."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

PATIENCE_S = 30.0


class Running:
    """A command that was started."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.out: list[str] = []
        self.err: list[str] = []
        self._said = asyncio.Condition()
        assert process.stdout is not None
        assert process.stderr is not None
        self._readers = asyncio.gather(self._read(process.stdout, self.out), self._read(process.stderr, self.err))

    async def _read(self, stream: asyncio.StreamReader, lines: list[str]) -> None:
        async for line in stream:
            async with self._said:
                lines.append(line.decode().rstrip("\n"))
                self._said.notify_all()

    async def line(self, text: str, *, of: list[str] | None = None) -> str:
        """The first line (of stdout) with *text* in it."""
        lines = self.out if of is None else of
        found: list[str] = []

        def is_there() -> bool:
            found[:] = [line for line in lines if text in line]
            return bool(found)

        try:
            async with asyncio.timeout(PATIENCE_S), self._said:
                await self._said.wait_for(is_there)
        except TimeoutError:
            raise AssertionError(f"no line with {text!r}; stdout {self.out}, stderr {self.err}") from None
        return found[0]

    async def ready(self) -> dict[str, str]:
        """The words of the ready line."""
        line = await self.line("pilotwire ready")
        return dict(word.split("=", 1) for word in line.split()[2:])

    async def end(self) -> int:
        """The exit status, once it has ended by itself."""
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.shield(self._readers)
            return await self.process.wait()

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """The exit status after a signal."""
        self.process.send_signal(number)
        return await self.end()


Start = Callable[..., Awaitable[Running]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts ``pilotwire ...``; what still runs at the end of the test is killed."""
    started: list[Running] = []

    async def start(*words: object) -> Running:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "pilotwire",
            *map(str, words),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"},
        )
        started.append(Running(process))
        return started[-1]

    yield start
    for each in started:
        if each.process.returncode is None:
            each.process.kill()
        await each.end()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration directory that is there and empty."""
    folder = tmp_path / "config"
    folder.mkdir()
    return folder


@pytest.fixture
def run(start: Start, config: Path, tmp_path: Path) -> Start:
    """Starts ``pilotwire run`` on directories of its own, without MQTT, and without HTTP unless it is named."""

    async def run(*words: object) -> Running:
        usual: dict[str, object] = {"--config": config, "--data": tmp_path / "data", "--http": "off", "--mqtt": "off"}
        rest = [word for name, value in usual.items() if name not in words for word in (name, value)]
        return await start("run", *rest, *words)

    return run
