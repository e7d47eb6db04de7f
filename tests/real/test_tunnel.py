"""DataTransfer between a central system over a real socket and the programs of the how-to at a real broker."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiomqtt
import pytest
from tests.real.living import IDENTITY, Living, living

from pilotwire.csms import BenchCsms, DataTransferStatus
from pilotwire.mqtt.broker import EmbeddedBroker, Engine
from pilotwire.mqtt.url import BrokerUrl

PAGE = Path("docs/howto/data-transfer.md").read_text(encoding="utf-8")
[PROGRAM] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
LINES = re.findall(r"^mosquitto_pub .*$", PAGE, re.MULTILINE)
[CUSTOMER] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
ASKED = {"vendorId": "com.acme", "messageId": "tariff", "data": "Zm9v"}


@pytest.fixture
async def broker() -> AsyncIterator[BrokerUrl]:
    async with EmbeddedBroker(engine=Engine.MOSQUITTO) as embedded:
        yield embedded.url


@pytest.fixture
async def csms() -> AsyncIterator[BenchCsms]:
    async with BenchCsms() as bench:
        yield bench


@pytest.fixture
async def station(broker: BrokerUrl, csms: BenchCsms, tmp_path: Path) -> AsyncIterator[Living]:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "customer.json").write_text("{" + CUSTOMER + "}")
    async with living(tmp_path, csms.url, "1.6", f"mqtt/broker={broker}", speed=1.0) as station:
        assert station.app.mqtt is not None
        async with asyncio.timeout(10):
            await station.app.mqtt.is_connected.wait()
        await station.online()
        yield station


async def transferred(csms: BenchCsms, **payload: Any) -> tuple[str, Any]:
    answer = await csms.call(IDENTITY, "DataTransfer", payload)
    return answer.payload["status"], answer.payload.get("data")


@pytest.mark.req("CCC-DT-001", "CCC-DT-002", "CCC-MQTT-003", "CCC-MQTT-004", "CCC-CFG-085", "CCC-CFG-086")
async def test_the_program_of_the_page_answers_a_central_system(
    station: Living, csms: BenchCsms, broker: BrokerUrl
) -> None:
    assert await transferred(csms, vendorId="com.nobody") == ("UnknownVendorId", None)
    assert await transferred(csms, vendorId="com.acme", messageId="other") == ("UnknownMessageId", None)
    async with aiomqtt.Client(broker.host, broker.port) as spy:
        await spy.subscribe("ocpp/data_transfer_from_cs/confirm")
        program = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, str(broker.port))
        try:
            async with asyncio.timeout(20):
                while (await transferred(csms, **ASKED))[0] == "Rejected":
                    pass  # until the program has subscribed
            assert await transferred(csms, **ASKED) == ("Accepted", "you said Zm9v")
        finally:
            program.terminate()
            await program.wait()


@pytest.mark.req("CCC-DT-004", "CCC-DT-006", "CCC-MQTT-005", "CCC-MQTT-006", "CCC-MQTT-007", "CCC-ADD-014")
async def test_the_lines_of_the_page_ask_a_central_system(station: Living, csms: BenchCsms, broker: BrokerUrl) -> None:
    register, ask = ([words[words.index(option) + 1] for option in ("-t", "-m")] for words in map(shlex.split, LINES))
    async with aiomqtt.Client(broker.host, broker.port) as software:
        await software.subscribe("ocpp/data_transfer_to_cs/4711/confirm")
        answers = aiter(software.messages)

        async def answered(topic: str, payload: str) -> Any:
            await software.publish(topic, payload)
            async with asyncio.timeout(10):
                return json.loads((await anext(answers)).payload)

        assert (await answered(ask[0], ask[1]))[:3] == [4, "a-1", "SecurityError"]  # it has not registered
        await software.publish(register[0], register[1])
        assert await answered(ask[0], ask[1]) == [3, "a-1", {"status": "Accepted"}]
        told = [each.payload for each in csms.messages(IDENTITY) if each.action == "DataTransfer"]
        assert {"vendorId": "com.acme", "data": "eA=="} in told
        csms.change(data_transfer=DataTransferStatus.UNKNOWN_VENDOR_ID)
        assert await answered(ask[0], ask[1]) == [3, "a-1", {"status": "UnknownVendorId"}]
        csms.change(error_actions={"DataTransfer": "SecurityError"})
        assert (await answered(ask[0], ask[1]))[:3] == [4, "a-1", "SecurityError"]
        assert (await answered(ask[0], "[2,"))[:3] == [4, "-1", "FormationViolation"]
        station.network(online=False)
        await station.away()
        assert (await answered(ask[0], ask[1]))[:3] == [4, "a-1", "InternalError"]


@pytest.mark.req("CCC-ADD-013")
async def test_a_request_that_nobody_answers_holds_up_no_other_direction(
    station: Living, csms: BenchCsms, broker: BrokerUrl
) -> None:
    async with aiomqtt.Client(broker.host, broker.port) as software:
        await software.subscribe("ocpp/data_transfer_to_cs/4711/confirm")
        slow = asyncio.create_task(transferred(csms, **ASKED))
        await software.publish("ocpp/data_transfer_to_cs/service_id", "4711")
        frame = json.dumps([2, "b", "DataTransfer", {"vendorId": "v"}])
        await software.publish("ocpp/data_transfer_to_cs/4711/request", frame)
        async with asyncio.timeout(10):
            message = await anext(aiter(software.messages))
        assert json.loads(message.payload)[0] == 3
        assert not slow.done()
        assert await slow == ("Rejected", None)
