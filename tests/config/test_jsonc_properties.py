"""Texts of JSON with comments, as odd as hypothesis can make them: reading and editing any of them."""

import copy
import json
import re
from typing import Any

import pyjson5
from hypothesis import given
from hypothesis import strategies as st

from pilotwire.config.edit import set_value
from pilotwire.config.jsonc import JsoncError, parse

Path = tuple[str | int, ...]
Edit = tuple[str, Path, Any]
TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|(//[^\r\n]*|/\*(?s:.*?)\*/)')

KEYS = st.text(alphabet='ab/"é\\ ', max_size=3)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(alphabet='x/*"\\\n,{}[]:é', max_size=6)
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)
COMMENT_TEXTS = st.text(alphabet='c"{}[],:/ ', max_size=5)
TRIVIA = st.lists(
    st.sampled_from([" ", "\n", "\t", "\r\n"])
    | COMMENT_TEXTS.map(lambda text: f"//{text}\n")
    | COMMENT_TEXTS.map(lambda text: f"/*{text.replace('*/', '')}*/"),
    max_size=2,
).map("".join)


@st.composite
def documents(draw: st.DrawFn) -> str:
    return _spelled(draw, draw(VALUES))


def _spelled(draw: st.DrawFn, value: Any) -> str:
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}{draw(TRIVIA)}:{_spelled(draw, one)}" for key, one in value.items()]
        body = _list(draw, parts, "{", "}")
    elif isinstance(value, list):
        body = _list(draw, [_spelled(draw, one) for one in value], "[", "]")
    else:
        body = json.dumps(value, ensure_ascii=draw(st.booleans()))
    return draw(TRIVIA) + body + draw(TRIVIA)


def _list(draw: st.DrawFn, parts: list[str], begin: str, end: str) -> str:
    trailing = "," + draw(TRIVIA) if parts and draw(st.booleans()) else ""
    return begin + draw(TRIVIA) + ",".join(draw(TRIVIA) + part for part in parts) + trailing + end


@given(documents())
def test_reads_the_same_values_as_pyjson5(text: str) -> None:
    assert parse(text).root.value == pyjson5.decode(text)


@given(st.text(alphabet='{}[]",:/*\\ntrue12.e-+ \n\r\t\ufeffé', max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    fault = None
    try:
        parse(text)
    except JsoncError as error:
        fault = error.fault
    assert fault is None or (fault.line >= 1 and fault.column >= 1)


def comments(text: str) -> list[str]:
    return sorted(match[1] for match in TOKENS.finditer(text) if match[1])


def paths(value: Any, before: Path = ()) -> list[Path]:
    found = [before]
    if isinstance(value, dict):
        for key, one in value.items():
            found += paths(one, (*before, key))
    if isinstance(value, list):
        for index, one in enumerate(value):
            found += paths(one, (*before, index))
    return found


def put(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    value = copy.deepcopy(value)
    inner = value
    for step in path[:-1]:
        inner = inner[step]
    if isinstance(inner, list) and path[-1] == len(inner):
        inner.append(new)
    else:
        inner[path[-1]] = new
    return value


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    text = draw(documents())
    value = pyjson5.decode(text)
    path = draw(st.sampled_from(paths(value)))
    inner = value
    for step in path:
        inner = inner[step]
    if isinstance(inner, dict) and draw(st.booleans()):
        path = (*path, draw(KEYS))
    elif isinstance(inner, list) and draw(st.booleans()):
        path = (*path, len(inner))
    return text, path, draw(VALUES)


@given(edits())
def test_after_a_change_the_value_is_there_and_all_else_is_as_it_was(edit: Edit) -> None:
    text, path, value = edit
    changed = set_value(text, path, value)
    assert parse(changed).root.value == put(pyjson5.decode(text), path, value) == pyjson5.decode(changed)
    assert comments(changed) == comments(text)


@given(edits())
def test_setting_what_is_there_changes_no_character(edit: Edit) -> None:
    changed = set_value(*edit)
    assert set_value(changed, edit[1], edit[2]) == changed
