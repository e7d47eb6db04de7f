"""The link goes: charging goes on, and everything is told afterwards, in order, as it was."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from tests.real.living import CARD, IDENTITY, Living, living

from pilotwire.core.csms import Registration
from pilotwire.core.delivery import RowDiscarded
from pilotwire.csms import BenchCsms, Message, Policy
from pilotwire.hardware.sim.action import Power, Supply

ROWS = ("StartTransaction", "StopTransaction", "TransactionEvent")
both = pytest.mark.parametrize("version", ["1.6", "2.0.1"])


@pytest.fixture
async def csms() -> AsyncIterator[BenchCsms]:
    async with BenchCsms(policy=Policy(boot_interval_s=300)) as bench:
        yield bench
        assert bench.violations == []


def rows(csms: BenchCsms) -> list[Message]:
    """The messages of transactions, in order, with those of 1.6 that carry readings."""
    return [
        message
        for message in csms.messages(IDENTITY)
        if message.kind == 2 and (message.action in ROWS or "transactionId" in message.payload)
    ]


def at(message: Message) -> datetime:
    """When it happened."""
    stamp = message.payload.get("timestamp") or message.payload["meterValue"][0]["timestamp"]
    return datetime.fromisoformat(stamp)


def now(station: Living) -> datetime:
    """The station's time."""
    return datetime.fromtimestamp(station.app.tempo.now().utc_s, UTC)


def is_end(message: Message) -> bool:
    return message.action == "StopTransaction" or message.payload.get("eventType") == "Ended"


def is_start(message: Message) -> bool:
    return message.action == "StartTransaction" or message.payload.get("eventType") == "Started"


def judge(messages: list[Message], version: str, csms: BenchCsms) -> None:
    """One transaction, whole and in order."""
    assert [message for message in messages if is_start(message)] == messages[:1]
    assert [message for message in messages if is_end(message)] == messages[-1:]
    assert [at(message) for message in messages] == sorted(at(message) for message in messages)
    if version == "2.0.1":
        assert [message.payload["seqNo"] for message in messages] == list(range(len(messages)))
        return
    (seen,) = csms.transactions(IDENTITY)
    assert {message.payload["transactionId"] for message in messages[1:]} == {int(seen.id)}


@both
@pytest.mark.req("CCC-OCPP-008")
async def test_charging_goes_on_without_the_central_system_and_is_told_as_it_was(
    tmp_path: Path, csms: BenchCsms, version: str
) -> None:
    async with living(tmp_path, csms.url, version) as station:
        await station.online()
        await station.charge()
        await station.more_energy()
        await station.delivered()
        gone_at = now(station)
        await csms.stop()
        await station.away()
        await station.more_energy(100.0)
        assert station.app.station.transactions
        await station.stop()
        assert station.unsent() > 0
        back_at = now(station)
        await csms.start()
        await station.delivered()
        messages = rows(csms)
    judge(messages, version, csms)
    late = [message for message in messages if at(message) > gone_at]
    assert late
    assert all(gone_at < at(message) < back_at for message in late)
    if version == "2.0.1":
        assert [message.payload.get("offline", False) for message in messages] == [
            message in late for message in messages
        ]


@both
@pytest.mark.req("ALF-412-008")
async def test_a_transaction_that_began_and_ended_offline_is_told_from_its_beginning(
    tmp_path: Path, csms: BenchCsms, version: str
) -> None:
    async with living(tmp_path, csms.url, version) as station:
        await station.online()
        station.network(online=False)
        await station.away()
        await station.charge()
        await station.more_energy()
        await station.stop()
        assert rows(csms) == []
        station.network(online=True)
        await station.delivered()
    messages = rows(csms)
    judge(messages, version, csms)
    assert version == "1.6" or all(message.payload["offline"] for message in messages)


@both
async def test_a_transaction_that_began_offline_ends_online_under_the_number_it_was_given(
    tmp_path: Path, csms: BenchCsms, version: str
) -> None:
    async with living(tmp_path, csms.url, version) as station:
        await station.online()
        csms.drop(IDENTITY)
        station.network(online=False)
        await station.away()
        await station.charge()
        station.network(online=True)
        await station.delivered()
        await station.stop()
        await station.delivered()
    messages = rows(csms)
    judge(messages, version, csms)
    assert version == "1.6" or (messages[0].payload["offline"], "offline" in messages[-1].payload) == (True, False)


