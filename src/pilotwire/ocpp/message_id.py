"""Ids of messages, in the styles that stations have (OCPP-J 4.1.4: at most 36 characters, never the same twice)."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from pilotwire.personality.model import MessageIds

SEED: Final = 7053156  # recorded as the first id of two stations with different firmware: the row starts anew each time
DIGITS: Final = 7
FACTOR, STEP = 4021, 1234567  # every number of so many digits comes once (Hull and Dobell) before one comes again


def unique_ids() -> Iterator[str]:
    """Ids that never repeat."""
    while True:
        yield str(uuid.uuid4())


def counted() -> Iterator[str]:
    """``1``, ``2``, ``3`` since the start."""
    return map(str, itertools.count(1))


def seven_digits() -> Iterator[str]:
    """Numbers without order, their leading zeros kept; the same row after each start."""
    number = SEED
    while True:
        yield f"{number:0{DIGITS}d}"
        number = (number * FACTOR + STEP) % 10**DIGITS


STYLES: Final[Mapping[MessageIds, Callable[[], Iterator[str]]]] = {
    MessageIds.UUID: unique_ids,
    MessageIds.COUNTER: counted,
    MessageIds.SEVEN_DIGITS: seven_digits,
}
