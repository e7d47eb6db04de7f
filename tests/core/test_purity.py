"""The core is pure: it imports nothing that could touch the world, and knows no protocol version and no vendor."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pilotwire.core

ROOM = Path(pilotwire.core.__file__).parent
FILES = sorted(ROOM.rglob("*.py"))
FORBIDDEN = {
    "aiohttp", "asyncio", "datetime", "io", "logging", "os", "pathlib", "random", "secrets", "socket", "sqlite3",
    "structlog", "subprocess", "threading", "time", "uuid",
}  # fmt: skip
VERSION = re.compile(r"ocpp[_ ]?[12]|v16|v201|v21|1\.6|2\.0\.1|2\.1|one_?six|two_?oh", re.IGNORECASE)
VENDOR = re.compile(r"chargebyte|\babb\b|abb_|alfen|xcheng|charge_control|terra", re.IGNORECASE)


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def docstrings_of(tree: ast.AST) -> set[ast.AST]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, holders) and node.body)
    return {body[0].value for body in bodies if isinstance(body[0], ast.Expr)}


def words_of(path: Path) -> Iterator[str]:
    """Every identifier and every string literal that is not a docstring."""
    tree = ast.parse(path.read_text())
    docstrings = docstrings_of(tree)
    for node in ast.walk(tree):
        names = ("name", "id", "attr", "arg", "asname", "module")
        yield from (word for name in names if isinstance(word := getattr(node, name, None), str))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield node.value


def test_the_room_is_found() -> None:
    assert len(FILES) > 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_the_core_imports_only_the_core_and_nothing_that_touches_the_world(path: Path) -> None:
    for name in imports_of(path):
        top = name.split(".")[0]
        assert not name.startswith("."), "relative imports hide where a thing comes from"
        assert top not in FORBIDDEN
        assert top != "pilotwire" or name.startswith("pilotwire.core")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_no_identifier_or_literal_names_a_protocol_version_or_a_vendor(path: Path) -> None:
    assert [word for word in words_of(path) if VERSION.search(word) or VENDOR.search(word)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_nothing_in_the_core_awaits(path: Path) -> None:
    asleep = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    assert not any(isinstance(node, asleep) for node in ast.walk(ast.parse(path.read_text())))
