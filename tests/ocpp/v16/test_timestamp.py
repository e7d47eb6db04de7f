"""Times on the wire (OCPP 1.6 3.15)."""

import contextlib
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotwire.ocpp.timestamp import from_wire, to_wire

T0 = 1795143845.0
FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
YEAR_3000 = 32503680000.0


def test_is_written_in_utc_with_three_decimals() -> None:
    assert to_wire(T0 + 0.1234) == "2026-11-20T03:04:05.123Z"


def test_rounding_up_carries_into_the_next_second() -> None:
    assert to_wire(T0 + 0.9996) == "2026-11-20T03:04:06.000Z"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T03:04:05Z",
        "2026-11-20T03:04:05",
        "2026-11-20T03:04:05.000000Z",
        "2026-11-20T03:04:05.000000000123Z",
        "2026-11-20T04:04:05+01:00",
        "2026-11-20T04:04:05.0+0100",
        "2026-11-19T21:34:05-05:30",
        "2026-11-20t03:04:05z",
        "2026-11-20 03:04:05Z",
        " 2026-11-20T03:04:05Z\n",
    ],
)
def test_others_may_write_it_in_any_way_of_iso_8601(text: str) -> None:
    assert from_wire(text) == pytest.approx(T0, abs=1e-6)


def test_one_digit_behind_the_dot_is_tenths() -> None:
    assert from_wire("2026-11-20T03:04:05.5Z") == T0 + 0.5


@given(st.floats(min_value=-62135596800.0 + 1, max_value=YEAR_3000))
def test_comes_back_within_half_a_millisecond(utc_s: float) -> None:
    text = to_wire(utc_s)
    assert FORM.fullmatch(text)
    assert abs(from_wire(text) - utc_s) <= 0.0005 + 1e-5  # what a float holds at the ends of the calendar


@pytest.mark.req("ALF-IMP-006")
@given(st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_an_offset_is_taken_off(moment: datetime, offset_min: int) -> None:
    there = moment.replace(tzinfo=timezone(timedelta(minutes=offset_min)))
    assert from_wire(there.isoformat()) == pytest.approx(there.astimezone(UTC).timestamp())


@given(st.one_of(st.text(), st.text(alphabet="0123456789-:.TZ+, W")))
def test_anything_is_a_time_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(from_wire(text), float)


@pytest.mark.req("CCC-LIM-016")
def test_goes_on_after_the_end_of_32_bits() -> None:
    utc_s = from_wire("2040-02-29T12:00:00.250Z")
    assert utc_s > 2**31
    assert to_wire(utc_s) == "2040-02-29T12:00:00.250Z"
