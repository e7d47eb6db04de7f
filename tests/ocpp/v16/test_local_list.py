"""SendLocalList and GetLocalListVersion on the wire of OCPP 1.6."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pilotwire.core import registry
from pilotwire.core.local_list import LocalList, LocalListSent, Update
from pilotwire.core.moment import Moment, Stamp
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.report import StatusChanged, status_of
from pilotwire.core.station import Station, step
from pilotwire.core.token import TokenInfo, TokenStatus
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.dialect import Message, Taken
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v16.dialect import V16
from pilotwire.store.volatile import VolatileLedger

Ask = Callable[..., Taken]
Answered = Callable[..., dict[str, Any]]
FINE = {"status": "Accepted"}
GOOD, BLOCKED = TokenInfo(TokenStatus.ACCEPTED), TokenInfo(TokenStatus.BLOCKED)


def listed(version: int, *entries: dict[str, Any], update: str = "Full") -> dict[str, Any]:
    return {"listVersion": version, "updateType": update, "localAuthorizationList": list(entries)}


@pytest.fixture
def with_list(station: Station, take: Ask) -> Station:
    """The station after it was sent two tokens, number 4."""
    asked: Any = take("SendLocalList", listed(4, *({"idTag": each, "idTagInfo": FINE} for each in "AB")))
    return step(station, asked, Moment(5.0, utc_trusted=False))[0]


@pytest.mark.req("CCC-MSG-022")
def test_a_list_is_understood_with_dates_parents_and_what_is_to_go(take: Ask) -> None:
    info = {"status": "Blocked", "expiryDate": "2026-11-20T03:04:05Z", "parentIdTag": "FLEET"}
    payload = listed(7, {"idTag": "A", "idTagInfo": info}, {"idTag": "B"}, update="Differential")
    known = TokenInfo(TokenStatus.BLOCKED, 1795143845.0, "FLEET")
    wanted = LocalListSent(ReplyTo("r1"), 7, Update.DIFFERENTIAL, (("A", known), ("B", None)))
    assert take("SendLocalList", payload) == wanted


def test_a_list_may_be_left_out(take: Ask) -> None:
    payload = {"listVersion": 7, "updateType": "Full"}
    assert take("SendLocalList", payload) == LocalListSent(ReplyTo("r1"), 7, Update.FULL, ())


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        (Verdict.ACCEPTED, "Accepted"),
        (Verdict.FAILED, "Failed"),
        (Verdict.NOT_SUPPORTED, "NotSupported"),
        (Verdict.VERSION_MISMATCH, "VersionMismatch"),
    ],
)
def test_what_became_of_a_list_is_told(spelled: Callable[..., Any], verdict: Verdict, status: str) -> None:
    assert spelled("SendLocalList", Reply(ReplyTo("r1"), verdict)) == {"status": status}


@pytest.mark.parametrize("date", ["tomorrow", "", "2026-13-01T00:00:00Z"])
def test_a_date_that_is_none_is_refused_and_not_taken_for_for_ever(take: Ask, date: str) -> None:
    entry = {"idTag": "A", "idTagInfo": {"status": "Accepted", "expiryDate": date}}
    with pytest.raises(RefusedPayload) as refused:
        take("SendLocalList", listed(1, entry))
    assert refused.value.kind is RpcErrorKind.PROPERTY_CONSTRAINT


def test_of_a_list_that_is_much_too_long_no_more_is_read_than_shows_that_it_is(take: Ask, answer: Answered) -> None:
    payload = listed(1, *({"idTag": f"{number:x}", "idTagInfo": FINE} for number in range(150_000)))
    taken: Any = take("SendLocalList", payload)
    assert len(taken.entries) == 10_001
    assert answer("SendLocalList", payload) == {"status": "Failed"}


def test_an_id_that_is_too_long_is_refused(take: Ask) -> None:
    with pytest.raises(RefusedPayload) as refused:
        take("SendLocalList", listed(1, {"idTag": "A" * 21, "idTagInfo": FINE}))
    assert refused.value.kind is RpcErrorKind.PROPERTY_CONSTRAINT


@pytest.mark.req("CCC-MSG-018", "ABB-MSG-011")
def test_a_station_without_a_list_has_number_0(answer: Answered) -> None:
    assert answer("GetLocalListVersion") == {"listVersion": 0}


@pytest.mark.req("CCC-MSG-018", "ABB-MSG-011", "ALF-201-D02")
def test_the_number_of_the_list_is_the_one_it_was_sent_with(answer: Answered, with_list: Station) -> None:
    assert answer("GetLocalListVersion", at=with_list) == {"listVersion": 4}


def test_a_list_that_was_emptied_has_number_0(answer: Answered, with_list: Station, take: Ask) -> None:
    asked: Any = take("SendLocalList", listed(9))
    emptied, _ = step(with_list, asked, Moment(6.0, utc_trusted=False))
    assert answer("GetLocalListVersion", at=emptied) == {"listVersion": 0}


def test_a_list_that_is_switched_off_has_number_minus_1(answer: Answered, make_station: Callable[..., Station]) -> None:
    off = make_station(values={(registry.LOCAL_LIST_ENABLED.name, 0): False})
    assert answer("GetLocalListVersion", at=off) == {"listVersion": -1}
    assert answer("SendLocalList", listed(1, {"idTag": "A", "idTagInfo": FINE}), at=off) == {"status": "NotSupported"}


@pytest.mark.req("CCC-STAT-007", "CCC-ADD-002")
def test_a_list_that_is_contradicted_is_told_of_at_connector_0(
    v16: V16, station: Station, wire: Callable[[Message], dict[str, Any]]
) -> None:
    wrong = replace(station, local_list=LocalList(4, {"a": GOOD}, frozenset({"a"})))
    fact = StatusChanged(0, status_of(wrong, 0), status_of(station, 0), Stamp("b1", 9.0, 0.0, utc_trusted=False))
    (message,) = v16.notify(fact, wrong, VolatileLedger())
    told = wire(message)
    assert (told["connectorId"], told["status"], told["errorCode"]) == (0, "Available", "LocalListConflict")
