"""The receipt: three books that do not know each other must agree."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pilotwire.demo.receipt import Books, Receipt, complaints, difference, disagreements, largest_difference
from pilotwire.demo.slip import lines

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
BOOKS = Books(csms_wh=1600.0, meter_wh=1600.4, gained_wh=1488.0, lost_wh=112.0)
RECEIPT = Receipt(
    token="04A1B2C3",
    started_at=START,
    stopped_at=START + timedelta(minutes=9, seconds=58),
    reason="Local",
    books=BOOKS,
    sent=30,
    received=30,
    of_transaction=20,
    followed_s=2.1,
)


def test_three_books_that_agree_are_no_complaint():
    assert disagreements(BOOKS) == ()
    assert complaints(RECEIPT) == ()


def test_the_vehicle_counts_with_its_losses():
    assert BOOKS.vehicle_wh == 1600.0
    assert replace(BOOKS, lost_wh=None).vehicle_wh is None


@pytest.mark.parametrize(("one_wh", "other_wh", "part"), [(100.0, 99.0, 0.01), (99.0, 100.0, 0.01), (0.0, 0.0, 0.0)])
def test_a_difference_is_a_part_of_the_larger_one(one_wh, other_wh, part):
    assert difference(one_wh, other_wh) == pytest.approx(part)


def test_exactly_one_percent_is_still_right_and_a_little_more_is_not():
    assert disagreements(Books(1000.0, 990.0, 1000.0, 0.0)) == ()
    assert len(disagreements(Books(1000.0, 989.0, 1000.0, 0.0))) == 2


def test_a_tampered_bill_is_named_with_both_figures():
    wrong = disagreements(replace(BOOKS, csms_wh=1700.0))
    bill = "the CSMS's meterStop - meterStart (1700.0 Wh)"
    assert wrong == (
        f"{bill} and the meter register's difference (1600.4 Wh) differ by 5.86 %",
        f"{bill} and the vehicle's gain and losses (1600.0 Wh) differ by 5.88 %",
    )


def test_energy_lost_between_meter_and_battery_is_found():
    (first, second) = disagreements(replace(BOOKS, lost_wh=0.0))
    assert "meterStop - meterStart" in first
    assert "meter register's difference" in second


def test_a_book_that_says_nothing_is_named():
    assert disagreements(replace(BOOKS, csms_wh=None)) == ("the CSMS's meterStop - meterStart is missing",)


def test_books_that_agree_on_nothing_are_wrong():
    assert len([each for each in disagreements(Books(0.0, 0.0, 0.0, 0.0)) if "no energy flowed" in each]) == 3


def test_the_largest_difference_is_that_of_the_farthest_two():
    assert largest_difference(Books(1000.0, 995.0, 990.0, 0.0)) == pytest.approx(0.01)


@pytest.mark.parametrize("field", ["token", "started_at", "stopped_at", "reason"])
def test_what_the_central_system_was_not_told_is_a_complaint(field):
    assert len(complaints(replace(RECEIPT, **{field: None}))) == 1


def test_a_violation_is_named():
    assert complaints(replace(RECEIPT, violations=("schema: reason",))) == ("the CSMS complains: schema: reason",)


def test_the_slip_says_everything():
    text = "\n".join(lines(RECEIPT))
    for word in (
        "04A1B2C3",
        "03:04:05",
        "03:14:03",
        "0:09:58",
        "Local",
        "1600.0 Wh",
        "1600.4 Wh",
        "1488.0 Wh",
        "2.1 s",
    ):
        assert word in text
    assert "30 sent, 30 received" in text
    assert "WRONG" not in text


def test_the_slip_of_a_wrong_session_says_what_is_wrong():
    text = "\n".join(lines(replace(RECEIPT, books=replace(BOOKS, csms_wh=1.0))))
    assert "WRONG: the CSMS's meterStop - meterStart (1.0 Wh)" in text
    assert "equal within" not in text


def test_the_slip_of_a_session_nobody_heard_of_can_be_printed():
    nothing = Receipt(None, None, None, None, Books(None, None, None, None), 0, 0, 0, None)
    assert len(complaints(nothing)) == 7
    assert "WRONG" in "\n".join(lines(nothing))
