"""A board made of files: what the kernel would show of it, to be read and turned by a test."""

from __future__ import annotations

import os
import struct
import subprocess
import time
from pathlib import Path

import pytest

SHIM_SOURCE = Path(__file__).with_name("gpio_shim.c")
ADC, PILOT_PWM = "2198000.adc", "20fc000.pwm"
LINES = 32
# of the pilot's detectors: 12 bit over 3.3 V, then the circuit of the board (see its table)
RAW_PER_V, RAW_AT_0V = 4095 / 3300 / 0.009581933, 16.013855 * 4095 / 3300 / 0.009581933
RISING, FALLING = 1, 2


def compiled_shim(directory: Path) -> Path:
    """The preload shim, compiled. A machine without a C compiler cannot run these tests, and says so by failing."""
    shim = directory / "gpio_shim.so"
    command = ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(shim), str(SHIM_SOURCE), "-ldl"]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.fail("no C compiler; run `make system-packages`")
    except subprocess.CalledProcessError as error:
        pytest.fail(error.stderr)
    return shim


class Tree:
    """A Charge Control C below ``root``: five GPIO banks, a converter that is not the first one, three PWM chips."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "dev").mkdir(parents=True)
        (root / "lines").mkdir()
        for chip in range(5):
            (root / f"dev/gpiochip{chip}").touch()
            (root / f"lines/{chip}").write_text("0" * LINES)
        self._make_converters()
        for chip, device in enumerate(("20f8000.pwm", "2084000.pwm", PILOT_PWM)):
            self._make_pwm(chip, device)
        self.pilot(12.0)
        self.proximity(None)
        self.lock_mv(3100.0)

    def _make_converters(self) -> None:
        devices = self.root / "sys/bus/iio/devices"
        for number, name in enumerate(("some-accelerometer", ADC)):
            (devices / f"iio:device{number}").mkdir(parents=True)
            (devices / f"iio:device{number}" / "name").write_text(f"{name}\n")
        self._adc = devices / "iio:device1"

    def _make_pwm(self, chip: int, device: str) -> None:
        real = self.root / "sys/devices/platform" / device
        real.mkdir(parents=True)
        path = self.root / f"sys/class/pwm/pwmchip{chip}"
        (path / "pwm0").mkdir(parents=True)
        (path / "device").symlink_to(os.path.relpath(real, path))
        for name in ("period", "duty_cycle", "enable"):
            (path / "pwm0" / name).write_text("0\n")

    # -- environment

    def environment(self, shim: Path) -> dict[str, str]:
        """For a process that is to see this board."""
        return {**os.environ, "LD_PRELOAD": str(shim), "GPIO_TREE": str(self.root)}

    # -- lines

    def level(self, gpio: int) -> bool:
        """The physical level of a line."""
        chip, line = divmod(gpio, LINES)
        return (self.root / f"lines/{chip}").read_text()[line] == "1"

    def turn(self, gpio: int, high: bool) -> None:
        """Put an input to *high*, with its edge."""
        chip, line = divmod(gpio, LINES)
        with (self.root / f"lines/{chip}").open("r+b", buffering=0) as file:
            os.pwrite(file.fileno(), b"1" if high else b"0", line)
        fifo = self.root / f"lines/{chip}.{line}"
        if not fifo.exists():
            return
        try:
            fd = os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody holds the line any more
            return
        edge = struct.pack("=QIIII6I", time.monotonic_ns(), RISING if high else FALLING, line, 1, 1, *[0] * 6)
        os.write(fd, edge)
        os.close(fd)

    def break_line(self, gpio: int, broken: bool = True) -> None:
        """Writes to this line fail, or work again."""
        chip, line = divmod(gpio, LINES)
        path = self.root / f"lines/{chip}.{line}.broken"
        path.touch() if broken else path.unlink()

    def writes(self) -> list[tuple[int, bool]]:
        """Every level that was driven, in order."""
        path = self.root / "writes.log"
        rows = [row.split() for row in path.read_text().splitlines()] if path.exists() else []
        return [(int(gpio), level == "1") for gpio, level in rows]

    # -- converter

    def raw(self, channel: int, value: float) -> None:
        """What a channel of the converter says; written in place, so that no reader sees half of it."""
        path = self._adc / f"in_voltage{channel}_raw"
        path.touch()
        with path.open("r+b", buffering=0) as file:
            os.pwrite(file.fileno(), f"{round(value):8d}\n".encode(), 0)

    def break_converter(self, channel: int) -> None:
        """The converter says nonsense."""
        with (self._adc / f"in_voltage{channel}_raw").open("r+b", buffering=0) as file:
            os.pwrite(file.fileno(), b"no value\n", 0)

    def pilot(self, high_v: float, low_v: float | None = None) -> None:
        """Both plateaus of the control pilot."""
        self.raw(2, RAW_AT_0V + high_v * RAW_PER_V)
        self.raw(3, RAW_AT_0V + (-12.0 if low_v is None else low_v) * RAW_PER_V)

    def proximity(self, ohm: float | None) -> None:
        """The resistor of a cable."""
        mv = 3100.0 if ohm is None else 3300.0 * (ohm + 220.0) / (ohm + 1220.0)
        self.raw(5, mv * 4095 / 3300)

    def lock_mv(self, mv: float) -> None:
        """The contact behind the motor of the plug lock."""
        self.raw(0, mv * 4095 / 3300)

    # -- PWM

    def pwm(self, chip: int) -> dict[str, int]:
        """What a PWM does."""
        path = self.root / f"sys/class/pwm/pwmchip{chip}/pwm0"
        return {name: int((path / name).read_text() or 0) for name in ("period", "duty_cycle", "enable")}

    @property
    def duty_pct(self) -> float:
        """The duty cycle on the control pilot; 0 while its line is not let through."""
        pwm = self.pwm(2)
        is_on = self.level(13) and pwm["enable"] and pwm["period"]
        return 100.0 * pwm["duty_cycle"] / pwm["period"] if is_on else 0.0
