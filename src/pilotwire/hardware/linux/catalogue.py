"""The boards there are, by name. Another board is another table and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pilotwire.hardware.linux.charge_control_c import CHARGE_CONTROL_C
from pilotwire.hardware.linux.table import BoardTable

BOARDS: Final[Mapping[str, BoardTable]] = {table.name: table for table in (CHARGE_CONTROL_C,)}
