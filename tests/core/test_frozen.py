"""The quick ``replace`` of the core is the slow one of the standard library."""

from __future__ import annotations

import dataclasses

import pytest

from pilotwire.core.clock import Clock
from pilotwire.core.frozen import replace
from pilotwire.core.port.phase import Pilot
from pilotwire.core.port.port import Port
from pilotwire.core.token import Token

ONE = Port(1, pilot=Pilot.READY)


def test_it_says_what_the_standard_library_says() -> None:
    changes = {"pilot": Pilot.GONE, "duty_pct": 53.3}
    assert replace(ONE, **changes) == dataclasses.replace(ONE, **changes)
    assert replace(ONE) == ONE
    assert replace(ONE) is not ONE


def test_what_has_one_field_can_be_replaced_too() -> None:
    assert replace(Token("A"), id="B") == Token("B")
    assert replace(Clock()) == Clock()


def test_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        replace(ONE, nonsense=1)
