"""Editing a text: the new value is there, and nothing else has changed."""

from typing import Any

import pytest

from pilotwire.config.edit import EditError, set_value

CONFIG = """\
{
  // the first port
  "ports": [
    {
      "pluggable": true, // a socket
      "meter": { "enable": false } /* none yet */
    }
  ],
  "ocpp": {
    "uri": "ws://a", /* b */
    "list": [
      "x", // why x
      "y"  // why y
    ],
    "last": 1 // the last
  }
}
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("ports", 0, "pluggable"), False, '"pluggable": true, // a', '"pluggable": false, // a'),
        (("ports", 0, "meter", "enable"), True, "false", "true"),
        (("ports", 0, "meter", "port"), "/x", "false }", 'false, "port": "/x" }'),
        (("ocpp", "new"), 5, "1 // the last\n", '1, // the last\n    "new": 5\n'),
        (("ocpp", "list"), ["x"], '"x", // why x\n      "y"  //', '"x" // why x\n        //'),
        (("ocpp", "list"), ["x", "y", "z"], '"y"  // why y\n', '"y",  // why y\n      "z"\n'),
        (("ocpp", "list", 1), "w", '"y"', '"w"'),
        (
            ("mqtt", "broker", "uri"),
            "mqtt://b",
            "// the last\n  }\n",
            '// the last\n  },\n  "mqtt": {\n    "broker": {\n      "uri": "mqtt://b"\n    }\n  }\n',
        ),
        (
            ("ports", 1, "pluggable"),
            True,
            "/* none yet */\n    }\n",
            '/* none yet */\n    },\n    {\n      "pluggable": true\n    }\n',
        ),
    ],
)
def test_the_layout_stays(path: tuple[str | int, ...], value: Any, old: str, new: str) -> None:
    assert CONFIG.count(old) == 1
    assert set_value(CONFIG, path, value) == CONFIG.replace(old, new)


def test_a_trailing_comma_stays_trailing() -> None:
    assert set_value('{\n "a": 1,\n}', ("b",), 2) == '{\n "a": 1,\n "b": 2,\n}'


def test_an_empty_object_is_opened_up() -> None:
    assert set_value('{\n  "a": {}\n}', ("a", "b"), 2) == '{\n  "a": {\n    "b": 2\n  }\n}'


def test_windows_line_ends_stay() -> None:
    assert set_value('{\r\n "a": 1\r\n}', ("b",), 2) == '{\r\n "a": 1,\r\n "b": 2\r\n}'


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (("ocpp", "uri", "x"), "a single value stands where an object is needed"),
        (("ports", 4), "has 1 items"),
        (("other", 2), "cannot begin with"),
        (("ocpp", 0), "an object stands where an array is needed"),
    ],
)
def test_a_path_that_leads_nowhere_is_an_error(path: tuple[str | int, ...], says: str) -> None:
    with pytest.raises(EditError, match=says):
        set_value(CONFIG, path, 1)


def test_a_text_with_a_key_twice_is_not_edited() -> None:
    with pytest.raises(EditError, match="second time"):
        set_value('{"a": 1, "a": 2}', ("a",), 3)
