"""A real board under Linux: GPIO through gpiod, PWM and ADC through sysfs. What differs between boards is a table."""

from typing import Final

DEFAULT_BOARD: Final = "charge_control_c"