@both
async def test_what_happened_offline_before_a_power_cut_is_told_after_it_in_order(
    tmp_path: Path, csms: BenchCsms, version: str
) -> None:
    async with living(tmp_path, csms.url, version) as station:
        await station.online()
        station.network(online=False)
        await station.away()
        await station.charge()
        await station.stop()
        boot = station.app.station.boot
        station.app.bench.do(Power(Supply.CYCLE))
        await station.until(lambda now: now.boot != boot)
        assert rows(csms) == []
        arrivals = len(csms.arrivals(IDENTITY))
        station.network(online=True)
        await station.delivered()
        assert len(csms.arrivals(IDENTITY)) == arrivals + 1
    judge(rows(csms), version, csms)


@both
@pytest.mark.req("CCC-OCPP-005")
async def test_a_transaction_cut_by_a_power_failure_offline_is_ended_and_not_resumed(
    tmp_path: Path, csms: BenchCsms, version: str
) -> None:
    async with living(tmp_path, csms.url, version) as station:
        await station.online()
        station.network(online=False)
        await station.away()
        await station.charge()
        boot = station.app.station.boot
        station.app.bench.do(Power(Supply.CYCLE))
        await station.until(lambda now: now.boot != boot)
        station.network(online=True)
        await station.delivered()
        assert not station.app.station.transactions
    messages = rows(csms)
    judge(messages, version, csms)
    last = messages[-1].payload
    assert (last.get("reason") or last["transactionInfo"]["stoppedReason"]) == "PowerLoss"


@both
@pytest.mark.req("ABB-WS-003", "ABB-SEC-002")
async def test_a_refused_password_is_a_clear_line_and_tried_again_while_people_charge(
    tmp_path: Path, version: str
) -> None:
    csms = BenchCsms(passwords={IDENTITY: "right"})
    async with csms, living(tmp_path, csms.url, version, "SecurityCtrlr.BasicAuthPassword=changed") as station:
        line = await station.until_logged("wrong identity or password")
        assert (line["log_level"], line["event"]) == ("warning", "refused")
        assert "changed" not in str(station.logs)
        await station.charge()
        await station.stop()
        assert csms.arrivals(IDENTITY) == []
        csms.passwords = {IDENTITY: "changed"}
        await station.delivered()
        assert csms.arrivals(IDENTITY)[0].authorization == "Basic TElWSU5HOmNoYW5nZWQ="
        judge(rows(csms), version, csms)
        assert csms.violations == []


def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@both
@pytest.mark.req("ABB-SEC-003")
async def test_a_central_system_whose_root_is_trusted_is_spoken_to_over_tls(tmp_path: Path, version: str) -> None:
    authority, roots = trustme.CA(), tmp_path / "roots.pem"
    authority.cert_pem.write_to_path(str(roots))
    async with BenchCsms(ssl_context=server_tls(authority), passwords={IDENTITY: "secret"}) as csms:
        pins = (f"SecurityCtrlr.TrustedRoots={roots}", "SecurityCtrlr.BasicAuthPassword=secret")
        async with living(tmp_path, csms.url, version, *pins) as station:
            await station.charge()
            await station.stop()
            await station.delivered()
        assert csms.url.startswith("wss://")
        judge(rows(csms), version, csms)
        assert csms.violations == []


@both
async def test_a_central_system_nobody_vouches_for_is_refused_in_plain_words_and_people_charge(
    tmp_path: Path, version: str
) -> None:
    async with BenchCsms(ssl_context=server_tls(trustme.CA())) as csms:
        async with living(tmp_path, csms.url, version) as station:
            line = await station.until_logged("certificate")
            assert (line["log_level"], line["event"]) == ("warning", "refused")
            assert line["error"].startswith("certificate refused: ")
            await station.charge()
            await station.stop()
            assert station.unsent() > 0
        assert csms.stations() == {}


@pytest.mark.req("ABB-SEC-005")
async def test_without_a_password_no_credentials_are_sent(tmp_path: Path, csms: BenchCsms) -> None:
    async with living(tmp_path, csms.url, "1.6") as station:
        await station.online()
    assert csms.arrivals(IDENTITY)[0].authorization is None


