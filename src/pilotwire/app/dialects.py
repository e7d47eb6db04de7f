"""The versions of OCPP there are, each imported only by whoever speaks it."""

from __future__ import annotations

from pilotwire.ocpp.dialect import Dialect
from pilotwire.personality.model import Personality


def dialect_of(version: str, personality: Personality) -> Dialect:
    """The dialect for *version*, ``1.6`` or ``2.0.1``. Raises KeyError for another one."""
    return {"1.6": _v16, "2.0.1": _v201}[version](personality)


def _v16(personality: Personality) -> Dialect:
    from pilotwire.ocpp.v16.dialect import v16_of

    return v16_of(personality)


def _v201(personality: Personality) -> Dialect:
    from pilotwire.ocpp.v2.dialect import V201

    return V201()
