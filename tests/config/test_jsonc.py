"""JSON with comments: what is read, where it stands, and what is refused."""

import pytest

from pilotwire.config.jsonc import MAX_CHARS, JsoncError, decode, parse, path_of, path_text


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ('{\n  "a": 1\n  "b": 2\n}', 3, 3, "',' or '}'"),
        ('{\n  "a" 1}', 2, 7, "':'"),
        ('{"a": tru}', 1, 7, "tru"),
        ('{"a": 01}', 1, 7, "value"),
        ('{"a": NaN}', 1, 7, "NaN"),
        ('{"a": 1e999}', 1, 7, "too large"),
        ('{"a": ' + "1" * 5000 + "}", 1, 7, "too long"),
        ('{"a": "\\x"}', 1, 7, "escape"),
        ('{"a": "\\ud800"}', 1, 7, "surrogate"),
        ('{"a": "b\n"}', 1, 7, "not closed"),
        ("{a: 1}", 1, 2, "double quotes"),
        ("{} {}", 1, 4, "behind the end"),
        ("{ /* x", 1, 3, "not closed"),
        ("", 1, 1, "ends"),
        ('{"a":', 1, 6, "ends"),
        ("[1,,2]", 1, 4, "','"),
    ],
)
def test_an_error_names_line_and_column(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(JsoncError) as caught:
        parse(text)
    assert (caught.value.fault.line, caught.value.fault.column) == (line, column)
    assert says in caught.value.fault.text


def test_deep_nesting_is_an_error_and_no_recursion() -> None:
    with pytest.raises(JsoncError, match="deeper"):
        parse("[" * 100_000)


def test_a_huge_text_is_refused_unread() -> None:
    with pytest.raises(JsoncError, match="characters"):
        parse(" " * (MAX_CHARS + 1))


def test_a_key_given_twice_is_reported_with_its_second_line() -> None:
    ((path, fault),) = parse('{\n "a": {\n  "b": 1,\n  "b": 2 } }').duplicates
    assert (path_text(path), fault.line) == ("a/b", 4)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert parse(decode(b'\xef\xbb\xbf{"a": 1}')).root.value == {"a": 1}


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [(b'{\n"a": "\xff"}', 2, "not UTF-8"), ('{"a": 1}'.encode("utf-16"), 1, "UTF-16")],
)
def test_other_encodings_are_refused(data: bytes, line: int, says: str) -> None:
    with pytest.raises(JsoncError) as caught:
        decode(data)
    assert (caught.value.fault.line, says in caught.value.fault.text) == (line, True)


def test_every_value_knows_its_line() -> None:
    document = parse('{ // first\n "ports": [\n  {"a": 1},\n  {"a": 2}]}')
    node = document.at(("ports", 1, "a"))
    assert node is not None
    assert document.line_of(node.start) == 4


def test_a_path_is_written_as_the_guide_writes_it() -> None:
    path = ("ports", 0, "rfid", "remote_ports", 2, "uri")
    assert path_text(path) == "ports[0]/rfid/remote_ports[2]/uri"
    assert path_of("ports[0]/rfid/remote_ports[2]/uri") == path


@pytest.mark.parametrize("text", ["", "a//b", "a[x]", "a[", "]"])
def test_what_is_no_path_is_none(text: str) -> None:
    assert path_of(text) is None
