"""DataTransfer on the wire, in both versions and both directions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.ocpp.talk import Frame, Talk, actions

from pilotwire.core import registry
from pilotwire.core.service import ServiceAnswered, ServiceAsked, ServiceRegistered
from pilotwire.core.transfer import Content, Hitch, SendTransfer, TransferError, TransferResult, TransferStatus
from pilotwire.core.tunnel import TransferConfirmed, TransferHandedOver, tunnel_text
from pilotwire.store.ledger import Ledger

both = pytest.mark.parametrize("version", ["1.6", "2.0.1"])
TUNNELS = {registry.TUNNELS: (tunnel_text("com.acme", "tariff", 5),)}
ASKED = {"vendorId": "com.acme", "messageId": "tariff", "data": "Zm9v"}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "transactions.db")
    yield ledger
    ledger.close()


async def talking(version: str, ledger: Ledger) -> Talk:
    talk = Talk(version, ledger, settings=TUNNELS)
    await talk.accepted()
    return talk


async def asked(talk: Talk, payload: dict[str, Any], id: str = "their-id") -> list[Frame]:
    talk.hear(2, id, "DataTransfer", payload)
    return await talk.settle()


async def confirmed(talk: Talk, result: TransferResult, id: str = "their-id") -> list[Frame]:
    talk.history.hear(TransferConfirmed(id, result))
    return await talk.settle()


@both
@pytest.mark.req("CCC-DT-001", "CCC-MSG-015")
async def test_a_request_reaches_the_owners_software_under_its_own_id_and_waits_for_it(
    version: str, ledger: Ledger
) -> None:
    talk = await talking(version, ledger)
    assert await asked(talk, ASKED) == []
    handed = [fact for fact in talk.history.facts if isinstance(fact, TransferHandedOver)]
    assert handed == [TransferHandedOver("their-id", Content("com.acme", "tariff", "Zm9v"))]
    frames = await confirmed(talk, TransferResult(TransferStatus.ACCEPTED, "YmFy"))
    assert frames == [[3, "their-id", {"status": "Accepted", "data": "YmFy"}]]


@both
@pytest.mark.parametrize(
    ("payload", "status"),
    [
        ({"vendorId": "com.nobody", "messageId": "tariff"}, "UnknownVendorId"),
        ({"vendorId": "com.acme", "messageId": "other"}, "UnknownMessageId"),
        ({"vendorId": "com.acme"}, "UnknownMessageId"),
    ],
)
async def test_what_nobody_minds_is_unknown(version: str, ledger: Ledger, payload: dict[str, Any], status: str) -> None:
    talk = await talking(version, ledger)
    assert await asked(talk, payload) == [[3, "their-id", {"status": status}]]


@both
async def test_an_error_of_the_owners_software_is_an_error_on_the_wire(version: str, ledger: Ledger) -> None:
    talk = await talking(version, ledger)
    await asked(talk, ASKED)
    [frame] = await confirmed(talk, TransferResult(error=TransferError("SecurityError", "who are you?")))
    assert frame[:4] == [4, "their-id", "SecurityError", "who are you?"]
    await asked(talk, ASKED, "next")
    [frame] = await confirmed(talk, TransferResult(error=TransferError("Nonsense", "x")), "next")
    assert frame[:4] == [4, "next", "GenericError", "x"]


@both
@pytest.mark.req("CCC-DT-002")
async def test_silence_is_rejected_in_time(version: str, ledger: Ledger) -> None:
    talk = await talking(version, ledger)
    await asked(talk, ASKED)
    talk.history.go(5.1)
    assert await talk.settle() == [[3, "their-id", {"status": "Rejected"}]]


async def test_data_of_any_type_is_handed_over_as_json(ledger: Ledger) -> None:
    talk = await talking("2.0.1", ledger)
    await asked(talk, {**ASKED, "data": {"a": [1, None]}})
    [fact] = [fact for fact in talk.history.facts if isinstance(fact, TransferHandedOver)]
    assert fact.content.data == '{"a":[1,null]}'


async def sent(talk: Talk) -> list[Frame]:
    content = Content("com.acme", None, "eA==")
    talk.history.hear(ServiceRegistered("4711"), ServiceAsked("4711", "mine", content))
    return await talk.settle()


def told(talk: Talk) -> list[TransferResult]:
    return [fact.result for fact in talk.history.facts if isinstance(fact, ServiceAnswered)]


@both
@pytest.mark.req("CCC-MSG-010", "CCC-DT-006")
async def test_a_service_asks_and_hears_exactly_what_was_answered(version: str, ledger: Ledger) -> None:
    talk = await talking(version, ledger)
    [frame] = await sent(talk)
    assert frame[2:] == ["DataTransfer", {"vendorId": "com.acme", "data": "eA=="}]
    await talk.answer({"status": "UnknownMessageId", "data": "why"})
    assert told(talk) == [TransferResult(TransferStatus.UNKNOWN_MESSAGE, "why")]


@both
@pytest.mark.req("CCC-DT-006")
async def test_an_error_of_the_central_system_comes_back_as_it_is(version: str, ledger: Ledger) -> None:
    talk = await talking(version, ledger)
    await sent(talk)
    talk.hear(4, talk.taken()[1], "SecurityError", "no", {"a": 1})
    await talk.settle()
    assert told(talk) == [TransferResult(error=TransferError("SecurityError", "no", '{"a": 1}'))]


@both
async def test_an_answer_that_makes_no_sense_is_an_error_that_names_the_field(version: str, ledger: Ledger) -> None:
    talk = await talking(version, ledger)
    await sent(talk)
    await talk.answer({"status": "Perhaps"})
    [result] = told(talk)
    assert result.error is not None
    assert "$.status" in result.error.text


@both
async def test_whoever_waits_when_the_link_breaks_is_told(version: str, ledger: Ledger) -> None:
    talk = await talking(version, ledger)
    await sent(talk)
    await sent(talk)
    await talk.down()
    assert told(talk) == 2 * [TransferResult(hitch=Hitch.SILENT)]
    assert talk.history.station.transfers.sent == {}


@both
async def test_what_is_only_carried_waits_behind_everything_of_the_stations_own(version: str, ledger: Ledger) -> None:
    talk = await talking(version, ledger)
    talk.history.hear(ServiceRegistered("4711"))
    for number in range(3):
        talk.history.hear(ServiceAsked("4711", str(number), Content("v")))
    talk.history.plug()
    talk.history.authorize()
    await talk.settle()
    said = actions(await talk.fine())
    assert said[0] == "DataTransfer"  # it was on its way already
    assert (said.count("DataTransfer"), said[-1]) == (3, "DataTransfer")
    assert said.index("StatusNotification") < said.index("DataTransfer", 1)
    assert len([one for one in talk.history.commands if isinstance(one, SendTransfer)]) == 3
