"""A fault mask written from afar while a fault stands, on a whole station (X-Cheng FAQ 3.6, 3.12)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.real.living import IDENTITY, living

from pilotwire.csms import BenchCsms, Message
from pilotwire.hardware.sim.action import Break
from pilotwire.hardware.sim.fault import SimFault


def status(connector: int, code: str, word: str) -> Any:
    """Whether a message says this of a connector."""

    def is_so(message: Message) -> bool:
        told = message.payload
        return (told["connectorId"], told["errorCode"], told["status"]) == (connector, code, word)

    return is_so


@pytest.mark.req("XCH-MASK-005", "XCH-MASK-011")
async def test_a_mask_written_while_a_fault_stands_frees_the_connector_and_survives_a_restart(tmp_path: Path) -> None:
    async with BenchCsms() as csms, living(tmp_path, csms.url, "1.6", personality="xcheng_m3") as station:
        await station.online()
        station.app.bench.do(Break(SimFault.OVERCURRENT, active=True))
        await csms.wait_for(IDENTITY, "StatusNotification", status(1, "OverCurrentFailure", "Faulted"))
        mark = len(csms.messages(IDENTITY))
        written = await csms.call(IDENTITY, "ChangeConfiguration", {"key": "OEM_FaultMask", "value": "0x800"})
        assert written.status == "Accepted"
        await csms.wait_for(IDENTITY, "StatusNotification", status(1, "NoError", "Available"), after=mark)
        await station.charge()
    async with BenchCsms() as csms, living(tmp_path, csms.url, "1.6", personality="xcheng_m3") as station:
        await station.online()
        told = await csms.call(IDENTITY, "GetConfiguration", {"key": ["OEM_FaultMask"]})
        assert told.payload["configurationKey"] == [{"key": "OEM_FaultMask", "readonly": False, "value": "2048"}]
        station.app.bench.do(Break(SimFault.OVERCURRENT, active=True))
        await station.charge()
