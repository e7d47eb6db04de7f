"""PWM outputs through ``/sys/class/pwm``."""

from __future__ import annotations

import time
from pathlib import Path

from pilotwire.hardware.linux.missing import MissingHardware
from pilotwire.hardware.linux.table import PwmOutput

CHIPS = Path("sys/class/pwm")
APPEARS_S = 0.5  # an exported channel gets its directory, and udev its rights, a moment later
LOOKS = 50


class Pwm:
    """One channel with its period set; off until it is told a duty cycle."""

    __slots__ = ("_dir", "_period_ns")

    def __init__(self, root: Path, output: PwmOutput) -> None:
        self._dir = _channel_dir(_chip_dir(root, output), output.channel)
        self._period_ns = output.period_ns
        try:
            self._prepare()
        except OSError as error:
            raise MissingHardware(f"{self._dir}: {error.strerror}") from error

    def _prepare(self) -> None:
        """The kernel refuses a period shorter than the duty cycle that is set, so that goes first."""
        if int((self._dir / "period").read_text() or 0) != self._period_ns:
            self._write("duty_cycle", 0)
            self._write("period", self._period_ns)

    def set_ns(self, duty_ns: int) -> None:
        """High for *duty_ns* of each period. Raises OSError."""
        self._write("duty_cycle", min(max(duty_ns, 0), self._period_ns))
        self._write("enable", 1)

    def set_pct(self, duty_pct: float) -> None:
        """High for *duty_pct* of each period. Raises OSError."""
        self.set_ns(round(self._period_ns * duty_pct / 100.0))

    def stop(self) -> None:
        """Low all the time. Raises OSError."""
        self._write("duty_cycle", 0)
        self._write("enable", 0)

    def _write(self, name: str, value: int) -> None:
        (self._dir / name).write_text(str(value))


def _chip_dir(root: Path, output: PwmOutput) -> Path:
    """The chip of *output* by its number, or by the name of its device. Raises MissingHardware."""
    if isinstance(output.chip, int):
        path = root / CHIPS / f"pwmchip{output.chip}"
        if path.is_dir():
            return path
        raise MissingHardware(f"no PWM chip {path}")
    for path in sorted((root / CHIPS).glob("pwmchip*")):
        if (path / "device").resolve().name == output.chip:
            return path
    raise MissingHardware(f"no PWM chip of device {output.chip} below {root / CHIPS}")


def _channel_dir(chip: Path, channel: int) -> Path:
    """The directory of *channel*, exported if nobody has yet. Raises MissingHardware."""
    path = chip / f"pwm{channel}"
    if path.is_dir():
        return path
    try:
        (chip / "export").write_text(str(channel))
    except OSError as error:
        raise MissingHardware(f"{chip / 'export'}: {error.strerror}") from error
    for _ in range(LOOKS):
        if (path / "enable").exists():
            return path
        time.sleep(APPEARS_S / LOOKS)
    raise MissingHardware(f"{path}: exported, and does not appear")
