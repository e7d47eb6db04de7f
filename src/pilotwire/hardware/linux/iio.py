"""Analogue inputs through ``/sys/bus/iio``: the device by name, for its number depends on all connected devices."""

from __future__ import annotations

import os
from pathlib import Path

from pilotwire.hardware.linux.missing import MissingHardware
from pilotwire.hardware.linux.table import Adc

DEVICES = Path("sys/bus/iio/devices")
LONGEST = 32  # characters of a raw value


def device_dir(root: Path, name: str) -> Path:
    """Where the IIO device called *name* is below *root*. Raises MissingHardware."""
    for path in sorted((root / DEVICES).glob("iio:device*")):
        try:
            if (path / "name").read_text().strip() == name:
                return path
        except OSError:
            continue  # a device that is just going away
    raise MissingHardware(f"no IIO device {name} below {root / DEVICES}")


class Channel:
    """One input of a converter, kept open: reading it is one system call."""

    __slots__ = ("_fd",)

    def __init__(self, root: Path, adc: Adc) -> None:
        path = device_dir(root, adc.device) / f"in_voltage{adc.channel}_raw"
        try:
            self._fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise MissingHardware(f"{path}: {error.strerror}") from error

    def read(self) -> int:
        """The raw value. Raises OSError."""
        text = os.pread(self._fd, LONGEST, 0)
        try:
            return int(text)
        except ValueError as error:
            raise OSError(f"the converter says {text!r}") from error

    def close(self) -> None:
        """Give it back."""
        os.close(self._fd)
