"""``pilotwire demo``: a whole charging session, from plug-in to receipt."""

from __future__ import annotations


def demo() -> None:
    """Play a charging session."""
