"""rotaryencd.json: the positions of the rotary switch, as they are and as a file redefines them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotwire.config.error import ConfigErrors
from pilotwire.config.rotary import USUAL, Position, find_rotary, position_at, read_rotary

T16 = [
    *((0, 6, 1), (1, 10, 1), (2, 13, 1), (3, 16, 1), (4, 20, 1), (5, 32, 1), (6, 40, 1), (7, 63, 1)),
    *((8, 6, 3), (9, 10, 3), (10, 13, 3), (11, 16, 3), (12, 20, 3), (13, 32, 3), (14, 40, 3), (15, 63, 3)),
]


@pytest.mark.parametrize(
    ("stands_at", "limit_a", "phases"),
    [pytest.param(*row, id=f"{row[0]:X}", marks=pytest.mark.req(f"CCC-ROT-{row[0]:X}")) for row in T16],
)
def test_each_position_means_what_the_guide_prints(stands_at: int, limit_a: int, phases: int) -> None:
    assert position_at(USUAL, stands_at) == Position(limit_a, phases)


@pytest.mark.req("CCC-HMI-005")
@pytest.mark.parametrize("stands_at", ["between", -1, 16, True, 3.5, "F"])
def test_a_switch_that_stands_nowhere_counts_as_the_safest_position(stands_at: object) -> None:
    assert position_at(USUAL, stands_at) == Position(6, 1)


@pytest.mark.req("CCC-HMI-005")
def test_the_safest_position_is_that_of_the_file() -> None:
    positions = read_rotary('{"rotary_switch_1": [{"current_limit": 50}, {"current_limit": 4}]}')
    assert position_at(positions, "between") == Position(4, 1)


@pytest.mark.req("CCC-ADD-017", "CCC-HMI-008", "CCC-LJSON-006", "CCC-LJSON-007")
def test_what_the_file_does_not_say_is_as_usual() -> None:
    positions = read_rotary(
        """{ // an electrician's own meaning
          "rotary_switch_1": [ {"current_limit": 8, "phase_count": 3}, {}, /* 2 */ {"phase_count": 3} ] }"""
    )
    assert positions[:4] == (Position(8, 3), Position(10, 1), Position(13, 3), Position(16, 1))
    assert positions[3:] == USUAL[3:]


@pytest.mark.parametrize("text", ["{}", '{"rotary_switch_1": []}', "// nothing\n{}"])
def test_a_file_that_says_nothing_changes_nothing(text: str) -> None:
    assert read_rotary(text) == USUAL


@pytest.mark.req("CCC-LJSON-007")
@pytest.mark.parametrize("limit_a", [1, 10000])
def test_the_limits_of_the_limit_are_allowed(limit_a: int) -> None:
    item = {"current_limit": limit_a}
    assert read_rotary(json.dumps({"rotary_switch_1": [item]}))[0].current_limit == limit_a


@pytest.mark.req("CCC-LJSON-006", "CCC-LJSON-007", "CCC-HMI-008")
@pytest.mark.parametrize(
    ("item", "error"),
    [
        ('{"phase_count": 2}', "[1]/phase_count: 2 is not allowed: 1 or 3"),
        ('{"phase_count": "3"}', "[1]/phase_count: must be a whole number"),
        ('{"phase_count": true}', "[1]/phase_count: must be a whole number"),
        ('{"current_limit": 0}', "[1]/current_limit: 0 is not allowed: 1 to 10000 A"),
        ('{"current_limit": 10001}', "[1]/current_limit: 10001 is not allowed"),
        ('{"current_limit": 6.5}', "[1]/current_limit: must be a whole number"),
        ('{"current_limit": null}', "[1]/current_limit: must be a whole number, not null"),
        ('{"current_limit": [6]}', "[1]/current_limit: must be a whole number"),
        ('{"current": 6}', "[1]/current: is not known; known is phase_count and current_limit"),
        ("6", "[1]: must be an object in braces"),
    ],
)
def test_what_is_not_allowed_is_told_with_line_and_path(item: str, error: str) -> None:
    with pytest.raises(ConfigErrors) as caught:
        read_rotary('{"rotary_switch_1": [\n{},\n' + item + "]}")
    (told,) = map(str, caught.value.errors)
    assert told.startswith(f"rotaryencd.json:3: rotary_switch_1{error}")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[]", "rotaryencd.json:1: must be an object in braces"),
        ('{"rotary_switch_1": {}}', "rotary_switch_1: must be a list of at most 16 positions"),
        ('{"rotary_switch_1": [' + ",".join(["{}"] * 17) + "]}", "at most 16 positions"),
        ('{"rotary_switch_2": []}', "rotary_switch_2: is not known; known is rotary_switch_1"),
        (
            '{"rotary_switch_1": [],\n "rotary_switch_1": []}',
            "rotaryencd.json:2: rotary_switch_1: stands here a second",
        ),
        ("{,}", "rotaryencd.json:1: column 2"),
    ],
)
def test_a_file_of_another_form_is_refused(text: str, error: str) -> None:
    with pytest.raises(ConfigErrors) as caught:
        read_rotary(text)
    assert error in str(caught.value.errors[0])


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=18)
        | st.dictionaries(st.sampled_from(["rotary_switch_1", "phase_count", "current_limit", "x"]), inner, max_size=3)
    ),
    max_leaves=30,
)


@given(JSON.map(json.dumps) | st.text(max_size=60))
def test_any_text_gives_sixteen_positions_or_errors(text: str) -> None:
    try:
        positions = read_rotary(text)
    except ConfigErrors as errors:
        assert all(str(error).startswith("rotaryencd.json:") for error in errors.errors)  # noqa: PT017
    else:
        assert len(positions) == 16
        assert all(each.phase_count in (1, 3) and 1 <= each.current_limit <= 10000 for each in positions)


GOOD = '{"rotary_switch_1": [{"current_limit": 7}]}'


def test_no_file_means_the_usual_positions(tmp_path: Path) -> None:
    assert find_rotary(tmp_path / "rotaryencd.json", tmp_path / "backup") == (USUAL, ())


def test_a_good_file_becomes_the_backup_and_that_counts_while_the_file_is_broken(tmp_path: Path) -> None:
    file, backup = tmp_path / "rotaryencd.json", tmp_path / "backups" / "rotaryencd.json"
    file.write_text(GOOD)
    assert find_rotary(file, backup)[0][0] == Position(7, 1)
    file.write_bytes(b"\xff\xfe")
    positions, errors = find_rotary(file, backup)
    assert positions[0] == Position(7, 1)
    assert str(errors[0]).startswith("rotaryencd.json")


@pytest.mark.parametrize("backup", [None, "{"])
def test_a_broken_file_without_a_good_backup_is_an_error(tmp_path: Path, backup: str | None) -> None:
    (tmp_path / "rotaryencd.json").write_text('{"rotary_switch_1": 5}')
    if backup is not None:
        (tmp_path / "backup").write_text(backup)
    with pytest.raises(ConfigErrors, match=r"rotaryencd\.json:1: rotary_switch_1"):
        find_rotary(tmp_path / "rotaryencd.json", tmp_path / "backup")
