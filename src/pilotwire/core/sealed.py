"""A secret as the core knows it: by a name that says nothing of it. What it says, the vault alone can tell.

Whoever hands a secret in leaves it at the door; what enters the inbox, and with it state, facts, records and traces, is
its name.
"""

from __future__ import annotations

from typing import Final

from pilotwire.core.variable import Value

PREFIX: Final = "sealed:"
FIT, WEAK = "fit", "weak"
LEAST_BYTES: Final = 16  # a password shorter than this protects nothing (security whitepaper A00.FR.205)


def seal_name(mark: str, length_bytes: int) -> str:
    """The name of a secret of so many bytes; *mark* tells it from all others."""
    return f"{PREFIX}{mark}:{FIT if length_bytes >= LEAST_BYTES else WEAK}"


def is_sealed(value: Value) -> bool:
    """Whether *value* is the name of a secret."""
    return isinstance(value, str) and value.startswith(PREFIX)


def is_fit(value: Value) -> bool:
    """Whether *value* names a password that is long enough for a security profile."""
    return is_sealed(value) and str(value).endswith(FIT)
