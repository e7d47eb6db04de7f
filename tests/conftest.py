"""What all tests share: the ids of the requirements a test proves go into the JUnit report."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--rewrite-traces``: the golden traces are written anew instead of compared."""
    parser.addoption("--rewrite-traces", action="store_true", help="write tests/traces/*.txt anew")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Record the ids of ``@pytest.mark.req`` as properties of the test case."""
    for mark in item.iter_markers("req"):
        item.user_properties.extend(("req", identifier) for identifier in mark.args)
