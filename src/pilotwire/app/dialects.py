"""The versions of OCPP there are, each imported only by whoever speaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.ocpp.dialect import Dialect
from pilotwire.personality.model import Personality

if TYPE_CHECKING:
    from pilotwire.ocpp.v16.keys import Paths


def dialect_of(version: str, personality: Personality, paths: Paths | None = None) -> Dialect:
    """The dialect for *version*, ``1.6`` or ``2.0.1``. Raises KeyError for another one.

    *paths* of customer.json are names of keys where a personality lets a central system use them.
    """
    return {"1.6": _v16, "2.0.1": _v201}[version](personality, paths or {})


def _v16(personality: Personality, paths: Paths) -> Dialect:
    from pilotwire.ocpp.v16.dialect import v16_of

    return v16_of(personality, paths)


def _v201(personality: Personality, paths: Paths) -> Dialect:
    from pilotwire.ocpp.v2.dialect import V201

    return V201()