@both
async def test_a_central_system_that_does_not_answer_hears_the_same_row_again_until_it_does(
    tmp_path: Path, csms: BenchCsms, version: str
) -> None:
    impatient = ("OCPPCommCtrlr.MessageTimeout=1", "OCPPCommCtrlr.MessageAttemptInterval=0")
    async with living(tmp_path, csms.url, version, *impatient) as station:
        await station.online()
        csms.change(silent_actions=frozenset(ROWS))
        await station.charge()
        first = await csms.wait_for(IDENTITY, row_of(version))
        mark = len(csms.messages(IDENTITY))
        again = await csms.wait_for(IDENTITY, first.action, after=mark)
        assert (again.payload, again.id != first.id) == (first.payload, True)
        csms.change(silent_actions=frozenset())
        await station.stop()
        await station.delivered()
    starts = [message for message in rows(csms) if is_start(message)]
    assert len(starts) >= 2
    assert all(start.payload == first.payload for start in starts)
    judge(rows(csms)[len(starts) - 1 :], version, csms)


def row_of(version: str) -> str:
    return "StartTransaction" if version == "1.6" else "TransactionEvent"


@both
@pytest.mark.req("CCC-REV-014")
async def test_a_row_the_central_system_refuses_is_given_up_after_its_attempts_and_the_next_ones_go_on(
    tmp_path: Path, csms: BenchCsms, version: str
) -> None:
    settings = ("OCPPCommCtrlr.MessageAttempts=3", "OCPPCommCtrlr.MessageAttemptInterval=0")
    csms.change(error_actions=dict.fromkeys(ROWS, "InternalError"))
    async with living(tmp_path, csms.url, version, *settings, "SampledDataCtrlr.TxUpdatedInterval=0") as station:
        await station.online()
        await station.charge()
        await station.stop()
        await station.delivered()
        discarded = [fact for fact in station.facts if isinstance(fact, RowDiscarded)]
        csms.change(error_actions={})
        await station.charge()
        await station.stop()
        await station.delivered()
    payloads = [message.payload for message in rows(csms)]
    told = sum(fact.error == "InternalError" for fact in discarded) * 3
    assert discarded
    assert all(payload == payloads[index - index % 3] for index, payload in enumerate(payloads[:told]))
    assert [message.action for message in rows(csms)[:told:3]][:1] == [row_of(version)]
    if version == "1.6":  # with its start all of a transaction is given up: nothing is told under a made-up number
        assert told == 3
        assert discarded[-1].error == "its StartTransaction was given up"
    assert all("InternalError" in fact.error for fact in discarded[: told // 3])
    judge(rows(csms)[told:], version, csms)


@both
async def test_a_central_system_that_goes_and_comes_often_is_always_found_again(
    tmp_path: Path, csms: BenchCsms, version: str
) -> None:
    async with living(tmp_path, csms.url, version) as station:
        for count in range(1, 6):
            await station.until(lambda now: now.registration is Registration.ACCEPTED)
            assert len(csms.arrivals(IDENTITY)) == count
            csms.drop(IDENTITY)
            await station.away()
        await station.online()
        boots: list[Any] = csms.received("BootNotification", IDENTITY)
        assert len(boots) == 1  # OCPP 1.6 4.2: a link that was only lost is no start
        assert CARD not in str(station.logs)


@pytest.mark.req("CCC-OCPP-009")
async def test_what_one_central_system_did_not_get_the_next_one_does_not_get_either(
    tmp_path: Path, csms: BenchCsms
) -> None:
    vendor = "chargebyte_charge_control_c"
    cards = ("AuthCtrlr.UserAuthentication=ocpp", "EVSE.HasSocket=false")
    async with BenchCsms() as other, living(tmp_path, other.url, "1.6", *cards, personality=vendor) as station:
        await station.online()
        station.network(online=False)
        await station.away()
        await station.charge()
        await station.stop()
        assert station.unsent() > 0
    async with living(tmp_path, csms.url, "1.6", *cards, personality=vendor) as station:
        await station.online()
        erased = await station.until_logged("the ledger is erased: it was for another CSMS")
        assert erased["url"] == other.url
        assert station.unsent() == 0
        await station.charge()
        await station.stop()
        await station.delivered()
    judge(rows(csms), "1.6", csms)
