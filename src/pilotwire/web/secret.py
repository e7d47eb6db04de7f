"""What never leaves the station, and what is shown instead."""

from __future__ import annotations

import re

from pilotwire.core.variable import Access, Value, Variable

CREDENTIALS = re.compile(r"(?<=://)[^/?#\s]*@")  # RFC 3986 3.2.1: userinfo of a URL


def is_secret(variable: Variable[Value]) -> bool:
    """Nobody outside may read *variable*."""
    return variable.secret or variable.access is Access.WRITE_ONLY


def masked(value: Value) -> Value:
    """*value* without the credentials that a URL can carry."""
    if isinstance(value, tuple):
        return tuple(CREDENTIALS.sub("***@", each) for each in value)
    return CREDENTIALS.sub("***@", value) if isinstance(value, str) else value
