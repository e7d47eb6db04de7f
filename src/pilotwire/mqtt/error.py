"""What can go wrong with a broker of our own."""

from __future__ import annotations


class BrokerFailed(OSError):
    """The embedded broker could not be started; the text is one line for a person."""
