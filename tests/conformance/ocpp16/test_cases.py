"""The list of cases is complete: each is played somewhere or says why not."""

from __future__ import annotations

from tests.conformance.ocpp16.cases import CASES, WHY_NOT, played


def test_only_cases_that_exist_are_played() -> None:
    assert set(played()) <= set(CASES)
    assert len(CASES) == 107


def test_no_case_that_is_played_says_why_it_is_not() -> None:
    assert set(WHY_NOT) & set(played()) == set()


def test_every_case_is_played_or_says_why_not() -> None:
    assert set(CASES) - set(WHY_NOT) - set(played()) == set()
