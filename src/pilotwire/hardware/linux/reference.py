"""The page of docs/reference about the boards there are, made from their tables."""

from __future__ import annotations

from collections.abc import Iterator

from pilotwire.hardware.linux.catalogue import BOARDS
from pilotwire.hardware.linux.lock_motor import LOCK_MOTORS, LockMotor, Window
from pilotwire.hardware.linux.survey import channels_of, pins_of, place_of
from pilotwire.hardware.linux.table import BoardTable, Polarity, chip_and_offset

INTRO = (
    "# Boards\n\nReal boards that `--board linux --table NAME` knows. What the lines mean and how to connect them:"
    " [a real board](../howto/real-board.md).\n"
)


def render() -> str:
    """Every board, and the motors of plug locks."""
    return INTRO + "".join(_board(table) for table in BOARDS.values()) + _motors()


def _board(table: BoardTable) -> str:
    head = f"\n## {table.name}\n\n| what | Linux | active |\n|---|---|---|\n"
    return head + "\n".join(_rows(table)) + "\n"


def _rows(table: BoardTable) -> Iterator[str]:
    for what, pin in pins_of(table):
        bank, offset = chip_and_offset(pin.gpio)
        level = "low" if pin.polarity is Polarity.ACTIVE_LOW else "high"
        yield f"| {what} | gpio {pin.gpio} (`{table.gpio_chips[bank]}` line {offset}) | {level} |"
    for what, adc, _ in channels_of(table):
        yield f"| {what} | `in_voltage{adc.channel}_raw` of IIO device `{adc.device}` | |"
    for number, evse in enumerate(table.evses, start=1):
        yield f"| EVSE {number} pilot PWM | `{place_of(evse.pilot.pwm)}`, {evse.pilot.pwm.period_ns} ns | |"
    if table.reference is not None:
        pwm = table.reference.pwm
        yield f"| threshold of the digital inputs | `{place_of(pwm)}`, {pwm.period_ns} ns | |"
    yield f"| digital inputs 1 to {len(table.digital_inputs)} | gpio {_numbers(table.digital_inputs)} | |"
    yield f"| digital outputs 1 to {len(table.digital_outputs)} | gpio {_numbers(table.digital_outputs)} | |"
    yield f"| LEDs on the board | {', '.join(f'`{name}`' for name in table.board_leds.values())} | |"
    yield f"| 1-Wire | `/{table.one_wire}` | |"


def _numbers(gpios: tuple[int, ...]) -> str:
    return ", ".join(map(str, gpios))


def _motors() -> str:
    head = "\n## Motors of plug locks\n\n| type | runs for | unlocked | locked |\n|---|---|---|---|\n"
    return head + "".join(_motor(name, motor) for name, motor in LOCK_MOTORS.items())


def _motor(name: str, motor: LockMotor) -> str:
    if not motor.has_feedback:
        return f"| `{name}` | {motor.drive_s:g} s | no feedback | no feedback |\n"
    return f"| `{name}` | {motor.drive_s:g} s | {_window(motor.unlocked_mv)} | {_window(motor.locked_mv)} |\n"


def _window(window: Window) -> str:
    return f"{window[0]:g} to {window[1]:g} mV"
