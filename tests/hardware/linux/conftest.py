"""A board of files, and its driver in a child that sees it through the real gpiod."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from tests.hardware.linux.tree import Tree, compiled_shim

CHILD = Path(__file__).with_name("board_child.py")
SOON_S = 10.0
PEAK_RESET = 138
Said = dict[str, Any]


class Board:
    """The driver's process: what it was told and what it said, in order."""

    def __init__(self, tree: Tree, child: asyncio.subprocess.Process) -> None:
        self.tree, self._child = tree, child
        self.said: list[Said] = []

    async def say(self, *command: object) -> None:
        """Give a command and wait until it has been obeyed."""
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps(command).encode() + b"\n")
        await self.until("done")

    async def until(self, said: str, **values: object) -> Said:
        """The next event called *said* with these *values*."""
        assert self._child.stdout is not None
        assert self._child.stderr is not None
        async with asyncio.timeout(SOON_S):
            while line := await self._child.stdout.readline():
                event = json.loads(line)
                self.said.append(event)
                if event["said"] == said and values.items() <= event.items():
                    return event
            raise AssertionError((await self._child.stderr.read()).decode())

    async def heard(self, said: str, **values: object) -> Said:
        """The first such event that was ever said, or the next one."""
        known = (event for event in self.events(said) if values.items() <= event.items())
        return next(known, None) or await self.until(said, **values)

    async def becomes(self, is_so: Callable[[], bool]) -> None:
        """Until the tree shows it; the driver says nothing of what it writes."""
        async with asyncio.timeout(SOON_S):
            while not is_so():  # noqa: ASYNC110 - files ring no bell
                await asyncio.sleep(0.002)

    async def looks(self, times: int = 4) -> None:
        """Until the pilot has been looked at *times* more: each look resets the detectors."""
        seen = self._looks() + times
        await self.becomes(lambda: self._looks() >= seen)

    def _looks(self) -> int:
        return self.tree.writes().count((PEAK_RESET, True))

    def events(self, said: str) -> list[Said]:
        """What was heard so far."""
        return [event for event in self.said if event["said"] == said]

    async def end(self) -> int:
        """An orderly end."""
        assert self._child.stdin is not None
        self._child.stdin.close()
        return await asyncio.wait_for(self._child.wait(), SOON_S)


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "board")


Start = Callable[..., Coroutine[Any, Any, Board]]


@pytest.fixture
async def start(tree: Tree, shim: Path) -> AsyncIterator[Start]:
    """Start the driver with a wiring, given as the plain values of ``Wiring``."""
    children = []

    async def start(threshold_mv: float = 6000.0, **wiring: object) -> Board:
        arguments = (str(CHILD), str(tree.root), json.dumps(wiring), str(threshold_mv))
        child = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=tree.environment(shim), stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        children.append(child)
        board = Board(tree, child)
        await board.until("PilotMeasured")
        return board

    yield start
    for child in children:
        if child.returncode is None:
            child.kill()
            await child.wait()
