"""A field of a file with the wrong type, out of range, huge or not even text: one clear line each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.config.test_schema import built

from pilotwire.config.codec import FALSE_ONLY, TRUE_ONLY
from pilotwire.config.customer import read_customer
from pilotwire.config.entry import Entry
from pilotwire.config.error import ConfigErrors
from pilotwire.config.jsonc import path_text
from pilotwire.config.recovery import check_file
from pilotwire.config.rotary import find_rotary
from pilotwire.config.table import ENTRIES, VARIABLES
from pilotwire.core.variable import Kind

HUGE = "x" * 300_000
LIMIT = 400  # characters a person reads in one line; the makes of meters alone are 180
ALL = pytest.mark.parametrize("entry", ENTRIES, ids=[entry.path for entry in ENTRIES])


def path_of(entry: Entry) -> str:
    return entry.path.replace("[]", "[0]").replace("*", "MyCar")


def lines_of(entry: Entry, value: Any) -> list[str]:
    text = json.dumps(built(entry.path, value), indent=1)
    with pytest.raises(ConfigErrors) as caught:
        read_customer(text, VARIABLES)
    return [str(error) for error in caught.value.errors]


def is_clear(line: str, entry: Entry) -> bool:
    return line.startswith("customer.json:") and path_of(entry) in line and len(line) < LIMIT and "\n" not in line


@ALL
def test_a_value_of_another_type_is_told_in_one_line_with_its_path(entry: Entry) -> None:
    wrong: Any = {"an": "object"} if entry.codec not in (TRUE_ONLY, FALSE_ONLY) else None
    if wrong is None:
        return  # all that is no boolean counts, with a warning (chargebyte guide 14.2 T51)
    (line,) = lines_of(entry, wrong)
    assert is_clear(line, entry)


@ALL
def test_a_huge_value_is_told_in_one_short_line_or_kept_whole(entry: Entry) -> None:
    for value in (HUGE, [HUGE] * 3, int("9" * 299), -1e300, [[]]):
        try:
            file = read_customer(json.dumps(built(entry.path, value), indent=1), VARIABLES)
        except ConfigErrors as errors:
            assert all(is_clear(str(error), entry) for error in errors.errors)  # noqa: PT017
        else:
            assert entry.variable.kind in (Kind.TEXT, Kind.SEQUENCE, Kind.BOOLEAN)
            assert all(len(str(warning)) < LIMIT for warning in file.warnings)


@ALL
@pytest.mark.parametrize("junk", [b"\xff\xfe\x00", b'"\xc3\x28"', b'"\xed\xa0\x80"'])
def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path, entry: Entry, junk: bytes) -> None:
    text = json.dumps(built(entry.path, "HERE"), indent=1)
    line = text[: text.index("HERE")].count("\n") + 1
    file = tmp_path / "customer.json"
    file.write_bytes(text.encode().replace(b'"HERE"', junk))
    with pytest.raises(ConfigErrors) as caught:
        check_file(file, VARIABLES)
    (told,) = map(str, caught.value.errors)
    assert told.startswith(f"customer.json:{line}: column ")


@given(st.binary(max_size=60))
def test_a_rotaryencd_json_of_any_bytes_is_read_or_told_in_short_lines(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes
) -> None:
    file = tmp_path_factory.mktemp("rotary") / "rotaryencd.json"
    file.write_bytes(b'{"rotary_switch_1": ' + junk + b"}")
    try:
        positions, _ = find_rotary(file, file.with_name("backup"))
    except ConfigErrors as errors:
        lines = [str(error) for error in errors.errors]
        assert all(line.startswith("rotaryencd.json:") and len(line) < LIMIT for line in lines)
    else:
        assert len(positions) == 16


def test_a_file_of_a_gigabyte_of_nothing_is_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "customer.json"
    with file.open("wb") as hole:
        hole.write(b"{")
        hole.truncate(2**30)
    with pytest.raises(ConfigErrors):
        check_file(file, VARIABLES)


def test_a_path_that_is_long_is_cut_where_it_is_shown() -> None:
    with pytest.raises(ConfigErrors) as caught:
        read_customer(json.dumps({"fake_highlevel_dc_vendors": {HUGE: {"switch_method": 9}}}), VARIABLES)
    assert len(str(caught.value)) < LIMIT
    assert path_text(("fake_highlevel_dc_vendors",)) in str(caught.value)
