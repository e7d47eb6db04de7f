"""The hardware a run asks for is not there, or not ours."""

from __future__ import annotations


class MissingHardware(OSError):
    """A device node, library or line a board's table names cannot be had; the text has one line for each."""
