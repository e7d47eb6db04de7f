"""Plays the session on the stage, shows it, and says in the end whether it was right."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress

import aiohttp
import aiomqtt

from pilotwire.app.doors import LogTail
from pilotwire.csms import Message
from pilotwire.demo.camera import Camera
from pilotwire.demo.feed import Entry, Feed, Tone
from pilotwire.demo.notes import Notes
from pilotwire.demo.plan import LIMIT_A, LIMIT_TOPIC, Plan
from pilotwire.demo.receipt import complaints
from pilotwire.demo.reckoning import receipt_of
from pilotwire.demo.screen import Screen
from pilotwire.demo.script import SCRIPT, NotFollowed, NoVehicle
from pilotwire.demo.stage import MakePins, Stage, staged
from pilotwire.demo.step import Phase
from pilotwire.demo.visitor import Refused
from pilotwire.demo.witness import NotInTime

FRAME_S = 0.125
UNMET = (NotInTime, NotFollowed, NoVehicle, Refused, aiohttp.ClientError, aiomqtt.MqttError, TimeoutError)


class DemoFailed(Exception):
    """The session did not go as it must; the text says in which phase, and why."""


class Play:
    """One performance; ``wrong`` is None until it is over, and then what was wrong, one sentence each."""

    def __init__(self, plan: Plan, screen: Screen) -> None:
        self.wrong: tuple[str, ...] | None = None
        self._plan, self._screen, self._feed = plan, screen, Feed()
        self._camera: Camera | None = None

    async def run(self, make_pins: MakePins, tail: LogTail) -> None:
        """From the first light to the receipt, and on if it is to be kept. Raises UsageError or OSError before it."""
        try:
            async with staged(self._plan, make_pins, tail, self._on_message) as stage:
                self._camera = Camera(stage, self._feed)
                self._screen.open()  # not before: what cannot begin is said on an ordinary terminal
                try:
                    await _while_running(stage, self._perform(stage, self._camera), self._film(stage, self._camera))
                except DemoFailed as error:
                    self.wrong = (str(error),)
                if self._plan.keep and not self.wrong:
                    self._say_addresses(stage)
                    await stage.running
        finally:
            self._screen.close()

    async def _perform(self, stage: Stage, camera: Camera) -> None:
        """All phases, and the receipt. Raises DemoFailed."""
        notes = Notes()
        for step in SCRIPT:
            camera.phase = step.phase
            self._begin(camera)
            try:
                notes = await step.play(stage, notes)
            except UNMET as error:
                raise DemoFailed(f"{step.phase.value}: {error}") from error
        camera.phase = Phase.RECEIPT
        self._begin(camera)
        receipt = receipt_of(stage, notes, self._feed)
        self._screen.receipt(receipt)
        self.wrong = complaints(receipt)

    def _begin(self, camera: Camera) -> None:
        """The display enters a phase; a limit is a message too, though not to the CSMS."""
        if camera.phase is Phase.LIMIT:
            camera.limit_a = LIMIT_A
            entry = Entry(camera.station_s, "⇢", "MQTT", f"{LIMIT_TOPIC} {LIMIT_A}", Tone.OTHER)
            self._screen.message(self._feed.add(entry))
        self._screen.begin(camera.scene())

    async def _film(self, stage: Stage, camera: Camera) -> None:
        """Look and show, several times a second, for ever; whoever waits for what the board shows is woken by it."""
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):  # a station that is gone is not the camera's affair
                await stage.visitor.look()
            camera.expose()
            self._screen.show(camera.scene())
            await asyncio.sleep(FRAME_S)

    def _on_message(self, message: Message) -> None:
        at_s = 0.0 if self._camera is None else self._camera.station_s
        self._screen.message(self._feed.message(message, at_s))

    def _say_addresses(self, stage: Stage) -> None:
        print(f"\nstill running: HTTP {stage.http_url}  MQTT {stage.broker.url}  CSMS {stage.csms.url}")
        print(f"try: pilotwire sim plug --at {stage.http_url}   (Ctrl-C ends it)", flush=True)


async def _while_running(
    stage: Stage, performance: Coroutine[None, None, None], film: Coroutine[None, None, None]
) -> None:
    """Until *performance* is over. Raises DemoFailed, also if the station ends before."""
    performing, filming = asyncio.create_task(performance), asyncio.create_task(film)
    try:
        await asyncio.wait({performing, filming, stage.running}, return_when=asyncio.FIRST_COMPLETED)
        if stage.running.done():
            raise DemoFailed(f"the station ended: {_ending(stage.running)}")
        if filming.done():
            filming.result()
        performing.result()
    finally:
        for task in (performing, filming):
            task.cancel()
        await asyncio.gather(performing, filming, return_exceptions=True)


def _ending(task: asyncio.Task[None]) -> str:
    return "cancelled" if task.cancelled() else repr(task.exception())
