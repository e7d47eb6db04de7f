"""What is connected to the board of files: contactors that follow their coils, a lock, an RCD, a vehicle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.hardware.linux.tree import Tree

COIL, SENSE = 76, 131
SECOND, SECOND_SENSE = 77, 130
IN1, IN2 = 71, 72
EMERGENCY, RCD, RCD_TEST = 121, 122, 87
PATIENCE_S = 30.0
LOOK_S = 0.003


class Circuit:
    """Looks at the outputs again and again and moves what they move, until it is stopped."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.is_leaking = False
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while True:
            for coil, sense in ((COIL, SENSE), (SECOND, SECOND_SENSE)):
                if self.tree.level(sense) is not self.tree.level(coil):
                    self.tree.turn(sense, self.tree.level(coil))
            is_well = not self.is_leaking and not self.tree.level(RCD_TEST)
            if self.tree.level(RCD) is not is_well:
                self.tree.turn(RCD, is_well)
            is_forward, is_backward = not self.tree.level(IN1), self.tree.level(IN2)
            if is_forward is not is_backward:
                self.tree.lock_mv(300.0 if is_forward else 3100.0)
            await asyncio.sleep(LOOK_S)

    async def stop(self) -> None:
        """Leave everything where it is."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def until(self, is_so: Callable[[], bool], otherwise: Callable[[], str] = str) -> None:
        """Until the board shows it."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not is_so():  # noqa: ASYNC110 - files ring no bell
                    await asyncio.sleep(LOOK_S)
        except TimeoutError:
            raise AssertionError(otherwise()) from None

    @property
    def is_closed(self) -> bool:
        """Whether the contactor's coil has current."""
        return self.tree.level(COIL)

    @property
    def is_everything_open(self) -> bool:
        """The safe state of the chargebyte guide, 15.13: no coil, no motor, the pilot at -12 V."""
        coils = self.tree.level(COIL) or self.tree.level(SECOND)
        motor_rests = self.tree.level(IN1) and not self.tree.level(IN2)
        return not coils and motor_rests and self.tree.duty_pct == 0.0

    async def charge(self, otherwise: Callable[[], str]) -> None:
        """A vehicle arrives with a cable for 20 A and charges."""
        self.tree.proximity(680.0)
        self.tree.pilot(9.0)
        await self.until(lambda: 0.0 < self.tree.duty_pct < 100.0, otherwise)
        self.tree.pilot(6.0)
        await self.until(lambda: self.is_closed, otherwise)
