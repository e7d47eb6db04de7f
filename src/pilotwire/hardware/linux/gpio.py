"""Lines of the GPIO chips, through the character device: taken, given a direction, read and driven."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pilotwire.hardware.linux.missing import MissingHardware
from pilotwire.hardware.linux.table import Pin, Polarity, chip_and_offset

if TYPE_CHECKING:
    import gpiod

CONSUMER = "pilotwire"


class Output:
    """A line that is driven. Its polarity is the chip's business: True is whatever the table calls active."""

    __slots__ = ("_active", "_inactive", "_offset", "_request", "pin")

    def __init__(self, request: gpiod.LineRequest, pin: Pin) -> None:
        from gpiod.line import Value

        self.pin, self._request, self._offset = pin, request, request.offsets[0]
        self._active, self._inactive = Value.ACTIVE, Value.INACTIVE

    def set(self, active: bool) -> None:
        """Drive it, at once. Raises OSError."""
        self._request.set_value(self._offset, self._active if active else self._inactive)

    def release(self) -> None:
        """Give it back as it is; for hardware without a driver that is what counts."""
        self._request.release()


class Input:
    """A line that is watched: its file descriptor becomes readable with every edge."""

    __slots__ = ("_active", "_offset", "_request", "fd", "pin")

    def __init__(self, request: gpiod.LineRequest, pin: Pin) -> None:
        from gpiod.line import Value

        self.pin, self._request, self._offset, self.fd = pin, request, request.offsets[0], request.fd
        self._active = Value.ACTIVE

    def read(self) -> bool:
        """Whether it is active now. Raises OSError."""
        return self._request.get_value(self._offset) is self._active

    def drain(self) -> None:
        """Forget the edges that have been: an edge says look, what there is to see the level says. Raises OSError."""
        while self._request.wait_edge_events(timedelta(0)):
            self._request.read_edge_events()

    def release(self) -> None:
        """Give it back."""
        self._request.release()


class Chips:
    """The GPIO chips of a board, found by their labels below *root*. Raises MissingHardware."""

    def __init__(self, root: Path, labels: tuple[str, ...]) -> None:
        self._root, self._labels = root, labels
        self._paths = _paths(root)
        if not self._paths:
            raise MissingHardware(f"no GPIO chip below {root / 'dev'}: this is not a board")

    def output(self, pin: Pin) -> Output:
        """*pin* as an output that is inactive from its first moment. Raises MissingHardware."""
        from gpiod import LineSettings
        from gpiod.line import Direction, Value

        self._take_back(pin)
        settings = LineSettings(direction=Direction.OUTPUT, active_low=_is_low(pin), output_value=Value.INACTIVE)
        return Output(self._request(pin, settings), pin)

    def input(self, pin: Pin, debounce_s: float = 0.0) -> Input:
        """*pin* as an input that tells its edges. Raises MissingHardware."""
        from gpiod import LineSettings
        from gpiod.line import Direction, Edge

        self._take_back(pin)
        settings = LineSettings(
            direction=Direction.INPUT,
            active_low=_is_low(pin),
            edge_detection=Edge.BOTH,
            debounce_period=timedelta(seconds=debounce_s),
        )
        return Input(self._request(pin, settings), pin)

    def look(self, pin: Pin) -> bool:
        """Whether *pin* is active; its direction stays as it is. Raises MissingHardware, also when it is in use."""
        from gpiod import LineSettings

        line = Input(self._request(pin, LineSettings(active_low=_is_low(pin))), pin)
        try:
            return line.read()
        finally:
            line.release()

    def _request(self, pin: Pin, settings: gpiod.LineSettings) -> gpiod.LineRequest:
        import gpiod

        bank, offset = chip_and_offset(pin.gpio)
        if not 0 <= bank < len(self._labels):
            raise MissingHardware(f"gpio {pin.gpio}: the board has no such line")
        path = self._paths.get(self._labels[bank])
        if path is None:
            raise MissingHardware(f"no GPIO chip {self._labels[bank]} below {self._root / 'dev'}")
        try:
            return gpiod.request_lines(str(path), consumer=CONSUMER, config={offset: settings})
        except OSError as error:
            raise MissingHardware(f"gpio {pin.gpio} ({path}, line {offset}): {error.strerror}") from error

    def _take_back(self, pin: Pin) -> None:
        """A boot script may have exported the line the old way; then nobody else gets it."""
        old = self._root / "sys/class/gpio"
        if (old / f"gpio{pin.gpio}").exists():
            (old / "unexport").write_text(str(pin.gpio))


def _is_low(pin: Pin) -> bool:
    return pin.polarity is Polarity.ACTIVE_LOW


def _paths(root: Path) -> dict[str, Path]:
    """Where the chip with each label is."""
    try:
        import gpiod
    except ImportError as error:
        raise MissingHardware("the library gpiod is not installed: pip install 'pilotwire[linux]'") from error
    found = {}
    for path in sorted((root / "dev").glob("gpiochip*")):
        try:
            with gpiod.Chip(str(path)) as chip:
                found[chip.get_info().label] = path
        except OSError as error:
            raise MissingHardware(f"{path}: {error.strerror}") from error
    return found
