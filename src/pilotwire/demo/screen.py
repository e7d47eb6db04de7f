"""Where the demo is shown: a live picture in a terminal, plain lines anywhere else."""

from __future__ import annotations

from typing import Protocol

from rich.console import Console
from rich.live import Live

from pilotwire.demo.display import HEIGHT, WIDTH, picture
from pilotwire.demo.feed import Entry
from pilotwire.demo.receipt import Receipt
from pilotwire.demo.scene import Scene, clock
from pilotwire.demo.slip import lines, slip


class Screen(Protocol):
    """What a screen can be told."""

    def open(self) -> None:
        """The demo begins."""

    def show(self, scene: Scene) -> None:
        """This is how it is now; several times a second."""

    def begin(self, scene: Scene) -> None:
        """A phase begins."""

    def message(self, entry: Entry) -> None:
        """A message went over the wire."""

    def receipt(self, receipt: Receipt) -> None:
        """The session is over."""

    def close(self) -> None:
        """The demo ends, however it does; may be called twice."""


class LiveScreen:
    """A picture on the alternate screen; the receipt stays on the ordinary one."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, screen=True, auto_refresh=False)

    def open(self) -> None:
        """Take the terminal."""
        self._live.start()

    def show(self, scene: Scene) -> None:
        """Draw it."""
        self._live.update(picture(scene), refresh=True)

    def begin(self, scene: Scene) -> None:
        """Draw it at once."""
        self.show(scene)

    def message(self, entry: Entry) -> None:
        """The next picture has it."""

    def receipt(self, receipt: Receipt) -> None:
        """Give the terminal back and leave the receipt on it."""
        self.close()
        self._console.print(slip(receipt))

    def close(self) -> None:
        """Give the terminal back."""
        self._live.stop()


class PlainScreen:
    """A line for each phase and each message: for logs, pipes, and terminals that are too small."""

    def open(self) -> None:
        """Nothing is to be prepared."""

    def show(self, scene: Scene) -> None:
        """A log is no place for pictures."""

    def begin(self, scene: Scene) -> None:
        """One line."""
        version = f"pilotwire {scene.version}, OCPP {scene.ocpp}, {scene.personality}, {scene.speed:g}x"
        energy = f"{scene.energy_wh:.0f} Wh" if scene.sent else version
        print(f"{clock(scene.station_s)} * {scene.phase.value} ({energy})", flush=True)

    def message(self, entry: Entry) -> None:
        """One line, without anything a simple terminal may not have."""
        arrow = {"→": "->", "←": "<-", "⇢": "=>"}[entry.arrow]
        print(f"{clock(entry.at_s)}   {arrow} {entry.action} {entry.words}".rstrip(), flush=True)

    def receipt(self, receipt: Receipt) -> None:
        """Line by line."""
        print("", "RECEIPT", *lines(receipt), sep="\n", flush=True)

    def close(self) -> None:
        """Nothing is left behind."""


def best_screen() -> Screen:
    """A live picture where it fits and somebody can see it."""
    console = Console(highlight=False)
    is_able = console.is_terminal and not console.is_dumb_terminal and console.encoding.startswith("utf")
    is_large = console.width >= WIDTH and console.height >= HEIGHT
    return LiveScreen(console) if is_able and is_large else PlainScreen()
