"""Values as text and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotwire.core import registry
from pilotwire.core.variable import Kind, Refusal, Value, Variable, refusal_of
from pilotwire.ocpp.v2.value import NotAValue, from_text
from pilotwire.ocpp.value_text import to_text


@pytest.mark.parametrize("variable", registry.VARIABLES.values(), ids=lambda variable: variable.name)
def test_every_default_survives_the_wire(variable: Variable[Value]) -> None:
    assert from_text(variable, to_text(variable.default) or "") == variable.default


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (7.0, "7"),
        (7.25, "7.25"),
        (0.00001, "0.00001"),
        ("x", "x"),
        (("a", "b"), "a,b"),
        ((), ""),
    ],
)
def test_a_value_has_one_spelling(value: Value, text: str | None) -> None:
    assert to_text(value) == text


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_a_decimal_survives_the_wire(number: Decimal) -> None:
    variable = Variable("Some.Decimal", Kind.DECIMAL, 0.0)
    assert from_text(variable, to_text(float(number)) or "") == float(number)


@given(st.sampled_from(tuple(registry.VARIABLES.values())), st.text(max_size=30))
def test_any_text_is_a_value_or_none(variable: Variable[Value], text: str) -> None:
    try:
        value = from_text(variable, text)
    except NotAValue:
        return
    assert refusal_of(variable, value) is not Refusal.WRONG_TYPE
