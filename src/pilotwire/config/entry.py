"""One line of the table of customer.json."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pilotwire.config.codec import PLAIN, Codec
from pilotwire.config.jsonc import Path, path_of
from pilotwire.core.variable import Value, Variable

PORTS: Final = "ports[]/"


@dataclass(frozen=True, slots=True)
class Entry:
    """A path and the Variable it names.

    ``[]`` in a path stands for any index, ``*`` for any name. ``by_ocpp`` is the column "OCPP" of the guide's tables:
    whether a central system may use the path itself as the name of a key. ``cut`` characters are kept of a longer text;
    ``sent`` characters go over the wire although all are kept. ``is_ours`` are paths the guide does not have.
    """

    path: str
    variable: Variable[Value]
    about: str
    source: str
    codec: Codec = PLAIN
    check: Callable[[Value], str | None] | None = None
    by_ocpp: bool = True
    cut: int | None = None
    sent: int | None = None
    is_ours: bool = False
    also: tuple[str, ...] = ()  # what may stand behind the path where a central system names it
    is_shipped: bool = True  # the factory default file has a value here, not only a comment

    @property
    def is_record(self) -> bool:
        """Whether it stands inside a list or table of its own, so that no (Variable, EVSE) can name it."""
        rest = self.path.removeprefix(PORTS)
        return "[]" in rest or "*" in rest

    def at(self, evse: int) -> Path:
        """The path for *evse* (counted from 1; 0 is the station).

        :raises ValueError: it is a record, or the Variable has a value for each EVSE and *evse* is 0, or the other way
            round.
        """
        if self.is_record or (evse != 0) is not self.path.startswith(PORTS):
            raise ValueError(f"{self.path} has no value for EVSE {evse}")
        path = path_of(self.path.replace("[]", f"[{evse - 1}]", 1))
        assert path is not None  # a test reads every path of the table
        return path
