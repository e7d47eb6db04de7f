"""The one error a person can mend by asking for something else."""

from __future__ import annotations


class UsageError(ValueError):
    """The run cannot be as it was asked to be; the text has one clear line per mistake (exit status 2)."""
